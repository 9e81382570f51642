"""The words of a Word file in their order, with what hides or changes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from sowgen.verify.docx_lists import Lists, value
from sowgen.verify.docx_looks import Looks, oddities
from sowgen.verify.docx_parts import Parts
from sowgen.verify.docx_vocabulary import BLOCKS, CONTROLS, IN_RUN, INLINE, INLINE_PICTURE
from sowgen.verify.docx_xml import attribute, child, children, is_known, linked, local, plain
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
_PAGE = re.compile(r"\s*[0-9ivxlcdmIVXLCDM]{0,7}\s*")
_MOST_FIELDS = 40
_FIELDS = (*_PRINTED_BY_LAYOUT, "TOC", "HYPERLINK", "REF", "SEQ")
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
    odd: list[str] = field(default_factory=list)
    """What stands between paragraphs and is not known to be harmless."""
    _fields: list[list[str]] = field(default_factory=list)
    """For each field that is open: its code, and `code` or `result` as the reading has got."""
    _tables: int = 0
    _read: int = 0
    _around: tuple[str, ...] = ()
    """What the tables around set on all their words."""
    _tracked: tuple[str, ...] = ()

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
            elif name == "mc:AlternateContent":
                self.odd += _in_two_forms(block)
                self._blocks(_chosen(block), story, place)
            elif name == "sectPr":
                self.odd += (f"a section with {w}" for w in oddities(block).values() if w)
            else:
                self.odd += [] if name in BLOCKS else [f"an element {name}"]
                self.odd += _controls(block)
                if name not in ("tblPr", "tcPr", "pPr", "sdtPr"):
                    self._blocks(block, story, place)

    def _table(self, table: Any, story: Story) -> None:
        self._tables += 1
        number = self._tables
        outer, tracked = self._around, self._tracked
        whole = oddities(child(table, "tblPr"))
        for row_number, row in enumerate(_inside(table, "tr"), 1):
            properties = child(row, "trPr")
            self._tracked = (*tracked, *_rows_marks(properties))
            for column, cell in enumerate(_inside(row, "tc"), 1):
                place = f"table {number}, row {row_number}, column {column}"
                odd = (*whole.values(), *oddities(child(row, "tblPrEx")).values(),
                       *oddities(properties).values(),
                       *oddities(child(cell, "tcPr")).values())  # fmt: skip
                self._around = (*outer, *(words for words in odd if words))
                self._blocks(cell, "cell" if story == "text" else story, place)
        self._around, self._tracked = outer, tracked

    def _paragraph(self, element: Any, story: Story, place: str) -> None:
        properties = child(element, "pPr")
        label = self.lists.label(properties)
        style = value(properties, "pStyle")
        read = _Paragraph(contents=self._is_contents(style))
        self._read += 1
        if self._read > MAX_PASSAGES:
            raise Unreadable(f"it has more than {MAX_PASSAGES:,} paragraphs")
        for mark in self._tracked:
            read.tracked.setdefault(mark, [])
        section = None if properties is None else child(properties, "sectPr")
        self.odd += (f"a section with {w}" for w in oddities(section).values() if w)
        inner: list[Any] = []
        _note_reformatted(properties, read)
        self._runs(element, read, style, (), inner)
        text = collapse("".join(read.words))
        if read.contents and story == "text":
            text, story = _PAGE_AT_END.sub("", text), "contents"
        if text:
            for look in (*self.looks.of_paragraph(properties, style), *self._around):
                read.looks.setdefault(look, [])
        marks = _joined(read.looks), _joined(read.tracked)
        if text or any(marks):
            self.found.append(Passage(text, story, place, label, *marks))
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
                self._begin_result(read)
                self._runs(node, read, style, tracked, inner)
                self._fields.pop()
            elif name == "mc:AlternateContent":
                _note(read, _in_two_forms(node))
                self._runs(_chosen(node), read, style, tracked, inner)
            elif name in ("m:oMath", "m:oMathPara"):
                self._add(read, "".join(node.itertext("{*}t", "{*}chr")), (), tracked)
            else:
                _note(read, [] if name in INLINE else [f"an element {name}"])
                _note(read, _controls(node))
                if name in ("pPr", "sdtPr", "rPr"):
                    continue
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
        for alternate in children(run, "mc:AlternateContent"):
            _note(read, _in_two_forms(alternate))
        for node in _contents(run):
            name = local(node)
            _note(read, [] if name in IN_RUN else [f"an element {name}"])
            if name in ("t", "delText", "sym") or name in _MARKS:
                if looks is None:
                    looks = self.looks.of(properties, style)
                self._add(read, _words_of(node, name), looks, tracked)
            elif name == "fldChar":
                self._field(node, read)
            elif name == "instrText" and self._fields:
                self._fields[-1][0] += node.text or ""
            elif name in ("drawing", "pict", "object"):
                self._drawing(node, read, inner, tracked)

    def _is_contents(self, style: str | None) -> bool:
        """Whether paragraphs of the style are lines of a table of contents, which end in a page
        number: other programs write it as plain text."""
        name = value(next(iter(self.looks.styles.chain(style)), None), "name") or ""
        return name.lower().startswith("toc ")

    def _field(self, node: Any, read: _Paragraph) -> None:
        kind = attribute(node, "fldCharType")
        if (attribute(node, "fldLock") or "0") not in ("0", "false", "off"):
            _note(read, ["a field that is locked"])
        if kind == "begin":
            self._fields.append(["", "code"])
            if len(self._fields) > _MOST_FIELDS:
                raise Unreadable(f"more than {_MOST_FIELDS} fields stand in each other in it")
        elif kind == "separate" and self._fields:
            self._fields[-1][1] = "result"
            self._begin_result(read)
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _begin_result(self, read: _Paragraph) -> None:
        """What the field itself says: that a number of a page stands here."""
        code = (self._fields[-1][0].split() or [""])[0].upper()
        _note(read, [] if code in _FIELDS else [f"a field {code[:30]}"])
        if code in _PRINTED_BY_LAYOUT and not read.contents:
            read.words.append(f"\N{LEFT CEILING}{code.lower()}\N{RIGHT CEILING}")

    def _add(
        self, read: _Paragraph, words: str, looks: tuple[str, ...], tracked: tuple[str, ...]
    ) -> None:
        """Words where they count: not in a field's code, and not where the page decides them."""
        for code, state in self._fields:
            printed = (code.split() or [""])[0].upper() in _PRINTED_BY_LAYOUT
            if state == "code" or (printed and not read.contents and _PAGE.fullmatch(words)):
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
        names = {plain(node) for node in element.iter()}
        if local(element) == "drawing" and names - {"drawing"} <= INLINE_PICTURE:
            pass
        else:
            more = sorted(
                names & {"anchor", "wsp", "rect", "shape", "oval", "line", "group", "OLEObject"}
            )
            _note(read, [" ".join([f"a drawing ({local(element)})", *more])])
        for node in element.iter():
            name = plain(node)
            if name == "txbxContent":
                if next((a for a in node.iterancestors("{*}txbxContent")), None) is None:
                    inner.append(node)
            elif name == "textpath":
                self._add(read, f" {node.get('string') or ''} ", (), tracked)
            elif local(node) in ("a:t", "m:t"):
                self._add(read, node.text or "", (), tracked)
            elif name == "svgBlip":
                self.odd.append(f"a second form of a picture {self._picture(node)}")
            elif name in ("blip", "imagedata"):
                digest = self._picture(node)
                read.words.append(f" [picture {digest[:12]}] ")

    def _picture(self, node: Any) -> str:
        target = linked(node, "embed") or linked(node, "id")
        return self.pictures.get(target, "")


def _note(read: _Paragraph, words: Iterable[str]) -> None:
    """Something about the paragraph as a whole."""
    for look in words:
        read.looks.setdefault(look, [])


def _inside(element: Any, name: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, whatever stands around each, none of a table in a
    cell."""
    for node in element:
        if local(node) == name:
            yield node
        elif local(node) in ("sdt", "sdtContent", "customXml", "ins", "del"):
            yield from _inside(node, name)


def _rows_marks(properties: Any) -> Iterator[str]:
    for node in () if properties is None else properties:
        if local(node) in _TRACKED:
            yield f"row {_TRACKED[local(node)]} by {attribute(node, 'author') or 'somebody'}"


def _controls(element: Any) -> Iterator[str]:
    """What a control for content does beside holding it."""
    if local(element) == "sdtPr":
        for node in element:
            if local(node) not in CONTROLS and plain(node):
                yield f"a control with {plain(node)}"


def _in_two_forms(alternate: Any) -> list[str]:
    """Words of which two forms are there, where they are not the same."""
    forms = {collapse("".join(form.itertext("{*}t"))) for form in alternate}
    return (
        [] if len(forms) < 2 else ["other words for other programs: " + " / ".join(sorted(forms))]
    )


def _contents(run: Any) -> Iterator[Any]:
    for node in run:
        yield from _contents(_chosen(node)) if local(node) == "mc:AlternateContent" else (node,)


def _words_of(node: Any, name: str) -> str:
    if name == "sym":
        code = attribute(node, "char") or ""
        return chr(int(code, 16)) if _SYMBOL.fullmatch(code) else "�"
    return _MARKS.get(name, node.text or "")


def _chosen(alternate: Any) -> Any:
    """What of two forms of one thing a present program reads."""
    for form in children(alternate, "mc:Choice"):
        needs = (form.nsmap.get(prefix, "") for prefix in (form.get("Requires") or "").split())
        if all(is_known(space) for space in needs):
            return form
    form = child(alternate, "mc:Fallback")
    return () if form is None else form


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
