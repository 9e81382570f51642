"""The calendars a schedule rests on, as the annex prints them, and the gaps in their data."""

from __future__ import annotations

from datetime import date

from sowgen.diagnostics import Diagnostic, Span, info, warning
from sowgen.model.schedule import CalendarNote, Closure, FreeDay
from sowgen.model.tree import Tree
from sowgen.plan.calendars import WEEKDAYS, CalendarRule
from sowgen.plan.public_holidays import holiday_year, last_make_up_year, subdivision_name
from sowgen.plan.sites import Sites

_ESTIMATED = "estimated"


def notes(sites: Sites, start: date, end: date) -> tuple[CalendarNote, ...]:
    """A note on each calendar in use, with what falls between `start` and `end`."""
    return tuple(
        _note(rule, tuple(sites.users.get(key, ())), start, end)
        for key, rule in sites.rules.items()
        if key in sites.users or key in sites.worked
    )


def gaps(sites: Sites, tree: Tree, start: date, end: date) -> list[Diagnostic]:
    """`T204`, `T205` and `T206` for the years from `start` to `end`."""
    found = []
    for key, rule in sites.rules.items():
        path = (*sites.paths[key], "country")
        for year in range(start.year, end.year + 1):
            found += _gaps_of(rule, year, tree.span(path))
    return found


def _gaps_of(rule: CalendarRule, year: int, span: Span) -> list[Diagnostic]:
    public = rule.holidays(year)
    if public is None:
        return []
    found = []
    if not public.days:
        found.append(warning(
            "T204", f"no public holidays of {rule.country} are published for {year}", span,
            "ask the site, and state its free days as `shutdowns` of its calendar",
        ))  # fmt: skip
    elif _lacks_make_up_days(rule, year):
        known = last_make_up_year(rule.country, rule.subdivision, year)
        found.append(warning(
            "T205",
            f"the make-up days of {rule.country} for {year} are not published; "
            f"those of {known} are the newest known",
            span,
            "update the `holidays` package later, or state `make_up_days` and `shutdowns`",
        ))  # fmt: skip
    unasked = [day for day in public.half_days if not rule.is_free_by_rule(day)]
    if unasked and rule.stated.public_half_days is None:
        days = ", ".join(f"{day}" for day in unasked[:4]) + (", …" if len(unasked) > 4 else "")
        found.append(info(
            "T209", f"{rule.country} shortens some days of {year} by law ({days}); they count "
            "in full here", span,
            "write `public_half_days: half`, or `full`, in the calendar",
        ))  # fmt: skip
    english = holiday_year(rule.country, rule.subdivision, year, "en")
    if any(_ESTIMATED in name for name in english.days.values()):
        found.append(info(
            "T206", f"some holidays of {rule.country} in {year} are estimates", span,
            "leave some float around them",
        ))  # fmt: skip
    return found


def _lacks_make_up_days(rule: CalendarRule, year: int) -> bool:
    public = rule.holidays(year)
    if public is None or public.make_up:
        return False
    if any(day.year == year for day in rule.stated.make_up_days):
        return False
    return last_make_up_year(rule.country, rule.subdivision, year) is not None


def _note(rule: CalendarRule, users: tuple[str, ...], start: date, end: date) -> CalendarNote:
    stated, years = rule.stated, range(start.year, end.year + 1)
    holidays, make_up, half_days = [], set(stated.make_up_days), set(stated.half_days)
    unpublished = []
    for year in years:
        public = rule.holidays(year)
        if public is None:
            continue
        make_up |= public.make_up
        half_days |= {
            day
            for day in rule.public_half_days(year)
            if not rule.is_free_by_rule(day) and day not in public.days
        }
        holidays += [
            FreeDay(day, name)
            for day, name in public.days.items()
            if start <= day <= end and not rule.is_free_by_rule(day)
        ]
        if not public.days or _lacks_make_up_days(rule, year):
            unpublished.append(year)
    weekend = rule.weekend(start.year)
    return CalendarNote(
        id=rule.id,
        name=stated.name or rule.id,
        used_by=users,
        country=rule.country,
        subdivision=subdivision_name(rule.country, rule.subdivision) if rule.subdivision else "",
        weekend=tuple(name for at, name in enumerate(WEEKDAYS) if at in weekend),
        holidays=tuple(holidays),
        shutdowns=tuple(
            Closure(s.from_, s.to, s.reason or "")
            for s in sorted(stated.shutdowns, key=lambda s: s.from_)
            if s.from_ <= end and s.to >= start
        ),
        make_up_days=tuple(day for day in sorted(make_up) if start <= day <= end),
        half_days=tuple(day for day in sorted(half_days) if start <= day <= end),
        holiday_eves=stated.holiday_eves,
        unpublished=tuple(unpublished),
    )
