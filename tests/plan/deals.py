"""Small deals for the tests of the schedule: two parties, two sites, a few activities."""

from __future__ import annotations

from typing import Any

from sowgen.diagnostics import Outcome
from sowgen.model.schedule import Plan, PlannedActivity
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Tree
from sowgen.plan import plan

PLAIN: dict[str, Any] = {"weekend": ["sat", "sun"]}
"""Monday to Friday without public holidays."""


def deal(**parts: Any) -> ProjectSpec:
    """A deal whose plant and head office both work Monday to Friday without holidays."""
    data: dict[str, Any] = {
        "package": {"id": "lamp", "title": "Lamp"},
        "parties": {
            "oem": {
                "role": "oem", "legal_name": "Example Lamps", "label": "the Customer",
                "country": "PL", "sites": {"hq": {"calendar": "office", "function": "hq"}},
            },
            "ems": {
                "role": "ems", "legal_name": "Example Works", "label": "the Contractor",
                "country": "PL", "sites": {"plant": {"calendar": "works", "function": "plant"}},
            },
        },
        "roles": {
            "oem.quality": {"party": "oem", "name": "Customer quality"},
            "ems.npi": {"party": "ems", "name": "Contractor NPI"},
        },
    }  # fmt: skip
    data |= parts
    schedule = dict(data.get("schedule", {}))
    schedule["calendars"] = {"office": {}, "works": {}} | schedule.get("calendars", {})
    for calendar in ("office", "works"):
        schedule["calendars"][calendar] = PLAIN | schedule["calendars"][calendar]
    data["schedule"] = schedule
    return ProjectSpec.model_validate(data)


def planned(spec: ProjectSpec) -> Outcome[Plan | None]:
    """The plan of a specification that was not read from a file."""
    return plan(spec, Tree({}))


def rows(spec: ProjectSpec) -> dict[str, PlannedActivity]:
    """The planned activities by id."""
    found = planned(spec).value
    assert found is not None
    return {row.id: row for row in found.activities}


def codes(outcome: Outcome[Plan | None]) -> list[str]:
    """The codes of the findings, in order."""
    return [finding.code for finding in outcome.diagnostics]
