"""A document's sections → the paragraphs, tables and pictures of the Word body."""

from __future__ import annotations

from collections.abc import Iterable
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
from sowgen.render.docx.numbering import Counter
from sowgen.render.docx.ooxml import Element, paragraph, q, set_paragraph_property, w
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
RESTART = "sowgen-restart"
"""Marks, in `w:numId`, the numbering instance of a restart until it has an id."""


class Body:
    """Writes the body of one document.

    `base` is the template's last `w:sectPr`; `on_new_page` tells whether the template starts
    a page where the body begins. After `write`, `last` is the section properties the document
    ends with and `counter.restarts` the lists to add to the numbering part.
    """

    def __init__(self, context: Context, base: Element, *, on_new_page: bool = False) -> None:
        self.context = context
        self.base = base
        self.last = base
        self.counter = Counter()
        self.on_new_page = on_new_page
        self.later: list[tuple[Contents, Element]] = []

    def write(self, sections: Iterable[Section]) -> list[Element]:
        """Every section's elements; each section but the last ends in its own `w:sectPr`."""
        made: list[Element] = []
        for number, section in enumerate(sections):
            if number:
                _close(made, self.last)
            self.last = oriented(self.base, landscape=section.landscape)
            self.context.text_width = text_width(self.last)
            self.context.text_height = text_height(self.last)
            self.on_new_page = self.on_new_page or number > 0
            made += self._section(section)
        return self._with_contents(made)

    def _with_contents(self, made: list[Element]) -> list[Element]:
        """The body with its table of contents, written last: its page numbers may still be
        on their way while the rest is built."""
        for block, place in self.later:
            at = made.index(place)
            made[at : at + 1] = self._carried(contents(block, self.context), place)
        return made

    def _carried(self, elements: list[Element], place: Element) -> list[Element]:
        """The elements with what was noted on their place holder: a page break, a section."""
        properties = place.find(q("pPr"))
        for noted in [] if properties is None else list(properties):
            target = elements[-1] if noted.tag == q("sectPr") else elements[0]
            set_paragraph_property(target, noted)
        return elements

    def _section(self, section: Section) -> list[Element]:
        made: list[Element] = []
        break_before = False
        for block, following in zip_longest(section.blocks, section.blocks[1:]):
            if isinstance(block, PageBreak):
                break_before = bool(made)
                continue
            elements = self._block(block)
            if isinstance(block, Paragraph) and isinstance(following, Table | Figure):
                # What introduces a table or a figure stays on its page.
                set_paragraph_property(elements[0], w("keepNext"))
            starts_page = break_before or (not made and self.on_new_page)
            if starts_page and isinstance(block, Paragraph):
                # Word keeps the space above a paragraph at the top of a page asked for.
                set_paragraph_property(elements[0], w("spacing", before=0))
            if break_before:
                if elements[0].tag != q("p"):
                    elements.insert(0, paragraph("TableAfter"))
                set_paragraph_property(elements[0], w("pageBreakBefore"))
                break_before = False
            made += elements
        return made

    def _block(self, block: Block) -> list[Element]:
        match block:
            case Paragraph():
                return [self._paragraph(block)]
            case Table():
                return [table(block, self.context), paragraph("TableAfter")]
            case Figure():
                return drawing(block, self.context)
            case Signatures():
                return signatures(block, self.context)
            case Contents():
                place = paragraph("ContentsTitle")
                self.later.append((block, place))
                return [place]
        raise TypeError(f"no such block: {type(block).__name__}")

    def _paragraph(self, block: Paragraph) -> Element:
        level = 0 if block.role in _ONE_LEVEL else block.level
        style = _STYLES.get((block.role, level))
        if style is None:
            raise ValueError(f"a {block.role} paragraph has no level {block.level}")
        content = runs(block.inlines, self.context)
        if block.anchor:
            number = next(self.context.ids)
            start = w("bookmarkStart", id=number, name=block.anchor)
            content = [start, *content, w("bookmarkEnd", id=number)]
        made = paragraph(style, *content)
        if block.keep_next:
            set_paragraph_property(made, w("keepNext"))
        if block.role == "clause":
            restart = self.counter.take(block)
            if restart is not None:
                number_id = w("numId", val=f"{RESTART}-{restart}")
                marks = w("numPr", w("ilvl", val=block.level - 1), number_id)
                set_paragraph_property(made, marks)
        return made


def _close(made: list[Element], section: Element) -> None:
    """End a section: its properties go into its last paragraph."""
    if not made or made[-1].tag != q("p"):
        made.append(paragraph("TableAfter"))
    set_paragraph_property(made[-1], section)
