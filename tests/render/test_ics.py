"""The calendar file, read by a parser of another author, and what a reissue does to it."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import icalendar
import pytest
import vobject
from dateutil.tz import tzical
from hypothesis import strategies as st
from icalendar.parser import Contentline

from sowgen import pipeline
from sowgen.assemble.exports import meetings as export
from sowgen.assemble.exports.reissue import sequence, stamp, uid
from sowgen.assemble.ingredients import Ingredients
from sowgen.assemble.words import Words
from sowgen.model.agenda import Agenda, Event
from sowgen.model.plans import Plans
from sowgen.model.settings import WorkspaceSettings
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Tree
from sowgen.model.zones import zone
from sowgen.render.ics import _folded, write
from tests.plan.meeting_deals import PLAIN, deal, meeting, plan_of

STAMP = dt.datetime(2027, 1, 18, tzinfo=dt.UTC)
ZONES = (
    "Europe/Warsaw", "America/New_York", "Asia/Jerusalem", "Asia/Kolkata", "Africa/Casablanca",
    "America/Mexico_City", "Europe/Dublin", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu",
)  # fmt: skip


def read(data: bytes) -> Any:
    """The calendar as `vobject` reads it."""
    return vobject.readOne(data.decode("utf-8"))


def one(**fields: Any) -> bytes:
    """A file with one event."""
    given: dict[str, Any] = {
        "uid": "a@sowgen", "summary": "Call", "tz": "Europe/Warsaw",
        "start": dt.datetime(2027, 3, 3, 15), "end": dt.datetime(2027, 3, 3, 16), **fields,
    }  # fmt: skip
    return write(Agenda("Meetings", STAMP, (Event(**given),)))


@pytest.mark.parametrize("name", ZONES)
def test_every_week_of_three_years_in_every_zone(name: str) -> None:
    """The zone's description, as another parser reads it, gives the UTC of the zone all year."""
    starts = [dt.datetime(2026, 1, 6, 9, 30) + dt.timedelta(days=7 * n) for n in range(156)]
    ends = [starts[0], starts[-1]]
    events = tuple(Event(f"{n}@sowgen", "Call", end, end, name) for n, end in enumerate(ends))
    text = write(Agenda("Meetings", STAMP, events)).decode().replace("\r\n ", "")
    (described,) = re.findall("BEGIN:VTIMEZONE.*?END:VTIMEZONE\r\n", text, re.DOTALL)
    there = tzical(io.StringIO(described)).get(name)
    for start in starts:
        expected = start.replace(tzinfo=zone(name)).utcoffset()
        assert start.replace(tzinfo=there).utcoffset() == expected, start


def test_the_zone_is_a_rule_with_a_day_of_the_week() -> None:
    text = one().decode()
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in text
    assert "DTSTART;TZID=Europe/Warsaw:20270303T150000" in text
    # Israel's Friday before the last Sunday of March is no numbered Friday.
    israel = one(tz="Asia/Jerusalem").decode().replace("\r\n ", "")
    assert "BYDAY=FR;BYMONTHDAY=23,24,25,26,27,28,29;BYMONTH=3" in israel
    assert "RRULE" not in one(tz="Asia/Kolkata").decode()
    assert "RRULE" not in one(tz="Africa/Casablanca").decode()


def test_all_day_events_end_on_the_day_after() -> None:
    days = {"start": dt.date(2027, 3, 3), "end": dt.date(2027, 3, 4), "tz": ""}
    (event,) = read(one(**days)).vevent_list
    assert event.dtstart.value == dt.date(2027, 3, 3)
    assert event.dtend.value == dt.date(2027, 3, 5)
    assert "VTIMEZONE" not in one(**days).decode()


def test_the_second_of_two_equal_times_is_written_in_utc() -> None:
    start = dt.datetime(2027, 10, 31, 2, 30, fold=1)
    text = one(start=start, end=dt.datetime(2027, 10, 31, 3, 30)).decode()
    assert "DTSTART:20271031T013000Z" in text


def test_the_form_of_the_file() -> None:
    hostile = "Ünï; cödé, \\ and\nBEGIN:VEVENT\r\nX:1 " + "ą" * 200
    data = one(summary=hostile, description=hostile, location="A, B; C", chair=("Ada, B", "a@x.pl"),
               sequence=2_000_001, categories=("Tactical",))  # fmt: skip
    lines = data.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert all(len(line) <= 75 for line in lines)
    calendar = read(data)
    assert calendar.method.value == "PUBLISH"
    assert calendar.prodid.value.startswith("-//sowgen//")
    (event,) = calendar.vevent_list
    assert event.summary.value == hostile.replace("\r\n", "\n")
    assert event.location.value == "A, B; C"
    assert event.sequence.value == "2000001"
    assert event.dtstamp.value == STAMP
    assert event.organizer.value == "mailto:a@x.pl"
    assert "attendee" not in event.contents


def test_the_same_agenda_gives_the_same_bytes() -> None:
    assert one() == one()
    assert one() != one(summary="Other call")


# From a deal to its calendar ---------------------------------------------------------------


@cache
def words() -> dict[str, str]:
    from sowgen.load import load_words

    workspace = pipeline.open_workspace(Path(__file__).parent.parent.parent).value
    assert workspace is not None
    found = load_words(workspace, "en").value
    assert found is not None
    return dict(found)


def given(spec: ProjectSpec) -> Ingredients:
    return Ingredients(
        spec=spec, tree=Tree({}), settings=WorkspaceSettings(), kinds=(), clauses={},
        known_clauses=frozenset(), words=words(), plans=Plans(meetings=plan_of(spec)),
        scorecard=None, run=lambda _argv, _text: b"",
    )  # fmt: skip


def agenda(spec: ProjectSpec) -> Agenda:
    found = export.make(given(spec), Words("en", words()))
    assert found is not None
    return found


WARSAW = {"tz": "Europe/Warsaw", "working_hours": "08:00-16:00"}
TAIPEI = {"tz": "Asia/Taipei", "working_hours": "09:00-17:00"}


def weekly(**fields: Any) -> ProjectSpec:
    free = fields.pop("shutdown", None)
    calendar = {**PLAIN, "shutdowns": [free] if free else []}
    version = fields.pop("version", "0.3")
    call = meeting(out_of_hours=True, agenda=["Open points"], **fields)
    spec = deal(WARSAW, TAIPEI, calendars=(PLAIN, calendar), meetings={"call": call})
    package = spec.package.model_copy(update={"version": version, "date": dt.date(2027, 1, 18)})
    return spec.model_copy(update={"package": package})


def test_every_event_lies_where_the_plan_has_it() -> None:
    spec = weekly()
    (planned,) = plan_of(spec).meetings
    events = {event.uid.value: event for event in read(write(agenda(spec))).vevent_list}
    assert len(events) == len(planned.occurrences) > 45
    for occurrence in planned.occurrences:
        event = events[uid(spec, "meeting", "call", occurrence.period)]
        assert event.dtstart.value.astimezone(dt.UTC) == occurrence.start
        assert event.dtend.value.astimezone(dt.UTC) == occurrence.end
        for time in occurrence.local:
            assert f"{time.place} {time.start}" in event.description.value
        assert "Open points" in event.description.value


def test_the_location_of_a_meeting_in_person_is_its_site() -> None:
    """Only the clock of the place then matters; a call has its place as stated."""
    (event, *_) = agenda(weekly(site="plant", place="room 2")).events
    assert event.location == "plant, There, room 2"
    assert event.description.splitlines()[:2] == [
        "In person: plant, There", "There 13:00–13:45",
    ]  # fmt: skip
    assert read(write(agenda(weekly(site="plant")))).vevent_list[0].location.value == "plant, There"
    (event, *_) = agenda(weekly(place="https://meet.example.com/lamp")).events
    assert event.location == "https://meet.example.com/lamp"
    assert "In person" not in event.description
    assert "Here " in event.description


def test_a_reissue_moves_events_and_adds_none() -> None:
    """A closure that became known, and another weekday: the UIDs stay, the sequence grows."""
    closed = {"from": "2027-06-08", "to": "2027-06-09"}
    first, again = agenda(weekly()), agenda(weekly(shutdown=closed, version="0.4"))
    other_day = agenda(weekly(day="thu", version="0.5"))
    before = {event.uid: event for event in first.events}
    after = {event.uid: event for event in again.events}
    assert before.keys() == after.keys()
    moved = [name for name in before if before[name].start != after[name].start]
    assert [after[name].start.isoformat()[:10] for name in moved] == ["2027-06-10"]
    assert all(after[name].sequence > before[name].sequence for name in before)
    assert len(before.keys() & {event.uid for event in other_day.events}) >= len(before) - 1


def test_uids_are_apart_by_package_meeting_and_period() -> None:
    spec = weekly()
    other = spec.model_copy(update={"package": spec.package.model_copy(update={"id": "other"})})
    names = {uid(spec, "a", "b"), uid(spec, "a", "c"), uid(spec, "ab"), uid(other, "a", "b")}
    assert len(names) == 4
    assert uid(spec, "a", "b") == uid(weekly(version="9"), "a", "b")


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("0.3", "0.4"), ("0.9", "0.10"), ("1.9.9", "2"), ("A", "B"), ("v1.2", "v1.3"),
     ("1.2", "1.2b"), ("1.2a", "1.2b"), ("2027-02", "2027-11"), ("draft", "1")],
)  # fmt: skip
def test_the_sequence_grows_with_the_version(earlier: str, later: str) -> None:
    low, high = (sequence(weekly(version=version)) for version in (earlier, later))
    assert 0 <= low < high < 2**31


def test_the_stamp_is_the_deals_own_date() -> None:
    spec = weekly()
    assert stamp(spec) == STAMP
    package = spec.package.model_copy(update={"date": None})
    assert stamp(spec.model_copy(update={"package": package})).year == 1980
    known = replace(given(spec), plans=Plans())
    assert export.make(known, Words("en", words())) is None


@hypothesis.given(
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=400), st.integers(0, 80)
)
def test_lines_are_folded_where_a_letter_and_an_escape_end(words: str, before: int) -> None:
    line = "x" * before + words + "\\^" * (before % 3) + words
    folded = _folded(line.encode())
    assert folded == Contentline(line).to_ical() + b"\r\n"
    assert folded.decode().replace("\r\n ", "") == line + "\r\n"
    pieces = folded.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(piece) <= 75 for piece in pieces)


LINES = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"), max_size=90
)
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2040, 12, 31))
TIMES = st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2040, 12, 31)).map(
    lambda moment: moment.replace(microsecond=0, fold=0)
)
EVENTS = st.builds(
    Event,
    uid=LINES,
    summary=LINES,
    start=DAYS,
    end=DAYS,
    description=LINES,
    location=LINES,
    sequence=st.integers(0, 9999),
    categories=st.lists(LINES, max_size=3).map(tuple),
    chair=st.none() | st.tuples(st.text("ab ,;:'’\"^é", max_size=9), st.just("a@example.com")),
    transparency=st.sampled_from(("busy", "free")),
)


@hypothesis.settings(deadline=None)
@hypothesis.given(EVENTS, st.none() | st.tuples(TIMES, TIMES, st.sampled_from(("UTC", *ZONES))))
def test_an_event_is_what_icalendar_makes_of_it(
    event: Event, times: tuple[dt.datetime, dt.datetime, str] | None
) -> None:
    start, end, tz = times or (event.start, event.end, "")
    event = replace(event, start=start, end=end, tz=tz)
    written = write(Agenda("Meetings", STAMP, (event,)))
    found = re.search(rb"BEGIN:VEVENT.*END:VEVENT\r\n", written, re.DOTALL)
    assert found is not None
    made = icalendar.Event()
    for name, content in (("summary", event.summary), ("uid", event.uid), ("dtstamp", STAMP),
                          ("last-modified", STAMP), ("sequence", event.sequence),
                          ("status", "CONFIRMED")):  # fmt: skip
        made.add(name, content)
    made.add("transp", {"busy": "OPAQUE", "free": "TRANSPARENT"}[event.transparency])
    in_zone = {"tzinfo": zone(tz)} if tz else {}
    made.add("dtstart", start.replace(**in_zone))  # type: ignore[arg-type]
    after = dt.timedelta(0 if times else 1)
    made.add("dtend", end.replace(**in_zone) + after)  # type: ignore[arg-type]
    for name, content in (("description", event.description), ("location", event.location),
                          ("categories", list(event.categories))):  # fmt: skip
        if content:
            made.add(name, content)
    if event.chair:
        address = icalendar.vCalAddress(f"mailto:{event.chair[1]}")
        address.params["CN"] = icalendar.vText(event.chair[0])
        made.add("organizer", address)
    assert found[0] == made.to_ical()
