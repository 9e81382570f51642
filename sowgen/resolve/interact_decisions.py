"""Decision rights against the clauses they belong to: times, limits, levels and silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sowgen.diagnostics import Diagnostic, warning
from sowgen.model.clause import BoundParameter, ChosenClause, ClauseRight
from sowgen.model.matters import answers
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.decisions import Decision
from sowgen.model.tree import Tree
from sowgen.model.values import Duration, Money
from sowgen.resolve.constraints import constraint_names
from sowgen.sandbox import evaluate

_TIMES = {
    "response_window": "gives {} to answer",
    "inform_within": "is told within {}",
    "threshold": "has the limit {}",
}
_SILENT = {"approve": "consent", "reject": "a refusal", "escalate": "a reason to escalate"}


def check_decisions(
    spec: ProjectSpec, tree: Tree, chosen: Mapping[str, ChosenClause]
) -> Iterator[Diagnostic]:
    """C217 for every decision right that differs from its clause, C214 for a `when` that cannot
    be evaluated. A decision belongs to the clause that it names, or whose wording names it; a
    time that the terms of the deal state for the same matter is M141."""
    for entry in chosen.values():
        names = {entry.clause.id, entry.clause.replaces} - {""}
        named = {name for right in entry.clause.decisions for name in right.about}
        mine = {n: d for n, d in spec.decisions.items() if d.clause in names}
        for name, decision in mine.items():
            yield from _amounts(name, decision, entry, tree)
        for right in entry.clause.decisions:
            if right.when is not None:
                holds = evaluate(right.when, constraint_names(entry, spec, chosen), "C214")
                yield from holds.diagnostics
                if not holds.value:
                    continue
            about = {n: d for n, d in mine.items() if n not in named}
            if right.about:
                about = {n: spec.decisions[n] for n in right.about if n in spec.decisions}
            for name, decision in about.items():
                if decision.clause in (None, *names):
                    yield from _times(name, decision, entry, right, tree)
                    yield from _words(name, decision, entry, right, tree)


def _amounts(
    name: str, decision: Decision, entry: ChosenClause, tree: Tree
) -> Iterator[Diagnostic]:
    """Another limit in money than any that the clause has."""
    limit = decision.threshold.value if decision.threshold else None
    amounts = [b for b in entry.values.values() if isinstance(b.value, Money)]
    if isinstance(limit, Money) and amounts and all(bound.value != limit for bound in amounts):
        said = ", ".join(str(bound.value) for bound in amounts)
        yield warning(
            "C217",
            f"the decision `{name}` has the limit {limit}, its clause "
            f"`{entry.clause.id}` says {said}",
            tree.span(("decisions", name, "threshold", "value")),
            "write the same amount in both",
            [(f"`{bound.parameter.name}`", bound.span) for bound in amounts],
        )


def _times(
    name: str, decision: Decision, entry: ChosenClause, right: ClauseRight, tree: Tree
) -> Iterator[Diagnostic]:
    limit = decision.threshold.value if decision.threshold else None
    for field, parameter, value in (
        ("response_window", right.response_window, decision.response_window),
        ("inform_within", right.inform_within, decision.inform_within),
        ("threshold.value", right.threshold, limit),
    ):
        bound = entry.values.get(parameter)
        if bound is None or not isinstance(value, Duration) or _same(value, bound.value):
            continue
        if field == "response_window" and answers(bound.path, name):
            continue
        says = _TIMES[field.split(".")[0]].format(value)
        yield warning(
            "C217",
            f"the decision `{name}` {says}, its clause `{entry.clause.id}` {bound.value}",
            tree.span(("decisions", name, *field.split("."))),
            f"write `decisions.{name}.{field}: {bound.value}`, or "
            f"`{_where(entry, bound)}: {value}`",
            [(f"`{parameter}`", bound.span)],
        )


def _words(
    name: str, decision: Decision, entry: ChosenClause, right: ClauseRight, tree: Tree
) -> Iterator[Diagnostic]:
    said = [("level", decision.level, right.level.get(entry.position, ()))]
    if decision.threshold:
        above = right.above.get(entry.position, ())
        said.append(("threshold.above", decision.threshold.above, above))
    for field, level, allowed in said:
        if allowed and level not in allowed:
            yield _differs(
                name,
                field,
                f"the decision `{name}` is {level}"
                f"{' beyond its limit' if field != 'level' else ''}, by the wording of "
                f"`{entry.clause.id}` it is {' or '.join(allowed)}",
                allowed[0],
                entry,
                right,
                tree,
            )
    meaning: Any = right.silence.get(entry.position)
    if meaning and isinstance(decision.silence, str) and decision.silence != meaning:
        yield _differs(
            name,
            "silence",
            f"silence is {_SILENT[decision.silence]} by the decision `{name}`, and "
            f"{_SILENT[meaning]} by the wording of `{entry.clause.id}`",
            meaning,
            entry,
            right,
            tree,
        )


def _differs(
    name: str,
    field: str,
    message: str,
    value: str,
    entry: ChosenClause,
    right: ClauseRight,
    tree: Tree,
) -> Diagnostic:
    """At the decision; at the value that makes the wording what it is, where the decision is a
    standard one and the project states that value."""
    here = tree.span(("decisions", name, *field.split(".")))
    hint = f"write `decisions.{name}.{field}: {value}`, or "
    condition = right.when.expression if right.when else ""
    stated = next(
        (b for n, b in entry.values.items() if n in condition.split() and not b.from_default), None
    )
    if stated is None:
        hint += "take another position of the clause"
        return warning(
            "C217", message, here, hint, [(f"the clause ({entry.position})", right.span)]
        )
    hint += f"change `{stated.path}`"
    if here.file.startswith("templates/"):
        related = [(f"the standard decision right `{name}`", here)]
        return warning("C217", message, stated.span, hint, related)
    return warning("C217", message, here, hint, [(f"`{stated.path}`", stated.span)])


def _where(entry: ChosenClause, bound: BoundParameter) -> str:
    """The path at which the project states the clause's value."""
    if not bound.from_default:
        return bound.path
    own = f"clauses.use.{entry.clause.id}.parameters.{bound.parameter.name}"
    return bound.parameter.source or own


def _same(one: Duration, other: object) -> bool:
    """Whether two times are equal; a clause without a time of its own says nothing against."""
    if not isinstance(other, Duration):
        return True
    return (one.in_days, one.calendar) == (other.in_days, other.calendar)
