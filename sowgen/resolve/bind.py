"""Where each parameter of a chosen clause gets its value."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sowgen.diagnostics import Diagnostic, Span, did_you_mean, error, warning
from sowgen.model.clause import BoundParameter, Clause, Parameter
from sowgen.model.parameter import read_parameter, within
from sowgen.model.plain import Branch, Leaf, Node, Series
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.clauses import ClauseUse
from sowgen.model.tree import Path, Tree, dotted, parse_path
from sowgen.model.values import Money


def bind(
    clause: Clause, position: str, use: ClauseUse, spec: ProjectSpec, tree: Tree
) -> tuple[dict[str, BoundParameter], list[Diagnostic]]:
    """A value for every parameter of the clause, and what is wrong with them.

    Looked for in this order: the project's choice for the clause, the specification, the
    position's default, the clause's default.
    """
    found: list[Diagnostic] = []
    values: dict[str, BoundParameter] = {}
    at: Path = ("clauses", "use", clause.id, "parameters")
    for name in use.parameters:
        if name not in clause.parameters:
            found.append(
                error(
                    "C205",
                    f"`{clause.id}` has no parameter `{name}`",
                    tree.key_span((*at, name)),
                    did_you_mean(name, clause.parameters)
                    or "its parameters: " + ", ".join(clause.parameters),
                )
            )
    for name, parameter in clause.parameters.items():
        try:
            bound = _bind_one(clause, parameter, position, use, spec, tree)
        except _Unfit as unfit:
            found.append(error("C206", f"`{clause.id}` {name}: {unfit}", unfit.span))
            continue
        if bound is None:
            if not parameter.optional:
                found.append(_missing(clause, parameter, tree))
            continue
        found += _in_range(clause, bound, position, use)
        found += _said_apart(clause, bound, use, spec, tree)
        values[name] = bound
    return values, found


class _Unfit(Exception):
    def __init__(self, message: str, span: Span) -> None:
        super().__init__(message)
        self.span = span


def _bind_one(
    clause: Clause,
    parameter: Parameter,
    position: str,
    use: ClauseUse,
    spec: ProjectSpec,
    tree: Tree,
) -> BoundParameter | None:
    name = parameter.name
    if name in use.parameters:
        path: Path = ("clauses", "use", clause.id, "parameters", name)
        return _typed(parameter, use.parameters[name], dotted(path), tree.span(path))
    if parameter.source:
        raw = get_at(spec, parameter.source, parameter.span)
        if raw is not None:
            return _typed(parameter, raw, parameter.source, tree.find(parameter.source))
    default = parameter.defaults.get(position, parameter.default)
    if default is None:
        return None
    if isinstance(default, Money) and not clause.own:
        default = _in_currency_of(spec, default)
    where = f"clauses.{clause.id}.{name}"
    return BoundParameter(parameter, default, where, parameter.span, from_default=not clause.own)


def _said_apart(
    clause: Clause, bound: BoundParameter, use: ClauseUse, spec: ProjectSpec, tree: Tree
) -> list[Diagnostic]:
    """A value beside the clause that differs from what the specification says in its place."""
    parameter = bound.parameter
    if parameter.name not in use.parameters or not parameter.source:
        return []
    try:
        raw = get_at(spec, parameter.source, parameter.span)
        said = None if raw is None else read_parameter(parameter, raw)
    except (_Unfit, ValueError):
        return []
    if said is None or said == bound.value:
        return []
    return [
        warning(
            "C219",
            f"`{clause.id}` is given {parameter.name}: {_shown(bound.value)}, while "
            f"`{parameter.source}` says {_shown(said)}",
            bound.span,
            f"write the value at `{parameter.source}`, and remove it here",
            [("the specification", tree.find(parameter.source))],
        )
    ]


def _shown(value: Any) -> str:
    """A value in a message; of a table only how many rows it has."""
    if not isinstance(value, tuple):
        return str(value)
    if any(isinstance(item, Mapping) for item in value):
        return f"{len(value)} rows"
    return ", ".join(map(str, value))


def _in_currency_of(spec: ProjectSpec, default: Money) -> Money:
    """A default amount in the deal's currency: the library cannot know it."""
    currency = spec.commercial.currency
    name = currency if isinstance(currency, str) else spec.package.currency
    return replace(default, currency=name) if name else default


def _typed(parameter: Parameter, raw: Any, path: str, span: Span) -> BoundParameter:
    try:
        value = read_parameter(parameter, raw)
    except ValueError as problem:
        raise _Unfit(str(problem), span) from None
    return BoundParameter(parameter, value, path, span, from_default=False)


def get_at(spec: ProjectSpec, path: str, declared: Span) -> Any:
    """The raw value at a dotted path, None where the project says nothing there.

    Raises `_Unfit` where the specification has no such path: the clause's `from` is wrong.
    """
    node: Node = Branch(spec, "")
    for step in parse_path(path):
        if isinstance(node, Branch):
            branch = node
            try:
                node = branch.child(str(step))
            except KeyError:
                if isinstance(branch.source, dict):
                    return None
                near = difflib.get_close_matches(str(step), branch.names(), n=1)
                hint = f"; did you mean `{near[0]}`?" if near else ""
                raise _Unfit(
                    f"`from: {path}`: the specification has no `{step}` in "
                    f"`{branch.path or 'the project'}`{hint}",
                    declared,
                ) from None
        elif isinstance(node, Series) and isinstance(step, int):
            if step >= len(node):
                return None
            node = node[step]
        else:
            return None
    if isinstance(node, Leaf):
        return node.value
    return node.source or None


def _missing(clause: Clause, parameter: Parameter, tree: Tree) -> Diagnostic:
    where = parameter.source or f"clauses.use.{clause.id}.parameters.{parameter.name}"
    example = {
        "duration": "30 days",
        "clock": "30 days after delivery",
        "money": "USD 1,000",
        "percent": "2 % of the price",
        "boolean": "true",
        "date": "2027-01-31",
        "list": "[…]",
        "table": "[…]",
        "integer": "3",
        "number": "1.5",
    }.get(parameter.type, "…")
    if parameter.choices:
        example = parameter.choices[0]
    return error(
        "C207",
        f"`{clause.id}` needs a value for `{parameter.name}` ({parameter.description})",
        tree.span(parse_path(where)[:1]),
        f"add `{where}: {example}`, or `to be agreed`, or leave the clause out with a reason",
        [("declared here", parameter.span)],
    )


def _in_range(
    clause: Clause, bound: BoundParameter, position: str, use: ClauseUse
) -> list[Diagnostic]:
    parameter = bound.parameter
    low, high = parameter.ranges.get(position, (parameter.minimum, parameter.maximum))
    if within(bound.value, low, high) or use.approved_by:
        return []
    span_of = f"{low if low is not None else ''} .. {high if high is not None else ''}".strip()
    level = clause.authority.get(position)
    needs = f" with the authority `{level}`" if level else ""
    return [
        error(
            "C209",
            f"`{clause.id}` {parameter.name}: {bound.value} is outside {span_of}, "
            f"the range of position `{position}`",
            bound.span,
            f"choose a value in the range, or have it approved{needs}: "
            f"`clauses.use.{clause.id}.approved_by`",
            [("the range", parameter.span)],
        )
    ]
