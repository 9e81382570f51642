"""A writer with a memory of earlier calls gives the bytes that one without it gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sowgen.model.artifact import Design
from sowgen.model.document import (
    Block,
    Document,
    LineBreak,
    Link,
    Paragraph,
    Reference,
    Section,
    Table,
    Text,
)
from sowgen.render import pictures, render_all
from sowgen.render.docx import context as writing
from sowgen.render.docx import write_docx
from sowgen.render.docx.markup import Xml
from sowgen.render.memory import Memory
from tests.render.docx.word import house
from tests.render.drawings import design, pattern
from tests.render.sample import body, cell, clause, small_document

Item: TypeAlias = tuple[str, int]
"""What stands in a document: its kind, and which one of it."""

ITEMS = st.lists(
    st.tuples(st.sampled_from(("article", "jump", "table", "link", "text")), st.integers(0, 2)),
    max_size=9,
    unique=True,
)
DRAFTS = st.lists(
    st.tuples(ITEMS, st.booleans(), st.sampled_from(("en-GB", "de-DE", "he-IL"))),
    min_size=2,
    max_size=5,
)


def table(which: int, present: set[Item]) -> Table:
    """A table that refers to the article and the place of its number, and links to its page."""
    cells = [cell(f"Row of {which}", LineBreak(), Link("page", f"https://example.com/{which}"))]
    for kind, words in (("article", "clause "), ("jump", "")):
        if (kind, which) in present:
            target = f"{kind}_{which}"
            # The words stay as they are: only what stands at the target tells how to write them.
            cells.append(cell(words, Reference("1", target)))
    return Table((), (tuple(cells),), tuple(50.0 for _ in cells), alt=f"Table {which}")


def document(items: list[Item], *, landscape: bool, language: str) -> Document:
    present, number = set(items), 0
    blocks: list[Block] = []
    for kind, which in items:
        if kind == "article":
            number += 1
            blocks.append(clause(1, str(number), f"Article {which}", anchor=f"article_{which}"))
        elif kind == "jump":
            blocks.append(Paragraph("part", (Text(f"Part {which}"),), anchor=f"jump_{which}"))
        elif kind == "table":
            blocks.append(table(which, present))
        elif kind == "link":
            blocks.append(body(0, Link("other", f"https://example.org/{which}")))
        else:
            blocks.append(body(0, f"Text {which}"))
    made = small_document(body(0, "Beginning"), *blocks)
    sections = (*made.sections, Section((table(0, present),), landscape=landscape))
    return replace(made, sections=sections, language=language)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DRAFTS)
def test_a_memory_changes_no_byte(drafts: list[tuple[list[Item], bool, str]]) -> None:
    memory = Memory()
    for items, landscape, language in drafts:
        draft = document(items, landscape=landscape, language=language)
        made = write_docx(draft, house(), memory=memory).value
        assert made is not None
        assert made == write_docx(draft, house()).value


def test_an_equal_table_is_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    kept = writing.Context.table

    def spied(self: writing.Context, block: Table, make: Callable[..., Xml]) -> Xml:
        def counted(block: Table, context: writing.Context) -> Xml:
            made.append(block.alt)
            return make(block, context)

        return kept(self, block, counted)

    monkeypatch.setattr(writing.Context, "table", spied)
    memory = Memory()

    def write(*items: Item) -> list[str]:
        made.clear()
        draft = document([*items, ("table", 1)], landscape=False, language="en-GB")
        write_docx(draft, house(), memory=memory)
        return list(made)

    zero, one, two = ("article", 0), ("article", 1), ("article", 2)
    assert write(zero, one) == ["Table 1", "Table 0"]
    assert write(zero, ("text", 1), one) == []
    # Article 1 moves, and with it the number that the reference in its table stands for.
    assert write(zero, two, one) == ["Table 1"]
    assert write(zero, two, one) == []
    # What the last call did not need is forgotten.
    assert write() == ["Table 1", "Table 0"]
    assert write(zero, two, one) == ["Table 1", "Table 0"]


def test_an_equal_figure_is_not_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    draw = pictures.write_figures

    def counted(document: Document, design: Design, ppi: float) -> object:
        drawn.append(document.kind)
        return draw(document, design, ppi)

    monkeypatch.setattr(pictures, "write_figures", counted)
    memory = Memory()

    def write(document: Document, design: Design, memory: Memory | None) -> bytes:
        ((_, _, outcome),) = render_all([(document, design, ("docx",))], memory)
        assert outcome.value is not None
        return outcome.value

    first = small_document(body(0, "Above"), pattern())
    edited = small_document(body(0, "Above, edited"), pattern())
    other = replace(design(), page=replace(design().page, data=design().page.data + b"// edited"))
    for draft, look, expected in (
        (first, design(), [first.kind]),
        (edited, design(), []),
        (edited, other, [first.kind]),
        (small_document(pattern("Other words")), other, [first.kind]),
    ):
        drawn.clear()
        made = write(draft, look, memory)
        assert drawn == expected
        assert made == write(draft, look, None)
