"""Numbers in front of clauses, the table of contents, and what references point at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from operator import is_not
from typing import Any

from sowgen.assemble.blocks import Body
from sowgen.assemble.inlines import Draft, PendingReference
from sowgen.assemble.words import Words
from sowgen.diagnostics import Diagnostic, did_you_mean, error
from sowgen.model.document import (
    Block,
    Cell,
    Inline,
    Paragraph,
    Reference,
    Section,
    Table,
    Text,
    TocEntry,
)

_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def letter(number: int) -> str:
    """a … z, then aa, bb … as Word counts."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def roman(number: int) -> str:
    """i, ii, iii, iv …"""
    text = ""
    for value, sign in _ROMAN:
        while number >= value:
            text += sign
            number -= value
    return text


def number_paragraphs(sections: Iterable[Section]) -> tuple[Section, ...]:
    """The sections with a number and a label on every clause paragraph, and an anchor on
    every heading that the table of contents lists."""
    counts = [0, 0, 0, 0]
    headings = 0

    def numbered(block: Block) -> Block:
        nonlocal headings
        if not isinstance(block, Paragraph):
            return block
        if block.role == "clause":
            counts[block.level - 1] += 1
            counts[block.level :] = [0] * (4 - block.level)
            label = _label(block.level, counts)
            block = replace(block, label=label, number=_full(block.level, counts))
        if not block.anchor and (
            block.role in ("part", "heading") or (block.role == "clause" and block.level == 1)
        ):
            headings += 1
            block = replace(block, anchor=f"sg_toc_{headings}")
        return block

    return tuple(
        replace(section, blocks=tuple(numbered(block) for block in section.blocks))
        for section in sections
    )


def _label(level: int, counts: list[int]) -> str:
    if level == 1:
        return str(counts[0])
    if level == 2:
        return f"{counts[0]}.{counts[1]}"
    return f"({letter(counts[2])})" if level == 3 else f"({roman(counts[3])})"


def _full(level: int, counts: list[int]) -> str:
    text = str(counts[0])
    if level >= 2 and counts[1]:
        text += f".{counts[1]}"
    if level >= 3:
        text += f"({letter(counts[2])})"
    if level == 4:
        text += f"({roman(counts[3])})"
    return text


def table_of_contents(sections: Iterable[Section]) -> tuple[TocEntry, ...]:
    """An entry for each part, article and heading, in reading order."""
    entries = []
    for section in sections:
        for block in section.blocks:
            if not isinstance(block, Paragraph):
                continue
            level = {"part": 0, "heading": 2}.get(block.role)
            if block.role == "clause" and block.level == 1:
                level = 1
            if level is not None:
                entries.append(TocEntry(level, block.label, words_of(block.inlines), block.anchor))
    return tuple(entries)


def words_of(inlines: Iterable[Any]) -> str:
    """The words of some inlines, without their form."""
    return "".join(str(getattr(part, "text", "")) for part in inlines)


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference can point at: a numbered paragraph of a document."""

    kind: str
    title: str
    anchor: str
    number: str


def find_targets(
    kind: str, title: str, body: Body, sections: Iterable[Section]
) -> dict[str, Target]:
    """Everything in a document that has a name: clauses by id, paragraphs by their mark."""
    by_anchor = {
        block.anchor: block
        for section in sections
        for block in section.blocks
        if isinstance(block, Paragraph) and block.anchor
    }
    return {
        name: Target(
            kind, title, anchor, by_anchor[anchor].number or words_of(by_anchor[anchor].inlines)
        )
        for name, (anchor, _) in body.names.items()
        if anchor in by_anchor
    }


@dataclass(slots=True)
class Linker:
    """Puts words in the place of pending references. `targets` maps each document kind to its
    own targets; a name is looked for in the same document first. The kinds of `internal` are
    not there for the others."""

    words: Words
    targets: Mapping[str, Mapping[str, Target]]
    internal: frozenset[str] = frozenset()

    def link(
        self, kind: str, sections: Iterable[Section]
    ) -> tuple[tuple[Section, ...], tuple[Diagnostic, ...]]:
        """The sections with every reference resolved; O301 for one that leads nowhere, B104 for
        one that leads from a document of the package into an internal one."""
        found: list[Diagnostic] = []

        def resolve(inlines: tuple[Draft, ...]) -> tuple[Inline, ...]:
            if not any(isinstance(part, PendingReference) for part in inlines):
                return inlines  # type: ignore[return-value]
            return tuple(done for part in inlines for done in self._inline(kind, part, found))

        linked = tuple(
            replace(section, blocks=tuple(map_inlines(block, resolve) for block in section.blocks))
            for section in sections
        )
        return linked, tuple(found)

    def _inline(self, kind: str, part: Draft, found: list[Diagnostic]) -> Iterable[Inline]:
        if not isinstance(part, PendingReference):
            yield part  # type: ignore[misc]
            return
        target = self.targets[kind].get(part.name)
        seen = self._seen_from(kind)
        target = target or next((t[part.name] for t in seen.values() if part.name in t), None)
        if target is None:
            hidden = next((k for k in self.internal if part.name in self.targets[k]), "")
            if hidden:
                message = f"`{part.name}` stands in the internal document `{hidden}`"
                hint = "the other party does not get that document; say here what it has to know"
                found.append(error("B104", message, part.span, hint))
                return
            known = [name for targets in seen.values() for name in targets]
            hint = did_you_mean(part.name, known) or (
                f'the clause may be left out here: write `{{% if has("{part.name}") %}}` around it'
            )
            message = f"the reference to `{part.name}` leads nowhere"
            found.append(error("O301", message, part.span, hint))
            return
        here = target.kind == kind
        reference = Reference(
            target.number,
            target.anchor if here else None,
            part.bold,
            part.italic,
            None if here else (target.kind, target.anchor),
        )
        if part.bare:
            yield reference
            return
        key = "clause_ref" if here else "clause_ref_in"
        before, _, after = self.words.word(key, document=target.title).partition("{number}")
        if part.capital:
            before = before[:1].upper() + before[1:]
        if before:
            yield Text(before, part.bold, part.italic)
        yield reference
        if after:
            yield Text(after, part.bold, part.italic)

    def _seen_from(self, kind: str) -> Mapping[str, Mapping[str, Target]]:
        if kind in self.internal:
            return self.targets
        return {name: t for name, t in self.targets.items() if name not in self.internal}


def map_inlines(block: Block, change: Callable[[tuple[Any, ...]], tuple[Inline, ...]]) -> Block:
    """The block with `change` applied to every run of inlines in it; the block itself where that
    changes nothing."""

    def row(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        changed = tuple(cell_of(cell) for cell in cells)
        return changed if any(map(is_not, changed, cells)) else cells

    def cell_of(cell: Cell) -> Cell:
        changed = change(cell.inlines)
        return cell if changed is cell.inlines else Cell(changed, cell.align)

    if isinstance(block, Paragraph):
        inlines = change(block.inlines)
        return block if inlines is block.inlines else replace(block, inlines=inlines)
    if isinstance(block, Table):
        header, rows = (tuple(row(cells) for cells in part) for part in (block.header, block.rows))
        if any(map(is_not, (*header, *rows), (*block.header, *block.rows))):
            return replace(block, header=header, rows=rows)
    return block


def runs(block: Block) -> Iterable[tuple[Inline, ...]]:
    """Every run of inlines in a paragraph or table."""
    if isinstance(block, Paragraph):
        yield block.inlines
    elif isinstance(block, Table):
        for row in (*block.header, *block.rows):
            for cell in row:
                yield cell.inlines
