"""What counts as a change of a document, and what does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sowgen.model.document import Block, Cell, Document, Paragraph, Reference, Table, Text
from sowgen.preview.changes import Change, compare
from sowgen.preview.units import read
from tests.assemble.texts import make


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """A document to put blocks into."""
    (document,) = make(tmp_path_factory.mktemp("made"), "Words.\n").documents
    return document


def holding(document: Document, *blocks: Block) -> Document:
    return replace(document, sections=(replace(document.sections[0], blocks=blocks),))


def words(text: str, number: str = "", clause: str = "a") -> Paragraph:
    return Paragraph("clause", (Text(text),), 2, number, number, clause=clause)


def changes(document: Document, old: list[Block], new: list[Block]) -> tuple[Change, ...]:
    before = read(holding(document, *old))
    return compare(before, read(holding(document, *new), before))


def test_a_word(empty: Document) -> None:
    old = [words("one", "1"), words("two", "2", "b"), words("three", "3", "c")]
    (change,) = changes(empty, old, [old[0], words("zwei", "2", "b"), old[2]])
    assert change == Change("changed", ((1, None),), "two", "b", "2")


def test_numbers_that_moved_on_are_no_change(empty: Document) -> None:
    reference = Reference("2.1", "there")
    old = [words("one", "1"), Paragraph("clause", (reference,), 2, "2", clause="b")]
    moved = Paragraph("clause", (replace(reference, text="3.1"),), 2, "3", clause="b")
    (change,) = changes(empty, old, [words("new", "1", "n"), words("one", "2"), moved])
    assert (change.kind, change.clause, change.spots) == ("new", "n", ((0, None),))


def test_what_is_gone_marks_its_place(empty: Document) -> None:
    old = [words("one", "1"), words("two", "2", "b"), words("three", "3", "c")]
    (change,) = changes(empty, old, [old[0], old[2]])
    assert change == Change("removed", ((1, None),), "two", "b", "2")
    (last,) = changes(empty, old, old[:2])
    assert (last.kind, last.spots, last.before) == ("removed", ((1, None),), "three")


def test_neighbours_in_a_clause_are_one_change(empty: Document) -> None:
    old = [words(w, "1") for w in "abcdef"]
    new = [words(w, "1") for w in ("a", "B", "c", "D", "e", "f")]
    (change,) = changes(empty, old, new)
    assert change.spots == ((1, None), (3, None))
    assert change.before == "b\nd"


def test_a_row_of_a_table(empty: Document) -> None:
    rows = tuple((Cell((Text(w),)), Cell((Text("x"),))) for w in "abc")
    table = Table(((Cell((Text("head"),)),),), rows, (50, 50))
    other = replace(table, rows=(rows[0], (Cell((Text("b"),)), Cell((Text("y"),))), rows[2]))
    (change,) = changes(empty, [table], [other])
    assert (change.kind, change.spots, change.before) == ("changed", ((0, 1),), "b; x")


def test_the_cover(empty: Document) -> None:
    before = read(empty)
    after = read(replace(empty, cover=replace(empty.cover, title="Another")), before)
    (change,) = compare(before, after)
    assert (change.kind, change.spots) == ("changed", ((-1, None),))


def test_what_is_known_of_a_block_is_used_again(empty: Document) -> None:
    block = words("one", "1")
    before = read(holding(empty, block))
    after = read(holding(empty, words("zero", "1"), block), before)
    assert after.known[id(block)] is before.known[id(block)]
    assert [unit.text for unit in after.units[1:]] == ["zero", "one"]
