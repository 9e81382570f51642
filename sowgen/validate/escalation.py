"""Rules on severities, their clocks, the 8D report and the length of the ladder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from sowgen.diagnostics import Diagnostic
from sowgen.model.clock_chains import ChainKind, chains
from sowgen.model.clocks import average_days
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.escalation import Escalation, Severity
from sowgen.model.tree import Path, Tree
from sowgen.model.values import Duration
from sowgen.validate import escalation_links, escalation_people
from sowgen.validate.finding import find
from sowgen.validate.walk import leaves, stated

_AT: Path = ("escalation",)
_SEVERITIES: Path = (*_AT, "severities")
_CONTAINMENT = "d3"
_BLAME = re.compile(
    r"\b(operator|human|worker|employee|personal|personnel)('s)?[ -](error|mistake|fault|failure)"
    r"|\bcareless|\binattenti|\bnegligen|\bhuman factor",
    re.IGNORECASE,
)
_ORDER: dict[ChainKind, tuple[str, str]] = {
    "severity": ("E101", "lengthen the later clock, or shorten the earlier one"),
    "severities": ("E102", "shorten the clock of the worse severity"),
    "steps": ("E111", "let the times from the report rise from step to step"),
    "ladder": ("E105", "count every level from the report, each longer than the one below"),
}


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """E101 to E121, where the project says anything on problems and escalation."""
    escalation = spec.escalation
    yield from _order(escalation, tree)
    yield from _calendars(escalation, tree)
    for name, severity in escalation.severities.items():
        yield from _severity(name, severity, tree)
    yield from _safety(escalation, tree)
    yield from _containment(escalation, tree)
    yield from _blame(escalation, tree)
    yield from _ladder_length(spec, tree)
    yield from escalation_people.check(spec, tree)
    yield from escalation_links.check(spec, tree)


def _order(escalation: Escalation, tree: Tree) -> Iterator[Diagnostic]:
    for chain in chains(escalation):
        code, hint = _ORDER[chain.kind]
        for (path, length), (later, longer) in pairwise(chain.clocks):
            first, second = average_days(length), average_days(longer)
            if first < second or (first == second and chain.kind != "ladder"):
                continue
            yield find(
                code,
                f"{_named(path)} takes {length}, {_named(later)} only {longer}"
                if first > second
                else f"{_named(path)} and {_named(later)} both end after {longer}",
                tree.span(later),
                hint,
                [(_named(path), tree.span(path))],
            )


def _named(path: Path) -> str:
    """`s1.containment`, `d3`, `l2`: a clock by the end of its path."""
    name = f"{path[-2]}.{path[-1]}" if path[1] == "severities" else str(path[-2])
    return f"`{name}`"


def _calendars(escalation: Escalation, tree: Tree) -> Iterator[Diagnostic]:
    """E103: hours that may run through a night in which nobody acts."""
    always = [s for s in escalation.severities.values() if s.round_the_clock]
    for name, severity in escalation.severities.items():
        if not severity.round_the_clock:
            yield from _plain_hours(severity, (*_SEVERITIES, name), tree)
    if not always:
        yield from _plain_hours(escalation.ladder, (*_AT, "ladder"), tree)
        yield from _plain_hours(escalation.eight_d.steps, (*_AT, "eight_d", "steps"), tree)


def _plain_hours(node: object, path: Path, tree: Tree) -> Iterator[Diagnostic]:
    for place, value in leaves(node, path):
        plain = isinstance(value, Duration) and value.calendar == "calendar" and not value.word
        if plain and value.unit in ("minute", "hour"):
            yield find(
                "E103",
                f"`{value}` does not say whether the time after work counts",
                tree.span(place),
                f"write `{value.amount:f} working {value.unit}s` or `{value.amount:f} calendar "
                f"{value.unit}s`, or `round_the_clock: true` for a severity handled at any hour",
            )


def _severity(name: str, severity: Severity, tree: Tree) -> Iterator[Diagnostic]:
    update, plan = stated(severity.update_every), stated(severity.action_plan)
    if update and plan and average_days(update) > average_days(plan):
        yield find(
            "E104",
            f"the first report on progress is due after {update}, the plan after {plan}",
            tree.span((*_SEVERITIES, name, "update_every")),
            "shorten `update_every`",
            [("the plan", tree.span((*_SEVERITIES, name, "action_plan")))],
        )
    if severity.acknowledge is None:
        yield find(
            "E121",
            f"`{name}` does not say how fast a report is answered",
            tree.key_span((*_SEVERITIES, name)),
            "add `acknowledge:`, or write `not stated`",
        )


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


def _containment(escalation: Escalation, tree: Tree) -> Iterator[Diagnostic]:
    step = escalation.eight_d.steps.get(_CONTAINMENT)
    by = stated(step.by) if step else None
    for name, severity in escalation.severities.items():
        limit = stated(severity.containment)
        needed = not escalation.eight_d.required_for or name in escalation.eight_d.required_for
        if by and limit and needed and average_days(by) > average_days(limit):
            yield find(
                "E112",
                f"`{name}` has to be contained within {limit}, the 8D report says {by}",
                tree.span((*_AT, "eight_d", "steps", _CONTAINMENT, "by")),
                f"write `by: {limit}`, or lengthen the clock of `{name}`",
                [(f"`{name}`", tree.span((*_SEVERITIES, name, "containment")))],
            )
            return


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
