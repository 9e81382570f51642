"""Meetings on the calendar: rules of days, moves, turns, clashes, odd clocks."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from sowgen.model.meetings import Occurrence
from sowgen.model.spec.communication import DayRule
from sowgen.plan.contact.periods import Rhythm, day_of_month, terms, week_start
from sowgen.plan.contact.places import Place, read_hours
from sowgen.plan.contact.shared import shared, total
from tests.plan.meeting_deals import EVERY_DAY, PLAIN, codes, deal, meeting, only, plan_of

WARSAW = {"tz": "Europe/Warsaw", "working_hours": "08:00-16:00"}
MEXICO = {"tz": "America/Mexico_City", "working_hours": "07:00-15:30"}
BERLIN = {"tz": "Europe/Berlin", "working_hours": "08:00-16:00"}
NEW_YORK = {"tz": "America/New_York", "working_hours": "09:00-17:00"}
SHANGHAI = {"tz": "Asia/Shanghai", "working_hours": "09:00-17:00"}


def place(tz: str, hours: str) -> Place:
    read = read_hours(hours)
    assert read is not None
    return Place("", tz, tz, *read, "")


def minutes(first: Place, second: Place, day: date) -> int:
    return total(shared((first, second), day))


def dates(found: tuple[Occurrence, ...]) -> list[str]:
    return [occurrence.date.isoformat() for occurrence in found]


@pytest.mark.parametrize(
    ("rule", "month", "expected"),
    [
        ("second tue", 3, "2027-03-09"),
        ("last fri", 2, "2027-02-26"),
        ("first mon", 2, "2027-02-01"),
        ("fourth sun", 2, "2027-02-28"),
        ("5th working day", 1, "2027-01-07"),  # on Monday to Friday alone
        ("last working day", 2, "2027-02-26"),
        ("day 15", 6, "2027-06-15"),
        ("day 31", 2, "2027-02-28"),
    ],
)
def test_days_of_a_month(rule: str, month: int, expected: str) -> None:
    found = day_of_month(DayRule.parse(rule), 2027, month, lambda day: day.weekday() < 5)
    assert found == date.fromisoformat(expected)


@pytest.mark.parametrize("text", ["5th tue", "day 32", "0th working day", "tues", "", "second"])
def test_no_day(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a day|in no month"):
        DayRule.parse(text)


def test_periods_have_keys_that_do_not_depend_on_the_day() -> None:
    def keys(cadence: str, day: str, start: int = 0) -> list[str]:
        rhythm = Rhythm(cadence, DayRule.parse(day), 1, start, lambda _: True)  # type: ignore[arg-type]
        return [term.key for term in terms(rhythm, date(2026, 12, 28), date(2027, 1, 31))]

    assert keys("weekly", "tue") == keys("weekly", "thu")
    assert keys("weekly", "tue")[:2] == ["2026-W53", "2027-W01"]
    # A week that begins on a Sunday is still one week.
    assert keys("weekly", "sun", 6)[0] == keys("weekly", "mon", 6)[1] == "2027-W01"
    assert keys("monthly", "day 30") == ["2026-12", "2027-01"]


def test_quarters_and_years() -> None:
    spec = deal(WARSAW, BERLIN, meetings={
        "q": meeting(cadence="quarterly", day="third thu", month=2),
        "y": meeting(cadence="yearly", day="first mon", month=11),
    })  # fmt: skip
    quarterly, yearly = plan_of(spec).meetings
    assert dates(quarterly.occurrences) == ["2027-02-18", "2027-05-20", "2027-08-19", "2027-11-18"]
    assert [o.period for o in quarterly.occurrences] == [f"2027-Q{n}" for n in (1, 2, 3, 4)]
    assert dates(yearly.occurrences) == ["2027-11-02"]  # 1 November is a holiday in Poland


@pytest.mark.parametrize(
    ("weekend", "start"), [({5, 6}, 0), ({4, 5}, 6), ({6}, 0), (set(), 0), ({3, 4}, 5)]
)
def test_the_first_day_of_a_working_week(weekend: set[int], start: int) -> None:
    assert week_start(frozenset(weekend)) == start


def test_a_holiday_moves_a_meeting_to_the_next_common_working_day() -> None:
    """Thursday 11 November 2027 is a holiday in Poland; Friday is left in that week."""
    found = only(deal(WARSAW, BERLIN, meetings={"call": meeting(day="thu")}))
    moved = {o.nominal.isoformat(): o for o in found.moved}
    one = moved["2027-11-11"]
    assert one.date == date(2027, 11, 12)
    assert one.cause == "holiday"
    assert "Independence" in one.cause_name
    assert one.period == "2027-W45"


def test_a_holiday_on_the_last_day_of_the_week_moves_it_back() -> None:
    """Easter Monday apart, Friday 1 January 2027 has nothing after it in its week."""
    call = meeting(day="fri", **{"from": "2026-12-28", "until": "2027-01-03"})
    found = only(deal(WARSAW, BERLIN, meetings={"call": call}, **{"from": "2026-12-01"}))
    assert dates(found.occurrences) == ["2026-12-31"]


def test_a_week_without_a_common_day_is_left_out() -> None:
    shut = {**PLAIN, "shutdowns": [{"from": "2027-08-09", "to": "2027-08-13", "reason": "Summer"}]}
    spec = deal(WARSAW, BERLIN, calendars=(PLAIN, shut), meetings={"call": meeting()})
    (skipped,) = only(spec).skipped
    assert skipped.nominal == date(2027, 8, 10)
    assert (skipped.cause, skipped.cause_name) == ("closed", "Summer, There")
    assert "N203" not in codes(spec)


def test_a_rare_meeting_left_out_is_a_finding() -> None:
    shut = {**PLAIN, "shutdowns": [{"from": "2027-08-01", "to": "2027-08-31"}]}
    spec = deal(
        WARSAW, BERLIN, calendars=(PLAIN, shut),
        meetings={"call": meeting(cadence="monthly", day="second tue")},
    )  # fmt: skip
    assert "N203" in codes(spec)


def test_half_days_are_left_free() -> None:
    half = {**PLAIN, "half_days": ["2027-03-09"]}
    spec = deal(WARSAW, BERLIN, calendars=(PLAIN, half), meetings={"call": meeting()})
    (moved,) = [o for o in only(spec).moved if o.nominal == date(2027, 3, 9)]
    assert (moved.date, moved.cause) == (date(2027, 3, 10), "half")


def test_one_local_time_through_the_year_where_it_fits() -> None:
    """Guadalajara has no summer time: its clock keeps the meeting, Warsaw's moves by an hour."""
    call = meeting(chair="ems.lead")
    found = only(deal(WARSAW, MEXICO, meetings={"call": call}))
    assert not found.rotates
    assert {o.local[1].start for o in found.occurrences} == {"07:00"}
    assert {o.local[0].start for o in found.occurrences} == {"14:00", "15:00"}
    assert [(len(t.spans), t.local[0].start) for t in found.times] == [(2, "14:00"), (1, "15:00")]


def test_the_time_gives_way_in_the_weeks_when_it_does_not_fit() -> None:
    """At home the meeting is as late as New York needs, but for the weeks of five hours."""
    early = {"tz": "Europe/Warsaw", "working_hours": "06:00-15:30"}
    found = only(deal(early, NEW_YORK, meetings={"call": meeting(duration=60)}))
    fits = {o.date for o in found.occurrences if not o.rotated}
    assert fits == {date(2027, 3, 16), date(2027, 3, 23), date(2027, 11, 2)}
    assert found.rotates


def test_turns_balance_what_each_side_bears() -> None:
    spec = deal(NEW_YORK, SHANGHAI, meetings={"call": meeting(out_of_hours=True)})
    found = only(spec)
    assert found.rotates
    assert {o.carrier for o in found.occurrences} == {"oem", "ems"}
    hours = [burden.hours for burden in found.burdens]
    assert abs(hours[0] - hours[1]) <= 6
    assert "N201" not in codes(spec)
    assert "N201" in codes(deal(NEW_YORK, SHANGHAI, meetings={"call": meeting()}))


def test_no_slot_at_all() -> None:
    spec = deal(NEW_YORK, SHANGHAI, meetings={"call": meeting()}, outer_hours="08:30-17:30")
    assert codes(spec) == ["N202"]


def test_friday_afternoon_there_is_saturday() -> None:
    """West of the date line it is Thursday for the one whose week ends on Friday elsewhere."""
    first = {"tz": "America/Los_Angeles", "working_hours": "08:00-19:00"}
    second = {"tz": "Asia/Taipei", "working_hours": "07:00-16:00"}
    found = only(deal(first, second, meetings={"call": meeting(day="fri")}))
    assert {o.date.weekday() for o in found.occurrences} <= {0, 1, 2, 3}
    assert {o.local[1].days for o in found.occurrences} == {1}
    for occurrence in found.occurrences:
        assert occurrence.local[1].date.weekday() <= 4


def test_weekends_of_friday_and_saturday() -> None:
    israel = {"weekend": ["fri", "sat"]}
    jerusalem = {"tz": "Asia/Jerusalem", "working_hours": "09:00-17:00"}
    spec = deal(jerusalem, NEW_YORK, calendars=(israel, PLAIN),
                meetings={"call": meeting(day="sun", chair="oem.lead")})  # fmt: skip
    (pair,) = plan_of(spec).pairs
    assert pair.weekdays == ("mon", "tue", "wed", "thu")
    days = {o.date.weekday() for o in only(spec).occurrences}
    assert days <= {0, 1, 2, 3}
    # Sundays are free in New York, and some are holidays at home besides.
    assert all(o.moved for o in only(spec).occurrences)
    assert {o.cause for o in only(spec).occurrences} == {"weekend", "holiday"}
    assert "N211" in codes(spec)


@pytest.mark.parametrize(
    ("first", "second", "day", "expected"),
    [
        # Half-hour and quarter-hour zones.
        (("Europe/Berlin", "09:00-17:00"), ("Asia/Kathmandu", "09:00-17:00"), "2027-01-15", 195),
        (("Australia/Adelaide", "09:00-17:00"), ("Asia/Kolkata", "09:00-17:00"), "2027-07-15", 240),
        # Both sides of the date line: Monday in Honolulu is Tuesday in Auckland.
        (("Pacific/Honolulu", "09:00-17:00"), ("Pacific/Auckland", "09:00-17:00"), "2027-06-14",
         360),
        # A night shift reaches into the next day.
        (("Europe/Berlin", "22:00-06:00"), ("Asia/Tokyo", "08:00-16:00"), "2027-01-15", 360),
        # Working time over the hour that is skipped, and over the one that comes twice.
        (("Europe/Berlin", "00:00-06:00"), ("UTC", "00:00-24:00"), "2027-03-28", 300),
        (("Europe/Berlin", "00:00-06:00"), ("UTC", "00:00-24:00"), "2027-10-31", 420),
        # All day on both sides.
        (("Europe/Berlin", "00:00-24:00"), ("Asia/Tokyo", "00:00-24:00"), "2027-01-15", 1440),
    ],
)  # fmt: skip
def test_odd_clocks(
    first: tuple[str, str], second: tuple[str, str], day: str, expected: int
) -> None:
    assert minutes(place(*first), place(*second), date.fromisoformat(day)) == expected


def test_rare_meetings_go_first_and_the_frequent_make_room() -> None:
    """The monthly meeting fills the only hour that both have; the daily one is left out."""
    roles = ["oem.lead", "ems.lead"]
    spec = deal(
        {"tz": "UTC", "working_hours": "08:00-12:00"},
        {"tz": "UTC", "working_hours": "11:00-15:00"},
        calendars=(EVERY_DAY, EVERY_DAY), until="2027-01-31",
        meetings={
            "daily": meeting(name="Stand-up", cadence="daily", day=None, duration=15),
            "monthly": meeting(name="Review", cadence="monthly", day="second tue", duration=60,
                               participants=roles),
        },
    )  # fmt: skip
    daily, monthly = plan_of(spec).meetings
    assert dates(monthly.occurrences) == ["2027-01-12"]
    assert [(s.nominal, s.cause, s.cause_name) for s in daily.skipped] == [
        (date(2027, 1, 12), "clash", "Review")
    ]


def calls(*stated: dict[str, Any], **more: Any) -> list[str]:
    """The codes N209 of meetings in 2027 between Warsaw and Berlin, by the deal's own order."""
    meetings = {f"m{n}": meeting(name=f"M{n}", **each) for n, each in enumerate(stated)}
    spec = deal(WARSAW, BERLIN, calendars=(EVERY_DAY, EVERY_DAY), meetings=meetings, **more)
    return [code for code in codes(spec) if code == "N209"]


def test_a_meeting_that_never_keeps_its_day_is_found() -> None:
    """Two at the same agreed time: the second is never held on Wednesday. A monthly one that
    takes every fourth date, or a quarterly one every third, is what making room means."""
    agreed: dict[str, Any] = {"day": "wed", "at": "15:00"}
    assert calls(agreed, agreed) == ["N209"]
    assert calls(agreed, {**agreed, "at": "14:00"}) == []
    assert calls(agreed, {**agreed, "day": "thu"}) == []
    assert calls(agreed, {**agreed, "cadence": "biweekly"}) == ["N209"]
    assert calls(agreed, {**agreed, "cadence": "monthly", "day": "second wed"}) == []
    monthly = {**agreed, "cadence": "monthly", "day": "second wed"}
    assert calls(monthly, {**monthly, "cadence": "quarterly"}) == []


def test_full_hours_are_another_meetings_doing() -> None:
    """Computed times: the first takes the only hour in common, the second moves for its sake."""
    short = ({"tz": "UTC", "working_hours": "08:00-11:00"},
             {"tz": "UTC", "working_hours": "10:00-15:00"})  # fmt: skip
    spec = deal(
        *short, calendars=(EVERY_DAY, EVERY_DAY),
        meetings={"a": meeting(name="A", duration=60), "b": meeting(name="B", duration=60)},
    )  # fmt: skip
    _, second = plan_of(spec).meetings
    assert {(o.cause, o.cause_name) for o in second.moved} == {("clash", "A")}
    assert codes(spec) == ["N209"]


def test_a_meeting_in_person_has_the_site_as_its_venue() -> None:
    spec = deal(WARSAW, MEXICO, meetings={
        "there": meeting(name="Review", site="plant"), "over": meeting(name="Call"),
    })  # fmt: skip
    there, over = plan_of(spec).meetings
    assert (there.venue, there.home, over.venue) == ("plant, There", "There", "")
    undated: dict[str, Any] = {"from": None, "until": None}
    spec = deal(WARSAW, {**MEXICO, "name": "The works, There"}, **undated,
                meetings={"there": meeting(site="ems.plant")})  # fmt: skip
    assert only(spec).venue == "The works, There"


def test_a_meeting_gives_way_within_the_day() -> None:
    spec = deal(WARSAW, BERLIN, calendars=(EVERY_DAY, EVERY_DAY), meetings={
        "a": meeting(name="A", cadence="monthly", day="second tue", duration=60),
        "b": meeting(name="B", cadence="weekly", day="tue", duration=60),
    })  # fmt: skip
    one, other = plan_of(spec).meetings
    both = [o for o in one.occurrences + other.occurrences if o.date == date(2027, 3, 9)]
    both.sort(key=lambda o: o.start)
    assert len(both) == 2
    assert all(earlier.end <= later.start for earlier, later in pairwise(both))


def test_agreed_times_that_clash_or_leave_the_hours() -> None:
    spec = deal(WARSAW, BERLIN, calendars=(EVERY_DAY, EVERY_DAY), until="2027-01-31", meetings={
        "a": meeting(at="10:00", on="2027-01-12", cadence="once", day=None),
        "b": meeting(at="10:30", on="2027-01-12", cadence="once", day=None),
        "c": meeting(at="15:30", cadence="monthly", day="day 20", duration=60),
    })  # fmt: skip
    first, second, _ = plan_of(spec).meetings
    assert dates(first.occurrences) == ["2027-01-12"]
    assert dates(second.occurrences) == ["2027-01-13"]
    assert codes(spec).count("N204") == 1


def test_load_by_role() -> None:
    spec = deal(WARSAW, BERLIN, calendars=(EVERY_DAY, EVERY_DAY), until="2027-03-31", meetings={
        "call": meeting(duration=60), "review": meeting(
            cadence="monthly", day="day 20", duration=90, participants=["oem.lead", "ems.lead"]),
    }, load_cap=6)  # fmt: skip
    loads = {load.role: load for load in plan_of(spec).loads}
    assert set(loads) == {"oem.lead", "ems.lead"}
    lead = loads["oem.lead"]
    # Tuesdays: four in January, four in February, five in March; and 90 minutes each month.
    assert (lead.meetings, str(lead.average), str(lead.busiest)) == (16, "5.8", "6.5")
    assert lead.month == date(2027, 3, 1)
    assert codes(spec) == ["N205", "N205"]


def test_the_period_is_the_term() -> None:
    data = deal(WARSAW, BERLIN, meetings={"call": meeting()}).model_dump(mode="json")
    data["communication"] |= {"from": None, "until": None}
    data["package"]["effective_date"] = "2027-02-15"
    data["legal"] = {"term": {"initial": "3 months"}}
    from sowgen.model.spec import ProjectSpec

    plan = plan_of(ProjectSpec.model_validate(data))
    assert (plan.start, plan.end) == (date(2027, 2, 15), date(2027, 5, 14))


def test_nothing_without_a_date_or_without_a_word() -> None:
    without: dict[str, Any] = {"from": None, "until": None}
    spec = deal(WARSAW, BERLIN, meetings={"call": meeting()}, **without)
    plan = plan_of(spec)
    assert (plan.start, plan.dated, plan.months) == (None, (), ())
    assert codes(spec) == ["N208"]
    assert [person.start for person in plan.people] == ["08:00", "08:00"]


def test_sites_alike_stand_together() -> None:
    data = deal(WARSAW, MEXICO, meetings={"call": meeting()}).model_dump(mode="json")
    sites = data["parties"]["ems"]["sites"]
    sites["north"] = {**sites["plant"], "tz": "America/Monterrey", "name": "North"}
    sites["late"] = {**sites["plant"], "working_hours": "10:00-18:00"}
    sites["open"] = {**sites["plant"], "working_hours": "not stated", "name": "Open"}
    from sowgen.model.spec import ProjectSpec

    plan = plan_of(ProjectSpec.model_validate(data))
    assert [pair.second.names for pair in plan.pairs] == [("plant", "North"), ("late",)]
    assert plan.unknown == ("Open",)


def test_years_without_published_holidays_are_named() -> None:
    spec = deal(WARSAW, SHANGHAI, calendars=(PLAIN, {"country": "CN"}), meetings={
        "call": meeting(out_of_hours=True)})  # fmt: skip
    assert ("CN", 2027) in plan_of(spec).unpublished
