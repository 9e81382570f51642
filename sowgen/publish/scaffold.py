"""New folders, written whole or not at all."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from sowgen.diagnostics import Diagnostic, Span, error

KEPT = frozenset({".git"})
"""What may already be in a folder that counts as empty."""


def write_folder(target: Path, files: Mapping[str, bytes]) -> tuple[Diagnostic, ...]:
    """Makes `target` with the files, named by their paths inside it.

    Built aside in the same parent folder, then put in place. Gives F901 where `target` holds
    anything but a fresh git repository, F904 where it cannot be written; in both cases
    nothing of `target` has changed.
    """
    span = Span(str(target))
    if target.exists() and not target.is_dir():
        return (error("F901", f"`{target}` is a file, not a folder", span, "name another one"),)
    try:
        there = sorted(p.name for p in target.iterdir()) if target.is_dir() else []
        others = [name for name in there if name not in KEPT]
        if others:
            return (error("F901", f"`{target}` is not empty: there is `{others[0]}`", span,
                          "name a folder that is new or empty"),)  # fmt: skip
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target if target.is_dir() else target.parent
        with tempfile.TemporaryDirectory(prefix=".sowgen-new-", dir=beside) as name:
            aside = Path(name) / "whole"
            for path, data in files.items():
                place = aside / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)
            _put_in_place(aside, target)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        return (error("F904", f"`{target}` cannot be written: {reason}", span,
                      "check the rights on the folder above it, and the space left"),)  # fmt: skip
    return ()


def _put_in_place(aside: Path, target: Path) -> None:
    if not target.is_dir():
        aside.rename(target)
        return
    # An existing folder stays, since it may be the shell's current one; it is filled.
    moved: list[Path] = []
    try:
        for entry in sorted(aside.iterdir()):
            place = target / entry.name
            entry.rename(place)
            moved.append(place)
    except BaseException:
        for place in moved:
            with contextlib.suppress(OSError):
                shutil.rmtree(place) if place.is_dir() else place.unlink()
        raise
