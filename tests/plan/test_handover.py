"""By when documents must be there.

Activity `a` (5 working days) runs from Monday 2027-03-01, `b` (3) from Monday 2027-03-08,
and both have five working days of float, since the delivery is wanted on 2027-03-17.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sowgen.model.schedule import HandoverItem
from sowgen.model.spec import ProjectSpec
from tests.plan.deals import codes, deal, planned


def bom(used_by: str = "b", **document: Any) -> ProjectSpec:
    """A deal whose bill of materials is used by `used_by` ('' for nothing)."""
    schedule: dict[str, Any] = {
        "start": "2027-03-01",
        "wanted_delivery": "2027-03-17",
        "activities": {
            "a": {"name": "A", "site": "plant", "duration": 5},
            "production": {"name": "B", "site": "plant", "duration": 3, "after": "a"},
        },
        "gates": {"g2": {"name": "G2", "after": "a"}},
    }
    for id_ in {"a": ["a"], "b": ["production"], "both": ["a", "production"]}.get(used_by, []):
        schedule["activities"][id_]["uses"] = ["bom"]
    stated = {"name": "Bill of materials", "provider": "oem", "receiver": "ems"} | document
    return deal(schedule=schedule, documents={"bom": stated})


def row(spec: ProjectSpec) -> HandoverItem:
    """The one document's row."""
    found = planned(spec).value
    assert found is not None
    return found.handover[0]


@pytest.mark.parametrize(
    ("used_by", "document", "latest", "agreed"),
    [
        ("b", {}, "2027-03-12", None),  # the last working day before Monday 15 March
        ("a", {}, "2027-03-05", None),
        ("both", {}, "2027-03-05", None),
        ("b", {"review": 1}, "2027-03-11", None),
        ("b", {"review": 3}, "2027-03-09", None),
        ("b", {"review": "1 week"}, "2027-03-05", None),
        ("b", {"review": "not stated"}, "2027-03-12", None),
        ("b", {"due": "2027-02-26"}, "2027-03-12", "2027-02-26"),
        ("b", {"due": "1 working day before production"}, "2027-03-12", "2027-03-05"),
        ("b", {"due": "30 working days before production"}, "2027-02-01", "2027-01-25"),
        ("b", {"due": "14 days before production"}, "2027-03-01", "2027-02-22"),
        ("b", {"due": "16 days before production"}, "2027-02-26", "2027-02-19"),  # no Saturday
        ("b", {"due": "production"}, "2027-03-12", "2027-03-05"),
        ("b", {"due": "2 working days after a"}, "2027-03-12", "2027-03-09"),
        ("b", {"due": "1 working day before g2"}, "2027-03-12", "2027-03-05"),
        ("b", {"due": "5 days before the kick-off"}, "2027-03-12", None),
        ("", {"due": "10 working days before production"}, "2027-03-01", "2027-02-22"),
        ("", {"needed_for": ["production"]}, "2027-03-12", None),
        ("", {"due": "2027-02-26"}, None, "2027-02-26"),
        ("", {}, None, None),
    ],
)
def test_the_day_is_counted_back(
    used_by: str, document: dict[str, Any], latest: str | None, agreed: str | None
) -> None:
    found = row(bom(used_by, **document))
    days = [day.isoformat() if day else None for day in (found.latest, found.agreed)]
    assert days == [latest, agreed]


@pytest.mark.parametrize(
    ("used_by", "document", "due"),
    [
        ("b", {}, date(2027, 3, 5)),  # keeps the planned start, Monday 8 March
        ("a", {}, date(2027, 2, 26)),
        ("both", {"review": 2}, date(2027, 2, 24)),
        ("b", {"due": "2027-02-10"}, date(2027, 2, 10)),
        ("b", {"due": "30 working days before production"}, date(2027, 1, 25)),
        ("", {}, None),
    ],
)
def test_it_is_due_as_agreed_or_in_time_for_the_plan(
    used_by: str, document: dict[str, Any], due: date | None
) -> None:
    assert row(bom(used_by, **document)).due == due


def test_it_falls_on_a_day_on_which_the_provider_works() -> None:
    spec = bom().model_dump(mode="json", exclude_none=True)
    office = spec["schedule"]["calendars"]["office"]
    office["shutdowns"] = [{"from": "2027-03-10", "to": "2027-03-12", "reason": "Inventory"}]
    assert row(ProjectSpec.model_validate(spec)).latest == date(2027, 3, 9)


@pytest.mark.parametrize(
    ("used_by", "document", "expected"),
    [
        ("b", {"due": "2027-03-05"}, []),
        ("b", {"due": "2027-03-08"}, ["T221"]),  # the day on which the work is to start
        ("b", {"due": "2027-03-12"}, ["T221"]),  # within the float
        ("b", {"due": "2027-03-05", "review": 2}, ["T221"]),
        ("b", {"due": "2027-03-16"}, ["T220"]),
        ("b", {"due": "2027-03-16", "required": False}, []),
        ("both", {"due": "1 working day before production"}, ["T221"]),  # `a` needs it sooner
        ("both", {"due": "2 working days after production"}, ["T220"]),
        ("a", {"due": "a"}, []),
        ("b", {"due": "3 working days before production", "review": 2}, []),
        ("b", {"due": "2 working days before production", "review": 2}, ["T221"]),
        ("b", {"due": "2 working days before production", "review": 2, "required": False}, []),
        ("b", {"due": "1 working day before the kick-off"}, []),
        ("b", {"due": "to be agreed"}, []),
        ("", {"due": "to be agreed"}, []),
        ("", {}, []),  # `validate` has said so (Q138)
        ("", {"required": False}, []),
    ],
)
def test_stated_days_are_compared(
    used_by: str, document: dict[str, Any], expected: list[str]
) -> None:
    assert codes(planned(bom(used_by, **document))) == expected


def test_the_hint_names_the_day() -> None:
    (finding,) = planned(bom("b", due="2027-03-16", review=2)).diagnostics
    assert finding.severity == "error"
    assert "2027-03-03" in finding.hint


def test_the_first_and_the_last_due_day() -> None:
    found = planned(bom("b", due="2027-02-26")).value
    assert found is not None
    (period,) = found.handover_periods
    assert period.first == period.last == date(2027, 2, 26)
    assert [each.word for each in found.key_dates] == [
        "documents_due_from", "project_start", "production_start", "first_delivery",
        "wanted_delivery",
    ]  # fmt: skip


def test_each_party_has_its_own_days() -> None:
    data = bom("b", due="2027-02-26").model_dump(mode="json", exclude_none=True)
    shared = {"receiver": "ems"}
    data["documents"] |= {
        "drawing": {"name": "Drawing", "provider": "oem", "due": "2027-03-02"} | shared,
        "report": {"name": "Report", "provider": "ems", "due": "2027-03-15"},
        "plan": {"name": "Plan", "owner": "ems.npi", "due": "2027-03-12"},
        "sample": {"name": "Sample", "provider": "oem", "due": "2027-03-16", "required": False},
    }
    found = planned(ProjectSpec.model_validate(data)).value
    assert found is not None
    assert [(each.party, each.first, each.last) for each in found.handover_periods] == [
        ("oem", date(2027, 2, 26), date(2027, 3, 2)),
        ("ems", date(2027, 3, 12), date(2027, 3, 15)),
    ]
    assert [(each.word, each.party_name) for each in found.key_dates if each.party_name] == [
        ("first_documents_due_from", "the Customer"),
        ("last_documents_due_from", "the Customer"),
        ("first_documents_due_from", "the Contractor"),
        ("last_documents_due_from", "the Contractor"),
    ]


def test_a_rule_that_comes_too_late_is_shown_the_step_to_count_from() -> None:
    (finding,) = planned(bom("both", due="1 working day before production")).diagnostics
    assert "by its rule" in finding.message
    assert "`a`" in finding.hint
    assert "2027-02-26" in finding.hint
