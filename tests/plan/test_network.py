"""Links, lags, constraints, floats and the critical path, on a week from Monday to Friday.

2027-03-01 is a Monday.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.plan.deals import codes, deal, planned, rows


def two(link: str, first: Any = 5, second: Any = 3, **more: Any) -> dict[str, Any]:
    """Activity `b` that waits for `a` by `link`."""
    return {
        "start": "2027-03-01",
        "activities": {
            "a": {"name": "A", "site": "plant", "duration": first},
            "b": {"name": "B", "site": "plant", "duration": second, "after": link, **more},
        },
    }


@pytest.mark.parametrize(
    ("link", "start", "finish"),
    [
        ("a", "2027-03-08", "2027-03-10"),
        ("a FS + 2 working days", "2027-03-10", "2027-03-12"),
        ("a FS - 2 working days", "2027-03-04", "2027-03-08"),
        ("a FS + 2 days", "2027-03-08", "2027-03-10"),  # over the weekend
        ("a FS + 3 days", "2027-03-09", "2027-03-11"),
        ("a FS + 1 week", "2027-03-15", "2027-03-17"),
        ("a FS - 4 days", "2027-03-02", "2027-03-04"),
        ("a FS + 1 month", "2027-04-06", "2027-04-08"),
        ("a SS", "2027-03-01", "2027-03-03"),
        ("a SS + 2 working days", "2027-03-03", "2027-03-05"),
        ("a SS - 2 working days", "2027-03-01", "2027-03-03"),  # not before the project
        ("a FF", "2027-03-03", "2027-03-05"),
        ("a FF + 1 working day", "2027-03-04", "2027-03-08"),
        ("a FF - 1 working day", "2027-03-02", "2027-03-04"),
        ("a SF + 6 working days", "2027-03-04", "2027-03-08"),
        ("a SF", "2027-03-01", "2027-03-03"),
    ],
)
def test_a_link_moves_the_second_activity(link: str, start: str, finish: str) -> None:
    row = rows(deal(schedule=two(link)))["b"]
    assert (row.start.isoformat(), row.finish.isoformat()) == (start, finish)


@pytest.mark.parametrize(
    ("link", "total"),
    [
        ("a", "0"),
        ("a FS - 2 working days", "0"),
        ("a SS", "2"),
        ("a SS + 2 working days", "0"),
        ("a FF", "0"),
        ("a FF - 1 working day", "1"),
        ("a SF", "2"),
    ],
)
def test_total_float_of_the_second_activity(link: str, total: str) -> None:
    assert rows(deal(schedule=two(link)))["b"].total_float == Decimal(total)


@pytest.mark.parametrize(
    ("constraint", "start", "finish", "total", "found"),
    [
        ({"not_before": "2027-03-17"}, "2027-03-17", "2027-03-19", "0", []),
        ({"not_before": "2027-03-02"}, "2027-03-08", "2027-03-10", "0", []),
        ({"not_before": "2027-03-20"}, "2027-03-22", "2027-03-24", "0", []),
        ({"must_start_on": "2027-03-17"}, "2027-03-17", "2027-03-19", "0", []),
        ({"must_start_on": "2027-03-20"}, "2027-03-22", "2027-03-24", "0", ["T208"]),
        ({"must_start_on": "2027-03-04"}, "2027-03-08", "2027-03-10", "-2", ["T213"]),
        ({"not_after": "2027-03-10"}, "2027-03-08", "2027-03-10", "0", []),
        ({"not_after": "2027-03-09"}, "2027-03-08", "2027-03-10", "-1", ["T212"]),
        ({"deadline": "2027-03-05"}, "2027-03-08", "2027-03-10", "-3", ["T210"]),
        ({"deadline": "2027-03-30"}, "2027-03-08", "2027-03-10", "0", []),
    ],
)
def test_a_constraint(
    constraint: dict[str, str], start: str, finish: str, total: str, found: list[str]
) -> None:
    spec = deal(schedule=two("a", **constraint))
    row = rows(spec)["b"]
    assert (row.start.isoformat(), row.finish.isoformat()) == (start, finish)
    assert row.total_float == Decimal(total)
    assert [code for code in codes(planned(spec)) if code != "T215"] == found


def diamond(**more: Any) -> dict[str, Any]:
    """`a`, then `long` beside `short`, then `production`, then a milestone of delivery."""
    return {
        "start": "2027-03-01",
        "activities": {
            "a": {"name": "A", "site": "plant", "duration": 2},
            "long": {"name": "Long", "site": "plant", "duration": 8, "after": "a"},
            "short": {"name": "Short", "site": "plant", "duration": 3, "after": "a"},
            "production": {
                "name": "Build", "site": "plant", "duration": 5, "after": ["long", "short"],
            },
            "ship": {"name": "Sea", "party": "ems", "duration": "30 days",
                     "after": "production"},
        },
        "milestones": {"first-delivery": {"name": "First delivery", "after": "ship"}},
        **more,
    }  # fmt: skip


def test_critical_path_and_floats() -> None:
    found = planned(deal(schedule=diamond())).value
    assert found is not None
    assert found.critical_ids == ("a", "long", "production", "ship", "first-delivery")
    by_id = {row.id: row for row in found.activities}
    assert by_id["short"].total_float == by_id["short"].free_float == 5
    assert not by_id["short"].critical
    assert by_id["long"].total_float == 0
    assert by_id["ship"].float_unit == "calendar"
    assert found.production_start is not None
    assert found.production_start.isoformat() == "2027-03-15"
    assert found.first_delivery.isoformat() == "2027-04-18"
    assert found.milestones[0].date == found.first_delivery


def test_free_float_is_less_than_total_float_in_the_middle_of_a_chain() -> None:
    schedule = diamond()
    schedule["activities"]["after-short"] = {
        "name": "After", "site": "plant", "duration": 1, "after": "short",
    }  # fmt: skip
    schedule["activities"]["production"]["after"] = ["long", "after-short"]
    found = rows(deal(schedule=schedule))
    assert (found["short"].free_float, found["short"].total_float) == (0, 4)
    assert found["after-short"].free_float == 4


def test_a_later_wanted_delivery_gives_float_to_all_and_keeps_the_path() -> None:
    found = planned(deal(schedule=diamond(wanted_delivery="2027-04-25"))).value
    assert found is not None
    by_id = {row.id: row for row in found.activities}
    assert by_id["long"].total_float == 5
    assert by_id["long"].critical
    assert not by_id["short"].critical
    assert found.margin == 7


def test_an_earlier_wanted_delivery_is_reported_with_its_path() -> None:
    outcome = planned(deal(schedule=diamond(wanted_delivery="2027-04-15")))
    (finding,) = outcome.diagnostics
    assert finding.code == "T211"
    assert finding.severity == "warning"
    # Friday to Monday: three days, and one of work; the rest is a weekend.
    assert "3 days (1 working day) later" in finding.message
    assert "`long` → `production` → `ship`" in finding.message


def test_without_a_start_the_project_starts_as_late_as_possible() -> None:
    schedule = diamond(wanted_delivery="2027-04-18") | {"start": "to be agreed"}
    found = planned(deal(schedule=schedule)).value
    assert found is not None
    assert found.start_computed
    assert found.start.isoformat() == "2027-03-01"
    assert found.first_delivery.isoformat() == "2027-04-18"


def test_work_after_the_delivery_does_not_bring_the_start_forward() -> None:
    schedule = diamond(wanted_delivery="2027-04-18") | {"start": None}
    schedule["activities"]["review"] = {
        "name": "Review", "site": "plant", "duration": 20, "after": "first-delivery",
    }  # fmt: skip
    found = planned(deal(schedule=schedule)).value
    assert found is not None
    assert found.start.isoformat() == "2027-03-01"
    assert found.end > found.first_delivery


def test_gates_hold_work_back_until_they_are_signed() -> None:
    schedule = two("g2")
    schedule["activities"]["a"]["gate"] = "g2"
    schedule["gates"] = {
        "g2": {"name": "G2", "approver": "oem.quality", "review": 3, "exit_criteria": ["Signed"]}
    }
    found = planned(deal(schedule=schedule)).value
    assert found is not None
    assert found.gates[0].date.isoformat() == "2027-03-10"
    assert found.gates[0].waits_for == ("A",)
    assert found.gates[0].approver_name == "Customer quality"
    assert {row.id: row for row in found.activities}["b"].start.isoformat() == "2027-03-11"


def test_a_joint_activity_waits_for_both_sites() -> None:
    schedule = two("a", first=3, second=2, owner="oem.quality")
    schedule["calendars"] = {
        "office": {"shutdowns": [{"from": "2027-03-04", "to": "2027-03-04"}]},
        "works": {"shutdowns": [{"from": "2027-03-08", "to": "2027-03-08"}]},
    }
    row = rows(deal(schedule=schedule))["b"]
    assert row.calendars == ("works", "office")
    assert (row.start.isoformat(), row.finish.isoformat()) == ("2027-03-05", "2027-03-09")


def test_half_days_add_up() -> None:
    schedule = two("a", first=1.5, second=1)
    found = rows(deal(schedule=schedule))
    assert found["a"].finish.isoformat() == "2027-03-02"
    assert (found["b"].start.isoformat(), found["b"].finish.isoformat()) == (
        "2027-03-02", "2027-03-03",
    )  # fmt: skip


NEVER = {"weekend": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]}


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        ({"start": "to be agreed", "activities": {"a": {"name": "A"}}}, ["T202"]),
        ({"activities": {"a": {"name": "A"}}}, []),
        ({"start": "2027-03-01", "activities": {
            "a": {"name": "A", "after": "c"}, "b": {"name": "B", "after": "a"},
            "c": {"name": "C", "after": "b"}, "d": {"name": "D", "after": "c"}}}, []),
        ({"start": "2027-03-01", "activities": {
            "a": {"name": "A", "site": "plant", "duration": 90000}}}, ["T207"]),
        ({"start": "2027-03-01", "calendars": {"works": NEVER}, "activities": {
            "a": {"name": "A", "site": "plant", "duration": 1}}}, []),
    ],
)  # fmt: skip
def test_no_plan_without_sound_dates(schedule: dict[str, Any], expected: list[str]) -> None:
    """What `validate` reports by itself is not reported twice."""
    outcome = planned(deal(schedule=schedule))
    assert outcome.value is None
    assert codes(outcome) == expected


def test_a_cycle_through_a_gate_is_named() -> None:
    schedule = {
        "start": "2027-03-01",
        "activities": {
            "a": {"name": "A", "after": "g2"},
            "b": {"name": "B", "after": "a", "gate": "g2"},
        },
        "gates": {"g2": {"name": "G2"}},
    }
    outcome = planned(deal(schedule=schedule))
    assert codes(outcome) == ["T201"]
    assert "`a` → `g2` → `b` → `a`" in outcome.diagnostics[0].message


def test_no_activities_no_plan() -> None:
    outcome = planned(deal())
    assert outcome.value is None
    assert not outcome.diagnostics


@pytest.mark.parametrize(
    ("calendar", "code"),
    [
        ({"country": "CN"}, "T205"),
        ({"country": "UA"}, "T204"),
        ({"country": "AE"}, "T206"),
        ({"country": "XX"}, "T203"),
    ],
)
def test_gaps_in_the_holidays_are_reported(calendar: dict[str, str], code: str) -> None:
    schedule = diamond(calendars={"works": calendar})
    assert code in codes(planned(deal(schedule=schedule)))


def test_stated_make_up_days_answer_the_warning() -> None:
    works = {"country": "CN", "make_up_days": ["2027-02-20"]}
    assert "T205" not in codes(planned(deal(schedule=diamond(calendars={"works": works}))))


@pytest.mark.parametrize(
    ("after", "day"),
    [
        ("kick-off", "2027-03-01"),  # nothing has ended: the first day begins
        ("meeting", "2027-03-01"),  # a moment behind a moment
        ("kick-off SS", "2027-03-01"),
        ("kick-off FS + 2 working days", "2027-03-02"),  # at the end of the second day
        ("a", "2027-03-05"),
    ],
)
def test_a_milestone_behind_a_moment_falls_on_its_day(after: str, day: str) -> None:
    schedule = two("a") | {"milestones": {"named": {"name": "Named", "after": [after]}}}
    schedule["activities"] |= {
        "kick-off": {"name": "Kick-off", "duration": 0},
        "meeting": {"name": "Meeting", "after": ["kick-off"], "milestone": True},
    }
    found = planned(deal(schedule=schedule)).value
    assert found is not None
    assert found.milestones[0].date.isoformat() == day
    assert {row.start.isoformat() for row in found.activities if row.milestone} == {"2027-03-01"}
