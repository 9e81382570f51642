"""Pages for the screen: the look of the PDF, the places of blocks, what stays the same."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest
from sample import body, sample_document, small_document

from sowgen.model.artifact import Asset, Design
from sowgen.model.document import Document, Paragraph, Section, Table
from sowgen.render import draw_pages
from sowgen.render.pdf import DrawnPages, read_pages, write_pdf
from sowgen.render.pdf.compile import draw, sources


@pytest.fixture(scope="module")
def drawn(design: Design) -> DrawnPages:
    outcome = draw_pages(sample_document(), design)
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    return outcome.value


def long_document(words: str, count: int = 120) -> Document:
    text = "The Supplier keeps records of every lot for the time that the law asks for, {}."
    blocks = tuple(body(0, f"{words} {i}: {text.format(i)}") for i in range(count))
    small: Document = small_document()
    return replace(small, sections=(Section(blocks),), toc=())


def pages_of(document: Document, design: Design) -> DrawnPages:
    value = draw_pages(document, design).value
    assert value is not None
    return value


def test_telling_places_moves_nothing(design: Design, drawn: DrawnPages) -> None:
    plain = draw(sources(sample_document(), design), design, "svg").value
    assert plain is not None
    assert [page.svg.encode() for page in drawn.pages] == list(plain)


def test_sizes_are_in_points_and_turned_pages_are_wide(drawn: DrawnPages) -> None:
    sizes = {(round(page.width), round(page.height)) for page in drawn.pages}
    assert sizes == {(595, 842), (842, 595)}


def test_every_block_has_its_place_in_reading_order(drawn: DrawnPages) -> None:
    places = [place for place in drawn.places if place.part == "block"]
    blocks = sample_document().blocks()
    assert [place.block for place in places] == list(range(len(blocks)))
    for place, block in zip(places, blocks, strict=True):
        assert (place.anchor, place.clause, place.label) == tuple(
            getattr(block, name, "") for name in ("anchor", "clause", "label")
        )


def test_every_row_and_the_parts_of_the_cover_have_places(drawn: DrawnPages) -> None:
    document = sample_document()
    for number, block in enumerate(document.blocks()):
        if isinstance(block, Table):
            rows = [p.row for p in drawn.places if p.part == "row" and p.block == number]
            assert rows == list(range(len(block.rows)))
    cover = [place.part for place in drawn.places if place.page == 1]
    parties = ["party"] * len(document.cover.parties)
    notice = ["notice"] if document.cover.notice else []
    assert cover == ["title", "facts", *parties, *notice]


def test_places_are_on_the_pages_of_the_pdf(design: Design, drawn: DrawnPages) -> None:
    pages = read_pages(sample_document(), design)
    assert pages
    assert {p.anchor: p.page for p in drawn.places if p.part == "block" and p.anchor} == pages


def test_a_click_leads_to_the_block_below_whose_top_it_is(design: Design) -> None:
    drawn = pages_of(long_document("Records"), design)
    places = [place for place in drawn.places if place.part == "block"]
    third, fourth = places[2:4]
    assert third.y < fourth.y
    assert drawn.place_at(third.page, (third.y + fourth.y) / 2) == third
    assert drawn.place_at(places[-1].page + 1, 0) == places[-1]
    assert drawn.place_at(1, 0) is None


def test_a_changed_word_changes_its_page_alone(design: Design) -> None:
    document = long_document("Papers")
    before = pages_of(document, design)
    (section,) = document.sections
    blocks = list(section.blocks)
    blocks[60] = body(0, "Another text.")
    after = pages_of(replace(document, sections=(Section(tuple(blocks)),)), design)
    pairs = list(zip(before.pages, after.pages, strict=True))
    place = next(place for place in after.places if place.block == 60)
    assert [n for n, (old, new) in enumerate(pairs, 1) if old != new] == [place.page]


def test_ids_of_several_pages_can_stand_in_one_file(drawn: DrawnPages) -> None:
    named: dict[str, str] = {}
    for page in drawn.pages:
        for found in re.finditer(r'<(\w+) id="([^"]+)".*?</\1>', page.svg, re.DOTALL):
            assert named.setdefault(found[2], found[0]) == found[0]
    assert named


def test_a_design_that_tells_no_places_gives_those_of_anchors(design: Design) -> None:
    asked = b'#let preview = doc.at("preview", default: false)'
    assert asked in design.page.data
    page = Asset(design.page.path, design.page.data.replace(asked, b"#let preview = false"))
    drawn = pages_of(sample_document(), replace(design, page=page))
    anchors = [
        b.anchor for b in sample_document().blocks() if isinstance(b, Paragraph) and b.anchor
    ]
    assert [place.anchor for place in drawn.places] == anchors
    assert {place.part for place in drawn.places} == {"block"}


def test_a_mistake_of_the_design_is_told(design: Design) -> None:
    page = Asset(design.page.path, b"#let x = nothing-known")
    outcome = draw_pages(small_document(), replace(design, page=page))
    assert outcome.value is None
    assert [d.code for d in outcome.diagnostics] == ["W202"]


def test_what_has_not_changed_is_not_laid_out_again(design: Design) -> None:
    """In CPU seconds of this process, as a ratio: one changed paragraph against all of them."""

    def seconds(document: Document) -> float:
        start = time.process_time()
        assert write_pdf(document, design).value is not None
        return time.process_time() - start

    seconds(small_document())
    whole, part = [], []
    for turn in range(3):
        document = long_document(f"Turn {turn}", 400)
        whole.append(seconds(document))
        (section,) = document.sections
        blocks = (body(0, "A paragraph that was not there."), *section.blocks[1:])
        part.append(seconds(replace(document, sections=(Section(blocks),))))
    assert min(part) < 0.6 * min(whole)
