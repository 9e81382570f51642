"""What is delivered, and how it is accepted."""

from __future__ import annotations

from typing import Literal

from sowgen.model.spec.base import (
    Count,
    Due,
    Id,
    Ids,
    SpecModel,
    Texts,
    WorkingDays,
    need,
    opt,
    section,
    several,
)
from sowgen.model.values import Stated, Text


class Acceptance(SpecModel):
    """How one deliverable is accepted."""

    criteria: Texts = several("What must be true.", ["All functional tests pass"])
    method: Literal["inspection", "test", "demonstration", "analysis", "document_review"] | None = (
        opt("How it is verified.", "test")
    )
    sample: Stated[Text] | None = opt("Sample.", "AQL 0.65, general level II, ISO 2859-1")
    standard: Stated[Text] | None = opt("Standard.", "IPC-A-610, class 2")
    threshold: Stated[Text] | None = opt("Limit.", "no major defects")
    measured_by: Id | None = opt("Id of the role that measures.", "ems.quality")
    accepted_by: Id | None = opt("Id of the role that accepts.", "oem.quality")
    within: Stated[WorkingDays] | None = opt("Time to accept or refuse, in working days.", 5)
    silence: Stated[Literal["accept", "reject", "escalate"]] | None = opt(
        "What no answer means.", "accept"
    )
    rework_rounds: Stated[Count] | None = opt("Rounds of rework allowed.", 2)


class Deliverable(SpecModel):
    """A thing or report that one party owes."""

    name: Text = need("Name of the deliverable.", "First article inspection report")
    owner: Id | None = opt("Id of the role that delivers.", "ems.quality")
    product: Id | None = opt("Id of the product.", "widget")
    quantity: Stated[Text] | None = opt("How many.", "50 pieces")
    due: Stated[Due] | None = opt(
        "A date, a clock on an activity, or an activity's id.", "fai", "5 working days after fai"
    )
    activity: Id | None = opt("Id of the activity in the schedule that makes it.", "fai")
    gate: Id | None = opt("Id of the gate it is shown at.", "g4")
    acceptance: Acceptance = section(Acceptance, "How it is accepted.", {"method": "inspection"})
    evidence: Ids = several("Ids of the documents that prove it.", ["fai-report"])
    note: Text | None = opt("Remark.", "one per product")
