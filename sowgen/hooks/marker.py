"""What the hooks remember of a working tree: the commit whose documents are there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sowgen.hooks.places import put
from sowgen.workspace import SLUG, read_bytes

_MOST = 10_000_000
_LINES = 4
_LINKED = "linked"


@dataclass(frozen=True, slots=True)
class Marker:
    """`commit` is the last one that was built, '' where none is known. `again`: projects whose
    build went wrong for reasons outside the commit (a file held open, a missing tool), to be tried
    at every turn. `refused`: those with mistakes, to be tried when something was touched.
    `linked`: the workspace holds symbolic links, so that a file anywhere may be one of its own."""

    commit: str = ""
    again: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    linked: bool = False


def read_marker(path: Path) -> Marker:
    """The marker in that file, an empty one where there is none that can be read."""
    try:
        data = read_bytes(path) or b""
    except OSError:
        return Marker()
    if len(data) > _MOST:
        return Marker()
    lines = data.decode("ascii", "replace").split("\n")
    if len(lines) != _LINES + 1:
        return Marker()
    again, refused = (frozenset(filter(SLUG.fullmatch, line.split())) for line in lines[1:3])
    return Marker(lines[0], again, refused, lines[3] == _LINKED)


def write_marker(path: Path, marker: Marker) -> None:
    """Keeps the marker: four lines that the hook's shell script reads too."""
    again, refused = (" ".join(sorted(slugs)) for slugs in (marker.again, marker.refused))
    lines = (marker.commit, again, refused, _LINKED if marker.linked else "")
    put(path, "".join(f"{line}\n" for line in lines).encode())
