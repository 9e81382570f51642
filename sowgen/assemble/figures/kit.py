"""Parts that drawings share: words that fit, scales, axes, legends, small marks.

Everything gives shapes of `sowgen.model.figure`; lengths are points, y grows downwards. A drawing
collects shapes in a list, in the order in which they lie upon each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Literal, TypeAlias

from sowgen.assemble.figures.metrics import fitted, width_of
from sowgen.model.figure import Box, Polyline, Role, Shape, Words

__all__ = [
    "NARROW", "TALL", "WIDE", "Entry", "Scale", "Tick", "arrow", "axis", "diamond", "fitted",
    "label", "legend", "line", "nice_ticks", "width_of",
]  # fmt: skip

WIDE, NARROW = 710.0, 464.0
"""The text widths of a landscape and of a portrait A4 page. Wider figures are made smaller."""

TALL = 380.0
"""The height that a figure can take on a landscape page below a heading and its caption."""

Align: TypeAlias = Literal["left", "center", "right"]


def label(
    x: float, y: float, text: str, room: float, *, role: Role = "text", size: float = 8.0,
    align: Align = "left",
) -> Words:  # fmt: skip
    """Words at their place, cut with an ellipsis where they are wider than `room`."""
    return Words(x, y, fitted(text, room, size, bold=role == "strong"), role, size, align)


def line(x1: float, y1: float, x2: float, y2: float, role: Role, width: float = 0.75) -> Polyline:
    """A straight line."""
    return Polyline(((x1, y1), (x2, y2)), role, width)


def diamond(x: float, y: float, radius: float, role: Role) -> Polyline:
    """A filled diamond around a point."""
    corners = ((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))
    return Polyline(corners, role, closed=True)


def arrow(points: Sequence[tuple[float, float]], role: Role, width: float = 0.5) -> list[Shape]:
    """A thin line through the points, with a head at the last; the last stretch runs straight
    across or straight down or up."""
    (x0, y0), (x1, y1) = points[-2:]
    dx, dy = (x1 > x0) - (x1 < x0), (y1 > y0) - (y1 < y0)
    long, half = 3.2, 1.5
    head = (
        (x1, y1),
        (x1 - dx * long + dy * half, y1 - dy * long + dx * half),
        (x1 - dx * long - dy * half, y1 - dy * long - dx * half),
    )
    shaft = (*points[:-1], (x1 - dx * long / 2, y1 - dy * long / 2))
    return [Polyline(tuple(shaft), role, width), Polyline(head, role, closed=True)]


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight scale: value `low` stands at coordinate `start`, `high` at `end`."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """The coordinate of a value, kept within the scale."""
        span = self.high - self.low
        share = (value - self.low) / span if span else 0.0
        return self.start + (self.end - self.start) * min(max(share, 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis. `strong` ones have a darker line; `text` '' for a line alone."""

    value: float
    text: str = ""
    strong: bool = False


def nice_ticks(low: float, high: float, count: int = 5) -> tuple[float, ...]:
    """Round values (steps of 1, 2 or 5 and powers of ten) from `low` to `high`, about `count`."""
    if high <= low:
        return (low,)
    raw = (high - low) / max(count, 1)
    power = 10.0 ** floor(log10(raw))
    step = next(s * power for s in (1, 2, 5, 10) if s * power >= raw * 0.999)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return tuple(round(n * step, 10) for n in range(first, last + 1))


def axis(
    scale: Scale, ticks: Iterable[Tick], top: float, bottom: float, *, size: float = 7.0,
    below: bool = False,
) -> list[Shape]:  # fmt: skip
    """Vertical grid lines from `top` to `bottom` with their words above (or `below`), and a
    line across. A word that would touch the one before it is left out."""
    made: list[Shape] = []
    edge = bottom if below else top
    base = bottom + size + 2 if below else top - 3
    taken = float("-inf")
    for tick in ticks:
        x = scale.at(tick.value)
        made.append(line(x, top, x, bottom, "axis" if tick.strong else "grid", 0.5))
        half = width_of(tick.text, size) / 2
        if tick.text and x - half > taken:
            made.append(Words(x, base, tick.text, "quiet", size, "center"))
            taken = x + half + size / 2
    left, right = sorted((scale.start, scale.end))
    made.append(line(left, edge, right, edge, "axis"))
    return made


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a legend: what the sample looks like, its role, and what it means."""

    text: str
    role: Role
    sample: Literal["bar", "thin", "arrow", "line", "dashed", "diamond", "dot"] = "bar"


def legend(
    entries: Iterable[Entry], x: float, y: float, room: float, *, size: float = 7.5
) -> tuple[list[Shape], float]:
    """The samples with their words side by side from the left, as many lines as they need in
    `room`; and the height taken, `y` being the upper edge."""
    made: list[Shape] = []
    height = size + 5
    at, middle = x, y + height / 2
    for entry in entries:
        width = 20 + min(width_of(entry.text, size), room - 24) + 14
        if at > x and at + width - 14 > x + room:
            at, middle = x, middle + height
        made += _sample(entry, at, middle)
        made.append(label(at + 20, middle + size * 0.34, entry.text, room - 24, size=size))
        at += width
    return made, middle + height / 2 - y


def _sample(entry: Entry, x: float, y: float) -> Iterator[Shape]:
    if entry.sample == "bar":
        yield Box(x, y - 3, 15, 6, entry.role)
    elif entry.sample == "thin":
        yield Box(x, y - 1, 15, 2, entry.role)
    elif entry.sample == "diamond":
        yield diamond(x + 7.5, y, 4, entry.role)
    elif entry.sample == "dot":
        yield Box(x + 4.5, y - 3, 6, 6, entry.role, 3)
    elif entry.sample == "arrow":
        yield from arrow(((x, y), (x + 15, y)), entry.role)
    else:
        dashed = entry.sample == "dashed"
        yield Polyline(((x, y), (x + 15, y)), entry.role, 1.0, dashed=dashed)
