"""Where the words of a package come from: places in its documents, clauses, lines of YAML.

Everything is read off the documents as assembled: each value in them knows its origin.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING

from sowgen.model.document import Block, Document, LineBreak, Paragraph, Table, Value
from sowgen.model.tree import dotted
from sowgen.model.written import as_written

if TYPE_CHECKING:
    from sowgen.diagnostics import Span
    from sowgen.model.clause import BoundParameter, ChosenClause, Clause
    from sowgen.model.document import Origin
    from sowgen.pipeline.package import Package

SNIPPET = 72
COVER = -1
"""The index of a document's cover, which stands before its blocks."""
COMPUTED = {
    "plan": "schedule",
    "meetings": "communication",
    "clocks": "escalation",
    "scorecard": "qualification",
    "chosen_supplier": "qualification",
}
"""What is computed by its name in templates, and the section of the project it comes from."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A value that stands in a document: its words, its path, and where it is written. `how` says
    how it came about where it is not written, and `span` then is what it comes from, if known."""

    words: str
    path: str
    span: Span | None
    how: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a part of a document is there: the number it stands under, its clause (None: text of
    the outline), the place of its wording, and the values in it."""

    where: str
    clause: ChosenClause | None
    span: Span | None
    values: tuple[Printed, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A block of a document, or a row of a table, and the number it stands under
    (`sow:8.2`, `sow:cover`)."""

    where: str
    block: object


def trace(package: Package, where: str) -> tuple[str, ...]:
    """The lines that answer for a clause id, a number (`sow:7.2`) or a path; none where the
    package has nothing of that name."""
    documents = {document.kind: document for document in package.assembly.documents}
    kind, colon, number = where.partition(":")
    if colon and kind in documents:
        return tuple(_number(package, documents[kind], number.rstrip(".")))
    if where in package.clauses:
        return tuple(_clause(package, package.clauses[where]))
    return tuple(_path(package, documents.values(), where))


def explain(package: Package, document: Document, index: int, row: int | None = None) -> Reason:
    """Why the block of that index is there; of a table its header, or that row. Raises
    `LookupError` where the document has no such part."""
    blocks = document.blocks()
    if not COVER <= index < len(blocks):
        raise LookupError(index)
    block = document.cover if index == COVER else blocks[index]
    part: object = block
    if isinstance(block, Table):
        part = block.header if row is None else block.rows[row]
    before = blocks[: index + 1]
    number = next((b.number for b in reversed(before) if isinstance(b, Paragraph) and b.number), "")
    written = _Written(package)
    values = dict.fromkeys(
        Printed(text_of(value), value.origin.path, *written.place(value.origin))
        for value in _values(part)
        if value.origin is not None
    )
    clause = package.clauses.get(getattr(block, "clause", ""))
    return Reason(number, clause, getattr(block, "span", None), tuple(values))


class _Written:
    """Which values of a package are written in files, and where."""

    def __init__(self, package: Package) -> None:
        self._sections = package.tree.values
        self._known = {dotted(at): span for at, span in package.tree.values.items()}
        for chosen in package.clauses.values():
            self._known.update((bound.path, bound.span) for bound in chosen.values.values())

    def place(self, origin: Origin) -> tuple[Span | None, str]:
        """Where a value is written; for one that is not, what it comes from and how."""
        if origin.path in self._known:
            return origin.span, ""
        whole = origin.path.rpartition("[")[0]  # an item of a list that a clause takes
        if whole.startswith("clauses.") and whole in self._known:
            return self._known[whole], ""
        section = COMPUTED.get(re.split(r"[.\[]", origin.path, maxsplit=1)[0], "")
        if not section:
            return None, "not written in the project"
        return self._sections.get((section,)), f"computed from `{section}`"


def names(package: Package) -> tuple[str, ...]:
    """What `trace` knows: clause ids, numbers and the paths of values that are printed."""
    found = dict.fromkeys(package.clauses)
    for document in package.assembly.documents:
        for spot in _spots(document):
            found[spot.where] = None
            found.update(dict.fromkeys(v.origin.path for v in _values(spot.block) if v.origin))
    return tuple(found)


def _spots(document: Document) -> Iterator[Spot]:
    """The cover, then every block or row in reading order with the last number before it."""
    yield Spot(f"{document.kind}:cover", document.cover)
    number = "start"
    for block in document.blocks():
        if isinstance(block, Paragraph) and block.number:
            number = block.number
        parts = block.rows if isinstance(block, Table) else (block,)
        yield from (Spot(f"{document.kind}:{number}", part) for part in parts)


def _values(node: object) -> Iterator[Value]:
    """The values anywhere inside a part of a document."""
    if isinstance(node, Value):
        yield node
    elif isinstance(node, tuple):
        for item in node:
            yield from _values(item)
    elif is_dataclass(node):
        for field in fields(node):
            yield from _values(getattr(node, field.name))


def text_of(node: object) -> str:
    """The words of a part of a document in one line."""
    return " ".join("".join(_words(node)).split())


def _text(node: object) -> str:
    """The words of a part of a document in one line, shortened to a snippet."""
    words = text_of(node)
    return words if len(words) <= SNIPPET else words[: SNIPPET - 1].rstrip() + "…"


def _words(node: object) -> Iterator[str]:
    if isinstance(node, LineBreak):
        yield " "
    elif isinstance(node, tuple):
        for item in node:
            yield from _words(item)
    elif isinstance(text := getattr(node, "text", getattr(node, "letter", None)), str):
        yield text
    elif is_dataclass(node):
        for field in fields(node):
            if field.name in ("inlines", "cells", "rows", "header"):
                yield from _words(getattr(node, field.name))
                yield " "


def _place(span: Span | None) -> str:
    return f"{span.file}:{max(span.line, 1)}:{max(span.col, 1)}" if span and span.file else ""


def _number(package: Package, document: Document, number: str) -> Iterator[str]:
    """The block under that number, those below it, their clause and their values."""
    blocks = document.blocks()
    first = next(
        (i for i, b in enumerate(blocks) if isinstance(b, Paragraph) and b.number == number), None
    )
    if first is None:
        return
    top = blocks[first]
    assert isinstance(top, Paragraph)  # noqa: S101
    inside = [top, *_below(blocks[first + 1 :], top.level)]
    yield f"{document.kind}:{number}  {_text(top)}"
    owners = dict.fromkeys(getattr(b, "clause", "") for b in inside)
    for name in owners:
        if name in package.clauses:
            yield f"  {_version(package, package.clauses[name])}"
    if not any(owners):
        yield f"  outline of the document, {_place(top.span)}".rstrip(", ")
    yield from _origins(package, (value for block in inside for value in _values(block)))


def _below(blocks: Iterable[Block], level: int) -> Iterator[Block]:
    """The blocks up to the next number at the same level or above."""
    for block in blocks:
        if isinstance(block, Paragraph) and (
            block.role == "part" or (block.number and block.level <= level)
        ):
            return
        yield block


def _origins(package: Package, values: Iterable[Value]) -> Iterator[str]:
    """Each value with its path and the place where it is written, or how it came about, once."""
    written = _Written(package)
    rows: dict[tuple[str, str, str], None] = {}
    for value in values:
        if value.origin is not None:
            span, how = written.place(value.origin)
            rows[_text(value), value.origin.path, how or _place(span)] = None
    wide = [max((len(row[i]) for row in rows), default=0) for i in (0, 1)]
    for text, path, place in rows:
        yield f"  {text:<{wide[0]}}  {path:<{wide[1]}}  {place}".rstrip()


def _version(package: Package, chosen: ChosenClause) -> str:
    clause = chosen.clause
    reason = f", because: {chosen.reason}" if chosen.reason else ""
    return (
        f"clause {clause.id} {clause.version}, position {chosen.position}, "
        f"{_place(chosen.wording.span)}{_pinned(package, clause)}{reason}"
    )


def _pinned(package: Package, clause: Clause) -> str:
    """Whether the project has the clause pinned, and is behind the library with it."""
    lock, behind = package.pinned.lock, package.pinned.behind
    if lock is None or clause.own or clause.id not in lock.pins:
        return ""
    if clause.id not in behind:
        return ", pinned"
    now = behind[clause.id]
    if now is None:
        return ", pinned, gone from the library"
    if now.version == clause.version:
        return ", pinned, another text in the library"
    return f", pinned, {now.version} in the library"


def _clause(package: Package, chosen: ChosenClause) -> Iterator[str]:
    """The clause's version and position, where it stands, and what its parameters hold."""
    yield _version(package, chosen)
    for document in package.assembly.documents:
        spots = [s for s in _spots(document) if getattr(s.block, "clause", "") == chosen.clause.id]
        if spots:
            yield f"  stands in {spots[0].where}  {_text(spots[0].block)}"
    rows = [(name, *_bound(bound)) for name, bound in chosen.values.items()]
    wide = [max((len(row[i]) for row in rows), default=0) for i in range(3)]
    for name, value, path, place in rows:
        yield f"  {name:<{wide[0]}}  {value:<{wide[1]}}  {path:<{wide[2]}}  {place}".rstrip()


def _bound(bound: BoundParameter) -> tuple[str, str, str]:
    value = as_written(bound.value)
    path = "the clause's default" if bound.from_default else bound.path
    return value if len(value) <= SNIPPET else value[: SNIPPET - 1] + "…", path, _place(bound.span)


def _path(package: Package, documents: Iterable[Document], path: str) -> Iterator[str]:
    """Where a value of the project is written, which parameters take it, where it is printed."""
    lines = []
    for chosen in package.clauses.values():
        for name, bound in chosen.values.items():
            if _covers(path, bound.path) and not bound.from_default:
                lines.append(f"  parameter {name} of {_version(package, chosen)}")
    for document in documents:
        for spot in _spots(document):
            found = [v for v in _values(spot.block) if v.origin and _covers(path, v.origin.path)]
            if found:
                words = ", ".join(dict.fromkeys(_text(v) for v in found))
                lines.append(f"  {words} in {spot.where}  {_text(spot.block)}".rstrip())
    written = _written(package, path)
    if written or lines:
        yield f"{path}  {written or 'not written in the project'}"
        yield from dict.fromkeys(lines)


def _written(package: Package, path: str) -> str:
    """The place of the value in YAML, '' where the project and its defaults do not write it."""
    spans = (s for at, s in package.tree.values.items() if at and dotted(at) == path)
    return _place(next(spans, None))


def _covers(path: str, other: str) -> bool:
    return other == path or other.startswith((f"{path}.", f"{path}["))
