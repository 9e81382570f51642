"""Results kept between runs, by the digest of what they were made from.

The cache is the user's own folder, not the workspace's: what a foreign repository brings along is
never taken for a result. It may be deleted at any moment, shared by any number of processes, and
be out of order in any way: then results are made anew. It never grows over its bound.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sowgen.workspace import environment, read_bytes, swap_in, write_aside

VARIABLE = "SOWGEN_CACHE"
OFF = "off"
LIMIT = 256 * 2**20
BUCKETS = 256
_FRESH = 3600.0
_SEAL = 32


@dataclass(frozen=True, slots=True)
class Cache:
    """Entries by `name` (what kind of result) and `key` (a hexadecimal digest) in `folder`, at
    most `limit` bytes; with `folder` None nothing is kept.

    Entries are spread over 256 folders, each bounded by its share: the ones that were used longest
    ago go first. Each begins with the SHA-256 of its name, its key and the rest, so that a damaged
    one is no result, nor is one in the place of another.
    """

    folder: Path | None
    limit: int = LIMIT

    def get(self, name: str, key: str) -> bytes | None:
        """The bytes kept under that key, None where there are none."""
        if self.folder is None:
            return None
        path = self._path(name, key)
        try:
            sealed = read_bytes(path)
            if sealed is None:
                return None
            _touch(path)
        except OSError:
            return None
        data = sealed[_SEAL:]
        return data if _seal(name, key, data) == sealed[:_SEAL] else None

    def put(self, name: str, key: str, data: bytes) -> None:
        """Keeps the bytes under that key, as far as there is room for them."""
        if self.folder is None or len(data) + _SEAL > self.limit // BUCKETS:
            return
        path = self._path(name, key)
        with contextlib.suppress(OSError):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            sealed = _seal(name, key, data) + data
            swap_in(write_aside(path.parent, path.name, sealed, lasting=False), path)
            self._trim(path.parent)

    def view(self, name: str) -> CacheView:
        """The entries of one name."""
        return CacheView(self, name)

    def size(self) -> tuple[int, int]:
        """How many entries there are, and their bytes."""
        sizes = [size for _, size, _ in self._all()]
        return len(sizes), sum(sizes)

    def _all(self) -> Iterator[tuple[float, int, Path]]:
        if self.folder is not None:
            for number in range(BUCKETS):
                yield from _entries(self.folder / f"{number:02x}")

    def _path(self, name: str, key: str) -> Path:
        assert self.folder is not None  # noqa: S101
        return self.folder / key[:2] / f"{name}-{key[2:]}"

    def _trim(self, bucket: Path) -> None:
        """Brings one folder below its share."""
        entries = sorted(_entries(bucket))
        over = sum(size for _, size, _ in entries) - self.limit // BUCKETS
        for used, size, path in entries:
            torn = path.suffix == ".tmp" and used < time.time() - _FRESH
            if over > 0 or torn:
                with contextlib.suppress(OSError):
                    path.unlink()
                    over -= size


@dataclass(frozen=True, slots=True)
class CacheView:
    """The entries of one name, as `model.entries.Entries`."""

    cache: Cache
    name: str

    def get(self, key: str, /) -> bytes | None:
        """As `Entries.get`."""
        return self.cache.get(self.name, key)

    def __setitem__(self, key: str, data: bytes, /) -> None:
        self.cache.put(self.name, key, data)


def open_cache() -> Cache:
    """The cache of this user: the folder that the environment variable `SOWGEN_CACHE` names (`off`
    for none), else `sowgen` in the system's folder for caches."""
    named = environment(VARIABLE)
    if named == OFF:
        return Cache(None)
    folder = Path(named) if named else _home()
    if folder is None or not folder.is_absolute() or not _is_ours(folder):
        return Cache(None)
    return Cache(folder / "1")


def _home() -> Path | None:
    """Where this system keeps caches."""
    if sys.platform == "win32":
        local = environment("LOCALAPPDATA")
        return Path(local) / "sowgen" / "cache" if local else None
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "sowgen"
    named = environment("XDG_CACHE_HOME")
    return (Path(named) if named else home / ".cache") / "sowgen"


def _is_ours(folder: Path) -> bool:
    """Whether nobody else could have put results there: the folder is the user's own, or is made
    so now."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        about = folder.stat()
    except OSError:
        return False
    if not hasattr(os, "getuid"):
        return True
    return about.st_uid == os.getuid() and not about.st_mode & 0o022


def _seal(name: str, key: str, data: bytes) -> bytes:
    return hashlib.sha256(b"\0".join((name.encode(), key.encode(), data))).digest()


def _entries(bucket: Path) -> Iterator[tuple[float, int, Path]]:
    """When each file of the folder was last used, its size, and its path."""
    with contextlib.suppress(OSError), os.scandir(bucket) as found:
        for entry in found:
            with contextlib.suppress(OSError):
                about = entry.stat()
                yield about.st_mtime, about.st_size, Path(entry.path)


def _touch(path: Path) -> None:
    """Notes that the entry was used, once an hour at most."""
    now = time.time()
    if path.stat().st_mtime < now - _FRESH:
        os.utime(path, (now, now))
