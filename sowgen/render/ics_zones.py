"""Time zones as iCalendar describes them (VTIMEZONE, RFC 5545, 3.6.5).

Where every change of the clocks in the years in question falls on the same kind of day (the last
Sunday of March), the description is a yearly rule with BYDAY, which is the form Outlook reads;
where it does not (Ramadan in Morocco), each change is listed by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from sowgen.model.zones import zone

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = timedelta(days=1)
_WEEK = 7
_FIFTH = 29
_ENOUGH_YEARS = 8
"""A rule has to hold for so many years, so that a chance likeness is not taken for one."""


def is_utc(name: str) -> bool:
    """Whether times of the zone are written as UTC, without a description."""
    return name in ("", "UTC", "Etc/UTC")


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of the clocks: the local time before it, the offsets and the name after it."""

    local: datetime
    before: timedelta
    after: timedelta
    name: str


def time_zone(name: str, first: int, last: int) -> Timezone:
    """The description of the zone for the years from `first` to `last`, those around included."""
    made = Timezone()
    made.add("tzid", name)
    until = max(last + 1, first + _ENOUGH_YEARS)
    forward: list[_Change] = []
    back: list[_Change] = []
    for change in _changes(name, first - 1, until):
        (forward if change.after > change.before else back).append(change)
    if not any(change.local.year < first for change in (*forward, *back)):
        made.add_component(_observance(_at_start(zone(name), first - 1)))
    for changes in (back, forward):
        day = _common_day(changes, first - 1, until)
        if day:
            made.add_component(_observance(changes[0], day))
            continue
        for change in changes:
            if change.local.year <= last + 1:
                made.add_component(_observance(change))
    return made


def _at_start(tz: ZoneInfo, year: int) -> _Change:
    local = datetime(year, 1, 1, tzinfo=tz)
    offset = local.utcoffset() or timedelta()
    return _Change(local.replace(tzinfo=None), offset, offset, local.tzname() or "")


@lru_cache(maxsize=128)
def _changes(name: str, first: int, last: int) -> tuple[_Change, ...]:
    """Every change of the zone's offset from the year `first` to the year `last`."""
    tz, found = zone(name), []
    day, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    before = _offset(day, tz)
    while day < end:
        after = _offset(day + _DAY, tz)
        if before != after:
            found.append(_change_within(tz, day))
        day, before = day + _DAY, after
    return tuple(found)


def _change_within(tz: ZoneInfo, day: datetime) -> _Change:
    low, high = 0, int(_DAY.total_seconds())
    before = _offset(day, tz)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(day + timedelta(seconds=middle), tz) == before:
            low = middle
        else:
            high = middle
    at = day + timedelta(seconds=high)
    after = at.astimezone(tz)
    local = (at + before).replace(tzinfo=None)
    return _Change(local, before, _offset(at, tz), after.tzname() or "")


def _offset(moment: datetime, tz: ZoneInfo) -> timedelta:
    return moment.astimezone(tz).utcoffset() or timedelta()


def _common_day(changes: list[_Change], first: int, last: int) -> str:
    """The yearly rule that all of the changes follow, one a year, or ''."""
    if not changes:
        return ""
    kinds = {(c.local.month, c.local.weekday(), c.local.time(), c.before, c.after) for c in changes}
    years = [c.local.year for c in changes]
    if len(kinds) != 1 or years != list(range(first, last + 1)):
        return ""
    local = changes[0].local
    rule = f"FREQ=YEARLY;BYMONTH={local.month};BYDAY="
    weekday = _DAYS[local.weekday()]
    numbers = {(c.local.day - 1) // _WEEK + 1 for c in changes}
    if len(numbers) == 1 and min(c.local.day for c in changes) < _FIFTH:
        return f"{rule}{numbers.pop()}{weekday}"
    if all((c.local + _WEEK * _DAY).month != local.month for c in changes):
        return f"{rule}-1{weekday}"
    days = [c.local.day for c in changes]
    if max(days) - min(days) >= _WEEK:
        return ""
    window = ",".join(str(day) for day in range(min(days), min(days) + _WEEK))
    return f"{rule}{weekday};BYMONTHDAY={window}"


def _observance(change: _Change, rule: str = "") -> TimezoneStandard | TimezoneDaylight:
    made = TimezoneDaylight() if change.after > change.before else TimezoneStandard()
    made.add("dtstart", change.local)
    made.add("tzoffsetfrom", change.before)
    made.add("tzoffsetto", change.after)
    made.add("tzname", change.name)
    if rule:
        made.add("rrule", vRecur.from_ical(rule))
    return made
