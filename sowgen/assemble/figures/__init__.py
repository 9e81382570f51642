"""Drawings that outlines call by name: `{{ figure("gantt") }}`.

Each is a module with a `draw(given, words)` that gives one figure, several where it is longer
than a page, or none where there is nothing to draw. To add one: the module, and a line here.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from types import MappingProxyType

from sowgen.assemble.ingredients import Ingredients
from sowgen.assemble.words import Words
from sowgen.model.figure import Figure
from sowgen.model.kind import Audience

__all__ = ["draw", "drawable"]

_OUTBOUND: Mapping[str, str] = MappingProxyType(
    {
        "gantt": "sowgen.assemble.figures.gantt",
        "overlaps": "sowgen.assemble.figures.overlaps",
    }
)
_INTERNAL: Mapping[str, str] = MappingProxyType({"scores": "sowgen.assemble.figures.scores"})


def drawable(audience: Audience) -> tuple[str, ...]:
    """The names of the figures that a document for `audience` can show."""
    return (*_OUTBOUND, *(_INTERNAL if audience == "internal" else ()))


def draw(name: str, given: Ingredients, words: Words) -> tuple[Figure, ...]:
    """The figures of `name`, one of `drawable`."""
    module = importlib.import_module({**_OUTBOUND, **_INTERNAL}[name])
    figures: tuple[Figure, ...] = module.draw(given, words)
    return figures
