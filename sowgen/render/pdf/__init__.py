"""The PDF writer: the document's JSON, drawn by the typst design `page.typ`, all in memory.

Start at `write_pdf`. `compile.py` runs typst, `pages.py` draws pages for the screen, `problems.py`
turns typst's findings into diagnostics, `coverage.py` tells which characters no font has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sowgen.diagnostics import Outcome
from sowgen.model.artifact import Design
from sowgen.model.document import Document
from sowgen.render.pdf.compile import PdfResult, read_pages, write_pdf
from sowgen.render.pdf.coverage import uncovered
from sowgen.render.pdf.pages import DrawnPages, Page, Place, draw_pages
from sowgen.render.pdf.printed import settle

if TYPE_CHECKING:
    from sowgen.render.layout import Layout

__all__ = [
    "DrawnPages",
    "Page",
    "PdfResult",
    "Place",
    "draw_pages",
    "read_pages",
    "uncovered",
    "write",
    "write_pdf",
]


def write(document: Document, design: Design, layout: Layout) -> Outcome[bytes | None]:
    """The writer of the format `pdf`: typst's pages, or the Word file on paper where the
    workspace has `pdf.engine: libreoffice` (`design.print_word`)."""
    if design.print_word is None:
        result = layout.pdf()
        return Outcome(result.value.data if result.value else None, result.diagnostics)
    from sowgen.render.word import write as write_word

    word = write_word(document, design, layout)
    if word.value is None:
        return Outcome(None, word.diagnostics)
    return Outcome(settle(design.print_word(word.value), document.date), word.diagnostics)
