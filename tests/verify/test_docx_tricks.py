"""Word files that show other words than a careless reader finds in them, and harmless ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from sowgen.verify.docx_file import parse_docx, read_docx
from sowgen.verify.docx_parts import open_parts
from sowgen.verify.limits import Unreadable
from tests.verify.cases import SOW
from tests.verify.desk import Desk, beside, body, looking, rezip, run, swap

PLACE = "matter 1-4 "
DRAWING = "<w:r><w:drawing><w:anchor/></w:drawing></w:r>"
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGEREF x</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{0}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
TRICKS: dict[str, Callable[[bytes], bytes]] = {
    "nearly white": body(looking(PLACE, '<w:color w:val="FEFEFE"/>')),
    "a color of the theme": body(looking(PLACE, '<w:color w:val="000000" w:themeColor="bg1"/>')),
    "a font of symbols": body(looking(PLACE, '<w:rFonts w:ascii="Wingdings"/>')),
    "another direction": body(beside(PLACE, f'<w:bdo w:val="rtl">{run("not")}</w:bdo>')),
    "a drawing over it": body(beside(PLACE, DRAWING)),
    "words as the number of a page": body(beside(PLACE, FIELD.format(run(" Void.")))),
    "a digit as the number of a page": body(beside(PLACE, FIELD.format(run("0")))),
    "a row of no height": body(
        swap("</w:trPr>", '<w:trHeight w:val="1" w:hRule="exact"/></w:trPr>')
    ),
    "all hidden": lambda data: rezip(
        data, {"word/styles.xml": swap("<w:rPrDefault><w:rPr>", "<w:rPrDefault><w:rPr><w:vanish/>")}
    ),
    "numbers in another form": lambda data: rezip(
        data, {"word/numbering.xml": swap('numFmt w:val="decimal"', 'numFmt w:val="hex"')}
    ),
}  # fmt: skip


@pytest.mark.parametrize("trick", TRICKS)
def test_a_trick_is_seen(trick: str, desk: Desk) -> None:
    ours, theirs = parse_docx(desk.read(SOW)), parse_docx(TRICKS[trick](desk.read(SOW)))
    assert [(p.key, p.label) for p in ours.passages] != [(p.key, p.label) for p in theirs.passages]


def test_what_word_leaves_behind_is_harmless(desk: Desk) -> None:
    def change(text: str) -> str:
        text = text.replace("<w:p>", '<w:p w:rsidR="00AB12CD" w:rsidRDefault="00AB12CD">')
        return text.replace(
            "<w:t xml:space", "<w:lastRenderedPageBreak/><w:t xml:space", 5
        ).replace("</w:p>", '<w:proofErr w:type="spellStart"/></w:p>')  # fmt: skip

    assert parse_docx(body(change)(desk.read(SOW))) == parse_docx(desk.read(SOW))


def test_bytes_that_no_part_owns_are_refused(desk: Desk) -> None:
    data = desk.read(SOW)
    open_parts(data)
    with pytest.raises(Unreadable, match="belong to none"):
        open_parts(data + b"more" * 100)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", "<other/>")
        archive.filelist.clear()
        archive.NameToInfo.clear()
        archive.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(Unreadable, match="belong to none"):
        open_parts(made.getvalue())


@pytest.mark.parametrize(
    "more", ['<w:p><w:r>' + '<w:fldChar w:fldCharType="begin"/>' * 9_000 + "</w:r></w:p>",
             "<w:p/>" * 60_000]
)  # fmt: skip
def test_a_file_that_takes_too_much_is_refused(more: str, desk: Desk) -> None:
    with pytest.raises(Unreadable, match="more than"):
        read_docx(body(swap("<w:body>", f"<w:body>{more}"))(desk.read(SOW)))
