"""Word's pages are the PDF's pages: the contents of a DOCX carry page numbers taken from the PDF.

LibreOffice prints the DOCX; the heading of each entry must stand where its number says.
"""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from lxml import etree

from sowgen.model.document import Document
from sowgen.render.docx.ooxml import NS
from tests.documents.conftest import Built, shipped

_OFF = 1
"""Pages an entry may be off. A line more or less at the foot of a page moves the heading below
it; the next page that a part starts takes the difference up again."""
_TOTAL = 0.02
"""How far the numbers of pages may be apart, as a share; one page is always allowed."""


def letters(text: str) -> str:
    """`text` without what two renderers space and draw differently."""
    return re.sub(r"\W+", "", text).casefold()


def entries(docx: Path) -> list[tuple[str, int]]:
    """The words of each contents entry and the page number stored beside it."""
    with zipfile.ZipFile(docx) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    found = []
    path = "//w:p[starts-with(w:pPr/w:pStyle/@w:val, 'TOC')]"
    for paragraph in root.xpath(path, namespaces=NS):
        parts = paragraph.xpath(".//w:t/text() | .//w:tab[parent::w:r]", namespaces=NS)
        words = "".join(part if isinstance(part, str) else "\t" for part in parts)
        name, _, page = words.rpartition("\t")
        found.append((letters(name), int(page)))
    return found


def lines_by_page(pdftotext: str, pdf: Path) -> list[set[str]]:
    """The lines of each page, as `letters`."""
    text = subprocess.run(
        [pdftotext, "-layout", "-enc", "UTF-8", str(pdf), "-"],
        check=True, capture_output=True, encoding="utf-8", timeout=60,
    ).stdout  # fmt: skip
    return [{letters(line) for line in page.splitlines()} for page in text.split("\f")[:-1]]


def misplaced(contents: list[tuple[str, int]], pages: list[set[str]], off: int) -> list[str]:
    """The entries whose heading stands on no page within `off` of the one they name."""
    found = []
    for name, page in contents:
        # The contents have the number on the same line: no line there is the name alone.
        places = [number for number, lines in enumerate(pages, start=1) if name in lines]
        if not any(abs(place - page) <= off for place in places):
            found.append(f"{name}: page {page} in the contents, printed on {places}")
    return found


Printed = Mapping[str, tuple[tuple[Document, Path, Path], ...]]


@pytest.fixture(scope="module")
def printed(
    built: tuple[Built, ...], soffice: str, tmp_path_factory: pytest.TempPathFactory
) -> Printed:
    """By project: each document, its DOCX, and that DOCX printed by LibreOffice."""
    folder = tmp_path_factory.mktemp("parity")
    made: dict[str, list[tuple[Document, Path, Path]]] = {}
    for project in built:
        out = folder / project.slug
        made[project.slug] = [
            (document, docx, out / f"{docx.stem}.pdf")
            for document in project.documents
            for docx in [project.file(document, "docx")]
        ]
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        subprocess.run(
            [soffice, profile, "--headless", "--norestore", "--convert-to", "pdf",
             "--outdir", str(out), *(str(docx) for _, docx, _ in made[project.slug])],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
    return {slug: tuple(files) for slug, files in made.items()}


@pytest.mark.parametrize("slug", shipped())
def test_headings_stand_where_the_contents_say(slug: str, printed: Printed, pdftotext: str) -> None:
    checked = 0
    for document, docx, print_out in printed[slug]:
        contents = entries(docx)
        pages = lines_by_page(pdftotext, print_out)
        wrong = misplaced(contents, pages, _OFF)
        assert not wrong, f"{slug} {document.kind}: {wrong}"
        checked += len(contents)
    assert checked > 20, f"{slug} has too few contents entries to tell anything: {checked}"


@pytest.mark.parametrize("slug", shipped())
def test_word_and_pdf_have_as_many_pages(slug: str, printed: Printed, pdftotext: str) -> None:
    for document, docx, print_out in printed[slug]:
        word = len(lines_by_page(pdftotext, print_out))
        pdf = len(lines_by_page(pdftotext, docx.with_suffix(".pdf")))
        assert abs(word - pdf) <= max(1, _TOTAL * pdf), f"{slug} {document.kind}: {word}, {pdf}"


def test_a_misplaced_heading_is_seen(printed: Printed, pdftotext: str) -> None:
    _, docx, print_out = next(f for files in printed.values() for f in files if entries(f[1]))
    shifted = [(name, page + 2 * _OFF + 1) for name, page in entries(docx)]
    pages = lines_by_page(pdftotext, print_out)
    assert len(misplaced(shifted, pages, _OFF)) == len(shifted)
