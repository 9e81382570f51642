"""The options every command takes, the workspace they lead to, and where output goes.

Findings and results of `check` and `build` stand on standard output. For `--report json`
and `sarif` the report is all that stands there, and lines for people go to standard error.
Commands whose output is data (`schema`, `clauses list`, …) keep standard output for it and
report findings on standard error.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from sowgen.cli import INPUT, OK, TOOL
from sowgen.cli.places import prefix
from sowgen.cli.report import OpenValue, Output, ProjectResult, Report, reporter
from sowgen.cli.streams import put, wants_colour, writing
from sowgen.diagnostics import Diagnostic, in_order

if TYPE_CHECKING:
    from sowgen.workspace import Workspace

MACHINE = ("json", "sarif")


def status_of(diagnostics: Iterable[Diagnostic], *, strict: bool) -> int:
    """The exit status findings lead to: 4 with an error of a tool (family `X`), 1 with any
    other error or, where `strict`, a warning, else 0."""
    found = tuple(diagnostics)
    if any(d.is_error and d.code.startswith("X") for d in found):
        return TOOL
    failing = ("error", "warning") if strict else ("error",)
    return INPUT if any(d.severity in failing for d in found) else OK


@dataclass(frozen=True)
class Session:
    """One command line's common options. `directory` is that of `-C`, None without it; `rev` that
    of `--rev`, None without it; `args` is the whole of what was typed after `sowgen`."""

    directory: Path | None = None
    report: str = "text"
    strict: bool = False
    quiet: bool = False
    verbose: int = 0
    rev: str | None = None
    args: tuple[str, ...] = ()
    _begun: float = field(default_factory=time.perf_counter, repr=False)

    @classmethod
    def current(cls) -> Session:
        """The session of the running command, from click's context."""
        given = click.get_current_context().find_root().ensure_object(dict)
        named = {key: value for key, value in given.items() if key != "directory"}
        directory = Path(given["directory"]) if "directory" in given else None
        return cls(directory=directory, **named)

    @cached_property
    def workspace(self) -> Workspace:
        """The workspace, with the files of `rev` where that is given. Without one, reports why and
        leaves the command."""
        from sowgen.pipeline import open_workspace
        from sowgen.pipeline.revisions import open_revision

        outcome = (
            open_workspace(self.directory)
            if self.rev is None
            else open_revision(self.directory, self.rev)
        )
        if outcome.value is None:
            self.leave(outcome.diagnostics)
        self._setup.extend(outcome.diagnostics)
        assert outcome.value is not None  # noqa: S101
        return outcome.value

    @cached_property
    def _setup(self) -> list[Diagnostic]:
        return []

    def leave(self, diagnostics: Iterable[Diagnostic], *, data: bool = False) -> None:
        """Reports the findings and ends the command with the status they lead to."""
        raise click.exceptions.Exit(self.finish(diagnostics, data=data))

    def finish(
        self,
        diagnostics: Iterable[Diagnostic],
        *,
        projects: int = 0,
        open_values: Iterable[OpenValue] = (),
        outputs: Iterable[Output] = (),
        results: Iterable[ProjectResult] = (),
        data: bool = False,
    ) -> int:
        """Reports the findings, those of opening the workspace among them, and gives the
        exit status. `data`: standard output belongs to the command's own output."""
        found = in_order([*self._setup, *diagnostics])
        report = Report(
            diagnostics=found,
            projects=0 if data else projects,
            strict=self.strict,
            open_values=tuple(open_values),
            outputs=tuple(outputs),
            results=tuple(results),
            seconds=time.perf_counter() - self._begun,
        )
        if "workspace" in self.__dict__:
            report = replace(
                report,
                prefix=prefix(self.workspace.root, self.report),
                read_line=self.workspace.line,
            )
        self._show(report, sys.stderr if data else sys.stdout)
        return status_of(found, strict=self.strict)

    def say(self, line: str) -> None:
        """A line for people: nothing with `-q`; standard error beside a machine's report."""
        if not self.quiet:
            put(line, sys.stderr if self.report in MACHINE else sys.stdout)

    def _show(self, report: Report, stream: TextIO) -> None:
        if self.report == "text":
            if self.quiet:
                report = replace(report, open_values=(), results=())
                if not report.failed and not report.diagnostics:
                    return
            if wants_colour(stream):
                _coloured(report, stream)
                return
        text = reporter(self.report)(report)
        if text:
            put(text, stream)


def _coloured(report: Report, stream: TextIO) -> None:
    from rich.console import Console
    from rich.text import Text

    from sowgen.cli.report.as_text import segments

    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    with writing(stream):
        console.print(Text.assemble(*segments(report)), soft_wrap=True, end="")
