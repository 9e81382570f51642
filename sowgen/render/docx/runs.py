"""Inlines → runs: text, values, references as live fields, badges, links."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from sowgen.model.document import (
    Badge,
    Inline,
    LineBreak,
    Link,
    Reference,
    Term,
    Text,
    Value,
)
from sowgen.render.docx.context import Context
from sowgen.render.docx.ooxml import Element, plain_run, rq, text_pieces, w

_STATES = {"agreed": "", "open": "Placeholder", "silent": "NotStated"}
# Quotation marks around a defined term; `page.typ` holds the same for the PDF.
_QUOTES = {"en": ("“", "”"), "de": ("„", "“"), "fr": ("«\u00a0", "\u00a0»"), "he": ("”", "”")}


@dataclass(frozen=True, slots=True)
class Face:
    """How a run looks: a character style of the template, bold, italic."""

    style: str = ""
    bold: bool = False
    italic: bool = False


PLAIN = Face()
_BREAKS = re.compile(r"[\t\r\n]")


def runs(inlines: Iterable[Inline], context: Context) -> list[Element]:
    """The runs of `inlines` in order.

    Raises `ValueError` on a reference to an anchor the document does not have and on
    characters XML cannot hold: bugs of earlier rooms.
    """
    made: list[Element] = []
    inlines = _merged(inlines)
    # A single letter colours its cell; several stand side by side as small coloured boxes.
    boxes = sum(isinstance(inline, Badge) for inline in inlines) > 1
    for inline in inlines:
        match inline:
            case Text(text, bold, italic):
                made += text_runs(text, Face(bold=bold, italic=italic), context)
            case Value(text=text, state=state, bold=bold, italic=italic):
                made += text_runs(text, Face(_STATES[state], bold, italic), context)
            case Term(text):
                made += text_runs(_quoted(text, context), Face("DefinedTerm"), context)
            case Badge(letter):
                words = f"\u00a0{letter}\u00a0" if boxes else letter
                made += text_runs(words, Face(context.look.badge(letter)), context)
                if boxes:
                    made += text_runs(" ", Face(), context)
            case Reference():
                made += _reference(inline, context)
            case Link(text, href):
                made += _link(text, href, context)
            case LineBreak():
                made.append(w("r", w("br")))
    return made


def _merged(inlines: Iterable[Inline]) -> list[Inline]:
    """Neighbouring words of one look as one `Text`: fewer runs, the same page."""
    merged: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Value) and inline.state == "agreed":
            inline = Text(inline.text, inline.bold, inline.italic)
        last = merged[-1] if merged else None
        if (
            isinstance(inline, Text)
            and isinstance(last, Text)
            and (inline.bold, inline.italic) == (last.bold, last.italic)
        ):
            merged[-1] = Text(last.text + inline.text, last.bold, last.italic)
        else:
            merged.append(inline)
    return merged


def _quoted(text: str, context: Context) -> str:
    language = context.document.language.split("-")[0].lower()
    before, after = _QUOTES.get(language, _QUOTES["en"])
    return f"{before}{text}{after}"


def text_runs(text: str, face: Face, context: Context) -> list[Element]:
    """`text` as runs; a stretch in a right-to-left script gets a run of its own."""
    if face == PLAIN and text.isascii() and text and not _BREAKS.search(text):
        return [plain_run(text)]
    made = []
    for words, right_to_left in _by_direction(text):
        properties = _properties(face, words, right_to_left, context)
        content = text_pieces(words)
        if content:
            made.append(w("r", *([properties] if len(properties) else []), *content))
    return made


def field(instruction: str, result: list[Element], face: Face, context: Context) -> list[Element]:
    """A complex field with its cached result."""
    code = w("instrText")
    code.text = f" {instruction} "
    code.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    marks = [w("fldChar", fldCharType=kind) for kind in ("begin", "separate", "end")]
    begin, separate, end = (_run(face, context, mark) for mark in marks)
    return [begin, _run(face, context, code), separate, *result, end]


def _run(face: Face, context: Context, *content: Element) -> Element:
    properties = _properties(face, "", False, context)
    return w("r", *([properties] if len(properties) else []), *content)


def _properties(face: Face, words: str, right_to_left: bool, context: Context) -> Element:
    properties = w("rPr")
    if face.style:
        properties.append(w("rStyle", val=face.style))
    if face.bold:
        properties.extend((w("b"), w("bCs")))
    if face.italic:
        properties.extend((w("i"), w("iCs")))
    if right_to_left:
        properties.extend((w("rtl"), w("lang", bidi=_script_language(words, context))))
    return properties


def _script_language(words: str, context: Context) -> str:
    """Word picks the spelling dictionary and digits of right-to-left text by this tag."""
    if context.right_to_left:
        return context.document.language
    return "he-IL" if any("֐" <= c <= "׿" for c in words) else "ar-SA"


def _by_direction(text: str) -> list[tuple[str, bool]]:
    """`text` cut into stretches that read from left to right or from right to left.

    A right-to-left stretch starts and ends with a letter of such a script; digits and
    marks between two such letters belong to it.
    """
    if text.isascii():
        return [(text, False)]
    kinds = [unicodedata.bidirectional(c) for c in text]
    stretches: list[tuple[int, int]] = []
    start = end = -1
    for place, kind in enumerate(kinds):
        if kind in ("R", "AL"):
            start = place if start < 0 else start
            end = place + 1
        elif kind == "NSM" and place == end:
            end = place + 1
        elif kind == "L" and start >= 0:
            stretches.append((start, end))
            start = -1
    if start >= 0:
        stretches.append((start, end))
    cut, done = [], 0
    for first, last in stretches:
        cut += [(text[done:first], False), (text[first:last], True)]
        done = last
    return [(words, rtl) for words, rtl in (*cut, (text[done:], False)) if words]


def _reference(reference: Reference, context: Context) -> list[Element]:
    face = Face(bold=reference.bold, italic=reference.italic)
    words = text_runs(reference.text, face, context)
    if reference.target is None:
        return words
    target = context.targets.get(reference.target)
    if target is None:
        raise ValueError(f"reference {reference.text} to the unknown anchor {reference.target}")
    number = target.number
    before = reference.text.removesuffix(number)
    # A field is renewed by Word at any time: only where the paragraph's own number is
    # what stands on paper may it be one. Other words become a plain jump to the anchor.
    if target.role == "clause" and number and before != reference.text and _apart(before):
        result = text_runs(number, face, context)
        live = field(f"REF {reference.target} \\w \\h", result, face, context)
        return [*text_runs(before, face, context), *live]
    return [w("hyperlink", *words, anchor=reference.target, history="1")]


def _apart(before: str) -> bool:
    """Whether a number may follow `before` without being part of a longer one."""
    return not before or not (before[-1].isalnum() or before[-1] == ".")


def _link(text: str, href: str, context: Context) -> list[Element]:
    words = text_runs(text, Face("Hyperlink"), context)
    if not web_address(href):
        return text_runs(text, Face(), context)
    link = w("hyperlink", *words, history="1")
    link.set(rq("id"), context.relationship(href))
    return [link]


def web_address(href: str) -> bool:
    """Whether `href` is an address Word accepts as a link: http, https or mail, well formed."""
    try:
        parts = urlsplit(href)
        _ = parts.port
    except ValueError:
        return False
    if not href.isascii() or any(c in ' "<>\\^`{|}' or ord(c) < 33 for c in href):
        return False
    if parts.scheme == "mailto":
        return "@" in parts.path
    return parts.scheme in ("http", "https") and bool(parts.hostname)
