"""Rules on safety, on causes and on the length of the ladder; the rest stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sowgen.diagnostics import Diagnostic
from sowgen.model.clocks import average_days
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.escalation import Escalation
from sowgen.model.tree import Path, Tree
from sowgen.validate import escalation_clocks, escalation_links, escalation_people
from sowgen.validate.finding import find
from sowgen.validate.walk import leaves, stated

_AT: Path = ("escalation",)
_SEVERITIES: Path = (*_AT, "severities")
_BLAME = re.compile(
    r"\b(operator|human|worker|employee|personal|personnel)('s)?[ -](error|mistake|fault|failure)"
    r"|\bcareless|\binattenti|\bnegligen|\bhuman factor",
    re.IGNORECASE,
)


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """E101 to E122, where the project says anything on problems and escalation."""
    escalation = spec.escalation
    yield from escalation_clocks.check(escalation, tree)
    yield from _safety(escalation, tree)
    yield from _blame(escalation, tree)
    yield from _ladder_length(spec, tree)
    yield from escalation_people.check(spec, tree)
    yield from escalation_links.check(spec, tree)


def _safety(escalation: Escalation, tree: Tree) -> Iterator[Diagnostic]:
    severities = escalation.severities
    if not severities:
        return
    worst, first = next(iter(severities.items()))
    covering = [name for name, severity in severities.items() if severity.safety]
    if not covering:
        message, hint = "no severity covers problems of safety", "add `safety: true` to one"
    elif worst not in covering:
        message = f"safety belongs to `{covering[0]}`, which is not the worst severity"
        hint = f"add `safety: true` to `{worst}`"
    elif not first.round_the_clock:
        message = f"`{worst}` covers safety, but is handled in working hours only"
        hint = "add `round_the_clock: true`"
    else:
        return
    yield find("E113", message, tree.key_span((*_SEVERITIES, covering[0] if covering else worst)),
               hint)  # fmt: skip


def _blame(escalation: Escalation, tree: Tree) -> Iterator[Diagnostic]:
    """E114 in what a report may name as a cause; the words of a rule may speak of mistakes."""
    report = escalation.eight_d
    places = [
        *leaves(report.cause_classes, (*_AT, "eight_d", "cause_classes")),
        *leaves(report.steps, (*_AT, "eight_d", "steps")),
    ]
    for path, value in places:
        match = _BLAME.search(value) if isinstance(value, str) else None
        if match:
            yield find(
                "E114",
                f"“{match[0]}” blames a person and names no cause",
                tree.span(path),
                "name what can be changed: instruction, training, fixture, process, environment",
            )


def _ladder_length(spec: ProjectSpec, tree: Tree) -> Iterator[Diagnostic]:
    ladder, period = spec.escalation.ladder, stated(spec.legal.disputes.period)
    for name, level in ladder.items():
        until = stated(level.until)
        if period and until and average_days(until) > period.in_days:
            yield find(
                "E110",
                f"the level ends {until} after the report, but the forum is open after {period}",
                tree.span((*_AT, "ladder", name, "until")),
                "shorten the ladder, or lengthen `legal.disputes.period`",
                [("the period", tree.span(("legal", "disputes", "period")))],
            )
            return
