"""Clocks at a site: from a moment, and a length of time, to the moment at which it is over.

Hours and days that are not called working run round the clock: hours and minutes as time that
passes, days and longer to the same time of day, local time. Working hours run only while the
site works. Working days are counted whole, from the day after the report arrived, and end with
that day's working hours; a report that arrives while the site is closed counts as arrived when
it opens. A half day has the first half of the working hours. (All of this is practice.)

Every function is monotone: a later report never has an earlier deadline.
"""

from __future__ import annotations

import calendar
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from sowgen.model.values import Duration
from sowgen.plan.working_time import HALVES_A_DAY, OutOfRangeError, Time, beginning, day_of, end

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_MINUTES = {"minute": 1, "hour": 60, "day": 1440, "week": 10080}
_LONGEST = timedelta(days=366 * 100)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class SiteHours:
    """When a site works: its half days by `days`, from `opens` to `closes` in `zone`.

    `week` is the number of working days in an ordinary week. Where `closes` is not later than
    `opens` the work goes on into the next day.
    """

    zone: ZoneInfo
    opens: time
    closes: time
    days: Time
    week: int = 5

    def due(self, start: datetime, length: Duration) -> datetime:
        """The moment, in UTC, at which a clock of `length` from `start` (aware) is over.

        Raises `OutOfRangeError` beyond 100 years, and where the site never works.
        """
        if length.calendar == "working":
            return self._after_working(start, length)
        if length.unit in ("minute", "hour"):
            passed = timedelta(minutes=_minutes(length.amount * _MINUTES[length.unit]))
            return start.astimezone(UTC) + passed
        return self._after_calendar(start, length)

    def next_open(self, start: datetime) -> datetime:
        """`start` itself while the site works, otherwise when it opens next; in UTC."""
        for begins, ends in self._windows(start):
            if start < ends:
                return max(start.astimezone(UTC), begins)
        raise OutOfRangeError

    def is_open(self, moment: datetime) -> bool:
        """Whether the site works at `moment`; the end of its working hours counts as well."""
        return any(b <= moment <= e for b, e in self._first_windows(moment))

    def works_on(self, day: date) -> bool:
        """Whether the whole of `day` is worked."""
        return self.days.count(end(day)) - self.days.count(beginning(day)) == HALVES_A_DAY

    def window(self, day: date) -> tuple[datetime, datetime]:
        """The working hours of a whole day that begins on `day`, in UTC."""
        return self._at(day, 0), self._at(day, HALVES_A_DAY)

    def _after_working(self, start: datetime, length: Duration) -> datetime:
        if length.unit in ("day", "week"):
            days = length.amount * (self.week if length.unit == "week" else 1)
            return self._after_working_days(start, days)
        left = timedelta(minutes=_minutes(length.amount * _MINUTES[length.unit]))
        for begins, ends in self._windows(start):
            begins = max(begins, start.astimezone(UTC))
            if begins < ends and left <= ends - begins:
                return begins + left
            left -= max(ends - begins, timedelta(0))
        raise OutOfRangeError

    def _after_working_days(self, start: datetime, days: Decimal) -> datetime:
        halves = math.ceil(days * HALVES_A_DAY)
        if halves > 366 * 200:
            raise OutOfRangeError
        arrived = self.next_open(start)
        if not halves:
            return arrived
        first = self.days.count(end(self._working_day(arrived)))
        slot = self.days.slot(first + halves - 1)
        return self._at(day_of(slot), slot % HALVES_A_DAY + 1)

    def _after_calendar(self, start: datetime, length: Duration) -> datetime:
        local = start.astimezone(self.zone).replace(tzinfo=None)
        try:
            if length.unit in _MONTHS:
                months = math.ceil(length.amount * _MONTHS[length.unit])
                local = _shift(local, months)
            else:
                minutes = _minutes(length.amount * _MINUTES[length.unit])
                local += timedelta(minutes=minutes)
        except (ValueError, OverflowError):
            raise OutOfRangeError from None
        return _instant(local, self.zone)

    def _windows(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The worked half days in order, from the one before `start` on: their ends in UTC."""
        local = start.astimezone(self.zone).date()
        k = self.days.count(beginning(local)) - HALVES_A_DAY
        stop = start + _LONGEST
        while True:
            slot = self.days.slot(k)
            half = slot % HALVES_A_DAY
            begins = self._at(day_of(slot), half)
            if begins > stop:
                return
            yield begins, self._at(day_of(slot), half + 1)
            k += 1

    def _first_windows(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        for begins, ends in self._windows(moment):
            if begins > moment:
                return
            yield begins, ends

    def _working_day(self, moment: datetime) -> date:
        """The day to which the working hours around `moment` belong: the one they begin on."""
        local = moment.astimezone(self.zone)
        if self.closes <= self.opens and local.time() < self.closes:
            return local.date() - timedelta(days=1)
        return local.date()

    def _at(self, day: date, half: int) -> datetime:
        """When working hours that begin on `day` begin (0), are half over (1) or over (2)."""
        opens, closes = datetime.combine(day, self.opens), datetime.combine(day, self.closes)
        if closes <= opens:
            closes += timedelta(days=1)
        middle = opens + (closes - opens) / 2
        return _instant((opens, middle, closes)[half], self.zone)


def _minutes(minutes: Decimal) -> int:
    """Whole minutes, a part of one counted whole; never less than none."""
    if minutes * _MINUTE.seconds > _LONGEST.total_seconds():
        raise OutOfRangeError
    return max(math.ceil(minutes), 0)


def _shift(local: datetime, months: int) -> datetime:
    year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    if local.day > last:
        # The 31st of a shorter month is the end of its last day, or a report on the 30th
        # would end later than one on the 31st.
        return datetime.combine(date(year, month + 1, last), time(23, 59))
    return local.replace(year=year, month=month + 1)


def _instant(local: datetime, zone: ZoneInfo) -> datetime:
    """The moment in UTC at which the clocks of `zone` show `local` for the first time; where
    they jump over it, the moment at which they jump."""
    moment = local.replace(tzinfo=zone).astimezone(UTC)
    shown = moment.astimezone(zone)
    if shown.replace(tzinfo=None) == local:
        return moment
    offset = shown.utcoffset()
    while (moment - _MINUTE).astimezone(zone).utcoffset() == offset:
        moment -= _MINUTE
    return moment
