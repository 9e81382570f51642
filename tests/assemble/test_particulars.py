"""Particulars say choices, parties and countries in words, and nothing that does not apply."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowgen import pipeline
from sowgen.assemble.field_kinds import kind_at
from sowgen.assemble.tables import _needs, _with_room
from sowgen.model.document import Cell, Table, Text
from tests.assemble.texts import HEAD
from tests.documents.deal import tiny, tiny_workspace, write, write_project
from tests.documents.pages import words_of

CLAUSE = """---
title: Disputes
version: 1.0.0
order: 10
summary: A test.
parameters:
  forum: {type: choice, description: Who decides, from: legal.law.forum, choices: [court, arbitration]}
  exclusive: {type: boolean, description: Whether the court alone decides, default: true}
  steps: {type: choice, description: What the OEM's people do, choices: [try-first, none], default: try-first}
  language: {type: text, description: Language, from: legal.law.language}
---

# Standard

{% if forum == "court" %}
A court{% if exclusive %} alone{% endif %} decides in {{ language }}.
{% else %}
Arbitrators decide in {{ language }}.
{% endif %}
{% if steps == "try-first" %}
The limit is {{ legal.liability.cap_ems }}.
{% endif %}
"""  # noqa: E501


def rows(tmp_path: Path, forum: str) -> list[list[str]]:
    outline = (
        '{{ clauses("general") }}\n\n# Values\n\n{{ particulars() }}\n\n{{ stated("legal") }}\n'
    )
    root = tiny_workspace(tmp_path, HEAD + outline)
    write(root / "clauses/general/disputes.md", CLAUSE)
    deal = tiny(
        legal={
            "law": {"forum": forum, "language": "pl", "country": "DK"},
            "liability": {"cap_ems": "EUR 1,000", "cap_oem": "EUR 2,000"},
            "insurance": {"pl": {"kind": "product liability", "party": "ems"}},
        }
    )
    deal["parties"]["oem"]["label"] = "the Customer"
    write_project(root, "tiny", deal)
    workspace = pipeline.open_workspace(root).value
    assert workspace is not None
    prepared = pipeline.prepare(workspace, "tiny")
    assert prepared.value is not None
    tables = [b for b in prepared.value.assembly.documents[0].blocks() if isinstance(b, Table)]
    return [[words_of(c.inlines, "en") for c in row] for t in tables for row in t.rows]


def test_arbitration_has_no_line_on_the_court(tmp_path: Path) -> None:
    labels = [row[0] for row in rows(tmp_path, "arbitration")]
    assert "Who decides" in labels
    assert "Whether the court alone decides" not in labels


def test_a_court_has(tmp_path: Path) -> None:
    assert "Whether the court alone decides" in [row[0] for row in rows(tmp_path, "court")]


def test_words_instead_of_codes(tmp_path: Path) -> None:
    said = {row[0]: row[1] for row in rows(tmp_path, "arbitration")}
    assert said["What the Customer's people do"] == "try first"
    assert said["Language"] == "Polish"
    assert said["Law and forum: country of that law"] == "Denmark"
    assert "Product liability: party that insures" in said
    assert not any(label.startswith("pl") for label in said)


def test_what_a_clause_prints_is_not_recorded_again(tmp_path: Path) -> None:
    said = {row[0]: row[1] for row in rows(tmp_path, "arbitration")}
    assert "EUR 1,000" not in said.values()
    assert said["Limits of liability: cap of the Customer"] == "EUR 2,000"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("legal.law.forum", "choice"),
        ("legal.law.country", "country"),
        ("legal.law.language", "language"),
        ("quality.plan", "id"),
        ("legal.law.seat", "text"),
        ("legal.law.nothing", "text"),
    ],
)
def test_kinds_of_fields(path: str, kind: str) -> None:
    assert kind_at(path) == kind


def test_a_narrow_column_gets_the_room_of_its_longest_word() -> None:
    header = ((Cell((Text("Name"),)), Cell((Text("Party"),)), Cell((Text("Mail"),))),)
    body = ((Cell((Text("Bo"),)), Cell((Text("The Manufacturer"),)), Cell((Text("a@b"),))),)
    needs = _needs(header, body, 3, 1.0)
    widths = _with_room((60.0, 10.0, 30.0), needs)
    assert widths[1] >= needs[1] > 14
    assert abs(sum(widths) - 100) < 0.1
    # One that has room keeps the author's widths.
    assert _with_room((50.0, 20.0, 30.0), needs) == (50.0, 20.0, 30.0)


@pytest.mark.parametrize(("count", "tail"), [(1, 0), (2, 0), (3, 2), (40, 2)])
def test_the_last_rows_of_a_table_stay_together(count: int, tail: int) -> None:
    row = (Cell((Text("a"),)), Cell((Text("b"),)))
    assert Table((), (row,) * count, (50.0, 50.0)).tail == tail


def test_the_heading_of_the_last_row_stays_with_it() -> None:
    row = (Cell((Text("a"),)), Cell((Text("b"),)))
    head = (Cell((Text("Group", bold=True),)), Cell(()))
    assert Table((), (row, row, head, row, row), (50.0, 50.0)).tail == 3
