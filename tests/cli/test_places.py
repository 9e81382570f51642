"""Paths as their readers find them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowgen.cli.places import from_here, prefix


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, `here` in the temporary one."""
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


def test_a_file_below_the_current_folder_or_elsewhere(here: Path) -> None:
    assert from_here(here / "out" / "a.pdf") == "out/a.pdf"
    assert from_here(here.parent / "a.pdf") == (here.parent / "a.pdf").as_posix()
    assert from_here(here.parent / "here2" / "a.pdf") == f"{here.parent.as_posix()}/here2/a.pdf"


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_the_way_to_the_workspace(here: Path, form: str) -> None:
    assert prefix(here, form) == ""
    assert prefix(here / "deals", form) == "deals/"
    assert prefix(here.parent, form) == "../"


@pytest.mark.parametrize(
    ("form", "way"), [("text", ""), ("json", ""), ("sarif", "here/"), ("github", "here/")]
)
def test_github_reads_from_its_repository(
    here: Path, monkeypatch: pytest.MonkeyPatch, form: str, way: str
) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(here.parent))
    assert prefix(here, form) == way


def test_the_current_folder_was_deleted(here: Path) -> None:
    here.rmdir()
    assert from_here(here.parent / "a.pdf") == f"{here.parent.as_posix()}/a.pdf"
    assert prefix(here.parent, "text") == f"{here.parent.as_posix()}/"
