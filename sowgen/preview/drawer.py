"""Draws documents as pages, in a thread of its own: always the newest state of a document.

Documents that somebody has asked for go first, then those that browsers show. States that came and
went while another was drawn are never drawn.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from sowgen.diagnostics import Diagnostic
from sowgen.preview.board import Board, Key, Shown
from sowgen.preview.overlays import Overlay, place

if TYPE_CHECKING:
    from sowgen.render.memory import Memory
    from sowgen.render.pdf.pages import DrawnPages

MOST = 12
"""So many documents stay drawn that nobody looks at."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: `id` is the digest of its SVG, lengths are points."""

    id: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A document as drawn, and the state of it that was drawn. There are no `sheets` where `found`
    says why its design does not draw it, or `problem` what else went wrong."""

    shown: Shown
    sheets: tuple[Sheet, ...] = ()
    overlays: tuple[Overlay, ...] = ()
    found: tuple[Diagnostic, ...] = ()
    problem: str = ""


class NotThere(LookupError):
    """The document is not shown any more."""


@dataclass
class Drawer:
    """Drawings of the documents on a board, made when asked for or watched. To be used in a
    `with`."""

    board: Callable[[], Board]
    watched: Callable[[], Iterable[Key]]
    _drawings: OrderedDict[Key, Drawing] = field(default_factory=OrderedDict)
    _svgs: dict[Key, tuple[dict[str, bytes], dict[str, bytes]]] = field(default_factory=dict)
    _memories: dict[Key, Memory] = field(default_factory=dict)
    _waiting: dict[Key, list[Future[Drawing]]] = field(default_factory=dict)
    _news: threading.Condition = field(default_factory=threading.Condition)
    _closed: bool = False
    _thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._work, name="sowgen-drawer", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._news:
            self._closed = True
            self._news.notify_all()
        if self._thread is not None:
            self._thread.join()

    def look(self) -> None:
        """The board or what is watched has changed."""
        with self._news:
            self._news.notify_all()

    def ask(self, key: Key) -> Future[Drawing]:
        """The drawing of a document as it is now or becomes meanwhile. The future fails with
        `NotThere` where there is no such document."""
        answer: Future[Drawing] = Future()
        with self._news:
            drawing = self._drawings.get(key)
            shown = self.board().shown(key)
            if drawing and shown and drawing.shown.version >= shown.version:
                self._drawings.move_to_end(key)
                answer.set_result(drawing)
            elif self._closed:
                answer.cancel()
            else:
                self._waiting.setdefault(key, []).append(answer)
                self._news.notify_all()
        return answer

    def svg(self, id_: str) -> bytes | None:
        """The page of that digest, as far as it belongs to one of the last two drawings of a
        document."""
        for now, before in list(self._svgs.values()):
            data = now.get(id_) or before.get(id_)
            if data is not None:
                return data
        return None

    # --- the thread --------------------------------------------------------------------------

    def _work(self) -> None:
        while True:
            with self._news:
                while not self._closed and not (key := self._next()):
                    self._news.wait()
                if self._closed:
                    self._cancel()
                    return
            assert key is not None  # noqa: S101
            self._draw(key)

    def _next(self) -> Key | None:
        """The next document to draw: asked for, or watched and drawn in an older state."""
        if self._waiting:
            return next(iter(self._waiting))
        board = self.board()
        for key in self.watched():
            shown, drawing = board.shown(key), self._drawings.get(key)
            if shown and (drawing is None or drawing.shown.version < shown.version):
                return key
        return None

    def _draw(self, key: Key) -> None:
        shown = self.board().shown(key)
        known = self._drawings.get(key)
        if shown and (known is None or known.shown.version < shown.version):
            known = self._drawn(key, shown)
        with self._news:
            answers = [a for a in self._waiting.pop(key, ()) if a.set_running_or_notify_cancel()]
            if shown is None or known is None:
                self._drawings.pop(key, None)
                self._svgs.pop(key, None)
                self._memories.pop(key, None)
                for answer in answers:
                    answer.set_exception(NotThere(key))
                return
            self._drawings[key] = known
            self._drawings.move_to_end(key)
            self._forget()
        for answer in answers:
            answer.set_result(known)

    def _drawn(self, key: Key, shown: Shown) -> Drawing:
        from sowgen.render import draw_pages
        from sowgen.render.memory import Memory

        if shown.design is None:
            return Drawing(shown, problem="the design of this document cannot be read")
        memory = self._memories.setdefault(key, Memory())
        try:
            outcome = draw_pages(shown.reading.document, shown.design, memory)
            if outcome.value is None:
                return Drawing(shown, found=outcome.diagnostics)
            return self._placed(key, shown, outcome.value)
        except BaseException as problem:  # noqa: BLE001 - ends no session, whatever panics
            return Drawing(shown, problem=f"{type(problem).__name__}: {problem}")

    def _placed(self, key: Key, shown: Shown, drawn: DrawnPages) -> Drawing:
        pages = [page.svg.encode() for page in drawn.pages]
        ids = [hashlib.sha256(data).hexdigest()[:32] for data in pages]
        before = self._svgs.get(key, ({}, {}))[0]
        self._svgs[key] = (dict(zip(ids, pages, strict=True)), before)
        sheets = tuple(
            Sheet(id_, page.width, page.height) for id_, page in zip(ids, drawn.pages, strict=True)
        )
        return Drawing(shown, sheets, place(drawn, shown.reading))

    def _forget(self) -> None:
        """Lets go of drawings that nobody looks at, the oldest first."""
        watched = set(self.watched())
        idle = [key for key in self._drawings if key not in watched]
        for key in idle[: max(0, len(idle) - MOST)]:
            del self._drawings[key]
            self._svgs.pop(key, None)
            self._memories.pop(key, None)

    def _cancel(self) -> None:
        for waiting in self._waiting.values():
            for answer in waiting:
                answer.cancel()
        self._waiting.clear()
