"""The folder of a version: written aside, and put in its place by one rename."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from sowgen.diagnostics import Diagnostic, Span, error
from sowgen.workspace import locked

_ASIDE = re.compile(r"\..+\.[0-9]+-[0-9a-f]{8}\.tmp", re.DOTALL)
"""The names of folders that `put` writes aside; other hidden folders are a person's."""
_TRIES = 100
"""So often the lock is asked for, at most, while other runs remove its folder."""


def put(folder: Path, version: str, files: Mapping[str, bytes], lock: Path) -> bool:
    """Makes `folder/version` with the files: all of them or none, and flushed to the disk. What
    killed runs left aside is removed. False where the version is there. Raises `OSError` where it
    cannot be written; then nothing is left. `lock` is a folder for the lock that keeps two runs
    apart; it is gone afterwards, unless another run waits for it."""
    with _alone(lock):
        made = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        try:
            remove_leftovers(folder)
            return _put(folder, version, files)
        finally:
            if made:
                with contextlib.suppress(OSError):
                    folder.rmdir()  # only when nothing came to stand in it


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """`locked`, and the folder is removed at the end. Whoever waited for the lock of a removed file
    does not get it, and makes a new one."""
    with contextlib.ExitStack() as held:
        for left in reversed(range(_TRIES)):
            try:
                held.enter_context(locked(folder))
                break
            except (FileNotFoundError, FileExistsError):  # removed by another run, just now
                if not left:
                    raise
        try:
            yield
        finally:
            if (
                os.name == "nt"
            ):  # an open file cannot be removed there, nor one that others wait for
                held.close()
            with contextlib.suppress(OSError):
                (folder / ".lock").unlink()
                folder.rmdir()


def _put(folder: Path, version: str, files: Mapping[str, bytes]) -> bool:
    target = folder / version
    if os.path.lexists(target):
        return False
    aside = folder / f".{version}.{os.getpid()}-{os.urandom(4).hex()}.tmp"
    aside.mkdir()
    try:
        for name, data in files.items():
            with (aside / name).open("xb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
        _flush(aside)
        aside.rename(target)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    _flush(folder)
    _flush(folder.parent)
    return True


def remove_leftovers(folder: Path) -> None:
    """Removes what interrupted runs left aside. Call it under the lock only."""
    for path in folder.glob(".*.tmp"):
        if _ASIDE.fullmatch(path.name) and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)


def _flush(folder: Path) -> None:
    """Flushes the names in a folder to the disk, where the system can."""
    if os.name == "nt":
        return
    stream = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(stream)
    finally:
        os.close(stream)


def unwritable(problem: OSError, path: str) -> Diagnostic:
    """F043 or F044: why the system refused. Nothing was left behind."""
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        hint = "nothing was changed; make room and issue the version again"
        return error("F043", "there is no room left on the disk", Span(path), hint)
    reason = problem.strerror or str(problem)
    hint = "nothing was changed; check the folder's permissions, and issue the version again"
    return error("F044", f"the version cannot be written: {reason}", Span(path), hint)
