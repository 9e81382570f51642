"""The project's choices from the clause library, as far as they can be judged without it."""

from __future__ import annotations

from collections.abc import Iterable

from sowgen.diagnostics import Diagnostic
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Path, Tree
from sowgen.validate.finding import find


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """M180, M181, M183: choices that contradict themselves, approvals that are half written."""
    for name, use in spec.clauses.use.items():
        at: Path = ("clauses", "use", name)
        if use.omit and use.include:
            yield find(
                "M180",
                f"`{name}` is both left out and taken",
                tree.span((*at, "omit")),
                "keep `omit` or `include`",
            )
        elif use.omit and (use.position or use.parameters):
            yield find(
                "M181",
                f"`{name}` is left out, so its position and parameters do nothing",
                tree.span((*at, "omit")),
                "remove them, or `omit: true`",
            )
        if use.approved_on is not None and use.approved_by is None:
            yield find(
                "M183",
                "an approval without the one who gave it",
                tree.span((*at, "approved_on")),
                "add `approved_by:`",
            )
