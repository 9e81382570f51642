"""By when a document must be there, when something else of the deal changes.

The base: `design` (10 working days, office) from Monday 2027-06-07, `boards` (8, plant) after
it, `kit` (4 weeks from the beginning), the gate `g1` (review 2, office) after `boards`,
`production` (6, plant) after gate and kit, `transit` (6 days) to the delivery, which is wanted
on 2027-08-16. `boards` needs the drawings (review 3), `production` the firmware (no review).
No public holiday falls between June and the middle of August.
"""

from __future__ import annotations

import copy
from datetime import date, timedelta
from typing import Any

import pytest

from sowgen.model.schedule import HandoverItem
from tests.plan.deals import deal, planned

BASE: dict[str, Any] = {
    "schedule": {
        "start": "2027-06-07",
        "wanted_delivery": "2027-08-16",
        "calendars": {"office": {}, "works": {}, "long-week": {"weekend": ["sun"]}},
        "activities": {
            "design": {"name": "Design", "party": "oem", "duration": 10},
            "boards": {"name": "Boards", "site": "plant", "duration": 8, "after": ["design"],
                       "uses": ["drawings"]},
            "kit": {"name": "Kit", "party": "ems", "duration": "4 weeks"},
            "production": {"name": "Build", "site": "plant", "duration": 6,
                           "after": ["g1", "kit"], "uses": ["firmware"]},
            "transit": {"name": "Air", "party": "oem", "duration": "6 days",
                        "after": ["production"]},
        },
        "gates": {"g1": {"name": "G1", "approver": "oem.quality", "after": ["boards"],
                         "review": 2}},
        "milestones": {"first-delivery": {"name": "Delivery", "after": ["transit"]}},
    },
    "documents": {
        "drawings": {"name": "Drawings", "provider": "oem", "receiver": "ems", "review": 3},
        "firmware": {"name": "Firmware", "provider": "oem", "receiver": "ems"},
    },
}  # fmt: skip

DRAWINGS, FIRMWARE = date(2027, 7, 14), date(2027, 8, 2)
"""The latest days of the base, counted by hand: production must end on Tuesday 10 August and
begin on the third; the gate takes the two days before, boards the eight before that, from 20
July on; the days of review are the 15th, 16th and 19th."""


def rows(changes: dict[str, Any]) -> dict[str, HandoverItem]:
    """The hand-over rows by id, after changes by path: `schedule.start: 2027-06-14`."""
    data = copy.deepcopy(BASE)
    for path, value in changes.items():
        *inner, last = path.split(".")
        place = data
        for step in inner:
            place = place.setdefault(step, {})
        place[last] = value
    found = planned(deal(**data)).value
    assert found is not None
    return {row.id: row for row in found.handover}


def moved(days: int, day: date) -> date:
    """The day so many of Monday to Friday later, or earlier where negative."""
    step = timedelta(days=1 if days > 0 else -1)
    while days:
        day += step
        if day.weekday() < 5:
            days -= 1 if step.days > 0 else -1
    return day


WORKS, OFFICE = "schedule.calendars.works.", "schedule.calendars.office."
STEP = "schedule.activities."


def closed(*days: str) -> list[dict[str, str]]:
    return [{"from": day, "to": day} for day in days]


CASES: dict[str, tuple[dict[str, Any], int, int]] = {
    "nothing": ({}, 0, 0),
    # The wanted day
    "wanted a week later": ({"schedule.wanted_delivery": "2027-08-23"}, 5, 5),
    "wanted a week earlier": ({"schedule.wanted_delivery": "2027-08-09"}, -5, -5),
    "wanted a day later": ({"schedule.wanted_delivery": "2027-08-17"}, 1, 1),
    "wanted on the Sunday before": ({"schedule.wanted_delivery": "2027-08-15"}, -1, -1),
    "wanted on no day": ({"schedule.wanted_delivery": None}, -21, -21),
    # Lead times
    "transit takes a week more": ({STEP + "transit.duration": "13 days"}, -5, -5),
    "transit takes a day more": ({STEP + "transit.duration": "7 days"}, -1, -1),
    "the build takes a day more": ({STEP + "production.duration": 7}, -1, -1),
    "the build takes half a day more": ({STEP + "production.duration": 6.5}, 0, 0),
    "the build takes a day and a half more": ({STEP + "production.duration": 7.5}, -1, -1),
    "boards take a week more": ({STEP + "boards.duration": 13}, -5, 0),
    "boards take two days less": ({STEP + "boards.duration": 6}, 2, 0),
    "the kit takes a week more, in its float": ({STEP + "kit.duration": "5 weeks"}, 0, 0),
    "the design before takes two weeks more": ({STEP + "design.duration": 20}, 0, 0),
    # The gate
    "the gate takes two days more": ({"schedule.gates.g1.review": 4}, -2, 0),
    "the gate takes half a day less": ({"schedule.gates.g1.review": 1.5}, 1, 0),
    "the gate takes no time": ({"schedule.gates.g1.review": 0}, 2, 0),
    "no gate in between": ({STEP + "production.after": ["boards", "kit"]}, 2, 0),
    # Calendars
    "the plant is closed while boards are made": (
        {WORKS + "shutdowns": closed("2027-07-22")}, -1, 0),
    "the plant is closed for a week of the build": (
        {WORKS + "shutdowns": [{"from": "2027-08-02", "to": "2027-08-06"}]}, -5, -5),
    "the plant is closed in the days of review": (
        {WORKS + "shutdowns": closed("2027-07-15")}, -1, 0),
    "the office is closed on the day of the gate": (
        {OFFICE + "shutdowns": closed("2027-07-30")}, -1, 0),
    "the office is closed on the last day of both": (
        {OFFICE + "shutdowns": closed("2027-08-02")}, -1, -1),
    "the office is closed on the day of the drawings": (
        {OFFICE + "shutdowns": closed("2027-07-14")}, -1, 0),
    "the office is closed while boards are made": (
        {OFFICE + "shutdowns": [{"from": "2027-07-20", "to": "2027-07-28"}]}, 0, 0),
    "the plant is in France, 14 July": ({WORKS + "country": "FR"}, -1, 0),
    "the plant is in Japan, 19 July": ({WORKS + "country": "JP"}, -1, 0),
    "the plant is in Belgium, 21 July": ({WORKS + "country": "BE"}, -1, 0),
    "the eve of 21 July counts half": (
        {WORKS + "country": "BE", WORKS + "holiday_eves": "half"}, -1, 0),
    "the eve of 21 July is free": ({WORKS + "country": "BE", WORKS + "holiday_eves": "off"}, -2, 0),
    "a Saturday is worked while boards are made": ({WORKS + "make_up_days": ["2027-07-24"]}, 1, 0),
    "a Saturday is worked elsewhere": ({OFFICE + "make_up_days": ["2027-07-24"]}, 0, 0),
    "a half day while boards are made": ({WORKS + "half_days": ["2027-07-23"]}, 0, 0),
    "two half days while boards are made": (
        {WORKS + "half_days": ["2027-07-23", "2027-07-26"]}, -1, 0),
    "boards are made on six days a week": ({STEP + "boards.calendar": "long-week"}, 1, 0),
    "the plant works Sunday to Thursday": ({WORKS + "weekend": ["fri", "sat"]}, 0, 0),
    "the build is joint and the office closed": (
        {STEP + "production.owner": "oem.quality", OFFICE + "shutdowns": closed("2027-08-05")},
        -1, -1),
    # Links
    "three working days behind boards": (
        {"schedule.gates.g1.after": ["boards FS + 3 working days"]}, -3, 0),
    "seven days behind the gate": ({STEP + "production.after": ["g1 FS + 7 days", "kit"]}, -5, 0),
    "two days before the gate is signed": (
        {STEP + "production.after": ["g1 FS - 2 working days", "kit"]}, 2, 0),
    # Dates
    "boards are wished for earlier": ({STEP + "boards.deadline": "2027-07-22"}, -5, 0),
    "boards are wished for when they are": ({STEP + "boards.deadline": "2027-07-29"}, 0, 0),
    "the build must end earlier": ({STEP + "production.not_after": "2027-08-03"}, -5, -5),
    "boards must start on a day": ({STEP + "boards.must_start_on": "2027-06-28"}, -16, 0),
    "the build may not start before": ({STEP + "production.not_before": "2027-07-26"}, 0, 0),
    # The document itself
    "a longer review": ({"documents.drawings.review": 5}, -2, 0),
    "a review in elapsed time": ({"documents.drawings.review": "1 week"}, -2, 0),
    "a review of the firmware": ({"documents.firmware.review": 2}, 0, -2),
    "a rule that asks for more": (
        {"documents.drawings.due": "10 working days before boards"}, -6, 0),
    "a rule that asks for less": (
        {"documents.drawings.due": "1 working day before boards"}, 0, 0),
    "the firmware is needed for boards too": (
        {STEP + "boards.uses": ["drawings", "firmware"]}, 0, -10),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "drawings", "firmware"), CASES.values(), ids=CASES)
def test_the_latest_day_moves(changes: dict[str, Any], drawings: int, firmware: int) -> None:
    found = rows(changes)
    assert found["drawings"].latest == moved(drawings, DRAWINGS)
    assert found["firmware"].latest == moved(firmware, FIRMWARE)


def test_there_are_cases_of_every_kind() -> None:
    assert len(CASES) >= 25
    moves = [(drawings, firmware) for _, drawings, firmware in CASES.values()]
    assert {(d > 0) - (d < 0) for d, _ in moves} == {-1, 0, 1}
    assert {(d != 0, f != 0) for d, f in moves} == {
        (False, False), (True, False), (False, True), (True, True),
    }  # fmt: skip
