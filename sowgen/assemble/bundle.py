"""The bound package: one document made of the finished outbound ones.

Their sections follow one another behind a page with the title of each; their tables of contents
become one, references from one to another become live, and anchors get a prefix so that each
stays unique. No word of theirs is decided anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sowgen.assemble.annexes import annex_label, annex_title
from sowgen.assemble.cover import make_cover, make_furniture
from sowgen.assemble.documents import Assembly, lacking
from sowgen.assemble.ingredients import Ingredients
from sowgen.assemble.number import map_inlines, words_of
from sowgen.assemble.words import MissingWord, Words
from sowgen.diagnostics import Diagnostic, Outcome, error, warning
from sowgen.model.artifact import BUNDLE
from sowgen.model.document import (
    Block,
    Cell,
    Contents,
    Document,
    Inline,
    Origin,
    PageBreak,
    Paragraph,
    Reference,
    Section,
    Table,
    Text,
    TocEntry,
    Value,
)
from sowgen.model.plain import Leaf

_PRECEDENCE = "package.order_of_precedence"
_LONGEST = 40  # characters of an anchor: Word's limit for bookmarks


@dataclass(frozen=True, slots=True)
class _Bound:
    """A document on its way into the package: `number` is its place, counted from 1; `label`
    is `Annex A`, '' for a main document, `name` label and title."""

    number: int
    document: Document
    title: str
    label: str
    name: str

    def anchor(self, name: str) -> str:
        """The document's anchor `name` in the package, at most 40 characters."""
        made = f"p{self.number}_{name}"
        if len(made) <= _LONGEST:
            return made
        return f"{made[:31]}_{hashlib.sha256(made.encode()).hexdigest()[:8]}"

    @property
    def start(self) -> str:
        """The anchor of the page with its title."""
        return f"p{self.number}"


def bind(given: Ingredients, assembly: Assembly) -> Outcome[Document | None]:
    """The outbound documents of the assembly as one.

    None with B101 where there are none; B105 warns where several are bound and nothing says
    which prevails.
    """
    words = Words(given.spec.package.language, given.words)
    try:
        bound = _outbound(assembly, words)
        if not bound:
            message = "every document of the package is internal"
            hint = "look at `audience` and `applies_when` of the outlines"
            return Outcome(None, (error("B101", message, given.tree.find("package"), hint),))
        return _bind(given, words, bound)
    except MissingWord as missing:
        return Outcome(None, (lacking(missing, given),))


def _outbound(assembly: Assembly, words: Words) -> list[_Bound]:
    made: list[_Bound] = []
    for document, kind in zip(assembly.documents, assembly.kinds, strict=True):
        if kind.head.audience == "outbound":
            sign = assembly.letters.get(kind.id, "")
            title = words.word(kind.head.title)
            name = annex_title(words, sign, title)
            made.append(_Bound(len(made) + 1, document, title, annex_label(words, sign), name))
    return made


def _bind(given: Ingredients, words: Words, bound: Sequence[_Bound]) -> Outcome[Document | None]:
    spec, first = given.spec, bound[0].document
    title = words.word("bundle_title")
    found: list[Diagnostic] = []
    body = [section for each in bound for section in _sections(each, bound)]
    front = Section(tuple(_front(given, words, bound, found)))
    return Outcome(
        replace(
            first,
            kind=BUNDLE,
            title=f"{title}: {spec.package.title}",
            cover=make_cover(spec, title, words, given.tree.find),
            furniture=make_furniture(spec, title, words),
            sections=(front, *body),
            toc=tuple(entry for each in bound for entry in _entries(each)),
            clauses=tuple(clause for each in bound for clause in each.document.clauses),
        ),
        tuple(found),
    )


# --- the documents ---------------------------------------------------------------------------


def _sections(each: _Bound, bound: Sequence[_Bound]) -> Iterator[Section]:
    """The title page of a document and its sections, its margins naming it."""
    header = each.document.furniture.header_left
    title = Paragraph("annex", (Text(each.title),), label=each.label, anchor=each.start)
    yield Section((title,), header=header)
    places = {other.document.kind: other for other in bound}

    def live(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        if not any(isinstance(inline, Reference) for inline in inlines):
            return inlines
        return tuple(_live(inline, each, places) for inline in inlines)

    for section in each.document.sections:
        blocks = tuple(_block(block, each, live) for block in _without_contents(section.blocks))
        if blocks:
            yield replace(section, blocks=blocks, header=header)


def _without_contents(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks without tables of contents, and without page breaks at the head."""
    begun = False
    for block in blocks:
        if isinstance(block, Contents) or (isinstance(block, PageBreak) and not begun):
            continue
        begun = True
        yield block


def _block(
    block: Block, each: _Bound, live: Callable[[tuple[Inline, ...]], tuple[Inline, ...]]
) -> Block:
    block = map_inlines(block, live)
    if isinstance(block, Paragraph) and block.anchor:
        return replace(block, anchor=each.anchor(block.anchor))
    return block


def _live(inline: Inline, each: _Bound, places: Mapping[str, _Bound]) -> Inline:
    """References lead to the place in the package, whichever document it is in."""
    if not isinstance(inline, Reference):
        return inline
    if inline.target is not None:
        return replace(inline, target=each.anchor(inline.target))
    if inline.away is not None and inline.away[0] in places:
        kind, anchor = inline.away
        return replace(inline, target=places[kind].anchor(anchor), away=None)
    return inline


def _entries(each: _Bound) -> Iterator[TocEntry]:
    """The document, its parts and its articles; headings inside articles are left out."""
    yield TocEntry(0, "", each.name, each.start)
    for block in each.document.blocks():
        if not isinstance(block, Paragraph):
            continue
        article = block.role == "clause" and block.level == 1
        if article or block.role == "part":
            words = words_of(block.inlines)
            yield TocEntry(2 if article else 1, block.label, words, each.anchor(block.anchor))


# --- the pages in front ----------------------------------------------------------------------


def _front(
    given: Ingredients, words: Words, bound: Sequence[_Bound], found: list[Diagnostic]
) -> Iterator[Block]:
    """Order of precedence, list of documents, the one table of contents."""
    ranked, source = _ranking(given)
    if ranked:
        yield Paragraph("part", (Text(words.word("bundle_precedence")),), anchor="p0_precedence")
        yield Paragraph("body", _lead(words, _place(source, bound)), keep_next=True)
        yield _pairs([
            ((Text(f"{number}"),), _said(given, words, value, path))
            for number, (value, path) in enumerate(ranked, start=1)
        ], (6.0, 94.0), words.word("bundle_precedence"))  # fmt: skip
    elif len(bound) > 1:
        hint = "state `package.order_of_precedence`, highest first"
        message = "nothing says which of the bound documents prevails"
        found.append(warning("B105", message, given.tree.find("package"), hint))
    heading = words.word("bundle_documents")
    yield Paragraph("part", (Text(heading),), anchor="p0_documents")
    yield Paragraph("body", (Text(words.word("bundle_documents_lead")),), keep_next=True)
    yield _pairs([
        ((Text(each.label or words.word("bundle_main")),), (Text(each.title),)) for each in bound
    ], (22.0, 78.0), heading)  # fmt: skip
    yield PageBreak()
    yield Contents(words.word("contents"), depth=2)


def _pairs(
    rows: Iterable[tuple[tuple[Inline, ...], tuple[Inline, ...]]],
    widths: tuple[float, float],
    alt: str,
) -> Table:
    cells = tuple((Cell(key), Cell(value)) for key, value in rows)
    return Table((), cells, widths, style="plain", alt=alt)


def _ranking(given: Ingredients) -> tuple[list[tuple[Any, str]], str]:
    """What outranks what, each with its path, and the id of the clause that says so: as the
    clause has it, also by default, else as the deal states it."""
    for name, entry in given.clauses.items():
        for bound in entry.values.values():
            if bound.parameter.source == _PRECEDENCE:
                several = isinstance(bound.value, tuple)
                values = bound.value if several else (bound.value,)
                at = bound.path
                return [(v, f"{at}[{n}]" if several else at) for n, v in enumerate(values)], name
    stated = given.spec.package.order_of_precedence
    return [(value, f"{_PRECEDENCE}[{n}]") for n, value in enumerate(stated)], ""


def _said(given: Ingredients, words: Words, value: Any, path: str) -> tuple[Inline, ...]:
    text, state = words.say(Leaf(value, path))
    return (Value(text, Origin(path, given.tree.find(path)), state),)


def _place(clause: str, bound: Sequence[_Bound]) -> tuple[_Bound, Paragraph] | None:
    """The article of a clause and the document it stands in."""
    for each in bound if clause else ():
        for block in each.document.blocks():
            if isinstance(block, Paragraph) and block.clause == clause and block.anchor:
                return each, block
    return None


def _lead(words: Words, place: tuple[_Bound, Paragraph] | None) -> tuple[Inline, ...]:
    if place is None:
        return (Text(words.word("bundle_precedence_lead")),)
    each, article = place
    named = words.word("clause_ref_in", document=each.title)
    before, _, after = words.word("bundle_precedence_clause", clause=named).partition("{number}")
    return Text(before), Reference(article.number, each.anchor(article.anchor)), Text(after)
