"""A pool of processes that outlives what its projects do to it.

Each process keeps what projects share; of a project nothing stays. Where a process dies, all
others of the pool go with it: a new pool works on the projects that were under way, each alone,
and the one that dies again is the culprit.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sowgen.cli.crash import Crash
from sowgen.cli.jobs import Result, Task, attempt, died

if TYPE_CHECKING:
    from sowgen.workspace import Workspace

R = TypeVar("R")

_ENDING = {signal.SIGINT, signal.SIGTERM}


def run_pool(
    task: Task[R],
    workspace: Workspace,
    slugs: Sequence[str],
    jobs: int,
    done: Callable[[], None],
) -> Iterator[Result[R]]:
    """As `jobs.run_all`, in so many processes. They are gone when this ends, in whatever way."""
    pool = _Pool(task, workspace, jobs, done, deque(slugs))
    try:
        for slug in slugs:
            while slug not in pool.ready:
                pool.fill()
                pool.collect()
            yield pool.ready.pop(slug)
    except BaseException:
        pool.end_processes()
        raise
    finally:
        pool.close()


@dataclass
class _Pool(Generic[R]):
    """`waiting` are projects to do; `suspects` those that were under way when a process died;
    `alone` is the one of them that is tried now, '' for none. Few projects are handed over ahead
    of time, so that there are few suspects and little memory is held."""

    task: Task[R]
    workspace: Workspace
    jobs: int
    done: Callable[[], None]
    waiting: deque[str]
    ready: dict[str, Result[R]] = field(default_factory=dict)
    suspects: deque[str] = field(default_factory=deque)
    running: dict[Future[Result[R]], str] = field(default_factory=dict)
    alone: str = ""
    executor: ProcessPoolExecutor | None = None

    def fill(self) -> None:
        """Hands over as much work as there is room for."""
        if self.alone:
            return
        if self.suspects:
            self.alone = self.suspects.popleft()
            self.submit(self.alone)
            return
        while self.waiting and len(self.running) < self.jobs + 1:
            self.submit(self.waiting.popleft())

    def submit(self, slug: str) -> None:
        # Forking a process that has threads (typst starts some) can hang; a fresh one cannot.
        if self.executor is None:
            context = multiprocessing.get_context("spawn")
            given = (self.task, self.workspace)
            self.executor = ProcessPoolExecutor(self.jobs, context, _begin, given)
        try:
            with _without_interrupts():
                self.running[self.executor.submit(_work, slug)] = slug
        except BrokenProcessPool:  # one of its processes died while it had nothing to do
            self.close()
            self.submit(slug)

    def collect(self) -> None:
        """Waits for a result. After a death: makes suspects of all that was under way."""
        finished, _ = wait(self.running, return_when=FIRST_COMPLETED)
        if any(isinstance(future.exception(), BrokenProcessPool) for future in finished):
            finished, _ = wait(self.running)
            self.close()
        lost = []
        for future in sorted(finished, key=lambda f: self.running[f]):
            slug = self.running.pop(future)
            problem = future.exception()
            if isinstance(problem, BrokenProcessPool):
                lost.append(slug)
            elif problem is not None:  # the result could not be handed over
                self.keep(Result(slug, problem=Crash.of(problem, f"in project `{slug}`")))
            else:
                self.keep(future.result())
        if self.alone and lost:
            self.keep(Result(self.alone, problem=died(self.alone)))
        else:
            self.suspects.extend(lost)

    def keep(self, result: Result[R]) -> None:
        self.ready[result.slug] = result
        self.alone = ""
        self.done()

    def end_processes(self) -> None:
        """Ends them where they stand; files are swapped in whole, so nothing is torn."""
        for process in multiprocessing.active_children():
            process.terminate()

    def close(self) -> None:
        """Lets the processes go, and waits until they are gone."""
        if self.executor is not None:
            self.executor.shutdown(cancel_futures=True)
            self.executor = None


@contextlib.contextmanager
def _without_interrupts() -> Iterator[None]:
    """A process started inside never sees Ctrl-C, which a terminal sends to all: its parent ends
    it. Signals that end this process come through at the end, when it knows those it started."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# --- in the processes of the pool ----------------------------------------------------------------

_WORK: list[Callable[[str], Result[Any]]] = []


def _begin(task: Task[R], workspace: Workspace) -> None:
    from sowgen.pipeline import Run

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _WORK[:] = [partial(attempt, task, Run.begin(workspace))]


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(slug: str) -> Result[Any]:
    try:
        return _WORK[0](slug)
    except MemoryError:
        os._exit(1)  # as the system would, and with nothing left behind
