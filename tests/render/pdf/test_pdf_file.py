"""The file: standard, tags, properties, bookmarks, pages, and the same bytes each time."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from sample import body, clause, sample_document, small_document

from sowgen.model.artifact import Asset, Design
from sowgen.model.document import Contents, Furniture, PageBreak, Paragraph, Text, Value, to_json
from sowgen.render import WRITERS, render
from sowgen.render.pdf import PdfResult, read_pages, write_pdf

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def result(design: Design) -> PdfResult:
    outcome = write_pdf(sample_document(), design)
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    return outcome.value


@pytest.fixture(scope="module")
def pdf(result: PdfResult) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(result.data))


def test_it_is_tagged_pdf_a_with_title_author_and_language(pdf: pikepdf.Pdf) -> None:
    assert pdf.Root.Lang == "en-GB"
    assert pdf.Root.MarkInfo.Marked
    assert "/StructTreeRoot" in pdf.Root
    with pdf.open_metadata() as metadata:
        assert metadata.pdfa_status == "2B"
        assert metadata["dc:title"] == "Statement of Work: Widget Controller for AT&T"
        assert metadata["dc:creator"] == ["Northwind Instruments GmbH"]
        assert metadata["xmp:CreateDate"].startswith("2027-03-02")


def test_tables_have_header_cells_and_clauses_are_headings(pdf: pikepdf.Pdf) -> None:
    roles = {str(o.S) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/S" in o}
    assert {"/Table", "/TH", "/TD", "/H1", "/H2", "/P", "/Link"} <= roles


def test_every_font_is_embedded_and_shipped(pdf: pikepdf.Pdf) -> None:
    names = {
        str(o.FontName).partition("+")[2]
        for o in pdf.objects
        if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"
    }
    assert names
    assert all(n.startswith(("Carlito", "DejaVuSans", "NotoEmoji", "Sowgen")) for n in names)


def test_headings_are_bookmarks_with_their_numbers(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        part = outline.root[0]
        assert part.title == "Part A: General terms"
        assert [c.title for c in part.children][:2] == ["1 Definitions", "2 Scope of work"]


def test_pages_are_where_the_anchors_stand(
    result: PdfResult, design: Design, read_text: Callable[..., str]
) -> None:
    pages = read_text(result.data, "-layout").split("\f")
    assert "Materials and milestones" in pages[result.pages["materials"] - 1]
    assert "Responsibility matrix" in pages[result.pages["raci"] - 1]
    assert read_pages(sample_document(), design) == dict(result.pages)
    known = {b.anchor for b in sample_document().blocks() if getattr(b, "anchor", "")}
    assert set(result.pages) == known


def test_contents_give_these_pages(result: PdfResult, read_text: Callable[..., str]) -> None:
    contents = read_text(result.data, "-raw").split("\f")[1]
    for entry in sample_document().toc:
        number = f"{entry.number} " if entry.number else ""
        assert f"{number}{entry.text} {result.pages[entry.anchor]}\n" in contents


def test_wide_sections_lie_on_their_side(pdf: pikepdf.Pdf, result: PdfResult) -> None:
    box = pdf.pages[result.pages["raci"] - 1].mediabox
    assert box[2] > box[3]
    assert pdf.pages[0].mediabox[2] < pdf.pages[0].mediabox[3]


def test_header_rows_repeat(result: PdfResult, read_text: Callable[..., str]) -> None:
    pages = read_text(result.data, "-layout").split("\f")
    assert sum("Owner" in p and "Value" in p for p in pages) == 2


def test_margins(result: PdfResult, read_text: Callable[..., str]) -> None:
    pages = read_text(result.data, "-layout").rstrip("\f").split("\f")
    last = len(pages)
    for n, page in enumerate(pages, 1):
        assert f"Page {n} of {last}" in page
        assert ("NW-SOW-0042 · version 0.3" in page) == (n > 1)


def test_the_watermark_goes_with_the_draft(design: Design, read_text: Callable[..., str]) -> None:
    issued = write_pdf(sample_document(draft=False), design).value
    assert issued is not None
    assert "D\nR\nA\nF\nT" not in read_text(issued.data, "-raw")


def test_the_same_bytes_in_another_process(result: PdfResult) -> None:
    script = (
        "import sys; sys.path.insert(0, 'tests/render')\n"
        "from pathlib import Path; from sample import sample_document\n"
        "from sowgen.model.artifact import Asset, Design; from sowgen.render import render\n"
        "page = Asset('templates/house/page.typ', Path('templates/house/page.typ').read_bytes())\n"
        "fonts = (str(Path('templates/house/fonts').resolve()),)\n"
        "out = render(sample_document(), 'pdf', Design(Asset('', b''), page, fonts))\n"
        "sys.stdout.buffer.write(out.value)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "TZ": "Asia/Tokyo", "PATH": "/usr/bin:/bin"},
    )
    assert run.stdout == result.data


def test_a_reference_to_nothing_is_words(design: Design) -> None:
    blocks = (clause(1, "1", "Scope"), body(0, Text("See clause 9.")))
    outcome = write_pdf(small_document(Contents("Contents"), PageBreak(), *blocks), design)
    assert outcome.ok
    assert outcome.value is not None
    assert outcome.value.pages == {}


@pytest.mark.parametrize("language", ["de-DE", "he", "ar-EG", "zh-Hans-CN", "fr"])
def test_other_languages(design: Design, language: str) -> None:
    outcome = write_pdf(sample_document(language=language), design)
    assert outcome.value is not None, outcome.diagnostics
    pdf = pikepdf.open(io.BytesIO(outcome.value.data))
    assert str(pdf.Root.Lang).split("-")[0] == language.split("-")[0]


def test_any_letter_may_be_a_badge(design: Design) -> None:
    document = json.loads(json.dumps(to_json(sample_document())))
    assert document["type"] == "Document"
    from sowgen.model.document import Badge, Cell, Table

    table = Table(
        ((Cell((Text("x"),)), Cell((Text("y"),))),),
        ((Cell((Badge("A/R", "both"),)), Cell((Badge("Q", "quality"),))),),
        (50, 50),
        "matrix",
        True,
    )
    assert write_pdf(small_document(table), design).diagnostics == ()


def test_render_knows_every_format(design: Design) -> None:
    document = replace(
        small_document(Paragraph("body", (Value("45 days"),))),
        furniture=Furniture("", "", "", ("", "", "")),
    )
    assert set(WRITERS) == {"docx", "pdf", "json"}
    plain = render(document, "json", design).value
    assert plain is not None
    assert json.loads(plain) == to_json(document)
    pdf = render(document, "pdf", design).value
    assert pdf is not None
    assert pdf.startswith(b"%PDF-1.7")


def test_pdf_may_be_the_word_file_on_paper(design: Design) -> None:
    given: list[bytes] = []

    def printer(docx: bytes) -> bytes:
        """As LibreOffice does, it leaves the time of day in the file."""
        given.append(docx)
        printed = pikepdf.new()
        printed.add_blank_page()
        printed.docinfo["/CreationDate"] = f"D:20260101{len(given):06d}Z"
        out = io.BytesIO()
        printed.save(out)
        return out.getvalue()

    template = Path(__file__).parents[3] / "templates/house/document.docx"
    word = Asset("templates/house/document.docx", template.read_bytes())
    design = replace(design, word_template=word)
    printing = replace(design, print_word=printer)
    first, second = (render(small_document(), "pdf", printing).value for _ in range(2))
    assert given[0] == render(small_document(), "docx", design).value
    assert first is not None
    assert first == second
    with pikepdf.open(io.BytesIO(first)) as opened:
        assert str(opened.docinfo["/CreationDate"]).startswith(
            "D:" + small_document().date.replace("-", "")
        )
