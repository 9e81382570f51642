"""Lengths of time on a calendar: durations and lags, forwards and backwards.

A span moves a point onwards (`after`). Its two inverses answer what the backward pass and
finish links ask: the latest point from which one arrives no later than x (`latest`), the
earliest from which one arrives no sooner than y (`earliest`). All three are monotone.

Working time is counted in half days; a part of a half day counts as a whole one. A working
day has eight hours. Months, quarters and years are counted from date to date.
"""

from __future__ import annotations

import calendar
import math
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sowgen.model.values import Duration
from sowgen.plan.working_time import HALVES_A_DAY, Elapsed, OutOfRangeError, Time, day_of

ELAPSED = Elapsed()
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_WORKING_HALVES = {
    "minute": Decimal(1) / 240, "hour": Decimal(1) / 4, "day": Decimal(2),
}  # fmt: skip
_ELAPSED_HALVES = {
    "minute": Decimal(1) / 720, "hour": Decimal(1) / 12, "day": Decimal(2), "week": Decimal(14),
    "month": Decimal(60), "quarter": Decimal(182), "year": Decimal(730),
}  # fmt: skip
_LONGEST = HALVES_A_DAY * 366 * 200


@dataclass(frozen=True, slots=True)
class Span:
    """`halves` worked half days on `time`, or `months` from date to date; negative: backwards."""

    time: Time
    halves: int
    months: int = 0

    @property
    def is_zero(self) -> bool:
        """Whether the span takes no time."""
        return not self.halves and not self.months

    def begin(self, point: int) -> int:
        """The earliest point not before `point` at which work of this length can begin."""
        return point if self.is_zero else self.time.slot(self.time.count(point))

    def begin_by(self, point: int) -> int:
        """The latest point not after `point` at which work of this length can begin."""
        return point if self.is_zero else self.time.slot(self.time.count(point + 1) - 1)

    def after(self, point: int) -> int:
        """Where one arrives from `point`."""
        time, halves = self.time, self.halves
        if self.months:
            return _shift(point, self.months)
        if halves > 0:
            return time.slot(time.count(point) + halves - 1) + 1
        return time.slot(time.count(point) + halves) if halves else point

    def latest(self, point: int) -> int:
        """The latest point from which one arrives at `point` or before."""
        time, halves = self.time, self.halves
        if self.months:
            found = _shift(point, -self.months)
            while _shift(found, self.months) > point:
                found -= 1
            while _shift(found + 1, self.months) <= point:
                found += 1
            return found
        if halves > 0:
            return time.slot(time.count(point) - halves)
        return time.slot(time.count(point + 1) - 1 - halves) if halves else point

    def earliest(self, point: int) -> int:
        """The earliest point from which one arrives at `point` or after; lengths above zero."""
        time, halves = self.time, self.halves
        if self.months:
            found = _shift(point, -self.months)
            while _shift(found, self.months) < point:
                found += 1
            while _shift(found - 1, self.months) >= point:
                found -= 1
            return found
        return time.slot(time.count(point - 1) - halves + 1) if halves else point


def span(length: Duration | None, time: Time, week: int = 5) -> Span:
    """The span of a written duration. `time` counts where it is in working time; `week` is
    the number of working days in a week. Raises `OutOfRangeError` above 200 years.
    """
    if length is None:
        return Span(time, 0)
    amount, unit = length.amount, length.unit
    if length.calendar == "calendar" and unit in _MONTHS and amount == int(amount):
        months = int(amount) * _MONTHS[unit]
        if abs(months) > 2400:
            raise OutOfRangeError
        return Span(ELAPSED, 0, months)
    if length.calendar == "calendar":
        return Span(ELAPSED, _whole(amount * _ELAPSED_HALVES[unit]))
    halves = Decimal(2 * week) if unit == "week" else _WORKING_HALVES[unit]
    return Span(time, _whole(amount * halves))


def _whole(halves: Decimal) -> int:
    if abs(halves) > _LONGEST:
        raise OutOfRangeError
    return math.ceil(halves)


def _shift(point: int, months: int) -> int:
    day, noon = day_of(point), point % HALVES_A_DAY
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year < 9999:
        raise OutOfRangeError
    last = calendar.monthrange(year, month + 1)[1]
    if day.day > last:
        # The 31st of a shorter month is its last noon, or later starts would end earlier.
        return HALVES_A_DAY * date(year, month + 1, last).toordinal() + 1
    return HALVES_A_DAY * date(year, month + 1, day.day).toordinal() + noon
