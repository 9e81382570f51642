"""Pages drawn with the memory of earlier calls: the same as without, and only the changed ones."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from sample import body, sample_document, small_document

from sowgen.model.artifact import Asset, Design
from sowgen.model.document import (
    Contents,
    Document,
    PageBreak,
    Paragraph,
    Section,
    Table,
    Text,
    TocEntry,
)
from sowgen.render import Memory, draw_pages
from sowgen.render.pdf import DrawnPages, pages
from sowgen.render.pdf.compile import draw

WORDS = (
    "every",
    "lot",
    "is",
    "kept",
    "with",
    "its",
    "records",
    "until",
    "release",
    "in",
    "writing",
)


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """`whole` for each drawing of all pages, `some` for each of a few."""
    made: list[str] = []

    def counted(given: dict[str, bytes], *args: object) -> object:
        made.append("some" if b'"covered":' in given["document.json"] else "whole")
        return draw(given, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(pages, "draw", counted)
    return made


def drawn(document: Document, design: Design, memory: Memory | None = None) -> DrawnPages:
    outcome = draw_pages(document, design, memory)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def with_blocks(document: Document, number: int, blocks: list[object]) -> Document:
    sections = list(document.sections)
    sections[number] = replace(sections[number], blocks=tuple(blocks))  # type: ignore[arg-type]
    return replace(document, sections=tuple(sections))


def edited(document: Document, chance: random.Random) -> Document:
    """The document with one small change somewhere."""
    filled = [n for n, section in enumerate(document.sections) if section.blocks]
    number = chance.choice(filled)
    blocks: list[object] = list(document.sections[number].blocks)
    at = chance.randrange(len(blocks))
    words = " ".join(chance.choice(WORDS) for _ in range(chance.choice((1, 4, 40, 200))))
    kind, block = chance.randrange(7), blocks[at]
    if kind == 0 and len(blocks) > 1:
        del blocks[at]
    elif kind == 1:
        blocks.insert(at, body(0, words))
    elif kind == 2:
        other = chance.randrange(len(blocks))
        blocks[at], blocks[other] = blocks[other], blocks[at]
    elif kind == 3:
        blocks.insert(at, PageBreak())
    elif kind == 4:
        section = document.sections[number]
        turned = replace(section, landscape=not section.landscape, header=words[:20])
        sections = list(document.sections)
        sections[number] = turned
        return replace(document, sections=tuple(sections))
    elif isinstance(block, Table) and len(block.rows) > 2 and not block.group_rows:
        blocks[at] = replace(block, rows=(*block.rows[:1], *block.rows))
    elif isinstance(block, Paragraph):
        blocks[at] = replace(block, inlines=(*block.inlines, Text(f" {words}")))
    return with_blocks(document, number, blocks)


def several_pages() -> Document:
    """Pages that begin with a block and pages that begin in one, contents and sections."""
    text = "The Supplier keeps records of every lot for the time that the law asks for. "
    first = [body(0, f"{n}: {text * (1 + n % 7)}") for n in range(30)]
    second = [item for n in range(6) for item in (body(0, f"Annex {n}"), PageBreak())]
    made: Document = sample_document()
    sections = (Section((*first, *second)), *made.sections, Section(tuple(first[:9])))
    return replace(made, sections=sections)


@pytest.mark.parametrize("seed", range(3))
def test_random_edits_give_the_pages_that_a_new_drawing_gives(
    design: Design, drawings: list[str], seed: int
) -> None:
    chance, memory = random.Random(seed), Memory()
    document = several_pages()
    drawn(document, design, memory)
    drawings.clear()
    for _ in range(12):
        document = edited(document, chance)
        with_memory = drawn(document, design, memory)
        told = list(drawings)
        assert with_memory == drawn(document, design)
        drawings[:] = told
    assert drawings.count("some") > 3


def test_only_the_stretch_that_changed_is_drawn(design: Design, drawings: list[str]) -> None:
    blocks: list[object] = []
    for n in range(8):
        blocks += [body(0, f"Page {n}"), PageBreak()]
    document, memory = small_document(*blocks), Memory()
    before = drawn(document, design, memory)
    assert drawings == ["whole"]
    assert drawn(document, design, memory) == before
    assert drawings == ["whole"]
    blocks[6] = body(0, "Another text")
    changed = with_blocks(document, 0, blocks)
    after = drawn(changed, design, memory)
    assert drawings == ["whole", "some"]
    pairs = zip(before.pages, after.pages, strict=True)
    assert [n for n, (one, other) in enumerate(pairs) if one is not other] == [4]
    assert after == drawn(changed, design)


def test_the_table_of_contents_follows_a_clause_that_moves(
    design: Design, drawings: list[str]
) -> None:
    clause = Paragraph("clause", (Text("Records"),), level=1, label="1", anchor="here")
    pages = [[Contents("Contents", 2)], [clause, body(0, "Stays")], [body(0, "Ends")], [], [], []]
    toc = (TocEntry(1, "1", "Records", "here"),)

    def document() -> Document:
        blocks = [block for page in pages for block in (*page, body(0, "."), PageBreak())]
        small: Document = small_document(*blocks)
        return replace(small, toc=toc)

    memory = Memory()
    before = drawn(document(), design, memory)
    pages[2].insert(0, pages[1].pop(0))
    after = drawn(document(), design, memory)
    assert drawings == ["whole", "some"]
    pairs = zip(before.pages, after.pages, strict=True)
    assert [n for n, (one, other) in enumerate(pairs) if one != other] == [1, 2, 3]
    assert after == drawn(document(), design)


def test_a_word_of_all_pages_changes_all(design: Design, drawings: list[str]) -> None:
    document, memory = several_pages(), Memory()
    drawn(document, design, memory)
    furniture = replace(document.furniture, footer_left="Another footer")
    other = replace(document, furniture=furniture)
    assert drawn(other, design, memory) == drawn(other, design)
    assert "some" not in drawings


@pytest.mark.parametrize(
    ("words", "instead"),
    [
        (b"#let draws-some = true", b"#let draws-some = false"),
        (b'begins("end", 0)', b""),
        # A design of the user's own whose pages say more than they should when drawn alone.
        (b'section.at("bare", default: ())', b"()"),
    ],
)
def test_a_design_that_cannot_draw_some_pages_draws_all(
    design: Design, drawings: list[str], words: bytes, instead: bytes
) -> None:
    assert words in design.page.data
    page = Asset(design.page.path, design.page.data.replace(words, instead))
    own = replace(design, page=page)
    document, memory = several_pages(), Memory()
    drawn(document, own, memory)
    changed = edited(document, random.Random(5))
    assert drawn(changed, own, memory) == drawn(changed, own)
    assert drawings[-1] == "whole"


def test_warnings_of_the_design_are_told_each_time(design: Design) -> None:
    page = Asset(design.page.path, design.page.data.replace(b'"Carlito", ', b'"No Such", '))
    own = replace(design, page=page)
    document, memory = small_document(body(0, "One"), PageBreak(), body(0, "Two")), Memory()
    for words in ("Two", "Three"):
        changed = with_blocks(document, 0, [*document.sections[0].blocks[:2], body(0, words)])
        found = draw_pages(changed, own, memory).diagnostics
        assert "W203" in [d.code for d in found]
        assert found == draw_pages(changed, own).diagnostics
