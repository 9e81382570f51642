"""The schedule as the project states it: calendars, activities, gates, milestones.

Dates are computed in the room `plan`; here stands only what the parties say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator

from sowgen.model.spec.base import (
    CountryCode,
    Date,
    Id,
    Ids,
    SpecModel,
    Texts,
    WorkingDays,
    YesNo,
    keyed,
    need,
    opt,
    several,
)
from sowgen.model.values import Duration, Scalar, Stated, Text

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
LinkType = Literal["FS", "SS", "FF", "SF"]

_LINK = re.compile(
    r"(?P<activity>[a-z0-9]+(?:[._-][a-z0-9]+)*)(?:\s+(?P<type>FS|SS|FF|SF))?"
    r"(?:\s*(?P<sign>[+-])\s*(?P<lag>.+))?"
)


@dataclass(frozen=True, slots=True)
class Link(Scalar):
    """A dependency on another activity: `pcb-fab`, `pcb-fab FS + 2 working days`.

    `type` names the two ends: finish or start of the other, start or finish of this one.
    `lag` is None for none; its amount is negative for a lead.
    """

    activity: str
    type: LinkType = "FS"
    lag: Duration | None = None

    FORM = "an activity's id, the kind of link (FS, SS, FF or SF) and a lag after + or -"
    EXAMPLES = ("pcb-fab", "pcb-fab FS + 2 working days", "stencil SS - 3 days")

    @classmethod
    def parse(cls, text: str) -> Self:
        match = _LINK.fullmatch(text.strip())
        if not match:
            raise ValueError(f"`{text}` is not a link to an activity")
        lag = Duration.parse(match["lag"]) if match["lag"] else None
        if lag and match["sign"] == "-":
            lag = replace(lag, amount=-lag.amount)
        kind: LinkType = match["type"] or "FS"  # type: ignore[assignment]
        return cls(match["activity"], kind, lag)

    def __str__(self) -> str:
        if self.lag is None:
            return self.activity if self.type == "FS" else f"{self.activity} {self.type}"
        sign = "-" if self.lag.amount < 0 else "+"
        lag = replace(self.lag, amount=abs(self.lag.amount))
        return f"{self.activity} {self.type} {sign} {lag}"


def _one_link(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Links = Annotated[tuple[Link, ...], BeforeValidator(_one_link)]


class Shutdown(SpecModel):
    """Days on which a site is closed, both ends counted."""

    from_: Date = need("First day.", "2027-02-05", alias="from")
    to: Date = need("Last day.", "2027-02-19")
    reason: Text | None = opt("Why.", "Chinese New Year")


class WorkCalendar(SpecModel):
    """A working calendar."""

    name: Text | None = opt("Name. Default: the id.", "Plant calendar")
    country: CountryCode | None = opt("Country whose public holidays are free.", "PL")
    subdivision: Text | None = opt(
        "State or province for its holidays: ISO 3166-2 code without the country, or name.", "BY"
    )
    weekend: tuple[Weekday, ...] | None = opt(
        "Free days of the week. Default: the country's.", ["fri", "sat"]
    )
    shutdowns: tuple[Shutdown, ...] = several(
        "Times the site is closed.", [{"from": "2027-02-05", "to": "2027-02-19"}]
    )
    make_up_days: tuple[Date, ...] = several("Free days that are worked.", ["2027-02-20"])
    half_days: tuple[Date, ...] = several("Days that count half.", ["2027-12-24"])
    holiday_eves: Literal["full", "half", "off"] = opt(
        "What the day before a public holiday counts. Default: full.", "half", default="full"
    )
    public_half_days: Literal["full", "half"] | None = opt(
        "What a day counts that the country shortens by law, for everybody or for some. "
        "Default: full.",
        "half",
    )


class Activity(SpecModel):
    """A step of the schedule."""

    name: Text = need("Name of the activity.", "Bare board fabrication")
    owner: Id | None = opt("Id of the role that does it.", "ems.npi")
    party: Id | None = opt("Id of the party. Default: the owner's.", "ems")
    site: Id | None = opt("Id of the site where it is done.", "plant")
    calendar: Id | None = opt("Id of the calendar. Default: the site's.", "plant")
    duration: WorkingDays | None = opt(
        "Length; a bare number counts working days. Default: none, as for a milestone.",
        10,
        "6 weeks",
    )
    after: Links = several(
        "What it waits for.", ["release", "pcb-fab FS + 2 working days"], "release"
    )
    not_before: Date | None = opt("Earliest start.", "2027-03-01")
    must_start_on: Date | None = opt("Fixed start.", "2027-03-01")
    not_after: Date | None = opt("Latest end.", "2027-06-30")
    deadline: Date | None = opt("Day wished for; missing it is reported only.", "2027-06-15")
    gate: Id | None = opt("Id of the gate it leads to.", "g2")
    milestone: YesNo = opt("Whether it is a milestone. Default: false.", True, default=False)
    uses: Ids = several("Ids of the documents it needs at its start.", ["gerber", "bom"])
    product: Id | None = opt("Id of the product.", "widget")
    approval_of: Id | None = opt("Id of the document, deliverable or activity it approves.", "fai")
    note: Text | None = opt("Remark.", "long-lead parts ordered before")


class Gate(SpecModel):
    """A gate: work goes on only after somebody has signed."""

    name: Text = need("Name of the gate.", "G4 pilot and first article")
    exit_criteria: Texts = several("What must be true.", ["First article signed"])
    approver: Id | None = opt("Id of the role that signs.", "oem.quality")
    after: Links = several("Activities it waits for.", ["fai", "pilot"], "fai")
    review: Stated[WorkingDays] | None = opt("Time to sign, in working days.", 3)


class Milestone(SpecModel):
    """A day that is named in the documents."""

    name: Text = need("Name of the milestone.", "First delivery")
    after: Links = several("Activities it waits for.", ["ship"], "ship")
    date: Stated[Date] | None = opt("Agreed day.", "2027-09-01")


class Schedule(SpecModel):
    """The schedule as stated."""

    start: Stated[Date] | None = opt("First day of the project.", "2027-02-01")
    wanted_delivery: Stated[Date] | None = opt("Day the product is wanted.", "2027-09-01")
    production_start: Id | None = opt(
        "Activity or milestone with which production starts. Default: the one whose id says so.",
        "pilot-build",
    )
    first_delivery: Id | None = opt(
        "Activity or milestone with which the first product is delivered. Default: the one whose "
        "id says so, otherwise the last.",
        "first-shipment",
    )
    calendars: dict[Id, WorkCalendar] = keyed("Calendars by id.", {"plant": {"country": "PL"}})
    activities: dict[Id, Activity] = keyed(
        "Activities by id.", {"pcb-fab": {"name": "Bare boards", "duration": "10 working days"}}
    )
    gates: dict[Id, Gate] = keyed("Gates by id.", {"g2": {"name": "G2 prototypes"}})
    milestones: dict[Id, Milestone] = keyed("Milestones by id.", {"first": {"name": "First lot"}})
