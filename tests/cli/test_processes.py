"""Processes of a build: what an interrupt or a kill leaves."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.cli.department import department, outputs
from tests.documents.deal import start


def test_an_interrupt_leaves_no_process(tmp_path: Path) -> None:
    root = department(tmp_path / "w", 30)
    process = start(root, "build", "--jobs", "2")
    workers = wait_for(lambda: len(children(process.pid)) >= 3 and children(process.pid))
    wait_for(lambda: outputs(root))
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert said.decode().splitlines()[-1] == "interrupted"
    assert b"Traceback" not in said
    wait_for(lambda: not [pid for pid in workers if alive(pid)])


def test_no_process_outlives_the_one_that_started_it(tmp_path: Path) -> None:
    root = department(tmp_path / "w", 30)
    process = start(root, "build", "--jobs", "2")
    workers = wait_for(lambda: len(children(process.pid)) >= 3 and children(process.pid))
    wait_for(lambda: outputs(root))
    process.kill()
    process.communicate(timeout=60)
    wait_for(lambda: not [pid for pid in workers if alive(pid)])


def test_a_worker_killed_from_outside_costs_nothing(tmp_path: Path) -> None:
    root = department(tmp_path / "w", 8)
    process = start(root, "build", "--jobs", "2")
    wait_for(lambda: outputs(root))
    for pid in children(process.pid):
        if "spawn_main" in command_of(pid):
            os.kill(pid, signal.SIGKILL)
            break
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said
    assert "8 projects: 8 built" in said.decode()


def wait_for(condition: object, seconds: float = 60) -> list[int]:
    """What the condition gives once it gives something."""
    assert callable(condition)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found if isinstance(found, list) else []
        time.sleep(0.02)
    raise AssertionError("it never came")


def children(pid: int) -> list[int]:
    """The processes that this one started."""
    if not Path("/proc").is_dir():
        pytest.skip("not here: /proc tells the processes")
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.append(int(stat.parent.name))
    return found


def command_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
