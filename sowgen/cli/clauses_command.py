"""`sowgen clauses`: the library of the workspace."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from sowgen.cli.arguments import complete_clauses, one_of
from sowgen.cli.group import EXIT_CODES, everywhere
from sowgen.cli.impact_command import impact
from sowgen.cli.outdated_command import outdated
from sowgen.cli.streams import put
from sowgen.cli.upgrade_command import upgrade
from sowgen.model.written import as_written

if TYPE_CHECKING:
    from sowgen.model.clause import Clause, Parameter


@click.group("clauses", epilog=EXIT_CODES)
@everywhere
def command() -> None:
    """Look into the clause library of the workspace, and pin projects to it.

    \b
    Examples:
      sowgen clauses list --area quality
      sowgen clauses show payment-terms --position balanced
      sowgen clauses impact payment-terms
      sowgen clauses outdated atlas-controller
      sowgen clauses upgrade atlas-controller
    """


for subcommand in (impact, outdated, upgrade):
    command.add_command(subcommand)


@command.command("list", epilog=EXIT_CODES)
@click.option("--area", metavar="AREA", help="Only the clauses of this area.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array instead of lines.")
@everywhere
def list_clauses(area: str | None, *, as_json: bool) -> int:
    """List the clauses: id, version, positions and title, area by area.

    \b
    Examples:
      sowgen clauses list
      sowgen clauses list --json
    """
    import json

    from sowgen.cli.session import Session
    from sowgen.pipeline import load_library

    session = Session.current()
    outcome = load_library(session.workspace)
    clauses = list(outcome.value.clauses.values())
    if area is not None:
        one_of("area", area, {c.area for c in clauses})
        clauses = [c for c in clauses if c.area == area]
    if as_json:
        put(json.dumps([plain(c) for c in clauses], indent=2, ensure_ascii=False), sys.stdout)
    elif clauses:
        put(_table(clauses), sys.stdout)
    return session.finish(outcome.diagnostics, data=True)


@command.command("show", epilog=EXIT_CODES)
@click.argument("clause_id", metavar="ID", shell_complete=complete_clauses)
@click.option("--position", metavar="POSITION", help="Only this wording.")
@everywhere
def show_clause(clause_id: str, position: str | None) -> int:
    """Show a clause: what it is for, its parameters, and its wordings as written.

    \b
    Examples:
      sowgen clauses show payment-terms
      sowgen clauses show payment-terms --position oem
    """
    from sowgen.cli.session import Session
    from sowgen.pipeline import load_library

    session = Session.current()
    outcome = load_library(session.workspace)
    clause = outcome.value.clauses[one_of("clause", clause_id, outcome.value.clauses)]
    if position is not None:
        one_of("position", position, clause.wordings)
    put(shown(clause, position), sys.stdout)
    return session.finish(outcome.diagnostics, data=True)


def plain(clause: Clause) -> dict[str, Any]:
    """The clause without its wordings, as JSON types; fields are added, never renamed."""
    return {
        "id": clause.id,
        "title": clause.title,
        "version": clause.version,
        "area": clause.area,
        "document": clause.document,
        "summary": clause.summary,
        "positions": list(clause.wordings),
        "parameters": [
            {"name": p.name, "type": p.type, "from": p.source, "description": p.description}
            for p in clause.parameters.values()
        ],
        "requires": list(clause.requires),
        "conflicts": list(clause.conflicts),
        "topics": list(clause.topics),
        "file": clause.span.file,
        "sha256": clause.digest,
    }


def _table(clauses: list[Clause]) -> str:
    """Areas as headings, aligned columns under them."""
    wide = max(len(c.id) for c in clauses)
    version = max(len(c.version) for c in clauses)
    positions = max(len("/".join(c.wordings)) for c in clauses)
    lines: list[str] = []
    area = None
    for clause in clauses:
        if clause.area != area:
            lines += ["", clause.area] if lines else [clause.area]
            area = clause.area
        taken = "/".join(clause.wordings)
        lines.append(
            f"  {clause.id:<{wide}}  {clause.version:<{version}}  {taken:<{positions}}  "
            f"{clause.title}"
        )
    return "\n".join(lines)


def shown(clause: Clause, position: str | None) -> str:
    """The clause as a page of plain text; all wordings, or the one of `position`."""
    lines = [
        f"{clause.title}",
        f"{clause.id} {clause.version}, area {clause.area}, {clause.span.file}",
    ]
    if clause.summary:
        lines += ["", clause.summary]
    facts = [
        ("requires", ", ".join(clause.requires)),
        ("conflicts", ", ".join(clause.conflicts)),
        ("applies when", clause.applies_when.expression if clause.applies_when else ""),
        ("authority", ", ".join(f"{p}: {a}" for p, a in clause.authority.items())),
    ]
    lines += [""] + [f"{word}: {value}" for word, value in facts if value]
    if clause.parameters:
        lines += ["", "Parameters"] + [_parameter(p) for p in clause.parameters.values()]
    for name, wording in clause.wordings.items():
        if position in (None, name):
            lines += ["", f"# {name}", "", wording.markdown.strip("\n")]
    text = "\n".join(lines)
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text


def _parameter(parameter: Parameter) -> str:
    """A parameter in two or more lines: what it is, where it comes from, its limits."""
    facts = [f"from {parameter.source}"] if parameter.source else []
    if parameter.default is not None:
        facts.append(f"default {as_written(parameter.default)}")
    facts += _limits(parameter.minimum, parameter.maximum)
    if parameter.choices:
        facts.append(f"one of {', '.join(parameter.choices)}")
    if parameter.columns:
        facts.append(f"rows of {', '.join(parameter.columns)}")
    lines = [f"  {parameter.name} ({parameter.type}): {parameter.description}", "; ".join(facts)]
    for position in dict.fromkeys((*parameter.defaults, *parameter.ranges)):
        own = []
        if position in parameter.defaults:
            own.append(f"default {as_written(parameter.defaults[position])}")
        own += _limits(*parameter.ranges.get(position, (None, None)))
        lines.append(f"{position}: {'; '.join(own)}")
    return "\n      ".join(line for line in lines if line)


def _limits(least: object, most: object) -> list[str]:
    both = (("at least", least), ("at most", most))
    return [f"{word} {as_written(limit)}" for word, limit in both if limit is not None]
