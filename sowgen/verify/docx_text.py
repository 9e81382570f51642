"""The words of a Word file in their order, with what hides or changes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from sowgen.verify.docx_lists import Lists, value
from sowgen.verify.docx_looks import Looks
from sowgen.verify.docx_parts import Parts, attribute, child, local
from sowgen.verify.limits import MAX_PASSAGES, Unreadable
from sowgen.verify.passages import Passage, Story, collapse

_PRINTED_BY_LAYOUT = ("PAGE", "NUMPAGES", "PAGEREF", "SECTIONPAGES", "SECTION")
"""Fields whose result is where the text happens to stand on paper."""
_MARKS: Mapping[str, str] = MappingProxyType(
    {"tab": " ", "ptab": " ", "br": " ", "cr": " ", "noBreakHyphen": "‑", "softHyphen": ""}
)
_TRACKED: Mapping[str, str] = MappingProxyType(
    {"ins": "inserted", "del": "deleted", "moveTo": "moved here", "moveFrom": "moved away"}
)
_REFORMATTED = ("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange")
_PAGE_AT_END = re.compile(r"\s*\d+$")
_SYMBOL = re.compile(r"[0-9A-Fa-f]{2,4}")


@dataclass
class _Paragraph:
    """A paragraph while it is read."""

    words: list[str] = field(default_factory=list)
    looks: dict[str, list[str]] = field(default_factory=dict)
    tracked: dict[str, list[str]] = field(default_factory=dict)
    contents: bool = False


@dataclass
class Reader:
    """Reads the stories of a file one after the other."""

    parts: Parts
    looks: Looks
    lists: Lists
    pictures: Mapping[str, str]
    """The digest of each picture by its relation's id."""
    found: list[Passage] = field(default_factory=list)
    _fields: list[list[str]] = field(default_factory=list)
    """For each field that is open: its code, and `code` or `result` as the reading has got."""
    _tables: int = 0

    def story(self, root: Any, story: Story, place: str = "") -> None:
        """Adds the passages of a part, or of an element of it, to `found`."""
        self._fields.clear()
        self._blocks(root, story, place)

    def _blocks(self, element: Any, story: Story, place: str) -> None:
        for block in element:
            name = local(block)
            if name == "p":
                self._paragraph(block, story, place)
            elif name == "tbl":
                self._table(block, story)
            elif name == "AlternateContent":
                self._blocks(_chosen(block), story, place)
            elif name not in ("sectPr", "tblPr", "tcPr", "pPr"):
                self._blocks(block, story, place)

    def _table(self, table: Any, story: Story) -> None:
        self._tables += 1
        number, row_number = self._tables, 0
        for row in table.iter("{*}tr"):
            if next(row.iterancestors("{*}tbl")) is not table:
                continue  # a row of a table in a cell
            row_number += 1
            cells = [c for c in row.iter("{*}tc") if next(c.iterancestors("{*}tr")) is row]
            for column, cell in enumerate(cells, 1):
                place = f"table {number}, row {row_number}, column {column}"
                self._blocks(cell, "cell" if story == "text" else story, place)

    def _paragraph(self, element: Any, story: Story, place: str) -> None:
        properties = child(element, "pPr")
        label = self.lists.label(properties)
        style = value(properties, "pStyle")
        read = _Paragraph(contents=self._is_contents(style))
        inner: list[Any] = []
        _note_reformatted(properties, read)
        self._runs(element, read, style, (), inner)
        text = collapse("".join(read.words))
        if read.contents and story == "text":
            text, story = _PAGE_AT_END.sub("", text), "contents"
        marks = _joined(read.looks), _joined(read.tracked)
        if text or any(marks):
            self.found.append(Passage(text, story, place, label, *marks))
            if len(self.found) > MAX_PASSAGES:
                raise Unreadable(f"it has more than {MAX_PASSAGES:,} paragraphs")
        for box in inner:
            self._blocks(box, "text box" if story == "text" else story, "")

    def _runs(
        self,
        element: Any,
        read: _Paragraph,
        style: str | None,
        tracked: tuple[str, ...],
        inner: list[Any],
    ) -> None:
        for node in element:
            name = local(node)
            if name == "r":
                self._run(node, read, style, tracked, inner)
            elif name in _TRACKED:
                mark = f"{_TRACKED[name]} by {attribute(node, 'author') or 'somebody'}"
                self._runs(node, read, style, (*tracked, mark), inner)
            elif name == "fldSimple":
                self._fields.append([attribute(node, "instr") or "", "result"])
                self._runs(node, read, style, tracked, inner)
                self._fields.pop()
            elif name == "AlternateContent":
                self._runs(_chosen(node), read, style, tracked, inner)
            elif name == "oMath":
                self._add(read, "".join(node.itertext("{*}t")), (), tracked)
            elif name not in ("pPr", "sdtPr", "rPr"):
                self._runs(node, read, style, tracked, inner)

    def _run(
        self,
        run: Any,
        read: _Paragraph,
        style: str | None,
        tracked: tuple[str, ...],
        inner: list[Any],
    ) -> None:
        properties = child(run, "rPr")
        _note_reformatted(properties, read)
        looks: tuple[str, ...] | None = None
        for node in _contents(run):
            name = local(node)
            if name in ("t", "delText", "sym") or name in _MARKS:
                if looks is None:
                    looks = self.looks.of(properties, style)
                self._add(read, _words_of(node, name), looks, tracked)
            elif name == "fldChar":
                self._field(attribute(node, "fldCharType"))
            elif name == "instrText" and self._fields:
                self._fields[-1][0] += node.text or ""
            elif name in ("drawing", "pict", "object"):
                self._drawing(node, read, inner, tracked)

    def _is_contents(self, style: str | None) -> bool:
        """Whether paragraphs of the style are lines of a table of contents, which end in a page
        number: other programs write it as plain text."""
        name = value(next(iter(self.looks.styles.chain(style)), None), "name") or ""
        return name.lower().startswith("toc ")

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(["", "code"])
        elif kind == "separate" and self._fields:
            self._fields[-1][1] = "result"
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _add(
        self, read: _Paragraph, words: str, looks: tuple[str, ...], tracked: tuple[str, ...]
    ) -> None:
        """Words where they count: not in a field's code, and not where the page decides them."""
        for code, state in self._fields:
            printed = (code.split() or [""])[0].upper() in _PRINTED_BY_LAYOUT
            if state == "code" or (printed and not read.contents):
                return
        for mark in tracked:
            read.tracked.setdefault(mark, []).append(words)
        if any(mark.startswith(("deleted", "moved away")) for mark in tracked):
            return
        read.words.append(words)
        for look in looks if words.strip() else ():
            read.looks.setdefault(look, []).append(words)

    def _drawing(
        self, element: Any, read: _Paragraph, inner: list[Any], tracked: tuple[str, ...]
    ) -> None:
        for node in element.iter():
            name = local(node)
            if name == "txbxContent":
                if next((a for a in node.iterancestors("{*}txbxContent")), None) is None:
                    inner.append(node)
            elif name == "textpath":
                self._add(read, f" {attribute(node, 'string') or ''} ", (), tracked)
            elif name in ("blip", "imagedata"):
                target = attribute(node, "embed") or attribute(node, "id") or ""
                digest = self.pictures.get(target, "")
                read.words.append(f" [picture {digest[:12]}] ")


def _contents(run: Any) -> Iterator[Any]:
    for node in run:
        yield from _contents(_chosen(node)) if local(node) == "AlternateContent" else (node,)


def _words_of(node: Any, name: str) -> str:
    if name == "sym":
        code = attribute(node, "char") or ""
        return chr(int(code, 16)) if _SYMBOL.fullmatch(code) else "�"
    return _MARKS.get(name, node.text or "")


def _chosen(alternate: Any) -> Any:
    """What of two forms of one thing a present program reads."""
    for name in ("Choice", "Fallback"):
        form = child(alternate, name)
        if form is not None:
            return form
    return ()


def _note_reformatted(properties: Any, read: _Paragraph) -> None:
    for node in [] if properties is None else properties:
        name = local(node)
        if name in _REFORMATTED:
            mark = f"reformatted by {attribute(node, 'author') or 'somebody'}"
            read.tracked.setdefault(mark, [])
        elif name == "rPr":
            _note_reformatted(node, read)
        elif name in _TRACKED:
            mark = f"paragraph {_TRACKED[name]} by {attribute(node, 'author') or 'somebody'}"
            read.tracked.setdefault(mark, [])


def _joined(marks: Mapping[str, list[str]]) -> tuple[str, ...]:
    said = ((mark, collapse("".join(words))) for mark, words in marks.items())
    return tuple(f"{mark}: {words}" if words else mark for mark, words in said)
