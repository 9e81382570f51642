"""The fields of a template: what Word computes when the document is opened or printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from sowgen.render.docx.ooxml import Element, q

_WORD = re.compile(r"[^\s\"\\\\“”]+")
_NAME = re.compile(r"\s*([^\s\"\\]+)")
_QUOTED = re.compile(r'"([^"]*)"|(\S+)')
_HARMLESS = frozenset(
    ("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "REF", "PAGEREF", "NOTEREF", "STYLEREF", "TOC",
     "SEQ", "SYMBOL", "EQ", "LISTNUM", "TITLE", "FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN")
)  # fmt: skip
"""Fields that say nothing of the file's place, its users, or texts that no page shows."""


def instructions(root: Element) -> Iterator[tuple[Element, str]]:
    """The instruction of each field, with the element that it begins at; fields inside an
    instruction come by themselves."""
    open_fields: list[tuple[Element, list[str]]] = []
    for element in root.iter(q("fldSimple"), q("fldChar"), q("instrText")):
        if element.tag == q("fldSimple"):
            yield element, element.get(q("instr"), "")
        elif element.tag == q("instrText"):
            if open_fields:
                open_fields[-1][1].append(element.text or "")
            else:
                yield element, element.text or ""
        elif element.get(q("fldCharType")) == "begin":
            open_fields.append((element, []))
        elif element.get(q("fldCharType")) == "end" and open_fields:
            begin, pieces = open_fields.pop()
            yield begin, "".join(pieces)
    for begin, pieces in open_fields:
        yield begin, "".join(pieces)


def words_in_fields(root: Element) -> Iterator[str]:
    """Every word of an instruction: among them the bookmarks that fields mean."""
    for _, instruction in instructions(root):
        yield from _WORD.findall(instruction)


def unfit(instruction: str) -> str:
    """The name of a field that may tell of the file's place, its users or hidden texts; '' for
    one that does not."""
    named = _NAME.match(instruction)
    name = named[1].upper() if named else ""
    if not named or name.startswith("=") or name in _HARMLESS:
        return ""
    if name == "HYPERLINK" and _leads_to_the_web(instruction[named.end() :]):
        return ""
    return name


def _leads_to_the_web(rest: str) -> bool:
    """Whether a link leads to a web or mail address, or to a place in the document."""
    first = next((a or b for a, b in _QUOTED.findall(rest)), "")
    return first.startswith("\\l") or urlsplit(first).scheme in ("http", "https", "mailto")
