"""`sowgen build`: the documents of the projects named."""

from __future__ import annotations

import contextlib
import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sowgen.cli import BUG
from sowgen.cli.arguments import (
    chosen_projects,
    complete_projects,
    only_option,
    ordered,
    out_option,
    rev_option,
    to_option,
)
from sowgen.cli.group import EXIT_CODES, everywhere
from sowgen.cli.places import from_here

if TYPE_CHECKING:
    from sowgen.cli.jobs import Result, Scatter
    from sowgen.cli.report import Output
    from sowgen.cli.session import Session
    from sowgen.pipeline import BuildReport, Order, Run


@dataclasses.dataclass(frozen=True, slots=True)
class Build:
    """The work on each project, here or in another process."""

    order: Order

    def known(self, run: Run, slug: str) -> BuildReport | None:
        """As `jobs.Task.known`."""
        from sowgen.pipeline.build import fresh

        return fresh(run, slug, self.order)

    def __call__(self, run: Run, slug: str) -> BuildReport:
        from sowgen.pipeline.build import build

        return build(run, slug, self.order)


@click.command("build", epilog=EXIT_CODES)
@click.argument("projects", metavar="[PROJECT]...", nargs=-1, shell_complete=complete_projects)
@only_option
@to_option(
    "Formats: docx, pdf, xlsx, ics, mspdi, json; repeatable, or with commas. By default "
    "those that sowgen.yaml names, else all but json."
)
@click.option(
    "--bundle",
    is_flag=True,
    help="Add one PDF of all documents for the other party, and a ZIP of everything for it.",
)
@out_option(
    "Where the files go: a folder named after each project in DIR. By default out/ beside "
    "project.yaml."
)
@rev_option(
    "Build from that revision of git, such as HEAD~3, a tag, a branch, or :staged for what is "
    "staged; the files on the disk play no part."
)
@click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(1),
    help="Projects built at the same time; by default 1 for a few, else one a processor.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Hand the work to the Dask cluster whose scheduler listens there, such as "
    "tcp://10.0.0.5:8786.",
)
@click.option("--force", is_flag=True, help="Write over files that were changed by hand.")
@everywhere
def command(
    projects: tuple[str, ...],
    only: tuple[str, ...],
    to: tuple[str, ...],
    out: Path | None,
    jobs: int | None,
    scheduler: str | None,
    force: bool,
    bundle: bool,
) -> int:
    """Generate the documents of the projects as DOCX and PDF, and their data files.

    A project with an error gets no document, and its earlier ones stay as they are; the other
    projects are built all the same. A document is written only when something it was made
    from has changed, and removed when it is no longer part of the package. A file that somebody
    changed by hand is kept, unless --force is given.

    Of several projects only those are worked on for which something has changed, as many at a
    time as --jobs says; a summary stands at the end.

    \b
    Examples:
      sowgen build
      sowgen build atlas-controller --bundle
      sowgen build atlas-controller --only sow,raci --to docx
      sowgen build --jobs 4 --out /srv/packages
      sowgen build atlas-controller --rev HEAD~3 --out /tmp/before
      sowgen build --scheduler tcp://10.0.0.5:8786
    """  # fmt: skip
    from sowgen.cli.jobs import run_all
    from sowgen.cli.progress import Progress
    from sowgen.cli.session import Session
    from sowgen.pipeline import Run

    session = Session.current()
    slugs = chosen_projects(session, projects)
    order = ordered(session, only, to, out)
    if bundle and (order.kinds or order.formats):
        raise click.UsageError(
            "--bundle binds and packs the whole package: leave out --only and --to"
        )
    if scheduler and jobs:
        raise click.UsageError("--jobs is for this machine: leave it out with --scheduler")
    order = dataclasses.replace(order, force=force, bundle=bundle)
    if not slugs:
        session.say("there is no project yet; `sowgen new SLUG` makes one")
    run = Run.begin(session.workspace)
    results = []
    with (
        _elsewhere(session, scheduler, run, order) as elsewhere,
        Progress(len(slugs), "building", quiet=session.quiet) as progress,
    ):
        for result in run_all(Build(order), run, slugs, jobs, progress.step, elsewhere):
            results.append(result)
            with progress.aside():
                for line in _lines(result, session):
                    session.say(line)
    return _finish(session, results)


def _elsewhere(
    session: Session, scheduler: str | None, run: Run, order: Order
) -> contextlib.AbstractContextManager[Scatter[BuildReport] | None]:
    """The cluster at that address, None where the work is done here."""
    if scheduler is None:
        return contextlib.nullcontext()
    from sowgen.cli.scheduler import cluster

    return cluster(session, scheduler, run, order)


def _lines(result: Result[BuildReport], session: Session) -> list[str]:
    built = result.value
    if built is None:
        return [f"{result.slug}: not built"]
    if built.refused:
        return [f"{result.slug}: not built, see below"]
    lines = [f"wrote {from_here(path)}" for path in built.written]
    lines += [f"removed {from_here(path)}" for path in built.removed]
    if session.verbose:
        lines += [f"unchanged {from_here(path)}" for path in built.unchanged]
        lines.append(f"{result.slug}: {built.seconds:.2f} s")
    elif not lines:
        lines.append(f"{result.slug}: up to date")
    return lines


def _outputs(built: BuildReport) -> list[Output]:
    from sowgen.cli.report import Output

    states = {
        "written": built.written,
        "unchanged": built.unchanged,
        "removed": built.removed,
        "older": built.older,
    }
    return [
        Output(built.slug, from_here(p), state) for state, paths in states.items() for p in paths
    ]


def _finish(session: Session, results: list[Result[BuildReport]]) -> int:
    from sowgen.cli.jobs import failures, report_bugs
    from sowgen.cli.outcome import of_builds

    found, bugs = failures(results)
    outputs: list[Output] = []
    for built in (result.value for result in results if result.value is not None):
        found.extend(built.diagnostics)
        outputs.extend(_outputs(built))
    # Nothing is said of mistakes where a project could not even be read to its end.
    done = len(results) - len(bugs)
    status = BUG
    if done or found:
        lines = of_builds(results)
        status = session.finish(found, projects=done, outputs=outputs, results=lines)
    return report_bugs(session, bugs, status)
