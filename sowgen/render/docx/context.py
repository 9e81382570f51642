"""What the parts of the body writer share while one document is written."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from sowgen.model.document import Document, Paragraph, Table
from sowgen.model.figure import Figure
from sowgen.render.docx.look import Look
from sowgen.render.docx.markup import Xml

if TYPE_CHECKING:
    from sowgen.render.memory import Uses
    from sowgen.render.pictures import Picture

TableKey: TypeAlias = tuple[Table, int, str, Look]
Question: TypeAlias = tuple[Literal["number", "link"], str]
RTL_LANGUAGES = frozenset({"ar", "fa", "he", "ur", "yi", "ps", "dv", "ckb"})


@dataclass(frozen=True, slots=True)
class Made:
    """Markup with what was asked of the context while it was made, and the answers: it is right
    wherever the same questions get the same answers."""

    xml: Xml
    answers: tuple[tuple[Question, object], ...]


@dataclass
class Context:
    """The state of writing one body.

    `targets` are the anchored paragraphs of the document by anchor; `hrefs` the external
    addresses used so far with their relationship ids; `pages` the page of an anchor where
    it is known; `ids` gives bookmark ids, `drawing_ids` those of drawings; `pictures` holds
    every figure drawn, `placed` those used so far with their number. `tables` are those of the
    last writing, where there is a memory; `asked` the questions since the last table began.
    Lengths are in twentieths of a point.
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
    tables: Uses[TableKey, Made] | None = None
    asked: dict[Question, object] = field(default_factory=dict)

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

    def numbered(self, anchor: str) -> tuple[str, str] | None:
        """The role and the number of the paragraph at an anchor, None where there is none."""
        target = self.targets.get(anchor)
        answer = None if target is None else (target.role, target.number)
        self.asked["number", anchor] = answer
        return answer

    def relationship(self, href: str) -> str:
        """The relationship id of external address `href`, made on its first use."""
        answer = self.hrefs.setdefault(href, f"rIdSowgen{len(self.hrefs) + 1}")
        self.asked["link", href] = answer
        return answer

    def _answer(self, question: Question) -> object:
        what, name = question
        return self.numbered(name) if what == "number" else self.relationship(name)

    def table(self, block: Table, make: Callable[[Table, Context], Xml]) -> Xml:
        """The table as the last writing made it, where that is still right, or as `make` does."""
        if self.tables is None:
            return make(block, self)
        key = (block, self.text_width, self.document.language, self.look)
        made = self.tables.before.get(key)
        if made is None or any(self._answer(question) != a for question, a in made.answers):
            self.asked = {}
            xml = make(block, self)
            made = Made(xml, tuple(self.asked.items()))
        self.tables.now[key] = made
        return made.xml

    def picture(self, figure: Figure) -> tuple[str, str]:
        """The relationship ids of a figure's PNG and SVG."""
        if figure not in self.pictures:
            raise ValueError(f"no picture of the figure {figure.caption!r}")
        number = self.placed.setdefault(figure, len(self.placed) + 1)
        return f"rIdSowgenPng{number}", f"rIdSowgenSvg{number}"
