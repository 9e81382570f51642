"""The document as `page.typ` reads it, in stretches of pages that can be drawn alone.

A stretch begins where a block begins at the top of a page, and so does the stretch behind it. How
its pages look follows from its own blocks, the numbers of its pages and what all pages share.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

from sowgen.model.document import Document
from sowgen.render.pdf.view import view

Mark: TypeAlias = Sequence[Any]
"""A value that the design laid down somewhere, the page from 1, x and y in points."""
Anchors: TypeAlias = Mapping[int, Sequence[Mapping[str, str]]]
"""The anchor and the role of the paragraphs that begin on each page."""

_SHARED_NOT = ("sections", "toc", "clauses")
_TARGET = re.compile(r'"target":"([^"]+)"')


@dataclass(frozen=True, slots=True)
class Stretch:
    """The pages from `first` to before `after`, with the blocks from `start` to before `stop` of
    a section; the cover has no `section`."""

    first: int
    after: int
    section: int | None = None
    start: int = 0
    stop: int = 0

    @property
    def pages(self) -> range:
        """Their numbers, from 1."""
        return range(self.first, self.after)


def stretches(document: Document, marks: Sequence[Mark]) -> tuple[Stretch, ...]:
    """The shortest stretches of the document, from its first page to its last, by the marks of
    its layout; none where these do not tell of every block and of the end."""
    at = {value[1]: place for value, *place in marks if value[0] == "block"}
    end = [page for value, page, *_ in marks if value[0] == "end"]
    if not end or list(at) != list(range(len(document.blocks()))):
        return ()
    heads: list[tuple[int, int, int]] = []  # page, section, block in it
    before = 0
    for number, section in enumerate(document.sections):
        last, top = 0, -1.0
        for i in range(len(section.blocks)):
            page, _, y = at[before + i]
            top = y if i == 0 else top
            if i == 0 or (y == top and page > last):
                heads.append((page, number, i))
            last = page
        before += len(section.blocks)
    made = [Stretch(1, heads[0][0])]
    for (page, number, i), following in pairwise([*heads, (end[0] + 1, len(document.sections), 0)]):
        stop = following[2] if following[1] == number else len(document.sections[number].blocks)
        made.append(Stretch(page, following[0], number, i, stop))
    return tuple(made) if all(s.first < s.after for s in made) else ()


@dataclass(frozen=True, slots=True)
class Pieces:
    """The document's JSON: what all pages share, what is about other pages, for each section what
    its pages share, and every block's JSON with the type of the block."""

    shared: str
    about: str
    sections: tuple[str, ...]
    blocks: tuple[tuple[str, ...], ...]
    types: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, document: Document) -> Pieces:
        """The pieces of `document`, to be drawn with its places."""
        plain = view(document, preview=True)
        sections = plain["sections"]
        return cls(
            _json({k: v for k, v in plain.items() if k not in _SHARED_NOT}),
            _json({k: plain[k] for k in _SHARED_NOT[1:]}),
            tuple(_json({k: v for k, v in s.items() if k != "blocks"}) for s in sections),
            tuple(tuple(_json(block) for block in s["blocks"]) for s in sections),
            tuple(tuple(block["type"] for block in s["blocks"]) for s in sections),
        )

    def whole(self) -> bytes:
        """All of it as one JSON object."""
        pairs = zip(self.sections, self.blocks, strict=True)
        return self._joined(_with_blocks(head, blocks) for head, blocks in pairs)

    def some(
        self, wanted: AbstractSet[Stretch], among: Sequence[Stretch], anchors: Anchors
    ) -> bytes:
        """The wanted stretches, and bare pages in place of the others."""
        covered = any(s.section is None for s in wanted)
        return self._joined(
            (self._section(s) if s in wanted else _bare(s, anchors)
             for s in among if s.section is not None or s not in wanted),
            _json({"covered": covered}),
        )  # fmt: skip

    def key(self, stretch: Stretch, last: int, anchors: Anchors) -> tuple[object, ...]:
        """What the look of the stretch follows from, where `last` is the number of pages."""
        if stretch.section is None:
            return self.shared, stretch, last
        blocks = self.blocks[stretch.section][stretch.start : stretch.stop]
        types = self.types[stretch.section][stretch.start : stretch.stop + 1]
        known = {paragraph["anchor"] for there in anchors.values() for paragraph in there}
        dangling = {t for text in blocks for t in _TARGET.findall(text)} - known
        about: object = ()
        if "Contents" in types[: len(blocks)]:
            about = self.about, _json(anchors)
        place = stretch.first, stretch.after, last
        head = self.sections[stretch.section]
        return self.shared, head, blocks, types[len(blocks) :], place, frozenset(dangling), about

    def _section(self, stretch: Stretch) -> str:
        number, start, stop = stretch.section or 0, stretch.start, stretch.stop
        before = sum(map(len, self.blocks[:number])) + start
        then = "".join(self.types[number][stop : stop + 1])
        more = _json({"before": before, "then": then})
        head = _merged(self.sections[number], more)
        return _with_blocks(head, self.blocks[number][start:stop])

    def _joined(self, sections: Iterator[str], more: str = "{}") -> bytes:
        head = _merged(_merged(self.shared, self.about), more)
        return f'{head[:-1]},"sections":[{",".join(sections)}]}}'.encode()


def anchors_of(document: Document, marks: Sequence[Mark]) -> Anchors:
    """The anchors on each page, by the marks of its layout."""
    blocks = document.blocks()
    found: dict[int, list[Mapping[str, str]]] = {}
    for (part, number), page, *_ in marks:
        if part == "block" and getattr(blocks[number], "anchor", ""):
            block: Any = blocks[number]
            found.setdefault(page, []).append({"anchor": block.anchor, "role": block.role})
    return found


def _bare(stretch: Stretch, anchors: Anchors) -> str:
    return _json({"blocks": [], "bare": [anchors.get(page, ()) for page in stretch.pages]})


def _with_blocks(head: str, blocks: Sequence[str]) -> str:
    return f'{head[:-1]},"blocks":[{",".join(blocks)}]}}'


def _merged(one: str, other: str) -> str:
    """Two JSON objects as one."""
    return one if other == "{}" else f"{one[:-1]},{other[1:]}"


def _json(plain: object) -> str:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
