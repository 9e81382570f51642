"""The state of the session as a stream of events: each browser gets the newest, at its own pace."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

ALIVE = 15.0
"""Seconds after which a quiet stream says that it is still there."""
AGAIN = 500
"""Milliseconds after which a browser that lost the stream asks for it again."""


@dataclass
class Feed:
    """Streams for any number of browsers. `state`, with internal documents or without, is asked
    for its newest value when a browser is ready for it; what was missed meanwhile is not sent.
    All in the server's event loop."""

    session: str
    state: Callable[[bool], dict[str, Any]]
    _news: set[asyncio.Event] = field(default_factory=set)
    _closed: bool = False

    def changed(self) -> None:
        """There is a newer state."""
        for news in self._news:
            news.set()

    def close(self) -> None:
        """Ends all streams."""
        self._closed = True
        self.changed()

    async def stream(self, last: str, internal: bool) -> AsyncIterator[bytes]:
        """Server-sent events, from the state after `last` on: the id of the event that the browser
        has seen last, '' for none. Internal documents are in them only with `internal`."""
        news = asyncio.Event()
        self._news.add(news)
        try:
            yield f"retry: {AGAIN}\n\n".encode()
            while not self._closed:
                news.clear()
                state = self.state(internal)
                id_ = f"{self.session}.{state['version']}"
                if id_ != last:
                    last = id_
                    data = json.dumps(state, separators=(",", ":"))
                    yield f"id: {id_}\nevent: state\ndata: {data}\n\n".encode()
                try:
                    await asyncio.wait_for(news.wait(), ALIVE)
                except TimeoutError:
                    yield b": still here\n\n"
        finally:
            self._news.discard(news)
