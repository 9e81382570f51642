"""What the project says about the clause library: a stance, and single choices."""

from __future__ import annotations

from typing import Literal

from sowgen.model.spec.base import Date, Id, SpecModel, YesNo, keyed, opt
from sowgen.model.values import Text


class ClauseUse(SpecModel):
    """The project's choice for one clause."""

    position: Text | None = opt("Wording to take. Default: the one of the stance.", "balanced")
    omit: YesNo = opt("Whether the clause is left out. Default: false.", True, default=False)
    include: YesNo = opt(
        "Whether the clause is taken even where it does not apply by itself. Default: false.",
        True,
        default=False,
    )
    reason: Text | None = opt("Why; needed where the choice needs authority.", "agreed on 12 May")
    approved_by: Id | None = opt("Authority level or contact that approved it.", "legal")
    approved_on: Date | None = opt("Day of the approval.", "2027-01-12")
    parameters: dict[Id, object] = keyed(
        "Values for the clause's parameters, as written.", {"days": 60}
    )
    note: Text | None = opt("Drafting note; never printed.", "counterparty asked for 60")


class Clauses(SpecModel):
    """Choices from the clause library."""

    stance: Literal["oem", "balanced", "ems"] = opt(
        "Whose wording is taken where the project chooses none. Default: balanced.",
        "oem",
        default="balanced",
    )
    use: dict[Id, ClauseUse] = keyed("Choices by clause id.", {"warranty": {"position": "ems"}})
