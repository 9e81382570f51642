"""The communication plan of a small deal: meetings in person, what reports cover, addresses."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from sowgen import pipeline
from sowgen.model.document import Table
from tests.documents.deal import ROOT, TINY, tiny, tiny_workspace, write_project
from tests.documents.pages import words_of

SIDES = {"participants": ["oem.lead", "ems.lead"], "chair": "oem.lead", "duration": 60}
SENT: dict[str, Any] = {"cadence": "weekly", "day": "fri", "sender": "ems.lead",
                        "recipients": ["oem.lead"]}  # fmt: skip
SAID: dict[str, Any] = {
    "from": "2027-02-01", "until": "2027-04-30",
    "meetings": {
        "call": SIDES | {"name": "Call", "cadence": "weekly", "day": "tue",
                         "place": "https://meet.example.com/lamp"},
        "visit": SIDES | {"name": "Visit", "cadence": "once", "on": "2027-03-10",
                          "site": "plant", "place": "room 2"},
    },
    "reports": {
        "progress": SENT | {"name": "Progress", "what": "as in the schedule", "note": "one page",
                            "covers": ["progress", "shortages", "clear_to_build", "other"]},
        "outlook": SENT | {"name": "Outlook", "covers": ["forecast"]},
        "letter": SENT | {"name": "Letter", "what": "anything else", "covers": ["other"]},
    },
    "channels": {
        "desk": {"matter": "Questions", "medium": "ticket", "retention": "10 years",
                 "address": "https://tickets.example.com", "answer_within": "1 working day"},
        "list": {"matter": "Notices", "medium": "email", "address": "the contact list",
                 "answer_within": "1 working day"},
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> list[Table]:
    """The tables of the plan, in order."""
    root = tiny_workspace(tmp_path_factory.mktemp("plan"))
    shutil.copytree(ROOT / "templates" / "communication", root / "templates" / "communication")
    parties = {name: {**party} for name, party in TINY["parties"].items()}
    parties["ems"]["sites"] = {
        "plant": {"name": "Saxon plant", "city": "Leipzig", "tz": "Europe/Berlin",
                  "function": "plant"}
    }  # fmt: skip
    roles = {"oem.lead": {"party": "oem", "name": "Customer lead"},
             "ems.lead": {"party": "ems", "name": "Contractor lead"}}  # fmt: skip
    write_project(root, "tiny", tiny(parties=parties, roles=roles, communication=SAID))
    workspace = pipeline.open_workspace(root).value
    assert workspace is not None
    package = pipeline.prepare(workspace, "tiny").value
    assert package is not None
    (plan,) = [d for d in package.assembly.documents if d.kind == "communication"]
    return [block for block in plan.blocks() if isinstance(block, Table)]


def rows(tables: list[Table], *heads: str) -> list[list[str]]:
    """The rows of the one table whose header row has those words."""
    found = [
        [[words_of(cell.inlines, "en") for cell in row] for row in table.rows]
        for table in tables
        if {*heads} <= {words_of(cell.inlines, "en") for cell in table.header[0]}
    ]
    (only,) = found
    return only


def test_a_meeting_in_person_says_where(tables: list[Table]) -> None:
    call, visit = rows(tables, "Before and after")
    assert visit[1].endswith("In person: Saxon plant, Leipzig, room 2")
    assert visit[4] == ""
    assert "In person" not in call[1]
    assert call[4] == "https://meet.example.com/lamp"


def test_a_meeting_in_person_has_one_clock(tables: list[Table]) -> None:
    call, visit = (
        next(row for row in rows(tables, "Meeting", "UTC") if row[0].startswith(name))
        for name in ("Call", "Visit")
    )
    assert visit[0].endswith("In person: Saxon plant, Leipzig")
    assert visit[2::2] == ["–", "–"]
    assert visit[3][2] == call[3][2] == ":"
    assert "–" not in (call[2], call[4])


def test_what_a_report_covers_is_printed(tables: list[Table]) -> None:
    progress, outlook, letter = (row[1] for row in rows(tables, "Content"))
    content, covers, note = progress.split("\n")
    assert (content, note) == ("As in the schedule", "One page")
    assert covers.removeprefix("Covers: ").split("; ") == [
        "progress against the schedule", "parts missing or late", "material for the next builds",
    ]  # fmt: skip
    assert (outlook, letter) == ("Covers: forecast", "Anything else")


def test_addresses_keep_their_letters_and_no_column_is_empty(tables: list[Table]) -> None:
    desk, contacts = rows(tables, "Matter")
    assert desk[1] == "Ticket\nhttps://tickets.example.com"
    assert contacts[1] == "E-mail\nThe contact list"
    assert desk[4:] == ["10 years"]
