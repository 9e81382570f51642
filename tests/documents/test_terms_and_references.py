"""Defined terms and references of the shipped projects, seen in their finished documents."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from sowgen.model.document import Document, Paragraph, Reference, Term
from tests.documents.conftest import Built, shipped
from tests.documents.deal import tiny_workspace
from tests.documents.test_any_text import W
from tests.documents.test_edits_kept import build

HEAD = "---\ntitle: statement_of_work\norder: 1\n---\n\n"
REFERENCE = re.compile(r"^\d+(?:\.\d+)?(?:\([a-z]+\))?(?:\([ivxlc]+\))?$")


def references(document: Document) -> list[Reference]:
    """Every reference of the document, in paragraphs and in tables."""
    runs = [b.inlines for b in document.blocks() if isinstance(b, Paragraph)]
    for block in document.blocks():
        rows = (*getattr(block, "header", ()), *getattr(block, "rows", ()))
        runs += [cell.inlines for row in rows for cell in row]
    return [i for run in runs for i in run if isinstance(i, Reference)]


@pytest.mark.parametrize("slug", shipped())
def test_every_reference_names_the_number_it_follows(slug: str, built: tuple[Built, ...]) -> None:
    project = next(p for p in built if p.slug == slug)
    count = 0
    for document in project.documents:
        numbers = {b.anchor: b.number for b in document.blocks()
                   if isinstance(b, Paragraph) and b.anchor}  # fmt: skip
        for reference in references(document):
            count += 1
            if reference.target is None:
                assert REFERENCE.match(reference.text)
            else:
                assert numbers[reference.target] in ("", reference.text)
    assert count > 10


@pytest.mark.parametrize("slug", shipped())
def test_no_number_is_left_out(slug: str, built: tuple[Built, ...]) -> None:
    """Counted here once more: each level goes up by one and begins anew below its parent."""
    for document in next(p for p in built if p.slug == slug).documents:
        counts = [0, 0, 0, 0]
        for block in document.blocks():
            if not isinstance(block, Paragraph) or block.role != "clause":
                continue
            counts[block.level - 1] += 1
            counts[block.level :] = [0] * (4 - block.level)
            figures = re.findall(r"\d+", block.number)
            assert [int(f) for f in figures] == counts[: len(figures)]
            if block.level > 2:
                last = re.findall(r"\(([a-z]+)\)", block.number)[-1]
                expected = counts[block.level - 1]
                roman = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"]
                if block.level == 3:
                    assert last == chr(96 + (expected - 1) % 26 + 1) * ((expected - 1) // 26 + 1)
                elif expected < len(roman):
                    assert last == roman[expected]


@pytest.mark.parametrize("slug", shipped())
def test_terms_are_defined_once(slug: str, built: tuple[Built, ...]) -> None:
    project = next(p for p in built if p.slug == slug)
    terms = [i.text for d in project.documents for b in d.blocks()
             if isinstance(b, Paragraph) for i in b.inlines if isinstance(i, Term)]  # fmt: skip
    assert terms
    assert len(terms) == len(set(terms))


@pytest.mark.parametrize("slug", shipped())
def test_fields_lead_to_bookmarks(slug: str, built: tuple[Built, ...]) -> None:
    """In the Word file each REF and PAGEREF names a bookmark that stands there once."""
    project = next(p for p in built if p.slug == slug)
    for file in sorted(project.folder.glob("*.docx")):
        with zipfile.ZipFile(file) as package:
            root = etree.fromstring(package.read("word/document.xml"))
        marks = [e.get(f"{W}name") for e in root.iter(f"{W}bookmarkStart")]
        assert len(marks) == len(set(marks))
        ends = [e.get(f"{W}id") for e in root.iter(f"{W}bookmarkEnd")]
        assert sorted(ends) == sorted(e.get(f"{W}id") for e in root.iter(f"{W}bookmarkStart"))
        fields = " ".join(e.text or "" for e in root.iter(f"{W}instrText"))
        assert set(re.findall(r"REF (sg_\w+)", fields)) <= set(marks)
        links = {e.get(f"{W}anchor") for e in root.iter(f"{W}hyperlink")} - {None}
        assert links <= set(marks)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('See {{ ref("nowhere") }}.', "O301"),
        ("The [lamp]{.term} is bright.", "O203"),
        ("A [lamp]{.def} and a [lamp]{.def}.", "O202"),
    ],
)
def test_a_package_with_a_broken_link_is_not_built(line: str, code: str, tmp_path: Path) -> None:
    root = tiny_workspace(tmp_path, f"{HEAD}# A\n\n{line}\n")
    report, found = build(root)
    assert found == [code]
    assert report.written == ()
    assert not (root / "projects" / "tiny" / "out").exists()


def test_an_unused_term_is_a_warning(tmp_path: Path) -> None:
    report, found = build(tiny_workspace(tmp_path, f"{HEAD}# A\n\nA [lamp]{{.def}} shines.\n"))
    assert found == []
    assert [d.code for d in report.diagnostics if d.code[0] == "O"] == ["O201"]
    assert len(report.written) == 2
