"""Text becomes markup as lxml would write it, and no right-to-left letter is overlooked."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from sowgen.render.docx.markup import WordParagraph, Xml, escaped, paragraph, quoted, text_pieces, w
from sowgen.render.docx.runs import _RIGHT_TO_LEFT

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
XML_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
AWKWARD = st.sampled_from(
    ["&", "<", ">", '"', "'", "\t", "\n", "\r", "\x7f", "\x85", "]]>", "&#9;"]
)


def as_lxml_writes(text: str, attribute: str) -> str:
    element = etree.Element("a")
    element.text = text or None
    element.set("b", attribute)
    written: bytes = etree.tostring(element, encoding="UTF-8")
    return written.decode()


@given(st.lists(st.one_of(XML_TEXT, AWKWARD), max_size=8).map("".join))
def test_text_is_escaped_as_lxml_escapes_it(text: str) -> None:
    try:
        expected = as_lxml_writes(text.replace("\r", ""), text)
    except ValueError:
        with pytest.raises(ValueError):
            escaped(text)
        with pytest.raises(ValueError):
            quoted(text)
        return
    content = escaped(text.replace("\r", ""))
    made = f"<a b={quoted(text)}>{content}</a>" if content else f"<a b={quoted(text)}/>"
    assert made == expected


def test_every_character_is_held_or_refused_as_lxml_does() -> None:
    for number in range(sys.maxunicode + 1):
        if number > 0x3000 and number % 97 and number & 0xFFFF < 0xFDD0:
            continue
        char = chr(number)
        if char.isalnum() or char == "\r":
            continue
        try:
            etree.Element("a").text = char
        except ValueError:
            with pytest.raises(ValueError):
                escaped(char)
        else:
            escaped(char)


def test_no_right_to_left_letter_is_overlooked() -> None:
    letters = [c for c in map(chr, range(sys.maxunicode + 1))
               if unicodedata.bidirectional(c) in ("R", "AL")]  # fmt: skip
    assert len(letters) > 1000
    assert [c for c in letters if not _RIGHT_TO_LEFT.search(c)] == []


def test_line_ends_and_tabs_become_elements() -> None:
    made = text_pieces("a\r\nb\tc\r<")
    t = '<w:t xml:space="preserve">'
    assert made == f"{t}a</w:t><w:br/>{t}b</w:t><w:tab/>{t}c</w:t><w:br/>{t}&lt;</w:t>"


def test_properties_stand_in_the_order_of_the_schema() -> None:
    made = WordParagraph("Body0", (Xml("<w:r/>"),))
    made.set("jc", val="center")
    made.set("spacing", before=80)
    made.set("keepNext")
    made.set("spacing", before=0)
    expected = (
        '<w:p><w:pPr><w:pStyle w:val="Body0"/><w:keepNext/><w:spacing w:before="0"/>'
        '<w:jc w:val="center"/></w:pPr><w:r/></w:p>'
    )
    assert "".join(made.pieces()) == expected
    own = {"jc": w("jc", val="center"), "spacing": w("spacing", before=0)}
    assert paragraph("Body0", Xml("<w:r/>"), keepNext=w("keepNext"), **own) == expected
