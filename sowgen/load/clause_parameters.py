"""The parameters of a clause as its front matter writes them → `Parameter`s with typed bounds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from sowgen.diagnostics import Diagnostic, error
from sowgen.load.clause_head import ParameterHead
from sowgen.load.yaml_scalars import resolve_plain
from sowgen.model.clause import Parameter
from sowgen.model.parameter import read_parameter
from sowgen.model.tree import Path, Tree

_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(slots=True)
class ParameterReader:
    """Reads the parameters of the clause file `tree`; `found` are codes C103, C110 to C112."""

    tree: Tree
    found: list[Diagnostic] = field(default_factory=list)

    def parameter(self, name: str, head: ParameterHead) -> Parameter:
        """The parameter `name` of the clause."""
        at: Path = ("parameters", name)
        bare = Parameter(
            name=name,
            type=head.type,
            description=head.description,
            source=head.source,
            choices=head.choices,
            columns=head.columns,
            optional=head.optional,
            unit=head.unit,
            span=self.tree.key_span(at),
        )
        if not _NAME.fullmatch(name):
            self.found.append(
                error(
                    "C103",
                    f"`{name}` is not a parameter name",
                    self.tree.key_span(at),
                    "small letters, digits and underscores",
                )
            )
        if head.type == "choice" and not head.choices:
            self.found.append(error("C110", "a `choice` needs `choices`", self.tree.key_span(at)))
        written = "value" if head.value is not None else "default"
        low, high = self.bounds(bare, head.range, (*at, "range"))
        positions = head.positions.items()
        return replace(
            bare,
            default=self.typed(bare, getattr(head, written), (*at, written)),
            minimum=low,
            maximum=high,
            defaults={
                p: self.typed(bare, h.default, (*at, "positions", p, "default"))
                for p, h in positions
                if h.default is not None
            },
            ranges={
                p: self.bounds(bare, h.range, (*at, "positions", p, "range"))
                for p, h in positions
                if h.range is not None
            },
        )

    def typed(self, parameter: Parameter, raw: Any, path: Path) -> Any:
        if raw is None:
            return None
        try:
            return read_parameter(parameter, raw)
        except ValueError as problem:
            self.found.append(error("C111", str(problem), self.tree.span(path)))
            return None

    def bounds(self, parameter: Parameter, written: str | None, path: Path) -> tuple[Any, Any]:
        if written is None:
            return None, None
        low, dots, high = written.partition("..")
        if not dots:
            self.found.append(
                error(
                    "C112",
                    f"`{written}` is not a range",
                    self.tree.span(path),
                    "write `15 days .. 90 days`",
                )
            )
            return None, None
        return self.bound(parameter, low, path), self.bound(parameter, high, path)

    def bound(self, parameter: Parameter, written: str, path: Path) -> Any:
        raw = written.strip()
        return self.typed(parameter, resolve_plain(raw), path) if raw else None
