"""A document's sections → the paragraphs, tables and pictures of the Word body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest

from sowgen.model.document import (
    Block,
    Contents,
    PageBreak,
    Paragraph,
    Section,
    Signatures,
    Table,
)
from sowgen.model.figure import Figure
from sowgen.render.docx.contents import contents
from sowgen.render.docx.context import Context
from sowgen.render.docx.drawing import drawing
from sowgen.render.docx.markup import WordParagraph, Xml, w
from sowgen.render.docx.numbering import Counter
from sowgen.render.docx.ooxml import Element
from sowgen.render.docx.runs import runs
from sowgen.render.docx.sections import oriented, text_height, text_width
from sowgen.render.docx.signatures import signatures
from sowgen.render.docx.tables import table

_STYLES = {
    ("part", 0): "Part", ("note", 0): "Note", ("caption", 0): "Caption",
    **{("clause", n): f"Clause{n}" for n in (1, 2, 3, 4)},
    **{("heading", n): f"TextHeading{n}" for n in (1, 2)},
    **{("body", n): f"Body{n}" for n in range(5)},
    **{("bullet", n): f"Bullet{n}" for n in (1, 2, 3)},
}  # fmt: skip
_ONE_LEVEL = ("part", "note", "caption")


class Body:
    """Writes the body of one document.

    `base` is the template's last `w:sectPr`; `on_new_page` tells whether the template starts
    a page where the body begins; `last_list` is the highest id of a list in the numbering part.
    After `write`, `last` is the section properties the document ends with and
    `counter.restarts` the lists to add to the numbering part, with the ids after `last_list`.
    """

    def __init__(
        self, context: Context, base: Element, last_list: int, *, on_new_page: bool = False
    ) -> None:
        self.context = context
        self.base = base
        self.last = base
        self.counter = Counter()
        self.on_new_page = on_new_page
        self.last_list = last_list
        self.later: list[tuple[Contents, WordParagraph]] = []

    def write(self, sections: Iterable[Section]) -> Iterator[Xml | Element]:
        """Every section in order, as markup with elements in between; each section but the last
        ends in its own `w:sectPr`."""
        made: list[WordParagraph | Xml] = []
        for number, section in enumerate(sections):
            if number:
                _close(made, self.last)
            self.last = oriented(self.base, landscape=section.landscape)
            self.context.text_width = text_width(self.last)
            self.context.text_height = text_height(self.last)
            self.on_new_page = self.on_new_page or number > 0
            made += self._section(section)
        for each in self._with_contents(made):
            if isinstance(each, WordParagraph):
                yield from each.pieces()
            else:
                yield each

    def _with_contents(self, made: list[WordParagraph | Xml]) -> list[WordParagraph | Xml]:
        """The body with its table of contents, written last: its page numbers may still be
        on their way while the rest is built."""
        for block, place in self.later:
            lines = contents(block, self.context)
            lines[0].properties |= place.properties
            lines[-1].section = place.section
            at = next(number for number, each in enumerate(made) if each is place)
            made[at : at + 1] = lines
        return made

    def _section(self, section: Section) -> list[WordParagraph | Xml]:
        made: list[WordParagraph | Xml] = []
        break_before = False
        for block, following in zip_longest(section.blocks, section.blocks[1:]):
            if isinstance(block, PageBreak):
                break_before = bool(made)
                continue
            elements = self._block(block)
            first = elements[0] if elements else None
            if isinstance(block, Paragraph) and isinstance(first, WordParagraph):
                if isinstance(following, Table | Figure):
                    # What introduces a table or a figure stays on its page.
                    first.set("keepNext")
                if break_before or (not made and self.on_new_page):
                    # Word keeps the space above a paragraph at the top of a page asked for.
                    first.set("spacing", before=0)
            if break_before:
                if not isinstance(first, WordParagraph):
                    first = WordParagraph("TableAfter")
                    elements.insert(0, first)
                first.set("pageBreakBefore")
                break_before = False
            made += elements
        return made

    def _block(self, block: Block) -> list[WordParagraph | Xml]:
        match block:
            case Paragraph():
                return [self._paragraph(block)]
            case Table():
                return [self.context.table(block, table), WordParagraph("TableAfter")]
            case Figure():
                return [*drawing(block, self.context)]
            case Signatures():
                return signatures(block, self.context)
            case Contents():
                place = WordParagraph("ContentsTitle")
                self.later.append((block, place))
                return [place]
        raise TypeError(f"no such block: {type(block).__name__}")

    def _paragraph(self, block: Paragraph) -> WordParagraph:
        level = 0 if block.role in _ONE_LEVEL else block.level
        style = _STYLES.get((block.role, level))
        if style is None:
            raise ValueError(f"a {block.role} paragraph has no level {block.level}")
        made = WordParagraph(style, (runs(block.inlines, self.context),))
        if block.anchor:
            number = next(self.context.ids)
            start = w("bookmarkStart", id=number, name=block.anchor)
            made.content = (start, *made.content, w("bookmarkEnd", id=number))
        if block.keep_next:
            made.set("keepNext")
        if block.role == "clause":
            restart = self.counter.take(block)
            if restart is not None:
                number_id = w("numId", val=self.last_list + 1 + restart)
                made.set("numPr", w("ilvl", val=block.level - 1), number_id)
        return made


def _close(made: list[WordParagraph | Xml], section: Element) -> None:
    """End a section: its properties go into its last paragraph."""
    last = made[-1] if made else None
    if not isinstance(last, WordParagraph):
        last = WordParagraph("TableAfter")
        made.append(last)
    last.section = section
