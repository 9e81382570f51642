"""`sowgen watch` as a process: what it prints, and how it ends."""

from __future__ import annotations

import errno
import json
import os
import queue
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sowgen.cli import main
from tests.documents.deal import run, start, write_project
from tests.watch.driver import PATIENCE, PROJECT, titled


class Talk:
    """A session as a process, and the lines it has printed."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.lines: list[str] = []
        self._coming: queue.Queue[bytes] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._coming.put(line)

    def until(self, pattern: str) -> str:
        """The next line in which the pattern is found."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                line = self._coming.get(timeout=max(0.0, end - time.monotonic())).decode()
            except queue.Empty:
                raise AssertionError(f"no {pattern!r} in {self.lines}") from None
            self.lines.append(line.rstrip("\n"))
            if re.search(pattern, line):
                return self.lines[-1]

    def end(self, number: int) -> int:
        """Sends a signal; the exit status."""
        self.process.send_signal(number)
        status = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        while not self._coming.empty():
            self.lines.append(self._coming.get().decode().rstrip("\n"))
        return status


@pytest.fixture
def talk(root: Path) -> Iterator[Callable[..., Talk]]:
    """Begins `sowgen watch` with these arguments."""
    begun: list[Talk] = []

    def begin(*arguments: str) -> Talk:
        begun.append(Talk(start(root, "watch", *arguments)))
        return begun[-1]

    yield begin
    for each in begun:
        each.process.kill()
        each.process.wait()


def test_a_block_a_round(talk: Callable[..., Talk], root: Path) -> None:
    talking = talk("tiny")
    talking.until("^watching tiny; Ctrl-C ends it$")
    talking.until(r"^\d\d:\d\d:\d\d tiny: 2 files written \(\d+\.\d\d s\)$")
    talking.until("^  wrote projects/tiny/out/TINY-1-sow.docx$")
    talking.until("^  wrote projects/tiny/out/TINY-1-sow.pdf$")
    text = (root / PROJECT).read_text()
    (root / PROJECT).write_text(f"{text}x: [\n")
    head = talking.until("not built")
    assert re.search(
        r"tiny: not built, kept the documents of \d\d:\d\d:\d\d \(.*\) after " + PROJECT, head
    )
    talking.until(r"^projects/tiny/project.yaml:\d+:1 error\[Y101\]")
    talking.until("^1 error in 1 project$")
    (root / PROJECT).write_text(text)
    talking.until(r"tiny: nothing to write \(.*\) after " + PROJECT)
    talking.until("^no mistakes found in 1 project$")
    (root / PROJECT).write_text(f"{text}colour: red\n")
    talking.until(r"error\[|warning\[")
    talking.until("in 1 project$")
    (root / PROJECT).write_text(f"{text}colour: red\n# the same mistake\n")
    talking.until(r"^  \d (error|warning)s?, as before$")
    assert talking.end(signal.SIGINT) == 130
    assert not [line for line in talking.lines if "Traceback" in line]


def test_an_object_a_line_for_scripts(talk: Callable[..., Talk], root: Path) -> None:
    talking = talk("--report", "json")
    begin = json.loads(talking.until("begin"))
    built = json.loads(talking.until('"round"'))
    (root / PROJECT).write_text("a: [\n")
    refused = json.loads(talking.until('"refused"'))
    (root / "sowgen.yaml").rename(root / "away")
    notice = json.loads(talking.until('"notice"'))
    assert talking.end(signal.SIGTERM) == 0
    assert begin.items() >= {"version": 1, "event": "begin", "projects": ["tiny"],
                             "preview": None}.items()  # fmt: skip
    assert built.items() >= {"project": "tiny", "state": "built", "diagnostics": []}.items()
    assert [o["state"] for o in built["outputs"]] == ["written", "written"]
    assert refused["why"] == [PROJECT]
    assert [d["code"] for d in refused["diagnostics"]] == ["Y101"]
    assert notice["message"].startswith("sowgen.yaml is gone")
    assert all(json.loads(line)["version"] == 1 for line in talking.lines)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_the_end_in_the_middle_of_a_build(
    talk: Callable[..., Talk],
    root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    status: int,
) -> None:
    monkeypatch.setenv("SOWGEN_CACHE", str(tmp_path / "cache"))
    talking = talk()
    talking.until("^watching")
    end = time.monotonic() + PATIENCE
    while not list((tmp_path / "cache").glob("*/*/jinja-*")):  # the first result of a build
        assert time.monotonic() < end
        time.sleep(0.001)
    assert talking.end(number) == status
    assert not [line for line in talking.lines if "wrote" in line], "the build had not ended"
    out = root / "projects/tiny/out"
    assert not list(out.glob(".*.tmp"))
    assert not [line for line in talking.lines if "Traceback" in line or "internal error" in line]
    status, said = run(root, "build")
    assert status == 0, said


def test_all_of_several_projects_are_counted(talk: Callable[..., Talk], root: Path) -> None:
    for slug in ("a", "b", "c"):
        write_project(root, slug, titled(slug) | {"package": _package(slug)})
    talking = talk("--only", "sow", "--to", "json", "--out", "packages", "-v")
    talking.until("^watching 4 projects")
    for _ in range(4):
        talking.until("1 file written")
    assert len(list((root / "packages").glob("*/*.json"))) == 8
    assert talking.end(signal.SIGINT) == 130


def _package(slug: str) -> dict[str, Any]:
    return {"id": slug, "title": slug, "reference": slug.upper()}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nobody",), "there is no project `nobody`"),
        (("--only", "sowe"), "there is no document kind `sowe`"),
        (("--report", "sarif"), "watch reports as text or json"),
        (("--port", "8000"), "--port and --open belong to --preview"),
        (("--preview", "--port", "65536"), "65536 is not in the range 0<=x<=65535"),
    ],
)
def test_mistakes_on_the_command_line(root: Path, arguments: tuple[str, ...], said: str) -> None:
    status, output = run(root, "watch", *arguments)
    assert (status, said in output) == (2, True), output


def test_a_preview_without_its_packages(root: Path, tmp_path: Path) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    for name in ("starlette", "uvicorn"):
        (hidden / f"{name}.py").write_text(f"raise ModuleNotFoundError(name={name!r})\n")
    path = f"{hidden}:{Path(__file__).resolve().parents[2]}"
    status, output = run(root, "watch", "--preview", PYTHONPATH=path)
    assert status == 4, output
    assert "pip install 'sowgen[preview]'" in output


def test_a_port_that_is_taken(root: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        status, output = run(root, "watch", "--preview", "--port", str(port))
    assert status == 2, output
    assert f"port {port} is in use; take another with --port" in output
    assert "internal error" not in output


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (PermissionError(errno.EACCES, "Permission denied (while attempting to bind)"), "reserved"),
        (OSError(errno.EADDRNOTAVAIL, "… (while attempting to bind)"), "cannot be served on port"),
    ],
)
def test_a_port_that_cannot_be_had(
    root: Path,
    problem: OSError,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def refuse(*_given: object) -> None:
        raise problem

    monkeypatch.setattr("sowgen.preview.serve", refuse)
    assert main(["-C", str(root), "watch", "--preview", "--port", "80"]) == 2
    output = capsys.readouterr().err
    assert said in output
    assert "attempting to bind" not in output


def test_the_time_of_the_documents_that_stay(talk: Callable[..., Talk], root: Path) -> None:
    """It is that of the files on the disk, wherever they are, not of the session's first look."""
    assert run(root, "build", "--out", "packages")[0] == 0
    manifest = root / "packages/tiny/manifest.json"
    long_ago = time.mktime((2020, 2, 3, 4, 5, 6, 0, 0, -1))
    os.utime(manifest, (long_ago, long_ago))
    talking = talk("--out", "packages")
    talking.until("tiny: up to date$")
    text = (root / PROJECT).read_text()
    (root / PROJECT).write_text("a: [\n")
    talking.until("kept the documents of 2020-02-03 04:05:06 ")
    (root / PROJECT).write_text(f"{text}# a remark\n")
    talking.until("tiny: nothing to write")
    assert manifest.stat().st_mtime > long_ago, "a build that finds them unchanged is noted"


def test_what_was_done_is_said_once(talk: Callable[..., Talk], root: Path) -> None:
    talking = talk("tiny")
    talking.until("tiny: 2 files written")
    talking.until("no mistakes|wrote .*pdf$")
    pdf = root / "projects/tiny/out/TINY-1-sow.pdf"
    pdf.unlink()
    talking.until("tiny: 1 file written .* after projects/tiny/out/TINY-1-sow.pdf")
    talking.until("wrote projects/tiny/out/TINY-1-sow.pdf")
    (root / "projects/tiny").rename(root / "away")
    talking.until("its folder is gone")
    told = len(talking.lines)
    (root / "away").rename(root / "projects/tiny")
    # A look under way at the move finds half a project, and then builds what is back.
    talking.until("tiny: (its folder is back, up to date$|nothing to write)")
    assert talking.end(signal.SIGINT) == 130
    assert not [line for line in talking.lines[told:] if "wrote" in line]
