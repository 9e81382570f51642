"""A commit made beside a session: the documents say which one they come from."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sowgen.render import read_stamp
from sowgen.watch.project import HISTORY
from tests.documents.deal import write_project
from tests.repository import Repo
from tests.watch.driver import PROJECT, Driver, outputs, titled

Begin = Callable[..., Driver]


@pytest.fixture
def repo(root: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """The workspace under git, with one commit."""
    monkeypatch.setenv("HOME", str(root.parent / ".home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(root.parent / ".home"))
    repo = Repo(root)
    repo.write(".gitignore", "out/\n")
    repo.commit()
    return repo


def commits(root: Path) -> set[str]:
    """Those that the documents and the manifest name."""
    files = outputs(root / "projects/tiny/out")
    stamps = [read_stamp(data) for data in files.values()]
    named = {stamp.commit for stamp in stamps if stamp}
    return named | {json.loads(files["manifest.json"])["commit"]}


def test_a_commit_stamps_the_documents_anew(
    watching: Begin, root: Path, repo: Repo, often: None
) -> None:
    driver = watching()
    assert commits(root) == {repo.head()}
    write_project(root, "tiny", titled("lantern"))
    driver.until_told("built", 1)
    assert commits(root) == {""}
    told = len(driver.rounds)
    second = repo.commit("second")
    again = driver.until_told("built", told)
    assert again.why == (HISTORY,)
    assert commits(root) == {second}


def test_a_commit_to_something_else_is_no_reason(
    watching: Begin, root: Path, repo: Repo, often: None
) -> None:
    driver = watching()
    first, told = repo.head(), len(driver.rounds)
    repo.write("notes.txt", "x")
    repo.commit("notes")
    (root / PROJECT).write_bytes(b"# A remark.\n" + (root / PROJECT).read_bytes())
    driver.until_told("built", told)
    assert all(HISTORY not in r.why for r in driver.rounds)
    assert commits(root) == {""} != {first}
