"""What is in the deal and what is not: services, limits, assumptions, what the OEM owes."""

from __future__ import annotations

from typing import Literal

from sowgen.model.spec.base import (
    Hours,
    Id,
    SpecModel,
    Texts,
    WorkingDays,
    YesNo,
    keyed,
    need,
    opt,
    section,
    several,
)
from sowgen.model.values import Stated, Text


class Service(SpecModel):
    """A service that is in, out, or an option."""

    name: Text = need("Name of the service.", "Surface-mount assembly")
    status: Literal["in", "out", "option"] = opt(
        "In, out or optional. Default: in.", "option", default="in"
    )
    assembly: Id | None = opt("Id of the assembly it is done on. Default: all.", "main")
    party: Id | None = opt("Id of the party that does it. Default: the EMS.", "ems")
    site: Id | None = opt("Id of the site where it is done.", "plant")
    standard: Stated[Text] | None = opt("Standard it is done to.", "J-STD-001, class 2")
    note: Text | None = opt("Remark.", "second source from 2028")


class Handover(SpecModel):
    """How the hand-over package is received."""

    hash_required: Stated[YesNo] | None = opt("Whether each file comes with its SHA-256.", True)
    max_age_gap: Stated[Hours] | None = opt("Allowed gap between BOM and CAD, in hours.", 48)
    whole_package: Stated[YesNo] | None = opt("Whether a change re-issues the whole package.", True)
    review: Stated[WorkingDays] | None = opt("Time for the intake review, in working days.", 5)
    registered: Stated[WorkingDays] | None = opt(
        "Time until it is in the EMS's system, in working days.", 5
    )
    channel: Stated[Text] | None = opt("How files are sent.", "shared vault, never e-mail")


class Scope(SpecModel):
    """The scope of work."""

    summary: Text | None = opt("The work in one or two sentences.", "Build and test of the Widget.")
    basis: Stated[Text] | None = opt(
        "What the work is based on.", "the OEM's written specifications"
    )
    services: dict[Id, Service] = keyed("Services by id.", {"smt": {"name": "SMT", "status": "in"}})
    exclusions: Texts = several("What is not part of the work.", ["Regulatory approvals"])
    assumptions: Texts = several("What the offer takes for granted.", ["One shift"])
    dependencies: Texts = several("What the OEM must provide.", ["Released Gerber data"])
    resources: Stated[Texts] | None = opt(
        "What the EMS sets aside.", ["storage space", "test staff"]
    )
    exclusivity: Stated[Literal["none", "ems", "mutual"]] | None = opt(
        "Whether anybody is bound to buy only here.", "none"
    )
    handover: Handover = section(Handover, "How documents are received.", {"review": 5})
