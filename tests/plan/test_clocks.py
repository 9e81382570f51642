"""Escalation clocks: hours and days at a site, and the examples worked through."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sowgen.diagnostics import Outcome
from sowgen.model.clocks import ClockPlan, Moment
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.schedule import WorkCalendar
from sowgen.model.tree import Tree
from sowgen.model.values import Duration
from sowgen.plan.calendars import CalendarRule
from sowgen.plan.clocks import plan_clocks
from sowgen.plan.clocks_hours import SiteHours
from sowgen.plan.schedule import plan_schedule
from sowgen.plan.working_time import OutOfRangeError
from tests.plan.deals import deal

MINUTE = timedelta(minutes=1)
ZONES = ("Europe/Warsaw", "America/New_York", "Asia/Shanghai", "Asia/Kolkata", "Australia/Sydney",
         "America/Mexico_City", "Asia/Jerusalem")  # fmt: skip
HALF_DAYS = (date(2027, 3, 26), date(2027, 12, 24))
SHIFTS = (("08:00", "16:00"), ("07:00", "15:30"), ("00:00", "00:00"), ("22:00", "06:00"))


def site(
    zone: str = "Europe/Warsaw",
    opens: str = "08:00",
    closes: str = "16:00",
    country: str = "PL",
    **stated: object,
) -> SiteHours:
    rule = CalendarRule("works", WorkCalendar.model_validate(stated), country)
    return SiteHours(
        ZoneInfo(zone), time.fromisoformat(opens), time.fromisoformat(closes), rule.time(2027)
    )


def local(hours: SiteHours, text: str, length: str) -> str:
    """Where a clock of `length` from a local time ends, in local time."""
    start = datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=hours.zone)
    due = hours.due(start, Duration.parse(length))
    assert due.tzinfo is UTC
    return f"{due.astimezone(hours.zone):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("report", "length", "due"),
    [
        ("2027-03-03 10:00", "4 working hours", "2027-03-03 14:00"),
        ("2027-03-03 08:00", "8 working hours", "2027-03-03 16:00"),  # ends with the day
        ("2027-03-03 08:00", "481 working minutes", "2027-03-04 08:01"),
        ("2027-03-03 15:00", "4 working hours", "2027-03-04 11:00"),
        ("2027-03-05 15:00", "4 working hours", "2027-03-08 11:00"),  # over a weekend
        ("2027-03-05 16:00", "1 working hour", "2027-03-08 09:00"),  # at closing time
        ("2027-03-06 12:00", "1 working hour", "2027-03-08 09:00"),  # on a Saturday
        ("2027-05-02 23:00", "1 working hour", "2027-05-04 09:00"),  # before a holiday on Monday
        ("2027-03-03 10:00", "1 working day", "2027-03-04 16:00"),
        ("2027-03-03 16:30", "1 working day", "2027-03-05 16:00"),  # arrives on the 4th
        ("2027-03-03 03:00", "1 working day", "2027-03-04 16:00"),  # arrives the same morning
        ("2027-03-05 10:00", "1 working day", "2027-03-08 16:00"),
        ("2027-03-05 10:00", "0.5 working days", "2027-03-08 12:00"),
        ("2027-03-05 10:00", "1 working week", "2027-03-12 16:00"),
        ("2027-03-05 10:00", "0 working days", "2027-03-05 10:00"),
        ("2027-03-27 10:00", "24 hours", "2027-03-28 11:00"),  # summer time begins
        ("2027-03-27 10:00", "1 day", "2027-03-28 10:00"),
        ("2027-03-27 02:30", "1 day", "2027-03-28 03:00"),  # 02:30 does not exist
        ("2027-10-30 10:00", "24 hours", "2027-10-31 09:00"),  # summer time ends
        ("2027-10-30 02:30", "1 day", "2027-10-31 02:30"),
        ("2027-01-31 10:00", "1 month", "2027-02-28 23:59"),
        ("2027-02-28 10:00", "1 month", "2027-03-28 10:00"),
        ("2027-11-15 10:00", "1 quarter", "2028-02-15 10:00"),
        ("2027-03-03 10:00", "30 days", "2027-04-02 10:00"),
        ("2027-03-03 10:00", "1.5 days", "2027-03-04 22:00"),
    ],
)
def test_a_clock_ends_where_it_must(report: str, length: str, due: str) -> None:
    assert local(site(), report, length) == due


@pytest.mark.parametrize(
    ("report", "length", "due"),
    [
        ("2027-03-26 08:00", "4 working hours", "2027-03-26 12:00"),
        ("2027-03-26 08:00", "5 working hours", "2027-03-30 09:00"),  # Easter Monday is free
        ("2027-03-26 12:00", "1 working hour", "2027-03-30 09:00"),
        ("2027-03-25 10:00", "1 working day", "2027-03-30 12:00"),  # two halves
        ("2027-03-25 10:00", "2 working days", "2027-03-31 12:00"),
    ],
)
def test_a_half_day_has_half_the_hours(report: str, length: str, due: str) -> None:
    assert local(site(half_days=["2027-03-26"]), report, length) == due


def test_a_night_shift_goes_on_after_midnight() -> None:
    night = site(opens="22:00", closes="06:00", country="")
    assert local(night, "2027-03-04 23:00", "4 working hours") == "2027-03-05 03:00"
    assert local(night, "2027-03-05 05:00", "2 working hours") == "2027-03-05 23:00"
    # Friday's shift ends on Saturday morning, the next begins on Monday night.
    assert local(night, "2027-03-06 05:00", "2 working hours") == "2027-03-08 23:00"
    assert local(night, "2027-03-05 03:00", "1 working day") == "2027-03-06 06:00"


def test_nothing_is_endless() -> None:
    hours, start = site(), datetime(2027, 3, 3, 9, tzinfo=UTC)
    for length in ("999999999999 hours", "999999 years", "999999999 working days",
                   "99999999 working hours", "900000 days"):  # fmt: skip
        with pytest.raises(OutOfRangeError):
            hours.due(start, Duration.parse(length))
    never = site(country="", weekend=["mon", "tue", "wed", "thu", "fri", "sat", "sun"])
    with pytest.raises(OutOfRangeError):
        never.due(start, Duration.parse("1 working hour"))


sites = st.builds(
    lambda zone, shift, half: site(
        zone, *shift, half_days=[d.isoformat() for d in HALF_DAYS] if half else []
    ),
    st.sampled_from(ZONES),
    st.sampled_from(SHIFTS),
    st.booleans(),
)
moments = st.integers(0, 365 * 1440 - 1).map(
    lambda m: datetime(2027, 1, 1, tzinfo=UTC) + m * MINUTE
)
lengths = st.one_of(
    st.integers(0, 60).map(lambda n: Duration.parse(f"{n} working hours")),
    st.integers(0, 15).map(lambda n: Duration.parse(f"{n} working days")),
    st.integers(0, 200).map(lambda n: Duration.parse(f"{n} hours")),
    st.integers(0, 60).map(lambda n: Duration.parse(f"{n} days")),
    st.integers(0, 6).map(lambda n: Duration.parse(f"{n} months")),
)


@settings(max_examples=150, deadline=None)
@given(sites, moments, st.integers(0, 500))
def test_hours_that_pass_are_exact(hours: SiteHours, start: datetime, n: int) -> None:
    assert hours.due(start, Duration.parse(f"{n} hours")) - start == timedelta(hours=n)


@settings(max_examples=150, deadline=None)
@given(sites, moments, st.integers(1, 60), st.sampled_from(["hours", "days"]))
def test_working_time_never_ends_outside_working_hours(
    hours: SiteHours, start: datetime, n: int, unit: str
) -> None:
    due = hours.due(start, Duration.parse(f"{n} working {unit}"))
    assert due > start
    assert worked_minute(hours, due - MINUTE)


@settings(max_examples=300, deadline=None)
@given(sites, moments, moments, lengths)
def test_a_later_report_never_has_an_earlier_deadline(
    hours: SiteHours, one: datetime, other: datetime, length: Duration
) -> None:
    first, second = sorted((one, other))
    assert hours.due(first, length) <= hours.due(second, length)


@settings(max_examples=40, deadline=None)
@given(sites, moments, st.integers(1, 24))
def test_working_hours_agree_with_a_walk(hours: SiteHours, start: datetime, n: int) -> None:
    step = 5 * MINUTE
    start -= timedelta(minutes=start.minute % 5)
    left, moment = timedelta(hours=n), start
    while left:
        left -= step * worked_minute(hours, moment)
        moment += step
    assert hours.due(start, Duration.parse(f"{n} working hours")) == moment


def worked_minute(hours: SiteHours, moment: datetime) -> bool:
    """Whether the minute that begins at `moment` is worked, plainly from the wall clock."""
    shown = moment.astimezone(hours.zone).replace(tzinfo=None)
    for day in (shown.date(), shown.date() - timedelta(days=1)):
        opens, closes = datetime.combine(day, hours.opens), datetime.combine(day, hours.closes)
        closes += timedelta(days=closes <= opens)
        halves = hours.days.count(2 * day.toordinal() + 2) - hours.days.count(2 * day.toordinal())
        ends = opens + (closes - opens) * halves / 2
        if opens <= shown < ends:
            return True
    return False


CLOCKS: dict[str, Any] = {
    "severities": {
        "s1": {"name": "Critical", "round_the_clock": True, "acknowledge": 1, "containment": 24,
               "update_every": 4},
        "s3": {"name": "Minor", "acknowledge": "1 working day", "action_plan": "5 working days"},
    },
    "ladder": {"l1": {"name": "Engineers", "until": "1 working day"}},
    "eight_d": {"steps": {"d3": {"name": "Containment", "by": "24 hours"}}},
}  # fmt: skip
SITES = {
    "oem": {"hq": {"tz": "Europe/Warsaw", "working_hours": "08:00-16:00", "calendar": "office",
                   "function": "hq", "name": "Office"}},
    "ems": {"plant": {"tz": "America/Mexico_City", "working_hours": "07:00-15:30",
                      "calendar": "works", "function": "plant"}},
}  # fmt: skip


def escalated(
    escalation: dict[str, Any] | None = None, zone: str | None = "America/Mexico_City"
) -> ProjectSpec:
    ems = {"plant": {**SITES["ems"]["plant"], "tz": zone}}
    parties = {
        "oem": {"role": "oem", "legal_name": "Example Lamps", "country": "PL",
                "sites": SITES["oem"]},
        "ems": {"role": "ems", "legal_name": "Example Works", "country": "MX", "sites": ems},
    }  # fmt: skip
    schedule = {
        "start": "2027-09-01",
        "calendars": {"office": {"country": "PL"}, "works": {"country": "MX"}},
        "activities": {"build": {"name": "Build", "party": "ems", "duration": 10}},
        "production_start": "build",
    }
    return deal(parties=parties, schedule=schedule, escalation=escalation or CLOCKS)


def worked_out(spec: ProjectSpec) -> Outcome[ClockPlan | None]:
    return plan_clocks(spec, Tree({}), plan_schedule(spec, Tree({})).value)


def shown(moment: Moment | None) -> tuple[str, str]:
    assert moment is not None
    sides = (moment.oem, moment.ems)
    oem, ems = (f"{side.weekday} {side.at:%Y-%m-%d %H:%M}" for side in sides)
    return oem, ems


def test_three_examples_follow_from_the_schedule() -> None:
    outcome = worked_out(escalated())
    assert outcome.diagnostics == ()
    plan = outcome.value
    assert plan is not None
    assert (plan.oem.site_name, plan.oem.city, plan.ems.city) == ("Office", "Warsaw", "Mexico City")
    assert not plan.same_zone
    assert [(e.word, e.reporter) for e in plan.examples] == [
        ("in_hours", "oem"), ("week_end", "ems"), ("holiday", "oem"),
    ]  # fmt: skip
    wednesday, friday, night = plan.examples
    assert shown(wednesday.found) == ("wed 2027-09-01 15:30", "wed 2027-09-01 07:30")
    assert shown(friday.found) == ("fri 2027-09-03 22:30", "fri 2027-09-03 14:30")
    assert shown(friday.counted_from) == ("mon 2027-09-06 08:00", "mon 2027-09-06 00:00")
    assert night.holiday == "Independence Day"
    assert shown(night.found) == ("thu 2027-09-16 07:00", "wed 2027-09-15 23:00")
    assert shown(night.counted_from) == ("fri 2027-09-17 15:00", "fri 2027-09-17 07:00")


def test_deadlines_in_the_local_times_of_both_sites() -> None:
    plan = worked_out(escalated()).value
    assert plan is not None
    wednesday, friday, _ = plan.examples
    critical, minor = wednesday.severities
    assert shown(critical.acknowledge) == ("wed 2027-09-01 16:30", "wed 2027-09-01 08:30")
    assert shown(critical.update_every) == ("wed 2027-09-01 19:30", "wed 2027-09-01 11:30")
    assert critical.action_plan is None
    # The receiving site is the plant: its working day ends at 15:30.
    assert shown(minor.acknowledge) == ("thu 2027-09-02 23:30", "thu 2027-09-02 15:30")
    # On Friday the office receives: the report arrives on Monday, is answered by Tuesday.
    assert shown(friday.severities[1].acknowledge) == (
        "tue 2027-09-07 16:00",
        "tue 2027-09-07 08:00",
    )
    assert shown(wednesday.ladder[0].due) == ("thu 2027-09-02 23:30", "thu 2027-09-02 15:30")
    assert shown(wednesday.reports[0].steps[0].due) == (
        "thu 2027-09-02 15:30",
        "thu 2027-09-02 07:30",
    )


def test_sites_that_share_the_time_say_so() -> None:
    plan = worked_out(escalated(zone="Europe/Berlin")).value
    assert plan is not None
    assert plan.same_zone


def test_stated_examples_stand_in_place_of_the_three() -> None:
    example = {
        "name": "Found late",
        "at": "2027-03-19 14:30",
        "site": "plant",
        "severities": ["s3"],
    }
    plan = worked_out(escalated({**CLOCKS, "examples": {"late": example}})).value
    assert plan is not None
    [late] = plan.examples
    assert (late.id, late.word, late.name, late.reporter) == ("late", "", "Found late", "ems")
    assert [s.id for s in late.severities] == ["s3"]
    assert shown(late.found) == ("fri 2027-03-19 21:30", "fri 2027-03-19 14:30")


def test_the_named_desk_counts() -> None:
    spec = escalated({**CLOCKS, "received_at": {"oem": "lab"}})
    lab = spec.parties["oem"].sites["hq"].model_copy(update={"name": "Lab", "tz": "Europe/London"})
    party = spec.parties["oem"]
    party = party.model_copy(update={"sites": {**party.sites, "lab": lab}})
    spec = spec.model_copy(update={"parties": {**spec.parties, "oem": party}})
    plan = worked_out(spec).value
    assert plan is not None
    assert (plan.oem.site_name, plan.oem.city) == ("Lab", "London")


def test_without_clocks_or_dates_there_is_nothing() -> None:
    spec = escalated({"severities": {"s1": {"name": "Critical", "acknowledge": "not stated"}}})
    assert worked_out(spec) == Outcome(None)
    assert plan_clocks(escalated(), Tree({}), None) == Outcome(None)


def test_a_site_without_a_time_zone_is_reported() -> None:
    outcome = worked_out(escalated(zone=None))
    assert outcome.value is None
    assert [d.code for d in outcome.diagnostics] == ["E201"]


def test_clocks_that_cross_on_a_weekend_are_reported_once() -> None:
    crossing = {"s1": {"name": "Critical", "acknowledge": "4 working hours", "containment": 24}}
    codes = [d.code for d in worked_out(escalated({"severities": crossing})).diagnostics]
    assert codes == ["E203"]
    crossing["s1"]["containment"] = "1 working day"
    assert worked_out(escalated({"severities": crossing})).diagnostics == ()


def test_a_step_is_due_with_the_clock_of_each_severity() -> None:
    severities = {
        "s1": {"name": "Critical", "containment": "12 calendar hours"},
        "s2": {"name": "Major", "containment": "24 calendar hours"},
        "s3": {"name": "Minor", "containment": "9 days"},
    }
    steps = {
        "d2": {"name": "Description", "by": "6 calendar hours"},
        "d3": {"name": "Containment", "clock": "containment"},
        "d4": {"name": "Cause", "clock": "action_plan"},
    }
    report = {"required_for": ["s1", "s2"], "steps": steps}
    plan = worked_out(escalated({"severities": severities, "eight_d": report})).value
    assert plan is not None
    found = {r.severity: [s.due for s in r.steps] for r in plan.examples[0].reports}
    assert list(found) == ["s1", "s2"]
    assert [shown(due)[1] for due in found["s1"][:2]] == [
        "wed 2027-09-01 13:30", "wed 2027-09-01 19:30",
    ]  # fmt: skip
    assert [shown(due)[1] for due in found["s2"][:2]] == [
        "wed 2027-09-01 13:30", "thu 2027-09-02 07:30",
    ]  # fmt: skip
    assert found["s1"][2] is None


def test_times_are_headed_by_the_town_of_the_site() -> None:
    spec = escalated()
    ems = spec.parties["ems"]
    plant = ems.sites["plant"].model_copy(update={"city": "Toluca"})
    ems = ems.model_copy(update={"sites": {"plant": plant}})
    spec = spec.model_copy(update={"parties": {**spec.parties, "ems": ems}})
    plan = worked_out(spec).value
    assert plan is not None
    assert (plan.oem.city, plan.ems.city) == ("Warsaw", "Toluca")
