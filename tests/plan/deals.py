"""Small deals for the tests of the schedule: two parties, two sites, a few activities."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from sowgen.assemble.exports.network import make
from sowgen.assemble.ingredients import Ingredients
from sowgen.assemble.words import Words
from sowgen.diagnostics import Outcome
from sowgen.model.network import Network
from sowgen.model.plans import Plans
from sowgen.model.schedule import Plan, PlannedActivity
from sowgen.model.settings import WorkspaceSettings
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Tree
from sowgen.plan.schedule import plan_schedule

TEMPLATES = Path(__file__).parents[2] / "templates"
WORDS: dict[str, str] = {
    key: str(value)
    for folder in ("house", "schedule")
    for key, value in yaml.safe_load(
        (TEMPLATES / folder / "words" / "en.yaml").read_text("utf-8")
    ).items()
}
"""The English words of the house and of the schedule annex."""

PLAIN: dict[str, Any] = {"weekend": ["sat", "sun"]}
"""Monday to Friday."""


def deal(**parts: Any) -> ProjectSpec:
    """A deal whose plant and head office work Monday to Friday without the holidays of Poland."""
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
    return plan_schedule(spec, Tree({}))


def rows(spec: ProjectSpec) -> dict[str, PlannedActivity]:
    """The planned activities by id."""
    found = planned(spec).value
    assert found is not None
    return {row.id: row for row in found.activities}


def codes(outcome: Outcome[Plan | None]) -> list[str]:
    """The codes of the findings, in order."""
    return [finding.code for finding in outcome.diagnostics]


def ingredients(spec: ProjectSpec) -> Ingredients:
    """What exports of the deal's schedule are made from."""
    found = planned(spec).value
    return Ingredients(
        spec=spec, tree=Tree({}), settings=WorkspaceSettings(), kinds=(), clauses={},
        known_clauses=frozenset(), words=WORDS, plans=Plans(found), scorecard=None, run=_no_run,
    )  # fmt: skip


def network_of(given: Ingredients) -> Network:
    """What the schedule gives to project-management programs."""
    network = make(given, Words("en", WORDS))
    assert network is not None
    return network


def exported(spec: ProjectSpec) -> Network:
    """The network of a deal that is to be planned first."""
    return network_of(ingredients(spec))


def _no_run(*_: object) -> bytes:
    raise AssertionError("the export needs no other program")
