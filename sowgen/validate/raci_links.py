"""What the rows of the matrix are about: their links to the rest of the deal."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from sowgen.diagnostics import Diagnostic
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.raci import Raci
from sowgen.model.tree import Path, Tree
from sowgen.validate import raci_interface
from sowgen.validate.finding import find
from sowgen.validate.levels import rows_of
from sowgen.validate.references import known_ids


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """R015, R019 to R021, and R008 where the matrix is strict."""
    if spec.raci is not None:
        yield from _near_misses(spec, spec.raci, tree)
        yield from raci_interface.check(spec, spec.raci, tree)
        if spec.raci.strict:
            yield from _strict(spec, spec.raci, tree)


def _near_misses(spec: ProjectSpec, raci: Raci, tree: Tree) -> Iterable[Diagnostic]:
    """A link may name a clause, which is not known here: only a near miss is reported."""
    known = linkable(spec)
    candidates = sorted(known)
    for row_id, row in raci.activities.items():
        for index, link in enumerate(row.links):
            if link in known:
                continue
            near = get_close_matches(link, candidates, n=1, cutoff=0.85)
            if near:
                yield find(
                    "R015",
                    f"nothing in this project is called `{link}`",
                    tree.span(("raci", "activities", row_id, "links", index)),
                    f"did you mean `{near[0]}`? Leave it where it is the id of a clause",
                )


def linkable(spec: ProjectSpec) -> frozenset[str]:
    """The ids a row may link to, clauses left out."""
    known = known_ids(spec)
    reports = frozenset(spec.communication.reports)
    return known["evidence"] | known["step"] | frozenset(spec.decisions) | reports


def _strict(spec: ProjectSpec, raci: Raci, tree: Tree) -> Iterable[Diagnostic]:
    linked = {link for row in raci.activities.values() for link in row.links}
    decided = {row for decision in spec.decisions.values() for row in rows_of(decision).values()}
    for row_id, row in raci.activities.items():
        if not row.links and row_id not in decided:
            yield find(
                "R008",
                f"`{row.name}` is linked to nothing",
                tree.key_span(("raci", "activities", row_id)),
                "add `links:` with a document, deliverable, gate, activity, decision or "
                "clause; or set `raci.strict: false`",
            )
    wanted: list[tuple[str, Path]] = [
        *(("document", ("documents", name)) for name, d in spec.documents.items() if d.required),
        *(("deliverable", ("deliverables", name)) for name in spec.deliverables),
        *(("gate", ("schedule", "gates", name)) for name in spec.schedule.gates),
        *(
            ("report", ("communication", "reports", name))
            for name, report in spec.communication.reports.items()
            if report.deliverable is None
        ),
    ]
    for noun, path in wanted:
        if path[-1] not in linked and path[-1] not in raci.activities:
            yield find(
                "R008",
                f"no row of the matrix is about the {noun} `{path[-1]}`",
                tree.key_span(path),
                f"add it to the `links` of a row: `links: [{path[-1]}]`",
            )
