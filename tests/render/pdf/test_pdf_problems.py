"""Mistakes in a page design are diagnostics at the right place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sample import small_document

from sowgen.codes import all_codes
from sowgen.diagnostics import Diagnostic
from sowgen.model.artifact import Asset, Design
from sowgen.model.document import Paragraph, Value
from sowgen.render.pdf import read_pages, uncovered, write_pdf
from sowgen.render.pdf.coverage import font_ranges

ROOT = Path(__file__).parents[3]
PAGE = "templates/house/page.typ"
FONTS = ROOT / "templates" / "house" / "fonts"


def _edited(design: Design, source: str) -> Design:
    return replace(design, page=Asset(PAGE, source.encode()))


def _found(design: Design) -> tuple[Diagnostic, ...]:
    return write_pdf(small_document(Paragraph("body", (Value("x"),))), design).diagnostics


_HEAD = '#set document(date: datetime(year: 2027, month: 1, day: 2))\n#set text(font: "Carlito")\n'


@pytest.mark.parametrize(
    ("source", "code", "line", "col", "message"),
    [
        (_HEAD + "a #acent", "W202", 3, 4, "unknown variable: acent"),
        (_HEAD + "#let x = ", "W202", 3, 9, "expected expression"),
        (_HEAD + '#text(font: "Carlitto")[x]', "W203", 3, 13, "unknown font family: carlitto"),
        (_HEAD + '#image("logo.png")', "W202", 3, 8, "failed to load file"),
        (_HEAD + '#read("/etc/hostname")', "W202", 3, 7, "failed to load file"),
        (_HEAD + '#read("../../etc/hostname")', "W202", 3, 7, "would escape"),
        (_HEAD + '#import "@preview/cetz:0.4.0"', "W204", 3, 10, "@preview/cetz:0.4.0"),
    ],
)
def test_a_mistake_has_its_place(
    design: Design, source: str, code: str, line: int, col: int, message: str
) -> None:
    (found,) = _found(_edited(design, source))
    assert (found.code, found.span.file, found.span.line, found.span.col) == (code, PAGE, line, col)
    assert message in found.message
    assert str(ROOT) not in found.message + found.hint
    assert found.severity == all_codes()[code].severity


def test_all_errors_come_at_once(design: Design) -> None:
    found = _found(_edited(design, "#let x = \n#(\n"))
    assert [d.span.line for d in found] == [1, 2]


def test_a_broken_design_has_no_pages(design: Design) -> None:
    document = small_document(Paragraph("body", (Value("x"),), anchor="here"))
    assert read_pages(document, design) == {"here": 2}
    assert read_pages(document, _edited(design, "#(")) == {}


def test_no_fonts(design: Design, tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        (found,) = _found(replace(design, font_dirs=(str(folder),)))
        assert found.code == "W205"


def test_an_unknown_standard(design: Design) -> None:
    (found,) = _found(replace(design, pdf_standard="a2b"))
    assert (found.code, found.span.file) == ("W206", "sowgen.yaml")
    assert "a-2b" in found.hint


def test_characters_of_no_font_are_named(design: Design) -> None:
    document = small_document(Paragraph("body", (Value("例 ab é שלום 🙂 \U0001f9ff ✓ 例"),)))
    assert uncovered(document, design) == ("例",)
    (found,) = write_pdf(document, design).diagnostics
    assert found.code == "W201"
    assert "例 (U+4F8B)" in found.message


def test_a_font_says_what_it_has() -> None:
    carlito = font_ranges((FONTS / "Carlito-Regular.ttf").read_bytes())
    assert any(a <= ord("é") <= b for a, b in carlito)
    assert not any(a <= ord("ש") <= b for a, b in carlito)
    assert font_ranges((FONTS / "SowgenLastResort-Regular.ttf").read_bytes()) == ()
    assert font_ranges(b"no font") == ()


def test_fonts_are_small_and_licensed() -> None:
    fonts = list(FONTS.glob("*.ttf"))
    assert sum(f.stat().st_size for f in fonts) < 5_000_000
    assert all(f.stat().st_size < 2**20 for f in fonts)
    assert len(list(FONTS.glob("*.txt"))) == 3


def test_every_code_of_pages_is_explained() -> None:
    assert {"W201", "W202", "W203", "W204", "W205", "W206", "W207"} <= set(all_codes())
