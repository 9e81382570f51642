"""How the parties keep in touch: meetings, reports, channels.

Times of day and dates are computed in the room `plan`; here stands only what the parties say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field

from sowgen.model.spec.base import (
    Date,
    Hours,
    Id,
    Ids,
    Language,
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
from sowgen.model.spec.parties import WorkingHours
from sowgen.model.values import Duration, Scalar, Stated, Text, bare, form

Minutes = Annotated[Duration, bare(Duration, "minutes")]
Cadence = Literal["once", "daily", "weekly", "biweekly", "monthly", "quarterly", "yearly"]
Tier = Literal["operational", "tactical", "strategic"]
Topic = Literal[
    "progress", "wip", "yield", "clear_to_build", "shortages", "inventory", "rma", "kpi",
    "open_issues", "risks", "forecast", "shipments", "other",
]  # fmt: skip
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LAST = -1
"""Which of several: the last one."""

_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": LAST}
_FULL = {
    "monday": "mon", "tuesday": "tue", "wednesday": "wed", "thursday": "thu", "friday": "fri",
    "saturday": "sat", "sunday": "sun",
}  # fmt: skip
_LONGEST_MONTH = 31
_MOST_WORKING_DAYS = 18


@dataclass(frozen=True, slots=True)
class DayRule(Scalar):
    """A day by a rule: `tue`, `second tue`, `last fri`, `5th working day`, `day 15`.

    `kind` says what is counted: `weekday` for a day of the week (in every week, where `nth` is
    0), `working` for working days of a month, `date` for its days. `nth` counts from 1, `LAST`
    is the last. `weekday` is one of `WEEKDAYS`, or ''.
    """

    kind: Literal["weekday", "working", "date"]
    nth: int = 0
    weekday: str = ""

    FORM = "a day of the week, the which-th one of a month, a working day or a day of a month"
    EXAMPLES = ("tue", "second tue", "last fri", "5th working day", "day 15")

    @classmethod
    def parse(cls, text: str) -> Self:
        words = text.strip().lower().split()
        if len(words) == 1 and (day := _weekday(words[0])):
            return cls("weekday", 0, day)
        if len(words) == 2 and words[0] == "day" and words[1].isdigit():
            return cls("date", _between(int(words[1]), _LONGEST_MONTH, text))
        nth = _nth(words[0]) if words else None
        if nth is not None and len(words) == 2 and (day := _weekday(words[1])):
            return cls("weekday", _between(nth, 4, text), day)
        if nth is not None and words[1:] == ["working", "day"]:
            return cls("working", _between(nth, _MOST_WORKING_DAYS, text))
        raise ValueError(f"`{text}` is not a day")

    @property
    def of_week(self) -> bool:
        """Whether the rule names a day in every week."""
        return self.kind == "weekday" and self.nth == 0

    def __str__(self) -> str:
        if self.of_week:
            return self.weekday
        if self.kind == "date":
            return f"day {self.nth}"
        which = "last" if self.nth == LAST else f"{self.nth}{_ending(self.nth)}"
        return f"{which} {self.weekday or 'working day'}"


def _weekday(word: str) -> str:
    return word if word in WEEKDAYS else _FULL.get(word, "")


def _nth(word: str) -> int | None:
    if word in _NTH:
        return _NTH[word]
    match = re.fullmatch(r"(\d+)(?:st|nd|rd|th)", word)
    return int(match[1]) if match else None


def _between(number: int, most: int, text: str) -> int:
    if number != LAST and not 1 <= number <= most:
        raise ValueError(f"`{text}` is in no month, or not in every one")
    return number


def _ending(number: int) -> str:
    teens = 10 <= number % 100 <= 20
    return "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _one_day(value: object) -> object:
    """A bare number is a day of the month."""
    plain = isinstance(value, int) and not isinstance(value, bool)
    return f"day {int(str(value))}" if plain else value


Day = Annotated[DayRule, BeforeValidator(_one_day)]
Moment = Annotated[Date | Id, Field(union_mode="left_to_right")]
"""A date, or the id of an activity, gate or milestone."""
TimeOfDay = Annotated[
    Text,
    Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="hour:minute"),
    form("a time of the 24-hour day", "08:30"),
]


class Meeting(SpecModel):
    """A meeting that the parties hold once or regularly."""

    name: Text = need("Name of the meeting.", "Weekly introduction call")
    tier: Tier | None = opt("Level of the relationship it serves.", "operational")
    cadence: Stated[Cadence] = need("How often it is held.", "weekly")
    day: Stated[Day] | None = opt(
        "Day of the week (daily, weekly, biweekly: `tue`), or of the month, quarter or year.",
        "tue",
        "second tue",
        "5th working day",
    )
    month: Annotated[int, Field(ge=1, le=12)] | None = opt(
        "Month of the quarter (1 to 3) or of the year (1 to 12) it falls in. Default: 1.", 2
    )
    on: Stated[Moment] | None = opt(
        "Date of a meeting held once, or the activity, gate or milestone on whose first day it "
        "is held.",
        "kick-off",
        "2027-02-01",
    )
    from_: Moment | None = Field(
        default=None,
        alias="from",
        description="Date, activity, gate or milestone from which it is held. Default: the whole "
        "period.",
        examples=["kick-off"],
    )
    until: Moment | None = opt(
        "Date, activity, gate or milestone until whose end it is held. Default: the whole period.",
        "g6",
    )
    during: Ids = several("Activities during which alone it is held.", ["pilot-build"])
    duration: Stated[Minutes] = need("Length; a bare number counts minutes.", 45)
    at: TimeOfDay | None = opt(
        "Agreed local time of the chair's site, or of `site`. Default: computed.", "16:00"
    )
    participants: Ids = several(
        "Ids of the roles that take part, of both parties.", ["oem.program", "ems.program"]
    )
    chair: Stated[Id] | None = opt("Id of the role that leads it.", "ems.program")
    site: Id | None = opt(
        "Site where all meet in person; its working hours alone then count.", "plant"
    )
    out_of_hours: YesNo = opt(
        "Whether it is agreed that it may lie outside working hours, in turn. Default: false.",
        True,
        default=False,
    )
    purpose: Stated[Text] | None = opt("What it is for.", "Keep the introduction on its dates")
    agenda: Texts = several("Standing points.", ["Open points", "Next two weeks"])
    inputs: Texts = several("What is there beforehand.", ["Updated list of open points"])
    outputs: Texts = several("What it leaves behind.", ["Minutes with owners and dates"])
    place: Stated[Text] | None = opt("Place, or how to dial in.", "https://meet.example.com/atlas")
    note: Text | None = opt("Remark.", "reports precede the meeting by two working days")


class Report(SpecModel):
    """What one party tells the other in writing, regularly or on an event."""

    name: Text = need("Name of the report.", "Weekly progress report")
    what: Stated[Text] | None = opt("What it says.", "progress against the schedule")
    covers: tuple[Topic, ...] = several("Matters it covers.", ["progress", "shortages"])
    cadence: Stated[Cadence | Literal["on_event"]] = need("How often it is sent.", "weekly")
    day: Stated[Day] | None = opt("Day by whose end it is sent.", "fri", "5th working day")
    month: Annotated[int, Field(ge=1, le=12)] | None = opt(
        "Month of the quarter (1 to 3) or of the year (1 to 12) it is sent in. Default: 1.", 1
    )
    from_: Moment | None = Field(
        default=None,
        alias="from",
        description="Date, activity, gate or milestone from which it is sent. Default: the whole "
        "period.",
        examples=["kick-off"],
    )
    until: Moment | None = opt(
        "Date, activity, gate or milestone until whose end it is sent. Default: the whole period.",
        "g6",
    )
    event: Stated[Text] | None = opt(
        "What it follows, where it is sent on an event.", "each shipment"
    )
    within: Stated[Duration] | None = opt("Time after the event.", "1 working day")
    sender: Id | None = opt("Id of the role that sends it.", "ems.program")
    recipients: Ids = several("Ids of the roles that receive it.", ["oem.program"])
    channel: Id | None = opt("Id of the channel it is sent through.", "vault")
    language: Stated[Language] | None = opt("Language it is written in.", "en")
    deliverable: Id | None = opt("Id of the deliverable or document that it is.", "monthly-report")
    note: Text | None = opt("Remark.", "the first one after the pilot build")


class Channel(SpecModel):
    """Which matter goes which way, and how fast it is answered."""

    matter: Text = need("What it is used for.", "Engineering questions and open points")
    medium: Stated[
        Literal[
            "email", "phone", "video", "chat", "ticket", "portal", "document_share", "edi", "post",
            "courier", "fax",
        ]
    ] = need("By which means.", "ticket")  # fmt: skip
    address: Stated[Text] | None = opt("Where.", "https://tickets.example.com")
    language: Stated[Language] | None = opt("Language.", "en")
    answer_within: Stated[Hours] | None = opt(
        "Time to answer; a bare number counts hours.", "2 working days"
    )
    confidentiality: Stated[Text] | None = opt("Who may read it.", "confidential")
    retention: Stated[Duration | Text] | None = opt("How long it is kept.", "10 years")
    note: Text | None = opt("Remark.", "no binding statements")


class Conduct(SpecModel):
    """How meetings are prepared and recorded."""

    invitation: Stated[WorkingDays] | None = opt(
        "Time before a meeting at which agenda and papers are there.", 3
    )
    minutes: Stated[WorkingDays] | None = opt("Time after it within which minutes are sent.", 2)
    objection: Stated[WorkingDays] | None = opt(
        "Time after which minutes that nobody contradicts count as correct.", 3
    )
    repeat: Stated[WorkingDays] | None = opt(
        "Time within which a meeting is held again that one party missed.", 5
    )


class Communication(SpecModel):
    """How the parties keep in touch: meetings, reports, channels."""

    from_: Date | None = Field(
        default=None,
        alias="from",
        description="First day of the period that is planned. Default: the effective date, "
        "otherwise the start of the schedule.",
        examples=["2027-02-01"],
    )
    until: Date | None = opt(
        "Last day of that period. Default: the end of the initial term, otherwise of the schedule.",
        "2028-01-31",
    )
    slot: Minutes = opt(
        "Length of the slot that is recommended for each pair of sites. Default: 60 minutes.",
        30,
        default=Duration.parse("60 minutes"),
    )
    outer_hours: WorkingHours = opt(
        "Local times that a meeting outside working hours keeps to. Default: 06:00-22:00.",
        "07:00-21:00",
        default="06:00-22:00",
    )
    load_cap: Hours = opt(
        "Hours of meetings a month that a role may have; a bare number counts hours. "
        "Default: 16 hours.",
        12,
        default=Duration.parse("16 hours"),
    )
    conduct: Conduct = section(Conduct, "How meetings are prepared and recorded.", {"minutes": 2})
    meetings: dict[Id, Meeting] = keyed(
        "Meetings by id.", {"weekly": {"name": "Call", "cadence": "weekly", "duration": 45}}
    )
    reports: dict[Id, Report] = keyed(
        "Reports by id.", {"progress": {"name": "Progress report", "cadence": "weekly"}}
    )
    channels: dict[Id, Channel] = keyed(
        "Channels by id.", {"daily": {"matter": "Daily business", "medium": "email"}}
    )
