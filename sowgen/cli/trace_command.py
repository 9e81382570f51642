"""`sowgen trace`: from a place in a document back to clause, value and line."""

from __future__ import annotations

import click

from sowgen.cli.arguments import chosen_projects, complete_projects
from sowgen.cli.group import EXIT_CODES, everywhere


@click.command("trace", epilog=EXIT_CODES)
@click.argument("project", metavar="PROJECT", shell_complete=complete_projects)
@click.argument("where", metavar="WHERE")
@everywhere
def command(project: str, where: str) -> int:
    """Tell why something is in a document: clause, version, position, and the line of YAML
    behind each value.

    WHERE is a clause id (payment-terms), a number in a document (sow:7.2), or a path in the
    project (commercial.payment.days).

    \b
    Examples:
      sowgen trace atlas-controller payment-terms
      sowgen trace atlas-controller sow:7.2
      sowgen trace atlas-controller commercial.payment.days
    """
    import sys

    from sowgen.cli.session import Session
    from sowgen.cli.streams import put
    from sowgen.diagnostics import did_you_mean
    from sowgen.pipeline import prepare
    from sowgen.tracing import names, trace

    session = Session.current()
    (slug,) = chosen_projects(session, [project])
    prepared = prepare(session.workspace, slug)
    if prepared.value is None:
        return session.finish(prepared.diagnostics, data=True)
    lines = trace(prepared.value, where)
    if not lines:
        near = did_you_mean(where, names(prepared.value))
        raise click.UsageError(
            f"`{where}` is no clause, number or value of `{slug}`" + (f"; {near}" if near else "")
        )
    put("\n".join(lines), sys.stdout)
    problems = [d for d in prepared.diagnostics if d.is_error]
    return session.finish(problems, data=True)
