"""What the parts of the body writer share while one document is written."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sowgen.model.document import Document, Paragraph
from sowgen.model.figure import Figure
from sowgen.render.docx.look import Look

if TYPE_CHECKING:
    from sowgen.render.pictures import Picture

RTL_LANGUAGES = frozenset({"ar", "fa", "he", "ur", "yi", "ps", "dv", "ckb"})


@dataclass
class Context:
    """The state of writing one body.

    `targets` are the anchored paragraphs of the document by anchor; `hrefs` the external
    addresses used so far with their relationship ids; `pages` the page of an anchor where
    it is known; `ids` gives bookmark ids, `drawing_ids` those of drawings; `pictures` holds
    every figure drawn, `placed` those used so far with their number. Lengths are in twentieths
    of a point.
    """

    document: Document
    look: Look
    pages: Mapping[str, int]
    ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    targets: dict[str, Paragraph] = field(default_factory=dict)
    hrefs: dict[str, str] = field(default_factory=dict)
    text_width: int = 0
    text_height: int = 0
    drawing_ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    pictures: Mapping[Figure, Picture] = field(default_factory=dict)
    placed: dict[Figure, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for block in self.document.blocks():
            if isinstance(block, Paragraph) and block.anchor:
                if block.anchor in self.targets:
                    raise ValueError(f"two paragraphs carry the anchor {block.anchor}")
                self.targets[block.anchor] = block

    @property
    def right_to_left(self) -> bool:
        """Whether the document's language is written from right to left."""
        return self.document.language.split("-")[0].lower() in RTL_LANGUAGES

    def relationship(self, href: str) -> str:
        """The relationship id of external address `href`, made on its first use."""
        return self.hrefs.setdefault(href, f"rIdSowgen{len(self.hrefs) + 1}")

    def picture(self, figure: Figure) -> tuple[str, str]:
        """The relationship ids of a figure's PNG and SVG."""
        if figure not in self.pictures:
            raise ValueError(f"no picture of the figure {figure.caption!r}")
        number = self.placed.setdefault(figure, len(self.placed) + 1)
        return f"rIdSowgenPng{number}", f"rIdSowgenSvg{number}"
