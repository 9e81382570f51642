"""Where on the drawn pages each unit of a document can be clicked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sowgen.preview.units import Reading, Spot
from sowgen.tracing import COVER

if TYPE_CHECKING:
    from sowgen.render.pdf.pages import DrawnPages, Place

_TOP, _BOTTOM = 72.0, 62.0
_LEFT, _RIGHT = 60.0, 54.0
_ABOVE = 2.0
_IN_CELL = 3.4  # the words of a row stand so far below its line
_LEAST = 6.0


@dataclass(frozen=True, slots=True)
class Overlay:
    """A field over a page, in points from its top left corner; `page` is counted from 0. A unit
    that goes on over a page's end has one on each page, all but the first `continued`."""

    page: int
    x: float
    y: float
    width: float
    height: float
    spot: Spot
    continued: bool = False


def place(drawn: DrawnPages, reading: Reading) -> tuple[Overlay, ...]:
    """The overlays in reading order: each reaches to the next one's beginning, and the first lines
    of a page belong to the unit that began before."""
    known = {unit.spot for unit in reading.units}
    first: dict[Spot, tuple[int, float, float, Spot]] = {}
    last = (len(drawn.pages) - 1, drawn.pages[-1].height - _BOTTOM) if drawn.pages else (0, 0.0)
    for p in drawn.places:
        spot = _spot(p)
        if spot is not None and spot in known:
            y = p.y - (_IN_CELL if p.part == "row" else _ABOVE)
            first.setdefault(spot, (p.page - 1, y, p.x, spot))
    starts = sorted(first.values())
    ends = [*((page, y) for page, y, _, _ in starts[1:]), last]
    return tuple(
        overlay
        for start, end in zip(starts, ends, strict=True)
        for overlay in _over(drawn, start, end)
    )


def _spot(place: Place) -> Spot | None:
    """The unit that begins at a place; None for the parts of the cover after its title."""
    if place.part in ("block", "row") and place.block is not None:
        return place.block, place.row
    return (COVER, None) if place.part == "title" else None


def _over(
    drawn: DrawnPages, start: tuple[int, float, float, Spot], end: tuple[int, float]
) -> Iterator[Overlay]:
    """The overlays of one unit, from its beginning to the next one's, page by page."""
    first, y, x, spot = start
    for page in range(first, end[0] + 1):
        size = drawn.pages[page]
        top = y if page == first else _TOP
        bottom = end[1] if page == end[0] else size.height - _BOTTOM
        left = min(x - 4.0, _LEFT) if page == first else _LEFT
        if page == first or bottom - top >= _LEAST:
            height = max(bottom - top, _LEAST)
            yield Overlay(page, left, top, size.width - _RIGHT - left, height, spot, page != first)
