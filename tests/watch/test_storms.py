"""What a session has to live through, and still the last state is built."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sowgen.pipeline import Order
from tests.documents.deal import write_project
from tests.watch.driver import MATTER, PROJECT, Driver, clean, outputs, titled

Begin = Callable[..., Driver]


def test_a_thousand_saves_in_ten_seconds(watching: Begin, root: Path) -> None:
    driver = watching()
    text, begun = (root / PROJECT).read_bytes(), time.monotonic()
    for number in range(1000):
        (root / PROJECT).write_bytes(text.replace(b"of the lamp", b"of lamp %d" % number))
        time.sleep(max(0.0, begun + number * 0.01 - time.monotonic()))
    driver.until_built()
    assert b"of lamp 999" in (root / PROJECT).read_bytes()
    assert "built" in driver.states()[1:-1], "something is shown while saves go on"
    assert len(driver.rounds) < 500, "saves are taken together"


def test_checking_out_two_branches_fifty_times(watching: Begin, root: Path) -> None:
    def git(*words: str) -> None:
        subprocess.run(["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org", *words],
                       cwd=root, check=True, capture_output=True)  # fmt: skip

    (root / ".gitignore").write_text("out/\n")
    git("init", "-b", "first")
    git("add", ".")
    git("commit", "-m", "first")
    git("checkout", "-b", "second")
    write_project(root, "tiny", titled("lantern"))
    (root / MATTER).rename(root / "clauses/general/other.md")
    for number in range(30):
        shutil.copy(root / "clauses/general/other.md", root / f"clauses/general/more-{number}.md")
    git("add", ".")
    git("commit", "-m", "second")
    driver = watching()
    for number in range(50):
        git("checkout", ("first", "second")[number % 2])
    driver.until_built()
    git("checkout", "first")
    driver.until_built()


def test_the_cache_deleted_under_it(
    watching: Begin, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOWGEN_CACHE", str(tmp_path / "cache"))
    driver = watching()
    driver.until_built()
    for word in ("lantern", "torch"):
        shutil.rmtree(tmp_path / "cache", ignore_errors=True)
        write_project(root, "tiny", titled(word))
        driver.until_built()
    assert list((tmp_path / "cache").rglob("build-*"))


def test_an_output_that_cannot_be_replaced(watching: Begin, root: Path, often: None) -> None:
    driver = watching()
    driver.until_built()
    target = root / "projects/tiny/out/TINY-1-sow.pdf"
    target.unlink()
    (target / "in the way").mkdir(parents=True)
    write_project(root, "tiny", titled("lantern"))
    blocked = driver.until_told("blocked")
    assert [d.code for d in blocked.report.diagnostics] == ["F044"]
    write_project(root, "tiny", titled("torch"))
    driver.until(lambda: driver.states().count("blocked") == 2)
    rounds = len(driver.rounds)
    looks = driver.session._events.count
    time.sleep(0.5)  # several attempts, of which nothing is told
    assert len(driver.rounds) == rounds
    assert driver.session._events.count == looks
    (target / "in the way").rmdir()
    target.rmdir()
    driver.until_built()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with room for little more than one package."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not shutil.which("mount"):
        pytest.skip("not here: this system has no mount")
    rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
    options = f"size=400k,uid={os.geteuid()}"
    mounted = subprocess.run(
        [*rights, "mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)],
        capture_output=True, check=False,
    ) if not rights or shutil.which("sudo") else None  # fmt: skip
    if mounted is None or mounted.returncode:
        pytest.skip("a small disk cannot be mounted: neither root nor sudo without a password")
    yield folder
    subprocess.run([*rights, "umount", "-l", str(folder)], check=False)


def test_a_disk_that_is_full_for_a_while(
    watching: Begin, root: Path, often: None, small_disk: Path
) -> None:
    driver = watching(order=Order(out=small_disk))
    driver.until(lambda: "built" in driver.states())
    before = outputs(small_disk / "tiny")
    ballast = small_disk / "ballast"
    with pytest.raises(OSError, match="space"):
        ballast.write_bytes(os.urandom(1_000_000))
    write_project(root, "tiny", titled("lantern"))
    blocked = driver.until_told("blocked")
    assert [d.code for d in blocked.report.diagnostics] == ["F043"]
    assert outputs(small_disk / "tiny") == before
    ballast.unlink()
    wanted = clean(root)
    driver.until(lambda: outputs(small_disk / "tiny") == wanted, "nothing was built again")
    assert driver.states().count("blocked") == 1
