"""Meetings, reports and channels as they are stated, before anything has a date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from sowgen.diagnostics import Diagnostic
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.communication import Meeting
from sowgen.model.tree import Path, Tree
from sowgen.model.values import Duration
from sowgen.validate import reports
from sowgen.validate.finding import find, listed
from sowgen.validate.walk import stated

_SIDES = ("oem", "ems")


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """N101 to N122: whether the parties can meet and write to each other as they say."""
    said = spec.communication
    if not (said.meetings or said.reports or said.channels):
        return
    if said.from_ and said.until and said.from_ > said.until:
        yield find(
            "N109",
            f"the period ends on {said.until}, before it begins",
            tree.span(("communication", "until")),
            "exchange the two dates",
        )
    yield from _length(said.slot, ("communication", "slot"), tree)
    for id_, meeting in said.meetings.items():
        yield from _sides(spec, id_, meeting, tree)
        yield from _days(id_, meeting, tree)
        yield from _people(spec, id_, meeting, tree)
    yield from _regular(spec, tree)
    yield from _deputies(spec, tree)
    yield from _hours(spec, tree)
    yield from reports.check(spec, tree)


def _at(id_: str, *more: str | int) -> Path:
    return ("communication", "meetings", id_, *more)


def side_of(spec: ProjectSpec, role: str) -> str:
    """`oem`, `ems` or another kind of party, '' for an unknown role."""
    found = spec.roles.get(role)
    party = spec.parties.get(found.party) if found else None
    return party.role if party else ""


def _sides(spec: ProjectSpec, id_: str, meeting: Meeting, tree: Tree) -> Iterator[Diagnostic]:
    there = {side_of(spec, role) for role in meeting.participants}
    missing = [
        words
        for side, words in zip(_SIDES, ("the OEM", "the EMS"), strict=True)
        if side not in there
    ]
    if missing and all(role in spec.roles for role in meeting.participants):
        yield find(
            "N102",
            f"`{meeting.name}` has nobody of {' and nobody of '.join(missing)}",
            tree.key_span(_at(id_)),
            "add roles of both parties to `participants`",
        )
    chair = stated(meeting.chair)
    if meeting.chair is None:
        yield find(
            "N103",
            f"nobody leads `{meeting.name}`",
            tree.key_span(_at(id_)),
            "add `chair:` with a role",
        )
    elif chair in spec.roles and chair not in meeting.participants:
        yield find(
            "N104",
            f"`{chair}` leads `{meeting.name}`, but does not take part",
            tree.span(_at(id_, "chair")),
            f"add `{chair}` to `participants`",
        )


def _days(id_: str, meeting: Meeting, tree: Tree) -> Iterator[Diagnostic]:
    cadence, day = stated(meeting.cadence), stated(meeting.day)
    if cadence is None:
        return
    once = cadence == "once"
    if once and meeting.on is None:
        yield find(
            "N110",
            f"`{meeting.name}` is held once, but has no day",
            tree.key_span(_at(id_)),
            "add `on:` with a date or a step",
        )
    wrong = (
        next(
            (
                key
                for key in ("day", "month", "from", "until", "during")
                if tree.get(_at(id_, key)) is not None
            ),
            None,
        )
        if once
        else None
    )
    if wrong or (not once and meeting.on is not None):
        key = wrong or "on"
        yield find(
            "N110",
            f"a meeting held {cadence} has no `{key}`",
            tree.key_span(_at(id_, key)),
            "write `on:` for one day, or another `cadence:`",
        )
    if cadence in ("weekly", "biweekly", "monthly", "quarterly", "yearly") and meeting.day is None:
        yield find(
            "N107",
            f"`{meeting.name}` has no day",
            tree.key_span(_at(id_)),
            "add `day: tue`" if cadence.endswith("weekly") else "add `day: second tue`",
        )
    of_week = cadence in ("weekly", "biweekly")
    if day is not None and not once and (cadence == "daily" or day.of_week != of_week):
        hints = {"daily": "leave `day` out", "weekly": "a day of the week: `tue`"}
        yield find(
            "N108",
            f"`{day}` is no day for a meeting held {cadence}",
            tree.span(_at(id_, "day")),
            hints.get("weekly" if of_week else cadence, "one of the month: `second tue`"),
        )
    start, end = meeting.from_, meeting.until
    if isinstance(start, date) and isinstance(end, date) and start > end:
        yield find(
            "N109",
            f"`{meeting.name}` ends on {end}, before it begins",
            tree.span(_at(id_, "until")),
            "exchange the two dates",
        )
    yield from _length(meeting.duration, _at(id_, "duration"), tree)


def _length(value: object, path: Path, tree: Tree) -> Iterator[Diagnostic]:
    length = stated(value)
    if not isinstance(length, Duration):
        return
    minutes = length.amount * {"minute": 1, "hour": 60}.get(length.unit, 0)
    if not 1 <= minutes <= 1440 or minutes != minutes.to_integral_value():
        yield find(
            "N118",
            f"`{length}` is no length of a meeting in minutes or hours",
            tree.span(path),
            "write `45 minutes` or `6 hours`, at most a day",
        )


def _people(spec: ProjectSpec, id_: str, meeting: Meeting, tree: Tree) -> Iterator[Diagnostic]:
    speakers = []
    for number, role in enumerate(meeting.participants):
        if role not in spec.roles:
            continue
        span = tree.span(_at(id_, "participants", number))
        people = list(spec.holders(role).items())
        if not people:
            yield find(
                "N105",
                f"nobody holds the role `{role}`, which takes part",
                span,
                f"add `roles: [{role}]` to a contact",
            )
            continue
        name, first = people[0]
        party = spec.parties.get(first.party)
        site = party.sites.get(first.site or "") if party else None
        if not (first.tz or (site and site.tz)):
            yield find(
                "N106",
                f"the time zone of `{name}`, who holds `{role}`, is not known",
                span,
                "give the contact a `site:` with a `tz:`, or a `tz:`",
            )
        spoken = {language for _, person in people for language in person.languages}
        if spoken:
            speakers.append(spoken)
    if speakers and not set.intersection(*speakers):
        yield find(
            "N113",
            f"the participants of `{meeting.name}` share no language",
            tree.span(_at(id_, "participants")),
            "look at the `languages` of the contacts",
        )
    yield from _commitment(spec, id_, meeting, tree)


def _commitment(spec: ProjectSpec, id_: str, meeting: Meeting, tree: Tree) -> Iterator[Diagnostic]:
    """Where the project says who may commit a party, a strategic meeting has such a person."""
    if meeting.tier != "strategic":
        return
    for side, words in zip(_SIDES, ("the OEM", "the EMS"), strict=True):
        roles = [role for role in meeting.participants if side_of(spec, role) == side]
        people = [person for role in roles for person in spec.holders(role).values()]
        known = any(
            c.authority.may_commit
            for c in spec.contacts.values()
            if c.party in spec.parties and spec.parties[c.party].role == side
        )
        if known and people and not any(person.authority.may_commit for person in people):
            yield find(
                "N120",
                f"nobody in `{meeting.name}` may commit {words}",
                tree.span(_at(id_, "participants")),
                "add a role whose holder has `authority: {may_commit: true}`",
            )


def _regular(spec: ProjectSpec, tree: Tree) -> Iterator[Diagnostic]:
    meetings = spec.communication.meetings
    if all(stated(meeting.cadence) == "once" for meeting in meetings.values()):
        yield find(
            "N111",
            "no meeting of the parties is held regularly",
            tree.key_span(("communication",)),
            "add a weekly call, or a monthly one where little happens",
        )


def _deputies(spec: ProjectSpec, tree: Tree) -> Iterator[Diagnostic]:
    """A person who is not named (a function of the company) needs no deputy."""
    said = spec.communication
    roles = [role for meeting in said.meetings.values() for role in meeting.participants]
    roles += [report.sender for report in said.reports.values() if report.sender]
    alone: dict[str, list[str]] = {}
    for role in dict.fromkeys(roles):
        people = list(spec.holders(role).items())
        if len(people) != 1 or people[0][1].deputy:
            continue
        if stated(people[0][1].name) is not None:
            alone.setdefault(people[0][0], []).append(role)
    for name, held in alone.items():
        yield find(
            "N112",
            f"nobody stands in for `{name}`, who alone holds {listed(held)}",
            tree.key_span(("contacts", name)),
            "add `deputy:` with another contact",
        )


def _hours(spec: ProjectSpec, tree: Tree) -> Iterator[Diagnostic]:
    for party_id, party in spec.parties.items():
        if party.role not in _SIDES:
            continue
        for site_id, site in party.sites.items():
            if site.working_hours is None:
                yield find(
                    "N117",
                    f"the working hours of the site `{site_id}` are not stated",
                    tree.key_span(("parties", party_id, "sites", site_id)),
                    "add `working_hours: 08:00-16:00`, or `not stated`",
                )
