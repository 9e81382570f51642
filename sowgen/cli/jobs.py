"""Takes projects one after another or in a pool of processes, results in the order given.

A project that brings sowgen down does not stop the others: its exception comes back as a
value and is reported at the end.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from sowgen.cli import BUG
from sowgen.cli.crash import crash_message
from sowgen.cli.streams import put
from sowgen.diagnostics import Diagnostic, Span, error
from sowgen.workspace import ToolFailed

if TYPE_CHECKING:
    from sowgen.cli.session import Session

R = TypeVar("R")

FEW = 8
"""Up to so many projects a pool costs more in starting its processes than it saves."""


@dataclass(frozen=True, slots=True)
class Result(Generic[R]):
    """What came of a project: a value, or an exception, or neither where its process died."""

    slug: str
    value: R | None = None
    problem: Exception | None = None


def default_jobs(projects: int) -> int:
    """One process for a few projects, else one a processor."""
    return 1 if projects <= FEW else min(projects, os.cpu_count() or 1)


def run_all(
    task: Callable[[str], R], slugs: Sequence[str], jobs: int, done: Callable[[], None]
) -> Iterator[Result[R]]:
    """`task(slug)` for each slug; `done` is called as each one finishes. With more than one
    job `task` and its value must be picklable."""
    if jobs <= 1 or len(slugs) <= 1:
        for slug in slugs:
            result = _attempt(task, slug)
            done()
            yield result
        return
    # Forking a process that has threads (typst starts some) can hang; a fresh one cannot.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(min(jobs, len(slugs)), context, _quiet_interrupt)
    try:
        futures = [pool.submit(_attempt, task, slug) for slug in slugs]
        for future in futures:
            future.add_done_callback(lambda _: done())
        for slug, future in zip(slugs, futures, strict=True):
            yield _collected(slug, future)
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    pool.shutdown()


def _attempt(task: Callable[[str], R], slug: str) -> Result[R]:
    try:
        return Result(slug, value=task(slug))
    except Exception as problem:  # noqa: BLE001 - handed back, and reported as a bug
        problem.add_note(f"in project `{slug}`")
        return Result(slug, problem=problem)


def _collected(slug: str, future: Future[Result[R]]) -> Result[R]:
    try:
        return future.result()
    except BrokenProcessPool:
        return Result(slug)


def failures(results: Sequence[Result[R]]) -> tuple[list[Diagnostic], list[Exception]]:
    """What to say of the projects without a value: findings for what the user can mend, and
    the exceptions that are bugs in sowgen."""
    found: list[Diagnostic] = []
    bugs: list[Exception] = []
    for result in results:
        span = Span(f"projects/{result.slug}/project.yaml")
        if isinstance(result.problem, ToolFailed):
            found.append(error("X011", str(result.problem), span, "run `sowgen doctor`"))
        elif result.problem is not None:
            bugs.append(result.problem)
        elif result.value is None:
            message = "the process that worked on this project died"
            found.append(error("X009", message, span, "try again with a smaller --jobs"))
    return found, bugs


def report_bugs(session: Session, bugs: Sequence[Exception], status: int) -> int:
    """Tells of each bug, and gives the status of a bug where there is one, else `status`."""
    for bug in bugs:
        put(crash_message(bug, session.args, verbose=bool(session.verbose)), sys.stderr)
    return BUG if bugs else status


def _quiet_interrupt() -> None:
    """Lets Ctrl-C end a worker at once; files are swapped in whole, so nothing is torn."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
