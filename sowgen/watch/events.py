"""The hints of the file system: something below the workspace may have changed.

watchdog's observers tell of it. They may tell too much, too late or nothing (a network drive, the
limit of watches reached), so nobody relies on them: they only end a wait early.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from sowgen.watch.names import is_below, matters

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent, FileSystemEventHandler
    from watchdog.observers.api import BaseObserver, ObservedWatch

QUIET = 0.04
SETTLED = 0.01
MOST = 0.3
"""Seconds without another event after which a save counts as complete: while a file is being
written, and once it was closed or renamed; and the longest wait for that."""

FOLDERS = ("", "clauses", "projects", "templates")
"""The folders watched, '' the workspace itself without what lies deeper in it."""


class Events:
    """A context in which changes below `root` end a wait. `ignored` are folders in which sowgen
    itself writes. `say` is told once, in a line, where the system has no more watches to give.
    """

    def __init__(
        self,
        root: Path,
        *,
        ignored: Iterable[Path] = (),
        poll: bool = False,
        say: Callable[[str], None],
    ) -> None:
        self.blind = poll
        self._root = root
        self._ignored = tuple(ignored)
        self._say = say
        self._observer: BaseObserver | None = None
        self._watches: dict[str, tuple[tuple[int, int], ObservedWatch]] = {}
        self._news = threading.Condition()
        self._count = 0
        self._last = 0.0
        self._settled = False

    def __enter__(self) -> Self:
        if not self.blind:
            from watchdog.observers import Observer

            _silence()
            try:
                self._observer = Observer()
                self._observer.start()
            except OSError as problem:
                self._give_up(problem)
        self.renew()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    @property
    def count(self) -> int:
        """How many hints there were so far."""
        return self._count

    def wake(self) -> None:
        """Ends a wait, as a hint does."""
        self._note(settled=True)

    def wait(self, seen: int, seconds: float) -> bool:
        """Waits until there is a hint after the first `seen` ones and those that follow it have
        ceased, or for `seconds`; whether there was one."""
        with self._news:
            if not self._news.wait_for(lambda: self._count != seen, seconds):
                return False
            limit = time.monotonic() + MOST
            while True:
                now = time.monotonic()
                left = min(self._last + (SETTLED if self._settled else QUIET), limit) - now
                if left <= 0:
                    return True
                self._news.wait(left)

    def renew(self) -> None:
        """Watches folders that came, and no longer those that went. One that was replaced by
        another of its name is a new folder."""
        if self._observer is None:
            return
        for name in FOLDERS:
            path = Path(os.path.realpath(self._root / name))
            identity = _identity(path)
            known = self._watches.get(name)
            if known and known[0] == identity:
                continue
            if known:
                del self._watches[name]
                with contextlib.suppress(KeyError, OSError):
                    self._observer.unschedule(known[1])
            if identity is not None:
                self._schedule(name, path, identity)
            if self._observer is None:
                return

    def _schedule(self, name: str, path: Path, identity: tuple[int, int]) -> None:
        from watchdog import events

        wanted: list[type[FileSystemEvent]] = [
            events.FileModifiedEvent, events.FileCreatedEvent, events.FileDeletedEvent,
            events.FileMovedEvent, events.FileClosedEvent, events.DirCreatedEvent,
            events.DirDeletedEvent, events.DirMovedEvent,
        ]  # fmt: skip
        handler = _handler(lambda event: self._heard(name, path, event))
        assert self._observer is not None  # noqa: S101
        try:
            watch = self._observer.schedule(
                handler, str(path), recursive=bool(name), event_filter=wanted
            )
        except OSError as problem:
            if _identity(path) is not None:
                self._give_up(problem)
            return
        self._watches[name] = (identity, watch)
        self._note(settled=True)  # What happened before it was watched is not told.

    def _heard(self, name: str, base: Path, event: FileSystemEvent) -> None:
        paths = [Path(os.fsdecode(p)) for p in (event.src_path, event.dest_path) if p]
        if any(self._matters(name, base, path) for path in paths):
            self._note(settled=event.event_type in ("closed", "moved", "deleted"))

    def _matters(self, name: str, base: Path, path: Path) -> bool:
        if is_below(path, self._ignored):
            return False
        below = path.relative_to(base).parts if path.is_relative_to(base) else path.parts[-1:]
        return matters((name, *below) if name else below)

    def _note(self, *, settled: bool) -> None:
        with self._news:
            self._count += 1
            self._last = time.monotonic()
            self._settled = settled
            self._news.notify_all()

    def _give_up(self, problem: OSError) -> None:
        self._stop()
        self.blind = True
        self._say(f"the system gives no notice of changes ({problem.strerror or problem}): "
                  "sowgen looks for them once a second")  # fmt: skip

    def _stop(self) -> None:
        observer, self._observer = self._observer, None
        self._watches.clear()
        if observer is not None and observer.is_alive():
            observer.stop()
            observer.join()


def _silence() -> None:
    """watchdog reports lost events and folders watched twice on the terminal; `Session` finds what
    they were about."""
    warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"watchdog\.")
    logger = logging.getLogger("watchdog")
    logger.addHandler(logging.NullHandler())
    logger.propagate = False


def _handler(heard: Callable[[FileSystemEvent], None]) -> FileSystemEventHandler:
    from watchdog.events import FileSystemEventHandler

    class Handler(FileSystemEventHandler):
        def dispatch(self, event: FileSystemEvent) -> None:
            heard(event)

    return Handler()


def _identity(path: Path) -> tuple[int, int] | None:
    """Which folder lies there: device and inode; None where there is none."""
    try:
        about = path.stat()
    except OSError:
        return None
    return (about.st_dev, about.st_ino) if path.is_dir() else None
