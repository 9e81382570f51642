"""The format `ics`: calendar events as Outlook, Google Calendar and others import them.

iCalendar (RFC 5545), published (`METHOD:PUBLISH`, RFC 5546): who imports the file gets the
events and is asked for no answer. Every zone an event names is described in the file, and the
end of an all-day event is the day after its last, as the format wants it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from icalendar import Calendar, vCalAddress, vText

from sowgen.model.agenda import Agenda, Event
from sowgen.model.zones import zone
from sowgen.render.ics_zones import is_utc, time_zone

_PRODUCT = "-//sowgen//contract packages//EN"
_PIECE = 74
_LEAD, _FOLLOWS = 0xC0, 0x80  # how UTF-8 marks the bytes of a letter after its first
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
    *opening, closing = [line for line in calendar.content_lines() if line]
    events = [line for event in data.events for line in _event(event, data.stamp)]
    return b"".join([_folded(line.encode()) for line in (*opening, *events, closing)])


def _folded(line: bytes) -> bytes:
    """The line in pieces of at most 74 bytes, each but the first behind a space. A letter stays
    whole, and so does what a backslash or a circumflex begins."""
    pieces = []
    start = 0
    while len(line) - start > _PIECE:
        end = start + _PIECE
        while line[end] & _LEAD == _FOLLOWS:
            end -= 1
        end -= line[end - 1] in b"\\^"
        pieces.append(line[start:end])
        start = end
    return b"\r\n ".join([*pieces, line[start:]]) + b"\r\n"


def _zones(data: Agenda) -> dict[str, list[date]]:
    """The zones that events name, with the days on which they do."""
    found: dict[str, list[date]] = {}
    for event in data.events:
        if event.tz and isinstance(event.start, datetime) and not is_utc(event.tz):
            found.setdefault(event.tz, []).extend((event.start, event.end))
    return found


def _event(event: Event, stamp: datetime) -> list[str]:
    """The lines of an event, in the order in which icalendar would put them. A calendar has
    hundreds of events; icalendar makes some fifteen objects of each."""
    lines = [
        "BEGIN:VEVENT",
        f"SUMMARY:{_text(event.summary)}",
        f"DTSTART{_moment(_when(event.start, event.tz))}",
        f"DTEND{_moment(_end(event))}",
        f"DTSTAMP{_moment(stamp)}",
        f"UID:{_text(event.uid)}",
        f"SEQUENCE:{event.sequence}",
        f"CATEGORIES:{','.join(map(_text, event.categories))}" if event.categories else "",
        f"DESCRIPTION:{_text(event.description)}" if event.description else "",
        f"LAST-MODIFIED{_moment(stamp)}",
        f"LOCATION:{_text(event.location)}" if event.location else "",
        f"ORGANIZER;{_address(*event.chair)}" if event.chair else "",
        "STATUS:CONFIRMED",
        f"TRANSP:{_BUSY[event.transparency]}",
        "END:VEVENT",
    ]
    return [line for line in lines if line]


def _text(words: str) -> str:
    escaped: str = vText(words).to_ical().decode()
    return escaped


def _moment(moment: date | datetime) -> str:
    """A date or time as what follows the name of its property, with its zone."""
    day = f"{moment.year:04}{moment.month:02}{moment.day:02}"
    if not isinstance(moment, datetime):
        return f";VALUE=DATE:{day}"
    time = f"{day}T{moment.hour:02}{moment.minute:02}{moment.second:02}"
    name = str(moment.tzinfo)
    return f":{time}Z" if is_utc(name) else f";TZID={name}:{time}"


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


@lru_cache(maxsize=256)
def _address(name: str, email: str) -> str:
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = vText(name)
    parameters: str = address.params.to_ical().decode()
    return f"{parameters}:{address.to_ical().decode()}"
