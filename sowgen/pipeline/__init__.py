"""The order of the rooms: load, validate, resolve, plan, score, assemble, render, publish.

The one package that knows all of them, and what need not be done again: `kept.py` knows it within
a process, `records.py` between runs. Where to start: `build.py`, then `package.py` and `make.py`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sowgen.diagnostics import Outcome
from sowgen.pipeline.reports import Abandoned, BuildReport, CheckReport, Order, Step, Uses
from sowgen.pipeline.run import Run, list_projects
from sowgen.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from sowgen.load import Library
    from sowgen.model.artifact import Format
    from sowgen.pipeline.package import Package

__all__ = [
    "Abandoned",
    "BuildReport",
    "CheckReport",
    "Order",
    "Run",
    "Step",
    "Uses",
    "build_project",
    "check_project",
    "list_projects",
    "load_library",
    "open_workspace",
    "prepare",
]


def open_workspace(start: Path | None = None) -> Outcome[Workspace | None]:
    """The workspace at `start` (the current folder by default) or above it."""
    return find_workspace(start or Path.cwd())


def load_library(workspace: Workspace) -> Outcome[Library]:
    """The clause library of the workspace, every wording checked for its syntax."""
    from sowgen.assemble import check_wordings
    from sowgen.load import load_library as load

    library = load(workspace)
    found = [d for c in library.value.clauses.values() for d in check_wordings(c)]
    return Outcome(library.value, (*library.diagnostics, *found))


def prepare(workspace: Workspace, slug: str) -> Outcome[Package | None]:
    """A project through every room up to `assemble`; None where an error stops it."""
    from sowgen.pipeline.package import prepare as work

    return work(workspace, slug)


def check_project(workspace: Workspace, slug: str) -> CheckReport:
    """Everything that can be said of a project without rendering it; writes nothing."""
    from sowgen.pipeline.check import check

    return check(Run.begin(workspace), slug)[0]


def build_project(
    workspace: Workspace,
    slug: str,
    *,
    kinds: tuple[str, ...] | None = None,
    formats: tuple[Format, ...] | None = None,
    out: Path | None = None,
    force: bool = False,
    strict: bool = False,
    bundle: bool = False,
) -> BuildReport:
    """The project's package, as `Order` has it. Raises `workspace.ToolFailed` where a program
    fails, and `ValueError` for an order that contradicts itself."""
    from sowgen.pipeline.build import build

    order = Order(kinds, formats, out, force, strict, bundle)
    return build(Run.begin(workspace), slug, order)
