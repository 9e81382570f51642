"""The format `ics`: calendar events as Outlook, Google Calendar and others import them.

iCalendar (RFC 5545), published (`METHOD:PUBLISH`, RFC 5546): who imports the file gets the
events and is asked for no answer. Every zone an event names is described in the file, and the
end of an all-day event is the day after its last, as the format wants it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from icalendar import Calendar, vCalAddress, vText
from icalendar import Event as IcsEvent

from sowgen.model.agenda import Agenda, Event
from sowgen.model.zones import zone
from sowgen.render.ics_zones import is_utc, time_zone

_PRODUCT = "-//sowgen//contract packages//EN"
_BUSY = {"busy": "OPAQUE", "free": "TRANSPARENT"}


def write(data: Agenda) -> bytes:
    """The calendar as UTF-8 with CRLF, lines folded at 75 bytes; the same data, the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    # icalendar refuses a line break here, where it escapes it elsewhere.
    name = " ".join(data.name.split())
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    for zone_name, days in sorted(_zones(data).items()):
        calendar.add_component(time_zone(zone_name, min(days).year, max(days).year))
    for event in data.events:
        calendar.add_component(_event(event, data.stamp))
    written: bytes = calendar.to_ical()
    return written


def _zones(data: Agenda) -> dict[str, list[date]]:
    """The zones that events name, with the days on which they do."""
    found: dict[str, list[date]] = {}
    for event in data.events:
        if event.tz and isinstance(event.start, datetime) and not is_utc(event.tz):
            found.setdefault(event.tz, []).extend((event.start, event.end))
    return found


def _event(event: Event, stamp: datetime) -> IcsEvent:
    made = IcsEvent()
    made.add("uid", event.uid)
    made.add("dtstamp", stamp)
    made.add("last-modified", stamp)
    made.add("sequence", event.sequence)
    made.add("summary", event.summary)
    made.add("dtstart", _when(event.start, event.tz))
    made.add("dtend", _end(event))
    for name, text in (("description", event.description), ("location", event.location)):
        if text:
            made.add(name, text)
    if event.categories:
        made.add("categories", list(event.categories))
    if event.chair:
        made.add("organizer", _address(*event.chair))
    made.add("transp", _BUSY[event.transparency])
    made.add("status", "CONFIRMED")
    return made


def _end(event: Event) -> date | datetime:
    if isinstance(event.end, datetime):
        return _when(event.end, event.tz)
    return event.end + timedelta(days=1)


def _when(moment: date | datetime, tz: str) -> date | datetime:
    """A date as it is, a local time in its zone. The second of two equal local times, when clocks
    go back, can only be written in UTC."""
    if not isinstance(moment, datetime):
        return moment
    local = moment.replace(tzinfo=zone(tz or "UTC"))
    return local.astimezone(zone("UTC")) if local.fold or is_utc(tz) else local


def _address(name: str, email: str) -> Any:
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = vText(name)
    return address
