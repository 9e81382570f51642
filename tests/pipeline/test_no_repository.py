"""Why there is no repository to read a revision from."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowgen.diagnostics import Diagnostic
from sowgen.pipeline.revisions import open_revision
from tests.repository import Repo


def refused(folder: Path) -> Diagnostic:
    (problem,) = open_revision(folder, "HEAD").diagnostics
    assert problem.code == "H101"
    return problem


def test_nothing_of_git_is_there(tmp_path: Path) -> None:
    assert "has a `.git`" in refused(tmp_path).message


def test_git_tells_why_it_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = Repo(tmp_path / "r")
    repo.commit()
    from sowgen.workspace import git_call

    other = {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}
    monkeypatch.setenv("HOME", str(repo.home))
    monkeypatch.setattr(git_call, "_SAFE", git_call._SAFE | other)
    problem = refused(repo.root)
    assert "dubious ownership" in problem.message
    assert "git status" not in (problem.hint or "")


def test_a_work_tree_named_by_the_environment_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`git status` finds nothing wrong there."""
    repo = Repo(tmp_path / "r")
    repo.commit()
    repo.git("config", "core.bare", "true")
    monkeypatch.setenv("GIT_WORK_TREE", str(repo.root))
    monkeypatch.setenv("GIT_DIR", str(repo.root / ".git"))
    problem = refused(repo.root)
    assert "must be run in a work tree" in problem.message
    assert "`GIT_WORK_TREE`" in (problem.hint or "")
