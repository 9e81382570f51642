"""`--rev`: a revision is read from git's objects, and the files on the disk play no part."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from sowgen.cli import main
from sowgen.codes import all_codes
from tests.cli.department import add_clause, add_project, department, outputs
from tests.repository import Repo

PROJECTS = 3


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / ".home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".home"))


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A department with one commit, tagged `v1`."""
    department(tmp_path / "w", PROJECTS)
    repo = Repo(tmp_path / "w")
    repo.write(".gitignore", "out/\n")
    repo.commit("first")
    repo.git("tag", "v1")
    return repo


def sowgen(repo: Repo, *arguments: str) -> int:
    return main(["-C", str(repo.root), *arguments])


def built(folder: Path) -> dict[str, bytes]:
    """The files of a build into a folder."""
    paths = [p for p in folder.rglob("*") if p.is_file() and not p.name.startswith(".")]
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(paths)}


def state(repo: Repo) -> tuple[dict[str, bytes], bytes, str]:
    """Working tree, index and HEAD."""
    files = {p: d for p, d in built(repo.root).items() if not p.startswith(".git/")}
    return files, (repo.root / ".git/index").read_bytes(), repo.head()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_build_of_a_revision_is_that_of_its_checkout(
    repo: Repo, tmp_path: Path, jobs: str
) -> None:
    clone = repo.clone(tmp_path / "clone")
    assert sowgen(clone, "build", "--jobs", "1", "--out", str(tmp_path / "wanted")) == 0
    add_clause(repo.root, "haste", order=2)
    second = repo.commit("second")
    add_clause(repo.root, "leisure", order=3)
    repo.write("projects/p00/project.yaml", "no: [deal")
    repo.add("clauses")
    before = state(repo)
    for rev in ("v1", "HEAD~1", "main~1", f"{second}^"):
        out = tmp_path / f"out{rev}"
        assert sowgen(repo, "build", "--rev", rev, "--jobs", jobs, "--out", str(out)) == 0
        assert built(out) == built(tmp_path / "wanted"), rev
        assert sowgen(repo, "check", "--rev", rev) == 0
    assert state(repo) == before
    assert sowgen(repo, "build") == 1


def test_files_go_where_they_always_go(repo: Repo) -> None:
    assert sowgen(repo, "build") == 0
    wanted = outputs(repo.root)
    assert wanted
    shutil.rmtree(repo.root / "projects/p01")
    repo.write("projects/p00/project.yaml", "no: [deal")
    assert sowgen(repo, "build", "--rev", "HEAD") == 0
    assert outputs(repo.root) == wanted


def test_clone_disk_and_revision_give_the_same(repo: Repo, tmp_path: Path) -> None:
    clone = repo.clone(tmp_path / "elsewhere/clone of it")
    assert sowgen(repo, "build") == 0
    assert sowgen(clone, "build", "--jobs", "2") == 0
    assert sowgen(clone, "build", "--rev", "HEAD", "--out", str(tmp_path / "out")) == 0
    theirs = {name.replace("projects/", "").replace("out/", ""): data
              for name, data in outputs(clone.root).items()}  # fmt: skip
    assert outputs(clone.root) == outputs(repo.root)
    assert built(tmp_path / "out") == theirs


def test_what_is_staged(repo: Repo, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = (repo.root / "projects/p00/project.yaml").read_bytes()
    repo.write("projects/p00/project.yaml", b"no: [deal")
    assert sowgen(repo, "check", "--rev", ":staged") == 0
    repo.add()
    repo.write("projects/p00/project.yaml", good)
    capsys.readouterr()
    assert sowgen(repo, "check", "--rev", ":staged") == 1
    said = capsys.readouterr().out
    assert "projects/p00/project.yaml:1" in said
    assert "no: [deal" in said, "the line of the revision, not that of the disk"
    assert sowgen(repo, "check") == 0


def test_projects_and_kinds_are_those_of_the_revision(
    repo: Repo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_project(repo.root, "later")
    (repo.root / "templates/sow").rename(repo.root / "templates/work")
    repo.commit()
    out = str(tmp_path / "out")
    assert sowgen(repo, "build", "later", "--rev", "v1", "--out", out) == 2
    assert "there is no project `later`" in capsys.readouterr().err
    assert sowgen(repo, "build", "p00", "--rev", "v1", "--only", "sow", "--out", out) == 0
    assert sowgen(repo, "build", "p00", "--rev", "v1", "--only", "work", "--out", out) == 2
    assert sowgen(repo, "build", "p00", "--only", "work", "--out", out) == 0


def test_a_workspace_below_the_top_and_one_that_moved(tmp_path: Path) -> None:
    department(tmp_path / "r/deals of ours", 1)
    repo = Repo(tmp_path / "r")
    first = repo.commit()
    assert sowgen(repo, "build") == 1
    deals = repo.root / "deals of ours"
    assert main(["-C", str(deals), "build", "--rev", first]) == 0
    assert main(["-C", str(deals / "projects"), "check", "--rev", first]) == 0
    repo.git("rm", "-q", "--cached", "-r", ".")
    for path in deals.iterdir():
        path.rename(repo.root / path.name)
    deals.rmdir()
    second = repo.commit()
    assert sowgen(repo, "check", "--rev", second) == 0
    assert sowgen(repo, "check", "--rev", first) == 1


def test_a_workspace_that_the_disk_no_longer_has(repo: Repo, tmp_path: Path) -> None:
    (repo.root / "sowgen.yaml").unlink()
    assert sowgen(repo, "check") == 1
    assert sowgen(repo, "check", "--rev", "HEAD") == 0


def found(capsys: pytest.CaptureFixture[str]) -> str:
    (finding,) = json.loads(capsys.readouterr().out)["diagnostics"]
    return str(finding["code"])


def test_no_repository(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = department(tmp_path / "w", 1)
    assert main(["-C", str(root), "--report", "json", "check", "--rev", "HEAD"]) == 1
    assert found(capsys) == "H101"


def test_git_is_not_installed(
    repo: Repo, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(repo.root))
    assert sowgen(repo, "--report", "json", "build", "--rev", "HEAD") == 1
    assert found(capsys) == "H101"


@pytest.mark.parametrize("rev", ["v2", "", "--all", "HEAD~9", "v1..HEAD", ":unstaged", "HEAD:x"])
def test_no_such_revision(repo: Repo, rev: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert sowgen(repo, "--report", "json", "check", f"--rev={rev}") == 1
    assert found(capsys) == "H102"


def test_no_commit_yet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    department(tmp_path / "w", 1)
    repo = Repo(tmp_path / "w")
    assert sowgen(repo, "check", "--rev", "HEAD") == 1
    assert "no commit yet" in capsys.readouterr().out
    repo.add()
    assert sowgen(repo, "check", "--rev", ":staged") == 0


def test_conflicts(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.write("notes", "1")
    repo.commit()
    repo.branch("side", "v1")
    repo.write("notes", "2")
    repo.commit()
    repo.git("merge", "-q", "main", check=False)
    assert sowgen(repo, "--report", "json", "check", "--rev", ":staged") == 1
    assert found(capsys) == "H103"
    assert sowgen(repo, "check", "--rev", "HEAD") == 0


def test_no_workspace_in_the_revision(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.git("checkout", "-q", "--orphan", "empty")
    repo.git("rm", "-rqf", "--cached", ".")
    repo.git("commit", "-q", "--allow-empty", "-m", "empty")
    assert sowgen(repo, "--report", "json", "build", "--rev", "empty") == 1
    assert found(capsys) == "H104"


def test_every_code_of_revisions_is_met_here() -> None:
    text = Path(__file__).read_text("utf-8")
    assert [c for c in all_codes() if c.startswith("H1") and f'"{c}"' not in text] == []


def test_completion_knows_revisions(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    import click
    from click.shell_completion import ShellComplete

    from sowgen.cli.group import group

    add_project(repo.root, "later")
    repo.branch("feature")
    shell = ShellComplete(group, {}, "sowgen", "_SOWGEN_COMPLETE")

    def completed(args: list[str], typed: str) -> list[str]:
        return [item.value for item in shell.get_completions(args, typed)]

    assert isinstance(group, click.Group)
    options = ["-C", str(repo.root), "build", "--rev"]
    assert completed(options, "") == ["HEAD", ":staged", "feature", "main", "v1"]
    assert completed(options, "f") == ["feature"]
    assert completed([*options, "v1"], "l") == []
    assert completed(options[:-1], "l") == ["later"]
    assert completed([*options, "v1"], "p0") == ["p00", "p01", "p02"]


def test_an_output_folder_behind_a_circle_of_links(
    repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    loop = repo.root / "loop"
    loop.symlink_to("loop")
    status = sowgen(repo, "build", "--out", str(loop / "x"))
    said = capsys.readouterr()
    assert status == 2 or sys.version_info >= (3, 13), "later ones find it when a file is written"
    assert status in (1, 2, 4)
    assert "Traceback" not in said.err
