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
        entries: Iterable[tuple[str | int, Any]] = data.items()
    elif isinstance(data, list):
        entries = enumerate(data)
    else:
        return
    for step, value in entries:
        if isinstance(value, dict | list):
            yield from _blanks(value, (*path, step))
        elif isinstance(value, str) and not value.strip():
            yield (*path, step)
