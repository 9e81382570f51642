"""`sowgen check`: every finding of the projects named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from sowgen.cli.arguments import chosen_projects, complete_projects, rev_option
from sowgen.cli.group import EXIT_CODES, everywhere

if TYPE_CHECKING:
    from sowgen.pipeline import CheckReport, Run


@dataclass(frozen=True, slots=True)
class Check:
    """The work on each project, here or in another process."""

    def known(self, run: Run, slug: str) -> CheckReport | None:
        """As `jobs.Task.known`."""
        from sowgen.pipeline.check import checked

        known = checked(run, slug)
        return known and known[0]

    def __call__(self, run: Run, slug: str) -> CheckReport:
        from sowgen.pipeline.check import check

        return check(run, slug)[0]


@click.command("check", epilog=EXIT_CODES)
@click.argument("projects", metavar="[PROJECT]...", nargs=-1, shell_complete=complete_projects)
@rev_option(
    "Check that revision of git, such as HEAD~3, a tag, a branch, or :staged for what is staged; "
    "the files on the disk play no part."
)
@everywhere
def command(projects: tuple[str, ...]) -> int:
    """Report every mistake in the projects, all at once, and write nothing.

    A PROJECT is the name of a folder under projects/; without one, all are checked. Each
    finding names the file, line and column, shows the line, and says what to write instead.
    Values still to be agreed are counted, and listed with -v. Many projects are checked at the
    same time, one a processor.

    \b
    Examples:
      sowgen check
      sowgen check atlas-controller --strict
      sowgen check --rev :staged
      sowgen check --report sarif > findings.sarif
    """
    from sowgen.cli.jobs import failures, report_bugs, run_all
    from sowgen.cli.outcome import of_checks
    from sowgen.cli.progress import Progress
    from sowgen.cli.report import OpenValue
    from sowgen.cli.report.as_text import counted
    from sowgen.cli.session import Session
    from sowgen.pipeline import Run

    session = Session.current()
    slugs = chosen_projects(session, projects)
    run = Run.begin(session.workspace)
    with Progress(len(slugs), "checking", quiet=session.quiet) as progress:
        results = list(run_all(Check(), run, slugs, None, progress.step))
    found, bugs = failures(results)
    reports = [result.value for result in results if result.value is not None]
    open_values = [
        OpenValue(report.slug, path, span, note)
        for report in reports
        for path, span, note in report.open_values
    ]
    if not slugs:
        session.say("there is no project yet; `sowgen new SLUG` makes one")
    if open_values and not session.verbose and session.report == "text":
        session.say(f"{counted(len(open_values), 'value')} to be agreed (-v lists them)")
        open_values = []
    found += [d for report in reports for d in report.diagnostics]
    status = session.finish(
        found, projects=len(reports), open_values=open_values, results=of_checks(results)
    )
    return report_bugs(session, bugs, status)
