"""Working time as an index: how many half days are worked before a point, and back again.

A *point* is a boundary between half days: twice the day's ordinal for its beginning, one
more for noon. The half day that begins at a point has the same number. Every calendar
answers two questions in constant or logarithmic time, so that no caller walks over days:
`count(point)`, the number of worked half days before the point, and `slot(k)`, the k-th
worked half day. Counts start anywhere; only their differences mean something.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol

HALVES_A_DAY = 2
YEARS_EACH_WAY = 100


class OutOfRangeError(Exception):
    """A date lies more than `YEARS_EACH_WAY` years from the schedule, or nothing is worked."""


class Time(Protocol):
    """A calendar as the network sees it."""

    def count(self, point: int) -> int:
        """Worked half days before `point`."""

    def slot(self, k: int) -> int:
        """The worked half day number `k`: `count(slot(k)) == k`."""


def beginning(day: date) -> int:
    """The point at which `day` begins."""
    return HALVES_A_DAY * day.toordinal()


def end(day: date) -> int:
    """The point at which `day` ends."""
    return HALVES_A_DAY * day.toordinal() + HALVES_A_DAY


def day_of(slot: int) -> date:
    """The day of a half day. Raises `OutOfRangeError` beyond the years 1 to 9999."""
    try:
        return date.fromordinal(slot // HALVES_A_DAY)
    except (ValueError, OverflowError):
        raise OutOfRangeError from None


class Elapsed:
    """Every half day counts: transit, parts lead times, calendar days."""

    def count(self, point: int) -> int:
        """The point itself."""
        return point

    def slot(self, k: int) -> int:
        """The number itself."""
        return k


class WorkingTime:
    """A calendar by its years: `flags_of(year)` gives one byte a half day, 1 where worked.

    Years are indexed when first needed, each once.
    """

    def __init__(self, flags_of: Callable[[int], bytes], around: int) -> None:
        self.flags_of = flags_of
        self._around = around
        self._first = around
        self._starts: list[int] = []
        self._firsts: list[int] = []
        self._end = 0
        self._counts: list[Sequence[int]] = []
        self._slots: list[Sequence[int]] = []

    def count(self, point: int) -> int:
        """Worked half days before `point`."""
        if not self._firsts or not self._firsts[0] <= point < self._end:
            self._reach(day_of(point).year)
        at = bisect_right(self._firsts, point) - 1
        return self._starts[at] + self._counts[at][point - self._firsts[at]]

    def slot(self, k: int) -> int:
        """The worked half day number `k`."""
        if not self._starts:
            self._reach(self._around)
        while k < self._starts[0]:
            self._reach(self._first - 1)
        while k >= self._starts[-1] + len(self._slots[-1]):
            self._reach(self._first + len(self._starts))
        at = bisect_right(self._starts, k) - 1
        return self._slots[at][k - self._starts[at]]

    def _reach(self, year: int) -> None:
        """Index the years up to `year`, so that the indexed ones stay without a gap."""
        if self._starts and 0 <= year - self._first < len(self._starts):
            return
        if abs(year - self._around) > YEARS_EACH_WAY or not 1 <= year < 9999:
            raise OutOfRangeError
        if not self._starts:
            self._append(self._around, 0)
        while year >= self._first + len(self._starts):
            self._append(self._first + len(self._starts), self._starts[-1] + len(self._slots[-1]))
        while year < self._first:
            self._first -= 1
            counts, slots = _index(self._first, self.flags_of(self._first))
            self._firsts.insert(0, beginning(date(self._first, 1, 1)))
            self._counts.insert(0, counts)
            self._slots.insert(0, slots)
            self._starts.insert(0, self._starts[0] - len(slots))

    def _append(self, year: int, start: int) -> None:
        counts, slots = _index(year, self.flags_of(year))
        self._firsts.append(beginning(date(year, 1, 1)))
        self._counts.append(counts)
        self._slots.append(slots)
        self._starts.append(start)
        self._end = self._firsts[-1] + len(counts) - 1


def _index(year: int, flags: bytes) -> tuple[list[int], list[int]]:
    first = beginning(date(year, 1, 1))
    counts = [0]
    for flag in flags:
        counts.append(counts[-1] + flag)
    return counts, [first + at for at, flag in enumerate(flags) if flag]


def joint(calendars: Sequence[WorkingTime], around: int) -> WorkingTime:
    """The calendar on which all of `calendars` work: half a day counts where all work it."""

    def flags_of(year: int) -> bytes:
        columns = zip(*(calendar.flags_of(year) for calendar in calendars), strict=True)
        return bytes(map(min, columns))

    return WorkingTime(flags_of, around)
