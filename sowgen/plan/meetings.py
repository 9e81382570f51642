"""Working hours in common, date by date, and the meeting calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sowgen.diagnostics import Diagnostic, Outcome, in_order
from sowgen.model.meetings import Burden, MeetingPlan, Person, PlannedMeeting, PlannedReport
from sowgen.model.schedule import Plan
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.communication import Meeting
from sowgen.model.tree import Tree
from sowgen.model.values import Duration
from sowgen.plan.calendar_notes import notes
from sowgen.plan.contact import findings
from sowgen.plan.contact.booking import Book, Placed, Request
from sowgen.plan.contact.calendar import loads, months, times
from sowgen.plan.contact.pairs import FARTHEST, Period, in_hours, pairs
from sowgen.plan.contact.places import Places, clock, hours_of, read_hours
from sowgen.plan.contact.requests import (
    Steps,
    minutes_of,
    order,
    report_terms,
    request,
    rule_of,
    venue,
    zones,
)
from sowgen.plan.graph import as_date
from sowgen.plan.sites import Sites

_ANY_YEAR = 2000
_SLOT = 60
_OUTER = (360, 1320)
_YEAR = timedelta(days=364)


def plan_meetings(
    spec: ProjectSpec, tree: Tree, schedule: Plan | None
) -> Outcome[MeetingPlan | None]:
    """Hours in common of every pair of sites of OEM and EMS, and the dates of every meeting,
    with the findings N201 to N211.

    The period is the one stated under `communication`, otherwise the initial term of the
    agreement, otherwise the schedule, otherwise a year from the package's date; at most ten
    years. The value is None, without a finding, where the project says nothing on communication.
    """
    if not _is_stated(spec):
        return Outcome(None)
    period = _period(spec, schedule)
    if period is None:
        return Outcome(_undated(spec, tree), in_order(findings.undated(spec, tree)))
    sites = Sites(spec, tree, period.start.year)
    places = Places(spec, sites)
    steps = Steps.of(spec, schedule)
    oem, ems = (_party(spec, role) for role in ("oem", "ems"))
    found: list[Diagnostic] = []
    meetings = _meetings(spec, tree, places, steps, period, found)
    dated = tuple(meeting for meeting in meetings if meeting.occurrences)
    recurring = tuple(each for each in dated if each.rule.cadence != "once")
    load = loads(spec, dated, period.start, period.end)
    found += findings.of_loads(spec, load, tree)
    found += findings.of_silence(spec, dated, tree)
    shared = pairs(places, oem, ems, period) if oem and ems else ()
    return Outcome(
        MeetingPlan(
            start=period.start,
            end=period.end,
            people=_people(spec, places),
            pairs=shared,
            meetings=meetings,
            dated=dated,
            months=months(recurring),
            recurring=recurring,
            clocks=tuple(time.place for time in dated[0].occurrences[0].local) if dated else (),
            exceptions=sum(len(meeting.moved) + len(meeting.skipped) for meeting in dated),
            loads=load,
            reports=_reports(spec, places, steps, period),
            unknown=_unknown(spec),
            unpublished=_unpublished(sites, period),
        ),
        in_order([*sites.findings, *found]),
    )


def _is_stated(spec: ProjectSpec) -> bool:
    stated = spec.communication
    return bool(stated.meetings or stated.reports or stated.channels)


def _party(spec: ProjectSpec, role: str) -> str:
    return next((name for name, party in spec.parties.items() if party.role == role), "")


def _period(spec: ProjectSpec, schedule: Plan | None) -> Period | None:
    stated = spec.communication
    effective = as_date(spec.package.effective_date)
    start = (
        stated.from_ or effective or (schedule.start if schedule else None) or (spec.package.date)
    )
    if start is None:
        return None
    initial = spec.legal.term.initial
    term = _after(start, initial) if isinstance(initial, Duration) else None
    end = stated.until or term or (schedule.end if schedule else None) or start + _YEAR
    slot = minutes_of(stated.slot) or _SLOT
    end = min(max(start, end), start + FARTHEST)
    return Period(start, end, slot, read_hours(stated.outer_hours) or _OUTER)


def _after(start: date, length: Duration) -> date:
    """The last day of a term of that length: a year from 1 February ends on 31 January."""
    per_unit = {"month": 1, "quarter": 3, "year": 12}
    if length.in_days > FARTHEST.days:
        return start + FARTHEST
    if length.unit not in per_unit:
        return start + timedelta(days=int(length.in_days) - 1)
    number = start.year * 12 + start.month - 1 + int(length.amount * per_unit[length.unit])
    year, month = divmod(number, 12)
    first = date(year, month + 1, 1)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    day = min(start.day, (following - first).days)
    return first + timedelta(days=day - 2)


def _meetings(
    spec: ProjectSpec,
    tree: Tree,
    places: Places,
    steps: Steps,
    period: Period,
    found: list[Diagnostic],
) -> tuple[PlannedMeeting, ...]:
    """Every meeting, in the order of the specification."""
    book = Book(places)
    shown_on = zones(spec, places, period)
    made: dict[str, PlannedMeeting] = {}
    stated = spec.communication.meetings
    for id_ in order(stated):
        found += findings.of_range(id_, stated[id_], steps, period, tree)
        wanted = request(id_, stated[id_], places, steps, period, shown_on)
        if wanted is None:
            made[id_] = _without_dates(id_, stated[id_], places)
            continue
        placed = book.place(wanted)
        found += findings.of_meeting(stated[id_], wanted, placed, tree)
        made[id_] = _planned(spec, wanted, placed, places)
    return tuple(made[id_] for id_ in stated)


def _planned(spec: ProjectSpec, wanted: Request, placed: Placed, places: Places) -> PlannedMeeting:
    stated = spec.communication.meetings[wanted.id]
    days = [occurrence.date for occurrence in placed.occurrences]
    return PlannedMeeting(
        id=wanted.id,
        name=wanted.name,
        rule=rule_of(stated),
        start=min(days, default=None),
        end=max(days, default=None),
        home=wanted.home,
        tz=wanted.places[0].tz,
        minutes=wanted.length,
        occurrences=placed.occurrences,
        skipped=placed.skipped,
        times=times(placed.occurrences),
        moved=tuple(o for o in placed.occurrences if o.moved),
        rotates=any(o.rotated for o in placed.occurrences),
        burdens=tuple(_burdens(spec, placed)),
        venue=venue(stated, places),
    )


def _burdens(spec: ProjectSpec, placed: Placed) -> Iterable[Burden]:
    for name in dict.fromkeys(name for turn in placed.burdens for name in turn.burdens):
        party = spec.parties[name]
        borne = [turn.burdens.get(name, 0) for turn in placed.burdens]
        yield Burden(
            name, party.label or party.legal_name, sum(m > 0 for m in borne), in_hours(sum(borne))
        )


def _without_dates(id_: str, stated: Meeting, places: Places) -> PlannedMeeting:
    where = venue(stated, places)
    return PlannedMeeting(
        id_, stated.name, rule_of(stated), None, None, "", "", 0, (), (), (), (), False, (), where
    )


def _undated(spec: ProjectSpec, tree: Tree) -> MeetingPlan:
    """What can be said without any date: who works where, and the rules."""
    said = spec.communication
    places = Places(spec, Sites(spec, tree, _ANY_YEAR))
    return MeetingPlan(
        start=None,
        end=None,
        people=_people(spec, places),
        pairs=(),
        meetings=tuple(
            _without_dates(id_, stated, places) for id_, stated in said.meetings.items()
        ),
        dated=(),
        months=(),
        exceptions=0,
        clocks=(),
        recurring=(),
        loads=(),
        reports=tuple(
            PlannedReport(id_, rule_of(stated), None, 0) for id_, stated in said.reports.items()
        ),
        unknown=_unknown(spec),
        unpublished=(),
    )


def _people(spec: ProjectSpec, places: Places) -> tuple[Person, ...]:
    """Where each contact works, as far as that is known."""
    found = []
    for id_, contact in spec.contacts.items():
        place = places.of_contact(contact)
        if place is None:
            found.append(Person(id_, "", "", "", ""))
            continue
        hours = clock(place.opens), clock(place.closes, end=True)
        found.append(Person(id_, place.label, place.tz, *hours))
    return tuple(found)


def _reports(
    spec: ProjectSpec, places: Places, steps: Steps, period: Period
) -> tuple[PlannedReport, ...]:
    made = []
    for id_, stated in spec.communication.reports.items():
        days = report_terms(stated, places, steps, period)
        made.append(PlannedReport(id_, rule_of(stated), days[0] if days else None, len(days)))
    return tuple(made)


def _unknown(spec: ProjectSpec) -> tuple[str, ...]:
    """Sites of the two parties whose clocks or hours are not stated."""
    return tuple(
        site.name or site_id
        for party in spec.parties.values()
        if party.role in ("oem", "ems")
        for site_id, site in party.sites.items()
        if site.tz is None or hours_of(site) is None
    )


def _unpublished(sites: Sites, period: Period) -> tuple[tuple[str, int], ...]:
    """Countries of the sites and years whose holidays are not known yet."""
    found = {
        (note.country, year)
        for note in notes(sites, period.start, period.end)
        for year in note.unpublished
    }
    return tuple(sorted(found))
