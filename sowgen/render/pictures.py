"""A document's figures as pictures, for formats that cannot draw.

They are drawn by the page design, so that a figure looks the same in every format.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from sowgen.diagnostics import Outcome
from sowgen.model.artifact import Design
from sowgen.model.document import Document, Section
from sowgen.model.figure import Figure
from sowgen.render.memory import Memory
from sowgen.render.pdf.compile import write_figures
from sowgen.render.svg import portable

PIXELS = 200
"""Dots per inch of the pixel form, at the figure's full size. LibreOffice shows and prints this
form; at 144 its slanted edges are jagged and thin frames fade."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure drawn: `svg` in lines and letters' outlines, which needs no fonts; `png` in
    dots, for programs that show no SVG."""

    svg: bytes
    png: bytes


Drawn: TypeAlias = Mapping[Figure, Picture]


def draw_pictures(
    document: Document, design: Design, memory: Memory | None = None
) -> Outcome[Drawn | None]:
    """The picture of every figure in the document. None with W202 or W204 to W207 where the
    design cannot draw them. `memory` is that of the earlier calls; several threads may share it
    for documents of different kinds."""
    figures = tuple(dict.fromkeys(b for b in document.blocks() if isinstance(b, Figure)))
    if not figures:
        return Outcome({})
    # The design may draw from anything that it is given, so all of it tells drawings apart.
    alone = replace(document, sections=(Section(figures),), toc=())
    with (memory or Memory()).pictures.writing(document.kind) as uses:
        drawn = uses.before.get((alone, design))
        if drawn is None:
            made = _draw(alone, figures, design)
            if made.value is None:
                return made
            drawn = made.value
        uses.now[alone, design] = drawn
    return Outcome(drawn)


def _draw(alone: Document, figures: Sequence[Figure], design: Design) -> Outcome[Drawn | None]:
    made = write_figures(alone, design, PIXELS)
    if made.value is None:
        return Outcome(None, made.diagnostics)
    pairs = zip(figures, made.value, strict=True)
    return Outcome({figure: Picture(portable(svg), png) for figure, (svg, png) in pairs})
