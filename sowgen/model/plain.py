"""The specification as templates and conditions see it: plain branches and leaves.

Wrapping is lazy. A leaf knows the path it came from, so that every printed value can be
traced. Nothing here leads to Python objects: no methods that act, no modules, no settings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Literal, TypeAlias

from pydantic import BaseModel

from sowgen.model.parameter import magnitude
from sowgen.model.values import Duration, Money, NotStated, Percent, Scalar, ToBeAgreed

Style: TypeAlias = Literal["full", "short"]


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """One value. `value` is None where the specification says nothing.

    True where something is stated (and not `false`); *to be agreed* and *not stated* are
    false. Comparisons count durations in days, money in its amount, percentages in percent,
    and are false for values that cannot be compared.
    """

    value: Any
    path: str
    style: Style = "full"
    capital: bool = False

    @property
    def stated(self) -> bool:
        """Whether there is a value: not None, not open, not silent."""
        return self.value is not None and not isinstance(self.value, ToBeAgreed | NotStated)

    def styled(self, style: Style) -> Leaf:
        """The same value, printed in another style."""
        return self if self.style == style else replace(self, style=style)

    def capitalised(self) -> Leaf:
        """The same value, printed with a capital first letter."""
        return replace(self, capital=True)

    def __bool__(self) -> bool:
        return self.stated and self.value is not False and self.value != ""

    def __str__(self) -> str:
        return "" if self.value is None else str(self.value)

    def __eq__(self, other: object) -> bool:
        other = other.value if isinstance(other, Leaf) else other
        if isinstance(other, str) and not isinstance(self.value, bool):
            return str(self) == other
        mine, theirs = magnitude(self.value), magnitude(other)
        if mine is not None and theirs is not None:
            return mine == theirs
        return bool(self.value == other)

    def __hash__(self) -> int:
        return hash(str(self))

    def _compare(self, other: object) -> int | None:
        other = other.value if isinstance(other, Leaf) else other
        if isinstance(self.value, date) and isinstance(other, date):
            return (self.value > other) - (self.value < other)
        if isinstance(other, str):
            other = _parsed(other)
        mine, theirs = magnitude(self.value), magnitude(other)
        if mine is None or theirs is None:
            return None
        return (mine > theirs) - (mine < theirs)

    def __lt__(self, other: object) -> bool:
        return self._compare(other) == -1

    def __gt__(self, other: object) -> bool:
        return self._compare(other) == 1

    def __le__(self, other: object) -> bool:
        return self._compare(other) in (-1, 0)

    def __ge__(self, other: object) -> bool:
        return self._compare(other) in (0, 1)

    def __contains__(self, item: object) -> bool:
        return str(item) in str(self)


def _parsed(text: str) -> Any:
    """The scalar written in `text`, so that a condition can say `days <= "3 months"`."""
    for kind in (Duration, Money, Percent):
        try:
            return kind.parse(text)
        except ValueError:
            continue
    return text


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """A mapping: a section of the specification, or entries by id.

    Iterating gives the entries, each with its `id`. A name that is not there raises
    `KeyError`, which the sandbox turns into a finding with the nearest name.
    """

    source: Any
    path: str
    id: str = ""

    def names(self) -> tuple[str, ...]:
        """The names below this branch."""
        shown = _fields_of(self.source.__class__)
        return tuple(str(key) for key in self.source) if shown is None else tuple(shown)

    def child(self, name: str) -> Node:
        """What stands below `name`; raises `KeyError` where nothing can."""
        source = self.source
        attributes = _attributes_of(source.__class__)
        if attributes is None:
            if name in source:
                return wrap(source[name], self._under(name), name)
        elif name in attributes:
            return wrap(getattr(source, attributes[name]), self._under(name))
        if name == "id" and self.id:
            return Leaf(self.id, self.path)
        raise KeyError(name)

    def _under(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def items(self) -> list[tuple[str, Node]]:
        """Pairs of name and entry."""
        return [(name, self.child(name)) for name in self.names()]

    def values(self) -> list[Node]:
        """The entries."""
        return [self.child(name) for name in self.names()]

    def keys(self) -> list[str]:
        """The names."""
        return list(self.names())

    def get(self, name: object, default: object = None) -> object:
        """The entry at `name`, or `default`."""
        try:
            return self.child(str(name))
        except KeyError:
            return default

    def __getitem__(self, name: object) -> Node:
        return self.child(str(name))

    def __contains__(self, name: object) -> bool:
        return str(name) in self.names()

    def __iter__(self) -> Iterator[Node]:
        return iter(self.values())

    def __len__(self) -> int:
        shown = _fields_of(self.source.__class__)
        return len(self.source if shown is None else shown)

    def __bool__(self) -> bool:
        return any(bool(node) for node in self.values())


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """A list of nodes."""

    source: Sequence[Any]
    path: str

    def __getitem__(self, index: int) -> Node:
        return wrap(self.source[index], f"{self.path}[{index}]")

    def __iter__(self) -> Iterator[Node]:
        return (self[i] for i in range(len(self.source)))

    def __len__(self) -> int:
        return len(self.source)

    def __contains__(self, item: object) -> bool:
        return any(node == item for node in self)


Node: TypeAlias = Leaf | Branch | Series

_LEAVES = (str, bool, int, float, Decimal, date, Scalar, ToBeAgreed, NotStated, type(None))


@cache
def _fields_of(kind: type) -> Mapping[str, str] | None:
    """The names below a model or dataclass, each with the attribute that holds its value; None
    for a mapping."""
    if issubclass(kind, BaseModel):
        return {info.alias or name: name for name, info in kind.model_fields.items()}
    return {each.name: each.name for each in fields(kind)} if is_dataclass(kind) else None


@cache
def _attributes_of(kind: type) -> Mapping[str, str] | None:
    """The same with every name that leads to a field: a field with an alias has two."""
    shown = _fields_of(kind)
    return None if shown is None else {**{name: name for name in shown.values()}, **shown}


@cache
def _shape_of(kind: type) -> Literal["node", "leaf", "branch", "series", ""]:
    """What values of a type are to a template, '' for what cannot be shown."""
    if issubclass(kind, Leaf | Branch | Series):
        return "node"
    if issubclass(kind, _LEAVES):
        return "leaf"
    if issubclass(kind, BaseModel | Mapping) or is_dataclass(kind):
        return "branch"
    return "series" if issubclass(kind, Sequence) else ""


def wrap(value: Any, path: str, name: str = "") -> Node:
    """`value` as a node that remembers its `path` in the specification."""
    shape = _shape_of(value.__class__)
    if shape == "leaf":
        return Leaf(value, path)
    if shape == "branch":
        return Branch(value, path, name)
    if shape == "series":
        return Series(value, path)
    if shape == "node":
        return value  # type: ignore[no-any-return]
    raise TypeError(f"{type(value).__name__} cannot be shown to a template")
