"""A hundred random networks, computed twice."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.plan import by_hand
from tests.plan.by_hand import ZERO, Job
from tests.plan.deals import deal, planned

START = date(2027, 3, 1)
TYPES = ("FS", "FS", "SS", "FF", "SF")


def network(seed: int) -> tuple[list[Job], dict[str, Any]]:
    """Up to ten jobs on two calendars with random free days, and the same as a schedule."""
    pick = random.Random(seed)
    calendars = {}
    for name in ("one", "two"):
        free = {START + timedelta(days=pick.randrange(-60, 200)) for _ in range(15)}
        calendars[name] = free
    jobs, activities = [], {}
    for number in range(pick.randint(2, 10)):
        name = pick.choice(("one", "two"))
        working = pick.random() < 0.8
        halves = pick.choice((0, 1, 2, 3, 4, 8, 13)) if working else 2 * pick.randint(1, 12)
        job = Job(halves, working, calendars[name])
        after = []
        for other in pick.sample(range(number), min(number, pick.randint(0, 3))):
            kind, lag, in_work = pick.choice(TYPES), pick.randint(-4, 6), pick.random() < 0.5
            if not in_work:
                lag *= 2
            job.links.append((other, kind, lag, in_work))
            unit = "working days" if in_work else "days"
            after.append(f"j{other} {kind} {'-' if lag < 0 else '+'} {abs(lag) / 2} {unit}")
        jobs.append(job)
        unit = "working days" if working else "days"
        activities[f"j{number}"] = {
            "name": f"J{number}", "calendar": name, "duration": f"{halves / 2} {unit}",
            "after": after,
        }  # fmt: skip
    shut = {
        name: {"weekend": ["sat", "sun"], "shutdowns": [
            {"from": day.isoformat(), "to": day.isoformat()} for day in sorted(free)]}
        for name, free in calendars.items()
    }  # fmt: skip
    return jobs, {"start": START.isoformat(), "calendars": shut, "activities": activities}


def day(half: int) -> date:
    return ZERO + timedelta(days=half // 2)


@pytest.mark.parametrize("seed", range(100))
def test_both_calculations_agree(seed: int) -> None:
    jobs, schedule = network(seed)
    begin = 2 * (START - ZERO).days
    early = by_hand.early(jobs, begin)
    horizon = max(finish for _, finish in early)
    late = by_hand.late(jobs, horizon)
    found = planned(deal(schedule=schedule)).value
    assert found is not None
    for number, job in enumerate(jobs):
        row = found.activities[number]
        if job.halves:
            assert row.start == day(early[number][0])
            assert row.finish == day(early[number][1] - 1)
            assert row.late_start == day(late[number][0])
            assert row.late_finish == day(late[number][1] - 1)
        total = by_hand.worked_between(job, early[number][0], late[number][0])
        assert row.total_float == Decimal(total) / 2
        if any(link[0] == number for other in jobs for link in other.links):
            last = by_hand.latest(jobs, number, horizon + 400, early)
            free = max(0, by_hand.worked_between(job, early[number][0], last))
            assert row.free_float == Decimal(free) / 2
