"""Takes: a finished `Document`, a `Format` and the `Design` of its kind.
Gives: the file's bytes, or None with the diagnostics that say why not.
May read: the design's font folders (typst reads the font files); nothing else.
Never does: decide a word, a number or a date; write to disk; ask the clock or the network.
Where to start: `render`, then the writer of the format in `WRITERS`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from sowgen.diagnostics import Outcome
from sowgen.model.artifact import Design, Format
from sowgen.model.document import Document

__all__ = ["WRITERS", "Writer", "render"]

Writer: TypeAlias = Callable[[Document, Design], Outcome[bytes | None]]

WRITERS: Mapping[Format, str] = MappingProxyType(
    {
        "docx": "sowgen.render.word:write",
        "pdf": "sowgen.render.pdf:write",
        "json": "sowgen.render.json:write",
    }
)
"""The writer of each format as `module:function`, imported when first asked for. A new
format is a module with a `Writer` in it, a line here and a word in `model.artifact.Format`."""


def render(document: Document, format: Format, design: Design) -> Outcome[bytes | None]:  # noqa: A002
    """The document as a file of `format`.

    Gives None where the design has a mistake; the diagnostics name its file, line and
    column. The same document and design give the same bytes, on any day and machine.
    An exception means a bug, or that the program behind `design.print_word` failed.
    """
    module, _, name = WRITERS[format].partition(":")
    writer: Writer = getattr(importlib.import_module(module), name)
    return writer(document, design)
