"""Deals with nothing but a qualification in them, for the tests of the comparison."""

from __future__ import annotations

from typing import Any

from sowgen.model.scorecard import CandidateResult, Scorecard
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Tree
from sowgen.score import score

PARTIES: dict[str, Any] = {
    "oem": {"role": "oem", "legal_name": "Example Devices", "country": "PL"},
    "ems": {
        "role": "ems",
        "legal_name": "Sample Assembly GmbH",
        "country": "DE",
        "sites": {"plant": {"name": "Leipzig plant", "tz": "Europe/Berlin"}},
    },
}


def deal(qualification: dict[str, Any], **sections: Any) -> ProjectSpec:
    """A deal with this qualification; other sections beside it as they are given."""
    package = {"id": "widget", "title": "Widget", "date": "2026-12-01",
               "effective_date": "2027-01-01"}  # fmt: skip
    data = {"package": package, "parties": PARTIES, "qualification": qualification, **sections}
    return ProjectSpec.model_validate(data)


def scorecard(qualification: dict[str, Any], **sections: Any) -> Scorecard:
    """The comparison of a deal without a schedule."""
    value = score(deal(qualification, **sections), Tree({}), None).value
    assert value is not None
    return value


def result(card: Scorecard, id_: str) -> CandidateResult:
    """A candidate by its id."""
    return next(c for c in (*card.candidates, *card.dropped) if c.id == id_)
