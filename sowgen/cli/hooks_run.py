"""The build after a commit: a line for what was written, and one for each project that was not."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sowgen.cli import TOOL
from sowgen.cli.hooks_check import short
from sowgen.cli.streams import put

if TYPE_CHECKING:
    from sowgen.cli.jobs import Result
    from sowgen.cli.session import Session
    from sowgen.pipeline import BuildReport
    from sowgen.workspace import Workspace
    from sowgen.workspace.git import Repository


def build_due(session: Session, repository: Repository, *, hook: bool = False) -> int:
    """Builds what is due, says what came of it, and gives the exit status. `hook`: not every
    project is looked at, and nothing is said where nothing had to be done."""
    from sowgen.cli.jobs import failures, report_bugs
    from sowgen.cli.places import prefix
    from sowgen.cli.report.as_text import counted
    from sowgen.cli.session import status_of
    from sowgen.hooks import catch_up

    builder = _Builder(session)
    try:
        turns = list(catch_up(repository, builder.work, everything=not hook))
    except OSError as problem:
        put(f"sowgen: the documents were not built: {problem}", sys.stderr)
        return TOOL
    removed = [path for _, paths in turns for path in paths]
    found, bugs = failures(builder.results)
    place = prefix(repository.root, "text")
    reports = [result.value for result in builder.results if result.value is not None]
    written = [report for report in reports if report.written or report.removed]
    if written:
        files = sum(len(report.written) for report in written)
        session.say(f"sowgen: {counted(len(written), 'project')} built, "
                    f"{counted(files, 'file')} written")  # fmt: skip
    elif not (hook or removed):
        session.say("sowgen: nothing was to be written")
    if removed:
        session.say(f"sowgen: removed {counted(len(removed), 'file')} of projects that are gone")
    for line in _failures(builder.results, place):
        put(line, sys.stderr)
    found += [d for report in reports for d in report.diagnostics]
    return report_bugs(session, bugs, status_of(found, strict=session.strict))


@dataclass
class _Builder:
    """Builds projects, and keeps what came of them."""

    session: Session
    results: list[Result[BuildReport]] = field(default_factory=list)

    def work(
        self, workspace: Workspace, slugs: tuple[str, ...]
    ) -> Iterator[tuple[str, BuildReport | None]]:
        """As `hooks.due.Work`."""
        from sowgen.cli.build_command import Build
        from sowgen.cli.jobs import run_all
        from sowgen.cli.progress import Progress
        from sowgen.pipeline import Order, Run

        run = Run.begin(workspace)
        with Progress(len(slugs), "building", quiet=self.session.quiet) as progress:
            for result in run_all(Build(Order()), run, slugs, None, progress.step):
                self.results.append(result)
                yield result.slug, result.value


def _failures(results: list[Result[BuildReport]], place: str) -> Iterator[str]:
    """A line for each project that was not built, with its first finding, and one for its hint."""
    from sowgen.cli.report.excerpt import one_line

    last = {result.slug: result for result in results}
    for slug, result in last.items():
        report = result.value
        if report is None:
            yield f"sowgen: {slug} not built"
        elif report.refused:
            worst = next((d for d in report.diagnostics if d.is_error), None)
            said = f": {short(place + worst.span.file, worst)}" if worst else ""
            yield f"sowgen: {slug} not built{said}"
            if worst and worst.hint:
                yield f"  hint: {one_line(worst.hint)}"
