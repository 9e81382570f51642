"""The clause on problem notification against the annex on escalation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sowgen.diagnostics import Diagnostic, Span, warning
from sowgen.model.clause import ChosenClause
from sowgen.model.clock_chains import reporting
from sowgen.model.clocks import average_days
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Path, Tree
from sowgen.model.values import Duration

_CLAUSE = "problem-notification"
_SEVERITY = {
    "acknowledge": "acknowledge", "containment": "containment", "action_plan": "root_cause",
    "closure": "closure",
}  # fmt: skip
"""Clocks of a severity, and the parameter of the clause that says the same."""
_STEPS = {"d3": "containment", "d4": "root_cause", "d8": "closure"}


def check_escalation(
    spec: ProjectSpec, tree: Tree, chosen: Mapping[str, ChosenClause]
) -> Iterator[Diagnostic]:
    """E130 for every clock of a serious severity, and for every step with a time of its own in
    the 8D report on a serious problem, that has more time than the clause gives (or
    `quality.corrective_action`, where no clause speaks of it)."""
    limits = _limits(spec, tree, chosen)
    for path, parameter, length in _clocks(spec):
        limit = limits.get(parameter)
        if limit is None or average_days(length) <= average_days(limit[0]):
            continue
        yield warning(
            "E130",
            f"`{path[-2]}` allows {length}, the contract only {limit[0]}",
            tree.span(path),
            f"write {limit[0]} or less, or change the value of the contract",
            [("the contract", limit[1])],
        )


def _clocks(spec: ProjectSpec) -> Iterator[tuple[Path, str, Duration]]:
    escalation = spec.escalation
    for name, severity in escalation.severities.items():
        for clock, parameter in _SEVERITY.items():
            length: Any = getattr(severity, clock)
            if severity.serious and isinstance(length, Duration):
                yield ("escalation", "severities", name, clock), parameter, length
    if not any(s is None or s.serious for _, s in reporting(escalation)):
        return
    for name, parameter in _STEPS.items():
        step = escalation.eight_d.steps.get(name)
        if step and isinstance(step.by, Duration):
            yield ("escalation", "eight_d", "steps", name, "by"), parameter, step.by


def _limits(
    spec: ProjectSpec, tree: Tree, chosen: Mapping[str, ChosenClause]
) -> dict[str, tuple[Duration, Span]]:
    """The times of the contract by parameter, and where each is written."""
    entry = next((c for c in chosen.values() if _CLAUSE in (c.clause.id, c.clause.replaces)), None)
    found: dict[str, tuple[Duration, Span]] = {}
    for parameter in _SEVERITY.values():
        value: Any = getattr(spec.quality.corrective_action, parameter)
        if isinstance(value, Duration):
            span = tree.span(("quality", "corrective_action", parameter))
            found[parameter] = value, span
        bound = entry.values.get(parameter) if entry else None
        if bound and isinstance(bound.value, Duration):
            found[parameter] = bound.value, bound.span
    return found
