"""Who may ask: a page of this server in a browser on this machine, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    b"content-security-policy": b"default-src 'self'; base-uri 'none'; form-action 'none'; "
    b"frame-ancestors 'none'; object-src 'none'",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"referrer-policy": b"no-referrer",
    b"x-content-type-options": b"nosniff",
}
"""What every answer carries, unless it says otherwise itself."""


class Guard:
    """Refuses what does not name this machine and `port` as its host, so that no other name can be
    led here (DNS rebinding), and what another site has a browser ask for. Another site may link to
    the page itself."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        names = ("127.0.0.1", "localhost", "[::1]")
        self._hosts = {f"{name}:{port}".encode() for name in names}
        if port == 80:
            self._hosts |= {name.encode() for name in names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets the request through, or answers that it is refused."""

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                more = [(k, v) for k, v in HEADERS.items() if k not in given]
                message = {**message, "headers": [*message["headers"], *more]}
            await send(message)

        if self._allows(scope):
            await self._app(scope, receive, answer)
        else:
            body = b"This server answers only to its own page on this machine.\n"
            head = [(b"content-type", b"text/plain; charset=utf-8")]
            await answer({"type": "http.response.start", "status": 403, "headers": head})
            await answer({"type": "http.response.body", "body": body})

    def _allows(self, scope: Scope) -> bool:
        headers = dict(scope["headers"])
        if headers.get(b"host", b"").lower() not in self._hosts:
            return False
        site = headers.get(b"sec-fetch-site", b"none")
        return scope["path"] == "/" or site in (b"none", b"same-origin")
