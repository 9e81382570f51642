"""At which moments the worked examples begin.

Where the project states none, three follow from the schedule, so that they are the same on any
day the documents are made: the first Wednesday after the start of production on which both sites
work, while the receiving site is open; then the end of the first working week that follows; and
the night before the receiving site's first public holiday on a day it would have worked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.escalation import ClockExample
from sowgen.model.zones import zone as time_zone
from sowgen.plan.calendars import CalendarRule
from sowgen.plan.clocks_hours import SiteHours
from sowgen.plan.sites import Sites

Side = Literal["oem", "ems"]
_WEDNESDAY = 2
_SEARCHED_DAYS = 366
_ONE_DAY = timedelta(days=1)
_HALF_HOUR = timedelta(minutes=30)
_LATE = time(23, 0)


@dataclass(frozen=True)
class Begin:
    """The report of an example: its moment in UTC, who reports, what happened (see
    `WorkedExample`), and the severities shown, none for all of them."""

    id: str
    reporter: Side
    at: datetime
    word: str = ""
    name: str = ""
    holiday: str = ""
    severities: tuple[str, ...] = ()


def by_rule(first_day: date, oem: SiteHours, ems: SiteHours, rule: CalendarRule) -> Iterator[Begin]:
    """The examples that follow from the schedule, from `first_day` on. `rule` is the calendar
    of the EMS's site. One that finds no day within a year is left out."""
    days = [first_day + _ONE_DAY * n for n in range(_SEARCHED_DAYS)]
    middle = [d for d in days if d.weekday() == _WEDNESDAY and oem.works_on(d) and ems.works_on(d)]
    if middle:
        yield Begin("in-hours", "oem", _while_open(middle[0], oem, ems), "in_hours")
    later = [d for d in days if not middle or d > middle[0]]
    for day in later:
        if ems.works_on(day) and not _works_at_all(oem, day + _ONE_DAY):
            late = ems.window(day)[1] - 2 * _HALF_HOUR
            yield Begin("week-end", "ems", late, "week_end")
            break
    for day in days[1:]:
        public = rule.holidays(day.year)
        if public and day in public.days and not rule.is_free_by_rule(day):
            night = datetime.combine(day - _ONE_DAY, _LATE, ems.zone).astimezone(UTC)
            yield Begin("holiday", "oem", night, "holiday", holiday=public.days[day])
            break


def stated(spec: ProjectSpec, sites: Sites) -> Iterator[tuple[str, Begin | None]]:
    """The examples that the project states, by id: None where the clocks at the site jump over
    the time. Those at a site of neither side, or without a time zone, are passed over."""
    for name, example in spec.escalation.examples.items():
        found = _reporter(example, sites)
        if found is None:
            continue
        side, zone = found
        local = datetime.strptime(example.at, "%Y-%m-%d %H:%M").replace(tzinfo=zone)
        moment = local.astimezone(UTC)
        if moment.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
            yield name, None
            continue
        yield name, Begin(name, side, moment, name=example.name, severities=example.severities)


def _reporter(example: ClockExample, sites: Sites) -> tuple[Side, ZoneInfo] | None:
    place = sites.find_site(example.site, "")
    if place is None:
        return None
    party = sites.spec.parties[place[0]]
    zone = party.sites[place[1]].tz
    if zone is None:
        return None
    if party.role == "oem":
        return "oem", time_zone(zone)
    return ("ems", time_zone(zone)) if party.role == "ems" else None


def _works_at_all(hours: SiteHours, day: date) -> bool:
    begins, ends = hours.window(day)
    middle = begins + (ends - begins) / 4
    return hours.is_open(middle) or hours.is_open(ends - (middle - begins))


def _while_open(day: date, oem: SiteHours, ems: SiteHours) -> datetime:
    """Half an hour after the working hours of both begin to overlap, otherwise half an hour
    after the receiving site opens."""
    (_, oem_closes), (ems_opens, ems_closes) = oem.window(day), ems.window(day)
    begins = max(oem.window(day)[0], ems_opens)
    ends = min(oem_closes, ems_closes)
    if begins < ends:
        return begins + min(_HALF_HOUR, (ends - begins) / 2)
    return ems_opens + _HALF_HOUR
