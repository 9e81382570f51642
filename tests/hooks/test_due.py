"""What is built after a commit, and what is remembered of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sowgen.cli import main
from sowgen.hooks import catch_up
from sowgen.hooks.due import Work
from sowgen.hooks.marker import Marker, read_marker, write_marker
from sowgen.hooks.places import marker_file
from sowgen.pipeline import BuildReport, Order, Run
from sowgen.pipeline.build import build
from sowgen.workspace import Workspace
from tests.documents.deal import write_project
from tests.hooks.stage import CARE, Stage, deal


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """A repository with one commit, no hooks, nothing built."""
    stage = Stage(tmp_path / "top", hooks=False)
    stage.commit("first")
    return stage


def made(workspace: Workspace, slugs: tuple[str, ...]) -> Iterator[tuple[str, BuildReport]]:
    """Builds for real."""
    for slug in slugs:
        yield slug, build(Run.begin(workspace), slug, Order())


def turn(stage: Stage, work: Work | None = None) -> list[str]:
    """The projects that one run of the hooks works on. Without `work` all builds end well."""
    asked: list[str] = []

    def note(workspace: Workspace, slugs: tuple[str, ...]) -> Iterator[tuple[str, BuildReport]]:
        asked.extend(slugs)
        yield from work(workspace, slugs) if work else ((s, BuildReport(s, ())) for s in slugs)

    for _ in catch_up(stage.repository, note):
        pass
    return asked


def test_where_nothing_is_known_everything_is_due(stage: Stage) -> None:
    assert turn(stage) == ["one", "two"]
    assert turn(stage) == []


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe", b"0123\n\n\n", b"f" * 40 + b"\n\n\n", b"../../x\n\n\n\n", b"\n" * 9],
)
def test_a_marker_that_tells_nothing_makes_everything_due(stage: Stage, data: bytes) -> None:
    turn(stage)
    marker_file(stage.repository).write_bytes(data)
    assert turn(stage) == ["one", "two"]


def test_a_commit_makes_due_what_it_touches(stage: Stage) -> None:
    turn(stage)
    stage.put("two", deal(2, "torch"))
    stage.commit()
    assert turn(stage) == ["two"]
    stage.write("notes.txt", "x")
    stage.commit()
    assert turn(stage) == []


def test_commits_that_no_hook_saw_are_made_up_for(stage: Stage) -> None:
    turn(stage)
    for number, slug in enumerate(("one", "two"), start=1):
        stage.put(slug, deal(number, "torch"))
        stage.commit()
    stage.commit("nothing")
    assert turn(stage) == ["one", "two"]


def test_a_clause_makes_its_holders_due(stage: Stage) -> None:
    turn(stage, made)
    stage.edit(CARE, "take care", "take great care")
    stage.commit()
    assert turn(stage) == ["one"]
    stage.edit(CARE, "deal-1", "deal-2")
    stage.commit()
    assert turn(stage) == ["one", "two"]


def test_the_working_tree_plays_no_part(stage: Stage) -> None:
    turn(stage)
    stage.put("one", deal(1, "torch"))
    assert turn(stage) == []
    stage.commit("nothing", everything=False)
    assert turn(stage) == []


def test_a_project_that_failed_is_tried_again(stage: Stage) -> None:
    def fails(_: Workspace, slugs: tuple[str, ...]) -> Iterator[tuple[str, BuildReport | None]]:
        yield from ((slug, None) for slug in slugs)

    turn(stage, fails)
    assert read_marker(marker_file(stage.repository)).again == {"one", "two"}
    assert turn(stage, fails) == ["one", "two"]
    assert turn(stage) == ["one", "two"]
    assert turn(stage) == []


def test_a_refused_project_is_tried_when_something_was_touched(stage: Stage) -> None:
    write_project(stage.workspace, "two", {"package": {"id": "x"}})
    stage.commit()
    assert turn(stage, made) == ["one", "two"]
    assert read_marker(marker_file(stage.repository)).refused == {"two"}
    stage.commit("nothing")
    assert turn(stage) == []
    stage.put("one", deal(1, "torch"))
    stage.commit()
    assert turn(stage, made) == ["one", "two"]
    stage.put("two", deal(2))
    stage.commit()
    assert turn(stage, made) == ["two"]
    assert read_marker(marker_file(stage.repository)).refused == frozenset()


def test_a_document_changed_by_hand_is_kept_and_told_again(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    turn(stage, made)
    document = stage.workspace / "projects/one/out/D-1-sow.docx"
    document.write_bytes(b"mine")
    stage.put("one", deal(1, "torch"))
    stage.commit()
    for _ in range(2):
        assert main(["-C", str(stage.root), "hooks", "run", "--hook", "deals/"]) == 1
        said = capsys.readouterr().err
        assert "one not built: " in said
        assert "hint: take the changes into the project" in said
    assert document.read_bytes() == b"mine"
    document.unlink()
    assert main(["-C", str(stage.workspace), "hooks", "run"]) == 0
    assert document.exists()


def test_a_commit_that_comes_during_a_build_is_built_too(stage: Stage) -> None:
    def meanwhile(_: Workspace, slugs: tuple[str, ...]) -> Iterator[tuple[str, BuildReport | None]]:
        if len(slugs) == 2:
            stage.put("two", deal(2, "torch"))
            stage.commit()
        yield from ((slug, BuildReport(slug, ())) for slug in slugs)

    assert turn(stage, meanwhile) == ["one", "two", "two"]
    assert read_marker(marker_file(stage.repository)).commit == stage.head()


def test_two_at_a_time_build_once(stage: Stage) -> None:
    inside, most, asked = [0], [0], []

    def slow(_: Workspace, slugs: tuple[str, ...]) -> Iterator[tuple[str, BuildReport | None]]:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        asked.extend(slugs)
        threading.Event().wait(0.1)
        inside[0] -= 1
        yield from ((slug, BuildReport(slug, ())) for slug in slugs)

    threads = [threading.Thread(target=turn, args=(stage, slow)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]
    assert asked == ["one", "two"]


def test_documents_of_a_project_that_is_gone_go_too(stage: Stage) -> None:
    turn(stage, made)
    out = stage.workspace / "projects/one/out"
    (out / "letter.txt").write_text("mine")
    document = stage.workspace / "projects/two/out/D-2-sow.docx"
    document.write_bytes(b"changed by hand")
    stage.git("rm", "-r", "--quiet", "deals/projects")
    stage.commit()
    turn(stage, made)
    assert {path.name for path in out.iterdir()} - {".lock"} == {"letter.txt"}
    assert {path.name for path in document.parent.iterdir()} - {".lock"} == {document.name}


def test_documents_behind_a_link_are_left_alone(stage: Stage) -> None:
    turn(stage, made)
    others = stage.root.parent / "others"
    (stage.workspace / "projects").rename(others)
    (others / "two" / "project.yaml").unlink()
    (stage.workspace / "projects").symlink_to(others)
    stage.git("rm", "-r", "--quiet", "--cached", "deals/projects")
    stage.commit("gone", everything=False)
    turn(stage)
    assert (others / "two/out/D-2-sow.docx").exists()


def test_a_build_that_is_killed_is_made_up_for_even_after_a_reset(stage: Stage) -> None:
    turn(stage)
    stage.put("one", deal(1, "torch"))
    stage.commit()

    def killed(_: Workspace, slugs: tuple[str, ...]) -> Iterator[tuple[str, BuildReport | None]]:
        raise KeyboardInterrupt
        yield

    with pytest.raises(KeyboardInterrupt):
        turn(stage, killed)
    stage.git("reset", "--hard", "--quiet", "HEAD~1")
    assert turn(stage) == ["one"]
    assert turn(stage) == []


def test_a_build_by_hand_makes_the_project_due(stage: Stage) -> None:
    turn(stage, made)
    stage.put("one", deal(1, "torch"))
    assert main(["-C", str(stage.workspace), "-q", "build", "one"]) == 0
    stage.git("checkout", "--", ".")
    assert turn(stage, made) == ["one"]
    assert turn(stage, made) == []


def test_a_person_who_asks_gets_every_document(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    hooks = ["-C", str(stage.workspace), "hooks"]
    assert main([*hooks, "run"]) == 0
    (stage.workspace / "projects/one/out/D-1-sow.docx").unlink()
    capsys.readouterr()
    assert main([*hooks, "status"]) == 0
    assert "1 project to be built" in capsys.readouterr().out
    assert main([*hooks, "run"]) == 0
    assert "1 project built, 1 file written" in capsys.readouterr().out
    assert main([*hooks, "status"]) == 0
    assert "the documents are those of " in capsys.readouterr().out


def test_a_file_behind_a_link_makes_its_readers_due(stage: Stage) -> None:
    clause = stage.workspace / CARE
    stage.write("deals/shared/care.md", clause.read_text("utf-8"))
    clause.unlink()
    clause.symlink_to("../../shared/care.md")
    stage.commit("a link")
    turn(stage, made)
    stage.edit("shared/care.md", "take care", "take great care")
    stage.commit()
    assert turn(stage, made) == ["one"]


def test_a_commit_without_the_workspace_has_no_documents(stage: Stage) -> None:
    turn(stage, made)
    stage.git("rm", "-r", "--quiet", "deals")
    stage.commit()
    assert main(["-C", str(stage.root), "hooks", "run", "--hook", "deals/"]) == 0
    assert stage.documents() == {}


def test_a_project_that_is_not_committed_keeps_its_documents(stage: Stage) -> None:
    stage.put("draft", deal(9))
    assert main(["-C", str(stage.workspace), "-q", "build", "draft"]) == 0
    turn(stage, made)
    assert (stage.workspace / "projects/draft/out/D-9-sow.docx").exists()


def test_before_the_first_commit_nothing_is_due(tmp_path: Path) -> None:
    stage = Stage(tmp_path / "top", hooks=False)
    assert turn(stage) == []


def test_a_marker_comes_back_as_it_was(tmp_path: Path) -> None:
    marker = Marker("a" * 40, frozenset({"b", "a"}), frozenset({"c"}), linked=True)
    write_marker(tmp_path / "sowgen" / "built", marker)
    assert read_marker(tmp_path / "sowgen" / "built") == marker
    assert read_marker(tmp_path / "none") == Marker()
