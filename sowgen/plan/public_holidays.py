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
    """`country` or `subdivision`, whichever the package does not know; '' where it knows both."""
    import holidays

    # Asked for one country: a list of all of them would import a module for each.
    try:
        found: Any = holidays.country_holidays(country)
    except NotImplementedError:
        return "country"
    if subdivision:
        aliases = found.get_subdivision_aliases()
        names = {*found.subdivisions, *(name for more in aliases.values() for name in more)}
        if subdivision not in names:
            return "subdivision"
    return ""


@cache
def subdivisions(country: str) -> tuple[str, ...]:
    """The codes of the country's states or provinces that have holidays of their own."""
    import holidays

    return tuple(holidays.list_supported_countries().get(country, ()))


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
