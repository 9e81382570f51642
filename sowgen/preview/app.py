"""What a browser can ask for. Every answer is JSON but for the page's own files and drawn pages."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from sowgen.preview import plain
from sowgen.preview.board import Board, Key
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
    """Which document each open browser shows, by the browser's own name."""

    shown: dict[str, Key | None] = field(default_factory=dict)

    def documents(self) -> tuple[Key, ...]:
        """The documents that are looked at now."""
        return tuple(dict.fromkeys(key for key in list(self.shown.values()) if key))


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
                Route("/why/{slug}/{kind}/{version:int}/{index}", self.why),
                Route("/source", self.source),
            ]
        )

    async def index(self, _request: Request) -> Response:
        """The page."""
        return self._own("index.html")

    async def file(self, request: Request) -> Response:
        """A file of the page."""
        return self._own(request.path_params["name"])

    async def state(self, _request: Request) -> Response:
        """The state of the session."""
        return _json(self.feed.state())

    async def events(self, request: Request) -> Response:
        """The state now and whenever it changes, as server-sent events."""
        client = request.query_params.get("client", "")[:64]
        last = request.headers.get("last-event-id", "")
        head = {"cache-control": "no-store", "x-accel-buffering": "no"}
        return StreamingResponse(self._watch(client, last), headers=head,
                                 media_type="text/event-stream")  # fmt: skip

    async def _watch(self, client: str, last: str) -> AsyncIterator[bytes]:
        self.viewers.shown.setdefault(client, None)
        try:
            async for part in self.feed.stream(last):
                yield part
        finally:
            self.viewers.shown.pop(client, None)

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
        if self.board().shown(key) is None:
            return _nothing()
        client = request.query_params.get("client", "")[:64]
        if client in self.viewers.shown:
            self.viewers.shown[client] = key
        try:
            drawing = await asyncio.wrap_future(self.drawer.ask(key))
        except NotThere:
            return _nothing()
        return _json({"session": self.feed.session, **plain.document(drawing)})

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
        shown = self.board().shown((asked["slug"], asked["kind"]))
        if project is None or project.package is None or shown is None:
            return _nothing()
        if shown.version != asked["version"]:
            return _json({}, 409)
        index, _, row = asked["index"].partition(".")
        try:
            at = (int(index), int(row) if row else None)
            why = explain(project.package, shown.reading.document, *at)
        except (ValueError, LookupError):
            return _nothing()
        return _json({"workspace": self.root.name, **plain.reason(why)})

    async def source(self, request: Request) -> Response:
        """The lines around a place in a file that the session has named."""
        file = request.query_params.get("file", "")
        line = request.query_params.get("line", "")
        if file not in named_files(self.board()) or not line.isdecimal():
            return _nothing()
        text = await asyncio.to_thread(lambda: Workspace(self.root).read_text(file).value)
        if text is None:
            return _nothing()
        lines = text.split("\n")
        first = max(int(line) - _AROUND, 1)
        return _json({"first": first, "lines": lines[first - 1 : int(line) + _AROUND]})

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


def _json(plain_data: dict[str, Any], status: int = 200) -> Response:
    data = json.dumps(plain_data, ensure_ascii=False, separators=(",", ":"))
    head = {"cache-control": "no-store"}
    return Response(data.encode("utf-8", "replace"), status, head, "application/json")


def _nothing() -> Response:
    return _json({}, 404)
