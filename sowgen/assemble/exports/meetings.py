"""The export `meetings`: every dated meeting as an event of a calendar.

A UID is made of the meeting's id and the period it stands for (`2027-W07`, `2027-Q1`), so that a
meeting moved within its period stays the same event when the package is issued again. People who
import the file are not asked to answer (RFC 5546, PUBLISH), so participants stand in the
description; the chair is the organiser where the contact has an e-mail address.
"""

from __future__ import annotations

from collections.abc import Iterator

from sowgen.assemble.exports.reissue import sequence, stamp, uid
from sowgen.assemble.ingredients import Ingredients
from sowgen.assemble.words import Words
from sowgen.model.agenda import Agenda, Event
from sowgen.model.meetings import LocalTime, Occurrence, PlannedMeeting
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.communication import Meeting
from sowgen.model.spec.parties import Contact
from sowgen.model.zones import zone


def make(given: Ingredients, words: Words) -> Agenda | None:
    """The calendar of meetings, None where no meeting has a date."""
    plan = given.plans.meetings
    if plan is None or not plan.dated:
        return None
    spec = given.spec
    events = [
        _event(spec, words, meeting, occurrence)
        for meeting in plan.dated
        for occurrence in meeting.occurrences
    ]
    events.sort(key=lambda event: (str(event.start), event.uid))
    title = words.word("comm_calendar")
    return Agenda(f"{title}: {spec.package.title}", stamp(spec), tuple(events))


def _event(
    spec: ProjectSpec, words: Words, meeting: PlannedMeeting, occurrence: Occurrence
) -> Event:
    stated = spec.communication.meetings[meeting.id]
    there = zone(meeting.tz)
    chair = _chair(spec, stated)
    return Event(
        uid=uid(spec, "meeting", meeting.id, occurrence.period),
        summary=stated.name,
        start=occurrence.start.astimezone(there).replace(tzinfo=None),
        end=occurrence.end.astimezone(there).replace(tzinfo=None),
        tz=meeting.tz,
        description="\n".join(_description(spec, words, meeting, occurrence)),
        location=_location(meeting, stated),
        sequence=sequence(spec),
        categories=(words.word(f"comm_tier_{stated.tier}"),) if stated.tier else (),
        chair=_address(chair) if chair else None,
    )


def _location(meeting: PlannedMeeting, stated: Meeting) -> str:
    """The site at which all meet, and the place stated: a room there, otherwise how to dial in."""
    place = stated.place if isinstance(stated.place, str) else ""
    return ", ".join(part for part in (meeting.venue, place) if part)


def _description(
    spec: ProjectSpec, words: Words, meeting: PlannedMeeting, occurrence: Occurrence
) -> Iterator[str]:
    stated = spec.communication.meetings[meeting.id]
    if meeting.venue:
        yield f"{words.word('comm_in_person')} {meeting.venue}"
    shown = [time for time in occurrence.local if not meeting.venue or time.place == meeting.home]
    yield "; ".join(f"{time.place} {_clock(time, words)}" for time in shown)
    if isinstance(stated.purpose, str):
        yield stated.purpose
    people = [_who(spec, role) for role in stated.participants]
    yield f"{words.word('comm_taking_part')}: {'; '.join(people)}"
    for key, lines in (
        ("comm_points", stated.agenda),
        ("comm_in", stated.inputs),
        ("comm_out", stated.outputs),
    ):
        if lines:
            yield f"{words.word(key).removesuffix(':')}: {'; '.join(lines)}"
    if occurrence.moved:
        yield f"{words.word('comm_by_rule')}: {words.date(occurrence.nominal, 'short')}"


def _clock(time: LocalTime, words: Words) -> str:
    day = {1: words.word("comm_next_day"), -1: words.word("comm_day_before")}.get(time.days, "")
    return f"{time.start}–{time.end} {day}".rstrip()


def _who(spec: ProjectSpec, role_id: str) -> str:
    role = spec.roles.get(role_id)
    holder = _holder(spec, role_id)
    name = role.name if role else role_id
    return f"{name} ({holder.name})" if holder and isinstance(holder.name, str) else name


def _holder(spec: ProjectSpec, role_id: str) -> Contact | None:
    return next(iter(spec.holders(role_id).values()), None)


def _chair(spec: ProjectSpec, stated: Meeting) -> Contact | None:
    return _holder(spec, stated.chair) if isinstance(stated.chair, str) else None


def _address(contact: Contact) -> tuple[str, str] | None:
    if isinstance(contact.name, str) and isinstance(contact.email, str):
        return contact.name, contact.email
    return None
