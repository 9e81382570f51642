"""A run that is killed at any moment leaves no version or a whole one; so do two at once, a full
disk and a folder that cannot be written."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sowgen.issuing import place
from sowgen.pipeline import Run
from sowgen.pipeline.seals import broken_seals
from sowgen.workspace import Workspace
from tests.documents.deal import ROOT, start
from tests.issuing.lamp import ISSUED, codes, issued, lamp, versions
from tests.repository import Repo

KILLS = 50
LAUNCHER = """
import os, sys
from sowgen.cli import main
import babel.dates, babel.lists, babel.numbers, docxtpl, num2words, pydantic, pypandoc, typst
import filelock, sowgen.assemble, sowgen.load, sowgen.plan, sowgen.publish, sowgen.resolve
import sowgen.issuing, sowgen.validate, sowgen.render.docx, sowgen.render.pdf
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        os._exit(main(["issue", "tiny", line.strip(), "-q"]))
    print(child, flush=True)
    sys.stdin.readline()
    print(os.waitpid(child, 0)[1], flush=True)
"""


class Launcher:
    """Starts runs as processes of their own that have everything imported already, so that the
    moments of the kills fall into the work and not into Python's start."""

    def __init__(self, root: Path) -> None:
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            [sys.executable, "-c", LAUNCHER], cwd=root, env=env, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert self.process.stdin
        assert self.process.stdout
        self.orders, self.answers = self.process.stdin, self.process.stdout

    def start(self, version: str) -> int:
        """Begins to issue a version; the process id."""
        self.orders.write(f"{version}\n")
        self.orders.flush()
        return int(self.answers.readline())

    def wait(self) -> int:
        """The status with which the run ended, as the system reports it."""
        self.orders.write("wait\n")
        self.orders.flush()
        return int(self.answers.readline())

    def close(self) -> None:
        self.orders.close()
        self.process.wait(timeout=60)
        self.answers.close()


def whole(repo: Repo) -> list[str]:
    """The versions that are there, each of which fits its seal; asserts that nothing else is."""
    there = [name for name in versions(repo) if not name.startswith(".")]
    assert broken_seals(Run.begin(Workspace(repo.root)), "tiny") == []
    for name in there:
        assert (repo.root / ISSUED / name / "seal.json").exists()
    return there


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL belongs to POSIX systems")
def test_killed_at_fifty_moments(tmp_path: Path) -> None:
    repo = lamp(tmp_path)
    settings = (repo.root / "sowgen.yaml").read_text("utf-8")
    repo.write("sowgen.yaml", f"{settings}formats: [docx]\n")
    repo.commit("fewer files, so that fifty runs take less time")
    launcher = Launcher(repo.root)
    expected = ["0.0", "0.1"]
    spent = 0.0
    for version in expected:  # the second finds the cache filled, as those that are killed do
        begin = time.monotonic()
        launcher.start(version)
        assert launcher.wait() == 0
        spent = time.monotonic() - begin
    chance = random.Random(7)
    killed = written = 0
    for kill in range(KILLS):
        version = f"1.{kill}"
        # Half of the kills wait for the last stretch, in which the folder is written and renamed.
        late, moment = kill % 2 == 1, chance.uniform(0.02, 0.8) * spent
        begin = time.monotonic()
        child = launcher.start(version)
        while time.monotonic() - begin < (10 * spent if late else moment):
            if late and version in versions(repo):
                break
            if late and any(name.startswith(f".{version}.") for name in versions(repo)):
                time.sleep(chance.uniform(0, 0.01))
                written += 1
                break
            time.sleep(0.0002)
        os.kill(child, signal.SIGKILL)
        killed += launcher.wait() == signal.SIGKILL
        there = whole(repo)
        assert there in (sorted(expected), sorted([*expected, version])), f"after kill {kill}"
        expected = there
    launcher.close()
    assert killed >= KILLS * 0.6, f"only {killed} runs were still at work when they were killed"
    assert written >= KILLS * 0.3, f"only {written} runs were killed while they wrote"
    print(f"{killed} killed, {written} while writing; {len(expected)} versions of {KILLS + 2}")
    # The next run removes what the last one left aside.
    assert codes(issued(repo, "2.0")) == []
    assert not [name for name in versions(repo) if name.startswith(".")]


@pytest.mark.parametrize("moment", ["rename", "_flush"])
def test_killed_around_the_rename(tmp_path: Path, moment: str) -> None:
    """The moments that chance rarely meets: all is written aside, and just renamed."""
    repo = lamp(tmp_path)
    kill = (
        "import os, sys, signal, pathlib\n"
        "import sowgen.issuing.place as place\n"
        f"real = {'pathlib.Path.rename' if moment == 'rename' else 'place._flush'}\n"
        "def killed(path, *more):\n"
        "    if more or path.name == 'issued': os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return real(path, *more)\n"
        f"{'pathlib.Path.rename' if moment == 'rename' else 'place._flush'} = killed\n"
        "from sowgen.cli import main; sys.exit(main(['issue', 'tiny', '1.0', '-q']))"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", kill], cwd=repo.root, env=env, check=False)
    assert done.returncode == -signal.SIGKILL
    assert whole(repo) == ([] if moment == "rename" else ["1.0"])
    assert any(name.startswith(".") for name in versions(repo)) == (moment == "rename")
    assert codes(issued(repo)) == ([] if moment == "rename" else ["H406"])
    assert versions(repo) == ["1.0"]


def test_two_at_once(tmp_path: Path) -> None:
    repo = lamp(tmp_path)
    both = [start(repo.root, "issue", "tiny", "1.0") for _ in range(2)]
    said = [process.communicate(timeout=300)[0].decode() for process in both]
    assert sorted(process.returncode for process in both) == [0, 1], said
    assert sum("H406" in text for text in said) == 1
    assert whole(repo) == ["1.0"]
    assert versions(repo) == ["1.0"]


def test_no_run_removes_what_another_one_writes(tmp_path: Path) -> None:
    """What a person keeps in a hidden folder stays; what a killed run left goes."""
    folder = tmp_path / "issued"
    for name in (".1.0.12-0123abcd.tmp", ".mine", ".mine.tmp"):
        (folder / name).mkdir(parents=True)
    assert place.put(folder, "1.0", {"a": b"1"}, tmp_path / "lock")
    assert sorted(path.name for path in folder.iterdir()) == [".mine", ".mine.tmp", "1.0"]


def test_a_target_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "issued"
    (folder / "empty").mkdir(parents=True)
    (folder / "nowhere").symlink_to(tmp_path / "nothing")
    for name in ("empty", "nowhere"):
        assert not place.put(folder, name, {"a": b"1"}, tmp_path / "lock")
    assert list((folder / "empty").iterdir()) == []
    assert sorted(path.name for path in folder.iterdir()) == ["empty", "nowhere"]


def test_the_lock_is_for_one_at_a_time_and_goes(tmp_path: Path) -> None:
    """Each run removes the lock that others wait for; no two have one at a time."""
    lock, busy = tmp_path / "lock", tmp_path / "busy"
    inside: list[int] = []

    def work(number: int) -> None:
        for _ in range(40):
            with place._alone(lock):
                busy.mkdir()  # fails where another run is here
                inside.append(number)
                busy.rmdir()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert len(inside) == 320
    assert not lock.exists()


def test_nothing_stays_in_the_repositorys_own_folder(tmp_path: Path) -> None:
    repo = lamp(tmp_path)
    before = {path.name for path in (repo.root / ".git").iterdir()}
    assert issued(repo).written
    assert {path.name for path in (repo.root / ".git").iterdir()} == before


# --- disks and rights ------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 200 KB at `disk`."""
    folder = tmp_path / "disk"
    folder.mkdir()
    program = shutil.which("mount")
    if program is None:
        pytest.skip("not here: this system has no mount")
    done = subprocess.run(
        [program, "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(folder)],
        capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode:
        pytest.skip("not here: a small disk cannot be mounted")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=False)


def test_a_full_disk(tmp_path: Path, small_disk: Path) -> None:
    folder = small_disk / "issued"
    files = {"a.docx": b"a" * 100_000, "b.pdf": os.urandom(300_000)}
    with pytest.raises(OSError, match="No space") as problem:
        place.put(folder, "1.0", files, tmp_path / "lock")
    assert place.unwritable(problem.value, ISSUED).code == "F043"
    assert list(small_disk.iterdir()) == []
    assert place.put(folder, "1.0", {"a.docx": b"a" * 100_000}, tmp_path / "lock")


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "F043"), (errno.EACCES, "F044"), (errno.EROFS, "F044")]
)
def test_what_the_system_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    repo = lamp(tmp_path)

    def refuse(_folder: Path) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(place, "_flush", refuse)
    result = issued(repo)
    assert codes(result) == [code]
    assert not result.written
    assert versions(repo) == []
    assert not (repo.root / ISSUED).exists()


@pytest.mark.skipif(os.name != "posix", reason="not here: rights are POSIX ones")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("not here: root may write everywhere")
    repo = lamp(tmp_path)
    folder = repo.root / "projects/tiny"
    folder.chmod(0o500)
    try:
        assert codes(issued(repo)) == ["F044"]
    finally:
        folder.chmod(0o700)
    assert versions(repo) == []
