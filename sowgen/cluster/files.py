"""The files that a worker needs, read here."""

from __future__ import annotations

from collections.abc import Iterable

from sowgen.workspace import MAX_BINARY, SETTINGS, Workspace

_SHARED = ("clauses", "templates")
_OUTPUT = "out"


def read_shared(workspace: Workspace) -> dict[str, bytes]:
    """Settings, library and templates, by path."""
    files = [path for name in _SHARED for path in workspace.fork().find_below(name, "")]
    return _read(workspace, [SETTINGS, *files])


def read_project(workspace: Workspace, slug: str) -> dict[str, bytes]:
    """A project's own files, by path, without what was generated. What stands behind a link to a
    folder is left out: a project that needs it is built here."""
    folder = f"projects/{slug}"
    files = workspace.fork().find_below(folder, "")
    return _read(workspace, [path for path in files if not path.startswith(f"{folder}/{_OUTPUT}/")])


def _read(workspace: Workspace, paths: Iterable[str]) -> dict[str, bytes]:
    read = {path: workspace.source.read(path, MAX_BINARY).value for path in paths}
    return {path: data for path, data in read.items() if data is not None}
