"""Calendar events as `assemble` decides them, for the format `ics`."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Event:
    """One event.

    `start` and `end` are dates (an all-day event, `end` is its last day) or local times with
    `tz`, an IANA name. `uid` stays the same over every reissue of the package, `sequence`
    grows with its version. `chair` is a name and an e-mail address, or None; others who take
    part stand in the description, since a published calendar may not name attendees (RFC 5546).
    """

    uid: str
    summary: str
    start: datetime.date | datetime.datetime
    end: datetime.date | datetime.datetime
    tz: str = ""
    description: str = ""
    location: str = ""
    sequence: int = 0
    categories: tuple[str, ...] = ()
    chair: tuple[str, str] | None = None
    transparency: Literal["busy", "free"] = "busy"


@dataclass(frozen=True, slots=True)
class Agenda:
    """A calendar to import. `stamp` is the document's date (UTC), never today's."""

    name: str
    stamp: datetime.datetime
    events: tuple[Event, ...]
