"""From the meetings of the specification to requests that can be placed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sowgen.model.meetings import Rule
from sowgen.model.schedule import Plan
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.communication import DayRule, Meeting, Report
from sowgen.model.values import Duration
from sowgen.plan.contact.booking import Request
from sowgen.plan.contact.pairs import FARTHEST, Period, clocks
from sowgen.plan.contact.periods import IsWorked, Rhythm, Term, terms, week_start
from sowgen.plan.contact.places import Place, Places
from sowgen.plan.graph import as_date

_A_WEEK = timedelta(days=6)
_A_YEAR = 366
_MINUTES = {"minute": 1, "hour": 60}
_ORDER = ("once", "yearly", "quarterly", "monthly", "biweekly", "weekly", "daily")

Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Steps:
    """First and last day of every activity, gate and milestone that has a date."""

    spans: dict[str, Span]

    @classmethod
    def of(cls, spec: ProjectSpec, schedule: Plan | None) -> Steps:
        """Those of the computed schedule, and milestones with an agreed date."""
        found = {
            id_: (day, day)
            for id_, milestone in spec.schedule.milestones.items()
            if (day := as_date(milestone.date))
        }
        if schedule:
            found |= {row.id: (row.start, row.finish) for row in schedule.activities}
            found |= {row.id: (row.date, row.date) for row in schedule.gates}
            found |= {row.id: (row.date, row.date) for row in schedule.milestones}
        return cls(found)

    def start(self, when: date | str | None) -> date | None:
        """A date itself, the first day of a step, None where it has no date."""
        return self._day(when, 0)

    def end(self, when: date | str | None) -> date | None:
        """A date itself, the last day of a step, None where it has no date."""
        return self._day(when, 1)

    def _day(self, when: date | str | None, end: int) -> date | None:
        if when is None or isinstance(when, date):
            return when
        span = self.spans.get(when)
        return span[end] if span else None


def minutes_of(duration: object) -> int | None:
    """A duration in minutes, None where it is open or not counted in minutes or hours."""
    if not isinstance(duration, Duration) or duration.unit not in _MINUTES:
        return None
    return int(duration.amount * _MINUTES[duration.unit]) or None


def order(meetings: dict[str, Meeting]) -> list[str]:
    """The ids in the order in which they are placed: the rarer a meeting, the earlier, so that a
    frequent one makes room for it; each group as written."""
    rank = {cadence: number for number, cadence in enumerate(_ORDER)}
    return sorted(meetings, key=lambda id_: rank.get(str(meetings[id_].cadence), len(rank)))


def request(
    id_: str,
    stated: Meeting,
    places: Places,
    steps: Steps,
    period: Period,
    shown_on: tuple[tuple[str, str], ...],
) -> Request | None:
    """The meeting as a request, shown on the clocks of `shown_on`; None where its day, its
    length, its place or the schedule it leans on is not known."""
    length = minutes_of(stated.duration)
    found = _places(stated, places)
    if length is None or not found:
        return None
    home = found[0]
    during = [steps.spans[name] for name in stated.during if name in steps.spans]
    if stated.during and not during:
        return None

    def allowed(day: date) -> bool:
        return not during or any(first <= day <= last for first, last in during)

    def worked(day: date) -> bool:
        return allowed(day) and all(places.works(place, day) for place in found)

    wanted = _terms(stated, places, home, worked, steps, period)
    return Request(
        id=id_,
        name=stated.name,
        people=tuple(dict.fromkeys(places.person(role) for role in stated.participants)),
        places=found,
        zones=shown_on,
        home=next((label for label, tz in shown_on if _alike(tz, home.tz, period)), home.label),
        length=length,
        at=_minute(stated.at) if stated.at else None,
        outer=period.outer,
        terms=tuple(wanted),
        allowed=allowed,
    )


def _places(stated: Meeting, places: Places) -> tuple[Place, ...]:
    """Where the participants are, the chair's place first; the site alone where all meet there."""
    if stated.site:
        where = places.sites.find_site(stated.site, "")
        place = places.of_site(*where) if where else None
        return (place,) if place else ()
    chair = stated.chair if isinstance(stated.chair, str) else None
    roles = [chair, *stated.participants] if chair else [*stated.participants]
    found = [place for role in roles if (place := places.of_role(role))]
    return tuple(dict.fromkeys(found))


def venue(stated: Meeting, places: Places) -> str:
    """The site at which all meet in person, with its town; '' where no site is stated."""
    where = places.sites.find_site(stated.site, "") if stated.site else None
    if where is None:
        return ""
    party_id, site_id = where
    site = places.spec.parties[party_id].sites[site_id]
    name, city = site.name or site_id, site.city or ""
    return name if city in name else f"{name}, {city}"


def zones(spec: ProjectSpec, places: Places, period: Period) -> tuple[tuple[str, str], ...]:
    """Label and zone of each clock on which meetings are shown: those of everybody who takes
    part in one, the OEM's first, without those that always show the same; UTC last."""
    meetings = spec.communication.meetings.values()
    roles = [role for each in meetings for role in each.participants]
    found = [place for role in roles if (place := places.of_role(role))]
    found += [place for each in meetings if each.site for place in _places(each, places)]
    oem = {name for name, party in spec.parties.items() if party.role == "oem"}
    seen: dict[tuple[int, ...], tuple[str, str]] = {}
    for place in sorted(found, key=lambda place: place.party not in oem):
        seen.setdefault(clocks(place.tz, period), (place.label, place.tz))
    return (*seen.values(), ("UTC", "UTC"))


def _alike(tz: str, other: str, period: Period) -> bool:
    return clocks(tz, period) == clocks(other, period)


def _terms(
    stated: Meeting,
    places: Places,
    home: Place,
    worked: IsWorked,
    steps: Steps,
    period: Period,
) -> list[Term]:
    if stated.cadence == "once":
        on = steps.start(stated.on) if isinstance(stated.on, date | str) else None
        return [Term("once", on, on, on + _A_WEEK)] if on else []
    if not isinstance(stated.cadence, str):
        return []
    start, end = _range(stated, steps, period)
    if start is None or end is None:
        return []
    rhythm = Rhythm(
        stated.cadence, _rule(stated.day), stated.month or 1,
        week_start(places.rule(home).weekend(start.year)), worked,
    )  # fmt: skip
    if not _fits(rhythm):
        return []
    return terms(rhythm, start, end)


def _range(
    stated: Meeting | Report, steps: Steps, period: Period
) -> tuple[date | None, date | None]:
    start = steps.start(stated.from_) if stated.from_ else period.start
    end = steps.end(stated.until) if stated.until else period.end
    # N206 has told of dates outside the period; years of them are not worth computing.
    if start is not None:
        start = max(start, period.start - FARTHEST)
    return start, None if end is None else min(end, period.start + FARTHEST)


def _rule(day: object) -> DayRule | None:
    return day if isinstance(day, DayRule) else None


def _fits(rhythm: Rhythm) -> bool:
    """Whether the day rule suits the cadence (else N108)."""
    if rhythm.cadence == "daily":
        return True
    if rhythm.day is None:
        return False
    return rhythm.day.of_week == (rhythm.cadence in ("weekly", "biweekly"))


def _minute(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def report_terms(stated: Report, places: Places, steps: Steps, period: Period) -> list[date]:
    """The days by whose end a report is due in the period: those of its rule, each moved to the
    next working day of its sender; empty where it has no rule."""
    place = places.of_role(stated.sender) if stated.sender else None
    cadence = stated.cadence
    if not isinstance(cadence, str) or cadence == "once" or cadence == "on_event" or place is None:
        return []
    start, end = _range(stated, steps, period)
    if start is None or end is None:
        return []

    def worked(day: date) -> bool:
        return places.works(place, day)

    weekend = places.rule(place).weekend(period.start.year)
    rhythm = Rhythm(cadence, _rule(stated.day), stated.month or 1, week_start(weekend), worked)
    if not _fits(rhythm):
        return []
    return [_next(term.nominal, worked) for term in terms(rhythm, start, end)]


def _next(day: date, worked: IsWorked) -> date:
    for later in range(_A_YEAR):
        if worked(day + timedelta(days=later)):
            return day + timedelta(days=later)
    return day


def rule_of(stated: Meeting | Report) -> Rule:
    """The cadence and day of a meeting or report as the annex reads them."""
    cadence = stated.cadence if isinstance(stated.cadence, str) else ""
    day = _rule(stated.day)
    month = stated.month or 1
    if day is None:
        return Rule(cadence, "", 0, "", month)
    return Rule(cadence, day.kind, day.nth, day.weekday, month)
