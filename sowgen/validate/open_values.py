"""Values that are still open, and the rule that an issued package has none to be agreed."""

from __future__ import annotations

from collections.abc import Iterable

from sowgen.diagnostics import Diagnostic, Span
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Path, Tree
from sowgen.model.values import Absent, NotStated, ToBeAgreed, parse_absent
from sowgen.validate.finding import find
from sowgen.validate.walk import leaves

_ENDED = {"issued": "an issued", "signed": "a signed"}
"""The states of a package in which nothing may be open, as words before `package`."""


def list_open(spec: ProjectSpec, tree: Tree) -> tuple[tuple[str, Absent, Span], ...]:
    """Every value that is to be agreed or not stated: its path with dots, the value, its place."""
    found: list[tuple[str, Absent, Span]] = []
    for path, value in leaves(spec):
        absent = parse_absent(value) if _may_be_open(path, value) else None
        if absent is not None:
            found.append((".".join(map(str, path)), absent, tree.span(path)))
    return tuple(found)


def _may_be_open(path: Path, value: object) -> bool:
    """Parameters of clauses are kept as written, so their text is read here; elsewhere text
    that says `to be agreed` has become a value of its own already."""
    return isinstance(value, ToBeAgreed | NotStated) or "parameters" in path[:4]


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """P090: something to be agreed in a package that is issued or signed."""
    status = spec.package.status
    if status not in _ENDED:
        return
    for path, value, span in list_open(spec, tree):
        if isinstance(value, ToBeAgreed):
            yield find(
                "P090",
                f"`{path}` is to be agreed, and {_ENDED[status]} package holds nothing open"
                + (f" ({value.note})" if value.note else ""),
                span,
                "write the agreed value or `not stated`, or set `package.status: for_review`",
                [("the status", tree.span(("package", "status")))],
            )
