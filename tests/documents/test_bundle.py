"""The bound package and its archive: whole, in order, linked, and nothing internal in them."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from sowgen import pipeline
from sowgen.assemble import bind
from sowgen.cli import main
from sowgen.diagnostics import Diagnostic
from sowgen.model.artifact import Artifact
from sowgen.model.document import (
    Contents,
    Document,
    Paragraph,
    Reference,
    Signatures,
    to_json,
)
from sowgen.pipeline import Run
from sowgen.pipeline.designs import Designs
from sowgen.pipeline.make import bound as bound_order
from sowgen.publish import pack, read_manifest
from sowgen.render.pdf import write_pdf
from tests.documents.deal import (
    ROOT,
    TINY_OUTLINE,
    copy_workspace,
    tiny,
    tiny_workspace,
    write,
    write_project,
)
from tests.documents.test_edits_kept import build, out_of
from tests.documents.test_kills import digests
from tests.documents.test_terms_and_references import references

SECRET = "rival.example.com"
ANNEX = """---
title: schedule
order: 20
---

{{ contents() }}

# Steps {#steps}

As {{ ref("parties") }} has it, the work goes in steps.

::: {.landscape}

# More steps

Sideways.

:::
"""
INTERNAL = f"""---
title: particulars
order: 30
audience: internal
---

# Award {{#award}}

{SECRET} came second to the company of {{{{ ref("parties") }}}}.
"""
RANKED = {"package": {"id": "tiny", "title": "Manufacture of the lamp", "reference": "TINY-1",
                      "order_of_precedence": ["the contract", "the annexes"]}}  # fmt: skip


def outline(root: Path, kind: str, text: str) -> None:
    write(root / "templates" / kind / "outline.md", text)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a contract, one annex and one internal document, built and bound."""
    root = tiny_workspace(tmp_path_factory.mktemp("whole") / "workspace", TINY_OUTLINE.replace(
        "{{ signatures() }}", '{{ ref("steps") }} says more.\n\n{{ signatures() }}'
    ))  # fmt: skip
    outline(root, "steps", ANNEX)
    outline(root, "award", INTERNAL)
    write_project(root, "tiny", tiny(**RANKED))
    report, _ = build(root, bundle=True)
    assert codes(report) == []
    return root


@pytest.fixture
def root(whole: Path, tmp_path: Path) -> Path:
    """A copy of it with nothing built."""
    return shutil.copytree(whole, tmp_path / "workspace", ignore=shutil.ignore_patterns("out"))


@pytest.fixture
def sent(root: Path, whole: Path) -> Path:
    """A copy of it with the package built and bound."""
    shutil.copytree(out_of(whole), out_of(root))
    return root


Typed = Callable[..., tuple[int, str]]


@pytest.fixture
def typed(root: Path, capsys: pytest.CaptureFixture[str]) -> Typed:
    """Runs a command line on the workspace: its status, and what it printed."""

    def run(*args: str) -> tuple[int, str]:
        status = main(["-C", str(root), *args])
        return status, capsys.readouterr().out

    return run


def bound(root: Path) -> Document:
    workspace = pipeline.open_workspace(root).value
    assert workspace is not None
    package = pipeline.prepare(workspace, "tiny")
    assert package.value is not None
    assert package.ok, package.diagnostics
    made = bind(package.value.given, package.value.assembly)
    assert made.diagnostics == ()
    assert made.value is not None
    return made.value


def page_texts(pdf: Path) -> list[str]:
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True)
    return text.stdout.decode().split("\f")[:-1]


# --- the shipped example ---------------------------------------------------------------------


@dataclass(frozen=True)
class Example:
    """The bound package of the shipped example, its PDF, and the words of its pages."""

    package: pipeline.Package
    document: Document
    pdf: Path
    pages: list[str]


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Example:
    folder = tmp_path_factory.mktemp("atlas")
    workspace = pipeline.open_workspace(copy_workspace(folder, "atlas-controller")).value
    assert workspace is not None
    prepared = pipeline.prepare(workspace, "atlas-controller")
    assert prepared.value is not None
    assert prepared.ok, [d for d in prepared.diagnostics if d.is_error]
    found: list[Diagnostic] = []
    house = Designs(Run.begin(workspace), workspace, prepared.value.settings).of_house()
    ((document, design, _),) = bound_order(prepared.value, house, found)
    made = write_pdf(document, design)
    assert made.value is not None, made.diagnostics
    assert [*found, *made.diagnostics] == []
    (folder / "package.pdf").write_bytes(made.value.data)
    pdf = folder / "package.pdf"
    return Example(prepared.value, document, pdf, page_texts(pdf))


def test_anchors_are_unique_and_references_lead_to_them(atlas: Example) -> None:
    document = atlas.document
    anchors = [b.anchor for b in document.blocks() if isinstance(b, Paragraph) and b.anchor]
    assert len(anchors) == len(set(anchors))
    assert max(map(len, anchors)) <= 40
    assert {e.anchor for e in document.toc} <= set(anchors)
    found = references(document)
    assert len(found) > 50
    assert {r.target for r in found} <= set(anchors), "a reference that leads out of the package"


def test_one_table_of_contents_and_all_documents_in_order(atlas: Example) -> None:
    document = atlas.document
    contents = [i for i, b in enumerate(document.blocks()) if isinstance(b, Contents)]
    titles = [i for i, b in enumerate(document.blocks())
              if isinstance(b, Paragraph) and b.role == "annex"]  # fmt: skip
    assert len(contents) == 1
    assert contents[0] < titles[0]
    labels = [b.label for b in document.blocks() if isinstance(b, Paragraph) and b.role == "annex"]
    assert labels == ["", *(f"Annex {chr(65 + n)}" for n in range(len(labels) - 1))]
    assert next(e.text for e in document.toc if e.level == 0) == "Statement of Work"
    signed = [i for i, b in enumerate(document.blocks()) if isinstance(b, Signatures)]
    assert titles[0] < signed[0] < signed[-1] < titles[1], "signed where the contract ends"


def test_contents_name_the_pages(atlas: Example) -> None:
    """The page numbers of the contents, read off the paper, against the headings' own pages."""
    document, pages = atlas.document, atlas.pages
    wanted = [e for e in document.toc if e.level == 0]
    listed = "\n".join(p for p in pages[:8] if "Contents" in p or pages.index(p) < 5)
    for entry in wanted:
        line = re.search(rf"^\s*{re.escape(entry.text)}\s+(\d+)$", listed, re.MULTILINE)
        assert line, entry
        title = entry.text.partition(": ")[2] or entry.text
        own = pages[int(line[1]) - 1]
        assert title.split()[0] in own
        assert len(own.split()) < 60, "the page with the title of a document holds nothing else"


def test_pages_are_counted_through_and_their_heads_name_the_document(
    atlas: Example,
) -> None:
    document, pages = atlas.document, atlas.pages
    for number, text in enumerate(pages, start=1):
        assert re.search(rf"Page {number} of {len(pages)}\s*$", text), number
    heads = [next(line for line in text.splitlines() if line.strip()) for text in pages[1:]]
    titles = [e.text for e in document.toc if e.level == 0]
    seen = [next((t for t in titles if f"· {t} " in head), "") for head in heads]
    assert list(dict.fromkeys(t for t in seen if t)) == titles
    first = seen.index(titles[0])
    assert all(seen[first:]), "a page of a document whose head does not name it"


def test_bookmarks_lead_through_documents_parts_and_articles(atlas: Example) -> None:
    document, pdf = atlas.document, atlas.pdf
    with pikepdf.open(pdf) as opened, opened.open_outline() as marks:
        titles = [mark.title for mark in marks.root]
        contract = next(mark for mark in marks.root if mark.title == "Statement of Work")
        parts = [mark.title for mark in contract.children]
        articles = [mark.title for mark in contract.children[0].children]
    names = [e.text.replace(": ", " ") for e in document.toc if e.level == 0]
    assert titles == ["Order of precedence", "Documents in this package", *names]
    assert parts[:2] == ["The deal", "The terms"]
    assert articles[0] == "1 Parties"


def test_the_file_is_tagged_and_archival(atlas: Example) -> None:
    document, pdf = atlas.document, atlas.pdf
    with pikepdf.open(pdf) as opened:
        assert opened.Root.MarkInfo.Marked
        with opened.open_metadata() as facts:
            assert facts.pdfa_status == "2B"
            assert facts["dc:title"] == document.title
        roles = {str(o.S) for o in opened.objects
                 if isinstance(o, pikepdf.Dictionary) and "/S" in o}  # fmt: skip
    assert {"/Table", "/TH", "/TD", "/H1", "/H2", "/H3", "/P", "/Link"} <= roles


def test_no_word_on_the_other_candidates_leaves(atlas: Example) -> None:
    """In the documents as data (alternatives of figures included) and in the data files."""
    spec, assembly = atlas.package.spec, atlas.package.assembly
    chosen = {party.legal_name for party in spec.parties.values()}
    others = {str(c.name) for c in spec.qualification.candidates.values()} - chosen
    assert len(others) > 2
    said: dict[str, str] = {"outbound": json.dumps(to_json(atlas.document), ensure_ascii=False)}
    audiences = {kind.id: kind.head.audience for kind in assembly.kinds}
    for document in assembly.documents:
        text = json.dumps(to_json(document), ensure_ascii=False)
        said[audiences[document.kind]] = said.get(audiences[document.kind], "") + text
    for export in assembly.exports:
        said[audiences[export.kind]] += repr(export.data)
    assert [name for name in others if name in said["outbound"]] == []
    assert [name for name in others if name not in said["internal"]] == [], "this test can fail"


def test_the_order_of_precedence_names_the_clause_that_governs(
    atlas: Example,
) -> None:
    document = atlas.document
    first = next(b for b in document.blocks() if isinstance(b, Paragraph) and b.role == "body")
    (reference,) = [i for i in first.inlines if isinstance(i, Reference)]
    article = next(b for b in document.blocks()
                   if isinstance(b, Paragraph) and b.anchor == reference.target)  # fmt: skip
    assert (article.clause, article.number) == ("definitions-precedence", reference.text)


# --- binding ---------------------------------------------------------------------------------


def test_references_between_documents_become_live(root: Path) -> None:
    document = bound(root)
    by_anchor = {b.anchor: b for b in document.blocks() if isinstance(b, Paragraph)}
    ways = [(by_anchor[r.target].inlines, r.text) for r in references(document) if r.target]
    assert {"".join(getattr(i, "text", "") for i in words) for words, _ in ways} == {
        "Steps", "Parties",
    }  # fmt: skip
    workspace = pipeline.open_workspace(root).value
    assert workspace is not None
    package = pipeline.prepare(workspace, "tiny").value
    assert package is not None
    alone = [r for d in package.assembly.documents[:2] for r in references(d)]
    assert [r.target for r in alone] == [None, None], "by itself a document has nowhere to lead to"


def test_a_long_anchor_is_shortened_and_stays_apart(root: Path) -> None:
    name = "a" * 36
    outline(root, "steps", ANNEX + f"\n# One {{#{name}b}}\n\nx\n\n# Two {{#{name}c}}\n\nx\n")
    anchors = [b.anchor for b in bound(root).blocks() if isinstance(b, Paragraph) and b.anchor]
    assert len(anchors) == len(set(anchors))
    assert max(map(len, anchors)) <= 40


def test_one_document_is_bound_too(tmp_path: Path) -> None:
    root = tiny_workspace(tmp_path)
    report, found = build(root, bundle=True)
    assert found == []
    assert [d.code for d in report.diagnostics] == [], "one document outranks nothing"
    assert {p.name for p in report.written} == {
        "TINY-1-sow.docx", "TINY-1-sow.pdf", "TINY-1-package.pdf", "TINY-1-package.zip",
    }  # fmt: skip


def test_nothing_to_bind(tmp_path: Path) -> None:
    outline = TINY_OUTLINE.replace("order: 10", "order: 10\naudience: internal")
    root = tiny_workspace(tmp_path, outline)
    report, found = build(root, bundle=True)
    assert found == ["B101"]
    assert report.written == ()
    assert build(root)[1] == []


def test_several_documents_without_an_order_of_precedence(root: Path) -> None:
    write_project(root, "tiny", tiny())
    report, found = build(root, bundle=True)
    assert found == []
    assert [d.code for d in report.diagnostics] == ["B105"]
    assert build(root, bundle=True, strict=True)[0].refused


def test_libreoffice_may_print_the_documents_but_not_the_bound_package(root: Path) -> None:
    workspace = pipeline.open_workspace(root).value
    assert workspace is not None
    prepared = pipeline.prepare(workspace, "tiny").value
    assert prepared is not None
    settings = prepared.settings.model_copy(
        update={"pdf": prepared.settings.pdf.model_copy(update={"engine": "libreoffice"})}
    )
    house = Designs(Run.begin(workspace), workspace, settings).of_house()
    ((_, design, formats),) = bound_order(prepared, house, [])
    assert house.value is not None
    assert house.value.print_word is not None
    assert design.print_word is None
    assert formats == ("pdf",)


def test_a_bundle_takes_the_whole_package(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for option in ("--only=sow", "--to=docx"):
        assert main(["-C", str(root), "build", "--bundle", option]) == 2
        assert "leave out --only and --to" in capsys.readouterr().err
    assert not out_of(root).exists()


# --- the archive -----------------------------------------------------------------------------


def unpacked(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        return {info.filename: archive.read(info) for info in archive.infolist()}


def test_the_archive_holds_everything_outbound_and_nothing_else(root: Path) -> None:
    report, found = build(root, bundle=True)
    assert found == []
    held = unpacked(out_of(root) / "TINY-1-package.zip")
    names = {"TINY-1-sow.docx", "TINY-1-sow.pdf", "TINY-1-steps.docx", "TINY-1-steps.pdf",
             "TINY-1-package.pdf"}  # fmt: skip
    assert set(held) == {*names, "contents.txt"}
    assert {p.name for p in report.written} == {
        *names, "TINY-1-package.zip", "TINY-1-award.docx", "TINY-1-award.pdf",
    }  # fmt: skip
    for name in names:
        assert held[name] == (out_of(root) / name).read_bytes()
    lines = dict(line.split("  ")[::-1] for line in held["contents.txt"].decode().splitlines())
    assert lines == {name: hashlib.sha256(held[name]).hexdigest() for name in names}


def inside(name: str, data: bytes) -> Iterator[str]:
    """What a file says when opened: its words, and the words of the files in it."""
    if name.endswith((".docx", ".zip")):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in archive.namelist():
                yield part
                yield from inside(part, archive.read(part))
    elif name.endswith(".pdf"):
        done = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True)
        yield " ".join(done.stdout.decode().split())
    else:
        yield re.sub(r"<[^>]*>", "", data.decode("utf-8", "replace"))


def test_nothing_internal_leaves(sent: Path, whole: Path) -> None:
    archive = out_of(sent) / "TINY-1-package.zip"
    said = "\n".join(inside(archive.name, archive.read_bytes()))
    assert "Manufacture of the lamp" in said
    for word in (SECRET, "award", "Award", str(whole), "manifest"):
        assert word not in said
    internal = out_of(sent) / "TINY-1-award.docx"
    assert SECRET in "\n".join(inside(internal.name, internal.read_bytes())), "this test can fail"


def test_an_internal_file_is_not_packed_whatever_it_is_called() -> None:
    files = [
        Artifact("award", "pdf", "X-award.pdf", b"a", "internal"),
        Artifact("award", "xlsx", "X-award.xlsx", b"b", "internal"),
        Artifact("sow", "pdf", "X-sow.pdf", b"c", "outbound"),
        Artifact("sow", "json", "X-sow.json", b"d", "outbound"),
    ]
    with zipfile.ZipFile(io.BytesIO(pack(files, "X.zip").data)) as archive:
        assert archive.namelist() == ["contents.txt", "X-sow.pdf"]
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert pack(reversed(files), "X.zip") == pack(files, "X.zip")


def test_the_same_bytes_again(root: Path, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        assert build(root, bundle=True, out=tmp_path / folder)[1] == []
    first, second = digests(tmp_path / "one" / "tiny"), digests(tmp_path / "two" / "tiny")
    assert first == second
    assert "TINY-1-package.zip" in first


# --- internal documents ----------------------------------------------------------------------


def test_an_internal_document_is_marked_on_every_page(root: Path) -> None:
    outline(root, "award", INTERNAL + "\n{{ pagebreak() }}\n\n# Reasons\n\nMore.\n")
    assert build(root)[1] == []
    pages = page_texts(out_of(root) / "TINY-1-award.pdf")
    assert len(pages) == 3
    for text in pages:
        assert "Internal: not for the other party" in text
    assert "between" not in pages[0]
    assert "Example Works GmbH" not in pages[0]
    with zipfile.ZipFile(out_of(root) / "TINY-1-award.docx") as archive:
        heads = [archive.read(n).decode() for n in archive.namelist() if "/header" in n]
        cover = archive.read("word/document.xml").decode()
    assert all("INTERNAL" in head for head in heads)
    assert any("Internal: not for the other party" in head for head in heads)
    assert "Internal: not for the other party" in cover
    assert "Example Works GmbH" not in cover


def test_who_may_get_a_file_stands_in_the_manifest(sent: Path) -> None:
    manifest = read_manifest(out_of(sent))
    assert manifest is not None
    audiences: dict[str, set[str]] = {}
    for output in manifest.outputs:
        audiences.setdefault(output.kind, set()).add(output.audience)
    assert audiences == {"award": {"internal"}, "sow": {"outbound"}, "steps": {"outbound"},
                         "package": {"outbound"}}  # fmt: skip


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{{ qualification.candidates }}", "O102"),
        ("{{ scorecard.ranking }}", "O102"),
        ("{% if qualification %}x{% endif %}", "O102"),
        ('{{ stated("qualification") }}', "O305"),
        ('{{ stated("scorecard") }}', "O305"),
        ('{{ figure("scores") }}', "O118"),
        ('See {{ ref("award") }}.', "B104"),
    ],
)
def test_an_outbound_outline_cannot_read_what_is_internal(root: Path, line: str, code: str) -> None:
    outline(root, "steps", ANNEX + f"\n# Trial\n\n{line}\n")
    # The contract refers to the annex, which is not there then.
    assert set(build(root)[1]) - {"O301"} == {code}


def test_an_outbound_kind_cannot_apply_by_what_is_internal(root: Path) -> None:
    outline(root, "steps", ANNEX.replace("order: 20", "order: 20\napplies_when: qualification"))
    assert set(build(root)[1]) - {"O301"} == {"O102"}


def test_an_outbound_kind_exports_no_scores(root: Path) -> None:
    outline(root, "steps", ANNEX.replace("order: 20", "order: 20\nexports: {xlsx: scorecard}"))
    assert build(root)[1] == ["O119"]


# --- what lies in the output folder -------------------------------------------------------------

LONGER = {**RANKED, "scope": {"exclusions": ["the supply of batteries"]}}


def codes(report: pipeline.BuildReport) -> list[str]:
    return [d.code for d in report.diagnostics]


def names(paths: tuple[Path, ...]) -> set[str]:
    return {path.name for path in paths}


def test_a_part_of_a_package_beside_older_files_is_told(sent: Path) -> None:
    report, _ = build(sent, formats=("docx",))
    assert (codes(report), report.older) == ([], ()), "nothing has changed: nothing is older"
    write_project(sent, "tiny", tiny(**LONGER))
    report, _ = build(sent, formats=("docx",), kinds=("sow",))
    assert codes(report) == ["B110"]
    assert names(report.older) == {
        "TINY-1-package.pdf",
        "TINY-1-package.zip",
        "TINY-1-sow.pdf", "TINY-1-steps.docx", "TINY-1-steps.pdf", "TINY-1-award.docx",
        "TINY-1-award.pdf",
    }  # fmt: skip
    assert report.removed == ()
    again, _ = build(sent, formats=("docx",), kinds=("sow",))
    assert codes(again) == ["B110"], "it is still so"
    whole, _ = build(sent)
    assert (codes(whole), whole.older) == ([], ())


def test_the_manifest_knows_what_a_kept_file_was_made_from(sent: Path) -> None:
    project = "projects/tiny/project.yaml"
    write_project(sent, "tiny", tiny(**LONGER))
    before = read_manifest(out_of(sent))
    assert before is not None
    build(sent, formats=("docx",))
    after = read_manifest(out_of(sent))
    assert after is not None
    by_format = {o.format: after.facts_of(o.build) for o in after.outputs}
    now = hashlib.sha256((sent / project).read_bytes()).hexdigest()
    assert by_format["docx"]["inputs"][project] == now  # type: ignore[index]
    assert by_format["pdf"]["inputs"][project] == before.inputs[project] != now  # type: ignore[index]
    build(sent)
    last = read_manifest(out_of(sent))
    assert last is not None
    assert last.earlier == {}
    assert {o.build for o in last.outputs} == {last.build}


def test_a_bundle_stays_while_it_is_right_and_goes_when_it_is_not(sent: Path, typed: Typed) -> None:
    report, _ = build(sent)
    assert (report.removed, report.written) == ((), ())
    assert (out_of(sent) / "TINY-1-package.zip").exists()
    write_project(sent, "tiny", tiny(**LONGER))
    status, said = typed("build")
    assert status == 0
    assert re.search(r"^removed .*/TINY-1-package\.pdf$", said, re.MULTILINE)
    assert not list(out_of(sent).glob("*-package.*"))


def test_what_is_removed_stands_in_the_report(sent: Path, typed: Typed) -> None:
    (sent / "templates" / "steps" / "outline.md").unlink()
    (sent / "templates" / "steps").rmdir()
    write(sent / "templates" / "sow" / "outline.md", TINY_OUTLINE)
    status, said = typed("build", "--report", "json")
    assert status == 0
    states = {Path(o["path"]).name: o["state"] for o in json.loads(said)["outputs"]}
    assert states["TINY-1-steps.docx"] == states["TINY-1-steps.pdf"] == "removed"
    assert states["TINY-1-sow.pdf"] == "written"


def test_a_removed_document_that_somebody_changed_is_left_and_told(sent: Path) -> None:
    package = out_of(sent) / "TINY-1-package.pdf"
    package.write_bytes(b"edited")
    write_project(sent, "tiny", tiny(**LONGER))
    for _ in range(2):  # as long as it lies there
        report, found = build(sent)
        assert (found, codes(report)) == ([], ["B111"])
        assert package.read_bytes() == b"edited"
    package.unlink()
    assert codes(build(sent)[0]) == []


def test_a_removed_document_that_is_held_open_is_tried_again(
    sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_project(sent, "tiny", tiny(**LONGER))
    real = Path.unlink

    def held(path: Path, missing_ok: bool = False) -> None:
        if path.name == "TINY-1-package.pdf":
            raise PermissionError(13, "The process cannot access the file", str(path))
        real(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", held)
    report, found = build(sent)
    assert (found, codes(report), names(report.removed)) == ([], ["B111"], {"TINY-1-package.zip"})
    monkeypatch.undo()
    report, _ = build(sent)
    assert (codes(report), names(report.removed)) == ([], {"TINY-1-package.pdf"})


def test_an_edited_archive_is_kept(sent: Path) -> None:
    archive = out_of(sent) / "TINY-1-package.zip"
    archive.write_bytes(archive.read_bytes() + b"edited")
    before = digests(out_of(sent))
    write_project(sent, "tiny", tiny(**LONGER))
    assert build(sent, bundle=True)[1] == ["F040"]
    assert digests(out_of(sent)) == before
    assert build(sent, bundle=True, force=True)[1] == []
    assert zipfile.is_zipfile(archive)


def test_a_foreign_package_is_kept(root: Path) -> None:
    out_of(root).mkdir()
    (out_of(root) / "TINY-1-package.pdf").write_bytes(b"somebody's")
    assert build(root, bundle=True)[1] == ["F041"]
    assert digests(out_of(root)).keys() == {"TINY-1-package.pdf"}


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL belongs to POSIX systems")
@pytest.mark.parametrize("after", ["TINY-1-package.pdf", "unlink"])
def test_killed_while_the_package_is_swapped(sent: Path, tmp_path: Path, after: str) -> None:
    """Each file is old or new, and the next build mends the rest without --force."""
    write_project(sent, "tiny", tiny(**LONGER))
    kill = (
        "import os, sys, signal, pathlib; import sowgen.publish.write as w\n"
        "real, remove = w.swap_in, pathlib.Path.unlink\n"
        "def swap(aside, target):\n"
        "    real(aside, target)\n"
        f"    if target.name == {after!r}: os.kill(os.getpid(), signal.SIGKILL)\n"
        "def unlink(path, missing_ok=False):\n"
        "    remove(path, missing_ok=missing_ok)\n"
        "    if path.name.endswith('package.pdf'): os.kill(os.getpid(), signal.SIGKILL)\n"
        f"w.swap_in = swap\nif {after!r} == 'unlink': pathlib.Path.unlink = unlink\n"
        f"from sowgen.cli import main; sys.exit(main(['build', '-q', *sys.argv[1:]]))"
    )
    script = tmp_path / "killed.py"
    script.write_text(kill, "utf-8")
    options = [] if after == "unlink" else ["--bundle"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, str(script), *options], cwd=sent, env=env, capture_output=True, check=False
    )
    assert done.returncode == -signal.SIGKILL
    report, found = build(sent, bundle=bool(options))
    assert (found, codes(report)) == ([], [])
    there = {n for n in digests(out_of(sent)) if "package" in n}
    assert there == ({"TINY-1-package.pdf", "TINY-1-package.zip"} if options else set())
    assert not list(out_of(sent).glob(".*.tmp"))


def test_a_manifest_of_the_first_form_is_read(sent: Path) -> None:
    """Files of the release before this one are no foreign files."""
    file = out_of(sent) / "manifest.json"
    plain: dict[str, Any] = json.loads(file.read_text("utf-8"))
    for output in plain["outputs"]:
        del output["audience"], output["build"]
    del plain["build"], plain["earlier"]
    file.write_text(json.dumps({**plain, "format": 1}), "utf-8")
    write_project(sent, "tiny", tiny(**LONGER))
    assert build(sent)[1] == []


# --- formats ---------------------------------------------------------------------------------


def test_the_workspace_says_which_formats_a_package_has(sent: Path) -> None:
    settings = (sent / "sowgen.yaml").read_text("utf-8")
    write(sent / "sowgen.yaml", settings + "\nformats: [docx]\n")
    report, found = build(sent)
    assert found == []
    assert {p.suffix for p in report.removed} == {".pdf", ".zip"}
    assert {Path(n).suffix for n in digests(out_of(sent))} == {".docx", ".json"}
    report, _ = build(sent, formats=("pdf",))
    assert {p.suffix for p in report.written} == {".pdf"}
    report, _ = build(sent, bundle=True)
    assert "TINY-1-package.pdf" in names(report.written), "the bound package is made in any case"
    assert "TINY-1-sow.pdf" not in unpacked(out_of(sent) / "TINY-1-package.zip")


def test_a_strict_build_with_a_warning_writes_nothing(root: Path, typed: Typed) -> None:
    write_project(root, "tiny", tiny())
    report, found = build(root, bundle=True, strict=True)
    assert (found, report.written, report.refused) == ([], (), True)
    assert not out_of(root).exists()
    status, said = typed("build", "--bundle", "--strict")
    assert status == 1
    assert "tiny: not built, see below" in said


def test_a_build_prepares_a_project_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sowgen import assemble

    calls = []
    real = assemble.assemble
    monkeypatch.setattr(assemble, "assemble", lambda *given: calls.append(1) or real(*given))
    assert build(root, strict=True)[1] == []
    assert len(calls) == 1
