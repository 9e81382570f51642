"""A document as a sequence of units: what is compared, marked and clicked.

A unit is a paragraph, a row of a table, or another block as a whole; the cover comes first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from sowgen.model.digest import digest_of_value
from sowgen.model.document import (
    Block,
    Cell,
    Contents,
    Cover,
    Document,
    Inline,
    PageBreak,
    Paragraph,
    Reference,
    Signatures,
    Table,
)
from sowgen.model.figure import Figure
from sowgen.tracing import COVER, text_of

Spot: TypeAlias = "tuple[int, int | None]"
"""Where a unit stands: the index of its block (`COVER` for the cover), and the row of a table,
None for its header and for blocks that are no tables."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit. `key` is equal where the same stands on paper, numbers that are counted left out;
    `label` is the number in front, `number` the last full number up to here."""

    spot: Spot
    key: str
    text: str
    label: str
    number: str
    clause: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The units of a document in reading order. `known` has key and words of each part of a block,
    by the block's identity."""

    document: Document
    units: tuple[Unit, ...]
    known: Mapping[int, tuple[tuple[int | None, str, str], ...]]


def read(document: Document, before: Reading | None = None) -> Reading:
    """The units of the document. What is known of blocks that `before` has too is not read off
    them again."""
    old = before.known if before else {}
    known = {id(b): old.get(id(b)) or tuple(_parts(b)) for b in document.blocks()}
    return Reading(document, (_cover(document.cover), *_units(document, known)), known)


def _units(
    document: Document, known: Mapping[int, tuple[tuple[int | None, str, str], ...]]
) -> Iterator[Unit]:
    number = ""
    for index, block in enumerate(document.blocks()):
        label = ""
        if isinstance(block, Paragraph):
            label, number = block.label, block.number or number
        clause = getattr(block, "clause", "")
        for row, key, text in known[id(block)]:
            yield Unit((index, row), key, text, label, number, clause)


def _cover(cover: Cover) -> Unit:
    facts = (f"{word}: {text_of(value)}" for word, value in cover.facts)
    parties = (text_of((party.legal_name,)) for party in cover.parties)
    text = "; ".join([cover.title, text_of(cover.subtitle), *facts, *parties])
    return Unit((COVER, None), digest_of_value(cover), text, "", "", "")


def _parts(block: Block) -> Iterator[tuple[int | None, str, str]]:
    """Each unit of a block: its row, key and words."""
    if isinstance(block, Paragraph):
        key = f"{block.role} {block.level} {_key(block.inlines)}"
        yield None, key, text_of(block.inlines)
    elif isinstance(block, Table):
        yield None, f"header {block.style} {_rows(block.header)}", _spoken(block.header, block.alt)
        for number, row in enumerate(block.rows):
            yield number, f"row {_rows((row,))}", _spoken((row,))
    elif isinstance(block, Figure):
        yield None, f"figure {digest_of_value(block)}", block.caption
    elif isinstance(block, Signatures):
        names = (text_of((party.legal_name,)) for party in block.parties)
        yield None, f"signatures {digest_of_value(block)}", "; ".join(names)
    elif isinstance(block, Contents):
        yield None, "contents", block.title
    else:
        assert isinstance(block, PageBreak)  # noqa: S101


def _key(inlines: tuple[Inline, ...]) -> str:
    return "".join(map(_key_of_inline, inlines))


def _key_of_inline(inline: Inline) -> str:
    if isinstance(inline, Reference):
        return f"\0{inline.target or inline.away}\0"
    return getattr(inline, "text", getattr(inline, "letter", "\n"))


def _rows(rows: tuple[tuple[Cell, ...], ...]) -> str:
    return "\x1e".join("\x1f".join(_key(cell.inlines) for cell in row) for row in rows)


def _spoken(rows: tuple[tuple[Cell, ...], ...], before: str = "") -> str:
    """The words of rows, cells apart from one another."""
    cells = [before, *(text_of(cell.inlines) for row in rows for cell in row)]
    return "; ".join(words for words in cells if words)
