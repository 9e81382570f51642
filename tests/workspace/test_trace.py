"""What was read is noted, and any change of it is seen."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sowgen.workspace import Trace, Workspace


def put(root: Path, path: str, text: str = "text\n") -> None:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, "utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    put(tmp_path, "sowgen.yaml")
    put(tmp_path, "clauses/a/one.md")
    put(tmp_path, "projects/deal/project.yaml")
    return tmp_path


def read(root: Path) -> Trace:
    workspace = Workspace(root)
    workspace.read_text("clauses/a/one.md")
    workspace.read_text("clauses/a/absent.md")
    workspace.exists("projects/deal/raci.yaml")
    workspace.exists("projects/deal/project.yaml")
    workspace.find_files("clauses/a", ".md")
    workspace.find_folders("clauses")
    return workspace.trace


CHANGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a file read": (lambda r: put(r, "clauses/a/one.md", "other"), "clauses/a/one.md"),
    "a file read is gone": (lambda r: (r / "clauses/a/one.md").unlink(), "clauses/a/one.md"),
    "a missing file came": (lambda r: put(r, "clauses/a/absent.md"), "clauses/a/absent.md"),
    "a file asked for came": (
        lambda r: put(r, "projects/deal/raci.yaml"), "projects/deal/raci.yaml",
    ),
    "a file asked for is gone": (
        lambda r: (r / "projects/deal/project.yaml").unlink(), "projects/deal/project.yaml",
    ),
    "a file in a listing": (lambda r: put(r, "clauses/a/two.md"), "clauses/a"),
    "a folder in a listing": (lambda r: put(r, "clauses/b/two.md"), "clauses"),
    "a file became a folder": (
        lambda r: ((r / "clauses/a/one.md").unlink(), (r / "clauses/a/one.md").mkdir()),
        "clauses/a/one.md",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_each_change_is_seen_and_named(root: Path, what: str) -> None:
    trace = read(root)
    assert Workspace(root).holds(trace)
    assert Workspace(root).changes(trace) == ()
    change, path = CHANGES[what]
    change(root)
    assert not Workspace(root).holds(trace)
    assert path in Workspace(root).changes(trace)


def test_time_is_no_change_and_other_files_are_none(root: Path) -> None:
    trace = read(root)
    os.utime(root / "clauses/a/one.md", (1, 1))
    put(root, "clauses/a/.one.md.swp")
    put(root, "clauses/a/notes.txt")
    put(root, "projects/deal/schedule.yaml")
    assert Workspace(root).holds(trace)


def test_a_fork_has_a_trace_of_its_own(root: Path) -> None:
    workspace = Workspace(root)
    workspace.read("sowgen.yaml")
    fork = workspace.fork()
    fork.read("clauses/a/one.md")
    assert set(workspace.trace.reads) == {"sowgen.yaml"}
    assert set(fork.trace.reads) == {"clauses/a/one.md"}
    workspace.note(fork.trace)
    assert set(workspace.inputs) == {"sowgen.yaml", "clauses/a/one.md"}


def test_a_run_sees_one_state_of_what_projects_share(root: Path) -> None:
    run = Workspace(root).once()
    before = run.read("clauses/a/one.md").value
    put(root, "clauses/a/one.md", "changed in between")
    put(root, "projects/deal/project.yaml", "changed in between")
    assert run.fork().read("clauses/a/one.md").value == before
    assert run.read("projects/deal/project.yaml").value == b"changed in between"


def link(path: Path, to: str) -> None:
    try:
        path.symlink_to(to)
    except OSError:
        pytest.skip("not here: no symbolic links")


def test_a_link_that_points_at_itself_hides_nothing_else(root: Path) -> None:
    link(root / "clauses" / "loop", "loop")
    link(root / "clauses" / "a" / "round.md", "round.md")
    workspace = Workspace(root)
    assert workspace.find_folders("clauses") == ("a",)
    assert "clauses/a/one.md" in workspace.find_files("clauses/a", ".md")
    assert not workspace.exists("clauses/a/round.md")
    assert [d.code for d in workspace.read("clauses/a/round.md").diagnostics] == ["F004"]


@pytest.mark.parametrize("path", ["_x/two.ttf", ".hidden/two.ttf", "deep/.two.TTF", "~two.ttf"])
def test_a_file_that_comes_anywhere_below_is_seen(root: Path, path: str) -> None:
    put(root, "fonts/one.ttf")
    workspace = Workspace(root)
    assert workspace.find_below("fonts", ".ttf") == ("fonts/one.ttf",)
    put(root, "fonts/readme.txt")
    assert Workspace(root).holds(workspace.trace)
    put(root, f"fonts/{path}")
    assert not Workspace(root).holds(workspace.trace)
    assert Workspace(root).find_below("fonts", ".ttf") == tuple(
        sorted(("fonts/one.ttf", f"fonts/{path}"))
    )


def test_links_to_folders_are_named_and_not_followed(root: Path) -> None:
    put(root, "fonts/one.ttf")
    for name in "abcdefgh":
        link(root / "fonts" / name, ".")
    workspace = Workspace(root)
    found = workspace.find_below("fonts", ".ttf")
    assert found == (*(f"fonts/{name}" for name in "abcdefgh"), "fonts/one.ttf")
    assert [d.code for d in workspace.read("fonts/a").diagnostics] == ["F005"]


def test_a_name_that_is_no_text_is_no_file_to_read(root: Path) -> None:
    put(root, "fonts/one.ttf")
    try:
        (root / "fonts" / "\udcff.ttf").write_bytes(b"font")
    except (OSError, UnicodeError):
        pytest.skip("not here: every name is text")
    workspace = Workspace(root)
    assert workspace.find_below("fonts", ".ttf") == ("fonts/?.ttf", "fonts/one.ttf")
    assert [d.code for d in workspace.read("fonts/?.ttf").diagnostics] == ["F002"]
