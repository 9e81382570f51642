"""What of a template's history only its author can decide on: it is named, with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sowgen.diagnostics import Diagnostic, Span, error, warning
from sowgen.render.docx.fields import instructions, unfit
from sowgen.render.docx.media import is_picture
from sowgen.render.docx.ooxml import Element, find, find_all, is_on, parse, q
from sowgen.render.docx.scrub import STYLES

_COMMENTS = re.compile(r"/comments[^/]*\.xml$")
_CHANGES = frozenset(
    q(name)
    for name in (
        "ins", "del", "moveFrom", "moveTo", "moveFromRangeStart", "moveToRangeStart", "cellIns",
        "cellDel", "cellMerge", "numberingChange", "rPrChange", "pPrChange", "sectPrChange",
        "tblPrChange", "tblPrExChange", "tblGridChange", "trPrChange", "tcPrChange",
        "customXmlInsRangeStart", "customXmlDelRangeStart", "customXmlMoveFromRangeStart",
        "customXmlMoveToRangeStart", "delText", "delInstrText",
    )
)  # fmt: skip
_SEEN = frozenset(q(name) for name in ("t", "sym", "drawing", "pict", "footnoteReference",
                                       "endnoteReference"))  # fmt: skip


def residue(
    parts: Mapping[str, bytes], kept: Mapping[str, Element], path: str
) -> Iterator[Diagnostic]:
    """Comments of the template (W112), and in the parts that a document takes over: tracked
    changes (W109), hidden text (W113), fields that tell of files and people (W114)."""
    for name in sorted(parts):
        if _COMMENTS.search(name) and find_all(parse(parts[name]), "//w:comment"):
            hint = "the documents do not take them over; delete them to be rid of this warning"
            yield warning("W112", f"`{name}` holds comments, which are left out", Span(path), hint)
    hidden = _Hidden(kept[STYLES])
    for name, root in kept.items():
        if not name.startswith("word/"):
            continue
        if next(root.iter(*_CHANGES), None) is not None:
            hint = "accept or reject all changes, save again"
            yield error("W109", f"`{name}` still holds tracked changes", Span(path), hint)
        elif name != STYLES:
            yield from _hidden_text(name, root, path, hidden)
        yield from _fields(name, root, path)


def pictures(kept: Mapping[str, bytes], path: str) -> Iterator[Diagnostic]:
    """W115 for each picture that cannot be cleared of what stands beside its pixels, which
    scrubbing leaves empty."""
    for name in sorted(kept):
        if is_picture(name) and not kept[name]:
            hint = "put it in as PNG, JPEG, GIF, BMP, EMF or SVG"
            message = f"`{name}` cannot be cleared of data about its author and origin"
            yield error("W115", message, Span(path), hint)


class _Hidden:
    """Which styles hide text, by `w:vanish`, which is one of the properties that a second style
    turns round."""

    def __init__(self, styles: Element) -> None:
        self._styles = {s.get(q("styleId"), ""): s for s in find_all(styles, "w:style")}
        default = find(styles, "w:docDefaults/w:rPrDefault/w:rPr/w:vanish")
        self._default = default is not None and is_on(default)
        normal = find_all(styles, "w:style[@w:type='paragraph'][@w:default='1']/@w:styleId")
        self._normal = str(normal[0]) if normal else ""

    def hides(self, run: Element) -> bool:
        direct = find(run, "w:rPr/w:vanish")
        if direct is not None:
            return is_on(direct)
        paragraph = next(run.iterancestors(q("p")), None)
        named = None if paragraph is None else find(paragraph, "w:pPr/w:pStyle")
        around = self._normal if named is None else named.get(q("val"), "")
        own = find(run, "w:rPr/w:rStyle")
        return self._default or (
            self._style(around) != self._style("" if own is None else own.get(q("val"), ""))
        )

    def _style(self, name: str) -> bool:
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            style = self._styles[name]
            vanish, based = find(style, "w:rPr/w:vanish"), find(style, "w:basedOn")
            if vanish is not None:
                return is_on(vanish)
            name = "" if based is None else based.get(q("val"), "")
        return False


def _hidden_text(name: str, root: Element, path: str, hidden: _Hidden) -> Iterator[Diagnostic]:
    rows = [r for r in find_all(root, "//w:tr[w:trPr/w:hidden]")
            if is_on(find(r, "w:trPr/w:hidden"))]  # fmt: skip
    found = [run for run in root.iter(q("r")) if _shows(run) and hidden.hides(run)]
    found += [
        shape for shape in root.xpath("//*[local-name()='docPr' or local-name()='cNvPr'][@hidden]")
        if shape.get("hidden") in ("1", "true")
    ]  # fmt: skip
    found += [
        shape for shape in root.xpath("//*[contains(@style, 'visibility')]")
        if "visibility:hidden" in shape.get("style", "").replace(" ", "")
    ]  # fmt: skip
    if not rows and not found:
        return
    places = _Places(name, root)
    for number, where in sorted({places.of(element) for element in (*rows, *found)}):
        hint = "show hidden text in Word (Ctrl+Shift+8); delete it or make it visible, save again"
        yield error("W113", f"{where} holds hidden text", Span(path, number), hint)


def _shows(run: Element) -> bool:
    return any(c.tag in _SEEN and (c.tag != q("t") or (c.text or "").strip()) for c in run)


def _fields(name: str, root: Element, path: str) -> Iterator[Diagnostic]:
    found = [(e, unfit(instruction)) for e, instruction in instructions(root)]
    places = _Places(name, root) if any(field for _, field in found) else None
    for element, field in found:
        if places and field:
            number, where = places.of(element)
            message = f"{where}: the field `{field[:40]}` may tell of files, people or hidden texts"
            hint = "delete the field (Ctrl+Shift+F9 turns it into text), or use a tag"
            yield error("W114", message, Span(path, number), hint)


class _Places:
    """Tells the paragraphs of a part by number, counted from 1."""

    def __init__(self, name: str, root: Element) -> None:
        self._name = name
        self._numbers = {p: number for number, p in enumerate(root.iter(q("p")), start=1)}

    def of(self, element: Element) -> tuple[int, str]:
        """The paragraph that an element stands in, or the first within it."""
        paragraph = next(element.iterancestors(q("p")), None)
        if paragraph is None:
            paragraph = next(element.iter(q("p")), None)
        if paragraph is None:
            return 0, f"`{self._name}`"
        number = self._numbers[paragraph]
        return number, f"{self._name}, paragraph {number}"
