"""What `check` says of issued versions: whether the project has moved on, and whether each is as it
went out."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sowgen.diagnostics import Diagnostic
from sowgen.pipeline import Run
from sowgen.pipeline.check import check, checked
from sowgen.publish.seal import SEAL, read_seal, seal_bytes
from sowgen.workspace import Workspace
from tests.documents.deal import tiny
from tests.issuing.lamp import ISSUED, change, issued, lamp
from tests.repository import Repo

FOLDER = f"{ISSUED}/1.0"


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A project with version 1.0 issued and committed; it calls itself 0.3."""
    made = lamp(tmp_path, package={**tiny()["package"], "version": "0.3"})
    assert issued(made).written
    made.commit("version 1.0")
    return made


def found(repo: Repo) -> list[Diagnostic]:
    return list(check(Run.begin(Workspace(repo.root)), "tiny")[0].diagnostics)


def codes(repo: Repo) -> list[tuple[str, str]]:
    return [(d.severity, d.code) for d in found(repo)]


# --- moved on --------------------------------------------------------------------------------


def test_nothing_to_say(repo: Repo) -> None:
    assert found(repo) == []


def test_a_changed_file(repo: Repo) -> None:
    package = {**tiny()["package"], "version": "0.3"}
    change(repo, package=package, scope={"exclusions": ["batteries"]})
    (moved,) = found(repo)
    assert (moved.severity, moved.code) == ("info", "H410")
    assert moved.message == "changed since version `1.0` was issued: `project.yaml`"
    change(repo, package=package)
    assert found(repo) == []


def test_a_file_that_came_or_went(repo: Repo) -> None:
    path = repo.write("projects/tiny/scope.yaml", "exclusions: [batteries]\n")
    assert [d.message.partition(": ")[2] for d in found(repo)] == ["`scope.yaml`"]
    path.unlink()
    assert found(repo) == []
    words = repo.root / "templates/house/words/en.yaml"
    words.write_bytes(words.read_bytes() + b"# a word\n")
    assert [d.message.partition(": ")[2] for d in found(repo)] == [
        "`templates/house/words/en.yaml`"
    ]


def test_a_changed_clause(repo: Repo) -> None:
    path = repo.root / "clauses/general/rest.md"
    path.write_text(path.read_text("utf-8").replace("takes", "has"), "utf-8")
    assert [d.message.partition(": ")[2] for d in found(repo)] == ["the clause `rest`"]


def test_a_clause_that_the_deal_does_not_hold(repo: Repo) -> None:
    text = (repo.root / "clauses/general/rest.md").read_text("utf-8")
    head = text.replace("summary: A test.", "summary: A test.\napplies_when: 'false'", 1)
    repo.write("clauses/general/other.md", head)
    assert found(repo) == []


def test_many_changes_are_counted(repo: Repo) -> None:
    for name in ("change", "scope", "quality", "legal", "warranty"):
        repo.write(f"projects/tiny/{name}.yaml", "{}\n")
    (moved,) = found(repo)
    assert moved.message.endswith("`change.yaml`, `legal.yaml`, `quality.yaml` and 2 more")


def test_a_changed_project_with_the_number_of_its_issued_version(repo: Repo) -> None:
    package = {**tiny()["package"], "version": "1.0"}
    change(repo, package=package)
    assert sorted(codes(repo)) == [("info", "H410"), ("warning", "H411")]
    (named,) = [d for d in found(repo) if d.code == "H411"]
    assert named.span.file == "projects/tiny/project.yaml"
    assert named.span.line > 0


def test_the_newest_version_counts(repo: Repo) -> None:
    change(repo, scope={"exclusions": ["batteries"]})
    repo.commit("no batteries")
    assert issued(repo, "1.10").written
    assert issued(repo, "1.9").written
    assert found(repo) == []
    change(repo)
    assert "`1.10`" in found(repo)[0].message


def test_the_next_version_is_not_hindered(repo: Repo) -> None:
    change(repo, package={**tiny()["package"], "version": "1.0"})
    repo.commit("still 1.0")
    assert issued(repo, "1.1").written


# --- seals -----------------------------------------------------------------------------------


def write(repo: Repo) -> None:
    (repo.root / FOLDER / "TINY-1-sow.docx").write_bytes(b"other")


def same_size(repo: Repo) -> None:
    path = repo.root / FOLDER / "TINY-1-sow.pdf"
    path.write_bytes(path.read_bytes()[:-1] + b"x")


def drop(repo: Repo) -> None:
    (repo.root / FOLDER / "TINY-1-sow.docx").unlink()


def manifest(repo: Repo) -> None:
    path = repo.root / FOLDER / "manifest.json"
    path.write_bytes(path.read_bytes() + b"\n")


def extra(repo: Repo) -> None:
    repo.write(f"{FOLDER}/more/letter.txt", "more")


def pipe(repo: Repo) -> None:
    path = repo.root / FOLDER / "TINY-1-sow.docx"
    path.unlink()
    os.mkfifo(path)


def link(repo: Repo) -> None:
    path = repo.root / FOLDER / "TINY-1-sow.docx"
    path.unlink()
    path.symlink_to("/etc/hostname")


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (write, "`TINY-1-sow.docx` was changed"),
        (same_size, "`TINY-1-sow.pdf` was changed"),
        (drop, "`TINY-1-sow.docx` is missing"),
        (manifest, "`manifest.json` was changed"),
        (extra, "`more/letter.txt` was added"),
        (pipe, "`TINY-1-sow.docx` was changed"),
        (link, "`TINY-1-sow.docx` was changed"),
    ],
)
def test_a_file_that_is_another(repo: Repo, work: Callable[[Repo], None], said: str) -> None:
    assert found(repo) == []
    work(repo)
    (broken,) = [d for d in found(repo) if d.code == "H420"]
    assert broken.severity == "error"
    assert broken.message == f"{said} since version `1.0` was issued"
    # The records of the check before know nothing of it, and neither do those after.
    known = checked(Run.begin(Workspace(repo.root)), "tiny")
    assert known is not None
    assert broken in known[0].diagnostics
    if work not in (extra, link, pipe):
        repo.git("checkout", "--", FOLDER)
        assert found(repo) == []


def edit_seal(repo: Repo) -> None:
    path = repo.root / FOLDER / SEAL
    path.write_text(path.read_text("utf-8").replace("2026", "2025"), "utf-8")


def remove_seal(repo: Repo) -> None:
    (repo.root / FOLDER / SEAL).unlink()


def empty_seal(repo: Repo) -> None:
    (repo.root / FOLDER / SEAL).write_bytes(b"")


def move(repo: Repo) -> None:
    shutil.copytree(repo.root / FOLDER, repo.root / ISSUED / "1.1")


@pytest.mark.parametrize("work", [edit_seal, remove_seal, empty_seal, move])
def test_a_seal_that_is_none(repo: Repo, work: Callable[[Repo], None]) -> None:
    work(repo)
    assert [code for code in codes(repo) if code[1] != "H410"] == [("error", "H421")]


def test_a_forged_seal_hides_no_file(repo: Repo) -> None:
    """A seal made anew over fewer files: the file that it does not name counts as added."""
    path = repo.root / FOLDER / SEAL
    seal = read_seal(path.read_bytes())
    assert seal is not None
    from dataclasses import replace

    files = {n: sha for n, sha in seal.files.items() if n != "TINY-1-sow.pdf"}
    path.write_bytes(seal_bytes(replace(seal, files=files)))
    assert [d.message for d in found(repo) if d.code == "H420"] == [
        "`TINY-1-sow.pdf` was added since version `1.0` was issued"
    ]


def test_files_that_come_and_go(repo: Repo) -> None:
    repo.write(f"{FOLDER}/~$NY-1-sow.docx", "Word has it open")
    repo.write(f"{FOLDER}/.DS_Store", "the system's")
    repo.write(f"{ISSUED}/.1.1.99-0123abcd.tmp/seal.json", "a run that was killed")
    repo.write(f"{ISSUED}/README.md", "no version")
    assert found(repo) == []


def test_the_files_of_a_revision(repo: Repo) -> None:
    from sowgen.workspace.git import find_repository

    write(repo)
    commit = repo.commit("a change that should not be")
    repo.git("revert", "--no-edit", "HEAD")
    repository = find_repository(repo.root)
    assert repository is not None
    for rev, expected in ((commit, ["H420"]), ("HEAD", [])):
        run = Run.begin(Workspace(repo.root, repository.tree(rev)))
        assert [d.code for d in check(run, "tiny")[0].diagnostics] == expected


def test_bytes_are_read_once(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    import sowgen.workspace.source as source

    found(repo)
    read: list[str] = []
    real = source._contents

    def contents(place: str, limit: int) -> bytes:
        read.append(place)
        return real(place, limit)

    monkeypatch.setattr(source, "_contents", contents)
    found(repo)
    names = {path.rpartition("/")[2] for path in read if "/issued/" in path}
    assert names <= {"seal.json", "manifest.json"}
    assert json.loads((repo.root / FOLDER / SEAL).read_bytes())["version"] == "1.0"
