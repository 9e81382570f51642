"""Walking a specification: every value in it with its path, and paths by pattern."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel

from sowgen.model.tree import Path
from sowgen.model.values import NotStated, ToBeAgreed

T = TypeVar("T")


def leaves(node: object, path: Path = ()) -> list[tuple[Path, Any]]:
    """Every value under `node` that is no section, mapping or list, with its path as written
    in YAML (aliases, not attribute names). Fields that hold `None` are passed over."""
    found: list[tuple[Path, Any]] = []
    _gather(node, path, found)
    return found


def _gather(node: object, path: Path, found: list[tuple[Path, Any]]) -> None:
    if isinstance(node, BaseModel | dict | tuple | list):
        for step, child in _steps(node):
            if child is not None:
                _gather(child, (*path, step), found)
    elif node is not None:
        found.append((path, node))


def matching(node: object, pattern: str) -> Iterator[tuple[Path, Any]]:
    """The values at `pattern`, such as `parties.*.sites`: `*` stands for any id or index.

    A list at the end of the pattern gives its items one by one.
    """
    yield from _matching(node, pattern.split("."), ())


def _matching(node: object, pattern: list[str], path: Path) -> Iterator[tuple[Path, Any]]:
    if node is None:
        return
    if not pattern:
        if isinstance(node, tuple | list):
            for index, item in enumerate(node):
                yield (*path, index), item
        else:
            yield path, node
        return
    for step, child in _steps(node) if pattern[0] == "*" else _step(node, pattern[0]):
        yield from _matching(child, pattern[1:], (*path, step))


def _steps(node: object) -> Iterable[tuple[str | int, Any]]:
    """What stands right below a section, mapping or list."""
    if isinstance(node, BaseModel):
        return [(step, getattr(node, name)) for step, name in _fields(type(node)).items()]
    if isinstance(node, dict):
        return node.items()
    return enumerate(node) if isinstance(node, tuple | list) else ()


def _step(node: object, name: str) -> Iterable[tuple[str | int, Any]]:
    """The entry `name` of a section or mapping, where it is there."""
    if isinstance(node, BaseModel):
        field = _fields(type(node)).get(name)
        return [(name, getattr(node, field))] if field else ()
    return [(name, node[name])] if isinstance(node, dict) and name in node else ()


@cache
def _fields(model: type[BaseModel]) -> dict[str, str]:
    """The fields of a model: the name written in YAML, and the attribute's."""
    return {info.alias or name: name for name, info in model.model_fields.items()}


def stated(value: T | ToBeAgreed | NotStated | None) -> T | None:
    """The value itself, or None where it is left out, to be agreed or not stated."""
    return None if value is None or isinstance(value, ToBeAgreed | NotStated) else value
