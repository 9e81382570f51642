"""The days that certificates and audits are measured on, as the deal states them."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from sowgen.model.schedule import Plan
from sowgen.model.spec import ProjectSpec
from sowgen.model.values import Duration, NotStated, ToBeAgreed

T = TypeVar("T")

RENEWAL = timedelta(days=90)
"""Practice: a certificate's renewal is begun 90 days before it expires."""

_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Days:
    """`as_of` is the package's date (else a fixed effective date), never today;
    `production_start` comes from the schedule; `term_end` is the last day of the first term."""

    as_of: date | None
    production_start: date | None
    term_end: date | None


def days_of(spec: ProjectSpec, schedule: Plan | None) -> Days:
    """The days of a deal, each None where it is not known."""
    effective = known_day(spec.package.effective_date)
    initial = stated(spec.legal.term.initial)
    end = add(effective, initial) - timedelta(days=1) if effective and initial else None
    production = schedule.production_start if schedule else None
    return Days(spec.package.date or effective, production, end)


def known_day(value: object) -> date | None:
    """The value where it is a day; not where it is open, silent or written in words."""
    return value if isinstance(value, date) else None


def stated(value: T | ToBeAgreed | NotStated | None) -> T | None:
    """The value itself, or None where it is left out, to be agreed or not stated."""
    return None if value is None or isinstance(value, ToBeAgreed | NotStated) else value


def add(day: date, length: Duration) -> date:
    """The day a length of time later; months end on the last day of a shorter month. The last
    day that can be written, where the sum lies behind it."""
    try:
        if length.unit not in _MONTHS:
            return day + timedelta(days=int(length.in_days))
        months = day.year * 12 + day.month - 1 + int(length.amount * _MONTHS[length.unit])
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        return date.max


def full_years(start: date, end: date) -> int:
    """Completed years from one day to another, 0 where they are the wrong way round."""
    years = end.year - start.year - ((end.month, end.day) < (start.month, start.day))
    return max(years, 0)
