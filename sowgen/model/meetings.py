"""Working hours in common and the meeting calendar: what `plan` hands to the documents.

Everything here is plain. Moments are UTC; local times are `HH:MM` beside the local date they
belong to, since a slot may be Monday afternoon at one site and Tuesday morning at another.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Cause = Literal["", "holiday", "closed", "weekend", "half", "clash", "hours"]
"""Why a meeting is not on its usual day: a public holiday, a closure of a site, a free weekday,
half a working day, another meeting of the same roles, no time of day that fits."""


@dataclass(frozen=True, slots=True)
class LocalTime:
    """A stretch of time as clocks of one zone show it.

    `date` is the local date on which it begins; `days` is how many days that is after the date
    it is named by (-1, 0 or 1). `end` is `24:00` where it ends at midnight.
    """

    place: str
    date: datetime.date
    start: str
    end: str
    days: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """Where a contact works: `start` and `end` are local working hours, '' where those or the
    zone are not known, as `tz` then is."""

    id: str
    city: str
    tz: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Rule:
    """How often something recurs: `kind` says what the day is counted by, '' where no day is
    stated; `nth` is 0 for every week and -1 for the last; `month` that of the quarter or year."""

    cadence: str
    kind: Literal["", "weekday", "working", "date"]
    nth: int
    weekday: str
    month: int


@dataclass(frozen=True, slots=True)
class Venue:
    """Sites of one party that share working hours and clocks over the whole period.

    `names` are the sites' names, `start` and `end` their local working hours, `opens` and
    `closes` the same in minutes of the day (a night shift closes after 1,440), `assumed` whether
    those were not stated, `weekdays` the days of the week that are worked.
    """

    party: str
    party_name: str
    names: tuple[str, ...]
    city: str
    tz: str
    start: str
    end: str
    opens: int
    closes: int
    assumed: bool
    weekdays: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Days:
    """Consecutive dates, both ends counted."""

    start: datetime.date
    end: datetime.date


@dataclass(frozen=True, slots=True)
class SharedHours:
    """What two venues have in common on every date of `spans`.

    `minutes` is their sum a day, `duration` the same in hours. `first`, `second` and `utc` are
    the stretches as each side and UTC read them. `slots` are the recommended ones, one where the
    hours in common are long enough for it; where they are not, `rotates` is true and there are
    two, the first outside the hours of the first venue, the second outside those of the other,
    to be used in turn; each as the pair of local times. `difference` is how many minutes the
    second venue's clocks are ahead.
    Dates in `first` and so on are those of the first day.
    """

    spans: tuple[Days, ...]
    minutes: int
    duration: Decimal
    difference: int
    first: tuple[LocalTime, ...]
    second: tuple[LocalTime, ...]
    utc: tuple[LocalTime, ...]
    slots: tuple[tuple[LocalTime, LocalTime], ...]
    rotates: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Two venues, one of each party, with their hours in common on every date of the period.

    `least` and `most` are minutes a day; `weekdays` the days of the week that both work.
    """

    first: Venue
    second: Venue
    weekdays: tuple[str, ...]
    least: int
    most: int
    hours: tuple[SharedHours, ...]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time a meeting is held.

    `period` names the week, month, quarter, year or day it stands for and never changes;
    `nominal` is the day its rule gives. `date` is the local date at the meeting's home place.
    `moved` says that the two differ, `cause` and `cause_name` why (the holiday's name, the other
    meeting's); `shifted` that the time of day at home is not the usual one, `rotated` that it
    lies outside the working hours of `carrier`, a party's id. `clash` says that it overlaps
    another meeting of a role. `local` has a time for each clock on which meetings are shown,
    UTC last.
    """

    period: str
    nominal: datetime.date
    date: datetime.date
    start: datetime.datetime
    end: datetime.datetime
    local: tuple[LocalTime, ...]
    moved: bool = False
    shifted: bool = False
    rotated: bool = False
    clash: bool = False
    carrier: str = ""
    cause: Cause = ""
    cause_name: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A period in which a meeting cannot be held, with the day its rule gives."""

    period: str
    nominal: datetime.date
    cause: Cause
    cause_name: str


@dataclass(frozen=True, slots=True)
class Times:
    """Meetings with the same times in every zone; `count` is their number, `spans` lead from
    the first to the last of them without one at other times between."""

    spans: tuple[Days, ...]
    count: int
    local: tuple[LocalTime, ...]
    rotated: bool
    carrier: str


@dataclass(frozen=True, slots=True)
class DayRange:
    """Days of one month on each of which a meeting is held, both ends counted; `carrier` is the
    party outside whose working hours it lies, or ''."""

    first: int
    last: int
    moved: bool
    carrier: str


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month of the calendar: for each recurring meeting, in their order, its days."""

    month: datetime.date
    days: tuple[tuple[DayRange, ...], ...]


@dataclass(frozen=True, slots=True)
class Burden:
    """Time outside working hours that a party bears over the period, in hours."""

    party: str
    party_name: str
    meetings: int
    hours: Decimal


@dataclass(frozen=True, slots=True)
class PlannedMeeting:
    """A meeting with its dates.

    `start` and `end` are its first and last date, None where it has none. `home` is the place
    whose clock sets it, `tz` that place's zone. `burdens` are there where it rotates, one a party.
    `venue` is the site at which all meet in person, '' where they meet over a distance; the times
    of other places then concern nobody.
    """

    id: str
    name: str
    rule: Rule
    start: datetime.date | None
    end: datetime.date | None
    home: str
    tz: str
    minutes: int
    occurrences: tuple[Occurrence, ...]
    skipped: tuple[Skipped, ...]
    times: tuple[Times, ...]
    moved: tuple[Occurrence, ...]
    rotates: bool
    burdens: tuple[Burden, ...]
    venue: str


@dataclass(frozen=True, slots=True)
class Load:
    """Hours of meetings that a role has: `average` a month over the period, `busiest` in the
    month that begins on `month`. `meetings` counts the whole period."""

    role: str
    role_name: str
    party: str
    party_name: str
    meetings: int
    average: Decimal
    busiest: Decimal
    month: datetime.date


@dataclass(frozen=True, slots=True)
class PlannedReport:
    """When a report is due: its first due date and how many fall into the period."""

    id: str
    rule: Rule
    first: datetime.date | None
    count: int


@dataclass(frozen=True, slots=True)
class MeetingPlan:
    """Meetings and working hours in common, from `start` to `end`, both None where the deal has
    no date to begin from.

    `dated` are the meetings with at least one date, `recurring` those of them that are held more
    than once, in the order of `months`' columns; `clocks` heads the local times of meetings;
    `exceptions` counts the meetings that are moved or left out;
    `unknown` the sites whose hours are left open; `unpublished` pairs of country and year whose
    holidays are not known yet.
    """

    start: datetime.date | None
    end: datetime.date | None
    people: tuple[Person, ...]
    pairs: tuple[Pair, ...]
    meetings: tuple[PlannedMeeting, ...]
    dated: tuple[PlannedMeeting, ...]
    months: tuple[MonthRow, ...]
    exceptions: int
    clocks: tuple[str, ...]
    recurring: tuple[PlannedMeeting, ...]
    loads: tuple[Load, ...]
    reports: tuple[PlannedReport, ...]
    unknown: tuple[str, ...]
    unpublished: tuple[tuple[str, int], ...]
