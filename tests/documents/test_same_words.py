"""A package's DOCX and PDF hold the same words in the same order, with the same numbers.

Both are compared with the document that `assemble` decided. LibreOffice prints the DOCX after
every cached reference was wiped from it: the numbers it prints are its own count.
"""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from sowgen import pipeline
from sowgen.model.document import Document, Paragraph, Reference, Text
from tests.documents.conftest import Built, shipped
from tests.documents.deal import TINY, tiny, tiny_workspace, write_project
from tests.documents.pages import compare
from tests.documents.tagged import tagged_text

_PROPERTIES = rb"(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?"
_MARK = rb'<w:r>%s<w:fldChar w:fldCharType="%s"/>'
_CACHED = re.compile(
    rb"(<w:instrText[^>]*> REF \S+ \\w \\h </w:instrText></w:r>"
    + _MARK % (_PROPERTIES, b"separate") + rb"</w:r>)(.*?)(?="
    + _MARK % (_PROPERTIES, b"end") + rb")",
    re.DOTALL,
)  # fmt: skip
_WIPED = b"<w:r><w:t>WIPED</w:t></w:r>"


def wiped(data: bytes) -> tuple[bytes, int]:
    """The XML of a Word document with every cached number replaced, and how many there were."""
    return _CACHED.subn(rb"\1" + _WIPED, data)


def rewrite(source: Path, target: Path, change: Callable[[bytes], bytes]) -> None:
    """A copy of a DOCX with its main part changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == "word/document.xml" else data)


def to_pdf(soffice: str, files: list[Path], out: Path) -> None:
    """The DOCX files printed by LibreOffice into `out`, tagged."""
    options = '{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
    profile = f"-env:UserInstallation={(out / 'profile').as_uri()}"
    subprocess.run(
        [soffice, profile, "--headless", "--norestore",
         "--convert-to", f"pdf:writer_pdf_Export:{options}", "--outdir", str(out),
         *map(str, files)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip


Printed = Mapping[tuple[str, str], tuple[Document, Path, list[str]]]


@pytest.fixture(scope="module")
def printed(
    built: tuple[Built, ...], soffice: str, tmp_path_factory: pytest.TempPathFactory
) -> Printed:
    """By project and kind: the document, its PDF, and LibreOffice's text of the wiped DOCX."""
    folder = tmp_path_factory.mktemp("libreoffice")
    made: dict[tuple[str, str], tuple[Document, Path, Path]] = {}
    for project in built:
        for document in project.documents:
            source = folder / f"{project.slug}-{document.kind}.docx"
            counts: list[int] = []

            def change(data: bytes, counts: list[int] = counts) -> bytes:
                data, count = wiped(data)
                counts.append(count)
                return data

            rewrite(project.file(document, "docx"), source, change)
            assert counts == [len(live_references(document))], source.name
            key = (project.slug, document.kind)
            made[key] = (document, project.file(document, "pdf"), source)
    to_pdf(soffice, [source for _, _, source in made.values()], folder)
    return {
        key: (document, pdf, tagged_text(source.with_suffix(".pdf")))
        for key, (document, pdf, source) in made.items()
    }


def live_references(document: Document) -> list[Reference]:
    """The references that follow a numbered clause of the same document."""
    numbered = {
        b.anchor for b in document.blocks() if isinstance(b, Paragraph) and b.role == "clause"
    }
    runs = [b.inlines for b in document.blocks() if isinstance(b, Paragraph)]
    for block in document.blocks():
        rows = (*getattr(block, "header", ()), *getattr(block, "rows", ()))
        runs += [cell.inlines for row in rows for cell in row]
    return [i for run in runs for i in run if isinstance(i, Reference) and i.target in numbered]


@pytest.mark.parametrize("slug", shipped())
def test_pdf_holds_the_words(slug: str, built: tuple[Built, ...]) -> None:
    project = next(p for p in built if p.slug == slug)
    assert project.documents
    for document in project.documents:
        text = tagged_text(project.file(document, "pdf"))
        difference = compare(document, text)
        assert not difference, f"{slug} {document.kind}: {difference}"


@pytest.mark.parametrize("slug", shipped())
def test_libreoffice_prints_the_words_and_counts_the_numbers(slug: str, printed: Printed) -> None:
    mine = {kind: entry for (name, kind), entry in printed.items() if name == slug}
    assert mine
    for kind, (document, _, text) in mine.items():
        difference = compare(document, text, pictures=True)
        assert not difference, f"{slug} {kind}: {difference}"
    assert any(live_references(document) for document, _, _ in mine.values())


def changed_paragraph(document: Document, change: Callable[[Paragraph], Paragraph]) -> Document:
    """The document with its middle clause paragraph changed."""
    numbered = [b for b in document.blocks() if isinstance(b, Paragraph) and b.label]
    blocks = [b for b in numbered if any(len(words) > 20 for words in plain_words(b))]
    chosen = blocks[len(blocks) // 2]
    sections = tuple(
        replace(s, blocks=tuple(change(chosen) if b is chosen else b for b in s.blocks))
        for s in document.sections
    )
    return replace(document, sections=sections)


def plain_words(paragraph: Paragraph) -> list[str]:
    return [i.text for i in paragraph.inlines if isinstance(i, Text)]


def one_letter(paragraph: Paragraph) -> Paragraph:
    long = next(i for i in paragraph.inlines if isinstance(i, Text) and len(i.text) > 20)
    other = replace(long, text=long.text[:9] + "§" + long.text[10:])
    return replace(paragraph, inlines=tuple(other if i is long else i for i in paragraph.inlines))


def one_space(paragraph: Paragraph) -> Paragraph:
    long = next(i for i in paragraph.inlines if isinstance(i, Text) and len(i.text) > 20)
    cut = next(n for n in range(2, 20) if long.text[n - 2 : n].isalpha())
    other = replace(long, text=long.text[: cut - 1] + " " + long.text[cut - 1 :])
    return replace(paragraph, inlines=tuple(other if i is long else i for i in paragraph.inlines))


def one_number(paragraph: Paragraph) -> Paragraph:
    return replace(paragraph, label=paragraph.label + "1")


def nothing(paragraph: Paragraph) -> Paragraph:
    return replace(paragraph, inlines=(), label="")


@pytest.mark.parametrize("change", [one_letter, one_space, one_number, nothing])
def test_the_comparison_can_fail(
    change: Callable[[Paragraph], Paragraph], built: tuple[Built, ...]
) -> None:
    project = built[0]
    document = next(d for d in project.documents if d.kind == "sow")
    text = tagged_text(project.file(document, "pdf"))
    assert compare(document, text) == ""
    assert compare(changed_paragraph(document, change), text) != ""


def test_a_wrong_number_of_a_reference_is_seen(printed: Printed) -> None:
    """LibreOffice counted: a reference of ours that named another clause would differ."""
    document, _, text = next(e for (_, kind), e in printed.items() if kind == "sow")
    assert not any("WIPED" in part for part in text)
    reference = live_references(document)[0]

    def other(paragraph: Paragraph) -> Paragraph:
        inlines = tuple(
            replace(i, text=i.text + "9") if i == reference else i for i in paragraph.inlines
        )
        return replace(paragraph, inlines=inlines)

    sections = tuple(
        replace(s, blocks=tuple(other(b) if isinstance(b, Paragraph) else b for b in s.blocks))
        for s in document.sections
    )
    assert compare(replace(document, sections=sections), text) != ""


def test_a_row_taller_than_a_page_is_printed_whole(soffice: str, tmp_path: Path) -> None:
    outline = "---\ntitle: statement_of_work\norder: 1\n---\n\n# A\n\n::: {.table}\n\n"
    outline += "| a | b |\n|---|---|\n| {{ package.title }} | x |\n\n:::\n"
    root = tiny_workspace(tmp_path / "workspace", outline)
    lines = [f"line {n} of a cell that fills more than one page" for n in range(120)]
    package = TINY["package"] | {"title": "\n".join(lines)}
    write_project(root, "tiny", tiny(package=package))
    workspace = pipeline.open_workspace(root).value
    assert workspace is not None
    report = pipeline.build_project(workspace, "tiny")
    assert len(report.written) == 2, report.diagnostics
    docx = next(path for path in report.written if path.suffix == ".docx")
    to_pdf(soffice, [docx], tmp_path)
    for pdf in (docx.with_suffix(".pdf"), tmp_path / f"{docx.stem}.pdf"):
        text = " ".join(" ".join(tagged_text(pdf)).split())
        # Once on the cover, once in the cell.
        assert [line for line in lines if text.count(line) < 2] == [], pdf
