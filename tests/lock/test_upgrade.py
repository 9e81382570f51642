"""`sowgen clauses upgrade`: taking the library's clauses into a lock."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sowgen.publish import lock as publish_lock
from tests.cli.department import add_clause
from tests.documents.deal import ROOT
from tests.lock.department import Line, lock_of, pinned_files, workspace, write_care
from tests.repository import Repo


@pytest.fixture
def line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Line:
    return Line(workspace(tmp_path / "w", 2), capsys)


def state(root: Path) -> dict[str, bytes]:
    """Every file but outputs and the file by which upgrades take turns."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and "out" not in path.parts and ".sowgen" not in path.parts
    }


def test_a_lock_is_made(line: Line) -> None:
    said = line("clauses", "upgrade", "p00").splitlines()
    assert said[0] == "p00: 2 clauses taken, 2 pinned"
    assert not any("1.0.0" in row for row in said)
    lock = lock_of(line.root).read_text("utf-8").splitlines()
    assert lock[1:4] == [
        "# `sowgen clauses upgrade p00` writes this file.", "format: 1", "clauses:",
    ]  # fmt: skip
    assert [row.partition(":")[0] for row in lock[4:]] == ["  care", "  thrift"]
    files = pinned_files(line.root)
    assert [name.rsplit("-", 1)[0] for name in files] == ["care-1.0.0", "thrift-1.0.0"]
    care = (line.root / "clauses/.pinned" / files[0]).read_bytes()
    assert care == (line.root / "clauses/general/care.md").read_bytes()
    before = state(line.root)
    assert line("clauses", "upgrade", "p00").startswith("p00: nothing to take, 2 pinned")
    assert state(line.root) == before


def test_the_clauses_of_a_new_lock_are_named_with_v(line: Line) -> None:
    assert line("clauses", "upgrade", "p00", "-v").splitlines()[:3] == [
        "p00: 2 clauses taken, 2 pinned", "  care    1.0.0, new", "  thrift  1.0.0, new",
    ]  # fmt: skip


def test_in_a_repository_the_files_to_add_are_named(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "git add" not in line("clauses", "upgrade", "p00")
    Repo(line.root)
    monkeypatch.chdir(line.root)
    assert line("clauses", "upgrade", "p01").splitlines()[1] == (
        "next: git add projects/p01/clauses.lock clauses/.pinned && git commit"
    )
    assert "git add" not in line("clauses", "upgrade", "p01")


def test_all_that_moved_is_taken(line: Line) -> None:
    line("clauses", "upgrade", "p00")
    write_care(line.root, "1.1.0")
    (line.root / "clauses/general/thrift.md").unlink()
    add_clause(line.root, "haste", order=3)
    said = line("clauses", "upgrade", "p00").splitlines()
    assert said[:4] == [
        "p00: 3 clauses taken, 2 pinned",
        "  care    1.0.0 → 1.1.0",
        "  haste   1.0.0, new",
        "  thrift  1.0.0, no longer pinned",
    ]
    assert [name.rsplit("-", 1)[0] for name in pinned_files(line.root)] == [
        "care-1.1.0", "haste-1.0.0",
    ]  # fmt: skip
    assert not {"C225", "C226", "C227"} & line.findings().keys()


def test_those_named_are_taken_and_no_others(line: Line) -> None:
    line("clauses", "upgrade", "p00")
    write_care(line.root, "1.1.0")
    file = line.root / "clauses/general/thrift.md"
    file.write_text(file.read_text("utf-8").replace("1.0.0", "1.2.0"))
    add_clause(line.root, "haste", order=3)
    assert line("clauses", "upgrade", "p00", "thrift").splitlines()[:2] == [
        "p00: 1 clause taken, 2 pinned", "  thrift  1.0.0 → 1.2.0",
    ]  # fmt: skip
    assert set(line.findings()) >= {"C226", "C227"}
    assert "haste  1.0.0, new" in line("clauses", "upgrade", "p00", "haste", "care")
    assert not {"C226", "C227"} & line.findings().keys()


def test_a_text_changed_without_a_new_version(line: Line) -> None:
    line("clauses", "upgrade", "p00")
    write_care(line.root, days=6)
    assert "1.0.0, another text under the same version" in line("clauses", "upgrade", "p00")
    assert len(pinned_files(line.root)) == 2


def test_texts_of_other_projects_stay(line: Line) -> None:
    for slug in ("p00", "p01"):
        line("clauses", "upgrade", slug)
    (line.root / "clauses/.pinned/README.md").write_text("Leave these.\n")
    write_care(line.root, "1.1.0")
    line("clauses", "upgrade", "p00")
    assert len(pinned_files(line.root)) == 4
    line("check", "p01")
    line("clauses", "upgrade", "p01")
    assert len(pinned_files(line.root)) == 3  # with the README


def test_nothing_is_removed_while_a_lock_cannot_be_read(line: Line) -> None:
    for slug in ("p00", "p01"):
        line("clauses", "upgrade", slug)
    lock_of(line.root, "p01").write_text("<<<<<<< HEAD\n")
    write_care(line.root, "1.1.0")
    line("clauses", "upgrade", "p00")
    assert len(pinned_files(line.root)) == 3


def test_a_changed_or_missing_text_can_be_replaced(line: Line) -> None:
    line("clauses", "upgrade", "p00")
    care, thrift = (line.root / "clauses/.pinned" / name for name in pinned_files(line.root))
    care.write_text("tampered")
    thrift.unlink()
    assert "C223" in line("clauses", "upgrade", "p00", "care", status=1)  # the other one
    line("clauses", "upgrade", "p00", "care", "thrift")
    line("check", "p00")


def test_mistakes_that_keep_clauses_from_being_decided(line: Line) -> None:
    line("clauses", "upgrade", "p00")
    write_care(line.root, "1.1.0")
    file = line.root / "clauses/general/thrift.md"
    text = file.read_text("utf-8")
    for broken, code in (
        (text.replace("order:", "requires: [nothing]\norder:", 1), "C202"),
        (text.replace("title: Thrift\n", ""), "S102"),
        (text.replace("order:", "applies_when: nothing.at.all\norder:", 1), "C214"),
    ):
        file.write_text(broken)
        before = state(line.root)
        assert f"error[{code}]" in line("clauses", "upgrade", "p00", status=1)
        assert state(line.root) == before
    file.write_text(text)
    (line.root / "projects/p00/project.yaml").write_text("foo: 1\n")
    assert "error[S101]" in line("clauses", "upgrade", "p00", status=1)


def test_a_clause_that_needs_another(line: Line) -> None:
    line("clauses", "upgrade", "p00")
    add_clause(line.root, "haste", order=3)
    file = line.root / "clauses/general/thrift.md"
    file.write_text(file.read_text("utf-8").replace("order:", "requires: [haste]\norder:", 1))
    line("check", "p00")
    assert "error[C210]" in line("clauses", "upgrade", "p00", "thrift", status=1)
    line("clauses", "upgrade", "p00", "thrift", "haste")
    assert "C226" not in line.findings()


def test_mistakes_on_the_command_line(line: Line) -> None:
    assert "has no lock yet" in line("clauses", "upgrade", "p00", "care", status=2)
    assert not lock_of(line.root).exists()
    line("clauses", "upgrade", "p00")
    assert "did you mean `care`?" in line("clauses", "upgrade", "p00", "caer", status=2)
    assert "there is no project" in line("clauses", "upgrade", "p07", status=2)
    add_clause(line.root, "rare", "applies_when: package.id == 'nobody'\n", order=4)
    said = line("clauses", "upgrade", "p00", "rare")
    assert "`rare` is no library clause of this deal" in said


@pytest.mark.parametrize("failing", range(3))
def test_a_file_that_cannot_be_written(
    failing: int, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two texts and the lock: whichever fails, nothing has changed."""
    before = state(line.root)
    done: list[Path] = []
    swap_in = publish_lock.swap_in

    def swap(aside: Path, target: Path) -> None:
        if len(done) == failing:
            aside.unlink()
            raise OSError(28, "No space left on device", str(target))
        done.append(target)
        swap_in(aside, target)

    monkeypatch.setattr(publish_lock, "swap_in", swap)
    said = line("clauses", "upgrade", "p00", status=1)
    assert "error[F904]" in said
    assert "No space left" in said
    assert state(line.root) == before


def test_a_folder_that_leads_out_of_the_workspace(line: Line, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (line.root / "clauses/.pinned").symlink_to(outside)
    assert "error[F003]" in line("clauses", "upgrade", "p00", status=1)
    assert not list(outside.iterdir())
    assert not lock_of(line.root).exists()


def test_a_kill_leaves_the_old_lock_or_the_new_one(line: Line) -> None:
    """Killed at some moment of the writing, each time at another."""
    script = (
        "import sys, time\n"
        "from sowgen.publish import lock\n"
        "swap = lock.swap_in\n"
        "def slow(aside, target):\n"
        "    print('about to', flush=True); time.sleep(0.05); swap(aside, target)\n"
        "lock.swap_in = slow\n"
        "from sowgen.cli import main\n"
        f"sys.exit(main(['-C', {str(line.root)!r}, 'clauses', 'upgrade', 'p00']))\n"
    )
    line("clauses", "upgrade", "p00")
    seen = set()
    for number in range(3):
        write_care(line.root, f"1.{number}.1")
        file = line.root / "clauses/general/thrift.md"
        file.write_text(file.read_text("utf-8") + f"\nAnd {number}.\n")
        before = lock_of(line.root).read_bytes()
        process = subprocess.Popen(
            [sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=ROOT, env={**os.environ}
        )
        assert process.stdout is not None
        for _ in range(number + 1):
            process.stdout.readline()
        time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        line("check", "p00")
        seen.add(lock_of(line.root).read_bytes() == before)
        line("clauses", "upgrade", "p00")
        assert len(pinned_files(line.root)) == 2
        assert not list(line.root.rglob("*.tmp"))
    assert True in seen
