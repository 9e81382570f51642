"""The pages of a document as vector graphics, and where on them its parts begin."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sowgen.diagnostics import Outcome
from sowgen.model.artifact import Design
from sowgen.model.document import Block, Document
from sowgen.render.pdf.compile import ask, draw, refuse, sources

_WHERE = "(m => { let at = m.location().position(); (m.value, at.page, at.x / 1pt, at.y / 1pt) })"
_BEGINNINGS = f"(query(<begins>).map{_WHERE}, query(metadata).map{_WHERE})"


@dataclass(frozen=True, slots=True)
class Page:
    """One page: an SVG file as text, and its `width` and `height` in points.

    Ids in it are hashes of what they name, so that several pages can stand in one HTML page.
    """

    svg: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part of the document begins: `page` from 1, `x` and `y` in points from the page's
    top left corner.

    `part` is `block`, `row` (of a table's body; `row` counts from 0), or of the cover `title`,
    `facts`, `party` or `notice`. `block` counts the document's blocks from 0 and is None on the
    cover; `anchor`, `clause` and `label` are the block's own, "" where it has none.
    """

    page: int
    x: float
    y: float
    part: str
    block: int | None = None
    row: int | None = None
    anchor: str = ""
    clause: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class DrawnPages:
    """All pages, and the places of the document's parts in reading order."""

    pages: tuple[Page, ...]
    places: tuple[Place, ...]

    def place_at(self, page: int, y: float) -> Place | None:
        """The last part that begins at or above a point, on its page or an earlier one."""
        marks = [(place.page, place.y) for place in self.places]
        at = bisect_right(marks, (page, y))
        return self.places[at - 1] if at else None


def draw_pages(document: Document, design: Design) -> Outcome[DrawnPages | None]:
    """Every page as SVG, with the same words at the same places as in the PDF.

    A page that looks as before has the same bytes. A design that does not tell where blocks
    begin (`doc.preview`) gives the places of anchors alone. None with W202 or W204 to W207
    where the design or its fonts have a mistake; W203 warns.
    """
    problem = refuse(document, design)
    if problem:
        return Outcome(None, (problem,))
    given = sources(document, design, preview=True)
    drawn = draw(given, design, "svg")
    if drawn.value is None:
        return Outcome(None, drawn.diagnostics)
    pages = tuple(_page(data.decode()) for data in drawn.value)
    begins, marks = ask(given, design, _BEGINNINGS) or ((), ())
    places = tuple(sorted(_places(begins, marks, document), key=_order))
    return Outcome(DrawnPages(pages, places), drawn.diagnostics)


def _order(place: Place) -> tuple[int, float]:
    return place.page, place.y


def _page(svg: str) -> Page:
    head = svg[: svg.index(">")]
    _, _, width, height = _attribute(head, "viewBox").split(" ")
    return Page(svg, float(width), float(height))


def _attribute(tag: str, name: str) -> str:
    return tag.partition(f'{name}="')[2].partition('"')[0]


def _places(
    begins: Iterable[Sequence[Any]], marks: Iterable[Sequence[Any]], document: Document
) -> Iterator[Place]:
    """What typst found, each a value, its page and its distances from the corner: the parts that
    the design tells of, or where it tells of no blocks the `marks` at anchors."""
    blocks = document.blocks()
    told = False
    block: int | None = None
    for (part, number), page, x, y in begins:
        told = told or part == "block"
        block = number if part == "block" else block
        row = number if part == "row" else None
        place = Place(page, x, y, part, block, row)
        yield place if block is None else _named(place, blocks[block])
    if told:
        return
    by_anchor = {getattr(b, "anchor", ""): n for n, b in enumerate(blocks)}
    for value, page, x, y in marks:
        if value and isinstance(value, str) and value in by_anchor:
            at = by_anchor[value]
            yield _named(Place(page, x, y, "block", at), blocks[at])


def _named(place: Place, block: Block) -> Place:
    return replace(
        place,
        anchor=getattr(block, "anchor", ""),
        clause=getattr(block, "clause", ""),
        label=getattr(block, "label", ""),
    )
