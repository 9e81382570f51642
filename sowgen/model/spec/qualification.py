"""How the supplier was compared and chosen. Internal, but for what the record of the chosen
supplier takes from it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sowgen.model.spec.base import (
    Date,
    Id,
    Ids,
    Months,
    Number,
    Pct,
    SpecModel,
    Texts,
    YesNo,
    keyed,
    need,
    opt,
    section,
    several,
)
from sowgen.model.spec.candidates import Candidate
from sowgen.model.values import Stated, Text

Weight = Annotated[Number, Field(ge=0, le=100)]
Anchors = dict[Literal["0", "1", "2", "3", "4", "5"], Text]
"""What a score means, for as many of the scores as need words."""


class Stage(SpecModel):
    """A step of the selection."""

    name: Text = need("Name of the stage.", "Request for quotation")
    date: Stated[Date] | None = opt("Day on which it ends or ended.", "2026-10-02")
    done: YesNo | None = opt("Whether it is done.", True)
    owner: Id | None = opt("Id of the role that runs it.", "oem.sourcing")
    before_signature: YesNo = opt(
        "Whether it must be over before the contract is signed. Default: false.",
        True,
        default=False,
    )
    note: Text | None = opt("Remark.", "five companies asked, four answered")


class QualificationGate(SpecModel):
    """A condition that a candidate passes or fails; no score makes up for a failure."""

    name: Text = need("Name of the gate.", "Non-disclosure agreement signed")
    rule: Text | None = opt("What must be true.", "Both parties have signed.")
    certificate: Text | None = opt(
        "Standard whose certificate decides: for the plant, valid when production starts.",
        "ISO 9001",
    )


class CriterionPart(SpecModel):
    """A part of a criterion, scored by itself."""

    name: Text = need("Name of the part.", "Quality system")
    share: Weight | None = opt("Percent of the criterion. Default: equal shares.", 40)
    priced: YesNo = opt(
        "Whether its score is 5 × lowest price / price. Default: false.", True, default=False
    )
    anchors: Anchors = keyed("What a score means.", {"0": "none", "5": "certified, no findings"})


class Criterion(SpecModel):
    """What candidates are compared by."""

    name: Text = need("Name of the criterion.", "Quality system and audit")
    weight: Weight = need("Points out of 100.", 25)
    priced: YesNo = opt(
        "Whether its score is 5 × lowest price / price. Default: false.", True, default=False
    )
    anchors: Anchors = keyed("What a score means.", {"0": "none", "5": "certified, no findings"})
    parts: dict[Id, CriterionPart] = keyed(
        "Parts by id; each is scored, the criterion is not.", {"system": {"name": "Quality system"}}
    )


class Band(SpecModel):
    """A class of audit results."""

    name: Text = need("Name of the class.", "approved")
    at_least: Pct = need("Lowest result in percent.", 90)


class Assessor(SpecModel):
    """Somebody who scores or audits; the id may be a contact's."""

    name: Text | None = opt("Name. Default: the contact's.", "Ada Sample")
    function: Text | None = opt("Function. Default: the contact's.", "Head of Sourcing")
    conflicts: dict[Id, Text] = keyed(
        "Conflicts of interest by candidate id.", {"sample": "brother is a director there"}
    )
    declared_on: Date | None = opt("Day of the declaration on conflicts.", "2026-09-14")


class SourcingDecision(SpecModel):
    """Which candidate was chosen, by whom, and why."""

    chosen: Id = need("Id of the candidate.", "sample")
    by: Stated[Id] | None = opt("Id of the role that decided.", "oem.sourcing")
    approved_by: Stated[Id] | None = opt("Id of the role that approved.", "oem.exec")
    date: Stated[Date] | None = opt("Day of the decision.", "2026-12-11")
    reason: Stated[Text] | None = opt("Why this one; internal.", "first in all but price")
    despite: Text | None = opt(
        "Why in spite of a better ranked candidate or of missing scores; internal.",
        "the first has no free capacity before 2028",
    )
    basis: Texts = several(
        "What the approval rests on, in words that the supplier may read.", ["audit of the plant"]
    )
    conditions: Texts = several(
        "What the supplier still has to do; it reads this.", ["closes the major finding"]
    )


class Requalification(SpecModel):
    """When the supplier is looked at again."""

    every: Stated[Months] | None = opt("Interval; a bare number counts months.", 24)
    on: Stated[Date] | None = opt("Next day. Default: the decision and the interval.", "2028-12-11")
    triggers: Texts = several("What calls for it earlier.", ["move of the plant"])


class Qualification(SpecModel):
    """The comparison of candidates and the choice of the supplier."""

    standard: YesNo = opt(
        "Whether stages, gates, criteria and bands of `templates/qualification/criteria.yaml` "
        "lie under those written here. Default: false.",
        True,
        default=False,
    )
    leave_out: Ids = several("Standard entries that are not taken over.", ["sample"])
    subject: Text | None = opt("What is bought.", "assembly and test of the Widget")
    price_basis: Text | None = opt(
        "What the prices count.", "landed cost of a unit at 6,000 a year"
    )
    few_candidates: Stated[Text] | None = opt(
        "Why fewer than three candidates were compared.", "the tool stands at this maker"
    )
    stages: dict[Id, Stage] = keyed("Stages by id, in order.", {"rfq": {"name": "Quotation"}})
    gates: dict[Id, QualificationGate] = keyed("Gates by id.", {"nda": {"name": "NDA signed"}})
    criteria: dict[Id, Criterion] = keyed(
        "Criteria by id; their weights total 100.", {"cost": {"name": "Cost", "weight": 20}}
    )
    bands: dict[Id, Band] = keyed(
        "Classes of audit results by id.", {"approved": {"name": "approved", "at_least": 90}}
    )
    assessors: dict[Id, Assessor] = keyed(
        "Assessors by id.", {"olaf": {"declared_on": "2026-09-14"}}
    )
    candidates: dict[Id, Candidate] = keyed(
        "Candidates by id.", {"sample": {"name": "Sample Assembly GmbH"}}
    )
    decision: SourcingDecision | None = opt("The choice. Default: none yet.", {"chosen": "sample"})
    requalification: Requalification = section(
        Requalification, "When the supplier is looked at again.", {"every": 24}
    )
