"""The schedule as a spreadsheet and as calendar events."""

from __future__ import annotations

import copy
import dataclasses
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sowgen.assemble.exports import milestones, schedule
from sowgen.assemble.ingredients import Ingredients
from sowgen.assemble.words import Words
from sowgen.model.agenda import Agenda
from sowgen.model.network import Network
from sowgen.model.settings import Company, WorkspaceSettings
from sowgen.model.workbook import Sheet, Workbook
from tests.plan.deals import WORDS, deal, ingredients, network_of
from tests.plan.test_moves import BASE


def changed(**schedule_changes: Any) -> dict[str, Any]:
    data = copy.deepcopy(BASE)
    data["schedule"] |= schedule_changes
    return data


def workbook(data: dict[str, Any]) -> Workbook:
    made = schedule.make(ingredients(deal(**data)), Words("en", WORDS))
    assert made is not None
    return made


def agenda(data: dict[str, Any]) -> Agenda:
    made = milestones.make(ingredients(deal(**data)), Words("en", WORDS))
    assert made is not None
    return made


def column(sheet: Sheet, title: str) -> list[Any]:
    at = [cell.content for cell in sheet.rows[0]].index(title)
    return [row[at].content for row in sheet.rows[1:]]


def test_dates_are_dates_and_numbers_are_numbers() -> None:
    sheets = {sheet.name: sheet for sheet in workbook(BASE).sheets}
    assert list(sheets) == [
        "Key dates", "Activities", "Documents to be handed over", "Gates", "Working calendars",
    ][: len(sheets)]  # fmt: skip
    steps = sheets["Activities"]
    assert column(steps, "Id")[:2] == ["design", "boards"]
    assert column(steps, "Start")[0] == date(2027, 6, 7)
    assert set(map(type, column(steps, "End"))) == {date}
    assert set(map(type, column(steps, "Float"))) == {Decimal}
    assert column(sheets["Documents to be handed over"], "At the latest")[:2] == [
        date(2027, 7, 14), date(2027, 8, 2),
    ]  # fmt: skip


def test_every_row_is_as_wide_as_its_header() -> None:
    for sheet in workbook(BASE).sheets:
        assert {len(row) for row in sheet.rows} == {len(sheet.widths)}, sheet.name


def test_an_event_that_moves_stays_the_same_event() -> None:
    before = {event.uid: event for event in agenda(BASE).events}
    after = {event.uid: event for event in agenda(changed(start="2027-06-14")).events}
    assert set(before) == set(after)
    assert len(before) == len(agenda(BASE).events)
    assert any(before[uid].start != after[uid].start for uid in before)


def test_events_take_whole_days_and_no_time_of_anybody() -> None:
    for event in agenda(BASE).events:
        assert not isinstance(event.start, datetime)
        assert event.start == event.end
        assert event.transparency == "free"


def test_gates_documents_and_key_dates_are_events() -> None:
    names = {event.summary: event.start for event in agenda(BASE).events}
    assert names["G1"] == date(2027, 7, 2)
    assert names["First delivery"] == date(2027, 7, 18)
    assert names["Delivery wanted"] == date(2027, 8, 16)
    assert "Due: Drawings" in names


def test_nothing_without_dates() -> None:
    given = ingredients(deal())
    assert schedule.make(given, Words("en", WORDS)) is None
    assert milestones.make(given, Words("en", WORDS)) is None


def test_files_have_the_author_of_the_documents() -> None:
    given = ingredients(deal(**BASE))
    company = WorkspaceSettings(company=Company(name="Example Drafting"))
    drafted = dataclasses.replace(given, settings=company)
    assert authors(given) == ["Example Lamps"] * 2
    assert authors(drafted) == ["Example Drafting"] * 2


def authors(given: Ingredients) -> list[str]:
    made = (schedule.make(given, Words("en", WORDS)), network_of(given))
    return [each.author for each in made if isinstance(each, Workbook | Network)]


def test_key_dates_tell_the_documents_of_each_party_apart() -> None:
    sheets = {sheet.name: sheet for sheet in workbook(BASE).sheets}
    assert "First document due from the Customer" in column(sheets["Key dates"], "Event")
