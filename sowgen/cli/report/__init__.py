"""Reporters: the findings of a run as text, JSON, SARIF or GitHub annotations.

Takes: a `Report`. Gives: the text to print. May read: source lines, through the report.
Never does: printing, sorting, deciding an exit status.
Where to start: `Report` and `REPORTERS`; a new form is one module and one line there.
"""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, cast

from sowgen.diagnostics import Diagnostic, Span

REPORTERS: dict[str, str] = {
    "text": "sowgen.cli.report.as_text",
    "json": "sowgen.cli.report.as_json",
    "sarif": "sowgen.cli.report.as_sarif",
    "github": "sowgen.cli.report.as_github",
}
"""Name of each form and the module whose `write` makes it."""


STATES = ("built", "checked", "unchanged", "refused", "failed")


@dataclass(frozen=True, slots=True)
class OpenValue:
    """A value the parties still have to agree: its project, path, place and note."""

    project: str
    path: str
    span: Span
    note: str


@dataclass(frozen=True, slots=True)
class Output:
    """A file the run stands for: its project, its path as shown, and whether it was `written`,
    left `unchanged`, `removed`, or kept though it is `older` than what it stands beside."""

    project: str
    path: str
    state: str


@dataclass(frozen=True, slots=True)
class ProjectResult:
    """What came of a project in so many seconds. `state` is `built` or `checked`, `unchanged`
    where nothing had to be done, `refused` where its mistakes forbid a package, `failed` where
    something other than its content went wrong. `written` counts files."""

    slug: str
    state: str
    seconds: float
    errors: int = 0
    warnings: int = 0
    written: int = 0


def _no_line(_file: str, _line: int) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a run found, in the order in which it is shown.

    `prefix` stands between the folder that readers start from and the workspace (`''` or
    `deals/`). `read_line` gives a line of a file of the workspace without its line feed,
    '' where there is none. `projects` counts the projects looked at; `strict` says that
    warnings fail the run. `results` has each project that was asked for, in their order;
    `seconds` is what all of them took.
    """

    diagnostics: tuple[Diagnostic, ...]
    projects: int = 0
    prefix: str = ""
    strict: bool = False
    read_line: Callable[[str, int], str] = _no_line
    open_values: tuple[OpenValue, ...] = ()
    outputs: tuple[Output, ...] = ()
    results: tuple[ProjectResult, ...] = ()
    seconds: float = 0.0

    def shown(self, file: str) -> str:
        """The path of a workspace file as readers of the report find it."""
        import posixpath

        whole = posixpath.join(self.prefix, file)  # an absolute path stays as it is
        return posixpath.normpath(whole) if self.prefix and file else file

    @property
    def counts(self) -> dict[str, int]:
        """How many findings of each severity: `error`, `warning`, `info`, zeros included."""
        found = Counter(d.severity for d in self.diagnostics)
        return {"error": found["error"], "warning": found["warning"], "info": found["info"]}

    @property
    def states(self) -> dict[str, int]:
        """How many projects ended in each state; states that none ended in are left out."""
        found = Counter(result.state for result in self.results)
        return {state: found[state] for state in STATES if found[state]}

    @property
    def written(self) -> int:
        """How many files were written."""
        return sum(result.written for result in self.results)

    @property
    def failed(self) -> bool:
        """Whether the run is not fine: an error, or with `strict` a warning."""
        counts = self.counts
        return bool(counts["error"] or (self.strict and counts["warning"]))


class Reporter(Protocol):
    """Makes the whole report; the text ends with a line feed, or is empty."""

    def __call__(self, report: Report) -> str: ...


def reporter(form: str) -> Reporter:
    """The reporter of that name in `REPORTERS`, imported now. Raises KeyError."""
    return cast(Reporter, importlib.import_module(REPORTERS[form]).write)
