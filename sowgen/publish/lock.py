"""A project's lock and the pinned texts → files, all of them or none."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from sowgen.diagnostics import Diagnostic, Span, error
from sowgen.model.lock import FORMAT, PINNED, Lock, lock_file
from sowgen.workspace import (
    Workspace,
    locked,
    read_bytes,
    remove_leftovers,
    swap_in,
    write_aside,
)

_OURS = re.compile(r"[a-z0-9-]+-\d+\.\d+\.\d+-[0-9a-f]{12}\.md")
_TURN = ".sowgen"
"""The folder of the file by which one process at a time changes locks; git ignores it."""


def lock_text(lock: Lock) -> str:
    """The lock as YAML: a line for each clause, sorted."""
    lines = [
        "# The clauses of this deal as they were pinned.",
        f"# `sowgen clauses upgrade {lock.slug}` writes this file.",
        f"format: {FORMAT}",
        "clauses:" if lock.pins else "clauses: {}",
    ]
    lines += [
        f"  {pin.id}: {{version: {pin.version}, area: {json.dumps(pin.area)}, "
        f'sha256: "{pin.sha256}"}}'
        for _, pin in sorted(lock.pins.items())
    ]
    return "\n".join(lines) + "\n"


def write_lock(
    workspace: Workspace,
    lock: Lock,
    texts: Mapping[str, str],
    named: Callable[[], Collection[str] | None],
) -> tuple[Diagnostic, ...]:
    """Writes the pinned `texts`, by path, and then the lock. Pinned files that no lock names are
    removed: `named` gives the paths that locks name, None where that cannot be told.

    With F003 or F904 nothing has changed. A process killed before its end leaves the old lock with
    all its texts, or the new one.
    """
    places = {path: workspace.resolve(path) for path in (*texts, lock_file(lock.slug), PINNED)}
    outside = [d for place in places.values() for d in place.diagnostics]
    if outside:
        return tuple(outside)
    files = {path: place.value for path, place in places.items() if place.value is not None}
    try:
        with locked(workspace.root / _TURN):
            _write(files, lock, texts)
            _prune(files[PINNED], named())
    except OSError as problem:
        path = lock_file(lock.slug)
        message = f"`{path}` cannot be written: {problem.strerror or problem}"
        hint = "nothing was changed: check the permissions, and the space left"
        return (error("F904", message, Span(path), hint),)
    return ()


def _write(files: Mapping[str, Path], lock: Lock, texts: Mapping[str, str]) -> None:
    """The texts first: until the lock is swapped in, nobody asks for them."""
    target = files[lock_file(lock.slug)]
    files[PINNED].mkdir(parents=True, exist_ok=True)
    for folder in (files[PINNED], target.parent):
        remove_leftovers(folder)
    new: list[Path] = []
    try:
        for path, text in texts.items():
            data = text.encode()
            there = read_bytes(files[path])
            if there != data:
                new += [files[path]] if there is None else []
                swap_in(write_aside(files[path].parent, files[path].name, data), files[path])
        data = lock_text(lock).encode()
        if read_bytes(target) != data:
            swap_in(write_aside(target.parent, target.name, data), target)
    except BaseException:
        for place in new:
            with contextlib.suppress(OSError):
                place.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            files[PINNED].rmdir()  # where it was made for them
        raise


def _prune(folder: Path, named: Collection[str] | None) -> None:
    if named is None:
        return
    for place in sorted(folder.iterdir()):
        if _OURS.fullmatch(place.name) and f"{PINNED}/{place.name}" not in named:
            with contextlib.suppress(OSError):
                place.unlink()
    with contextlib.suppress(OSError):
        folder.rmdir()  # nothing is pinned any more
