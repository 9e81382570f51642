"""Working calendars: which half days a calendar of the specification works.

What counts, strongest first: a stated half day, a stated make-up day, a shutdown, a public
holiday, a published make-up day, the weekend, a half public holiday where those count, the rule
for days before a holiday. A half day is worked in the morning.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sowgen.model.spec.schedule import WorkCalendar
from sowgen.plan.public_holidays import SATURDAY_AND_SUNDAY, HolidayYear, holiday_year
from sowgen.plan.working_time import HALVES_A_DAY, WorkingTime, beginning

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Put = Callable[[date, bytes], None]
_ONE_DAY = timedelta(days=1)
_FULL, _HALF, _OFF = b"\1\1", b"\1\0", b"\0\0"


@dataclass(frozen=True)
class CalendarRule:
    """A calendar with everything it follows from.

    `country` is '' where no public holidays are observed; `id` the one of the specification,
    or the country where the project states no calendar; `language` the language in which
    holidays are named.
    """

    id: str
    stated: WorkCalendar
    country: str = ""
    subdivision: str = ""
    language: str = "en"

    def holidays(self, year: int) -> HolidayYear | None:
        """The public holidays of a year, None where the calendar observes none."""
        if not self.country:
            return None
        return holiday_year(self.country, self.subdivision, year, self.language)

    def weekend(self, year: int) -> frozenset[int]:
        """The free days of the week, 0 for Monday."""
        if self.stated.weekend is not None:
            return frozenset(WEEKDAYS.index(name) for name in self.stated.weekend)
        public = self.holidays(year)
        return public.weekend if public else SATURDAY_AND_SUNDAY

    def week(self, year: int) -> int:
        """Working days in an ordinary week, at least one."""
        return max(1, 7 - len(self.weekend(year)))

    def public_half_days(self, year: int) -> Mapping[date, str]:
        """The half public holidays of a year with their names, where they count."""
        public = self.holidays(year)
        return public.half_days if public and self.stated.public_half_days == "half" else {}

    def is_free_by_rule(self, day: date) -> bool:
        """Whether `day` would be free even without public holidays."""
        closed = any(s.from_ <= day <= s.to for s in self.stated.shutdowns)
        return closed or day.weekday() in self.weekend(day.year)

    def flags(self, year: int) -> bytes:
        """The half days of `year`, two bytes a day: 1 where it is worked."""
        first = date(year, 1, 1)
        offset = beginning(first)
        days = (date(year + 1, 1, 1) - first).days
        flags = bytearray(_FULL * days)

        def put(day: date, what: bytes) -> None:
            if day.year == year:
                at = beginning(day) - offset
                flags[at : at + HALVES_A_DAY] = what

        public = self.holidays(year)
        if public:
            self._put_eves(year, public, put)
            for day in self.public_half_days(year):
                put(day, _HALF)
        weekend = self.weekend(year)
        for at in range(days):
            if (first.weekday() + at) % 7 in weekend:
                flags[HALVES_A_DAY * at : HALVES_A_DAY * (at + 1)] = _OFF
        for day in public.make_up if public else ():
            put(day, _FULL)
        for day in public.days if public else ():
            put(day, _OFF)
        self._put_stated(first, put)
        return bytes(flags)

    def _put_stated(self, first: date, put: Put) -> None:
        for shutdown in self.stated.shutdowns:
            day = max(shutdown.from_, first)
            while day <= shutdown.to and day.year == first.year:
                put(day, _OFF)
                day += _ONE_DAY
        for day in self.stated.make_up_days:
            put(day, _FULL)
        for day in self.stated.half_days:
            put(day, _HALF)

    def _put_eves(self, year: int, public: HolidayYear, put: Put) -> None:
        if self.stated.holiday_eves == "full":
            return
        what = _HALF if self.stated.holiday_eves == "half" else _OFF
        following = self.holidays(year + 1)
        first = date(year + 1, 1, 1)
        for day in [*public.days, *([first] if following and first in following.days else [])]:
            put(day - _ONE_DAY, what)

    def time(self, around: int) -> WorkingTime:
        """The calendar as an index, built outwards from the year `around`."""
        return WorkingTime(self.flags, around)
