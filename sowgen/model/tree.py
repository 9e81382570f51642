"""Data as it was read, with the place of every key and value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sowgen.diagnostics import Span

Path: TypeAlias = tuple[str | int, ...]

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def parse_path(path: str) -> Path:
    """`a.b[0].c` as the steps of a path. Ids that hold a dot cannot be written this way;
    use `Tree.find` for paths that may lead through them."""
    return tuple(int(m[2]) if m[2] else m[1] for m in _STEP.finditer(path))


def dotted(path: Path) -> str:
    """The steps of a path as they are written: `a.b[0].c`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


@dataclass(frozen=True, slots=True)
class Tree:
    """`data`: nested dicts, lists, text, numbers (`RawInt`, `RawFloat`), booleans.

    `values` holds the span of each value by its path from the root, `keys` the span of each
    mapping key by the path of its value.
    """

    data: Any
    values: Mapping[Path, Span] = field(default_factory=dict)
    keys: Mapping[Path, Span] = field(default_factory=dict)
    file: str = ""
    _by_name: dict[str, Span] = field(default_factory=dict, repr=False, compare=False)

    def span(self, path: Path) -> Span:
        """The span of the value at `path`, or of its nearest ancestor that has one."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.values:
                return self.values[path[:length]]
        return Span(self.file)

    def key_span(self, path: Path) -> Span:
        """The span of the key at `path`, or of the value's where there is no key."""
        return self.keys.get(path) or self.span(path)

    def find(self, path: str) -> Span:
        """The span of a dotted path such as `roles.oem.quality.name`, whose ids may hold dots."""
        return (
            self.values.get(parse_path(path))
            or self._dotted().get(path)
            or self.span(parse_path(path))
        )

    def _dotted(self) -> Mapping[str, Span]:
        if not self._by_name:
            for steps, span in self.values.items():
                self._by_name[dotted(steps)] = span
        return self._by_name

    def get(self, path: Path) -> Any:
        """The data at `path`, or None where the path does not lead anywhere."""
        node = self.data
        for step in path:
            try:
                node = node[step]
            except (KeyError, IndexError, TypeError):
                return None
        return node


def merge(under: Tree, over: Tree) -> Tree:
    """`over` laid on `under`: mappings merge key by key, everything else is replaced whole.

    Keys of `under` come first, in their order; places follow the data they belong to.
    """
    values: dict[Path, Span] = {}
    keys: dict[Path, Span] = {}

    def take_one(source: Tree, path: Path) -> None:
        if path in source.values:
            values[path] = source.values[path]
        if path in source.keys:
            keys[path] = source.keys[path]

    def take(source: Tree, data: Any, path: Path) -> Any:
        """`data` as it is, with the places of everything in it."""
        take_one(source, path)
        for step, inner in _children(data):
            take(source, inner, (*path, step))
        return data

    def walk(low: Any, high: Any, path: Path) -> Any:
        if not (isinstance(low, dict) and isinstance(high, dict)):
            return take(over, high, path)
        take_one(over, path)
        merged: dict[str, Any] = {}
        for key in [*low, *(k for k in high if k not in low)]:
            inner = (*path, key)
            if key in low and key in high:
                merged[key] = walk(low[key], high[key], inner)
            else:
                source, data = (over, high) if key in high else (under, low)
                merged[key] = take(source, data[key], inner)
        return merged

    return Tree(walk(under.data, over.data, ()), values, keys, over.file)


def _children(data: Any) -> Iterable[tuple[str | int, Any]]:
    if isinstance(data, dict):
        return data.items()
    return enumerate(data) if isinstance(data, list) else ()
