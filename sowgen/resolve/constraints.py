"""Constraints of a clause: conditions on its own values, those of other clauses and the deal."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sowgen.diagnostics import Diagnostic, Span, error
from sowgen.model.clause import ChosenClause
from sowgen.model.plain import Branch, Leaf
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Tree, parse_path
from sowgen.sandbox import evaluate

_OTHERS = re.compile(r"""params\(["']([\w-]+)["']\)\.(\w+)""")
_LACKING = re.compile(r"""not has\(["']([\w-]+)["']\)""")
_QUOTED = re.compile(r"""(["']).*?\1""")
_WORDS = re.compile(r"[A-Za-z_][\w.]*")


class _Compared(NamedTuple):
    """A value that a constraint looks at: the path to write it at, and its place. `stated` is
    false for a default of the library, `own` true for a value of the clause itself."""

    path: str
    span: Span
    stated: bool
    own: bool


def check_constraints(
    entry: ChosenClause,
    spec: ProjectSpec,
    chosen: Mapping[str, ChosenClause],
    place: Span,
    tree: Tree,
) -> list[Diagnostic]:
    """C213 for each constraint of the clause that does not hold, at a value that the project can
    change where there is one; C214 where the constraint cannot be evaluated."""
    found: list[Diagnostic] = []
    if not entry.clause.constraints:
        return found
    names = constraint_names(entry, spec, chosen)
    for condition, message in entry.clause.constraints:
        outcome = evaluate(condition, names, "C214")
        found += outcome.diagnostics
        if outcome.value or not outcome.ok:
            continue
        values = _compared(condition.expression, entry, chosen, tree)
        at = next((v.span for v in values if v.stated or v.own), place)
        related = [(f"`{v.path}`", v.span) for v in values if v.span != at]
        found.append(
            error(
                "C213",
                f"`{entry.clause.id}`: {message}",
                at,
                _hint(condition.expression, values),
                [*related, ("the rule", condition.span)],
            )
        )
    return found


def constraint_names(
    entry: ChosenClause, spec: ProjectSpec, chosen: Mapping[str, ChosenClause]
) -> dict[str, Any]:
    """What a condition of the clause can read: the deal, its own values, and other clauses."""
    return {
        **dict(Branch(spec, "").items()),
        **values_of(entry),
        "params": _params(chosen),
        "has": lambda name: name in chosen,
        "position": lambda name: chosen[name].position if name in chosen else "",
    }


def _hint(expression: str, values: list[_Compared]) -> str:
    if re.fullmatch(_WORDS, expression) and not values:
        return f"state `{expression}`"
    change = " or ".join(f"`{value.path}`" for value in values)
    ways = [f"change {change}"] if change else []
    ways += [f"write `clauses.use.{name}.include: true`" for name in _LACKING.findall(expression)]
    return ", or ".join(ways) or f"the rule is `{expression}`"


def _compared(
    expression: str, entry: ChosenClause, chosen: Mapping[str, ChosenClause], tree: Tree
) -> list[_Compared]:
    """The values that the constraint compares; what the project states stands first."""
    words = _WORDS.findall(_QUOTED.sub("", _OTHERS.sub("", expression)))
    bound = [(entry, name) for name in words] + [
        (chosen[clause], name) for clause, name in _OTHERS.findall(expression) if clause in chosen
    ]
    found: dict[str, _Compared] = {}
    for clause, name in bound:
        if name in clause.values:
            value = clause.values[name]
            path = f"clauses.use.{clause.clause.id}.parameters.{name}"
            path = path if value.from_default else value.path
            stated, own = not value.from_default, clause is entry
            found.setdefault(path, _Compared(path, value.span, stated, own))
    for word in words:
        if "." in word and (path_of := parse_path(word)) in tree.values:
            found.setdefault(word, _Compared(word, tree.values[path_of], True, False))
    return sorted(found.values(), key=lambda value: (not value.stated, not value.own))


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
