"""Watching a workspace: what has changed is built again, soon after each save.

Takes: a workspace, an order and the names of projects. Gives: rounds to its listeners.
Events of the file system are hints that only wake it; what it builds is decided by content.
Where to start: `Session`; `events.py` has the hints, `project.py` what is known of one project.
"""

from __future__ import annotations

from sowgen.watch.listener import Listener, Round, State
from sowgen.watch.session import Session

__all__ = ["Listener", "Round", "Session", "State"]
