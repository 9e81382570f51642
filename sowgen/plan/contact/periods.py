"""From a cadence and a day rule to the days on which something is due, period by period.

A period (the week, month, quarter or year a meeting stands for) has a key that never changes, so
that a meeting moved within it stays the same meeting.
"""

from __future__ import annotations

from calendar import monthrange
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from sowgen.model.spec.communication import LAST, WEEKDAYS, Cadence, DayRule
from sowgen.plan.contact.shared import days

_WEEK = 7
_THURSDAY = 3
_QUARTER = 3
_YEAR = 12
IsWorked = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class Term:
    """One period: its key, the day its rule gives, and its first and last day."""

    key: str
    nominal: date
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When something recurs. `week_start` is the weekday (0 for Monday) with which a working week
    begins; `worked` says whether a day counts as a working day and can be one of a daily run."""

    cadence: Cadence
    day: DayRule | None
    month: int
    week_start: int
    worked: IsWorked


def terms(rhythm: Rhythm, start: date, end: date) -> list[Term]:
    """The periods whose nominal day lies from `start` to `end`, cut to those dates.

    A rule that a month does not hold (31st day, 18th working day) gives its last day, or its last
    working day; a month without one working day is left out.
    """
    if start > end:
        return []
    found = list(_terms(rhythm, start, end))
    return [
        Term(term.key, term.nominal, max(term.first, start), min(term.last, end))
        for term in found
        if start <= term.nominal <= end
    ]


def _terms(rhythm: Rhythm, start: date, end: date) -> Iterator[Term]:
    rule = rhythm.day
    if rhythm.cadence == "daily":
        yield from (Term(d.isoformat(), d, d, d) for d in days(start, end) if rhythm.worked(d))
    elif rule is None:
        return
    elif rhythm.cadence in ("weekly", "biweekly"):
        yield from _weeks(rhythm, rule, start, end)
    else:
        yield from _months(rhythm, rule, start, end)


def _weeks(rhythm: Rhythm, rule: DayRule, start: date, end: date) -> Iterator[Term]:
    step = 1 if rhythm.cadence == "weekly" else 2
    into = (WEEKDAYS.index(rule.weekday) - rhythm.week_start) % _WEEK
    week = start - timedelta(days=(start.weekday() - rhythm.week_start) % _WEEK)
    if week + timedelta(days=into) < start:
        week += timedelta(days=_WEEK)
    while week <= end:
        # The ISO week of its Thursday: the same whichever day of the week the rule names. Of two
        # weeks the first one of a fixed count, so that a start one week later keeps the others.
        thursday = week + timedelta(days=(_THURSDAY - rhythm.week_start) % _WEEK)
        thursday -= timedelta(days=thursday.toordinal() // _WEEK % step * _WEEK)
        year, number, _ = thursday.isocalendar()
        last = week + timedelta(days=_WEEK * step - 1)
        yield Term(f"{year}-W{number:02}", week + timedelta(days=into), week, last)
        week += timedelta(days=_WEEK * step)


def _months(rhythm: Rhythm, rule: DayRule, start: date, end: date) -> Iterator[Term]:
    length = {"monthly": 1, "quarterly": _QUARTER, "yearly": _YEAR}[rhythm.cadence]
    for year in range(start.year, end.year + 1):
        for number in range(_YEAR // length):
            first_month = number * length + 1
            within = min(rhythm.month, length) - 1
            nominal = day_of_month(rule, year, first_month + within, rhythm.worked)
            if nominal is not None:
                first = date(year, first_month, 1)
                yield Term(_key(year, number, length), nominal, first, _month_end(
                    year, first_month + length - 1
                ))  # fmt: skip


def _key(year: int, number: int, length: int) -> str:
    if length == _YEAR:
        return str(year)
    return f"{year}-Q{number + 1}" if length == _QUARTER else f"{year}-{number + 1:02}"


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def day_of_month(rule: DayRule, year: int, month: int, worked: IsWorked) -> date | None:
    """The day that the rule names in a month, None where it has no working day."""
    whole = list(days(date(year, month, 1), _month_end(year, month)))
    if rule.nth == LAST:
        whole.reverse()
    if rule.kind == "date":
        return whole[min(rule.nth, len(whole)) - 1]
    if rule.kind == "weekday":
        weekday = WEEKDAYS.index(rule.weekday)
        chosen = (day for day in whole if day.weekday() == weekday)
    else:
        chosen = (day for day in whole if worked(day))
    # The n-th that there is, or the last one of fewer; from the end the first is the last.
    found = islice(chosen, 1 if rule.nth == LAST else rule.nth)
    return next(iter(deque(found, maxlen=1)), None)


def week_start(weekend: frozenset[int]) -> int:
    """The weekday with which a working week begins: the first one worked after the free days;
    Monday where none or all are free."""
    for day in range(_WEEK):
        if day not in weekend and (day - 1) % _WEEK in weekend:
            return day
    return 0
