"""Working time as other programs hold it: an ordinary week, and every day that departs from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from sowgen.model.schedule import Departure, TimeTable
from sowgen.plan.calendars import CalendarRule
from sowgen.plan.sites import Keys, Sites
from sowgen.plan.working_time import HALVES_A_DAY

_ONE_DAY = timedelta(days=1)


def timetable(sites: Sites, keys: Keys, first: int, last: int) -> TimeTable:
    """The working time that the calendars `keys` have in common, from the year `first` to the
    year `last`."""
    rules = [sites.rules[key] for key in keys]
    free = frozenset[int]().union(*(rule.weekend(first) for rule in rules))
    week = tuple(0 if day in free else HALVES_A_DAY for day in range(7))
    days = [
        (day, halves, _reason(rules, day))
        for year in range(first, last + 1)
        for day, halves in _halves(sites, keys, year)
        if halves != week[day.weekday()]
    ]
    return TimeTable(
        calendars=keys,
        names=tuple(rule.stated.name or rule.id for rule in rules),
        week=week,
        first=first,
        last=last,
        departures=tuple(_runs(days)),
    )


def _halves(sites: Sites, keys: Keys, year: int) -> Iterator[tuple[date, int]]:
    flags = sites.time(keys).flags_of(year)
    first = date(year, 1, 1).toordinal()
    for at in range(0, len(flags), HALVES_A_DAY):
        yield date.fromordinal(first + at // HALVES_A_DAY), sum(flags[at : at + HALVES_A_DAY])


def _reason(rules: list[CalendarRule], day: date) -> str:
    """The holiday or the stated reason of the first calendar that has one."""
    for rule in rules:
        public = rule.holidays(day.year)
        shutdowns = (s.reason for s in rule.stated.shutdowns if s.from_ <= day <= s.to)
        found = next(shutdowns, None) or (public.days.get(day) if public else None)
        found = found or rule.public_half_days(day.year).get(day)
        if found:
            return found
    return ""


def _runs(days: list[tuple[date, int, str]]) -> Iterator[Departure]:
    """Neighbouring days of one kind as one departure."""
    for _, run in groupby(enumerate(days), lambda each: (each[1][0] - each[0] * _ONE_DAY,
                                                         *each[1][1:])):  # fmt: skip
        found = [day for _, day in run]
        yield Departure(found[0][0], found[-1][0], found[0][1], found[0][2])
