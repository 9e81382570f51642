"""`sowgen clauses impact`: whom a change of a clause concerns."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from sowgen.cli.arguments import complete_clauses, json_option, one_of
from sowgen.cli.group import EXIT_CODES, everywhere
from sowgen.cli.streams import put

if TYPE_CHECKING:
    from sowgen.cli.clause_ties import Ties
    from sowgen.cli.impact import Reach
    from sowgen.pipeline import Run


@click.command("impact", epilog=EXIT_CODES)
@click.argument("clause_id", metavar="ID", shell_complete=complete_clauses)
@json_option
@everywhere
def impact(clause_id: str, *, as_json: bool) -> int:
    """Tell which projects and documents a clause reaches, and which clauses depend on it.

    A line for each document that holds the clause, with its version and position, or that refers
    to it. Projects that replace the clause by one of their own are named, and those whose
    mistakes keep their documents from being decided. Of a project with a lock it says which version
    is pinned, and whether that is behind the library.

    \b
    Examples:
      sowgen clauses impact payment-terms
      sowgen clauses impact payment-terms --json
    """
    from sowgen.cli.clause_ties import read_ties
    from sowgen.cli.impact import Impact
    from sowgen.cli.jobs import failures, report_bugs, run_all
    from sowgen.cli.progress import Progress
    from sowgen.cli.session import Session
    from sowgen.pipeline import Run, list_projects

    session = Session.current()
    run = Run.begin(session.workspace)
    clauses = read_ties(run)
    if ":" in clause_id and clause_id not in clauses:
        raise click.UsageError(f"`{clause_id}` is a place in a document: "
                               f"`sowgen trace PROJECT {clause_id}` names its clause")  # fmt: skip
    slugs = list_projects(run.workspace)
    if clause_id not in clauses:
        clauses = {**clauses, **_gone(run, clause_id, slugs)}
    clause = clauses[one_of("clause", clause_id, clauses)]
    task = Impact(clause_id, clause.area, clause.sha256)
    with Progress(len(slugs), "looking", quiet=session.quiet) as progress:
        results = list(run_all(task, run, slugs, None, progress.step))
    reached = [result.value for result in results if result.value is not None]
    if as_json or session.report == "json":
        put(json.dumps(_plain(clause_id, clauses, reached), indent=2, ensure_ascii=False),
            sys.stdout)  # fmt: skip
    else:
        put("\n".join(_lines(clause_id, clauses, reached)), sys.stdout)
    found, bugs = failures(results)
    return report_bugs(session, bugs, session.finish(found, data=True))


def _gone(run: Run, clause_id: str, slugs: Sequence[str]) -> Mapping[str, Ties]:
    """A clause that the library does not have, where a project has it pinned."""
    from sowgen.cli.clause_ties import Ties, read_pin

    pins = [pin for slug in slugs if (pin := read_pin(run, slug, clause_id))]
    if not pins:
        return {}
    versions = ", ".join(sorted({pin.version for pin in pins}))
    return {clause_id: Ties(clause_id, "gone from the library", versions, pins[0].file)}


def _relations(clause_id: str, clauses: Mapping[str, Ties]) -> dict[str, list[str]]:
    """The clauses that the change may concern, by what ties them to this one."""
    return {
        "required_by": sorted(c.id for c in clauses.values() if clause_id in c.requires),
        "requires": sorted(clauses[clause_id].requires),
        "conflicts": sorted({*clauses[clause_id].against,
                             *(c.id for c in clauses.values() if clause_id in c.against)}),
    }  # fmt: skip


def _plain(
    clause_id: str, clauses: Mapping[str, Ties], reached: Sequence[Reach]
) -> dict[str, object]:
    """The answer as JSON types; fields are added, never renamed."""
    clause = clauses[clause_id]
    return {
        "id": clause.id,
        "title": clause.title,
        "version": clause.version,
        "file": clause.file,
        **_relations(clause_id, clauses),
        "projects": [
            reach.plain()
            for reach in reached
            if reach.places or reach.replaced_by or reach.pinned or not reach.decided
        ],
    }


def _lines(clause_id: str, clauses: Mapping[str, Ties], reached: Sequence[Reach]) -> list[str]:
    clause = clauses[clause_id]
    lines = [f"{clause.id} {clause.version}  {clause.title}, {clause.file}"]
    words = {
        "required_by": "required by",
        "requires": "requires",
        "conflicts": "conflicts with",
    }
    for name, ids in _relations(clause_id, clauses).items():
        lines += [f"{words[name]}: {', '.join(ids)}"] if ids else []
    lines.append("")
    rows = [(reach.slug, p.kind, p.title, p.words + _pinned(reach))
            for reach in reached for p in reach.places]  # fmt: skip
    wide = [max((len(row[i]) for row in rows), default=0) for i in range(3)]
    lines += ["  ".join((*(c.ljust(w) for c, w in zip(row, wide, strict=False)), row[3]))
              for row in rows]  # fmt: skip
    for reach in reached:
        if reach.replaced_by:
            lines.append(f"{reach.slug}: replaced by its own clause `{reach.replaced_by}`")
        elif not reach.decided:
            lines.append(f"{reach.slug}: not known before `sowgen check {reach.slug}` is clean")
        elif reach.pinned and not reach.places:
            lines.append(f"{reach.slug}: no document has it{_pinned(reach)}")
    lines.append(_total(rows))
    behind = [reach.slug for reach in reached if reach.behind]
    lines += [f"behind the library: {', '.join(behind)}"] if behind else []
    return lines


def _pinned(reach: Reach) -> str:
    if not reach.pinned:
        return ""
    return f"  pinned to {reach.pinned}" + (", behind" if reach.behind else "")


def _total(rows: Sequence[tuple[str, ...]]) -> str:
    from sowgen.cli.report.as_text import counted

    if not rows:
        return "no document holds it or refers to it"
    projects = counted(len({row[0] for row in rows}), "project")
    return f"{counted(len(rows), 'document')} in {projects}"
