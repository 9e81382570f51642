"""This side of a cluster: sends projects out, delivers what comes back."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass, field, replace
from typing import Any, Self

from sowgen.cluster.files import read_project, read_shared
from sowgen.cluster.quiet import silence
from sowgen.cluster.worker import Job, OtherSowgen, Parcel, Shared, work
from sowgen.pipeline.build import build, conclude, files_again
from sowgen.pipeline.fingerprint import portable_fingerprint
from sowgen.pipeline.place import output_folder
from sowgen.pipeline.records import Finished, Records, namesakes
from sowgen.pipeline.reports import BuildReport, Order
from sowgen.pipeline.run import Run

PATIENCE = 5.0
"""Seconds for a scheduler to answer, and for its first worker to be there."""
FORGIVENESS = 30.0
"""Seconds that a cluster may be without any worker in the middle of its work."""
ATTEMPTS = 3


class Unavailable(Exception):
    """The cluster cannot be used; the words say why."""


@dataclass
class Cluster:
    """A connection to the scheduler at `address`. Results come in the order asked for, and few
    projects are under way at a time, so that memory stays flat whatever their number."""

    client: Any
    run: Run
    order: Order
    shared: Any = None
    waiting: deque[str] = field(default_factory=deque)
    running: dict[Future[Parcel], str] = field(default_factory=dict)
    ready: dict[str, BuildReport | BaseException] = field(default_factory=dict)
    attempts: dict[str, int] = field(default_factory=dict)

    @classmethod
    @contextlib.contextmanager
    def connect(cls, address: str, run: Run, order: Order) -> Iterator[Self]:
        """Raises `Unavailable` where nobody answers, and where a worker runs another sowgen;
        `ImportError` where Dask's client is not installed."""
        library = _library("distributed")
        silence()
        try:
            # A client that finds nobody takes long to end, and complains.
            asyncio.run(asyncio.wait_for(_call(address), PATIENCE))
            client = library.Client(address, timeout=PATIENCE, set_as_default=False)
        except Exception as problem:  # noqa: BLE001 - each transport has errors of its own
            raise Unavailable(f"nobody answers at `{address}`: {_last(problem)}") from None
        try:
            _compare(client)
            cluster = cls(client, run, order)
            cluster.share()
            yield cluster
        finally:
            client.close(timeout=2)

    def share(self) -> None:
        """Sends the files that projects share to every worker."""
        files = read_shared(self.run.workspace)
        shared = Shared(files, self.run.made_by, portable_fingerprint())
        try:
            self.shared = self.client.scatter(
                shared, broadcast=True, hash=False, timeout=FORGIVENESS
            )
        except (OSError, TimeoutError):
            raise Unavailable("the cluster has lost all its workers") from None

    def build(
        self, slugs: Sequence[str], done: Callable[[], None]
    ) -> Iterator[tuple[str, BuildReport | BaseException]]:
        """Each project with its report, or with what was raised in the work on it; `done` is
        called as each one finishes."""
        self.waiting.extend(slugs)
        executor = self.client.get_executor(pure=False)
        for slug in slugs:
            while slug not in self.ready:
                self.fill(executor)
                self.collect(done)
            yield slug, self.ready.pop(slug)

    def fill(self, executor: Any) -> None:
        """Sends out as many projects as there is room for."""
        room = 2 * sum(self.client.nthreads().values()) or 2
        while self.waiting and len(self.running) < room:
            slug = self.waiting.popleft()
            self.attempts[slug] = self.attempts.get(slug, 0) + 1
            self.running[executor.submit(work, self.shared, self.job(slug))] = slug

    def job(self, slug: str) -> Job:
        """What a worker needs for the project."""
        workspace = self.run.workspace
        id_, _ = self.run.package_ids.get(slug, ("", None))
        twins = self.run.by_package_id.get(id_, ())
        place = output_folder(workspace, slug, self.order).value
        finished = Records(self.run).finished(slug, place) if place else {}
        take = files_again(place, finished)
        earlier = {key: old for key in finished if (old := take(key))}
        ids = {other: (id_, span) for other, span in twins}
        return Job(slug, self.order, read_project(workspace, slug), ids, earlier)

    def collect(self, done: Callable[[], None]) -> None:
        """Waits for a result, and delivers it."""
        for future in self.finished():
            slug = self.running.pop(future)
            try:
                parcel = future.result()
            except CancelledError:  # the worker took the shared files with it
                self.again(slug)
            except Exception as problem:  # noqa: BLE001 - handed to the caller
                self.ready[slug] = problem
            else:
                self.ready[slug] = self.deliver(slug, parcel)
            if slug in self.ready:
                done()

    def finished(self) -> set[Future[Parcel]]:
        """Waits until something is done. Raises `Unavailable` where the cluster has gone."""
        empty_since = None
        while True:
            finished, _ = wait(self.running, timeout=1, return_when=FIRST_COMPLETED)
            if finished:
                return finished
            if self.client.status != "running":
                raise Unavailable("the scheduler has gone")
            if self.client.nthreads():
                empty_since = None
                continue
            empty_since = empty_since or time.monotonic()
            if time.monotonic() - empty_since > FORGIVENESS:
                raise Unavailable("the cluster has lost all its workers")

    def again(self, slug: str) -> None:
        """Sends a project out again, with the shared files where these were lost."""
        if self.client.status != "running":
            raise Unavailable("the scheduler has gone")
        if self.attempts[slug] >= ATTEMPTS:
            self.ready[slug] = Unavailable("the cluster lost this project several times")
            return
        if self.shared.status != "finished":
            self.share()
        self.waiting.appendleft(slug)

    def deliver(self, slug: str, parcel: Parcel) -> BuildReport | BaseException:
        """The files into their folder. Where something was changed meanwhile, or reads otherwise
        from a disk than from memory (an empty folder does), the project is built here."""
        start = time.perf_counter()
        run, order = self.run, self.order
        twins = namesakes(run, slug, parcel.seen.package_id)
        try:
            if not run.workspace.holds(parcel.seen.trace) or twins != list(parcel.seen.namesakes):
                return build(run, slug, order)
            place = output_folder(run.workspace.fork(), slug, order)
            finished: dict[str, Finished] = {}
            if place.value:
                finished = Records(run).finished(slug, place.value)
            report = conclude(run, slug, order, parcel.outcome, place, parcel.seen, finished)
        except Exception as problem:  # noqa: BLE001 - handed to the caller
            return problem
        return replace(report, seconds=time.perf_counter() - start)


def _library(name: str) -> Any:
    """A module of Dask's, which says little of its types. Raises `ImportError`."""
    return importlib.import_module(name)


async def _call(address: str) -> None:
    """Raises where no scheduler takes a connection at the address."""
    options = _library("distributed").Security().get_connection_args("client")
    comm = await _library("distributed.comm").connect(address, timeout=PATIENCE, **options)
    await comm.close()


def _compare(client: Any) -> None:
    """Raises `Unavailable` without a worker, and with one that runs another sowgen."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except (OSError, TimeoutError):
        raise Unavailable("the scheduler has no workers") from None
    said = client.run(portable_fingerprint, on_error="return")
    for worker, answer in sorted(said.items()):
        if isinstance(answer, BaseException):
            raise OtherSowgen(f"the worker {worker} cannot run sowgen: {_last(answer)}")
        if answer != portable_fingerprint():
            words = "runs another sowgen, or other versions of its tools"
            raise OtherSowgen(f"the worker {worker} {words}")


def _last(problem: BaseException) -> str:
    words = str(problem).strip().splitlines()
    return words[-1] if words else type(problem).__name__
