"""A drawing as `assemble` decides it: shapes and words at their places, no colours.

Lengths are points (1/72 inch), x grows to the right and y downwards from the top left corner.
What a thing *is* (its `role`) is decided here; how that looks is the writers' table of colours,
the same in every format, apart in grey print as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Role: TypeAlias = Literal[
    "bar", "critical", "float", "milestone", "gate", "grid", "axis", "shade", "link",
    "first", "second", "third", "good", "weak", "missing", "text", "quiet", "strong",
]  # fmt: skip
"""What a shape stands for. `bar` an ordinary bar, `critical` one on the critical path, `float`
the room behind it, `shade` a background such as closed days, `first` to `third` series of a
chart, `good`, `weak` and `missing` marks; `text`, `quiet` and `strong` are for words."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, `radius` its rounded corners."""

    x: float
    y: float
    width: float
    height: float
    role: Role
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Polyline:
    """Points joined by straight lines; `closed` fills them (a diamond, an arrow's head)."""

    points: tuple[tuple[float, float], ...]
    role: Role
    width: float = 0.75
    closed: bool = False
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A line of words; `y` is their base line, `x` the end that `align` names."""

    x: float
    y: float
    text: str
    role: Role = "text"
    size: float = 8.0
    align: Literal["left", "center", "right"] = "left"


Shape: TypeAlias = Box | Polyline | Words


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing of `width` × `height` points, drawn in the order of `shapes`.

    It stands alone in its place, scaled down to the text width where it is wider, and never
    breaks over pages: what is longer comes as several figures. `alt` is the text alternative:
    what a reader who cannot see the drawing has to know. `caption` stands above, '' for none.
    """

    width: float
    height: float
    shapes: tuple[Shape, ...]
    alt: str
    caption: str = ""
