"""How a command ends when it is told to, and when nobody can be told anything."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sowgen.cli import BUG, main
from sowgen.cli.jobs import default_jobs
from sowgen.cli.report import Report, reporter
from sowgen.diagnostics import Span, error
from tests.cli.department import department, outputs
from tests.cli.test_processes import alive, children, wait_for
from tests.documents.deal import ROOT, start

CODE = "import sys; from sowgen.cli import main; sys.exit(main(sys.argv[1:]))"


class Panic(BaseException):
    """As compiled code raises it."""


@pytest.mark.parametrize("command", ["check", "build", "watch", "schema"])
def test_a_full_disk_is_no_bug(command: str, tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("not here: there is no /dev/full")
    root = department(tmp_path / "w", 1)
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", CODE, command], cwd=root, stdout=full, stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=60, check=False,
        )  # fmt: skip
    assert done.stderr == b"sowgen: standard output cannot be written: No space left on device\n"
    assert done.returncode == 4


def test_errors_that_nobody_can_read_change_no_status(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("not here: there is no /dev/full")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", CODE, "schema", "-C", "nowhere"], cwd=tmp_path, stderr=full,
            env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 2


def test_a_terminal_that_has_gone(tmp_path: Path) -> None:
    root = department(tmp_path / "w", 1)
    pty = pytest.importorskip("pty", reason="not here: there are no terminals")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", CODE, "check"], cwd=root, stdout=theirs, stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"},
    )  # fmt: skip
    os.close(ours)
    os.close(theirs)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 4, said
    assert said.startswith(b"sowgen: standard output cannot be written: ")


def test_sigterm_leaves_no_process_and_no_warning(tmp_path: Path) -> None:
    root = department(tmp_path / "w", 30)
    process = start(root, "build", "--jobs", "2")
    workers = wait_for(lambda: len(children(process.pid)) >= 3 and children(process.pid))
    wait_for(lambda: outputs(root))
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 143, said
    assert said.decode().splitlines()[-1] == "interrupted"
    assert b"leaked" not in said
    assert b"Traceback" not in said
    wait_for(lambda: not [pid for pid in workers if alive(pid)])


def test_sigterm_is_as_it_was_after_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_panic_is_a_bug(
    monkeypatch: pytest.MonkeyPatch, sowgen: Callable[..., tuple[int, str, str]]
) -> None:
    def panic() -> None:
        raise Panic("boom")

    monkeypatch.setattr("sowgen.cli.session.Session.current", panic)
    status, _, said = sowgen("doctor")
    assert (status, "internal error: Panic: boom" in said) == (BUG, True)


def test_a_current_folder_that_was_deleted(tmp_path: Path) -> None:
    root = department(tmp_path / "w", 1)
    (tmp_path / "gone").mkdir()
    code = f"import os; os.chdir('gone'); os.rmdir('../gone'); {CODE}"
    done = subprocess.run(
        [sys.executable, "-c", code, "-C", str(root), "build"], cwd=tmp_path, capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert f"wrote {root}/projects/p00/out/P00-sow.docx" in done.stdout.decode()


def test_no_more_processes_than_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sowgen.cli.jobs.processors", lambda: 3)
    assert default_jobs(9) == 3


def test_github_gets_no_control_characters() -> None:
    span = Span("projects/a\x1b[2J/project.yaml", 1, 1)
    text = reporter("github")(Report((error("F020", "no \x1b]0;x\x07", span),), projects=1))
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "file=projects/a\\x1b[2J/project.yaml" in text


def test_a_cache_that_others_may_write_is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sowgen: Callable[..., tuple[int, str, str]]
) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache").chmod(0o775)
    monkeypatch.setenv("SOWGEN_CACHE", str(tmp_path / "cache"))
    _, said, _ = sowgen("doctor")
    assert "warning  cache" in said
    assert "warning[X014]" in said
