"""The house template with what only its author can decide on, which sowgen refuses."""

from __future__ import annotations

from collections.abc import Mapping

from tests.leaks.canaries import canary
from tests.leaks.templates import (
    DRAWING,
    OFFICE,
    RELATIONS,
    STYLES,
    Parts,
    Plant,
    both,
    in_body,
    inside,
    part,
)


def _run(properties: str, text: str) -> str:
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{canary(text)}</w:t></w:r></w:p>"


def _change(word: str, inner: str) -> str:
    return (
        f'<w:p><w:{word} w:id="9" w:author="{canary("tracker")}" w:date="2026-01-01T00:00:00Z">'
        f"{inner}</w:{word}></w:p>"
    )


def _field(instruction: str) -> Plant:
    return in_body(f'<w:p><w:fldSimple w:instr="{instruction}"/></w:p>')


def _hidden_style(parts: Parts) -> None:
    style = (
        '<w:style w:type="character" w:customStyle="1" w:styleId="Ghost"><w:name w:val="Ghost"/>'
        "<w:rPr><w:vanish/></w:rPr></w:style>"
    )
    inside(parts, STYLES, "</w:styles>", style)
    in_body(_run('<w:rStyle w:val="Ghost"/>', "ghost"))(parts)


def _external(kind: str, target: str) -> Plant:
    return lambda parts: inside(
        parts, RELATIONS, "</Relationships>",
        f'<Relationship Id="rE" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/>',
    )  # fmt: skip


REFUSED: Mapping[str, tuple[Plant, str]] = {
    "inserted text": (in_body(_change("ins", "<w:r><w:t>new</w:t></w:r>")), "W109"),
    "deleted text": (in_body(_change("del", "<w:r><w:delText>old</w:delText></w:r>")), "W109"),
    "changed style": (
        lambda parts: inside(parts, STYLES, "</w:style>", '<w:pPrChange w:id="1" w:author="x"/>'),
        "W109"),
    "hidden run": (in_body(_run("<w:vanish/>", "hidden")), "W113"),
    "hidden by a style": (_hidden_style, "W113"),
    "hidden row": (
        in_body("<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:trPr><w:hidden/></w:trPr><w:tc><w:p/></w:tc>"
                "</w:tr></w:tbl>"), "W113"),
    "hidden shape": (
        in_body('<w:p><w:r><w:drawing><x:docPr xmlns:x="http://schemas.microsoft.com/x" id="1" '
                'hidden="1"/></w:drawing></w:r></w:p>'), "W113"),
    "file name field": (_field(" FILENAME \\p "), "W114"),
    "user name field": (_field(" USERNAME "), "W114"),
    "field of another file": (_field(" INCLUDETEXT &quot;C:\\\\deals\\\\a.docx&quot; "), "W114"),
    "link to a file": (_field(" HYPERLINK &quot;file:///C:/deals/a.docx&quot; "), "W114"),
    "field cut into runs": (
        in_body('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DOCVAR'
                "</w:instrText></w:r><w:r><w:instrText>IABLE x</w:instrText></w:r><w:r><w:fldChar "
                'w:fldCharType="end"/></w:r></w:p>'), "W114"),
    "TIFF": (
        both(part("word/media/logo.png", b"II*\0" + canary("tiff").encode(), "image", id_="rLogo",
                  type_="image/tiff"), in_body(DRAWING)), "W115"),
    "macros": (lambda parts: parts.update({"word/vbaProject.bin": b"x"}), "W102"),
    "attached template elsewhere": (
        _external("attachedTemplate", f"file:///C:/{canary('template')}.dotm"), "W102"),
    "mail merge source": (_external("mailMergeSource", "file:///C:/list.xlsx"), "W102"),
    "linked picture": (_external("image", "https://example.com/logo.png"), "W102"),
    "embedded workbook": (
        part("word/embeddings/sheet.xlsx", canary("embedded").encode(), "package",
             type_="application/octet-stream"), "W102"),
    "styles that nothing leads to": (
        lambda parts: parts.update({RELATIONS: parts[RELATIONS].replace(
            b'Target="styles.xml"', b'Target="other.xml"')}), "W101"),
    "another document first": (
        lambda parts: parts.update({"_rels/.rels": parts["_rels/.rels"].replace(
            b'Target="word/document.xml"', b'Target="word/other.xml"')}), "W101"),
}  # fmt: skip
