"""A build that is killed at any moment leaves each file old or new, and whole."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from sowgen.publish import read_manifest
from tests.documents.deal import ROOT, run, start, tiny, tiny_workspace, write_project

KILLS = 50
NAMES = ("TINY-1-sow.docx", "TINY-1-sow.pdf", "manifest.json")
ISSUES = (
    {"scope": {"exclusions": ["approvals"]}},
    {"scope": {"exclusions": ["approvals", "the supply of batteries"]}},
)


def digests(folder: Path) -> dict[str, str]:
    """The digest of each file that is not hidden."""
    files = (f for f in folder.iterdir() if not f.name.startswith("."))
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def broken(seen: Mapping[str, str], issues: list[dict[str, str]]) -> list[str]:
    """What is neither old nor new: names of files."""
    return [n for n, d in seen.items() if d not in {issue.get(n) for issue in issues}]


LAUNCHER = """
import os, sys
from sowgen.cli import main
import babel.dates, babel.lists, babel.numbers, docxtpl, num2words, pydantic, pypandoc, typst
import sowgen.assemble, sowgen.load, sowgen.plan, sowgen.publish, sowgen.resolve, sowgen.validate
import sowgen.render.docx, sowgen.render.pdf
for _ in sys.stdin:
    child = os.fork()
    if child == 0:
        os._exit(main(["build", "-q"]))
    print(child, flush=True)
    sys.stdin.readline()
    print(os.waitpid(child, 0)[1], flush=True)
"""


class Launcher:
    """Starts builds as processes of their own that have everything imported already, so that
    the moments of the kills fall into the work and not into Python's start."""

    def __init__(self, root: Path) -> None:
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            [sys.executable, "-c", LAUNCHER], cwd=root, env=env, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert self.process.stdin
        assert self.process.stdout
        self.orders, self.answers = self.process.stdin, self.process.stdout

    def start(self) -> int:
        """Begins a build; its process id."""
        self.orders.write("build\n")
        self.orders.flush()
        return int(self.answers.readline())

    def wait(self) -> int:
        """The status with which the build ended, as the system reports it. Until this is
        called, the process id stays the build's own."""
        self.orders.write("wait\n")
        self.orders.flush()
        return int(self.answers.readline())

    def close(self) -> None:
        self.orders.close()
        self.process.wait(timeout=60)
        self.answers.close()


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL belongs to POSIX systems")
def test_killed_at_fifty_moments(tmp_path: Path) -> None:
    root = tiny_workspace(tmp_path)
    out = root / "projects" / "tiny" / "out"
    issues: list[dict[str, str]] = []
    launcher = Launcher(root)
    spent = 0.0
    for issue in ISSUES:
        write_project(root, "tiny", tiny(**issue))
        begin = time.monotonic()
        launcher.start()
        assert launcher.wait() == 0
        spent = time.monotonic() - begin
        issues.append(digests(out))
    assert set(issues[0]) == set(NAMES)
    assert all(issues[0][n] != issues[1][n] for n in NAMES)
    chance = random.Random(7)
    killed = written = mixed = 0
    for kill in range(KILLS):
        # Always the issue that is not there yet, so that there is something to write.
        other = digests(out)["manifest.json"] == issues[0]["manifest.json"]
        write_project(root, "tiny", tiny(**ISSUES[other]))
        # Half of the kills wait for the last stretch, in which files are written and renamed.
        late, moment = kill % 2 == 1, chance.uniform(0.02, 1.0) * spent
        begin = time.monotonic()
        child = launcher.start()
        while time.monotonic() - begin < (5 * spent if late else moment):
            if late and any(out.glob(".*.tmp")):
                time.sleep(chance.uniform(0, 0.01))
                written += 1
                break
            time.sleep(0.0002)
        os.kill(child, signal.SIGKILL)
        killed += launcher.wait() == signal.SIGKILL
        seen = digests(out)
        mixed += seen not in issues
        assert set(seen) == set(NAMES), f"after kill {kill}"
        assert broken(seen, issues) == [], f"after kill {kill}"
    launcher.close()
    assert killed >= KILLS * 0.6, f"only {killed} builds were still running when they were killed"
    assert written >= KILLS * 0.3, f"only {written} builds were killed while they wrote"
    print(f"{killed} killed, {written} while writing, {mixed} with old and new files side by side")
    # The next build mends whatever the last one left, without --force.
    write_project(root, "tiny", tiny(**ISSUES[0]))
    code, said = run(root, "build")
    assert code == 0, said
    assert digests(out) == issues[0]
    assert not list(out.glob(".*.tmp"))
    manifest = read_manifest(out)
    assert manifest is not None
    assert {o.name: o.sha256 for o in manifest.outputs} == {n: issues[0][n] for n in NAMES[:2]}


def test_killed_between_two_renames(tmp_path: Path) -> None:
    """The moment that chance rarely meets: one file is new, the other and the manifest old."""
    root = tiny_workspace(tmp_path)
    out = root / "projects" / "tiny" / "out"
    assert run(root, "build")[0] == 0
    old = digests(out)
    write_project(root, "tiny", tiny(**ISSUES[1]))
    kill = (
        "import os, sys, signal; import sowgen.publish.write as w; real = w.swap_in\n"
        "def swap(aside, target):\n"
        "    real(aside, target)\n"
        "    if target.name.endswith('.docx'): os.kill(os.getpid(), signal.SIGKILL)\n"
        "w.swap_in = swap\n"
        "from sowgen.cli import main; sys.exit(main(['build', '-q']))"
    )
    script = tmp_path / "killed.py"
    script.write_text(kill, "utf-8")
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, str(script)], cwd=root, env=env, capture_output=True)
    assert done.returncode == -signal.SIGKILL
    half = digests(out)
    assert half[NAMES[0]] != old[NAMES[0]]
    assert (half[NAMES[1]], half[NAMES[2]]) == (old[NAMES[1]], old[NAMES[2]])
    code, said = run(root, "build")
    assert code == 0, said
    assert digests(out)[NAMES[0]] == half[NAMES[0]]
    assert digests(out)[NAMES[1]] != old[NAMES[1]]


def test_a_torn_file_is_seen() -> None:
    issues = [{"a.docx": "1"}, {"a.docx": "2"}]
    assert broken({"a.docx": "2"}, issues) == []
    assert broken({"a.docx": "3"}, issues) == ["a.docx"]
    assert broken({"b.docx": "1"}, issues) == ["b.docx"]


def test_two_builds_at_once(tmp_path: Path) -> None:
    root = tiny_workspace(tmp_path)
    out = root / "projects" / "tiny" / "out"
    both = [start(root, "build") for _ in range(2)]
    said = [p.communicate(timeout=300)[0].decode() for p in both]
    assert [p.returncode for p in both] == [0, 0], said
    made = digests(out)
    assert set(made) == set(NAMES)
    assert not list(out.glob(".*.tmp"))
    assert run(root, "build", "--force")[0] == 0
    assert digests(out) == made
