"""Warranty, repair, spare parts, epidemic failure."""

from __future__ import annotations

from typing import Literal

from sowgen.model.spec.base import (
    Count,
    Days,
    Id,
    Months,
    Pct,
    SpecModel,
    Sum,
    Texts,
    WorkingDays,
    Years,
    YesNo,
    opt,
    section,
)
from sowgen.model.values import Stated, Text


class EpidemicFailure(SpecModel):
    """Many like failures in a short time."""

    rate: Stated[Pct] | None = opt("Share of units that makes it epidemic.", "3 % of units shipped")
    window: Stated[Days] | None = opt("Time it is counted over, in days.", 90)
    min_units: Stated[Count] | None = opt("Least failed units.", 10)
    plan_within: Stated[WorkingDays] | None = opt("Time to the plan, in working days.", 3)
    root_cause_within: Stated[WorkingDays] | None = opt(
        "Time to the root cause, in working days.", 10
    )
    cost_bearer: Stated[Text] | None = opt("Who pays.", "the EMS where workmanship is the cause")
    remedy: Stated[Text] | None = opt("Remedy.", "repair, replacement, recall cost")


class Repair(SpecModel):
    """Returns and repairs."""

    rma_within: Stated[WorkingDays] | None = opt(
        "Time to give a return number, in working days.", 2
    )
    turnaround: Stated[Days] | None = opt("Time from receipt to return, in days.", 15)
    procedure: Stated[Text] | None = opt("Procedure.", "failure report, then RMA number")
    advance_replacement: Stated[Days] | None = opt("Time to a replacement in advance, in days.", 7)
    no_defect_fee: Stated[Sum] | None = opt("Fee where no defect is found.", "EUR 60")
    no_defect_cost: Stated[Text] | None = opt("Who bears all else then.", "the OEM")
    after_warranty: Stated[Sum] | None = opt("Price after the warranty.", "EUR 90")


class Warranty(SpecModel):
    """The EMS's warranty."""

    period: Stated[Months] | None = opt("Length, in months.", 12, "2 years")
    start: Stated[Literal["delivery", "shipment", "manufacture", "acceptance"]] | None = opt(
        "Event it starts from.", "delivery"
    )
    covers: Stated[Texts] | None = opt("What is covered.", ["workmanship", "manufacture"])
    components: Stated[Text] | None = opt("Components.", "the maker's warranty, passed on")
    conformity: Stated[Text] | None = opt("What units conform to.", "specification, IPC-A-610")
    exclusions: Stated[Texts] | None = opt("What is not covered.", ["prototypes", "misuse"])
    remedy: Stated[Text] | None = opt("Remedy.", "repair or replacement")
    remedy_chosen_by: Stated[Id] | None = opt("Id of the party that chooses.", "ems")
    sole_remedy: Stated[YesNo] | None = opt("Whether it is the only remedy.", True)
    freight_to: Stated[Id] | None = opt("Id of the party that pays freight to the EMS.", "oem")
    freight_back: Stated[Id] | None = opt("Id of the party that pays freight back.", "ems")
    repaired: Stated[Months] | None = opt("Warranty on repaired units, in months.", 3)
    end_users: Stated[Text] | None = opt("End users.", "not passed on")
    disclaimer: Stated[Text] | None = opt("Other warranties.", "all others excluded")
    repair: Repair = section(Repair, "Returns and repairs.", {"turnaround": 15})
    epidemic: EpidemicFailure = section(EpidemicFailure, "Epidemic failure.", {"rate": "3 %"})
    spares: Stated[Years] | None = opt("Time spare parts are kept, in years.", 7)
