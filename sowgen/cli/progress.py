"""A progress bar on a terminal for work that takes more than a second; nothing when piped."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Self

from sowgen.cli.streams import is_terminal

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

DELAY = 1.0


class Progress:
    """A context in which `step` is called once for each finished piece of `total`.

    The bar stands on standard error, so it never mixes with a report that is piped.
    """

    def __init__(self, total: int, what: str, *, quiet: bool = False) -> None:
        self._total = total
        self._what = what
        self._done = 0
        self._wanted = not quiet and is_terminal(sys.stderr)
        self._lock = threading.Lock()
        self._timer = threading.Timer(DELAY, self._start)
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        if self._wanted:
            self._timer.daemon = True
            self._timer.start()
        return self

    def step(self) -> None:
        """One more piece is done."""
        with self._lock:
            self._done += 1
            if self._bar is not None and self._task is not None:
                self._bar.update(self._task, completed=self._done)

    @contextlib.contextmanager
    def aside(self) -> Iterator[None]:
        """A context in which lines can be printed: the bar leaves the screen meanwhile."""
        with self._lock:
            if self._bar is not None:
                self._bar.stop()
            yield
            if self._bar is not None:
                self._bar.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        with self._lock:
            self._wanted = False
            if self._bar is not None:
                self._bar.stop()
                self._bar = None

    def _start(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        with self._lock:
            if not self._wanted:
                return
            self._bar = Bar(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                console=Console(stderr=True),
                transient=True,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self._task = self._bar.add_task(
                self._what, total=self._total or None, completed=self._done
            )
            self._bar.start()
