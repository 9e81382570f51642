"""Every mistake in a template is found, named with its part and paragraph, and nothing else."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from sowgen.codes.word import CODES
from sowgen.diagnostics import Diagnostic
from sowgen.model.artifact import Asset
from sowgen.render.docx import check_template, write_docx
from sowgen.render.docx.variables import SHAPE, Shape
from tests.render.docx.word import changed, house
from tests.render.sample import sample_document

DOCUMENT = "word/document.xml"
ELSEWHERE = (
    b'<Relationship Id="rId9" Type="http://x/image" Target="file:///x" TargetMode="External"/>'
    b"</Relationships>"
)
DOCS = Path(__file__).parents[3] / "docs" / "word-templates.md"


def findings(data: bytes) -> tuple[Diagnostic, ...]:
    return check_template(Asset("templates/house/document.docx", data))


def paragraph(text: str) -> bytes:
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'.encode()


def with_text(*texts: str) -> bytes:
    """The house template with paragraphs put in front of the cover, the first as number 1."""
    added = b"".join(paragraph(t) for t in texts)
    return changed(house().data, DOCUMENT, lambda d: d.replace(b"<w:body>", b"<w:body>" + added))


def without(name: str, what: bytes, instead: bytes = b"") -> bytes:
    def change(data: bytes) -> bytes:
        assert what in data
        return data.replace(what, instead)

    return changed(house().data, name, change)


def test_the_house_template_has_nothing_to_report() -> None:
    assert check_template(house()) == ()


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("{{ title", "W103", "not closed"),
        ("{{ title }", "W103", "not closed"),
        ("title }}", "W103", "closes no tag"),
        ("{{ title | uper }}", "W103", "no filter `uper`"),
        ("{{ title title }}", "W103", "expected token"),
        ("{{ }}", "W103", ""),
        ("{% fro x in cover.facts %}", "W103", "`fro` is not a statement"),
        ("{% include 'x' %}", "W103", "`include` is not a statement"),
        ("{{ title|safe }}", "W103", "no filter `safe`"),
        ("{%p if title %}", "W103", "never closed"),
        ("{%p endif %}", "W103", "closes nothing"),
        ("{% if title is blank %}{% endif %}", "W103", "no test `blank`"),
        ("{{ title.upper() }}", "W103", "not allowed"),
        ("{{ 'a' * 999999999 }}", "W103", "not allowed"),
        ("{{ titel }}", "W104", "no variable `titel`"),
        ("{{ furniture.watermrk }}", "W104", "no part `watermrk`"),
        ("{{ title.__class__ }}", "W104", "no part `__class__`"),
        ("{{ cover }}", "W104", "is not text"),
        ("{% for f in title %}{% endfor %}", "W104", "not a list"),
        ("{{ cover.subtitle }}", "W105", "needs `r`"),
        ("{{r title }}", "W105", "no prefix"),
        ("{{r cover.subtitle|upper }}", "W105", "takes no filter"),
        ("{{ body }}", "W105", "cannot stand here"),
        ("{{p body }}", "W105", "more than one"),
        ("{%tr if title %}", "W108", "in no table"),
    ],
)
def test_a_mistake_in_a_tag_is_named_with_its_paragraph(text: str, code: str, words: str) -> None:
    found = findings(with_text("plain", text))
    assert code in {d.code for d in found}
    one = next(d for d in found if d.code == code)
    assert words in one.message
    assert one.span.file == "templates/house/document.docx"
    if "more than one" not in words:
        assert one.message.startswith("word/document.xml, paragraph 2: ")
        assert one.span.line == 2


def test_the_nearest_name_is_offered_inside_loops_too() -> None:
    found = findings(
        with_text("{%p for p in cover.parties %}", "{{r p.legal_nam }}", "{%p endfor %}")
    )
    assert [(d.code, d.span.line, d.hint) for d in found] == [
        ("W104", 2, "did you mean `legal_name`?")
    ]


def test_all_mistakes_are_shown_at_once() -> None:
    found = findings(with_text("{{ titel }} and {{ athor }}", "{{ title", "{%p if kind %} lost"))
    assert [(d.code, d.span.line) for d in found] == [
        ("W104", 1), ("W104", 1), ("W103", 2), ("W108", 3), ("W103", 3),
    ]  # fmt: skip


def test_a_tag_cut_into_runs_by_word_is_read_as_one() -> None:
    runs = b"".join(b"<w:r><w:t>%s</w:t></w:r>" % t for t in (b"{", b"{ ti", b"tle }", b"}"))
    data = changed(
        house().data,
        DOCUMENT,
        lambda d: d.replace(b"<w:body>", b"<w:body><w:p>" + runs + b"</w:p>"),
    )
    assert findings(data) == ()


def test_tags_in_headers_and_in_drawings_are_checked() -> None:
    found = findings(without("word/header1.xml", b"furniture.watermark }}", b"furniture.mark }}"))
    assert [(d.code, d.message[:29]) for d in found] == [("W104", "word/header1.xml, paragraph 3")]


@pytest.mark.parametrize(
    ("name", "what", "instead", "code"),
    [
        (DOCUMENT, b"{{p body }}", b"", "W105"),
        ("word/styles.xml", b'w:styleId="Clause2"', b'w:styleId="Klausel2"', "W106"),
        ("word/styles.xml", b'w:styleId="SowgenGrid"', b'w:styleId="Grid9"', "W106"),
        ("word/numbering.xml", b'w:lvlText w:val="%1"', b'w:lvlText w:val="%1."', "W107"),
        ("word/numbering.xml", b'<w:pStyle w:val="Clause3"/>', b"", "W107"),
        ("word/styles.xml", b'<w:ilvl w:val="2"/>', b'<w:ilvl w:val="1"/>', "W107"),
        ("word/fontTable.xml", b"</w:fonts>", b"{{ title }}</w:fonts>", "W110"),
        (DOCUMENT, b"<w:body>", b'<w:body><w:p><w:ins w:id="9" w:author="x"/></w:p>', "W109"),
        (DOCUMENT, b"<w:document", b"<!DOCTYPE x><w:document", "W102"),
        (DOCUMENT, b"<w:body>", b'<w:body><w:altChunk r:id="rId1"/>', "W102"),
        (DOCUMENT, b"</w:body>", b"", "W102"),
        ("[Content_Types].xml", b"wordprocessingml.document.main", b"macroEnabled.main", "W102"),
        ("word/_rels/document.xml.rels", b"</Relationships>", ELSEWHERE, "W102"),
    ],
)  # fmt: skip
def test_a_broken_template_is_refused(name: str, what: bytes, instead: bytes, code: str) -> None:
    data = without(name, what, instead)
    assert code in {d.code for d in findings(data)}
    outcome = write_docx(sample_document(), Asset("t.docx", data))
    assert outcome.value is None
    assert not outcome.ok


@pytest.mark.parametrize(
    ("program", "named"), [(b"LibreOffice/7.4", True), (b"Microsoft Office Word", False)]
)
def test_what_libreoffice_has_taken_away_is_told_as_such(program: bytes, named: bool) -> None:
    data = without("word/styles.xml", b'w:styleId="Part"', b'w:styleId="Teil"')
    data = changed(
        data, "word/numbering.xml", lambda d: d.replace(b'w:val="Clause3"/>', b'w:val="x"/>')
    )
    data = changed(
        data, "docProps/app.xml", lambda d: d.replace(b">sowgen<", b">" + program + b"<")
    )
    hints = {d.code: d.hint for d in findings(data)}
    assert {code: "LibreOffice saved" in hint for code, hint in hints.items()} == {
        "W106": named,
        "W107": named,
    }


def test_unsafe_and_foreign_files_are_refused() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 5_000_000)
    macro = changed(house().data, "word/vbaProject.bin", lambda _: b"x")
    cases: list[tuple[bytes, str]] = [
        (b"", "W101"), (b"PK\x03\x04 half a file", "W101"), (house().data[:4000], "W101"),
        (bomb.getvalue(), "W102"), (macro, "W102"),
    ]  # fmt: skip
    for data, code in cases:
        assert [d.code for d in findings(data)] == [code]


def test_a_damaged_entry_is_refused() -> None:
    data = bytearray(house().data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.getinfo(DOCUMENT).header_offset
    data[start + 400] ^= 0xFF
    assert [d.code for d in findings(bytes(data))] == ["W101"]


def test_a_block_opens_and_closes_in_the_same_place() -> None:
    found = findings(with_text("{% if title %}", "text", "{% endif %}"))
    assert [(d.code, d.span.line) for d in found] == [("W105", 3)]
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    row = cell.format("{%p if title %}") + cell.format("{%p endif %}")
    table = f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{row}</w:tr></w:tbl>".encode()
    found = findings(without(DOCUMENT, b"<w:body>", b"<w:body>" + table))
    assert [(d.code, d.span.line) for d in found] == [("W105", 2)]


def test_what_fails_only_when_it_is_filled_is_reported() -> None:
    data = with_text("{{ title|replace }}")
    assert findings(data) == ()
    outcome = write_docx(sample_document(), Asset("t.docx", data))
    assert outcome.value is None
    assert [d.code for d in outcome.diagnostics] == ["W111"]


def test_a_designer_s_own_template_is_filled() -> None:
    data = with_text("{{ title|upper }} {% if kind == 'sow' %}yes{% else %}no{% endif %}")
    outcome = write_docx(sample_document(), Asset("templates/sow/document.docx", data))
    assert outcome.value is not None
    with zipfile.ZipFile(io.BytesIO(outcome.value)) as archive:
        text = re.sub(r"<[^>]+>", "", archive.read(DOCUMENT).decode())
    assert "STATEMENT OF WORK: WIDGET CONTROLLER FOR AT&amp;T yes" in text


def test_every_code_is_explained_and_used() -> None:
    source = "".join(
        p.read_text() for p in (Path(__file__).parents[3] / "sowgen/render/docx").glob("*.py")
    )
    for code in CODES:
        assert f'"{code.id}"' in source


def _paths(shape: Shape, prefix: str) -> list[str]:
    if isinstance(shape, dict):
        return [p for name, s in shape.items() for p in _paths(s, f"{prefix}.{name}")]
    if isinstance(shape, list):
        return _paths(shape[0], prefix + "[]") if isinstance(shape[0], dict) else [prefix]
    return [prefix]


def test_the_documentation_lists_every_variable() -> None:
    text = DOCS.read_text()
    for path in _paths(SHAPE, ""):
        assert f"`{path.lstrip('.').replace('[]', '')}`" in text, path
