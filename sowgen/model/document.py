"""A document as `assemble` decides it and writers place it: every number, reference,
defined term, date and amount is already words here.

A `Document` holds `sections` (portrait or landscape) of `Block`s; blocks hold `Inline`s.
`to_json` gives the plain form that `page.typ` draws and that golden tests compare.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Literal, TypeAlias

from sowgen.diagnostics import Span
from sowgen.model.figure import Figure


@dataclass(frozen=True, slots=True)
class Origin:
    """Where words come from: `path` in the specification (`commercial.payment.days`) or a
    clause parameter (`clauses.payment-terms.days`), and the place where it is written."""

    path: str
    span: Span


@dataclass(frozen=True, slots=True)
class Text:
    """Words of a clause or an outline. No markup inside: `text` is printed as it is."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """Words made from data; a line feed in `text` is a line break on paper.

    `state` is `agreed`, `open` (*to be agreed*: a visible placeholder) or `silent`
    (*deliberately not stated*).
    """

    text: str
    origin: Origin | None = None
    state: Literal["agreed", "open", "silent"] = "agreed"
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A cross-reference. `text` is what stands on paper (`8.2(a)`); `target` the anchor of
    the block it follows in this document, or None where it names another document: then
    `away` has that document's kind and the anchor there."""

    text: str
    target: str | None
    bold: bool = False
    italic: bool = False
    away: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A defined term at the place of its definition: printed bold in quotation marks."""

    text: str


@dataclass(frozen=True, slots=True)
class Badge:
    """A letter of a matrix with its colour role: `A`, `R`, `C`, `I`, `S`, `V` …

    `label` is what a screen reader says (`accountable`).
    """

    letter: str
    label: str


@dataclass(frozen=True, slots=True)
class Link:
    """A web or mail address with the words that stand for it."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A new line in the same paragraph."""


Inline: TypeAlias = Text | Value | Reference | Term | Badge | Link | LineBreak


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. `role` says what it is:

    - `clause`: carries `number` at `level` 1 (an article's heading), 2 (`1.1`), 3 (`(a)`)
      or 4 (`(i)`), native multilevel numbering in Word;
    - `part`: an unnumbered heading over articles; `heading`: an unnumbered heading inside
      the text (`level` 1 or 2), both listed in the table of contents;
    - `annex`: the title of a document bound into a package, on a page of its own; `label` is
      what it is there (`Annex A`), '' for the main document;
    - `body`: text without number, indented to the text of `level` (0: the margin);
    - `bullet`: a bulleted item, `level` 1 to 3; `note`: small print; `caption`: above a table.

    `number` is the full number (`8.2(a)`), `label` the number as printed in front (`(a)`).
    `anchor` is a bookmark name (letters, digits, `_`, at most 40 characters) or ''.
    `clause` is the id of the clause it was written in, '' for text of the outline.
    """

    role: Literal["clause", "part", "heading", "annex", "body", "bullet", "note", "caption"]
    inlines: tuple[Inline, ...]
    level: int = 0
    number: str = ""
    label: str = ""
    anchor: str = ""
    clause: str = ""
    position: str = ""
    span: Span | None = None
    keep_next: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: paragraphs' worth of inlines, `LineBreak` between lines."""

    inlines: tuple[Inline, ...]
    align: Literal["left", "center", "right"] = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with header rows that repeat on every page.

    `widths` are shares of the text width that total 100, one a column. `style` is `grid`
    (ruled), `matrix` (narrow centred letter columns, header text turned upwards where
    `turned_header`), or `plain` (key and value, no rules).
    `alt` describes the table for a screen reader.
    """

    header: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    style: Literal["grid", "matrix", "plain"] = "grid"
    turned_header: bool = False
    alt: str = ""
    clause: str = ""
    span: Span | None = None

    @property
    def group_rows(self) -> tuple[int, ...]:
        """The rows that head those below them, on whose page they stay: bold words in the first
        cell and nothing in the others."""
        return tuple(number for number, row in enumerate(self.rows[:-1]) if _heads(row))

    @property
    def tail(self) -> int:
        """How many rows at the end stay on one page, so that no single row is left for the next:
        the last two, with the heading of their group; none in a table that short."""
        heads = self.group_rows
        count = 3 if len(self.rows) - 3 in heads else 2
        return count if len(self.rows) > count and len(self.rows) - 1 not in heads else 0


def _heads(row: tuple[Cell, ...]) -> bool:
    words, *others = row
    return (
        bool(words.inlines and others)
        and all(getattr(part, "bold", False) for part in words.inlines)
        and not any(cell.inlines for cell in others)
    )


@dataclass(frozen=True, slots=True)
class SignatureParty:
    """One column of the signature block. Anchors are the invisible tags by which an
    e-signing service finds the fields ('' where the project uses none)."""

    label: Inline
    legal_name: Inline
    name: Inline
    title: Inline
    sign_anchor: str = ""
    date_anchor: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """The signature block: kept together on a page. `words` are the fixed words
    (`signature`, `name`, `title`, `date`) in the document's language; `lead` stands above."""

    lead: tuple[Inline, ...]
    parties: tuple[SignatureParty, ...]
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents stands here. Its entries are the document's `toc`."""

    title: str
    depth: int = 2


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


Block: TypeAlias = Paragraph | Table | Figure | Signatures | Contents | PageBreak


@dataclass(frozen=True, slots=True)
class Section:
    """A run of pages in one orientation. `header` stands at the left of their heads in place
    of the furniture's, '' for no other words."""

    blocks: tuple[Block, ...]
    landscape: bool = False
    header: str = ""


@dataclass(frozen=True, slots=True)
class TocEntry:
    """A line of the table of contents: `level` 0 (part), 1 (article or heading), 2. In a bound
    package 0 is a document, 1 a part, 2 an article."""

    level: int
    number: str
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class CoverParty:
    """A party on the cover: who it is and the name used for it in the text."""

    legal_name: Inline
    label: Inline
    details: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover page. `facts` are rows of word and value (reference, version, status, date,
    effective date); `parties` stand under `between`; `notice` is small print at the foot."""

    title: str
    subtitle: Inline
    facts: tuple[tuple[str, Inline], ...]
    between: str
    conjunction: str
    parties: tuple[CoverParty, ...]
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Furniture:
    """Words of the page margins, and of the file's properties.

    `watermark` is '' once the document is no draft. `page` holds the words around the page
    numbers: (`Page`, `of`, '') prints `Page 3 of 12`.
    """

    header_left: str
    header_right: str
    footer_left: str
    page: tuple[str, str, str]
    watermark: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the package, decided to the last word.

    `date` is an ISO date (the document's own, never today's) for the file's properties;
    `language` a BCP 47 tag; `direction` follows from it. `author` is the drafting company.
    """

    kind: str
    title: str
    reference: str
    language: str
    date: str
    author: str
    cover: Cover
    furniture: Furniture
    sections: tuple[Section, ...]
    toc: tuple[TocEntry, ...] = ()
    signature_anchors: Literal["none", "docusign", "adobe", "custom"] = "none"
    clauses: tuple[tuple[str, str, str], ...] = field(default=())

    def blocks(self) -> tuple[Block, ...]:
        """Every block in reading order."""
        return tuple(block for section in self.sections for block in section.blocks)


def references(document: Document) -> Iterator[Reference]:
    """Every cross-reference in the paragraphs and tables of a document, in reading order."""
    for block in document.blocks():
        if isinstance(block, Paragraph):
            lines = [block.inlines]
        elif isinstance(block, Table):
            lines = [cell.inlines for row in (*block.header, *block.rows) for cell in row]
        else:
            continue
        for inlines in lines:
            yield from (part for part in inlines if isinstance(part, Reference))


UNPRINTED = ("span", "origin", "away")


def to_json(node: object) -> Any:
    """A document or any part of it as plain dicts, lists, strings and numbers.

    Every dataclass becomes a dict with its type's name in `type`; spans, origins and places in
    other documents are left out, since they are not what stands on paper.
    """
    if is_dataclass(node) and not isinstance(node, type):
        pairs = ((f.name, getattr(node, f.name)) for f in fields(node))
        plain = {k: to_json(v) for k, v in pairs if k not in UNPRINTED}
        return {"type": type(node).__name__, **plain}
    if isinstance(node, tuple | list):
        return [to_json(item) for item in node]
    return node
