"""The live page of a drafting session: `serve` shows in a browser what `watch` builds.

Takes: packages whose documents are decided, and rounds of the session (`Listener` of `watch`).
Gives: a page at 127.0.0.1 with the documents, their changes, the findings, and why a part is there.
Never does: hold up the build, whatever browsers do; listen to anything but this machine; write.
Where to start: `server.py`, then `desk.py` (what is shown), `drawer.py` (its pages), `app.py`
(what a browser can ask for) and `static/main.js`.
"""

from __future__ import annotations

from sowgen.preview.server import Server, serve

__all__ = ["Server", "serve"]
