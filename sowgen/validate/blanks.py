"""Text that says nothing: `""` where words should stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sowgen.diagnostics import Diagnostic
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Path, Tree, dotted
from sowgen.validate.finding import find


def check(_spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """S113: an empty text. It would leave a hole in the contract that nobody sees."""
    for path in _blanks(tree.data, ()):
        yield find(
            "S113",
            f"`{dotted(path)}` is empty",
            tree.span(path),
            "write the words, `to be agreed` or `not stated`, or remove the line",
        )


def _blanks(data: Any, path: Path) -> Iterator[Path]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _blanks(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _blanks(value, (*path, index))
    elif isinstance(data, str) and not data.strip():
        yield path
