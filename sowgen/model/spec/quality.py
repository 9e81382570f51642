"""Quality: standards, plan, inspection, acceptance test, corrective action."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sowgen.model.spec.base import (
    Count,
    Date,
    Days,
    Hours,
    Id,
    Number,
    SpecModel,
    Texts,
    WorkingDays,
    Years,
    YesNo,
    keyed,
    need,
    opt,
    section,
)
from sowgen.model.values import Stated, Text


class Standard(SpecModel):
    """A standard the work follows."""

    name: Text = need("Designation.", "IPC-A-610")
    title: Text | None = opt("What it is about.", "Acceptability of electronic assemblies")
    edition: Stated[Text] | None = opt("Edition or revision.", "J, 2024", "not stated")
    level: Stated[Text] | None = opt("Class or level.", "class 2")
    applies_to: Text | None = opt("What it applies to.", "all board assemblies")
    party: Id | None = opt("Id of the party that holds or follows it.", "ems")
    kind: Literal["system", "product", "process", "material", "test", "regulation"] | None = opt(
        "Kind of standard.", "product"
    )
    certificate: Stated[YesNo] | None = opt("Whether a certificate is required.", True)
    certificate_by: Stated[Date] | None = opt("Date the certificate must be there.", "2027-06-30")
    certificate_expires: Stated[Date] | None = opt("Date the certificate expires.", "2029-06-30")
    status: Literal["current", "superseded", "withdrawn", "draft", "unknown"] | None = opt(
        "State of the edition when last looked at.", "current"
    )
    checked_on: Date | None = opt("Date the state was looked at.", "2026-11-01")
    note: Text | None = opt("Remark.", "replaced by ISO 13485")


class Inspection(SpecModel):
    """Inspection on receipt by the OEM."""

    window: Stated[Days] | None = opt("Time to inspect after delivery, in days.", 10)
    silence: Stated[Literal["accept", "reject"]] | None = opt("What no answer means.", "accept")
    latent_preserved: Stated[YesNo] | None = opt("Whether later found defects stay covered.", True)
    sample: Stated[Text] | None = opt("Sample.", "AQL 0.65, general inspection level II")
    rejected_lot: Stated[Text] | None = opt("What happens to a rejected lot.", "sorted by the EMS")


class AcceptanceTest(SpecModel):
    """The test each unit must pass, and what follows where it does not."""

    name: Stated[Text] | None = opt("Name of the test.", "ATP (acceptance test procedure)")
    document: Id | None = opt("Id of the document that describes it.", "test-spec")
    run_by: Stated[Id] | None = opt("Id of the party that runs it.", "ems")
    limits: Stated[Text] | None = opt("Limits.", "as in the test specification")
    repair_rounds: Stated[Count] | None = opt("Rounds of repair by the EMS.", 2)
    then: Stated[Text] | None = opt(
        "What follows after the last round.", "joint analysis at the OEM"
    )
    not_workmanship: Stated[Text] | None = opt(
        "Who pays where the cause is not workmanship.", "the OEM pays for the unit"
    )
    workmanship: Stated[Text] | None = opt(
        "Who pays where the cause is workmanship.", "the EMS replaces the unit"
    )


class CorrectiveAction(SpecModel):
    """Clocks of the corrective action (8D) after a complaint."""

    acknowledge: Stated[Hours] | None = opt("Time to confirm receipt, in hours.", 4)
    containment: Stated[Hours] | None = opt("Time to contain, in hours.", 24)
    root_cause: Stated[WorkingDays] | None = opt("Time to the root cause, in working days.", 10)
    action_plan: Stated[WorkingDays] | None = opt("Time to the plan, in working days.", 10)
    closure: Stated[Days] | None = opt("Time to close, in days.", 60)
    method: Stated[Text] | None = opt("Method.", "8D")


class Quality(SpecModel):
    """What quality means in this deal."""

    standards: dict[Id, Standard] = keyed("Standards by id.", {"ipc-a-610": {"name": "IPC-A-610"}})
    plan: Id | None = opt("Id of the document that is the quality plan.", "quality-plan")
    control_plan: Id | None = opt("Id of the document that is the control plan.", "control-plan")
    aql: Stated[Text] | None = opt("Acceptance quality limit.", "AQL 0.65, general level II")
    cpk_min: Stated[Number] | None = opt("Least process capability, Cpk without unit.", 1.33)
    ppap_level: Stated[Annotated[int, Field(ge=1, le=5)]] | None = opt("PPAP level, 1 to 5.", 3)
    fai_standard: Stated[Text] | None = opt(
        "Standard of the first article inspection.", "SAE AS9102"
    )
    traceability: Stated[Text] | None = opt(
        "Level of traceability.", "IPC-1782 level 2: lot of each part"
    )
    records_retention: Stated[Years] | None = opt("Time records are kept, in years.", 5)
    esd: Stated[Text] | None = opt("Protection against static discharge.", "ANSI/ESD S20.20")
    msl: Stated[Text] | None = opt("Handling of moisture-sensitive parts.", "J-STD-033")
    rework_limits: Stated[Text] | None = opt("Limits of rework.", "2 cycles a joint")
    golden_sample: Stated[Text] | None = opt("Golden sample and who keeps it.", "one, at the plant")
    critical_characteristics: Stated[Texts] | None = opt(
        "Critical characteristics.", ["leakage current"]
    )
    certificates_with_delivery: Stated[Texts] | None = opt(
        "Papers on quality with each lot.", ["certificate of conformity"]
    )
    inspection: Inspection = section(Inspection, "Inspection on receipt.", {"window": 10})
    acceptance_test: AcceptanceTest = section(
        AcceptanceTest, "Acceptance test.", {"repair_rounds": 2}
    )
    corrective_action: CorrectiveAction = section(
        CorrectiveAction, "Corrective action.", {"containment": 24}
    )
