"""Values that note whether a wording asked for them.

A choice is seldom printed: the wording follows it. Whether it counts in a document shows when
the wording is filled, because a branch that is not taken asks nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sowgen.model.plain import Leaf


@dataclass(frozen=True, slots=True, eq=False)
class Watched(Leaf):
    """A leaf that adds its `name` to `asked` when a condition asks for its value."""

    name: str = ""
    asked: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        self.asked.add(self.name)
        return Leaf.__bool__(self)

    def __eq__(self, other: object) -> bool:
        self.asked.add(self.name)
        return Leaf.__eq__(self, other)

    def __hash__(self) -> int:
        return Leaf.__hash__(self)

    def _compare(self, other: object) -> int | None:
        self.asked.add(self.name)
        return Leaf._compare(self, other)  # noqa: SLF001 - the class below it


def watched(values: Mapping[str, Any], asked: set[str]) -> dict[str, Any]:
    """The values by name, each leaf among them watched: it adds its name to `asked`."""
    return {
        name: Watched(value.value, value.path, name=name, asked=asked)
        if isinstance(value, Leaf)
        else value
        for name, value in values.items()
    }
