"""Takes: finished `Document`s, `Format`s and the `Design` of each kind.
Gives: the files' bytes, or None with the diagnostics that say why not.
May read: the design's font folders (typst reads the font files); nothing else.
Never does: decide a word, a number or a date; write to disk; ask the clock or the network.
Where to start: `render_all`, then the writer of the format in `WRITERS`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType
from typing import TypeAlias

from sowgen.diagnostics import Outcome
from sowgen.model.artifact import Design, Format
from sowgen.model.document import Document
from sowgen.model.export import Export
from sowgen.render.layout import Layout
from sowgen.render.memory import Memory
from sowgen.render.pdf.pages import draw_pages
from sowgen.render.stamps import read_stamp, stamp

__all__ = [
    "EXPORT_WRITERS",
    "WRITERS",
    "Memory",
    "Writer",
    "draw_pages",
    "read_stamp",
    "render",
    "render_all",
    "render_export",
    "stamp",
]

Writer: TypeAlias = Callable[[Document, Design, Layout], Outcome[bytes | None]]

WRITERS: Mapping[Format, str] = MappingProxyType(
    {
        "docx": "sowgen.render.word:write",
        "pdf": "sowgen.render.pdf:write",
        "json": "sowgen.render.json:write",
    }
)
"""The writer of each format as `module:function`, imported when first asked for. A new
format is a module with a `Writer` in it, a line here and a word in `model.artifact.Format`."""


EXPORT_WRITERS: Mapping[Format, str] = MappingProxyType(
    {
        "xlsx": "sowgen.render.xlsx:write",
        "ics": "sowgen.render.ics:write",
        "mspdi": "sowgen.render.mspdi:write",
    }
)
"""The writer of each kind of data, which gives bytes: the same data, the same bytes."""


def render_export(export: Export) -> bytes:
    """The export as a file of its format."""
    module, _, name = EXPORT_WRITERS[export.format].partition(":")
    data: bytes = getattr(importlib.import_module(module), name)(export.data)
    return data


def render_all(
    orders: Sequence[tuple[Document, Design, Sequence[Format]]],
    memory: Memory | None = None,
) -> Iterator[tuple[Document, Format, Outcome[bytes | None]]]:
    """Each document in each of its formats, in order; see `render`. The pages of the documents
    are laid out in two threads meanwhile. `memory` is that of the earlier calls."""
    pool = ThreadPoolExecutor(max_workers=2)
    try:
        layouts = [
            (Layout(document, design, memory), formats) for document, design, formats in orders
        ]
        for layout, formats in layouts:
            if set(formats) & {"docx", "pdf"}:
                printed = layout.design.print_word is not None
                word = printed or "docx" in formats
                layout.begin(pool, pdf="pdf" in formats and not printed, word=word)
        for layout, formats in layouts:
            for format_ in formats:
                yield layout.document, format_, _write(layout, format_)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def render(document: Document, format: Format, design: Design) -> Outcome[bytes | None]:  # noqa: A002
    """The document as a file of `format`.

    Gives None where the design has a mistake; the diagnostics name its file, line and
    column. The same document and design give the same bytes, on any day and machine.
    An exception means a bug, or that the program behind `design.print_word` failed.
    """
    return _write(Layout(document, design), format)


def _write(layout: Layout, format_: Format) -> Outcome[bytes | None]:
    module, _, name = WRITERS[format_].partition(":")
    writer: Writer = getattr(importlib.import_module(module), name)
    return writer(layout.document, layout.design, layout)
