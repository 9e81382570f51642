"""Hours in common and meeting times of ten pairs of cities, on every date of 2026 to 2028.

What the plan says is held against a second calculation that knows nothing of it: it walks
through the quarters of an hour of a working day and asks `zoneinfo` what the other side's clock
shows.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from sowgen.model.meetings import MeetingPlan, SharedHours
from tests.plan.meeting_deals import EVERY_DAY, deal, every_day, meeting, plan_of

START, END = date(2026, 1, 1), date(2028, 12, 31)
QUARTER = timedelta(minutes=15)
OPENS, CLOSES = time(9), time(17)
PAIRS = {
    "Warsaw-New York": ("Europe/Warsaw", "America/New_York"),
    "Warsaw-Los Angeles": ("Europe/Warsaw", "America/Los_Angeles"),
    "Berlin-Shanghai": ("Europe/Berlin", "Asia/Shanghai"),
    "New York-Shanghai": ("America/New_York", "Asia/Shanghai"),
    "Los Angeles-Taipei": ("America/Los_Angeles", "Asia/Taipei"),
    "Berlin-Kuala Lumpur": ("Europe/Berlin", "Asia/Kuala_Lumpur"),
    "London-Ho Chi Minh": ("Europe/London", "Asia/Ho_Chi_Minh"),
    "Berlin-Mexico City": ("Europe/Berlin", "America/Mexico_City"),
    "Berlin-Kolkata": ("Europe/Berlin", "Asia/Kolkata"),
    "Jerusalem-New York": ("Asia/Jerusalem", "America/New_York"),
}
BY_HAND = {  # hours in common in January, mid-March, July and late October 2027
    "Warsaw-New York": (2, 3, 2, 2),
    "Warsaw-Los Angeles": (0, 0, 0, 0),
    "Berlin-Shanghai": (1, 1, 2, 2),
    "New York-Shanghai": (0, 0, 0, 0),
    "Los Angeles-Taipei": (0, 0, 0, 0),
    "Berlin-Kuala Lumpur": (1, 1, 2, 2),
    "London-Ho Chi Minh": (1, 1, 2, 2),
    "Berlin-Mexico City": (1, 1, 0, 0),
    "Berlin-Kolkata": (3.5, 3.5, 4.5, 4.5),
    "Jerusalem-New York": (1, 2, 1, 1),
}
every_pair = pytest.mark.parametrize("name", PAIRS)


@cache
def plan(name: str) -> MeetingPlan:
    """The plan of a pair: both work from nine to five on every day, and meet every day."""
    first, second = PAIRS[name]
    hours = "09:00-17:00"
    return plan_of(deal(
        {"tz": first, "working_hours": hours}, {"tz": second, "working_hours": hours},
        calendars=(EVERY_DAY, EVERY_DAY), meetings={"call": meeting(cadence="daily", day=None)},
        **{"from": START.isoformat(), "until": END.isoformat()},
    ))  # fmt: skip


@cache
def quarters_in_common(name: str, day: date) -> list[datetime]:
    """The quarters of an hour, in UTC, at which both clocks show working time."""
    first, second = (ZoneInfo(zone) for zone in PAIRS[name])
    at = datetime.combine(day, OPENS, first).astimezone(UTC)
    end = datetime.combine(day, CLOSES, first).astimezone(UTC)
    found = []
    while at < end:
        if OPENS <= at.astimezone(second).time() < CLOSES:
            found.append(at)
        at += QUARTER
    return found


def by_date(name: str) -> dict[date, SharedHours]:
    (pair,) = plan(name).pairs
    found: dict[date, SharedHours] = {}
    for hours in pair.hours:
        for span in hours.spans:
            for day in every_day(span.start, span.end):
                assert day not in found
                found[day] = hours
    return found


@every_pair
def test_hours_in_common_on_every_date(name: str) -> None:
    found = by_date(name)
    first, second = (ZoneInfo(zone) for zone in PAIRS[name])
    assert sorted(found) == every_day(START, END)
    for day, hours in found.items():
        common = quarters_in_common(name, day)
        assert hours.minutes == 15 * len(common), day
        assert len(hours.utc) == len(hours.first) == len(hours.second) == bool(common)
        if common:
            starts = common[0], common[0].astimezone(first), common[0].astimezone(second)
            last = common[-1] + QUARTER
            ends = last, last.astimezone(first), last.astimezone(second)
            shown = hours.utc[0], hours.first[0], hours.second[0]
            assert [t.start for t in shown] == [f"{s:%H:%M}" for s in starts], day
            assert [t.end for t in shown] == [f"{e:%H:%M}" for e in ends], day
            assert [t.days for t in shown] == [(s.date() - day).days for s in starts], day


@every_pair
def test_hours_in_common_as_known(name: str) -> None:
    days = date(2027, 1, 15), date(2027, 3, 20), date(2027, 7, 15), date(2027, 10, 25)
    found = by_date(name)
    assert tuple(found[day].minutes / 60 for day in days) == BY_HAND[name]


def test_the_weeks_in_which_one_side_has_changed_its_clocks() -> None:
    """Warsaw and New York are six hours apart but for two stretches of 2027."""
    found = by_date("Warsaw-New York")
    odd = {day for day, hours in found.items() if hours.difference != -360 and day.year == 2027}
    spring = every_day(date(2027, 3, 14), date(2027, 3, 27))
    assert odd == {*spring, *every_day(date(2027, 10, 31), date(2027, 11, 6))}


@every_pair
def test_meeting_times_on_every_date(name: str) -> None:
    (call,) = plan(name).meetings
    first, second = (ZoneInfo(zone) for zone in PAIRS[name])
    assert [o.date for o in call.occurrences] == every_day(START, END)
    for occurrence in call.occurrences:
        at = [occurrence.start + n * QUARTER for n in range(3)]
        assert occurrence.end == at[-1] + QUARTER
        common = quarters_in_common(name, occurrence.date)
        # Within the working hours of both wherever those leave 45 minutes.
        assert occurrence.rotated == (len(common) < 3), occurrence.date
        assert occurrence.rotated or set(at) <= set(common), occurrence.date
        for zone, shown in zip((first, second, UTC), occurrence.local, strict=True):
            local = occurrence.start.astimezone(zone)
            assert shown.start == f"{local:%H:%M}"
            end = f"{occurrence.end.astimezone(zone):%H:%M}"
            assert shown.end == ("24:00" if end == "00:00" else end)
            assert shown.date == local.date()
            if occurrence.rotated and zone is not UTC:
                assert time(6) <= local.time() <= time(21, 15), occurrence.date


@every_pair
def test_early_and_late_hours_are_shared(name: str) -> None:
    """Neither side ever bears more than the other by more than its dearest single meeting."""
    (call,) = plan(name).meetings
    zones = {"oem": ZoneInfo(PAIRS[name][0]), "ems": ZoneInfo(PAIRS[name][1])}
    borne = {"oem": 0.0, "ems": 0.0}
    dearest = 0.0
    for occurrence in call.occurrences:
        if occurrence.rotated:
            for party, zone in zones.items():
                start, end = occurrence.start.astimezone(zone), occurrence.end.astimezone(zone)
                opens = datetime.combine(start.date(), OPENS, zone)
                closes = datetime.combine(start.date(), CLOSES, zone)
                early = (opens.astimezone(UTC) - occurrence.start).total_seconds() / 60
                late = (end.astimezone(UTC) - closes.astimezone(UTC)).total_seconds() / 60
                cost = max(0.0, early, late)
                borne[party] += cost
                dearest = max(dearest, cost)
            assert abs(borne["oem"] - borne["ems"]) <= dearest, occurrence.date
    stated = {burden.party: float(burden.hours) for burden in call.burdens}
    if call.rotates:
        assert stated == {party: pytest.approx(m / 60, abs=0.01) for party, m in borne.items()}
