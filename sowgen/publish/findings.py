"""What can be said of files that cannot be put into their folder, or were left there."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sowgen.diagnostics import Diagnostic, Span, error, info, warning
from sowgen.workspace import MANIFEST


def older(folder: Path, paths: Iterable[Path]) -> Iterator[Diagnostic]:
    """B110: one finding for all; the report of the build names each."""
    names = [path.name for path in paths]
    if names:
        rest = len(names) - 1
        more = "" if not rest else " and another" if rest == 1 else f" and {rest} more files"
        stayed = "stayed as they were" if more else "stayed as it was"
        yield info(
            "B110",
            f"`{names[0]}`{more} of an earlier build {stayed}",
            Span(_shown(folder / MANIFEST)),
            "build without --only and --to before the package leaves the house",
        )


def left(path: Path) -> Diagnostic:
    """B111."""
    return warning(
        "B111",
        f"`{path.name}` is no longer part of the package",
        Span(_shown(path)),
        "it was changed since sowgen wrote it, or another program holds it: delete it by hand",
    )


def changed(folder: Path, name: str, *, known: bool) -> Diagnostic:
    """F040 for a file of ours, F041 for another's."""
    span = Span(_shown(folder / name))
    if known:
        return error(
            "F040",
            f"`{name}` was changed since sowgen wrote it",
            span,
            "take the changes into the project; then delete the file, and the next build makes it "
            "anew, or build with --force",
        )
    return error(
        "F041",
        f"`{name}` is there already, and sowgen did not write it",
        span,
        "move it away, or build with --force",
    )


def in_the_way(path: Path) -> Diagnostic:
    """F044: there is a folder where a file should go."""
    return error(
        "F044",
        f"`{path.name}` cannot be written: a folder of this name is there",
        Span(_shown(path)),
        "move the folder away and build again",
    )


def refused(folder: Path, problem: OSError, swapped: Sequence[str]) -> Diagnostic:
    """F042 to F044: why the system refused; `swapped` are the files replaced before."""
    so_far = ""
    if swapped:
        so_far = f"; written before it: {', '.join(f'`{name}`' for name in swapped)}"
    name = problem.filename2 or problem.filename or folder
    span = Span(_shown(Path(str(name))))
    if getattr(problem, "winerror", None) in (5, 32, 33) and problem.filename2:
        return error(
            "F042",
            f"`{Path(str(name)).name}` is open in another program{so_far}",
            span,
            "close it in Word and build again",
        )
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return error(
            "F043",
            f"there is no room left on the disk{so_far}",
            span,
            ("" if swapped else "nothing was changed; ") + "make room and build again",
        )
    return error(
        "F044",
        f"the output folder cannot be written: {problem.strerror}{so_far}",
        span,
        "check its permissions, or name another with --out",
    )


def _shown(path: Path) -> str:
    """`projects/widget/out/…` for a file of a project's own output folder, else the whole path."""
    parts = path.parts
    if len(parts) > 4 and parts[-2] == "out" and parts[-4] == "projects":
        return "/".join(parts[-4:])
    return path.as_posix()
