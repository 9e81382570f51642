"""Files of versions whose commit is no longer in the history, and files of several versions."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.repository import Repo
from tests.verify.cases import DAYS
from tests.verify.desk import Desk, body, swap
from tests.verify.test_verify import told

ISSUED = "projects/lamp/issued"
SOW = "issued/LAMP-1-sow.docx"


@pytest.fixture
def copy(desk: Desk, tmp_path: Path) -> Desk:
    """A copy of the desk whose history may be rewritten."""
    root = tmp_path / "copy"
    shutil.copytree(desk.root, root)
    return Desk(root, desk.files, Repo(root), dict(desk.commits))


def squash(repo: Repo) -> None:
    """One commit in the place of all: the ones before it are on no branch any more."""
    made = repo.git("commit-tree", "HEAD^{tree}", "-m", "squashed")
    repo.git("reset", "--quiet", "--soft", made)


def forget(repo: Repo) -> None:
    """Takes away the objects of commits that are on no branch."""
    repo.git("reflog", "expire", "--expire=now", "--all")
    repo.git("gc", "--quiet", "--prune=now")


def test_a_commit_on_no_branch_is_told(copy: Desk) -> None:
    (before,) = copy.ask(copy.files / "new/LAMP-1-sow.docx")
    squash(copy.repo)
    (report,) = copy.ask(copy.files / "new/LAMP-1-sow.docx")
    assert before.notes == ()
    assert report.verdict == "untouched"
    assert "is on no branch" in told(report)


def test_an_issued_file_is_compared_though_its_commit_is_gone(copy: Desk, tmp_path: Path) -> None:
    squash(copy.repo)
    forget(copy.repo)
    returned = tmp_path / "returned.docx"
    returned.write_bytes(body(swap(DAYS, "60 (sixty)"))(copy.read(SOW)))
    same, edited = copy.ask(copy.files / SOW, returned)
    assert same.verdict == "untouched", told(same)
    assert "is not in this repository" in told(same)
    assert edited.verdict == "edited", told(edited)
    assert [(c.clause, c.number) for c in edited.changes] == [("payment", "6.1")], told(edited)
    assert edited.origin is not None
    assert edited.origin.issued == "1.0"


def test_a_file_of_a_lost_commit_is_held_against_what_is_there(copy: Desk, tmp_path: Path) -> None:
    squash(copy.repo)
    forget(copy.repo)
    returned = tmp_path / "LAMP-1-sow.docx"
    returned.write_bytes(body(swap(DAYS, "60 (sixty)"))(copy.read("new/LAMP-1-sow.docx")))
    (report,) = copy.ask(returned)
    assert report.verdict == "edited", told(report)
    assert "is not in this repository" in told(report)
    assert "payment" in [change.clause for change in report.changes]


def test_a_version_that_a_branch_has_alone(copy: Desk) -> None:
    copy.repo.git("branch", "sent")
    copy.repo.git("reset", "--quiet", "--hard", "HEAD^")
    (report,) = copy.ask(copy.files / SOW)
    assert report.verdict == "untouched", told(report)
    copy.repo.git("branch", "--quiet", "-D", "sent")
    (report,) = copy.ask(copy.files / SOW)
    assert report.verdict == "unknown", told(report)


def test_one_file_in_two_versions(copy: Desk, tmp_path: Path) -> None:
    folder = copy.root / ISSUED
    shutil.copytree(folder / "1.0", folder / "0.9")
    copy.repo.commit("another version")
    sheet = tmp_path / "sheet.xlsx"
    shutil.copy(folder / "1.0" / "LAMP-1-note.xlsx", sheet)
    there, elsewhere = copy.ask(folder / "1.0" / "LAMP-1-note.xlsx", sheet)
    assert there.origin is not None
    assert there.origin.version == "1.0"
    assert there.notes[0] == f"the same as {ISSUED}/0.9/LAMP-1-note.xlsx"
    assert all(f"{ISSUED}/{v}/LAMP-1-note.xlsx" in elsewhere.notes[0] for v in ("0.9", "1.0"))


def test_the_manifest_of_a_version_has_a_kind(copy: Desk) -> None:
    (report,) = copy.ask(copy.root / ISSUED / "1.0" / "manifest.json")
    assert report.verdict == "untouched"
    assert report.origin is not None
    assert report.origin.kind == "manifest"
    assert report.notes == ()
