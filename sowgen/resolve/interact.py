"""What clauses say of each other: requires, conflicts, constraints."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from sowgen.diagnostics import Diagnostic, Span, did_you_mean, error, warning
from sowgen.model.clause import ChosenClause, Clause
from sowgen.model.plain import Branch, Leaf
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Tree
from sowgen.model.values import Money
from sowgen.sandbox import evaluate


def check_interactions(
    spec: ProjectSpec,
    tree: Tree,
    chosen: Mapping[str, ChosenClause],
    available: Mapping[str, Clause],
    faulty: Collection[str] = (),
) -> list[Diagnostic]:
    """Every broken relation between chosen clauses. `faulty` clauses belong to the deal, but
    have findings of their own; they count as present. Codes C202, C210, C211, C213, C214."""
    found: list[Diagnostic] = []
    standing = {c.clause.replaces: c for c in chosen.values() if c.clause.replaces}
    for entry in chosen.values():
        place = _place(entry, tree)
        present = {*standing, *chosen, *faulty}
        found += _requires(entry, present, available, place)
        found += _conflicts(entry, {**standing, **chosen}, available, place)
        found += _constraints(entry, spec, chosen, place)
    return [*found, *_decisions(spec, tree, {**standing, **chosen})]


def _decisions(
    spec: ProjectSpec, tree: Tree, chosen: Mapping[str, ChosenClause]
) -> Iterable[Diagnostic]:
    """A decision right that names a clause and gives another limit in money than it does."""
    for name, decision in spec.decisions.items():
        entry = chosen.get(decision.clause or "")
        limit = decision.threshold.value if decision.threshold else None
        if entry is None or not isinstance(limit, Money):
            continue
        amounts = [b for b in entry.values.values() if isinstance(b.value, Money)]
        if amounts and all(bound.value != limit for bound in amounts):
            said = ", ".join(str(bound.value) for bound in amounts)
            yield warning(
                "C217",
                f"the decision `{name}` has the limit {limit}, its clause "
                f"`{entry.clause.id}` says {said}",
                tree.span(("decisions", name, "threshold", "value")),
                "write the same amount in both",
                [(f"`{bound.parameter.name}`", bound.span) for bound in amounts],
            )


def _place(entry: ChosenClause, tree: Tree) -> Span:
    """Where the project speaks of the clause, or else where the clause is written."""
    path = ("clauses", "use", entry.clause.id)
    return tree.key_span(path) if path in tree.keys else entry.clause.span


def _known(name: str, available: Mapping[str, Clause]) -> bool:
    return name in available or any(c.replaces == name for c in available.values())


def _unknown(entry: ChosenClause, name: str, available: Mapping[str, Clause]) -> Diagnostic:
    message = f"`{entry.clause.id}` names the clause `{name}`, which does not exist"
    return error("C202", message, entry.clause.span, did_you_mean(name, available))


def _requires(
    entry: ChosenClause,
    present: Collection[str],
    available: Mapping[str, Clause],
    place: Span,
) -> list[Diagnostic]:
    found = []
    for name in entry.clause.requires:
        if not _known(name, available):
            found.append(_unknown(entry, name, available))
        elif name not in present:
            found.append(
                error(
                    "C210",
                    f"`{entry.clause.id}` needs the clause `{name}`, which is left out",
                    place,
                    f"take `{name}` in, or leave `{entry.clause.id}` out with a reason",
                )
            )
    return found


def _conflicts(
    entry: ChosenClause,
    chosen: Mapping[str, ChosenClause],
    available: Mapping[str, Clause],
    place: Span,
) -> list[Diagnostic]:
    found = []
    for rule in entry.clause.conflicts:
        mine, arrow, theirs = rule.partition("->")
        if not arrow:
            mine, theirs = "", rule
        name, _, position = theirs.strip().partition(":")
        if not _known(name, available):
            found.append(_unknown(entry, name, available))
            continue
        other = chosen.get(name)
        if other is None or (mine.strip() and mine.strip() != entry.position):
            continue
        if position and position != other.position:
            continue
        found.append(
            error(
                "C211",
                f"`{entry.clause.id}` ({entry.position}) and `{other.clause.id}` "
                f"({other.position}) contradict each other",
                place,
                "choose another position for one of them, or leave one out",
                [("the rule", entry.clause.span)],
            )
        )
    return found


def _constraints(
    entry: ChosenClause, spec: ProjectSpec, chosen: Mapping[str, ChosenClause], place: Span
) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    names = {
        **dict(Branch(spec, "").items()),
        **values_of(entry),
        "params": _params(chosen),
        "has": lambda name: name in chosen,
        "position": lambda name: chosen[name].position if name in chosen else "",
    }
    for condition, message in entry.clause.constraints:
        outcome = evaluate(condition, names, "C214")
        found += outcome.diagnostics
        if not outcome.value and outcome.ok:
            at = next((v.span for n, v in entry.values.items() if n in condition.expression), place)
            found.append(
                error(
                    "C213",
                    f"`{entry.clause.id}`: {message}",
                    at,
                    f"the rule is `{condition.expression}`",
                    [("the rule", condition.span)],
                )
            )
    return found


def values_of(entry: ChosenClause) -> dict[str, Any]:
    """The clause's parameters as leaves by name; one without a value is a leaf of None."""
    return {
        name: Leaf(entry.values[name].value, entry.values[name].path)
        if name in entry.values
        else Leaf(None, f"clauses.{entry.clause.id}.{name}")
        for name in entry.clause.parameters
    }


def _params(chosen: Mapping[str, ChosenClause]) -> Callable[[str], Branch]:
    def params(name: str) -> Branch:
        entry = chosen.get(name)
        return Branch(_Lenient(values_of(entry) if entry else {}), f"clauses.{name}")

    return params


class _Lenient(dict[str, Any]):
    """Parameters of a clause that may be absent: every name is there, with nothing stated."""

    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> Leaf:
        return Leaf(None, name)
