"""What the contract calls a working day, held against the calendars that count them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from babel import Locale
from babel.core import UnknownLocaleError

from sowgen.diagnostics import Diagnostic
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.parties import Party
from sowgen.model.spec.schedule import WorkCalendar
from sowgen.model.tree import Path, Tree
from sowgen.validate.finding import find
from sowgen.validate.walk import stated

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_RANGE = re.compile(rf"\b({'|'.join(_DAYS)})s?\s+(?:to|through|until|-|–)\s+({'|'.join(_DAYS)})")
_BOTH = re.compile(r"\b(?:both|all(?: the)? (?:sites|places|parties))\b")
_CLOSED = re.compile(r"\b(?:clos\w*|shut\w*|calendars?|schedule)\b")
_HALF_EVES = re.compile(r"\beves?\b[^.;]*\bhalf\b|\bhalf\b[^.;]*\beves?\b")


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """P134. Words are read in English: a stretch of week days, a country with its holidays,
    holiday eves that count half, and days on which both parties work. Words that say none of
    these are not judged."""
    definition = stated(spec.legal.definitions.working_day)
    yield from _together(spec, tree)
    for party_id, party in spec.parties.items():
        sources: list[tuple[str | None, Path]] = [
            (stated(party.business_day), ("parties", party_id, "business_day")),
            (definition, ("legal", "definitions", "working_day")),
        ]
        for words, path in sources:
            for calendar_id, calendar in _calendars(spec, party).items():
                for said, kept in _contradictions(words or "", calendar, party):
                    yield find(
                        "P134",
                        f"a working day of `{party_id}` is {said}, but its calendar "
                        f"`{calendar_id}` {kept}",
                        tree.span(path),
                        f"correct the words here, or `schedule.calendars.{calendar_id}`",
                        [("the calendar", tree.key_span(("schedule", "calendars", calendar_id)))],
                    )


def _together(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """A day on which both have to work, while the annexes count on the calendar of one."""
    sides = [p for p in spec.parties.values() if p.role in ("oem", "ems")]
    kept = {site.calendar for party in sides for site in party.sites.values()}
    if len(kept) == 1 and None not in kept:
        return
    definitions = spec.legal.definitions
    sources: list[tuple[str | None, Path]] = [
        (stated(definitions.working_day), ("legal", "definitions", "working_day")),
        (stated(definitions.holidays), ("legal", "definitions", "holidays")),
    ]
    for party_id, party in spec.parties.items():
        sources.append((stated(party.business_day), ("parties", party_id, "business_day")))
    for words, path in sources:
        said = _BOTH.search((words or "").lower())
        if said:
            yield find(
                "P134",
                f"`{said[0]}` together define the working day, but the annexes count each time on "
                "the calendar of one: the party or site that has to act",
                tree.span(path),
                "leave the line out, or write `a day worked on the calendar of the party or Site "
                "that has to act, as the schedule lists it`",
            )


def _calendars(spec: ProjectSpec, party: Party) -> dict[str, WorkCalendar]:
    known = spec.schedule.calendars
    return {s.calendar: known[s.calendar] for s in party.sites.values() if s.calendar in known}


def _contradictions(words: str, calendar: WorkCalendar, party: Party) -> Iterable[tuple[str, str]]:
    plain = words.lower()
    stretch = _RANGE.search(plain)
    country = calendar.country or party.country
    if stretch:
        worked = _stretch(_DAYS.index(stretch[1]), _DAYS.index(stretch[2]))
        weekend = _weekend(calendar, country)
        if weekend is not None and worked != frozenset(range(7)) - weekend:
            free = " and ".join(_DAYS[day].capitalize() for day in sorted(weekend))
            yield stretch[0].title().replace(" To ", " to "), f"has {free or 'no day'} free"
    named = _named(plain) if "holiday" in plain else frozenset()
    if named and country not in named:
        said = " and ".join(sorted(map(_name, named)))
        yield f"free on the holidays of {said}", f"keeps those of {_name(country)}"
    closures = calendar.shutdowns and "holiday" in plain and not _CLOSED.search(plain)
    if closures:
        yield "free on public holidays alone", "has closures besides"
    if _HALF_EVES.search(plain) and calendar.holiday_eves != "half":
        yield "half a day on the eve of a holiday", f"has `holiday_eves: {calendar.holiday_eves}`"


def _stretch(first: int, last: int) -> frozenset[int]:
    return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))


def _weekend(calendar: WorkCalendar, country: str) -> frozenset[int] | None:
    """The free days of the week, 0 for Monday; None where the country's are not known."""
    if calendar.weekend is not None:
        return frozenset(index for index, day in enumerate(_DAYS) if day[:3] in calendar.weekend)
    return _usual_weekend(country)


@lru_cache(maxsize=256)
def _usual_weekend(country: str) -> frozenset[int] | None:
    try:
        locale = Locale.parse(f"und_{country}")
    except (UnknownLocaleError, ValueError):
        return None
    return _stretch(locale.weekend_start, locale.weekend_end)


def _named(words: str) -> frozenset[str]:
    """The codes of the countries that small-letter words name."""
    return frozenset(code for code, name in _countries().items() if name.search(words))


@cache
def _countries() -> dict[str, re.Pattern[str]]:
    """Country code → its English name as a pattern."""
    return {
        code: re.compile(rf"\b{re.escape(name.lower())}(?!\w)")
        for code, name in Locale("en").territories.items()
        if re.fullmatch("[A-Z]{2}", code)
    }


def _name(country: str) -> str:
    return str(Locale("en").territories.get(country, country))
