"""Clocks of the escalation annex: how long one is, and examples worked through on real dates.

What `plan` hands to the documents is plain: local dates with times, text and the scalars of
`sowgen.model.values`. Times are to the minute.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from sowgen.model.values import Duration

ClockName: TypeAlias = Literal[
    "acknowledge", "containment", "action_plan", "update_every", "closure"
]
CLOCKS: tuple[ClockName, ...] = ("acknowledge", "containment", "action_plan", "closure")
"""The clocks that stop once, in the order in which they must end."""

_WORKING_DAYS = {
    "minute": Decimal(1) / 480, "hour": Decimal(1) / 8, "day": Decimal(1), "week": Decimal(5),
}  # fmt: skip


def average_days(length: Duration) -> Decimal:
    """A length in calendar days on an average, to compare clocks that count differently.

    A working day has 8 hours and counts as 7/5 of a calendar day, as in `Duration.in_days`.
    """
    if length.calendar == "working":
        return length.amount * _WORKING_DAYS[length.unit] * Decimal(7) / 5
    return length.in_days


@dataclass(frozen=True, slots=True)
class LocalTime:
    """A moment on the clock of a site; `weekday` is `mon` to `sun`, `at` has no zone."""

    weekday: str
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment in the local times of the OEM's and the EMS's site."""

    oem: LocalTime
    ems: LocalTime


@dataclass(frozen=True, slots=True)
class SeverityDeadlines:
    """When the clocks of a severity run out; None where the severity has no such clock.
    `update_every` is when the first report on progress is due."""

    id: str
    name: str
    acknowledge: Moment | None
    containment: Moment | None
    action_plan: Moment | None
    update_every: Moment | None
    closure: Moment | None


@dataclass(frozen=True, slots=True)
class StepDeadline:
    """When a step of the 8D report, or the time of a level of the ladder, is over."""

    id: str
    due: Moment | None


@dataclass(frozen=True, slots=True)
class ReportDeadlines:
    """When the steps of the 8D report on a problem of a severity are due, in order.

    `severity` is an id, '' where the steps hold for all problems alike."""

    severity: str
    steps: tuple[StepDeadline, ...]


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """A problem reported at `found`, from one side to the other, and what follows from it.

    `word` says which rule chose the moment (`in_hours`, `week_end`, `holiday`), '' where the
    project states it and `name` says what happens. `holiday` is the name of the holiday.
    `counted_from` is the next working moment of the receiving site: working time runs from it.
    """

    id: str
    word: str
    name: str
    holiday: str
    reporter: Literal["oem", "ems"]
    found: Moment
    counted_from: Moment
    severities: tuple[SeverityDeadlines, ...]
    reports: tuple[ReportDeadlines, ...]
    ladder: tuple[StepDeadline, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """The site at which a side receives reports: its name, IANA time zone, its town (else the
    one for which the zone is named), and local working hours."""

    site_name: str
    zone: str
    city: str
    opens: str
    closes: str


@dataclass(frozen=True, slots=True)
class ClockPlan:
    """The desks of both sides and the worked examples. `same_zone`: both sites show the same
    time at every moment of the examples."""

    oem: Desk
    ems: Desk
    same_zone: bool
    examples: tuple[WorkedExample, ...]
