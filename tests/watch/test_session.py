"""What a session does with what it finds."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sowgen.cache import VARIABLE
from sowgen.pipeline import Order
from sowgen.watch import Round, events, project, session
from sowgen.watch.names import matters
from sowgen.workspace import ToolFailed
from tests.documents.deal import write, write_project
from tests.watch.driver import MATTER, PATIENCE, PROJECT, Driver, opened, outputs, titled

Begin = Callable[..., Driver]


def test_a_mistake_keeps_the_last_documents(watching: Begin, root: Path) -> None:
    driver = watching()
    driver.until_built()
    before = outputs(root / "projects/tiny/out")
    text = (root / PROJECT).read_text()
    (root / PROJECT).write_text(text + "x: [\n")
    refused = driver.until_told("refused")
    assert refused.why == (PROJECT,)
    assert [d.code for d in refused.report.diagnostics if d.is_error] == ["Y101"]
    assert outputs(root / "projects/tiny/out") == before
    (root / PROJECT).write_text(text.replace("lamp", "lantern"))
    driver.until_built()


def test_its_own_output_is_no_hint(
    watching: Begin, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = watching()
    driver.until_built()
    heard: list[tuple[tuple[str, ...], bool]] = []
    monkeypatch.setattr(
        events, "matters", lambda parts: heard.append((parts, matters(parts))) or heard[-1][1]
    )
    write_project(root, "tiny", titled("lantern"))
    driver.until_built()
    driver.until(lambda: any("out" in parts for parts, _ in heard))
    assert {parts for parts, matter in heard if matter} == {("projects", "tiny", "project.yaml")}


def test_a_deleted_output_is_made_again(watching: Begin, root: Path, often: None) -> None:
    driver = watching()
    driver.until_built()
    told = len(driver.rounds)
    (root / "projects/tiny/out/TINY-1-sow.pdf").unlink()
    again = driver.until_told("built", told)
    assert again.why == ("projects/tiny/out/TINY-1-sow.pdf",)
    assert [path.name for path in again.report.written] == ["TINY-1-sow.pdf"]
    driver.until_built()
    shutil.rmtree(root / "projects/tiny/out")
    driver.until_built()
    assert not driver.said, "output is no input: nobody has to tell of it"


def test_an_output_changed_by_hand_is_kept_until_it_is_deleted(
    watching: Begin, root: Path, often: None
) -> None:
    driver = watching()
    driver.until_built()
    edited = root / "projects/tiny/out/TINY-1-sow.docx"
    edited.write_bytes(b"by hand")
    blocked = driver.until_told("blocked")
    assert [d.code for d in blocked.report.diagnostics] == ["F040"]
    write_project(root, "tiny", titled("lantern"))
    driver.until(lambda: driver.states().count("blocked") == 2)
    assert edited.read_bytes() == b"by hand"
    edited.unlink()
    driver.until_built()


def test_new_projects_are_noticed_and_named_ones_are_alone(watching: Begin, root: Path) -> None:
    every = watching()
    write_project(root, "other", titled("hinge"))
    every.until_built("other")
    one = watching("tiny")
    write_project(root, "third", titled("handle"))
    every.until_built("third")
    one.session.prepare("tiny")
    one.until(lambda: one.deciding.count("tiny"))
    assert {r.slug for r in one.rounds} == {"tiny"}


def test_a_project_folder_moved_away_and_back(watching: Begin, root: Path) -> None:
    driver = watching()
    driver.until_built()
    here, there = root / "projects/tiny", root / "elsewhere"
    for word in ("lamp", "lantern"):
        told = len(driver.rounds)
        here.rename(there)
        assert driver.until_told("gone", told).report is None
        if word != "lamp":
            text = (there / "project.yaml").read_text()
            (there / "project.yaml").write_text(text.replace("lamp", word))
        there.rename(here)
        back = driver.until_told("fresh" if word == "lamp" else "built", told)
        assert bool(back.report.written) == (word != "lamp"), (
            "files are told where they are written"
        )
        driver.until_built()


def test_a_refused_project_moved_away_and_back_is_still_refused(
    watching: Begin, root: Path
) -> None:
    (root / PROJECT).write_text("x: [\n")
    driver = watching()
    driver.until_told("refused")
    told = len(driver.rounds)
    (root / "projects/tiny").rename(root / "elsewhere")
    driver.until_told("gone", told)
    (root / "elsewhere").rename(root / "projects/tiny")
    again = driver.until_told("refused", told)
    assert [d.code for d in again.report.diagnostics] == ["Y101"]
    assert "fresh" not in driver.states()


def test_settings_and_library_gone_for_a_while(watching: Begin, root: Path) -> None:
    driver = watching()
    driver.until_built()
    told = len(driver.rounds)
    for name in ("sowgen.yaml", "clauses"):
        (root / name).rename(root / "away")
        driver.until(lambda n=name: any(f"{n}" in s and "gone" in s for s in driver.said))
        if name == "clauses":
            shutil.copytree(root / "away", root / name)
            text = (root / MATTER).read_text().replace("good", "due")
            (root / MATTER).write_text(text)
        else:
            (root / "away").rename(root / name)
        driver.until(lambda n=name: any(f"{n}" in s and "back" in s for s in driver.said))
    driver.until_built()
    assert "refused" not in driver.states()[told:]
    assert len(driver.said) == 4


def test_without_hints_changes_are_found(watching: Begin, root: Path, often: None) -> None:
    driver = watching(poll=True)
    assert driver.session._events._observer is None
    driver.until_built()
    for word in ("lantern", "torch"):
        write_project(root, "tiny", titled(word))
        driver.until_built()


def test_lost_hints_are_made_up_for_and_said_once(
    watching: Begin, root: Path, often: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = watching()
    driver.until_built()
    monkeypatch.setattr("sowgen.watch.events.matters", lambda _: False)
    for word in ("lantern", "torch"):
        write_project(root, "tiny", titled(word))
        driver.until_built()
    driver.until(lambda: driver.said)
    assert len(driver.said) == 1
    assert "did not tell" in driver.said[0]


def test_without_a_cache_nothing_is_built_twice(
    watching: Begin, root: Path, often: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "off")
    driver = watching()
    driver.until_built()
    driver.session.prepare("tiny")
    driver.until(lambda: len(driver.deciding) > 1)
    driver.session.prepare("tiny")
    driver.until(lambda: len(driver.deciding) > 2)
    assert driver.states() == ["built"]


def test_what_an_earlier_run_built_is_fresh_and_still_prepared(watching: Begin, root: Path) -> None:
    watching().until_built()
    second = watching()
    assert second.states() == ["fresh"]
    assert not second.deciding
    second.session.prepare("tiny")
    second.until(lambda: second.deciding == ["tiny"])
    assert second.states() == ["fresh"]


def test_kinds_formats_and_folder_as_for_build(watching: Begin, root: Path, tmp_path: Path) -> None:
    driver = watching(order=Order(("sow",), ("json",), tmp_path / "packages"))
    driver.until(lambda: "built" in driver.states())
    assert {p.suffix for p in (tmp_path / "packages/tiny").glob("TINY*")} == {".json"}
    assert not (root / "projects/tiny/out").exists()


# --- builds under way --------------------------------------------------------------------------


class Held:
    """Holds a build at its first step until `let` is called."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.released = threading.Event(), threading.Event()
        whole = project.assemble_package

        def assemble(run: Any, workspace: Any, slug: str, order: Any, again: Any,
                     step: Any, look: Any) -> Any:  # fmt: skip
            def held(what: str) -> None:
                if what == "assembling" and not self.released.is_set():
                    self.reached.set()
                    assert self.released.wait(30)
                step(what)

            return whole(run, workspace, slug, order, again, held, look)

        monkeypatch.setattr(project, "assemble_package", assemble)

    def let(self) -> None:
        self.released.set()


def test_a_build_is_given_up_for_newer_input(
    watching: Begin, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = watching()
    driver.until_built()
    held = Held(monkeypatch)
    write_project(root, "tiny", titled("lantern"))
    driver.until(held.reached.is_set)
    count, decided = driver.session._events.count, len(driver.deciding)
    write_project(root, "tiny", titled("torch"))
    driver.until(lambda: driver.session._events.count > count)
    held.let()
    driver.until_told("abandoned")
    driver.until_built()
    assert len(driver.deciding) == decided + 1, "the documents of the lantern were never decided"


def test_a_hint_without_a_change_gives_up_nothing(
    watching: Begin, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = watching()
    driver.until_built()
    held = Held(monkeypatch)
    write_project(root, "tiny", titled("lantern"))
    driver.until(held.reached.is_set)
    driver.session.wake()
    write(root / "notes.md", "nothing that is read")
    held.let()
    driver.until_built()
    assert "abandoned" not in driver.states()


def test_changes_without_end_do_not_keep_a_build_from_ending(
    watching: Begin, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = watching()
    driver.until_built()
    told = len(driver.rounds)
    whole = project.assemble_package
    number = 0

    def assemble(*given: Any) -> Any:
        nonlocal number
        number += 1
        if number <= session.PATIENCE + 1:
            (root / PROJECT).write_text(f"{(root / PROJECT).read_text()}# {number}\n")
            driver.session.wake()
        return whole(*given)

    monkeypatch.setattr(project, "assemble_package", assemble)
    write_project(root, "tiny", titled("lantern"))
    driver.until_told("built", told)
    driver.until_built()
    assert driver.states()[told:].count("abandoned") <= session.PATIENCE + 1


def test_a_change_between_reading_and_the_end_is_built_next(
    watching: Begin, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = watching()
    driver.until_built()
    whole, done = project.conclude, threading.Event()

    def deliver(*given: Any) -> Any:
        if not done.is_set():
            write_project(root, "tiny", titled("torch"))
            done.set()
        return whole(*given)

    monkeypatch.setattr(project, "conclude", deliver)
    write_project(root, "tiny", titled("lantern"))
    driver.until(done.is_set)
    driver.until_built()


def test_the_end_comes_in_the_middle_of_a_build(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(monkeypatch)
    before = set(threading.enumerate())
    with Driver(root) as driver:
        driver.until(held.reached.is_set)
        driver.session.stop()
        held.let()
    assert not driver.rounds
    assert not outputs(root / "projects/tiny/out")
    assert set(threading.enumerate()) <= before


# --- what goes wrong ---------------------------------------------------------------------------


def test_a_broken_tool_is_told_once_and_tried_again(
    watching: Begin, root: Path, often: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = watching()
    driver.until_built()
    whole, tries = project.assemble_package, []

    def broken(*given: Any) -> Any:
        tries.append(1)
        if len(tries) < 4:
            raise ToolFailed("pandoc", "is not installed")
        return whole(*given)

    monkeypatch.setattr(project, "assemble_package", broken)
    write_project(root, "tiny", titled("lantern"))
    driver.until_built()
    assert driver.states().count("refused") == 1
    assert [d.code for d in driver.until_told("refused").report.diagnostics] == ["X011"]


def test_a_bug_ends_no_session(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, bugs, rounds = project.assemble_package, [], []

    class Listening:
        def decided(self, *_: Any) -> None: ...

        def done(self, round: Round) -> None:  # noqa: A002
            rounds.append((round.state, round.report is None))
            if len(rounds) == 1:
                monkeypatch.setattr(project, "assemble_package", whole)
                write_project(root, "tiny", titled("lantern"))
            else:
                watched.stop()

    def broken(*_: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(project, "assemble_package", broken)
    watched = session.Session(opened(root), trouble=bugs.append)
    watched.add(Listening())
    watch = threading.Timer(PATIENCE, watched.stop)
    watch.start()
    watched.run()
    watch.cancel()
    assert rounds == [("refused", True), ("built", False)]
    assert isinstance(bugs[0], ZeroDivisionError)
