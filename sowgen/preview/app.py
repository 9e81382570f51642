"""What a browser can ask for. Every answer is JSON but for the page's own files and drawn pages."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from sowgen.preview import plain
from sowgen.preview.board import Board, Key, Shown
from sowgen.preview.drawer import Drawer, NotThere
from sowgen.preview.feed import Feed
from sowgen.tracing import explain
from sowgen.workspace import Workspace

_STATIC = Path(__file__).with_name("static")
_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
_FOREVER = "max-age=31536000, immutable"
# A page opened on its own must not run anything either, whatever its links say.
_DRAWN = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox"
_AROUND = 6
"""Lines shown before and after a place in a file."""


@dataclass
class Viewers:
    """Which document each open browser shows: a stream of its own each time it connects, with the
    name that the browser gave itself."""

    _streams: dict[object, tuple[str, Key | None]] = field(default_factory=dict)

    @contextlib.contextmanager
    def stream(self, name: str) -> Iterator[None]:
        """A context in which a stream is open. A browser that comes back before it was missed
        shows what it did."""
        known = (key for other, key in self._streams.values() if other == name)
        stream = object()
        self._streams[stream] = (name, next(known, None))
        try:
            yield
        finally:
            del self._streams[stream]

    def show(self, name: str, key: Key) -> None:
        """The browser of that name shows this document from now on."""
        for stream, (other, _) in self._streams.items():
            if other == name:
                self._streams[stream] = (name, key)

    def documents(self) -> tuple[Key, ...]:
        """The documents that are looked at now; from any thread."""
        return tuple(dict.fromkeys(key for _, key in list(self._streams.values()) if key))


@dataclass
class Pages:
    """The answers. `prepare` asks for the documents of a project of which none are shown yet."""

    board: Callable[[], Board]
    drawer: Drawer
    feed: Feed
    viewers: Viewers
    root: Path
    prepare: Callable[[str], None]
    _files: dict[str, tuple[bytes, str]] = field(default_factory=dict)

    def app(self) -> Starlette:
        """The application; everything is asked for with GET."""
        for path in sorted(_STATIC.iterdir()):
            if path.suffix in _TYPES:
                self._files[path.name] = (path.read_bytes(), _TYPES[path.suffix])
        return Starlette(
            routes=[
                Route("/", self.index),
                Route("/static/{name}", self.file),
                Route("/state", self.state),
                Route("/events", self.events),
                Route("/open/{slug}", self.open),
                Route("/document/{slug}/{kind}", self.document),
                Route("/page/{id}.svg", self.page),
                Route("/why/{slug}/{kind}/{version}/{index}", self.why),
                Route("/source", self.source),
            ]
        )

    async def index(self, _request: Request) -> Response:
        """The page."""
        return self._own("index.html")

    async def file(self, request: Request) -> Response:
        """A file of the page."""
        return self._own(request.path_params["name"])

    async def state(self, request: Request) -> Response:
        """The state of the session."""
        return _json(self.feed.state(_internal(request)))

    async def events(self, request: Request) -> Response:
        """The state now and whenever it changes, as server-sent events."""
        client = request.query_params.get("client", "")[:64]
        last = request.headers.get("last-event-id", "")
        head = {"cache-control": "no-store", "x-accel-buffering": "no"}
        return StreamingResponse(self._watch(client, last, _internal(request)), headers=head,
                                 media_type="text/event-stream")  # fmt: skip

    async def _watch(self, client: str, last: str, internal: bool) -> AsyncIterator[bytes]:
        with self.viewers.stream(client):
            async for part in self.feed.stream(last, internal):
                yield part

    async def open(self, request: Request) -> Response:
        """Has a project's documents made for being shown."""
        slug = request.path_params["slug"]
        project = self.board().projects.get(slug)
        if project is None:
            return _nothing()
        if not project.documents:
            self.prepare(slug)
        return _json({})

    async def document(self, request: Request) -> Response:
        """A document, drawn as it is now; the browser that asks shows it from now on."""
        key = (request.path_params["slug"], request.path_params["kind"])
        if self._shown(request, key) is None:
            return _nothing()
        client = request.query_params.get("client", "")[:64]
        self.viewers.show(client, key)
        try:
            drawing = await asyncio.wrap_future(self.drawer.ask(key))
        except NotThere:
            return _nothing()
        return _json(
            {"session": self.feed.session, **plain.document(drawing, self.board().shown(key))}
        )

    async def page(self, request: Request) -> Response:
        """A drawn page."""
        data = self.drawer.svg(request.path_params["id"])
        if data is None:
            return _nothing()
        head = {"cache-control": _FOREVER, "content-security-policy": _DRAWN}
        return Response(data, media_type="image/svg+xml", headers=head)

    async def why(self, request: Request) -> Response:
        """Why a unit is there; 409 where the document has changed since."""
        asked = request.path_params
        project = self.board().projects.get(asked["slug"])
        shown = self._shown(request, (asked["slug"], asked["kind"]))
        if project is None or project.package is None or shown is None:
            return _nothing()
        if shown.version != _number(asked["version"]):
            return _json({}, 409)
        index, _, row = asked["index"].partition(".")
        try:
            at = (int(index), int(row) if row else None)
            why = explain(project.package, shown.reading.document, *at)
        except (ValueError, LookupError):
            return _nothing()
        return _json({"workspace": self.root.name, **plain.reason(why)})

    def _shown(self, request: Request, key: Key) -> Shown | None:
        """The document of that key, as far as the page asks for documents of its audience."""
        shown = self.board().shown(key)
        return shown if shown and (_internal(request) or not shown.internal) else None

    async def source(self, request: Request) -> Response:
        """The lines around a place in a file that the session has named."""
        file = request.query_params.get("file", "")
        line = request.query_params.get("line", "")
        number = _number(line)
        if number is None or file not in named_files(self.board()):
            return _nothing()
        text = await asyncio.to_thread(lambda: Workspace(self.root).read_text(file).value)
        if text is None:
            return _nothing()
        lines = text.split("\n")
        first = max(number - _AROUND, 1)
        return _json({"first": first, "lines": lines[first - 1 : number + _AROUND]})

    def _own(self, name: str) -> Response:
        if name not in self._files:
            return _nothing()
        data, type_ = self._files[name]
        return Response(data, media_type=type_, headers={"cache-control": "no-cache"})


def named_files(board: Board) -> set[str]:
    """The files that findings, clauses and values shown on the page point at."""
    files: set[str] = set()
    for project in board.projects.values():
        for d in project.found:
            files |= {d.span.file, *(span.file for _, span in d.related)}
        if project.package is not None:
            files |= {span.file for span in project.package.tree.values.values()}
            files |= {c.wording.span.file for c in project.package.clauses.values()}
            files |= {k.span.file for k in project.package.assembly.kinds}
    return files


def _internal(request: Request) -> bool:
    """Whether the page that asks shows internal documents."""
    return request.query_params.get("internal") == "1"


def _number(text: str) -> int | None:
    """A number from 0 on of at most nine digits; None where the text is none."""
    return int(text) if text.isdecimal() and len(text) <= 9 else None


def _json(plain_data: dict[str, Any], status: int = 200) -> Response:
    data = json.dumps(plain_data, ensure_ascii=False, separators=(",", ":"))
    head = {"cache-control": "no-store"}
    return Response(data.encode("utf-8", "replace"), status, head, "application/json")


def _nothing() -> Response:
    return _json({}, 404)
