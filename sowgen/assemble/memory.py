"""What `assemble` made of a project the last time, for the next time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sowgen.assemble.markdown import Tree

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Same:
    """A large value inside a key: equal only to itself."""

    value: object

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.value is other.value

    def __hash__(self) -> int:
        return id(self.value)


@dataclass(slots=True)
class Memory:
    """What the last call of `assemble` for one project made, step by step. A step is used again
    where everything that it read is the same. `trees` are pandoc's, by the
    Markdown of the texts."""

    trees: dict[str, Tree] = field(default_factory=dict)
    _kept: dict[str, tuple[object, Any]] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)

    def recall(self, step: str, key: object, make: Callable[[], T]) -> T:
        """What `make` gave for this step where the key, all that it reads, was the same; else
        what it gives now."""
        self._used.add(step)
        known = self._kept.get(step)
        if known is None or known[0] != key:
            known = self._kept[step] = (key, make())
        result: T = known[1]
        return result

    def last(self, step: str) -> Any:
        """What is known of a step, whatever its key was; None before its first time."""
        known = self._kept.get(step)
        return known[1] if known else None

    def forget_unused(self) -> None:
        """Drops the steps that were not asked for since the last time."""
        self._kept = {step: kept for step, kept in self._kept.items() if step in self._used}
        self._used = set()
