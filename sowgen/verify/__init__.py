"""Tells where a document comes from, and whether it was changed since.

Takes: a workspace, and files from anywhere, under any name. Gives: a `reports.Report` each.
Never does: believe a stamp, a manifest or a seal; write anything; run what a file holds.
Where to start: `verify`, then `Verifier` in `origins.py`, which finds out what a file should be,
and `judge` in `judge.py`, which holds it against that. `pdf_child.py` is a process of its own, so
nothing is imported before it is needed.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sowgen.verify.reports import Report
    from sowgen.workspace import Workspace

__all__ = ["verify"]


def verify(workspace: Workspace, files: Iterable[Path]) -> Iterator[Report]:
    """The verdict on each file, in order. Raises `ToolFailed` where git or a program that writes
    documents fails."""
    from sowgen.cache import open_cache
    from sowgen.verify.issued import IssuedFiles
    from sowgen.verify.origins import Verifier
    from sowgen.verify.reports import Report
    from sowgen.verify.states import States
    from sowgen.workspace.git import find_repository

    repository = find_repository(workspace.root)
    states = States(workspace, repository, open_cache())
    verifier = Verifier(states, IssuedFiles(repository, states.head()))
    for file in files:
        name = file.as_posix()
        data = _read(file)
        if isinstance(data, str):
            yield Report(name, "unknown", reason=data, damaged=True)
        else:
            yield verifier.report(name, data)


def _read(file: Path) -> bytes | str:
    """The bytes of a file, or why there are none."""
    from sowgen.verify.limits import MAX_FILE
    from sowgen.verify.reports import NO_FILE
    from sowgen.workspace.writing import no_wait

    try:
        with open(file, "rb", opener=no_wait) as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                return "it is no regular file"
            data = stream.read(MAX_FILE + 1)
    except FileNotFoundError:
        return NO_FILE
    except OSError as problem:
        return f"it cannot be read: {problem.strerror or problem}"
    if len(data) > MAX_FILE:
        return f"it is larger than {MAX_FILE:,} bytes"
    return data or "it is empty"
