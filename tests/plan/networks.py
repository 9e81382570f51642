"""Random networks: the same one as jobs for `by_hand`, and as a schedule for sowgen.

Fifty networks after one another share their calendars.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

import holidays

from tests.plan.by_hand import ZERO, Calendar, Job

START = date(2027, 3, 1)
SHARE = 50
BEGIN = 2 * (START - ZERO).days
TYPES = ("FS", "FS", "SS", "FF", "SF")
PLACES: dict[tuple[str, ...], dict[str, str]] = {
    ("works",): {"site": "plant"},
    ("office",): {"party": "oem"},
    ("works", "office"): {"site": "plant", "owner": "oem.quality"},
    ("third",): {"calendar": "third"},
}
"""Which calendars an activity follows, and what it says to follow them."""
_POLAND = frozenset(holidays.country_holidays("PL", years=(2026, 2027, 2028)))
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Network:
    """`wanted` is the point at which the day of the wanted delivery ends."""

    jobs: list[Job]
    schedule: dict[str, Any]
    wanted: int | None


def point(day: date) -> int:
    """The half day with which `day` begins."""
    return 2 * (day - ZERO).days


def network(seed: int, plain: bool = False) -> Network:
    """Up to ten jobs on three calendars and what two of them have in common.

    A `plain` one keeps to what `MicrosoftScheduler` of MPXJ computes exactly: see `_links` and
    `_dates`.
    """
    made = calendars_of(seed // SHARE)
    calendars = {name: stated for name, (_, stated) in made.items()}
    pick = random.Random(seed)
    jobs: list[Job] = []
    activities: dict[str, Any] = {}
    for number in range(pick.randint(2, 10)):
        keys = pick.choice(list(PLACES))
        working = pick.random() < 0.8
        halves = pick.choice((0, 1, 2, 3, 4, 8, 13)[plain:]) if working else 2 * pick.randint(1, 12)
        job = Job(halves, working, tuple(made[key][0] for key in keys))
        unit = "working days" if working else "days"
        activities[f"j{number}"] = {
            "name": f"J{number}", **PLACES[keys], "duration": f"{halves / 2} {unit}",
            "after": _links(pick, jobs, job, plain), **_dates(pick, job, plain),
        }  # fmt: skip
        jobs.append(job)
    schedule = {"start": START.isoformat(), "calendars": calendars, "activities": activities}
    wanted = START + timedelta(days=pick.randint(5, 90)) if pick.random() < 0.3 else None
    if wanted and not plain:
        schedule["wanted_delivery"] = wanted.isoformat()
    return Network(jobs, schedule, point(wanted) + 2 if wanted else None)


@cache
def calendars_of(seed: int) -> dict[str, tuple[Calendar, dict[str, Any]]]:
    """Three calendars, and how a project states them."""
    pick = random.Random(f"calendars {seed}")
    weekends = {"works": (5, 6), "office": pick.choice([(5, 6), (4, 5)]), "third": (6,)}
    return {name: _calendar(pick, free, name != "third") for name, free in weekends.items()}


def _calendar(
    pick: random.Random, free: tuple[int, ...], is_in_poland: bool
) -> tuple[Calendar, dict[str, Any]]:
    """A calendar and how a project states it; sites in Poland observe its public holidays."""
    public = _POLAND if is_in_poland else frozenset[date]()

    def days(count: int) -> set[date]:
        return {START + timedelta(days=pick.randrange(-60, 200)) for _ in range(count)}

    shut = days(12)
    half = {day for day in days(8) if day.weekday() not in free} - shut - public
    worked = {day for day in days(8) if day.weekday() in free} - shut
    closed = {point(day) + part for day in shut | (public - worked) for part in (0, 1)}
    opened = {point(day) + part for day in worked for part in (0, 1)}
    calendar = Calendar(
        frozenset(free), frozenset(closed | {point(day) + 1 for day in half}), frozenset(opened)
    )
    stated = {
        "weekend": [_WEEKDAYS[day] for day in free],
        "shutdowns": [{"from": f"{day}", "to": f"{day}"} for day in sorted(shut)],
        "half_days": [f"{day}" for day in sorted(half)],
        "make_up_days": [f"{day}" for day in sorted(worked)],
    }
    return calendar, stated


def _links(pick: random.Random, jobs: list[Job], job: Job, plain: bool) -> list[str]:
    """Links to up to three of the jobs before.

    MPXJ counts the lag of a link that holds an end from the start on, which is the same only
    in working time and on one calendar; and its elapsed steps begin and end at any hour.
    """
    written = []
    for other in pick.sample(range(len(jobs)), min(len(jobs), pick.randint(0, 3))):
        kind, lag, in_work = pick.choice(TYPES), pick.randint(-4, 6), pick.random() < 0.5
        if plain:
            same = jobs[other].calendars == job.calendars and jobs[other].working and job.working
            kind = kind if same or kind[1] == "S" else kind[0] + "S"
            in_work = job.working and (in_work or kind[1] == "F")
        if not in_work:
            lag *= 2
        job.links.append((other, kind, lag, in_work))
        unit = "working days" if in_work else "days"
        written.append(f"j{other} {kind} {'-' if lag < 0 else '+'} {abs(lag) / 2} {unit}")
    return written


def _dates(pick: random.Random, job: Job, plain: bool) -> dict[str, str]:
    """Now and then one of the dates that an activity can have, in the job too.

    MPXJ lets such a date win over links, sowgen reports it: a plain one contradicts none.
    """
    chosen = pick.choice(("", "", "", "not_before", "must_start_on", "not_after", "deadline"))
    if not chosen or (plain and job.links and chosen == "must_start_on"):
        return {}
    day = START + timedelta(days=pick.randint(0, 60))
    if chosen == "not_before":
        job.not_before = point(day)
    elif chosen == "must_start_on":
        job.fixed = point(day)
    else:
        day += timedelta(days=250 if plain and chosen == "not_after" else 0)
        job.by = point(day) + 2
    return {chosen: day.isoformat()}


def together(seeds: range) -> dict[str, Any]:
    """The plain networks of `seeds` as one schedule; they must share their calendars."""
    activities: dict[str, Any] = {}
    for seed in seeds:
        given = network(seed, plain=True)
        for id_, activity in given.schedule["activities"].items():
            after = [f"n{seed}-{link}" for link in activity["after"]]
            activities[f"n{seed}-{id_}"] = activity | {"after": after}
    return network(seeds[0], plain=True).schedule | {"activities": activities}
