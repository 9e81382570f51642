"""`sowgen verify`, and what must not be believed."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sowgen.cli import main
from sowgen.pipeline import package
from tests.verify.cases import DAYS, PDF, SOW
from tests.verify.desk import Desk, body, swap
from tests.verify.test_verify import told


@pytest.fixture
def sixty(desk: Desk, tmp_path: Path) -> Path:
    """The contract with another time to pay."""
    path = tmp_path / "LAMP-1-sow.docx"
    path.write_bytes(body(swap(DAYS, "60 (sixty)"))(desk.read(SOW)))
    return path


@pytest.fixture
def added(desk: Desk) -> Iterator[list[Path]]:
    """Files put into the workspace by hand; gone at the end."""
    paths: list[Path] = []
    yield paths
    for path in paths:
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def ask(desk: Desk, capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = main(["verify", "-C", str(desk.root), *map(str, arguments)])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_untouched_files_give_status_0(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    files = [desk.files / name for name in (SOW, PDF, "old/LAMP-1-sow.pdf")]
    status, said, _ = ask(desk, capsys, *files)
    assert status == 0
    commit = desk.commits["new"][:12]
    assert f"LAMP-1-sow.docx: untouched; sow of lamp, version 0.1, commit {commit}" in said
    assert "untouched, but the project has changed since; sow of lamp" in said
    assert "info[H207]" in said


def test_an_edited_file_gives_status_1_and_names_the_clause(
    desk: Desk, sixty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said, _ = ask(desk, capsys, sixty)
    assert status == 1
    assert "edited; sow of lamp" in said
    assert "error[H201] edited at 6.1 (`payment`): " in said
    assert "[-25 (twenty-five)-] {+60 (sixty)+}" in said


def test_every_detail_as_json(desk: Desk, sixty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = ask(desk, capsys, sixty, desk.files / PDF, "--json")
    assert status == 1
    edited, untouched = json.loads(out)["files"]
    assert edited["verdict"] == "edited"
    assert [(c["what"], c["clause"], c["number"]) for c in edited["changes"]] == [
        ("words", "payment", "6.1")
    ]
    assert untouched["origin"]["commit"] == desk.commits["new"]
    assert {"id": "payment", "version": "1.0.0", "position": "balanced"} in (
        untouched["origin"]["clauses"]
    )
    assert "H201" in err


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_reports_for_programs(
    form: str, desk: Desk, sixty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = ask(desk, capsys, sixty, "--report", form)
    assert status == 1
    assert "H201" in out
    if form != "github":
        json.loads(out)


def test_a_path_without_a_file_does_not_end_it_for_others(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said, _ = ask(desk, capsys, "no-such-file.docx", desk.files, desk.files / SOW)
    assert status == 1
    assert said.count("error[H205]") == 2
    assert "there is no such file" in said
    assert "LAMP-1-sow.docx: untouched" in said


def test_a_path_is_spelled_as_it_was_given(
    desk: Desk, sixty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, said, _ = ask(desk, capsys, sixty)
    assert f"{sixty}: edited" in said
    assert f"{sixty}:1:1 error[H201]" in said


def test_a_version_forged_in_the_working_tree_is_not_believed(
    desk: Desk, sixty: Path, added: list[Path]
) -> None:
    folder = desk.root / "projects/lamp/issued/2.0"
    folder.mkdir()
    added.append(folder)
    shutil.copy(sixty, folder)
    digest = hashlib.sha256(sixty.read_bytes()).hexdigest()
    seal = {"project": "lamp", "version": "2.0", "files": {sixty.name: digest}}
    (folder / "seal.json").write_text(json.dumps(seal))
    for path in (sixty, folder / sixty.name):
        (report,) = desk.ask(path)
        assert report.verdict == "edited", told(report)


def test_a_committed_version_overwritten_in_the_working_tree_is_not_believed(
    desk: Desk, sixty: Path
) -> None:
    issued = desk.root / "projects/lamp/issued/1.0/LAMP-1-sow.docx"
    before = issued.read_bytes()
    issued.write_bytes(body(swap(DAYS, "60 (sixty)"))(before))
    try:
        (report,) = desk.ask(issued)
    finally:
        issued.write_bytes(before)
    assert report.verdict == "edited", told(report)
    assert [change.clause for change in report.changes] == ["payment"]


def test_a_forged_manifest_is_not_believed(desk: Desk, tmp_path: Path, added: list[Path]) -> None:
    workbook = tmp_path / "LAMP-1-note.xlsx"
    workbook.write_bytes(desk.read("new/LAMP-1-note.xlsx") + b"x")
    digest = hashlib.sha256(workbook.read_bytes()).hexdigest()
    out = desk.root / "projects/lamp/out"
    out.mkdir()
    added.append(out)
    manifest: dict[str, Any] = {"commit": desk.commits["new"], "outputs": [{"sha256": digest}]}
    for text in (json.dumps(manifest), "[1, 2", '{"outputs": 7}'):
        (out / "manifest.json").write_text(text)
        (report,) = desk.ask(workbook)
        assert report.verdict == "unknown", told(report)


def test_files_of_one_package_make_it_ready_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sowgen.verify import states

    asked: list[str] = []

    def prepare(workspace: Any, slug: str, *more: Any, **options: Any) -> Any:
        asked.append(slug)
        return package.prepare(workspace, slug, *more, **options)

    monkeypatch.setattr(states, "prepare", prepare)
    names = ("new/LAMP-1-sow.docx", "new/LAMP-1-sow.pdf", "new/LAMP-1-plan.docx")
    reports = desk.ask(*[desk.files / name for name in names])
    assert [report.verdict for report in reports] == ["untouched"] * 3
    assert asked == ["lamp", "lamp"]  # at the commit, and as it is now


def test_without_a_repository_the_workspace_as_it_is_decides(desk: Desk, tmp_path: Path) -> None:
    from sowgen.verify import verify
    from sowgen.workspace import Workspace

    root = tmp_path / "copy"
    shutil.copytree(desk.root, root, ignore=shutil.ignore_patterns(".git"))
    (report,) = verify(Workspace(root), [desk.files / SOW])
    assert report.verdict == "unknown"
    assert "no git repository" in report.reason


def test_a_project_with_mistakes_now(desk: Desk) -> None:
    project = desk.root / "projects/lamp/project.yaml"
    before = project.read_bytes()
    project.write_bytes(before + b"no_such_key: 1\n")
    try:
        (report,) = desk.ask(desk.files / SOW)
    finally:
        project.write_bytes(before)
    assert report.verdict == "untouched"
    assert report.since is not None
    assert "has mistakes now" in report.since.unknown


def test_a_folder_a_pipe_and_a_large_file_are_told(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    from sowgen.verify import limits

    pipe = tmp_path / "pipe.docx"
    os.mkfifo(pipe)
    monkeypatch.setattr(limits, "MAX_FILE", 1_000)
    reports = desk.ask(pipe, tmp_path, desk.files / SOW)
    assert [report.verdict for report in reports] == ["unknown"] * 3
    assert ["no regular file" in report.reason for report in reports] == [True, False, False]
    assert "larger than 1,000 bytes" in reports[2].reason
