"""Changes: of the product, of the process, of the place, and single deviations."""

from __future__ import annotations

from typing import Literal

from sowgen.model.spec.base import (
    Count,
    Days,
    Id,
    Ids,
    Silence,
    SpecModel,
    Sum,
    Texts,
    WorkingDays,
    YesNo,
    keyed,
    need,
    opt,
    section,
    several,
)
from sowgen.model.values import Money, Stated, Text


class ChangeClass(SpecModel):
    """A class of engineering changes with clocks of its own."""

    name: Text = need("Name of the class.", "Emergency")
    evaluate: Stated[WorkingDays] | None = opt("Time to evaluate, in working days.", 1)
    approve: Stated[WorkingDays] | None = opt("Time to approve, in working days.", 1)
    implement: Stated[WorkingDays] | None = opt("Time to put in place, in working days.", 5)


class EngineeringChange(SpecModel):
    """Changes of the product (ECO)."""

    proposed_by: Ids = several("Ids of the parties that may propose.", ["oem", "ems"])
    form: Stated[Text] | None = opt("Form of a request.", "written notice")
    notice: Stated[Days] | None = opt("Notice before it starts, in days.", 30)
    classes: dict[Id, ChangeClass] = keyed("Classes by id.", {"emergency": {"name": "Emergency"}})
    evaluate: Stated[WorkingDays] | None = opt("Time for the impact report, in working days.", 5)
    report: Stated[Texts] | None = opt("What the report covers.", ["material", "schedule", "cost"])
    approve: Stated[WorkingDays] | None = opt("Time to approve, in working days.", 5)
    silence: Stated[Silence] | None = opt("What no answer means.", "reject")
    agreement: Stated[Text] | None = opt("What must be agreed before it starts.", "all effects")
    cost_bearer: Stated[Literal["requester", "oem", "ems", "shared"]] | None = opt(
        "Who pays.", "requester"
    )
    admin_fee: Stated[Money] | None = opt("Fee for each change.", "USD 50")
    free_allowance: Stated[Sum] | None = opt("Free of fees.", "USD 1,000")
    obsolete_stock: Stated[Id] | None = opt("Id of the party that pays for obsolete stock.", "oem")
    open_orders: Stated[Text] | None = opt("What happens to open orders.", "revised with consent")
    implementation: Stated[WorkingDays] | None = opt("Time to put in place, in working days.", 20)
    effectivity: Stated[Text] | None = opt("How the first unit is marked.", "by serial number")
    may_halt: Stated[YesNo] | None = opt("Whether the OEM may stop production for it.", True)


class ProcessChange(SpecModel):
    """Changes of process or place by the EMS."""

    notice: Stated[Days] | None = opt("Notice, in days.", 90)
    approved_by: Id | None = opt("Id of the party that approves.", "oem")
    response: Stated[WorkingDays] | None = opt("Time to answer, in working days.", 20)
    silence: Stated[Silence] | None = opt("What no answer means.", "reject")
    requalification: Stated[Text] | None = opt("New qualification.", "first article and 3 lots")
    cost_bearer: Stated[Literal["requester", "oem", "ems", "shared"]] | None = opt(
        "Who pays.", "ems"
    )


class Deviation(SpecModel):
    """A limited leave to deviate from the specification."""

    max_quantity: Stated[Count] | None = opt("Most pieces.", 50)
    max_duration: Stated[Days] | None = opt("Longest time, in days.", 90)
    approved_by: Id | None = opt("Id of the role that approves.", "oem.quality")
    response: Stated[WorkingDays] | None = opt("Time to answer, in working days.", 2)
    silence: Stated[Silence] | None = opt("What no answer means.", "reject")


class Change(SpecModel):
    """Change control."""

    eco: EngineeringChange = section(EngineeringChange, "Changes of the product.", {"evaluate": 5})
    process: ProcessChange = section(ProcessChange, "Changes of the process.", {"notice": 90})
    site_move: ProcessChange = section(ProcessChange, "Moves to another site.", {"notice": 180})
    deviation: Deviation = section(Deviation, "Deviations and waivers.", {"max_quantity": 50})
    contract: Stated[Text] | None = opt("How the agreement is changed.", "in writing, signed")
