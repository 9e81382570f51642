"""Public holidays by country and year, from the `holidays` package.

Nothing here is in the project: the data are the package's, and its gaps are reported, never
filled by a guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

SATURDAY_AND_SUNDAY = frozenset({5, 6})


@dataclass(frozen=True, slots=True)
class HolidayYear:
    """One year of one country: its holidays with their names, the free days of the week
    (0 is Monday), the free days that are worked to make up for a holiday, and the days that the
    country shortens, for everybody or for some.
    """

    days: Mapping[date, str]
    weekend: frozenset[int]
    make_up: frozenset[date]
    half_days: Mapping[date, str]


@cache
def fault(country: str, subdivision: str) -> str:
    """`country` or `subdivision`, whichever the package does not know; '' where it knows both,
    or no subdivisions of the country at all: any of them then keeps the country's holidays.
    """
    import holidays

    # Asked for one country: a list of all of them would import a module for each.
    try:
        holidays.country_holidays(country)
    except NotImplementedError:
        return "country"
    if subdivision:
        names = subdivisions(country)
        known = subdivision in names or any(subdivision in more for more in names.values())
        if names and not known:
            return "subdivision"
    return ""


@cache
def subdivisions(country: str) -> Mapping[str, tuple[str, ...]]:
    """The states or provinces of a known country by code, with what else each is called: other
    codes, and names. Empty where the package tells none apart.
    """
    import holidays

    found: Any = holidays.country_holidays(country)
    aliases = found.get_subdivision_aliases()
    return {code: tuple(aliases.get(code, ())) for code in found.subdivisions}


@cache
def subdivision_name(country: str, subdivision: str) -> str:
    """The name of a state or province, as its country writes it, for any of its codes; what is
    given where the package knows no name.
    """
    for code, others in subdivisions(country).items():
        if subdivision in (code, *others):
            return subdivision if _is_name(subdivision) else next(filter(_is_name, others), code)
    return subdivision


@cache
def subdivision_codes(country: str) -> Mapping[str, str]:
    """Names of the states or provinces by code, of several the one in letters (`JHR`, not `01`)."""
    found = {}
    for code, others in subdivisions(country).items():
        letters = (each for each in (code, *others) if each.isalpha() and each.isupper())
        found[next(letters, code)] = subdivision_name(country, code)
    return found


def _is_name(text: str) -> bool:
    return not text.isupper() and not text.isdigit()


@cache
def countries() -> tuple[str, ...]:
    """The codes of the countries whose holidays are known."""
    import holidays

    return tuple(code for code in holidays.list_supported_countries() if len(code) == 2)


@cache
def holiday_year(country: str, subdivision: str, year: int, language: str) -> HolidayYear:
    """The year's holidays, named in `language` where the package can, else in English, else in
    the country's own. `country` and `subdivision` must be known (see `fault`).
    """
    import holidays

    subdiv = subdivision or None
    plain: Any = holidays.country_holidays(country, subdiv=subdiv, expand=False)
    known = plain.supported_languages
    wanted = next(
        (code for prefix in (language, "en") for code in known if code.split("_")[0] == prefix),
        None,
    )
    found: Any = holidays.country_holidays(
        country, subdiv=subdiv, years=year, expand=False, language=wanted
    )
    return HolidayYear(
        half_days=_half_days(plain, country, subdiv, year, wanted),
        days={day: str(name) for day, name in sorted(found.items()) if day.year == year},
        weekend=frozenset(found.weekend),
        make_up=frozenset(day for day in found.weekend_workdays if day.year == year),
    )


def _half_days(
    plain: Any, country: str, subdiv: str | None, year: int, language: str | None
) -> Mapping[date, str]:
    import holidays

    if holidays.HALF_DAY not in plain.supported_categories:
        return {}
    found: Any = holidays.country_holidays(
        country, subdiv=subdiv, years=year, expand=False, language=language,
        categories=(holidays.HALF_DAY,),
    )  # fmt: skip
    return {day: str(name) for day, name in sorted(found.items()) if day.year == year}


@cache
def last_make_up_year(country: str, subdivision: str, year: int) -> int | None:
    """The newest of the three years before `year` whose make-up days are known, if any."""
    for earlier in range(year - 1, year - 4, -1):
        if holiday_year(country, subdivision, earlier, "en").make_up:
            return earlier
    return None
