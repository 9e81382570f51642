"""`sowgen issue`: a version of a project's package, frozen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from sowgen.cli.arguments import chosen_projects, complete_projects
from sowgen.cli.group import EXIT_CODES, everywhere
from sowgen.cli.places import from_here

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sowgen.cli.report import Output
    from sowgen.issuing import Issued


@click.command("issue", epilog=EXIT_CODES)
@click.argument("project", metavar="PROJECT", shell_complete=complete_projects)
@click.argument("version", metavar="VERSION")
@click.option("--tag", is_flag=True, help="Make the annotated git tag PROJECT/VERSION too.")
@click.option("--dry-run", is_flag=True, help="Do everything but write: would it be issued?")
@everywhere
def command(project: str, version: str, tag: bool, dry_run: bool) -> int:
    """Freeze a version of a project's package: what goes out to the other party.

    The documents are made from the commit that is checked out, with VERSION as their version
    and the status `issued`, whatever the project says of them. They go to
    projects/PROJECT/issued/VERSION/ with manifest.json and seal.json, whole or not at all, and
    are never written again. Internal documents stay out.

    Nothing is issued while there is an error or a warning, a value to be agreed, a change that
    is not committed, or a departure from the library without an approval record.

    \b
    Examples:
      sowgen issue atlas-controller 1.0 --dry-run
      sowgen issue atlas-controller 1.0 --tag
    """
    from sowgen.cli.progress import Progress
    from sowgen.cli.session import Session
    from sowgen.issuing import issue

    session = Session.current()
    (slug,) = chosen_projects(session, [project])
    with Progress(1, "issuing", quiet=session.quiet) as progress:
        issued = issue(session.workspace, slug, version, tag=tag, trial=dry_run)
        progress.step()
    for line in _lines(issued, dry_run):
        session.say(line)
    if issued.head:  # the lines that findings show are those of the commit
        session = replace(session, rev=issued.head)
        session.workspace  # noqa: B018 - opened, so that the report can read it
    status = session.finish(issued.diagnostics, projects=1, outputs=_outputs(issued))
    if dry_run:
        would = "would not be" if issued.seal is None else "would be"
        session.say(f"{slug}: version {version} {would} issued")
    return status


def _lines(issued: Issued, dry_run: bool) -> Iterator[str]:
    if issued.seal is None:
        if not dry_run:
            yield f"{issued.slug}: version {issued.version} not issued, see below"
        return
    place = from_here(issued.folder)
    verb = "wrote" if issued.written else "would write"
    yield from (f"{verb} {place}/{name}" for name in sorted(issued.files))
    if issued.seal.left_out:
        yield f"left out, being internal: {', '.join(issued.seal.left_out)}"
    if issued.tag:
        yield f"tagged {issued.tag}"
    if issued.written:
        yield f"next: git add {place} && git commit"


def _outputs(issued: Issued) -> list[Output]:
    from sowgen.cli.report import Output

    place = from_here(issued.folder)
    names = sorted(issued.files) if issued.written else ()
    return [Output(issued.slug, f"{place}/{name}", "written") for name in names]
