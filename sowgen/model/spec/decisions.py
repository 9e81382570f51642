"""Decision rights: who decides alone, after consultation, or only with approval."""

from __future__ import annotations

from typing import Literal

from sowgen.model.spec.base import Id, Measure, Silence, SpecModel, WorkingDays, need, opt
from sowgen.model.values import Stated, Text

Level = Literal["L0", "L1", "L2", "L3", "L4", "L5"]


class Threshold(SpecModel):
    """A limit at which another level holds."""

    metric: Text = need("What is measured.", "cost impact on one quarter's consumption")
    op: Literal["<", "<=", ">", ">="] = opt(
        "How the measure compares while the decision's own level holds. Default: <=.",
        "<",
        default="<=",
    )
    value: Stated[Measure] = need(
        "The limit: money, a length of time, a percentage or a quantity.",
        "USD 200",
        "5 working days",
    )
    above: Level = need("The level that holds beyond the limit.", "L3")
    at: Level | None = opt("The level exactly at the limit, where `op` leaves it open.", "L3")
    period: Text | None = opt("Period the measure is added up over.", "quarter")
    activity: Id | None = opt(
        "Id of the row of the matrix beyond the limit. Default: the decision's own.",
        "purchase-approval",
    )


class Decision(SpecModel):
    """A topic and who may decide on it."""

    topic: Text = need("What is decided.", "Buying a part above the agreed price")
    level: Level = need(
        "L0 EMS alone; L1 EMS, informs the OEM; L2 EMS after consulting the OEM; "
        "L3 approval of the OEM; L4 both together; L5 OEM alone.",
        "L1",
    )
    threshold: Threshold | None = opt(
        "Limit beyond which another level holds.",
        {"metric": "cost impact", "op": "<", "value": "USD 200", "above": "L3"},
    )
    group: Text | None = opt("Heading it stands under.", "Material")
    request: Stated[Text] | None = opt("Form of the request.", "e-mail with three quotes")
    evidence: Stated[Text] | None = opt("What must be shown.", "supplier quotes")
    response_window: Stated[WorkingDays] | None = opt(
        "Time to answer, in working days.", 3, "4 hours"
    )
    calendar: Id | None = opt(
        "Id in `schedule.calendars` of the working days that its times count. Default: those "
        "of whoever has to answer or to inform, by the site of who holds the role.",
        "plant",
    )
    silence: Stated[Silence] | None = opt("What no answer means.", "reject")
    inform_within: Stated[WorkingDays] | None = opt("Time to inform, in working days.", 1)
    decided_by: Id | None = opt("Id of the role that decides.", "ems.materials")
    approved_by: Id | None = opt("Id of the role that is asked.", "oem.sourcing")
    deputy: Id | None = opt("Id of the role that stands in.", "oem.program")
    emergency: Stated[Text] | None = opt("Rule for emergencies.", "act first, inform at once")
    record: Stated[Text] | None = opt("Where it is recorded.", "decision log")
    clause: Id | None = opt("Id of the clause that gives the right.", "pricing")
    activity: Id | None = opt("Id of the row in the matrix.", "turnkey-procurement")
