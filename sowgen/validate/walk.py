"""Walking a specification: every value in it with its path, and paths by pattern."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import BaseModel

from sowgen.model.tree import Path
from sowgen.model.values import NotStated, ToBeAgreed

T = TypeVar("T")


def leaves(node: object, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value under `node` that is no section, mapping or list, with its path as written
    in YAML (aliases, not attribute names). Fields that hold `None` are passed over."""
    if node is None:
        return
    steps = list(_steps(node))
    if not steps and not isinstance(node, BaseModel | dict | tuple | list):
        yield path, node
    for step, child in steps:
        yield from leaves(child, (*path, step))


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
    for step, child in _steps(node):
        if pattern[0] in ("*", step):
            yield from _matching(child, pattern[1:], (*path, step))


def _steps(node: object) -> Iterator[tuple[str | int, Any]]:
    if isinstance(node, BaseModel):
        for name, info in type(node).model_fields.items():
            yield info.alias or name, getattr(node, name)
    elif isinstance(node, dict):
        yield from node.items()
    elif isinstance(node, tuple | list):
        yield from enumerate(node)


def stated(value: T | ToBeAgreed | NotStated | None) -> T | None:
    """The value itself, or None where it is left out, to be agreed or not stated."""
    return None if value is None or isinstance(value, ToBeAgreed | NotStated) else value
