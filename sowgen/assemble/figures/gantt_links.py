"""The arrows between the bars of a chart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sowgen.assemble.figures.kit import arrow
from sowgen.model.figure import Role, Shape
from sowgen.model.schedule import PlannedLink, PlannedStep

_NEAR = 5
"""How many rows an arrow outside the critical path may span; longer ones only tangle."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Bar:
    """Where a step is drawn: its beginning and end, its middle height, half of its thickness,
    and its row."""

    start: float
    end: float
    y: float
    half: float
    row: int


@dataclass(frozen=True, slots=True)
class Route:
    """An arrow through `points`, on the critical path or not."""

    points: tuple[Point, ...]
    critical: bool

    def shapes(self) -> list[Shape]:
        """The arrow."""
        role: Role = "critical" if self.critical else "link"
        return arrow(self.points, role, 0.8 if self.critical else 0.4)

    def crosses(self, left: float, right: float, y: float) -> bool:
        """Whether the arrow meets the level stretch at height `y`."""
        for (x0, y0), (x1, y1) in zip(self.points, self.points[1:], strict=False):
            low, high = sorted((y0, y1))
            if low - 2 <= y <= high + 2 and max(x0, x1) >= left and min(x0, x1) <= right:
                return True
        return False


def routes(steps: Mapping[str, PlannedStep], bars: Mapping[str, Bar]) -> Iterator[Route]:
    """The links of the critical path, and the other ones that set a start and span few rows."""
    for step in steps.values():
        for link in step.links:
            before = steps.get(link.step)
            if before is None or not link.driving:
                continue
            origin, target = bars[before.id], bars[step.id]
            critical = before.critical and step.critical
            if critical or abs(origin.row - target.row) <= _NEAR:
                yield Route(tuple(_points(link, origin, target)), critical)


def _points(link: PlannedLink, origin: Bar, target: Bar) -> list[Point]:
    """From the end (or start) of one bar to the start (or end) of another, in straight
    stretches: level along the first bar's row, then up or down, into the other bar."""
    down = 1 if target.y > origin.y else -1
    x0 = origin.end if link.type[0] == "F" else origin.start
    x1 = target.start if link.type[1] == "S" else target.end
    edge0, edge1 = origin.y + down * origin.half, target.y - down * target.half
    if link.type == "FF":
        beyond = max(x0, x1) + 4
        return [(x0, origin.y), (beyond, origin.y), (beyond, target.y), (x1, target.y)]
    if link.type == "SS":
        if x1 - x0 < 6:
            return [(x0 + 0.8, edge0), (x0 + 0.8, edge1)]
        return [(x0 + 0.8, edge0), (x0 + 0.8, target.y), (x1, target.y)]
    if link.type == "SF":
        ahead = min(x0, x1) - 4
        return [(x0, origin.y), (ahead, origin.y), (ahead, target.y), (x1, target.y)]
    inside = min(x1 + 0.8, target.end)
    if abs(inside - x0) < 3:
        return [(min(x0, inside), edge0), (min(x0, inside), edge1)]
    if inside > x0:
        return [(x0, origin.y), (inside, origin.y), (inside, edge1)]
    level = target.y - down * (target.half + 3)
    return [(x0, origin.y), (x0 + 3, origin.y), (x0 + 3, level), (inside, level), (inside, edge1)]
