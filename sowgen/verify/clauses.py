"""To which clause of a document the words of its file belong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sowgen.model.document import Document, Paragraph, Signatures, Table
from sowgen.model.figure import Figure
from sowgen.model.word_diff import diff

_QUOTES = dict.fromkeys(map(ord, "“”„‟«»\"'‘’"))


@dataclass(frozen=True, slots=True)
class Owner:
    """A place in a document: `number` is that of the last numbered paragraph at or before it,
    `name` the heading above it; `clause` is '' for text of the outline."""

    clause: str = ""
    number: str = ""
    name: str = "cover"

    @property
    def where(self) -> str:
        """For people: the number, else the heading."""
        return self.number or self.name


COVER = Owner()


def packed(text: str) -> str:
    """The text without white space and quotation marks, which writers put in as the language and
    the line have them."""
    return "".join(text.translate(_QUOTES).replace("‑", "-").split())


def pieces(document: Document) -> Iterator[tuple[str, Owner]]:
    """Every paragraph and cell of a document, as text and with its place, in reading order."""
    number, name = "", "cover"
    for block in document.blocks():
        if isinstance(block, Paragraph):
            words = text_of(block.inlines)
            number = block.number or ("" if block.role in ("part", "annex", "heading") else number)
            if block.role in ("part", "annex", "heading") or block.level == 1:
                name = words
            yield words, Owner(block.clause, number, name)
        elif isinstance(block, Table):
            owner = Owner(block.clause, number, name)
            for row in (*block.header, *block.rows):
                yield from ((text_of(cell.inlines), owner) for cell in row)
        elif isinstance(block, Figure):
            yield block.caption, Owner("", number, name)
        elif isinstance(block, Signatures):
            number, name = "", "signatures"
            yield text_of(block.lead), Owner("", number, name)


def text_of(inlines: Iterable[object]) -> str:
    """The words of inlines, a space for a line break."""
    return "".join(
        [getattr(inline, "text", "") or getattr(inline, "letter", " ") for inline in inlines]
    )


def owners(document: Document, texts: Sequence[str]) -> list[Owner]:
    """The place in the document of each of the texts, which are those of its file in their order.
    What stands in the file alone belongs where the text before it does."""
    expected = [(packed(text), owner) for text, owner in pieces(document)]
    places: dict[int, Owner] = {}
    for stretch in diff([text for text, _ in expected], [packed(text) for text in texts]):
        if stretch.same:
            for step in range(len(stretch.new)):
                places[stretch.new_at + step] = expected[stretch.old_at + step][1]
    found: list[Owner] = []
    owner = COVER
    for at in range(len(texts)):
        owner = places.get(at, owner)
        found.append(owner)
    return found
