"""What wakes the session, and what does not."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from sowgen.watch import events
from sowgen.watch.events import Events
from sowgen.watch.names import matters


@pytest.mark.parametrize(
    "path",
    [
        "sowgen.yaml", "projects/a/project.yaml", "projects/a", "projects/a/clauses/own.md",
        "clauses/quality/audit.md", "templates/house/document.docx", "projects/out/project.yaml",
        "templates/out/outline.md",
    ],
)  # fmt: skip
def test_inputs_matter(path: str) -> None:
    assert matters(path.split("/"))


@pytest.mark.parametrize(
    "path",
    [
        "projects/a/out", "projects/a/out/A-sow.docx", "projects/a/out/deep/A-sow.docx",
        ".git/index.lock", ".git", "projects/a/.project.yaml.swp", "projects/a/project.yaml~",
        "projects/a/4913", "templates/house/.~lock.document.docx#", "templates/house/~$cument.docx",
        "templates/house/lu8122ibwz.tmp", "projects/a/#scope.yaml#", "projects/a/.#scope.yaml",
        "projects/a/.vscode/settings.json", "projects/a/scope.yaml___jb_tmp___",
    ],
)  # fmt: skip
def test_own_output_and_temporary_files_do_not(path: str) -> None:
    assert not matters(path.split("/"))


def test_hints_come_in_one_batch(root: Path) -> None:
    with Events(root, say=pytest.fail) as hints:
        seen = hints.count
        for number in range(30):
            (root / "projects" / "tiny" / f"{number}.yaml").write_text("a: 1\n")
        assert hints.wait(seen, 10)
        seen, start = hints.count, time.monotonic()
        assert not hints.wait(seen, 0.1)
        assert time.monotonic() - start >= 0.1


def test_a_storm_is_waited_for_no_longer_than_the_most(root: Path) -> None:
    with Events(root, say=pytest.fail) as hints:
        hints._note(settled=False)
        start = time.monotonic()
        hints._last = start + 60  # as if another event came at every moment
        assert hints.wait(-1, 10)
        assert events.MOST <= time.monotonic() - start < 10 * events.MOST


def test_output_elsewhere_in_the_workspace_is_no_hint(root: Path) -> None:
    folder = root / "projects" / "packages"
    folder.mkdir()
    with Events(root, ignored=[folder], say=pytest.fail) as hints:
        seen = hints.count
        (folder / "a.yaml").write_text("a: 1\n")
        assert not hints.wait(seen, 0.3)
        (root / "projects" / "a.yaml").write_text("a: 1\n")
        assert hints.wait(seen, 10)


def test_a_folder_replaced_by_another_is_watched(root: Path, tmp_path: Path) -> None:
    with Events(root, say=pytest.fail) as hints:
        (root / "clauses").rename(tmp_path / "old")
        (root / "clauses").mkdir()
        seen = hints.count
        hints.renew()
        assert hints.wait(seen, 10), "what came before it was watched counts as a hint"
        seen = hints.count
        (root / "clauses" / "new.md").touch()
        assert hints.wait(seen, 10)


def test_no_more_watches_is_said_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr("watchdog.observers.api.BaseObserver.schedule", refuse)
    said: list[str] = []
    with Events(root, say=said.append) as hints:
        hints.renew()
        assert hints.blind
        seen = hints.count
        hints.wake()
        assert hints.wait(seen, 10)
    assert len(said) == 1
    assert "inotify watch limit reached" in said[0]
