"""Inlines → runs: text, values, references as live fields, badges, links."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
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
from sowgen.render.docx.markup import (
    NOTHING,
    Xml,
    escaped,
    plain_run,
    tagged,
    text_pieces,
    w,
)

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
_face = lru_cache(maxsize=256)(Face)
_BREAKS = re.compile(r"[\t\r\n]")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufefc\U00010800-\U00010fff\U0001e800-\U0001eeff]"
)
"""Every letter and mark that reads from right to left, among others."""

FIELD_BEGIN, FIELD_SEPARATE, FIELD_END = (
    w("fldChar", fldCharType=kind) for kind in ("begin", "separate", "end")
)
_BREAK = w("r", w("br"))


def runs(inlines: Sequence[Inline], context: Context) -> Xml:
    """The runs of `inlines` in order.

    Raises `ValueError` on a reference to an anchor the document does not have and on
    characters XML cannot hold: bugs of earlier rooms.
    """
    if len(inlines) < 2:
        return _run_of(inlines[0], context) if inlines else NOTHING
    merged = _merged(inlines)
    # A single letter colours its cell; several stand side by side as small coloured boxes.
    boxes = sum([isinstance(inline, Badge) for inline in merged]) > 1
    return Xml("".join([_run_of(inline, context, boxes=boxes) for inline in merged]))


def _run_of(inline: Inline, context: Context, *, boxes: bool = False) -> Xml:
    match inline:
        case Text(text, bold, italic):
            return text_runs(text, _face("", bold, italic), context)
        case Value(text=text, state=state, bold=bold, italic=italic):
            return text_runs(text, _face(_STATES[state], bold, italic), context)
        case Term(text):
            return text_runs(_quoted(text, context), _face("DefinedTerm"), context)
        case Badge(letter):
            face = _face(context.look.badge(letter))
            if not boxes:
                return text_runs(letter, face, context)
            box = text_runs(f"\u00a0{letter}\u00a0", face, context)
            return Xml(box + text_runs(" ", PLAIN, context))
        case Reference():
            return _reference(inline, context)
        case Link(text, href):
            return _link(text, href, context)
        case LineBreak():
            return _BREAK


def _merged(inlines: Iterable[Inline]) -> list[Inline]:
    """Neighbouring words of one look as one `Text`: fewer runs, the same page."""
    merged: list[Inline] = []
    for look, group in groupby(inlines, _look):
        if look is None:
            merged += group
        else:
            words = [inline.text for inline in group if isinstance(inline, Text | Value)]
            merged.append(Text("".join(words), *look))
    return merged


def _look(inline: Inline) -> tuple[bool, bool] | None:
    """Whether words are bold and italic; None for what does not merge."""
    if isinstance(inline, Text) or (isinstance(inline, Value) and inline.state == "agreed"):
        return inline.bold, inline.italic
    return None


def _quoted(text: str, context: Context) -> str:
    language = context.document.language.split("-")[0].lower()
    before, after = _QUOTES.get(language, _QUOTES["en"])
    return f"{before}{text}{after}"


def text_runs(text: str, face: Face, context: Context) -> Xml:
    """`text` as runs; a stretch in a right-to-left script gets a run of its own."""
    whole = text.isascii() or not _RIGHT_TO_LEFT.search(text)
    if whole and face == PLAIN and text and not _BREAKS.search(text):
        return plain_run(text)
    made = []
    for words, right_to_left in [(text, False)] if whole else _by_direction(text):
        content = text_pieces(words)
        if content:
            language = _script_language(words, context) if right_to_left else ""
            made.append(_run(face, content, language))
    return Xml("".join(made))


def field(instruction: str, result: Xml, face: Face) -> Xml:
    """A complex field with its cached result."""
    code = Xml(f'<w:instrText xml:space="preserve"> {escaped(instruction)} </w:instrText>')
    begin, separate, end = (_run(face, mark) for mark in (FIELD_BEGIN, FIELD_SEPARATE, FIELD_END))
    return Xml(f"{begin}{_run(face, code)}{separate}{result}{end}")


def _run(face: Face, content: Xml, language: str = "") -> Xml:
    return Xml(f"<w:r>{_properties(face, language)}{content}</w:r>")


@lru_cache(maxsize=256)
def _properties(face: Face, language: str) -> Xml:
    """`w:rPr` of a run, nothing where it would be empty; `language` is that of a
    right-to-left stretch."""
    inner: list[Xml] = []
    if face.style:
        inner.append(w("rStyle", val=face.style))
    if face.bold:
        inner += [w("b"), w("bCs")]
    if face.italic:
        inner += [w("i"), w("iCs")]
    if language:
        inner += [w("rtl"), w("lang", bidi=language)]
    return w("rPr", *inner) if inner else NOTHING


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


def _reference(reference: Reference, context: Context) -> Xml:
    face = _face("", reference.bold, reference.italic)
    words = text_runs(reference.text, face, context)
    if reference.target is None:
        return words
    target = context.numbered(reference.target)
    if target is None:
        raise ValueError(f"reference {reference.text} to the unknown anchor {reference.target}")
    role, number = target
    before = reference.text.removesuffix(number)
    # A field is renewed by Word at any time: only where the paragraph's own number is
    # what stands on paper may it be one. Other words become a plain jump to the anchor.
    if role == "clause" and number and before != reference.text and _apart(before):
        result = text_runs(number, face, context)
        live = field(f"REF {reference.target} \\w \\h", result, face)
        return Xml(text_runs(before, face, context) + live)
    return w("hyperlink", words, anchor=reference.target, history="1")


def _apart(before: str) -> bool:
    """Whether a number may follow `before` without being part of a longer one."""
    return not before or not (before[-1].isalnum() or before[-1] == ".")


def _link(text: str, href: str, context: Context) -> Xml:
    if not web_address(href):
        return text_runs(text, PLAIN, context)
    number = context.relationship(href)
    words = text_runs(text, _face("Hyperlink"), context)
    return tagged(f'w:hyperlink w:history="1" r:id="{number}"', "w:hyperlink", words)


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
