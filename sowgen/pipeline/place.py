"""Where the files of a package go."""

from __future__ import annotations

import os
from pathlib import Path

from sowgen.diagnostics import Outcome, Span, error
from sowgen.pipeline.reports import Order
from sowgen.workspace import SETTINGS, Workspace

_SOURCES = ("clauses", "templates", "issued")


def output_folder(workspace: Workspace, slug: str, order: Order) -> Outcome[Path | None]:
    """The folder for a project's files; None with F003 where a link leads out of the workspace,
    and with F045 where it is a folder of sources or a link to another folder."""
    if order.out:
        folder = order.out / slug
        return _refused(folder) if _holds_sources(workspace.root, folder) else Outcome(folder)
    path = f"projects/{slug}/out"
    place = workspace.resolve(path)
    if place.value is not None and os.path.islink(place.value):  # noqa: PTH114 - many projects
        return _refused(Path(path))
    return place


def _holds_sources(root: Path, folder: Path) -> bool:
    """Whether files that a build must not touch are there: a project, clauses, templates, issued
    versions, the workspace itself."""
    real, top = Path(os.path.realpath(folder)), Path(os.path.realpath(root))
    if any((real / name).exists() for name in (SETTINGS, "project.yaml")):
        return True
    if not real.is_relative_to(top):
        return False
    match real.relative_to(top).parts:
        case () | ("projects",) | ("projects", _):
            return True
        case ("projects", _, part, *_) | (part, *_):
            return part in _SOURCES
    return False


def _refused(folder: Path) -> Outcome[Path | None]:
    shown = folder.as_posix()
    hint = "name another folder with --out, or remove the link"
    message = f"`{shown}` is no folder for generated files"
    return Outcome(None, (error("F045", message, Span(shown), hint),))
