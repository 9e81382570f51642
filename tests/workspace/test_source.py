"""Files on the disk and in a snapshot answer the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowgen.workspace import Disk, Snapshot, Workspace

FILES = {
    "sowgen.yaml": b"format: 1\n",
    "clauses/quality/8d.md": b"text",
    "clauses/quality/notes.txt": b"no clause",
    "clauses/quality/.8d.md.swp": b"an editor's",
    "clauses/other/deep/x.md": b"deep",
    "templates/house/fonts/a.ttf": b"font",
    "projects/deal/project.yaml": b"package: {}\n",
}


@pytest.fixture(params=["disk", "snapshot"])
def workspace(request: pytest.FixtureRequest, tmp_path: Path) -> Workspace:
    for path, data in FILES.items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    source = Disk(tmp_path) if request.param == "disk" else Snapshot(FILES)
    return Workspace(tmp_path, source)


def test_reading_and_listing(workspace: Workspace) -> None:
    assert workspace.read("clauses/quality/8d.md").value == b"text"
    assert workspace.find_files("clauses/quality", ".md") == ("clauses/quality/8d.md",)
    assert workspace.find_folders("clauses") == ("other", "quality")
    assert workspace.find_folders("nowhere") == ()
    assert workspace.exists("sowgen.yaml")
    assert not workspace.exists("clauses")
    assert (workspace.folder("templates/house/fonts") / "a.ttf").read_bytes() == b"font"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("clauses/quality/9d.md", "F002"),
        ("clauses/quality", "F005"),
        ("../secret", "F003"),
        ("/etc/hostname", "F003"),
        ("clauses\\quality", "F003"),
    ],
)
def test_what_cannot_be_read(workspace: Workspace, path: str, code: str) -> None:
    found = workspace.read(path)
    assert found.value is None
    assert [d.code for d in found.diagnostics] == [code]


def test_what_is_too_large(workspace: Workspace) -> None:
    assert [d.code for d in workspace.read("sowgen.yaml", 3).diagnostics] == ["F006"]
    once = workspace.once()
    assert once.read("sowgen.yaml").value == b"format: 1\n"
    assert [d.code for d in once.read("sowgen.yaml", 3).diagnostics] == ["F006"]
    other = workspace.once()
    assert [d.code for d in other.read("sowgen.yaml", 3).diagnostics] == ["F006"]
    assert other.read("sowgen.yaml").value == b"format: 1\n"


def test_a_file_that_was_too_large_is_no_change(workspace: Workspace) -> None:
    workspace.read("sowgen.yaml", 3)
    for again in (workspace, workspace.once()):
        assert again.holds(workspace.trace)
        assert again.changes(workspace.trace) == ()


def test_files_of_all_folders_below(workspace: Workspace) -> None:
    found = workspace.find_below("clauses", ".md", ".swp")
    assert found == ("clauses/other/deep/x.md", "clauses/quality/.8d.md.swp",
                     "clauses/quality/8d.md")  # fmt: skip
    assert workspace.find_below("nowhere", ".md") == ()
    assert workspace.holds(workspace.trace)
