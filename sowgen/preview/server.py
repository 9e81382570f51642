"""The live page's server: a listener of the session, and a thread that answers browsers."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import socket
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

import uvicorn

from sowgen.preview import plain
from sowgen.preview.app import Pages, Viewers
from sowgen.preview.desk import Desk, raised
from sowgen.preview.drawer import Drawer
from sowgen.preview.feed import Feed
from sowgen.preview.guard import Guard
from sowgen.workspace import Workspace

if TYPE_CHECKING:
    from sowgen.pipeline import Run
    from sowgen.pipeline.package import Package
    from sowgen.watch import Round

HOST = "127.0.0.1"


class Watched(Protocol):
    """What the page needs of a session."""

    @property
    def workspace(self) -> Workspace:
        """The workspace."""

    @property
    def slugs(self) -> Iterable[str]:
        """The projects watched now."""

    def prepare(self, slug: str) -> None:
        """Asks for the decided documents of a project; `decided` is called soon."""


class Server:
    """The live page of a session, from the beginning of a `with` to its end. A listener of the
    session: what it is told it only puts aside, for threads of its own. `trouble` gets the
    exceptions that are bugs in sowgen, from any thread."""

    def __init__(
        self, session: Watched, port: int, trouble: Callable[[BaseException], None] = raised
    ) -> None:
        self._session = session
        self._root: Path = session.workspace.root
        self._id = secrets.token_hex(8)
        self._viewers = Viewers()
        self._log = _Log(trouble)
        self._desk = Desk(self._changed, self._busy, trouble)
        self._drawer = Drawer(lambda: self._desk.board, self._viewers.documents)
        self._feed = Feed(
            self._id,
            lambda internal: plain.state(self._desk.board, self._id, self._root, internal),
        )
        self._socket = socket.create_server((HOST, port))
        self._loop: asyncio.AbstractEventLoop | None = None
        self._uvicorn: uvicorn.Server | None = None
        self._end = contextlib.ExitStack()

    @property
    def address(self) -> str:
        """Where the page is: `http://127.0.0.1:8765/`."""
        return f"http://{HOST}:{self._socket.getsockname()[1]}/"

    def decided(self, package: Package, run: Run, workspace: Workspace) -> None:
        """The documents of a project are decided. Their designs are taken along as the run has
        them."""
        from sowgen.pipeline.designs import Designs

        designs = Designs(run, workspace, package.settings)
        kinds = package.assembly.kinds
        self._desk.decided(package, {kind.id: designs.of_kind(kind).value for kind in kinds})

    def done(self, round: Round) -> None:  # noqa: A002
        """A round of the session is over."""
        self._desk.done(round)
        if round.state == "fresh":
            project = self._desk.board.projects.get(round.slug)
            if (project is None or project.package is None) and self._is_small():
                self._session.prepare(round.slug)

    def __enter__(self) -> Self:
        self._desk.expect(self._session.slugs)
        self._end.enter_context(self._desk)
        self._end.enter_context(self._drawer)
        self._end.enter_context(self._log)
        pages = Pages(
            lambda: self._desk.board, self._drawer, self._feed, self._viewers, self._root,
            self._session.prepare,
        )  # fmt: skip
        guard = Guard(pages.app(), self._socket.getsockname()[1])
        config = uvicorn.Config(
            guard, log_config=None, access_log=False, lifespan="off", ws="none", http="h11",
            loop="asyncio", server_header=False, timeout_graceful_shutdown=1,
        )  # fmt: skip
        self._uvicorn = uvicorn.Server(config)
        ready = threading.Event()
        thread = threading.Thread(
            target=self._serve, args=(ready,), name="sowgen-page", daemon=True
        )
        thread.start()
        ready.wait()
        self._end.callback(thread.join)
        self._end.callback(self._stop)
        return self

    def __exit__(self, *_: object) -> None:
        self._end.close()
        self._socket.close()

    def _serve(self, ready: threading.Event) -> None:
        async def work() -> None:
            self._loop = asyncio.get_running_loop()
            ready.set()
            assert self._uvicorn is not None  # noqa: S101
            await self._uvicorn.serve(sockets=[self._socket])

        asyncio.run(work())

    def _stop(self) -> None:
        assert self._uvicorn is not None  # noqa: S101
        self._uvicorn.should_exit = True
        self._in_loop(self._feed.close)

    def _changed(self) -> None:
        self._drawer.look()
        self._in_loop(self._feed.changed)

    def _in_loop(self, call: object) -> None:
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(call)  # type: ignore[arg-type]

    def _busy(self) -> frozenset[str]:
        """The projects of documents that are looked at."""
        return frozenset(slug for slug, _ in self._viewers.documents())

    def _is_small(self) -> bool:
        """Whether all projects fit on the desk."""
        return len(self._desk.board.projects) <= self._desk.most


class _Log(logging.Handler):
    """What uvicorn logs, from the beginning of a `with` to its end: nothing of it is printed, and
    an exception in the page's answers is a bug."""

    def __init__(self, trouble: Callable[[BaseException], None]) -> None:
        super().__init__()
        self._trouble = trouble
        self._logger = logging.getLogger("uvicorn")

    def __enter__(self) -> Self:
        self._logger.addHandler(self)
        self._logger.propagate = False
        return self

    def __exit__(self, *_: object) -> None:
        self._logger.removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Hands the exception on; that a task was cancelled at the end is none."""
        problem = record.exc_info[1] if record.exc_info else None
        if isinstance(problem, Exception):
            self._trouble(problem)


def serve(
    session: Watched, port: int = 0, trouble: Callable[[BaseException], None] = raised
) -> Server:
    """The live page of `session` at a port of this machine, 0 for any that is free; `trouble` as
    for `Server`. Raises `OSError` where the port is taken."""
    return Server(session, port, trouble)
