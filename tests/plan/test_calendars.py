"""Which half days a calendar works, and the index over them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sowgen.model.spec.schedule import WorkCalendar
from sowgen.model.values import Duration
from sowgen.plan.calendars import CalendarRule
from sowgen.plan.spans import span
from sowgen.plan.working_time import OutOfRangeError, beginning, day_of, joint


def rule(country: str = "", **stated: object) -> CalendarRule:
    return CalendarRule("works", WorkCalendar.model_validate(stated), country)


def worked(calendar: CalendarRule, day: str) -> float:
    """How much of a day is worked: 0, 0.5 or 1."""
    when = date.fromisoformat(day)
    time = calendar.time(when.year)
    return (time.count(beginning(when) + 2) - time.count(beginning(when))) / 2


FRI_SAT = ["fri", "sat"]


@pytest.mark.parametrize(
    ("calendar", "day", "share"),
    [
        (rule(), "2027-03-05", 1),  # a Friday
        (rule(), "2027-03-06", 0),
        (rule(weekend=FRI_SAT), "2027-03-05", 0),
        (rule(weekend=FRI_SAT), "2027-03-07", 1),
        (rule("IL"), "2027-03-05", 0),
        (rule("IL"), "2027-03-07", 1),
        (rule(weekend=[]), "2027-03-06", 1),
        (rule("PL"), "2027-05-03", 0),
        (rule("PL"), "2027-05-04", 1),
        (rule("DE"), "2027-01-06", 1),
        (CalendarRule("works", WorkCalendar(), "DE", "BY"), "2027-01-06", 0),
        (rule("PL"), "2027-11-10", 1),  # the day before a holiday
        (rule("PL", holiday_eves="half"), "2027-11-10", 0.5),
        (rule("PL", holiday_eves="off"), "2027-11-10", 0),
        (rule("PL", holiday_eves="half"), "2027-12-31", 0.5),  # the holiday is next year's
        (rule("PL", holiday_eves="half"), "2027-12-25", 0),  # a holiday before a holiday
        (rule("PL", holiday_eves="half"), "2027-03-28", 0),  # Easter Sunday before Monday
        (rule(shutdowns=[{"from": "2027-02-05", "to": "2027-02-19"}]), "2027-02-05", 0),
        (rule(shutdowns=[{"from": "2027-02-05", "to": "2027-02-19"}]), "2027-02-19", 0),
        (rule(shutdowns=[{"from": "2027-02-05", "to": "2027-02-19"}]), "2027-02-22", 1),
        (rule(shutdowns=[{"from": "2026-12-24", "to": "2027-01-06"}]), "2027-01-05", 0),
        (rule(make_up_days=["2027-02-20"]), "2027-02-20", 1),
        (rule("PL", make_up_days=["2027-05-03"]), "2027-05-03", 1),
        (rule("CN"), "2026-02-14", 1),  # a published make-up Saturday
        (rule("CN"), "2026-02-21", 0),
        (rule("CN", shutdowns=[{"from": "2026-02-10", "to": "2026-02-28"}]), "2026-02-14", 0),
        (rule(half_days=["2027-12-24"]), "2027-12-24", 0.5),
        (rule(half_days=["2027-02-20"], make_up_days=["2027-02-20"]), "2027-02-20", 0.5),
    ],
)
def test_a_day_counts(calendar: CalendarRule, day: str, share: float) -> None:
    assert worked(calendar, day) == share


def test_a_joint_calendar_works_when_all_do() -> None:
    north, south = rule(), rule(weekend=FRI_SAT)
    both = joint([north.time(2027), south.time(2027)], 2027)
    days = [
        day_of(at)
        for at in range(beginning(date(2027, 3, 1)), beginning(date(2027, 3, 8)), 2)
        if both.count(at + 2) > both.count(at)
    ]
    assert [day.isoweekday() for day in days] == [1, 2, 3, 4]


def test_a_calendar_that_never_works_is_out_of_range() -> None:
    never = rule(weekend=["mon", "tue", "wed", "thu", "fri", "sat", "sun"]).time(2027)
    with pytest.raises(OutOfRangeError):
        never.slot(0)


@given(st.integers(-3000, 3000))
def test_count_and_slot_undo_each_other(distance: int) -> None:
    time = rule("CN", holiday_eves="half").time(2026)
    k = time.count(beginning(date(2026, 6, 1))) + distance
    assert time.count(time.slot(k)) == k
    assert time.count(time.slot(k) + 1) == k + 1


TIME = rule("PL", holiday_eves="half", weekend=FRI_SAT).time(2027)
LENGTHS = st.one_of(
    st.integers(0, 60).map(lambda n: Duration.parse(f"{n / 2} working days")),
    st.integers(0, 40).map(lambda n: Duration.parse(f"{n} days")),
    st.integers(1, 15).map(lambda n: Duration.parse(f"{n} months")),
)
POINTS = st.integers(beginning(date(2026, 1, 1)), beginning(date(2029, 1, 1)))


@given(LENGTHS, st.booleans(), POINTS, POINTS)
def test_the_latest_departure_is_the_inverse_of_the_way(
    length: Duration, back: bool, here: int, there: int
) -> None:
    if back:
        length = Duration(-length.amount, length.unit, length.calendar)
    way = span(length, TIME)
    assert (way.after(here) <= there) == (here <= way.latest(there))
    assert way.after(here) <= way.after(here + 1)


@given(LENGTHS, POINTS, POINTS)
def test_the_earliest_departure_is_the_inverse_of_the_way(
    length: Duration, here: int, there: int
) -> None:
    way = span(length, TIME)
    assert (way.after(here) >= there) == (here >= way.earliest(there)) or (
        # Between two half days that are worked, all points are the same.
        way.begin(here) == way.begin(way.earliest(there))
    )


@pytest.mark.parametrize(
    ("length", "start", "last"),
    [
        ("1 working day", "2027-03-01", "2027-03-01"),
        ("5 working days", "2027-03-01", "2027-03-05"),
        ("6 working days", "2027-03-01", "2027-03-08"),
        ("2 working weeks", "2027-03-01", "2027-03-12"),
        ("4 working hours", "2027-03-01", "2027-03-01"),
        ("9 working hours", "2027-03-01", "2027-03-02"),
        ("10 days", "2027-03-01", "2027-03-10"),
        ("2 weeks", "2027-03-01", "2027-03-14"),
        ("1 month", "2027-03-01", "2027-03-31"),
        ("1 month", "2027-01-31", "2027-02-28"),
        ("1 quarter", "2027-03-15", "2027-06-14"),
        ("1 year", "2028-02-29", "2029-02-28"),
    ],
)
def test_a_length_ends(length: str, start: str, last: str) -> None:
    way = span(Duration.parse(length), rule().time(2027))
    begun = way.begin(beginning(date.fromisoformat(start)))
    assert day_of(way.after(begun) - 1) == date.fromisoformat(last)


@pytest.mark.parametrize(("counts", "share"), [(None, 1), ("full", 1), ("half", 0.5)])
def test_half_public_holidays_count_as_the_project_says(counts: str | None, share: float) -> None:
    stated = {} if counts is None else {"public_half_days": counts}
    assert worked(rule("EE", **stated), "2027-02-23") == share  # a shortened Tuesday
    assert worked(rule("EE", **stated), "2027-02-24") == 0
