"""The files that a worker needs, read here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sowgen.workspace import MAX_BINARY, SETTINGS, Workspace

_SHARED = ("clauses", "templates")
_OUTPUT = "out"


def read_shared(workspace: Workspace) -> dict[str, bytes]:
    """Settings, library and templates, by path."""
    folders = [path for name in _SHARED for path in _walk(workspace, name)]
    return _read(workspace, [SETTINGS, *folders])


def read_project(workspace: Workspace, slug: str) -> dict[str, bytes]:
    """A project's own files, by path, without what was generated."""
    folder = f"projects/{slug}"
    return _read(workspace, _walk(workspace, folder, leave=f"{folder}/{_OUTPUT}"))


def _walk(workspace: Workspace, folder: str, leave: str = "") -> Iterator[str]:
    """Paths of all files below a folder; hidden ones, which nothing reads, are passed over."""
    for name, is_folder in workspace.source.entries(folder):
        path = f"{folder}/{name}"
        if name.startswith(".") or path == leave:
            continue
        if is_folder:
            yield from _walk(workspace, path)
        else:
            yield path


def _read(workspace: Workspace, paths: Iterable[str]) -> dict[str, bytes]:
    read = {path: workspace.source.read(path, MAX_BINARY).value for path in paths}
    return {path: data for path, data in read.items() if data is not None}
