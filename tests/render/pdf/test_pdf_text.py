"""Any text given as a value reappears unchanged.

poppler's `-raw` mode keeps the order of the page. Around right-to-left words it adds
direction marks and turns neighbours round, so there the characters are compared sorted;
in its plain mode a Hebrew or Arabic phrase alone on a line comes back in reading order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample import AWKWARD, cell, small_document

from sowgen.model.artifact import Design
from sowgen.model.document import Block, Document, Furniture, Paragraph, Table, Value
from sowgen.render.pdf import write_pdf

# Marks that order text without being text: direction marks, and the shorthand controls that
# typst drops.
_NOT_TEXT = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\U0001bca0-\U0001bca3]")
_PLAIN = Furniture("", "", "", ("", "", ""), "")

TRICKY = (
    "#strong[x] #let a = 1 *bold* _it_ `raw` $x^2$ // no comment /* nor */ \\ \\# @ref <label>",
    "= no heading",
    "- no bullet -- nor dash --- nor ellipsis ... ~ 'single' \"double\"",
    "{{ x }} {% if %} [a](b) & &amp; < > | %",
    "https://example.com/#fragment",
    "ﬁ fi ﬄ ffl ½ № ™",
    "a\u00a0b\u2011c\u00add",
    "e\u0301 n\u0303 q\u0307\u0323",
    "日本語の文字列 中文 한국어 ไทย हिन्दी",
    "🙂🏭👩‍💻🇩🇪 ☃️ ✓",
    "\U00013000 \ue000 \u0378",
    AWKWARD,
)


def _bare(text: str) -> str:
    return "".join(_NOT_TEXT.sub("", text).split())


def _has_rtl(text: str) -> bool:
    # '' is a character that Unicode has not assigned; some are kept for scripts of that kind.
    kinds = {unicodedata.bidirectional(c) for c in text}
    return bool(kinds & {"R", "AL", "AN", ""}) or bool(_NOT_TEXT.search(text))


def _document(values: list[str]) -> Document:
    """The values between numbered marks, one a paragraph, without cover words and margins."""
    blocks: list[Block] = [
        Paragraph("body", (Value(f"⟦{n}⟧{text}⟦/{n}⟧"),)) for n, text in enumerate(values)
    ]
    return replace(small_document(*blocks), furniture=_PLAIN)


def _lost(values: list[str], extracted: str) -> list[str]:
    found = _bare(extracted)
    lost = []
    for n, text in enumerate(values):
        between = found.partition(f"⟦{n}⟧")[2].partition(f"⟦/{n}⟧")[0]
        same = sorted(between) == sorted(_bare(text)) if _has_rtl(text) else between == _bare(text)
        if not same:
            lost.append(text)
    return lost


def _written(document: Document, design: Design) -> bytes:
    outcome = write_pdf(document, design)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value.data


def test_tricky_text_reappears(design: Design, read_text: Callable[..., str]) -> None:
    values = list(TRICKY)
    assert _lost(values, read_text(_written(_document(values), design), "-raw")) == []


def test_the_comparison_notices_a_lost_character(
    design: Design, read_text: Callable[..., str]
) -> None:
    extracted = read_text(_written(_document(["abc"]), design), "-raw")
    assert _lost(["abcd"], extracted) == ["abcd"]


def _left_to_right(text: str) -> str:
    return "".join(c for c in text if c not in "⟦⟧" and not _has_rtl(c))


_CHARACTERS = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))


@settings(max_examples=12, deadline=None)
@given(st.lists(st.text(_CHARACTERS, max_size=60).map(_left_to_right), min_size=20, max_size=40))
def test_any_text_reappears(
    design: Design, read_text: Callable[..., str], values: list[str]
) -> None:
    assert _lost(values, read_text(_written(_document(values), design), "-raw")) == []


def test_right_to_left_phrases_come_back_in_reading_order(
    design: Design, read_text: Callable[..., str]
) -> None:
    phrases = ["חברת אלקטרוניקה לדוגמה בע״מ", "شركة المثال للإلكترونيات"]
    blocks = [Paragraph("body", (Value(p),)) for p in phrases]
    document = replace(small_document(*blocks), furniture=_PLAIN)
    found = _bare(read_text(_written(document, design)))
    assert [p for p in phrases if _bare(p) not in found] == []


@pytest.mark.parametrize("word", ["x" * 10_000, "ABC-0123456789_" * 100, "W" * 60, "é-" * 200])
@pytest.mark.parametrize("share", [100.0, 70.0, 12.0, 4.0])
def test_a_word_longer_than_the_line_is_cut_not_lost(
    design: Design, read_text: Callable[..., str], word: str, share: float
) -> None:
    block: Block = Paragraph("body", (Value(word),))
    if share < 100:
        block = Table((), ((cell(Value(word)), cell("")),), (share, 100 - share))
    document = replace(small_document(block), furniture=_PLAIN)
    assert word in _bare(read_text(_written(document, design), "-raw"))


def test_line_feeds_are_lines(design: Design, read_text: Callable[..., str]) -> None:
    block = Paragraph("body", (Value("12 Harbour Road\nUnit 3"),))
    assert "12 Harbour Road\nUnit 3\n" in read_text(
        _written(replace(small_document(block), furniture=_PLAIN), design), "-raw"
    )
