"""The writer of the format `docx`: the Word file, with page numbers in its table of contents.

Word fills page numbers in only when a reader updates the fields, so the file carries the
pages of the PDF as cached text. They are right to a page or so until Word counts anew.
"""

from __future__ import annotations

from sowgen.diagnostics import Outcome
from sowgen.model.artifact import Design
from sowgen.model.document import Document
from sowgen.render.docx import write_docx
from sowgen.render.layout import LaterPages, Layout


def write(document: Document, design: Design, layout: Layout) -> Outcome[bytes | None]:
    """The DOCX. A mistake in `page.typ` costs the cached page numbers, which the PDF of the
    same document reports; a document with figures cannot be written then."""
    drawn = layout.pictures()
    if drawn.value is None:
        return Outcome(None, drawn.diagnostics)
    return write_docx(
        document,
        design.word_template,
        update_fields=design.update_fields,
        pages=LaterPages(layout),
        pictures=drawn.value,
        memory=layout.memory,
    )
