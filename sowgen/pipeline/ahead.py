"""Texts compiled by a process of their own while this one reads and checks the project.

Only the first package of a process is worth it: whoever comes later finds the texts compiled.
Whatever goes wrong here costs time and nothing else: a text that does not come is compiled by the
one who needs it.
"""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from queue import SimpleQueue
from subprocess import Popen
from typing import IO, Self

from sowgen.dialect import stand_in
from sowgen.dialect.helper import receive, send
from sowgen.model.entries import Entries
from sowgen.pipeline.run import Run
from sowgen.workspace import processors, start_python

ENOUGH = 40_000
"""Characters of text from which on a process is worth its start."""
PATIENCE = 5.0
"""Seconds that one build waits for texts, in all."""

Start = Callable[[], "Popen[bytes] | None"]


def texts_ahead(run: Run) -> Ahead:
    """The compiled texts of a run, with a helper for the first package of its memory."""
    packages: list[None] = run.memory.shared.derived("texts ahead", (), list)
    helped = not packages and may_help()
    packages[:] = [None]
    return Ahead(run.cache.view("jinja"), start_helper if helped else None)


def may_help() -> bool:
    """Whether a second process would find a processor: those of a pool have none to spare."""
    pool = sys.modules.get("multiprocessing.process")
    return processors() > 1 and (pool is None or pool.parent_process() is None)


def start_helper() -> Popen[bytes] | None:
    """The process, None where none can be started."""
    return start_python("sowgen.dialect.helper")


@dataclass
class Ahead:
    """Compiled texts by the digests of `sowgen.dialect`: those in `kept`, and those that a helper
    promised, which are waited for. What it makes goes into `kept`. Leaving the context ends it."""

    kept: Entries
    start: Start | None = start_helper
    patience: float = PATIENCE
    _ready: dict[str, bytes] = field(default_factory=dict)
    _promised: dict[str, None] = field(default_factory=dict)
    _turn: threading.Condition = field(default_factory=threading.Condition)
    _texts: SimpleQueue[str] = field(default_factory=SimpleQueue)
    _process: Popen[bytes] | None = None
    _threads: tuple[threading.Thread, ...] = ()
    _alive: bool = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        self._texts.put("")
        for thread in self._threads:
            thread.join()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                _given(pipe).close()
        self._ready.clear()

    def ask(self, sources: Iterable[str]) -> None:
        """Lets the helper compile the texts that are not kept, where they are enough for it."""
        if self.start is None:
            return
        dialect = stand_in()
        wanted = {dialect.key(source): source for source in sources if source}
        with self._turn:
            known = {*self._promised, *self._ready}
        missing = {}
        for key in (key for key in wanted if key not in known):
            entry = self.kept.get(key)
            if entry is None:
                missing[key] = wanted[key]
            else:
                self._ready[key] = entry
        if self._process is None and sum(map(len, missing.values())) >= ENOUGH:
            self._begin(self.start)
        with self._turn:
            if not self._alive:
                return
            self._promised |= dict.fromkeys(missing)
        for source in missing.values():
            self._texts.put(source)

    def _begin(self, start: Start) -> None:
        self._process = process = start()
        if process is not None:
            self._alive = True
            self._threads = tuple(
                threading.Thread(target=work, args=(process,), daemon=True)
                for work in (self._write, self._read)
            )
            for thread in self._threads:
                thread.start()

    def _write(self, process: Popen[bytes]) -> None:
        """Hands texts to the helper until an empty one comes. In a thread, as its pipe is soon
        full."""
        with contextlib.suppress(OSError):
            while text := self._texts.get():
                send(_given(process.stdin), text.encode("utf-8", "surrogatepass"))

    def _read(self, process: Popen[bytes]) -> None:
        """Takes what the helper gives, as long as it lives."""
        while (entry := receive(_given(process.stdout))) is not None:
            with self._turn:
                key = next(iter(self._promised))
                if entry:
                    self._ready[key] = entry
                del self._promised[key]
                self._turn.notify_all()
            if entry:
                self.kept[key] = entry
        with self._turn:
            self._alive = False
            self._promised.clear()
            self._turn.notify_all()

    def get(self, key: str, /) -> bytes | None:
        """As `Entries.get`; waits for what was promised."""
        self._wait(key)
        return self._ready[key] if key in self._ready else self.kept.get(key)

    def _wait(self, key: str) -> None:
        """Until the text has come, or the helper's end, or the end of patience."""
        with self._turn:
            begun = time.monotonic()
            self._turn.wait_for(lambda: key not in self._promised, max(self.patience, 0))
            self.patience -= time.monotonic() - begun

    def __setitem__(self, key: str, data: bytes, /) -> None:
        self.kept[key] = data


def _given(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # noqa: S101 - the helper is started with both
    return pipe
