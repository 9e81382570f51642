"""Departures from the library: which take an approval, and what a record has to say."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from sowgen.model.seal import Deviation
from tests.issuing.lamp import codes, issued, lamp

WHEN = "2025-12-01"
RECORD = {"approved_by": "legal", "approved_on": WHEN, "reason": "asked for"}
OWN = """---
title: Other work
version: 1.0.0
order: 1
summary: A test.
area: general
replaces: work
reason: They work at night.
---

# Standard

The work is done at night.
"""


def use(**choice: Any) -> dict[str, Any]:
    return {"clauses": {"use": {"work": choice}}}


def said(folder: Path, parts: dict[str, Any]) -> list[str]:
    """The messages of H404; nothing else is found but that a contact has no address (P116)."""
    result = issued(lamp(folder, **parts), trial=True)
    assert set(codes(result)) <= {"H404", "H403", "P116"}
    return [d.message for d in result.diagnostics if d.code == "H404"]


def test_a_position_with_its_record(tmp_path: Path) -> None:
    result = issued(lamp(tmp_path, **use(position="ems", **RECORD)))
    assert codes(result) == []
    assert result.seal is not None
    assert result.seal.deviations == (
        Deviation("work", "position `ems`", "legal", "legal", WHEN, "asked for"),
    )
    with zipfile.ZipFile(io.BytesIO(result.files["TINY-1-sow.docx"])) as package:
        parts = b"".join(map(package.read, package.namelist()))
    assert b"work takes" in parts.replace(b"</w:t>", b"")
    assert b"asked for" not in parts
    assert b"asked for" not in result.files["manifest.json"]


@pytest.mark.parametrize(
    ("record", "lacks"),
    [
        ({"reason": "asked for"}, "nobody approved it, no day is recorded"),
        ({**RECORD, "approved_by": "buyer"}, "`buyer` is not enough, it takes `legal`"),
        ({"reason": "asked for", "approved_by": "executive"}, "no day is recorded"),
    ],
)
def test_a_position_without_a_whole_record(
    tmp_path: Path, record: dict[str, Any], lacks: str
) -> None:
    found = said(tmp_path, use(position="ems", **record))
    assert found == [f"`work`, position `ems`: {lacks}"]


@pytest.mark.parametrize("choice", [{}, {"position": "balanced", "reason": "as ever"}])
def test_the_stance_takes_no_record(tmp_path: Path, choice: dict[str, Any]) -> None:
    assert said(tmp_path, use(**choice)) == []


def test_a_clause_left_out(tmp_path: Path) -> None:
    assert said(tmp_path / "a", use(omit=True, reason="not here")) == [
        "`work`, left out: nobody approved it, no day is recorded"
    ]
    assert said(tmp_path / "b", use(omit=True, **{**RECORD, "approved_by": "buyer"})) == [
        "`work`, left out: `buyer` is not enough, it takes `legal`"
    ]
    assert said(tmp_path / "c", use(omit=True, **RECORD)) == []


def test_a_value_outside_its_range(tmp_path: Path) -> None:
    values = {"parameters": {"days": "90 days"}}
    (message,) = said(tmp_path / "a", use(approved_by="buyer", **values))
    what, _, lacks = message.partition(": ")
    assert what == "`work`, `days` 90 days, outside 15 days .. 60 days"
    assert lacks == "no day is recorded, no reason is recorded"
    assert said(tmp_path / "b", use(**RECORD, **values)) == []


def test_an_own_clause_in_the_place_of_the_librarys(tmp_path: Path) -> None:
    repo = lamp(tmp_path)
    repo.write("projects/tiny/clauses/night-work.md", OWN)
    repo.commit("an own clause")
    (found,) = issued(repo).diagnostics
    assert found.code == "H404"
    assert found.message == (
        "`night-work`, in the place of `work`: nobody approved it, no day is recorded"
    )
    assert found.span.file == "projects/tiny/clauses/night-work.md"
    record = {"approved_by": "legal", "approved_on": WHEN}
    again = lamp(tmp_path / "again", clauses={"use": {"night-work": record}})
    again.write("projects/tiny/clauses/night-work.md", OWN)
    again.commit("an own clause")
    result = issued(again)
    assert codes(result) == []
    assert result.seal is not None
    assert [d.reason for d in result.seal.deviations] == ["They work at night."]


@pytest.mark.parametrize(
    ("party", "authority", "lacks"),
    [
        ("oem", {"may_commit": True}, ""),
        ("oem", {"may_commit": False}, "the contact `cara` may not commit the OEM"),
        ("ems", {"may_commit": True}, "the contact `cara` does not belong to the OEM"),
    ],
)
def test_a_contact_as_approver(
    tmp_path: Path, party: str, authority: dict[str, Any], lacks: str
) -> None:
    site = {"oem": "office", "ems": "plant"}[party]
    contact = {"name": "Cara Sample", "party": party, "site": site, "authority": authority}
    choice = {**RECORD, "approved_by": "cara", "position": "ems"}
    contact["email"] = "cara@example.com"
    found = said(tmp_path, {"contacts": {"cara": contact}, **use(**choice)})
    assert found == ([f"`work`, position `ems`: {lacks}"] if lacks else [])


@pytest.mark.parametrize(
    ("choice", "keys"),
    [
        (
            {"parameters": {"days": "90 days"}, "approved_by": "buyer"},
            "`approved_on:` and `reason:`",
        ),
        ({"position": "ems", "reason": "x"}, "`approved_by: legal` and `approved_on:`"),
        ({"position": "ems", **RECORD, "approved_by": "buyer"}, "`approved_by: legal`"),
        ({"position": "ems", "reason": "x", "approved_by": "executive"}, "`approved_on:`"),
    ],
)
def test_the_command_names_what_is_missing(
    tmp_path: Path, choice: dict[str, Any], keys: str
) -> None:
    result = issued(lamp(tmp_path, **use(**choice)))
    (found,) = [d for d in result.diagnostics if d.code == "H404"]
    assert found.span.line > 0
    assert found.span.file == "projects/tiny/project.yaml"
    assert found.hint == f"record {keys} under `clauses.use.work` once it is approved"


@pytest.mark.parametrize(
    ("day", "told"), [("2026-01-02", False), ("2026-01-03", True), ("2072-01-02", True)]
)
def test_an_approval_of_a_day_to_come(tmp_path: Path, day: str, told: bool) -> None:
    """The commit is of 2026-01-02, 00:00 in UTC; nowhere was it the 3rd then."""
    result = issued(lamp(tmp_path, **use(position="ems", **{**RECORD, "approved_on": day})))
    assert result.written
    remarks = [(d.severity, d.message) for d in result.diagnostics if d.code == "H412"]
    message = f"`work`, position `ems`: approved on {day}, a day after the commit (2026-01-02)"
    assert remarks == ([("info", message)] if told else [])


def test_a_warning_of_the_build_is_not_told_twice(tmp_path: Path) -> None:
    """C208 is what `check` says of the same departure."""
    result = issued(lamp(tmp_path, **use(position="ems", reason="x")))
    assert codes(result) == ["H404"]
