"""The pages of a document as vector graphics, and where on them its parts begin."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from sowgen.diagnostics import Outcome
from sowgen.model.artifact import Design
from sowgen.model.document import Block, Document
from sowgen.render.memory import Memory, PageKey, Uses
from sowgen.render.pdf.compile import ask, draw, refuse
from sowgen.render.pdf.stretches import Mark, Pieces, anchors_of, stretches

_DRAWS_SOME = b"#let draws-some = true"
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


def draw_pages(
    document: Document, design: Design, memory: Memory | None = None
) -> Outcome[DrawnPages | None]:
    """Every page as SVG, with the same words at the same places as in the PDF.

    A page that looks as before has the same bytes. A design that does not tell where blocks
    begin (`doc.preview`) gives the places of anchors alone. None with W202 or W204 to W207
    where the design or its fonts have a mistake; W203 warns. With the `memory` of the earlier
    calls, pages that have not changed are taken from it, if the design can draw some pages
    alone (`draws-some`).
    """
    problem = refuse(document, design)
    if problem:
        return Outcome(None, (problem,))
    pieces = Pieces.of(document)
    with (memory or Memory()).pages.writing(document.kind) as uses:
        return _some(document, design, pieces, uses) or _all(document, design, pieces, uses)


def _all(
    document: Document, design: Design, pieces: Pieces, uses: Uses[PageKey, tuple[Page, ...]]
) -> Outcome[DrawnPages | None]:
    given = _given(design, pieces.whole())
    drawn = draw(given, design, "svg")
    if drawn.value is None:
        return Outcome(None, drawn.diagnostics)
    pages = tuple(_page(data.decode()) for data in drawn.value)
    begins, marks = ask(given, design, _BEGINNINGS) or ((), ())
    if not drawn.diagnostics and _DRAWS_SOME in design.page.data:
        for stretch in stretches(document, begins):
            anchors = anchors_of(document, begins)
            key = (design, *pieces.key(stretch, len(pages), anchors))
            uses.now[key] = tuple(pages[n - 1] for n in stretch.pages)
    return Outcome(_result(document, pages, begins, marks), drawn.diagnostics)


def _some(
    document: Document, design: Design, pieces: Pieces, uses: Uses[PageKey, tuple[Page, ...]]
) -> Outcome[DrawnPages | None] | None:
    """The pages, those that are known among them; None where all must be drawn: nothing is
    known, most has changed, or the changed pages do not come out alone as in the whole."""
    if not uses.before:
        return None
    begins, marks = ask(_given(design, pieces.whole()), design, _BEGINNINGS) or ((), ())
    among = stretches(document, begins)
    if not among:
        return None
    last, anchors = among[-1].after - 1, anchors_of(document, begins)
    keys = {s: (design, *pieces.key(s, last, anchors)) for s in among}
    made = {s: uses.before[key] for s, key in keys.items() if key in uses.before}
    missing = {s for s in among if s not in made}
    if missing:
        if 2 * sum(len(s.pages) for s in missing) > last:
            return None
        alone = _given(design, pieces.some(missing, among, anchors))
        drawn = draw(alone, design, "svg")
        if drawn.value is None or drawn.diagnostics or len(drawn.value) != last:
            return None
        there = ask(alone, design, _BEGINNINGS)
        numbers = {n for s in missing for n in s.pages}
        if there is None or _on(there[1], numbers) != _on(marks, numbers):
            return None
        for s in missing:
            made[s] = tuple(_page(drawn.value[n - 1].decode()) for n in s.pages)
    uses.now.update((keys[s], made[s]) for s in among)
    pages = tuple(page for s in among for page in made[s])
    return Outcome(_result(document, pages, begins, marks))


def _given(design: Design, document: bytes) -> dict[str, bytes]:
    return {"main.typ": design.page.data, "document.json": document}


def _on(marks: Iterable[Mark], numbers: AbstractSet[int]) -> list[Mark]:
    """The marks on those pages, without the one at the document's end."""
    return [m for m in marks if m[1] in numbers and m[0] != ["end", 0]]


def _result(
    document: Document, pages: tuple[Page, ...], begins: Iterable[Mark], marks: Iterable[Mark]
) -> DrawnPages:
    return DrawnPages(pages, tuple(sorted(_places(begins, marks, document), key=_order)))


def _order(place: Place) -> tuple[int, float]:
    return place.page, place.y


def _page(svg: str) -> Page:
    head = svg[: svg.index(">")]
    _, _, width, height = _attribute(head, "viewBox").split(" ")
    return Page(svg, float(width), float(height))


def _attribute(tag: str, name: str) -> str:
    return tag.partition(f'{name}="')[2].partition('"')[0]


def _places(begins: Iterable[Mark], marks: Iterable[Mark], document: Document) -> Iterator[Place]:
    """What typst found, each a value, its page and its distances from the corner: the parts that
    the design tells of, or where it tells of no blocks the `marks` at anchors."""
    blocks = document.blocks()
    told = False
    block: int | None = None
    for (part, number), page, x, y in begins:
        if part == "end":
            continue
        told = told or part == "block"
        block = number if part == "block" else block
        row = number if part == "row" else None
        yield _place(Place(page, x, y, part, block, row), blocks)
    if told:
        return
    by_anchor = {getattr(b, "anchor", ""): n for n, b in enumerate(blocks)}
    for value, page, x, y in marks:
        if value and isinstance(value, str) and value in by_anchor:
            yield _place(Place(page, x, y, "block", by_anchor[value]), blocks)


def _place(place: Place, blocks: Sequence[Block]) -> Place:
    """The place with what its block says of itself."""
    if place.block is None:
        return place
    block = blocks[place.block]
    return replace(
        place,
        anchor=getattr(block, "anchor", ""),
        clause=getattr(block, "clause", ""),
        label=getattr(block, "label", ""),
    )
