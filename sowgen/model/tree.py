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

    Keys of `under` come first, in their order; places follow the data they belong to. Each tree
    has places of its own data only.
    """
    values, keys = dict(under.values), dict(under.keys)

    def forget(data: Any, path: Path) -> None:
        values.pop(path, None)
        keys.pop(path, None)
        for step, inner in children(data):
            forget(inner, (*path, step))

    def walk(low: Any, high: Any, path: Path) -> Any:
        if not (isinstance(low, dict) and isinstance(high, dict)):
            forget(low, path)
            return high
        merged = {**low, **high}
        for key in low.keys() & high.keys():
            merged[key] = walk(low[key], high[key], (*path, key))
        return merged

    data = walk(under.data, over.data, ())
    return Tree(data, {**values, **over.values}, {**keys, **over.keys}, over.file)


def below(key: str, tree: Tree, place: Span | None = None) -> Tree:
    """The tree as the entry `key` of a mapping, with the place of the key where it has one."""
    values = {(key, *path): span for path, span in tree.values.items()}
    keys = {(key, *path): span for path, span in tree.keys.items()}
    if place is not None:
        keys[(key,)] = place
    return Tree({key: tree.data}, values, keys, tree.file)


def without(tree: Tree, path: Path) -> Tree:
    """The tree without the entry at `path`, which is there, in a mapping."""

    def less(data: Any, steps: Path) -> Any:
        if len(steps) == 1:
            return {key: value for key, value in data.items() if key != steps[0]}
        return {**data, steps[0]: less(data[steps[0]], steps[1:])}

    size = len(path)
    values = {at: span for at, span in tree.values.items() if at[:size] != path}
    keys = {at: span for at, span in tree.keys.items() if at[:size] != path}
    return Tree(less(tree.data, path), values, keys, tree.file)


def children(data: Any) -> Iterable[tuple[str | int, Any]]:
    """The entries of a mapping, or the items of a list, each with its step in a path."""
    if isinstance(data, dict):
        return data.items()
    return enumerate(data) if isinstance(data, list) else ()
