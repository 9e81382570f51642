"""Files that sowgen writes: aside first, then in one step, one process at a time."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

_ASIDE = re.compile(r"\..+\.[0-9]+-[0-9a-f]{8}\.tmp", re.DOTALL)
"""The names that `write_aside` gives; other hidden files are a person's."""


def write_aside(folder: Path, name: str, data: bytes, *, lasting: bool = True) -> Path:
    """`data` in a new hidden file of `folder`; give it to `swap_in`. `lasting`: flushed to the
    disk, so that it outlives a power cut."""
    path = folder / f".{name}.{os.getpid()}-{os.urandom(4).hex()}.tmp"
    try:
        with path.open("xb") as stream:
            stream.write(data)
            if lasting:
                stream.flush()
                os.fsync(stream.fileno())
    except BaseException:
        path.unlink(missing_ok=True)  # Half a file on a full disk would take up what room is left.
        raise
    return path


def swap_in(aside: Path, target: Path) -> None:
    """Puts the file written aside in the place of `target`, in one step."""
    aside.replace(target)


def remove_leftovers(folder: Path) -> None:
    """Removes what an interrupted build left aside. Call it under `locked` only."""
    for path in folder.glob(".*.tmp"):
        if _ASIDE.fullmatch(path.name):
            with contextlib.suppress(OSError):
                path.unlink()


def read_bytes(path: Path) -> bytes | None:
    """The bytes of a file that sowgen may have written, None where there is none."""
    try:
        with open(path, "rb", opener=no_wait) as stream:
            if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                return stream.read()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        pass
    return None


def digest_of(path: Path) -> str | None:
    """The SHA-256 of a file, None where there is none."""
    data = read_bytes(path)
    return None if data is None else hashlib.sha256(data).hexdigest()


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One process at a time in `folder`; the others wait. The lock dies with its holder."""
    import filelock

    folder.mkdir(parents=True, exist_ok=True)
    with filelock.FileLock(folder / ".lock", timeout=600):
        yield


def no_wait(path: str, flags: int) -> int:
    """Opens without waiting for the other end of a pipe that pretends to be a file."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
