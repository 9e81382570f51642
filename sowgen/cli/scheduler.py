"""`--scheduler ADDRESS`: a Dask cluster in the place of the pool of processes."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from sowgen.cli.crash import Crash
from sowgen.cli.jobs import Result, Scatter, died, place_of
from sowgen.diagnostics import Diagnostic, Span, error
from sowgen.workspace import ToolFailed

if TYPE_CHECKING:
    from sowgen.cli.session import Session
    from sowgen.pipeline import BuildReport, Order, Run

HERE = Span("")
INSTALL = "pip install 'sowgen[cluster]'"


@contextlib.contextmanager
def cluster(
    session: Session, address: str, run: Run, order: Order
) -> Iterator[Scatter[BuildReport]]:
    """A way to build projects on the cluster. Where it cannot be used, reports why and leaves the
    command."""
    try:
        import distributed  # noqa: F401
    except ImportError:
        message = "`--scheduler` needs Dask's client, which is not installed"
        session.leave([error("X001", message, HERE, INSTALL)])
    from sowgen.cluster import Cluster, Unavailable
    from sowgen.cluster.worker import OtherSowgen

    with contextlib.ExitStack() as stack:
        try:
            cluster = stack.enter_context(Cluster.connect(address, run, order))
        except Unavailable as problem:
            session.leave([_unavailable(str(problem), HERE)])
        except OtherSowgen as problem:
            session.leave([_other(str(problem), HERE)])

        def scatter(
            slugs: Sequence[str], done: Callable[[], None]
        ) -> Iterator[Result[BuildReport]]:
            left = list(slugs)
            try:
                for slug, came in cluster.build(slugs, done):
                    left.remove(slug)
                    yield _result(slug, came)
            except Unavailable as problem:
                for slug in left:
                    yield Result(slug, problem=_unavailable(str(problem), place_of(slug)))

        yield scatter


def _result(slug: str, came: BuildReport | BaseException) -> Result[BuildReport]:
    if not isinstance(came, BaseException):
        return Result(slug, came, seconds=came.seconds)
    return Result(slug, problem=_problem(slug, came))


def _problem(slug: str, came: BaseException) -> Diagnostic | Crash:
    from distributed import KilledWorker

    from sowgen.cluster import Unavailable
    from sowgen.cluster.worker import OtherSowgen

    if isinstance(came, ToolFailed):
        return error("X011", str(came), place_of(slug), "run `sowgen doctor`")
    if isinstance(came, KilledWorker | MemoryError):
        return died(slug, "each worker that worked on this project died")
    if isinstance(came, Unavailable):
        return _unavailable(str(came), place_of(slug))
    if isinstance(came, OtherSowgen):
        return _other(str(came), place_of(slug))
    return Crash.of(came, f"in project `{slug}`")


def _unavailable(message: str, span: Span) -> Diagnostic:
    hint = "check the address and that the scheduler and its workers run, or build without it"
    return error("X012", message, span, hint)


def _other(message: str, span: Span) -> Diagnostic:
    hint = "install the same release of sowgen, with the same constraints, on every machine"
    return error("X013", message, span, hint)
