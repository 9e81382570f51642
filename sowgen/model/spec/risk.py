"""Who bears which risk: insurance, caps, indemnities, force majeure, continuity."""

from __future__ import annotations

from sowgen.model.spec.base import (
    Days,
    Id,
    Number,
    SpecModel,
    Sum,
    Texts,
    WorkingDays,
    YesNo,
    need,
    opt,
)
from sowgen.model.values import Money, Stated, Text


class Insurance(SpecModel):
    """An insurance a party must hold."""

    kind: Text = need("What is insured.", "product liability")
    party: Id | None = opt("Id of the party that insures.", "ems")
    minimum: Stated[Money] | None = opt("Least sum for one event.", "USD 1,000,000")
    aggregate: Stated[Money] | None = opt("Least sum for a year.", "USD 5,000,000")
    certificate_within: Stated[Days] | None = opt("Time to prove it, in days.", 10)
    note: Text | None = opt("Remark.", "for goods stored at the EMS")


class Liability(SpecModel):
    """Limits of liability."""

    cap_ems: Stated[Sum] | None = opt("Cap of the EMS.", "EUR 1,000,000", "100 % of yearly spend")
    cap_oem: Stated[Sum] | None = opt("Cap of the OEM.", "EUR 1,000,000")
    cap_multiple: Stated[Number] | None = opt("Cap as a multiple of 12 months' spend.", 1.0)
    excluded: Stated[Texts] | None = opt("Losses excluded.", ["consequential", "punitive"])
    carve_outs: Stated[Texts] | None = opt("What is not capped.", ["injury", "indemnities"])


class Indemnities(SpecModel):
    """Who holds whom harmless."""

    oem: Stated[Texts] | None = opt("What the OEM answers for.", ["IP claims over the design"])
    ems: Stated[Texts] | None = opt("What the EMS answers for.", ["IP claims over its methods"])
    notice: Stated[WorkingDays] | None = opt("Time to report a claim, in working days.", 3)
    conduct: Stated[Text] | None = opt("Who conducts the defence.", "the indemnifier")
    options: Stated[Texts] | None = opt("What the indemnifier may do.", ["obtain the right"])
    exclusive: Stated[YesNo] | None = opt("Whether nothing else is owed for IP.", True)


class ForceMajeure(SpecModel):
    """Events beyond control."""

    causes: Stated[Texts] | None = opt("Causes.", ["fire", "flood", "war"])
    conditions: Stated[Texts] | None = opt("Conditions.", ["written notice"])
    notice: Stated[WorkingDays] | None = opt("Time to report, in working days.", 5)
    exit_after: Stated[Days] | None = opt("Time after which either may end it, in days.", 90)
    shortage: Stated[Text] | None = opt("Shortage of parts.", "only if industry-wide")
    backup_after: Stated[Days] | None = opt("Time after which the backup site starts, in days.", 14)


class Continuity(SpecModel):
    """Going on after a disaster."""

    plan_within: Stated[Days] | None = opt("Time to the plan, in days.", 60)
    recovery: Stated[Days] | None = opt("Time to recover, in days.", 30)
    backup_site: Stated[Id] | None = opt("Id of the backup site.", "plant-2")
    test: Stated[Text] | None = opt("How often it is tested.", "yearly")
