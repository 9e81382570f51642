"""The cache on the disk: whatever happens to it, an entry is what was put there or nothing."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import random
import shutil
import sys
from pathlib import Path

import pytest

from sowgen.cache import BUCKETS, Cache, open_cache


def key(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


def files_of(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def test_what_was_put_is_there_under_its_name_and_key(cache: Cache) -> None:
    cache.put("pandoc", key(1), b"one")
    assert cache.get("pandoc", key(1)) == b"one"
    assert cache.get("pandoc", key(2)) is None
    assert cache.get("other", key(1)) is None
    cache.put("pandoc", key(1), b"another")
    assert cache.get("pandoc", key(1)) == b"another"
    assert cache.size()[0] == 1


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 40])
def test_a_damaged_entry_is_none(cache: Cache, damage: bytes) -> None:
    cache.put("pandoc", key(1), b"one")
    (file,) = files_of(cache.folder or Path())
    file.write_bytes(damage)
    assert cache.get("pandoc", key(1)) is None
    file.unlink()
    file.mkdir()
    assert cache.get("pandoc", key(1)) is None


def test_it_may_be_deleted_at_any_moment(cache: Cache) -> None:
    cache.put("pandoc", key(1), b"one")
    shutil.rmtree(cache.folder or "")
    assert cache.get("pandoc", key(1)) is None
    cache.put("pandoc", key(1), b"one")
    assert cache.get("pandoc", key(1)) == b"one"


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = Cache(tmp_path / "file")
    cache.put("pandoc", key(1), b"one")
    assert cache.get("pandoc", key(1)) is None
    assert cache.size() == (0, 0)


def test_it_never_grows_over_its_bound_and_keeps_what_was_used_last(tmp_path: Path) -> None:
    share = 10_000
    cache = Cache(tmp_path, limit=share * BUCKETS)
    same_bucket = [f"00{number:062x}" for number in range(30)]
    for number, each in enumerate(same_bucket):
        cache.put("x", each, b"y" * 900)
        for path in files_of(tmp_path):  # written long ago, the earlier ones longer
            if path.name.endswith(each[2:]):
                os.utime(path, (1_000_000 + number, 1_000_000 + number))
        if number >= 5:
            assert cache.get("x", same_bucket[0]) is not None  # in use all the time
        assert sum(path.stat().st_size for path in files_of(tmp_path)) <= share
    assert cache.get("x", same_bucket[-1]) is not None
    assert cache.get("x", same_bucket[1]) is None
    cache.put("x", key(7), b"z" * (share + 1))
    assert cache.get("x", key(7)) is None


def test_what_a_killed_process_left_aside_goes(cache: Cache) -> None:
    cache.put("x", key(1), b"one")
    (entry,) = files_of(cache.folder or Path())
    torn = entry.parent / ".x-1.77-00.tmp"
    torn.write_bytes(b"half")
    fresh = entry.parent / ".x-1.78-00.tmp"
    fresh.write_bytes(b"under way")
    os.utime(torn, (1, 1))
    cache.put("x", key(1)[:2] + "0" * 62, b"two")
    assert not torn.exists()
    assert fresh.exists()


def _hammer(folder: Path, seed: int) -> int:
    cache, order = Cache(folder), random.Random(seed)
    wrong = 0
    for _ in range(400):
        number = order.randrange(20)
        data = cache.get("x", key(number))
        wrong += data is not None and data != str(number).encode() * 1000
        cache.put("x", key(number), str(number).encode() * 1000)
        if order.random() < 0.01:
            shutil.rmtree(folder, ignore_errors=True)
    return wrong


def test_two_processes_and_a_folder_that_vanishes(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert pool.starmap(_hammer, [(tmp_path / "c", 1), (tmp_path / "c", 2)]) == [0, 0]


def test_off_and_a_folder_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOWGEN_CACHE", "off")
    assert open_cache().folder is None
    monkeypatch.setenv("SOWGEN_CACHE", str(tmp_path / "mine"))
    assert open_cache().folder == tmp_path / "mine" / "1"
    monkeypatch.setenv("SOWGEN_CACHE", "relative")
    assert open_cache().folder is None


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="not here: other folders there")
def test_the_systems_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOWGEN_CACHE")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert open_cache().folder == tmp_path / ".cache" / "sowgen" / "1"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert open_cache().folder == tmp_path / "xdg" / "sowgen" / "1"
    assert (tmp_path / "xdg" / "sowgen").stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="not here: files have no owner")
def test_a_folder_that_others_may_write_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    monkeypatch.setenv("SOWGEN_CACHE", str(shared))
    assert open_cache().folder is None
