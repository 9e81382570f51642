"""`sowgen issue` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sowgen.cli import main
from tests.issuing.lamp import ISSUED, PROJECT, change, lamp, versions
from tests.repository import Repo


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    made = lamp(tmp_path)
    monkeypatch.chdir(made.root)
    return made


def test_what_is_said(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["issue", "tiny", "1.0", "--tag"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert f"wrote {ISSUED}/1.0/TINY-1-sow.docx" in said
    assert f"wrote {ISSUED}/1.0/seal.json" in said
    assert "left out, being internal: notes" in said
    assert "tagged tiny/1.0" in said
    assert f"next: git add {ISSUED}/1.0 && git commit" in said
    assert versions(repo) == ["1.0"]


def test_a_dry_run(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["issue", "tiny", "1.0", "--tag", "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert f"would write {ISSUED}/1.0/TINY-1-sow.docx" in said
    assert "tagged" not in said
    assert "next:" not in said
    assert versions(repo) == []
    assert repo.git("tag") == ""
    assert said.splitlines()[-1] == "tiny: version 1.0 would be issued"


def test_a_dry_run_that_is_refused(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    change(repo, scope={"exclusions": ["batteries"]})
    assert main(["issue", "tiny", "1.0", "--dry-run"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[-1] == "tiny: version 1.0 would not be issued"
    assert sum("issued" in line for line in said) == 1


def test_a_refusal(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    change(repo, scope={"exclusions": ["batteries"]})
    assert main(["issue", "tiny", "1.0"]) == 1
    said = capsys.readouterr().out
    assert "tiny: version 1.0 not issued, see below" in said
    assert f"{PROJECT}:1:1 error[H402]" in said


def test_the_lines_of_the_commit_are_shown(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    """Findings are those of the committed files, whatever lies on the disk."""
    use = {"work": {"position": "ems", "reason": "asked for"}}
    change(repo, clauses={"use": use})
    repo.commit("a departure")
    path = repo.root / PROJECT
    path.write_text("# a new first line\n" + path.read_text("utf-8"), "utf-8")
    assert main(["issue", "tiny", "1.0"]) == 1
    said = capsys.readouterr().out
    assert "error[H404]" in said
    assert "|     work:" in said


def test_the_report_for_machines(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["issue", "projects/tiny", "1.0", "--report", "json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert {
        "project": "tiny", "path": f"{ISSUED}/1.0/TINY-1-package.zip", "state": "written",
    } in plain["outputs"]  # fmt: skip
    assert versions(repo) == ["1.0"]


def test_a_project_that_is_not_there(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["issue", "tinny", "1.0"]) == 2
    assert "did you mean `tiny`?" in capsys.readouterr().err
    assert versions(repo) == []


def test_place_of_what_the_command_says(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["issue", "tiny", "a/b"]) == 1
    said = capsys.readouterr().out
    assert "sowgen:1:1 error[H405] `a/b` cannot name a version" in said
    assert "hyphens and underscores" in said
    assert versions(repo) == []
    assert main(["issue", "tiny", "a/b", "--report", "json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)["diagnostics"]
    assert (found["file"], found["line"]) == ("", 0)
