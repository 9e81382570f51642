"""The responsibility matrix: activities down, roles across, letters in the cells."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from sowgen.model.spec.base import Id, Ids, SpecModel, YesNo, keyed, need, opt, several
from sowgen.model.values import Text


def _joined(value: object) -> object:
    if isinstance(value, list | tuple) and all(isinstance(v, str) for v in value):
        return ", ".join(value)
    return value


Letters = Annotated[Text, BeforeValidator(_joined, json_schema_input_type=str | list[str])]
"""The letters of one cell as written, a list joined by commas: `A, R`."""


class RaciActivity(SpecModel):
    """A row of the matrix."""

    name: Text = need("Name of the activity.", "First article inspection")
    letters: dict[Id, Letters] = keyed(
        "Letters by role id, several separated by commas.",
        {"ems.quality": "A, R", "oem.quality": "V"},
    )
    links: Ids = several(
        "Ids of the documents, deliverables, gates, activities, decisions or clauses it is about.",
        ["fai-report", "g4"],
    )
    group: Text | None = opt("Heading it stands under.", "New product introduction")
    note: Text | None = opt("Remark.", "one per product")


Chosen = Ids | Literal["all"]
"""Ids, or all there are."""


class Standard(SpecModel):
    """What is taken of the standard rows and decision rights of the workspace
    (`templates/raci/activities.yaml` and `decisions.yaml`). `load` has merged them into `raci`
    and `decisions` before anybody reads this."""

    activities: Annotated[Chosen, Field(union_mode="left_to_right")] = opt(
        "Rows taken: `all`, or their ids. Default: none.", "all", ["rfq", "dfx"], default=()
    )
    decisions: Annotated[Chosen, Field(union_mode="left_to_right")] = opt(
        "Decision rights taken: ids, or `all` of those whose row is in the matrix. Default: none.",
        "all",
        ["alternate-new", "part-price"],
        default=(),
    )
    without: Ids = several("Ids of rows and decision rights left out.", ["consigned-supply"])
    roles: dict[Id, Id] = keyed(
        "Whose part a role of the project takes: role of the standard rows, then role of the "
        "project, or `none` where nobody does.",
        {"oem.exec": "oem.management", "ems.exec": "none"},
    )
    letters: dict[Literal["V", "S"], Text] = keyed(
        "For RACI and RASCI, which have no letters for verifying and signing off: what stands "
        "in their place, or `none`.",
        {"V": "C", "S": "C"},
    )


class Raci(SpecModel):
    """The responsibility matrix."""

    variant: Literal["RACI", "RASCI", "RACI-VS", "RASCI-VS", "DACI"] = need(
        "What the letters mean; S is Support in RASCI and Sign-off in RACI-VS.", "RACI-VS"
    )
    standard: Standard | None = opt(
        "What is taken of the standard rows. Default: nothing.",
        {"activities": "all", "decisions": "all"},
    )
    strict: YesNo = opt(
        "Whether every row must link to something. Default: false.", True, default=False
    )
    activities: dict[Id, RaciActivity] = keyed("Rows by id, in order.", {"fai": {"name": "FAI"}})
