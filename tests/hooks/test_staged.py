"""Before a commit: what is staged is checked, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sowgen.cli import main
from sowgen.hooks.places import runner_file
from tests.hooks.stage import CARE, MATTER, OUTLINE_FILE, Stage, deal, said, sample

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the hooks are written for a POSIX shell")
PROJECT = "projects/one/project.yaml"


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """A repository with one commit, no hooks."""
    stage = Stage(tmp_path / "top", hooks=False)
    stage.commit("first")
    return stage


Check = Callable[..., tuple[int, str]]


@pytest.fixture
def check(stage: Stage, capsys: pytest.CaptureFixture[str]) -> Check:
    """Runs `sowgen hooks check`, and gives its status and what it says."""

    def run(*args: str) -> tuple[int, str]:
        status = main(["-C", str(stage.workspace), "hooks", "check", *args])
        out = capsys.readouterr()
        return status, out.out + out.err

    return run


def test_what_is_staged_counts(stage: Stage, check: Check) -> None:
    good = stage.read(PROJECT)
    stage.edit(PROJECT, "legal_name", "leagl_name")
    assert check() == (0, "")
    stage.add()
    (stage.workspace / PROJECT).write_text(good, "utf-8")
    status, words = check()
    assert status == 1
    assert "leagl_name" in words
    assert "projects/one/project.yaml:" in words


def test_what_is_mended_and_not_staged_is_told(stage: Stage, check: Check) -> None:
    stage.edit(PROJECT, "legal_name", "leagl_name")
    stage.add()
    assert "git add" not in check()[1]
    stage.edit(PROJECT, "leagl_name", "legal_name")
    words = check()[1]
    assert "this is what is staged; the file on the disk is another: `git add " in words
    assert f"{PROJECT}`" in words


def test_a_pinned_text_is_checked_with_the_deals_pinned_to_it(stage: Stage, check: Check) -> None:
    assert main(["-C", str(stage.workspace), "clauses", "upgrade", "one"]) == 0
    stage.commit("pinned")
    (text,) = (stage.workspace / "clauses/.pinned").glob("care-*.md")
    text.write_text(text.read_text("utf-8").replace("take care", "take no care"), "utf-8")
    stage.add()
    status, words = check()
    assert status == 1
    assert "C224" in words


def test_pinned_deals_are_not_reached_by_the_library(stage: Stage, check: Check) -> None:
    assert main(["-C", str(stage.workspace), "clauses", "upgrade", "one"]) == 0
    stage.commit("pinned")
    stage.edit(MATTER, "in good time", "at once")
    stage.add()
    assert "reaches 1 further project:" in check()[1]
    stage.edit(OUTLINE_FILE, " by {{ ems }}", ", made by {{ ems }}")
    stage.add()
    assert "reaches 2 further projects:" in check()[1]


def test_other_projects_are_not_looked_at(stage: Stage, check: Check) -> None:
    stage.edit("projects/two/project.yaml", "legal_name", "leagl_name")
    stage.commit("a mistake")
    stage.put("one", deal(1, "torch"))
    stage.add()
    assert check()[0] == 0
    assert check(str(stage.workspace / "projects/two/project.yaml"))[0] == 1
    assert check(str(stage.root / "elsewhere.txt"), "/nowhere")[0] == 0


def test_a_deleted_project_is_not_looked_at(stage: Stage, check: Check) -> None:
    stage.git("rm", "-r", "--quiet", "deals/projects/one")
    assert check() == (0, "")


def test_a_renamed_project_is_checked_under_its_new_name(stage: Stage, check: Check) -> None:
    stage.edit(PROJECT, "legal_name", "leagl_name")
    stage.add()
    stage.git("mv", "deals/projects/one", "deals/projects/uno")
    assert "projects/uno/project.yaml" in check()[1]


def test_a_clause_with_a_mistake(stage: Stage, check: Check) -> None:
    stage.edit(CARE, "shall take care", "shall {{ take care")
    stage.add()
    status, words = check()
    assert status == 1
    assert CARE in words


def test_a_mistake_in_a_clause_that_is_not_staged_is_left_alone(
    stage: Stage,
    check: Check,
) -> None:
    stage.edit(CARE, "shall take care", "shall {{ take care")
    stage.commit("a mistake")
    stage.edit(MATTER, "in good time", "at once")
    stage.add()
    assert check()[0] == 0


def test_further_projects_are_counted(stage: Stage, check: Check) -> None:
    stage.edit(MATTER, "in good time", "at once")
    stage.put("one", deal(1, "torch"))
    stage.add()
    assert "reaches 1 further project:" in check()[1]


@pytest.mark.parametrize("path", [OUTLINE_FILE, "sowgen.yaml"])
def test_templates_and_settings_with_a_mistake(stage: Stage, check: Check, path: str) -> None:
    file = stage.workspace / path
    file.write_text("---\nnonsense: [\n---\n", "utf-8")
    stage.add()
    status, words = check()
    assert status == 1
    assert path in words


def test_a_word_template_with_a_mistake(stage: Stage, check: Check) -> None:
    (stage.workspace / "templates/house/document.docx").write_bytes(b"no archive")
    stage.add()
    status, words = check()
    assert status == 1
    assert "W101" in words


def test_conflicts_in_the_index(stage: Stage, check: Check) -> None:
    stage.branch("side")
    stage.put("one", deal(1, "torch"))
    stage.commit()
    stage.checkout("main")
    stage.put("one", deal(1, "candle"))
    stage.commit()
    stage.git("merge", "side", check=False)
    status, words = check()
    assert status == 1
    assert "H103" in words


def test_the_first_commit_is_checked_whole(tmp_path: Path) -> None:
    stage = Stage(tmp_path / "top", hooks=False)
    stage.edit(PROJECT, "legal_name", "leagl_name")
    stage.add()
    assert main(["-C", str(stage.workspace), "hooks", "check"]) == 1


def test_no_repository(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = sample(tmp_path / "deals")
    for command in ("install", "uninstall", "status", "check", "run"):
        assert main(["-C", str(root), "hooks", command]) == 1
        assert "H301" in capsys.readouterr().err


def test_status(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["-C", str(stage.workspace), "hooks"]
    assert main([*arguments, "status"]) == 0
    assert "run `sowgen hooks install`" in capsys.readouterr().out
    assert main([*arguments, "install"]) == 0
    assert main([*arguments, "status"]) == 0
    words = capsys.readouterr().out
    assert "post-rewrite: installed" in words
    assert "everything is to be built: `sowgen hooks run`, or with the next commit" in words
    assert main([*arguments, "uninstall"]) == 0
    assert main([*arguments, "status"]) == 0
    assert "or with the next commit" not in capsys.readouterr().out


# --- the scripts -----------------------------------------------------------------------------


def test_nothing_of_ours_touched_starts_no_python(stage: Stage) -> None:
    stage.install()
    stage.commit("empty")  # builds all, and leaves the marker
    runner = runner_file(stage.repository)
    text = runner.read_text("utf-8")
    lines = [line for line in text.splitlines() if line.startswith("python=")]
    python, seen = stage.root.parent / "python", stage.root.parent / "seen"
    python.write_text(f"#!/bin/sh\ntouch '{seen}'\nexit 1\n")
    python.chmod(0o755)
    runner.write_text(text.replace(lines[0], f"python='{python}'"), "utf-8")
    stage.write("notes.txt", "x")
    stage.add("notes.txt")
    assert said(stage, "commit", "-m", "notes")[0] == 0
    assert said(stage, "checkout", "-b", "side")[0] == 0
    assert not seen.exists()
    stage.put("one", deal(1, "torch"))
    status, words = said(stage, "commit", "-a", "-m", "torch")
    assert status == 1, "python was not started"
    assert "nothing was committed" in words
    seen.unlink()
    assert said(stage, "commit", "--no-verify", "-a", "-m", "torch")[0] == 0
    assert seen.exists(), "python was not started"


def test_a_build_by_hand_starts_the_hook(stage: Stage) -> None:
    stage.install()
    stage.commit("empty")
    before = stage.documents()
    stage.put("one", deal(1, "torch"))
    assert main(["-C", str(stage.workspace), "-q", "build", "one"]) == 0
    stage.git("checkout", "--", ".")
    stage.write("notes.txt", "x")
    stage.commit("notes")
    assert stage.documents() == before


def test_a_file_behind_a_link_starts_the_hooks(stage: Stage) -> None:
    clause = stage.workspace / CARE
    stage.write("deals/shared/care.md", clause.read_text("utf-8"))
    clause.unlink()
    clause.symlink_to("../../shared/care.md")
    stage.install()
    stage.commit("a link")
    stage.edit("shared/care.md", "shall take care", "shall {{ take care")
    status, words = said(stage, "commit", "-a", "-m", "mistake")
    assert status == 1
    assert CARE in words
    stage.edit("shared/care.md", "shall {{ take care", "shall take great care")
    assert "1 project built" in said(stage, "commit", "-a", "-m", "great care")[1]


def test_the_settings_are_gone_from_the_disk(stage: Stage) -> None:
    stage.install()
    stage.edit(PROJECT, "legal_name", "leagl_name")
    stage.add()
    (stage.workspace / "sowgen.yaml").unlink()
    assert said(stage, "commit", "-m", "mistake")[0] == 1


def test_sowgen_is_gone(stage: Stage) -> None:
    stage.install()
    runner = runner_file(stage.repository)
    text = runner.read_text("utf-8")
    home = next(line for line in text.splitlines() if line.startswith("home="))
    runner.write_text(text.replace(home, "home=/nowhere"), "utf-8")
    stage.put("one", deal(1, "torch"))
    status, words = said(stage, "commit", "-a", "-m", "torch", PATH="/usr/bin:/bin")
    assert status == 0
    assert "sowgen: not found" in words


def test_a_sowgen_on_the_path_takes_its_place(stage: Stage, tmp_path: Path) -> None:
    stage.install()
    runner = runner_file(stage.repository)
    text = runner.read_text("utf-8")
    home = next(line for line in text.splitlines() if line.startswith("home="))
    runner.write_text(text.replace(home, "home=/nowhere"), "utf-8")
    program = tmp_path / "bin" / "sowgen"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\necho "called $*"; env | grep ^GIT_ | sort\nexit 1\n')
    program.chmod(0o755)
    stage.put("one", deal(1, "torch"))
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    status, words = said(stage, "commit", "-a", "-m", "x", PATH=path, GIT_DIR=".git")
    assert status == 1
    assert f"called -C {stage.root} hooks check --hook deals/" in words
    assert [line.split("=")[0] for line in words.splitlines() if line.startswith("GIT_")] == [
        "GIT_INDEX_FILE"
    ]


def test_the_interpreter_does_not_import_from_the_workspace(stage: Stage) -> None:
    """A folder `sowgen` in a foreign repository is no program."""
    evil = "raise SystemExit('taken over')\n"
    stage.write("sowgen/__init__.py", evil)
    stage.write("deals/sowgen/__init__.py", evil)
    stage.write("deals/click.py", evil)
    stage.install()
    stage.put("one", deal(1, "torch"))
    status, words = said(stage, "commit", "-a", "-m", "torch")
    assert status == 0
    assert "taken over" not in words
    assert "project" in words


def test_git_started_from_elsewhere(stage: Stage, tmp_path: Path) -> None:
    stage.install()
    stage.put("one", deal(1, "torch"))
    where = {"GIT_DIR": str(stage.root / ".git"), "GIT_WORK_TREE": str(stage.root)}
    status, words = said(stage, "commit", "-a", "-m", "torch", cwd=tmp_path, **where)
    assert status == 0, words
    assert "files written" in words
