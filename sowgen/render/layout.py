"""A document's pages and pictures as typst lays them out, begun in the background.

typst runs outside Python's lock, so the PDFs of a package are laid out in threads of their
own while its Word files are written. Word needs the pages only for its table of contents, and a
picture of each figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from sowgen.diagnostics import Outcome
from sowgen.model.artifact import Design
from sowgen.model.document import Document
from sowgen.render.memory import Memory
from sowgen.render.pdf.compile import PdfResult, read_pages, write_pdf
from sowgen.render.pictures import Drawn, draw_pictures


@dataclass(slots=True)
class Layout:
    """The PDF, the pages and the pictures of one document, computed when asked for or, after
    `begin`, by the threads of `pool`."""

    document: Document
    design: Design
    memory: Memory | None = None
    _pdf: Future[Outcome[PdfResult | None]] | None = None
    _pages: Future[dict[str, int]] | None = None
    _pictures: Future[Outcome[Drawn | None]] | None = None

    def begin(self, pool: ThreadPoolExecutor, *, pdf: bool, word: bool) -> None:
        """Starts on the PDF, or where that is not wanted on the pages alone; for a Word file
        first on the pictures."""
        if word:
            self._pictures = pool.submit(draw_pictures, self.document, self.design, self.memory)
        if pdf:
            self._pdf = pool.submit(write_pdf, self.document, self.design)
        else:
            self._pages = pool.submit(read_pages, self.document, self.design)

    def pdf(self) -> Outcome[PdfResult | None]:
        """What `write_pdf` gives."""
        return self._pdf.result() if self._pdf else write_pdf(self.document, self.design)

    def pictures(self) -> Outcome[Drawn | None]:
        """What `draw_pictures` gives."""
        if self._pictures:
            return self._pictures.result()
        return draw_pictures(self.document, self.design, self.memory)

    def pages(self) -> Mapping[str, int]:
        """The page of every anchor; empty where the design does not compile."""
        if self._pdf:
            result = self._pdf.result().value
            return result.pages if result else {}
        return self._pages.result() if self._pages else read_pages(self.document, self.design)


@dataclass(frozen=True, slots=True)
class LaterPages(Mapping[str, int]):
    """The pages of a layout as a mapping that waits for them at the first look."""

    layout: Layout
    _found: dict[str, int] = field(default_factory=dict)

    def _all(self) -> dict[str, int]:
        if not self._found:
            self._found.update(self.layout.pages())
        return self._found

    def __getitem__(self, anchor: str) -> int:
        return self._all()[anchor]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())
