"""What forbids an issued version."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sowgen.issuing import issue
from sowgen.workspace import Workspace
from tests.documents.deal import ROOT, tiny, tiny_workspace, write_project
from tests.issuing.lamp import ISSUED, PROJECT, change, codes, issued, lamp, versions
from tests.repository import Repo


def edit(repo: Repo) -> None:
    change(repo, scope={"exclusions": ["approvals"]})


def add(repo: Repo) -> None:
    repo.write("projects/tiny/scope.yaml", "exclusions: [approvals]\n")


def remove(repo: Repo) -> None:
    (repo.root / "clauses/general/rest.md").unlink()


def add_kind(repo: Repo) -> None:
    repo.write("templates/extra/outline.md", "---\ntitle: t\norder: 3\n---\n\n# A\n")


def stage(repo: Repo) -> None:
    edit(repo)
    repo.add()


@pytest.mark.parametrize(
    ("work", "named"),
    [
        (edit, PROJECT),
        (stage, PROJECT),
        (add, "projects/tiny/scope.yaml"),
        (remove, "clauses/general/rest.md"),
        (add_kind, "templates/extra/outline.md"),
    ],
)
def test_what_is_not_committed(tmp_path: Path, work: Callable[[Repo], None], named: str) -> None:
    repo = lamp(tmp_path)
    work(repo)
    result = issued(repo)
    assert [(d.code, d.span.file) for d in result.diagnostics] == [("H402", named)]
    assert versions(repo) == []


def test_what_is_not_committed_elsewhere_does_not_count(tmp_path: Path) -> None:
    repo = lamp(tmp_path)
    write_project(repo.root, "other", tiny())
    repo.write("notes.txt", "mine")
    repo.write("clauses/general/~work.md", "an editor's")
    (repo.root / "clauses" / "empty").mkdir()
    assert codes(issued(repo)) == []


def test_line_ends_of_windows_are_no_change(tmp_path: Path) -> None:
    repo = lamp(tmp_path)
    path = repo.root / PROJECT
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert codes(issued(repo)) == []


def test_a_project_that_was_never_committed(tmp_path: Path) -> None:
    repo = lamp(tmp_path)
    write_project(repo.root, "new", tiny())
    result = issue(Workspace(repo.root), "new", "1.0")
    assert codes(result) == ["H402"]


def test_without_a_commit(tmp_path: Path) -> None:
    root = tiny_workspace(tmp_path / "deals")
    assert codes(issue(Workspace(root), "tiny", "1.0")) == ["H401"]
    repo = Repo(root)
    assert codes(issued(repo)) == ["H401"]


def test_values_to_be_agreed(tmp_path: Path) -> None:
    party = {**tiny()["parties"]["ems"], "address": "to be agreed: the seat"}
    repo = lamp(tmp_path, parties={**tiny()["parties"], "ems": party})
    result = issued(repo)
    assert codes(result) == ["P090"]
    (found,) = result.diagnostics
    assert found.message == (
        "`parties.ems.address` is to be agreed, and an issued package holds nothing open (the seat)"
    )
    assert "status" not in found.hint
    assert found.related == ()


def test_a_warning(tmp_path: Path) -> None:
    repo = lamp(tmp_path)
    write_project(repo.root, "twin", tiny())
    repo.commit("another project with the same package id")
    assert sorted(codes(issued(repo))) == ["F022", "H403"]
    assert versions(repo) == []


def test_findings_come_together(tmp_path: Path) -> None:
    """A placeholder, a departure and a change that is not committed: one run shows all."""
    party = {**tiny()["parties"]["ems"], "address": "to be agreed: the seat"}
    repo = lamp(
        tmp_path, parties={**tiny()["parties"], "ems": party},
        clauses={"use": {"work": {"position": "ems", "reason": "asked for"}}},
    )  # fmt: skip
    add(repo)
    assert sorted(codes(issued(repo))) == ["H402", "H404", "P090"]


@pytest.mark.parametrize("other", ["1.0-A", "1.0-a"])
def test_a_version_that_is_there(tmp_path: Path, other: str) -> None:
    repo = lamp(tmp_path)
    repo.write(f"{ISSUED}/1.0-a/keep.txt", "sent")
    assert codes(issued(repo, other)) == ["H406"]
    assert versions(repo) == ["1.0-a"]


def test_a_version_that_was_committed_and_deleted(tmp_path: Path) -> None:
    repo = lamp(tmp_path)
    issued(repo)
    repo.commit("version 1.0")
    shutil.rmtree(repo.root / ISSUED)
    assert codes(issued(repo)) == ["H406"]


@pytest.mark.parametrize(
    "name",
    ["", "..", "a/b", ".1", "-1", "1..0", "1.", "1 0", "v1.lock", "con", "NUL.txt", "a" * 64,
     "1\n", "é", "1:0", "x\x00"],
)  # fmt: skip
def test_names_that_are_none(tmp_path: Path, name: str) -> None:
    root = tiny_workspace(tmp_path / "deals")
    assert codes(issue(Workspace(root), "tiny", name)) == ["H405"]


@pytest.mark.parametrize("name", ["1.0", "rev-B", "2027-01-15_a", "7", "console"])
def test_names(tmp_path: Path, name: str) -> None:
    root = tiny_workspace(tmp_path / "deals")
    assert codes(issue(Workspace(root), "tiny", name)) == ["H401"]


def test_a_link_in_place_of_the_folder(tmp_path: Path) -> None:
    repo = lamp(tmp_path)
    (tmp_path / "away").mkdir()
    (repo.root / ISSUED).symlink_to(tmp_path / "away")
    assert codes(issued(repo)) == ["F003"]
    (repo.root / ISSUED).unlink()
    (repo.root / "within").mkdir()
    (repo.root / ISSUED).symlink_to(repo.root / "within")
    assert codes(issued(repo)) == ["F045"]
    (repo.root / ISSUED).unlink()
    repo.write(ISSUED, "a file")
    assert codes(issued(repo)) == ["F044"]


def test_files_that_git_ignores(tmp_path: Path) -> None:
    repo = lamp(tmp_path)
    repo.write(".gitignore", "*.pdf\n")
    result = issued(repo)
    assert codes(result) == ["H408"]
    assert "`TINY-1-package.pdf` and 1 more" in result.diagnostics[0].message
    repo.write(".gitignore", "*.pdf\n!projects/*/issued/**\n")
    assert codes(issued(repo)) == []


# --- draft marks -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "refused"),
    [
        ("DRAFT - Manufacture of the lamp", True),
        ("Manufacture of the lamp (draft)", True),
        ("Draft: Manufacture of the lamp", True),
        ("Manufacture of the draft excluder", False),
        ("Manufacture of the lamp", False),
    ],
)
def test_draft_in_the_title(tmp_path: Path, title: str, refused: bool) -> None:
    repo = lamp(tmp_path, package={**tiny()["package"], "title": title})
    assert codes(issued(repo)) == (["H407"] if refused else [])


def test_draft_in_the_word_template(tmp_path: Path) -> None:
    repo = lamp(tmp_path)
    path = repo.root / "templates/house/document.docx"
    made = io.BytesIO()
    with (
        zipfile.ZipFile(ROOT / "templates/house/document.docx") as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            if name == "word/header1.xml":
                assert b"{{ furniture.header_left }}" in data
                data = data.replace(b"{{ furniture.header_left }}",
                                    b"Draft for talks {{ furniture.header_left }}")  # fmt: skip
            new.writestr(name, data)
    path.write_bytes(made.getvalue())
    repo.commit("a mark")
    result = issued(repo)
    assert codes(result) == ["H407"]
    assert result.diagnostics[0].span.file == "templates/house/document.docx"


def test_draft_in_the_page_design(tmp_path: Path) -> None:
    repo = lamp(tmp_path)
    path = repo.root / "templates/house/page.typ"
    text = path.read_text("utf-8")
    path.write_text(f"// DRAFT of a designer\n{text}", "utf-8", newline="\n")
    repo.commit("a comment")
    assert codes(issued(repo, trial=True)) == []
    path.write_text(f'{text}\n#let mark = "DRAFT"\n', "utf-8", newline="\n")
    repo.commit("a mark")
    assert codes(issued(repo)) == ["H407"]
