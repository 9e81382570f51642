"""Names of versions, and the places that are taken."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from sowgen.diagnostics import Diagnostic, Span, error
from sowgen.pipeline.issued import issued_folder
from sowgen.pipeline.overlay import HERE
from sowgen.workspace import Workspace

_PLAIN = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z_-]|\.(?!\.)){0,62}")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)


def wrong_name(version: str) -> Diagnostic | None:
    """H405 for a name that cannot be a folder's on every system, and part of a tag's."""
    if (
        _PLAIN.fullmatch(version)
        and not version.endswith((".", "-", ".lock"))
        and not _DEVICE.fullmatch(version)
    ):
        return None
    return error(
        "H405",
        f"`{version}` cannot name a version",
        HERE,
        "use letters, digits, dots, hyphens and underscores, such as `1.0` or `2027-01-rev-B`",
    )


def taken(disk: Workspace, committed: Workspace, slug: str, version: str) -> Iterator[Diagnostic]:
    """H406 where the version is there, on the disk or in the commit; also one whose name differs
    in small and capital letters alone, which is the same folder on many disks."""
    folder = issued_folder(slug)
    names = [name for name, _ in disk.source.entries(folder)]
    names += [name for name, _ in committed.source.entries(folder)]
    same = next((name for name in names if name.casefold() == version.casefold()), None)
    if same is not None:
        yield already(slug, same)


def already(slug: str, version: str) -> Diagnostic:
    """H406."""
    place = f"{issued_folder(slug)}/{version}"
    return error(
        "H406",
        f"version `{version}` of `{slug}` was issued already",
        Span(place),
        "an issued version stays as it is: take another name",
    )


def refused_place(disk: Workspace, slug: str) -> Diagnostic | None:
    """F003 or F045 where the folder for issued versions is a link or leads out, F044 where a file
    stands in its place."""
    path = issued_folder(slug)
    place = disk.resolve(path)
    if place.value is None:
        return place.diagnostics[0]
    if os.path.islink(place.value):  # noqa: PTH114 - a link to nothing too
        hint = "replace the link by a folder"
        return error("F045", f"`{path}` is a link, and no folder for files", Span(path), hint)
    if place.value.exists() and not place.value.is_dir():
        hint = "move the file away"
        return error("F044", f"`{path}` is a file, and no folder", Span(path), hint)
    return None
