"""What holds of a stamp in every format: it is read as it was put on, and leaves no trace."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sowgen.model.artifact import Format
from sowgen.model.provenance import Provenance
from sowgen.render import read_stamp, stamp
from sowgen.render.stamps.words import NAMES, from_words, to_words
from tests.render.stamps.made import AWKWARD, FIRST, LONG, docx, packed_pdf, pdf, pdfs

# Most of a text is what a person types; the rest is what may go wrong.
words = st.text(st.one_of(st.characters(), st.sampled_from("%;/=_x0041 &<>\"'\t\n")), max_size=40)
provenances = st.builds(
    Provenance,
    project=words,
    kind=words,
    version=words,
    commit=words,
    inputs=st.text(max_size=700),
    clauses=st.lists(st.tuples(words, words, words), max_size=30).map(tuple),
    tools=st.dictionaries(words, words, max_size=5),
    issued=words,
)
FILES: dict[str, tuple[Format, bytes]] = {
    "docx": ("docx", docx()), **{name: ("pdf", data) for name, data in pdfs().items()}
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("given_", [FIRST, AWKWARD, LONG, Provenance("", "", "", "", "")])
def test_what_is_put_on_is_read(name: str, given_: Provenance) -> None:
    format_, data = FILES[name]
    assert read_stamp(data) is None
    assert read_stamp(stamp(format_, data, given_)) == given_


@pytest.mark.parametrize("name", FILES)
def test_a_second_stamp_leaves_nothing_of_the_first(name: str) -> None:
    format_, data = FILES[name]
    once = stamp(format_, data, FIRST)
    assert stamp(format_, stamp(format_, data, LONG), FIRST) == once
    assert stamp(format_, once, FIRST) == once
    assert stamp(format_, once, LONG) != once


@given(provenances)
@settings(max_examples=300, deadline=None)
@example(AWKWARD)
@example(replace(FIRST, project="\ud800"))
def test_words_carry_any_provenance(provenance: Provenance) -> None:
    texts = to_words(provenance)
    assert set(texts) <= set(NAMES)
    assert from_words({name: f"\n {text} " for name, text in texts.items()}) == provenance


@given(provenances, provenances)
@settings(max_examples=40, deadline=None)
def test_laws_of_a_docx(a: Provenance, b: Provenance) -> None:
    stamped = stamp("docx", docx(), a)
    assert read_stamp(stamped) == a
    assert stamp("docx", stamped, b) == stamp("docx", docx(), b)


@given(provenances, provenances, st.booleans())
@settings(max_examples=40, deadline=None)
def test_laws_of_a_pdf(a: Provenance, b: Provenance, packed: bool) -> None:
    data = packed_pdf() if packed else pdf()
    stamped = stamp("pdf", data, a)
    assert read_stamp(stamped) == a
    assert stamp("pdf", stamped, b) == stamp("pdf", data, b)


def test_the_order_of_tools_does_not_matter() -> None:
    turned = replace(FIRST, tools=dict(reversed(list(FIRST.tools.items()))))
    assert stamp("docx", docx(), turned) == stamp("docx", docx(), FIRST)
    assert stamp("pdf", pdf(), turned) == stamp("pdf", pdf(), FIRST)


@pytest.mark.parametrize("format_", ["json", "xlsx", "ics", "mspdi", "zip"])
def test_other_formats_come_back_as_they_are(format_: Format) -> None:
    assert stamp(format_, b"anything", FIRST) == b"anything"
    assert read_stamp(b"anything") is None


@pytest.mark.parametrize(
    "texts",
    [
        {"stamp": "2", "project": "p"},
        {"project": "p"},
        {"stamp": "1", "project": "50%"},
        {"stamp": "1", "project": "%FF"},
        {"stamp": "1", "clauses": "a/1/b"},
        {"stamp": "1", "clauses": "a/1;"},
        {"stamp": "1", "tools": "a=1; a=2;"},
    ],
)
def test_other_words_are_no_provenance(texts: dict[str, str]) -> None:
    assert from_words(texts) is None
