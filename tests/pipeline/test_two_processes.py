"""Two processes at once, and processes that are killed: afterwards a build is as from nothing."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys
from multiprocessing.context import SpawnProcess
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from sowgen.cache import BUCKETS, Cache
from sowgen.pipeline import Order
from tests.pipeline.builders import Builder
from tests.pipeline.lamp import PROJECT, edited, make_lamp, put, states
from tests.pipeline.test_incremental import same

_SPAWN = multiprocessing.get_context("spawn")
ORDER = Order(formats=("json", "xlsx"))
SCOPE, DEAL = "clauses/general/scope.md", f"{PROJECT}/project.yaml"


def clean(root: Path, builder: Builder, place: Path) -> None:
    """Fails where the builder gives something else than one that begins from nothing, in an output
    folder that holds the same."""
    other = Builder(root, place)
    other.folder.mkdir(parents=True)
    for name, data in builder.files().items():
        (other.folder / name).write_bytes(data)
    same("", builder.build(ORDER), other.build(ORDER))
    assert not [name for name in builder.files() if name.endswith((".tmp", ".journal.json"))]


def build_often(root: Path, place: Path, cache: Path, seed: int, times: int) -> list[str]:
    """Builds again and again; what was found wrong with it."""
    builder, found = Builder(root, place, Cache(cache)), []
    for _ in range(times):
        report = builder.build(ORDER).report
        found += [d.message for d in report.diagnostics if d.is_error]
    return found


def test_two_processes_build_the_same_project(tmp_path: Path) -> None:
    """Into one output folder, with one cache."""
    root = tmp_path / "workspace"
    make_lamp(root)
    arguments = [(root, tmp_path / "out", tmp_path / "cache", seed, 12) for seed in (1, 2)]
    with _SPAWN.Pool(2) as pool:
        running = pool.starmap_async(build_often, arguments)
        edits = [(SCOPE, 1), (SCOPE, 2), (DEAL, 1), (SCOPE, 0), (DEAL, 5)]
        while not running.ready():
            path, number = random.choice(edits)
            aside = root / "aside"
            aside.write_bytes(states()[path][number] or b"")
            aside.replace(root / path)
            running.wait(0.05)
        assert running.get() == [[], []]
    builder = Builder(root, tmp_path / "out", Cache(tmp_path / "cache"))
    clean(root, builder, tmp_path / "clean")


def _die_in_build(root: Path, place: Path, cache: Path, writes: int) -> None:
    """Builds, and is killed after so many steps of writing: a file aside, its first half, or
    the renaming of it."""
    from sowgen import cache as cache_module
    from sowgen.publish import write as publish_module
    from sowgen.workspace import writing

    left = [writes]

    def count() -> None:
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def write_aside(folder: Path, name: str, data: bytes, *, lasting: bool = True) -> Path:
        count()
        path = writing.write_aside(folder, name, data[: len(data) // 2], lasting=False)
        count()
        path.write_bytes(data)
        return path

    def swap_in(aside: Path, target: Path) -> None:
        count()
        writing.swap_in(aside, target)
        count()

    for module in (cache_module, publish_module):
        module.write_aside, module.swap_in = write_aside, swap_in  # type: ignore[attr-defined]
    Builder(root, place, Cache(cache)).build(ORDER)


@pytest.mark.skipif(sys.platform == "win32", reason="not here: no kill without a word")
def test_a_kill_at_any_write(tmp_path: Path) -> None:
    """Each process is killed a few writes later than the one before, until one comes to its end.
    Edits come in between, so that records are new, or are written over."""
    root, place, cache = tmp_path / "workspace", tmp_path / "out", tmp_path / "cache"
    make_lamp(root)
    survivor = Builder(root, place, Cache(cache))
    fork = multiprocessing.get_context("fork")
    for writes in range(200):
        for path, words in ((SCOPE, "the lamp"), (DEAL, "of the lamp")):
            text = (states()[path][0] or b"").decode()
            put(root, path, edited(text, words, f"{words} {writes}").encode())
        child = fork.Process(target=_die_in_build, args=(root, place, cache, writes))
        child.start()
        child.join(60)
        assert child.exitcode in (0, -signal.SIGKILL)
        if writes % 3 == 0:  # otherwise what is half done meets the next edit
            clean(root, survivor, tmp_path / f"clean{writes}")
        if child.exitcode == 0:
            break
    assert writes >= 24
    clean(root, survivor, tmp_path / "clean")


def _fill(folder: Path, limit: int, seed: int, begin: Event, end: Event) -> None:
    cache, order = Cache(folder, limit), random.Random(seed)
    begin.wait()
    for _ in range(1000):
        cache.put("x", order.randbytes(32).hex(), bytes(order.randrange(limit // BUCKETS)))
    end.set()


def test_the_bound_holds_with_two_processes(tmp_path: Path) -> None:
    """2,000 entries of any size up to the largest: never more than one too many for each process
    that writes."""
    limit = 4096 * BUCKETS
    begin = _SPAWN.Event()
    ends = [_SPAWN.Event(), _SPAWN.Event()]
    writers: list[SpawnProcess] = [
        _SPAWN.Process(target=_fill, args=(tmp_path, limit, seed, begin, end))
        for seed, end in enumerate(ends)
    ]
    for writer in writers:
        writer.start()
    begin.set()
    most = 0
    while not all(end.is_set() for end in ends):
        most = max(most, Cache(tmp_path, limit).size()[1])
    for writer in writers:
        writer.join()
    _, size = Cache(tmp_path, limit).size()
    assert 0 < size <= limit
    assert most <= limit + 2 * (limit // BUCKETS)
