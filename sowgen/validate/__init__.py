"""Data → a checked `ProjectSpec`.

Takes: a `Tree`. Gives: `Outcome[ProjectSpec | None]`, None where the shape is wrong.
May read: its own tables in `data/`, nothing of the project.
Never does: compute dates, look into the clause library, change a value.
Start with `RULES` below; each rule family is one module with a `check`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sowgen.diagnostics import Diagnostic, Outcome, in_order
from sowgen.model.shape import shape
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Tree
from sowgen.validate import (
    approvals,
    authority,
    blanks,
    calendars,
    choices,
    citations,
    commercial,
    communication,
    cover,
    decisions,
    delivery,
    documents,
    escalation,
    names,
    open_values,
    parties,
    planning,
    products,
    qualification,
    quality,
    raci,
    raci_links,
    references,
    said_twice,
    schedule,
    terms,
    working_week,
)
from sowgen.validate.as_meant import as_meant
from sowgen.validate.open_values import list_open

__all__ = ["RULES", "list_open", "validate"]

Rule = Callable[[ProjectSpec, Tree], Iterable[Diagnostic]]

RULES: dict[str, Rule] = {
    "blanks": blanks.check,
    "references": references.check,
    "parties": parties.check,
    "names": names.check,
    "authority": authority.check,
    "raci": raci.check,
    "raci_links": raci_links.check,
    "decisions": decisions.check,
    "schedule": schedule.check,
    "calendars": calendars.check,
    "approvals": approvals.check,
    "working_week": working_week.check,
    "commercial": commercial.check,
    "delivery": delivery.check,
    "planning": planning.check,
    "terms": terms.check,
    "cover": cover.check,
    "products": products.check,
    "quality": quality.check,
    "citations": citations.check,
    "documents": documents.check,
    "said_twice": said_twice.check,
    "communication": communication.check,
    "escalation": escalation.check,
    "qualification": qualification.check,
    "choices": choices.check,
    "open_values": open_values.check,
}


def validate(tree: Tree) -> Outcome[ProjectSpec | None]:
    """The deal in `tree`, typed, with the findings of every rule family.

    Where the shape is wrong there is no value, and only the findings on the shape: codes
    S100 to S112. Else the codes of the families P, R, D, T, M, Q, N, E and V. An error among them
    does not take the value away; whether to go on is the caller's to decide by `ok`.
    """
    shaped = shape(ProjectSpec, tree)
    spec = shaped.value
    if spec is None:
        return Outcome(None, in_order(shaped.diagnostics))
    meant = as_meant(spec)
    found = [
        finding
        for name, rule in RULES.items()
        for finding in rule(spec if name == "references" else meant, tree)
    ]
    return Outcome(spec, in_order([*shaped.diagnostics, *found]))
