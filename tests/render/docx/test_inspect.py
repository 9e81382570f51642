"""The last look at a Word file finds what a writer could lose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from sowgen.model.document import Document
from sowgen.publish.inspect import Damaged, inspect_docx
from tests.render.docx.word import changed, written
from tests.render.sample import AWKWARD, body, sample_document, small_document, value


def damage(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        assert old in data
        return data.replace(old, new, 1)

    return change


def test_a_whole_file_passes() -> None:
    inspect_docx(sample_document(), written(sample_document()))
    document = small_document(body(0, value(AWKWARD + " &amp; ‑ a\nb\tc“”")), body(0, ""))
    inspect_docx(document, written(document))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b"procure the materials", b"procure the", "lacks the words"),
        (b"AT&amp;T", b"AT&amp;amp;T", "lacks the words"),
        (b'w:name="scope"', b'w:name="bom"', "the bookmark bom stands twice"),
        (b'w:name="bom"', b'w:name="mob"', "a reference leads to bom, which is not there"),
        (b"<w:pPr>", b'<w:pPr><w:numPr><w:numId w:val="77"/></w:numPr>', "numbering 77"),
        (b"</w:body>", b"", "not well-formed"),
    ],
)
def test_damage_is_found(old: bytes, new: bytes, message: str) -> None:
    data = changed(written(sample_document()), "word/document.xml", damage(old, new))
    with pytest.raises(Damaged, match=message):
        inspect_docx(sample_document(), data)


def test_paragraphs_out_of_order_are_found() -> None:
    def turned(document: Document) -> Document:
        first, *others = document.sections
        return replace(document, sections=(replace(first, blocks=first.blocks[::-1]), *others))

    document = small_document(body(0, "the first words"), body(0, "the second words"))
    with pytest.raises(Damaged, match="lacks the words 'the"):
        inspect_docx(turned(document), written(document))
