"""An axis of dates: years, quarters, months, weeks or days, as fine as the room allows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from babel import Locale
from babel.dates import format_date, format_skeleton

from sowgen.assemble.figures.kit import Scale, line, width_of
from sowgen.model.figure import Shape, Words

HEIGHT = 24.0
"""What the two lines of words above the chart take, in points."""

_SIZE = 7.0
_ROOM = 3.0  # that words leave free on either side

Next = Callable[[date], date]
Name = Callable[[date, Locale], str]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The days from `first` to `last`, both counted, laid out from `left` to `right`."""

    first: date
    last: date
    left: float
    right: float

    @property
    def day(self) -> float:
        """The width of a day, in points."""
        return (self.right - self.left) / ((self.last - self.first).days + 1)

    def at(self, day: date, part: float = 0.0) -> float:
        """The coordinate of a day's beginning, or of a `part` of the day later; kept within."""
        low, high = self.first.toordinal(), self.last.toordinal() + 1
        return Scale(low, high, self.left, self.right).at(day.toordinal() + part)

    def axis(self, top: float, bottom: float, locale: Locale) -> list[Shape]:
        """Two lines of words from `top` to `top + HEIGHT`, and the grid below them to `bottom`."""
        edge = top + HEIGHT
        middle = edge - 11
        coarse, fine = self._steps(locale)
        shapes: list[Shape] = []
        for start, text in self._named(fine, locale):
            shapes.append(line(self.at(start), middle, self.at(start), bottom, "grid", 0.4))
            shapes += self._word(start, fine.next(start), edge - 3.2, text)
        for start, text in self._named(coarse, locale):
            x = self.at(start)
            # The words of weeks stand across the borders of months.
            shapes.append(line(x, top, x, middle, "axis", 0.4))
            shapes.append(line(x, edge, x, bottom, "axis", 0.4))
            shapes += self._word(start, coarse.next(start), edge - 14.2, text)
        shapes.append(line(self.right, top, self.right, bottom, "axis", 0.4))
        shapes.append(line(self.left, edge, self.right, edge, "axis", 0.6))
        return shapes

    def _steps(self, locale: Locale) -> tuple[_Step, _Step]:
        """The coarse and the fine step: the finest whose words fit."""
        for coarse, fine in _scales(locale):
            if self.day * fine.days >= fine.room:
                return coarse, fine
        return _DECADES, _YEARS

    def _named(self, step: _Step, locale: Locale) -> Iterator[tuple[date, str]]:
        """The beginning of each period and its name: the longest form that all whole periods
        have room for, or a shorter one, or '', for those cut off at either end."""
        starts = list(self._periods(step))
        forms = list(step.names)
        whole = [s for s in starts if s >= self.first and step.next(s) <= self.last]
        while len(forms) > 1 and not all(self._fits(s, step, forms[0](s, locale)) for s in whole):
            del forms[0]
        for start in starts:
            names = (form(start, locale) for form in forms)
            yield start, next((name for name in names if self._fits(start, step, name)), "")

    def _periods(self, step: _Step) -> Iterator[date]:
        at = step.start(self.first)
        while at <= self.last:
            yield at
            at = step.next(at)

    def _fits(self, start: date, step: _Step, text: str) -> bool:
        return width_of(text, _SIZE) + _ROOM <= self.at(step.next(start)) - self.at(start)

    def _word(self, start: date, end: date, y: float, text: str) -> Iterator[Words]:
        """A period's name in the middle of what is seen of it."""
        if text:
            yield Words((self.at(start) + self.at(end)) / 2, y, text, "quiet", _SIZE, "center")


@dataclass(frozen=True, slots=True)
class _Step:
    """A period of about `days` days that wants `room` points; `names` from long to short."""

    days: float
    room: float
    start: Next
    next: Next
    names: Sequence[Name]


def _month(day: date) -> date:
    return day.replace(day=1)


def _next_month(day: date) -> date:
    return (_month(day) + timedelta(days=32)).replace(day=1)


def _quarter(day: date) -> date:
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def _year(day: date) -> date:
    return date(day.year, 1, 1)


def _years(count: int) -> tuple[Next, Next]:
    """The beginning of a span of years, and the one after it."""
    return (
        lambda day: date(max(day.year - day.year % count, 1), 1, 1),
        lambda day: date(day.year - day.year % count + count, 1, 1),
    )


def _pattern(pattern: str) -> Name:
    return lambda day, locale: str(format_date(day, pattern, locale))


def _skeleton(skeleton: str) -> Name:
    return lambda day, locale: str(format_skeleton(skeleton, day, locale=locale))


_IN_YEARS, _IN_DECADES = _years(1), _years(10)
_YEARS = _Step(365, 20, *_IN_YEARS, (_pattern("y"), _pattern("yy")))
_DECADES = _Step(3652, 40, *_IN_DECADES, (_pattern("y"),))
_QUARTERS = _Step(
    91, 13, _quarter, lambda day: _quarter(day + timedelta(days=100)), (_pattern("QQQ"),)
)
_MONTHS = _Step(30, 17, _month, _next_month, (_skeleton("yMMMM"), _skeleton("yMMM"),
                                              _pattern("LLL"), _pattern("LLLLL")))  # fmt: skip
_SHORT_MONTHS = _Step(30, 17, _month, _next_month, (_pattern("LLL"), _pattern("LLLLL")))
_NARROW_MONTHS = _Step(30, 8.5, _month, _next_month, (_pattern("LLLLL"),))


def _scales(locale: Locale) -> Iterator[tuple[_Step, _Step]]:
    """Coarse and fine steps, the finest first."""
    lag = int(locale.first_week_day)

    def week(day: date) -> date:
        return day - timedelta(days=(day.weekday() - lag) % 7)

    def day_after(day: date) -> date:
        return day + timedelta(days=1)

    def same(day: date) -> date:
        return day

    named = (_skeleton("Ed"), _pattern("d"))
    yield _MONTHS, _Step(1, 12, same, day_after, named)
    yield _MONTHS, _Step(7, 12, week, lambda day: day + timedelta(days=7), (_pattern("d"),))
    yield _YEARS, _SHORT_MONTHS
    yield _YEARS, _NARROW_MONTHS
    yield _YEARS, _QUARTERS
