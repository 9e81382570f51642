"""Many projects: those for which nothing has changed are answered at once, the others worked on
one after another or in a pool of processes, results in the order given.

A project that brings sowgen down does not stop the others: what happened comes back as a value
and is reported at the end.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from sowgen.cli import BUG
from sowgen.cli.crash import Crash, crash_message
from sowgen.cli.streams import put
from sowgen.diagnostics import Diagnostic, Span, error
from sowgen.workspace import ToolFailed, processors

if TYPE_CHECKING:
    from sowgen.cli.session import Session
    from sowgen.pipeline import Run

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)

FEW = 8
"""Up to so many projects a pool costs more in starting its processes than it saves."""


class Task(Protocol[R_co]):
    """What is done with each project. It and its results can be pickled."""

    def known(self, run: Run, slug: str) -> R_co | None:
        """The result where nothing has changed since the last time, else None."""

    def __call__(self, run: Run, slug: str) -> R_co:
        """The result, made anew."""


@dataclass(frozen=True, slots=True)
class Result(Generic[R]):
    """What came of a project in so many seconds: a value, or a problem, which is a bug in sowgen
    or a finding for the user. `fresh`: nothing had changed, so that nothing was done."""

    slug: str
    value: R | None = None
    problem: Crash | Diagnostic | None = None
    seconds: float = 0.0
    fresh: bool = False


Scatter = Callable[[Sequence[str], Callable[[], None]], Iterator[Result[R]]]
"""Works on projects elsewhere: called with their names and with what to call as each one is done,
it gives their results in that order."""


def default_jobs(projects: int) -> int:
    """One process for a few projects, else one a processor."""
    return 1 if projects <= FEW else min(projects, processors())


def run_all(
    task: Task[R],
    run: Run,
    slugs: Sequence[str],
    jobs: int | None,
    done: Callable[[], None],
    elsewhere: Scatter[R] | None = None,
) -> Iterator[Result[R]]:
    """The task's result for each project; `done` is called as each one finishes. `jobs` is the
    number of processes for what has changed, None for as many as there is use for."""
    fresh: dict[str, Result[R]] = {}
    for slug in slugs:
        known = _known(task, run, slug)
        if known is not None:
            fresh[slug] = known
            done()
    stale = [slug for slug in slugs if slug not in fresh]
    jobs = jobs or default_jobs(len(stale))
    if elsewhere is not None:
        others = elsewhere(stale, done) if stale else iter(())
    elif jobs > 1 and len(stale) > 1:
        from sowgen.cli.pool import run_pool

        others = run_pool(task, run.workspace, stale, min(jobs, len(stale)), done)
    else:
        others = _in_turn(task, run, stale, done)
    for slug in slugs:
        yield fresh.pop(slug) if slug in fresh else next(others)


def _known(task: Task[R], run: Run, slug: str) -> Result[R] | None:
    start = time.perf_counter()
    try:
        value = task.known(run, slug)
    except Exception:  # noqa: BLE001 - the work itself will meet it again, and is guarded
        return None
    spent = time.perf_counter() - start
    return None if value is None else Result(slug, value, seconds=spent, fresh=True)


def _in_turn(
    task: Task[R], run: Run, slugs: Sequence[str], done: Callable[[], None]
) -> Iterator[Result[R]]:
    for slug in slugs:
        try:
            result = attempt(task, run, slug)
        except MemoryError:
            result = Result(slug, problem=died(slug, "memory ran out in the work on this project"))
        done()
        yield result


def attempt(task: Task[R], run: Run, slug: str) -> Result[R]:
    """The task's result, or what went wrong in it. Lets `MemoryError` and interrupts through."""
    start = time.perf_counter()
    value: R | None = None
    problem: Crash | Diagnostic | None = None
    try:
        value = task(run, slug)
    except (MemoryError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except ToolFailed as failed:
        problem = error("X011", str(failed), place_of(slug), "run `sowgen doctor`")
    except BaseException as bug:  # noqa: BLE001 - a panic in compiled code is no Exception
        problem = Crash.of(bug, f"in project `{slug}`")
    return Result(slug, value, problem, time.perf_counter() - start)


def died(slug: str, message: str = "the process that worked on this project died") -> Diagnostic:
    """X009 at a project."""
    return error("X009", message, place_of(slug), "try again with a smaller --jobs")


def place_of(slug: str) -> Span:
    """Where findings about a whole project stand."""
    return Span(f"projects/{slug}/project.yaml")


def failures(results: Sequence[Result[R]]) -> tuple[list[Diagnostic], list[Crash]]:
    """What to say of the projects without a value: findings for what the user can mend, and
    the bugs in sowgen."""
    problems = [result.problem for result in results]
    found = [problem for problem in problems if isinstance(problem, Diagnostic)]
    return found, [problem for problem in problems if isinstance(problem, Crash)]


def report_bugs(session: Session, bugs: Sequence[Crash], status: int) -> int:
    """Tells of each bug, and gives the status of a bug where there is one, else `status`."""
    for bug in bugs:
        put(crash_message(bug, session.args, verbose=bool(session.verbose)), sys.stderr)
    return BUG if bugs else status
