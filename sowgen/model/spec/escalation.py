"""How problems are reported, handled and escalated.

A clock is a length of time from the report. `4 hours` and `2 days` run round the clock, on
every day; `4 working hours` and `2 working days` only while the site that received the report
works. The values that ship in `templates/escalation/defaults.yaml` are practice, not a standard.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from sowgen.model.spec.base import (
    FIRST_YEAR,
    LAST_YEAR,
    Count,
    Days,
    Hours,
    Id,
    Ids,
    SpecModel,
    Texts,
    WorkingDays,
    Years,
    YesNo,
    far_away,
    keyed,
    need,
    opt,
    section,
    several,
)
from sowgen.model.values import Stated, Text, form


def _moment(value: str) -> str:
    try:
        moment = datetime.strptime(value, "%Y-%m-%d %H:%M")
    except ValueError:
        raise PydanticCustomError(
            "iso_date", "`{value}` is not a date with a time, such as `{example}`",
            {"value": value, "example": "2027-03-19 16:30"},
        ) from None  # fmt: skip
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise far_away(moment.year)
    return value


LocalMoment = Annotated[
    Text,
    Field(pattern=r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$", description="year-month-day hour:minute"),
    form("a date and a time of the 24-hour day", "2027-03-19 16:30"),
    AfterValidator(_moment),
]
"""Date and time of day as the clocks at a site show them."""


class ReceivingSites(SpecModel):
    """Where each side receives reports; the working hours of these sites count."""

    oem: Id | None = opt("Id of the OEM's site. Default: its head office.", "lab")
    ems: Id | None = opt("Id of the EMS's site. Default: its plant.", "plant")


class Severity(SpecModel):
    """How bad a problem is, and how fast it is handled."""

    name: Text = need("Name.", "Critical")
    criteria: Texts = several(
        "What puts a problem here; any one is enough.", ["danger to people", "line down"]
    )
    examples: Texts = several("Examples.", ["a wrong part found in shipped units"])
    safety: YesNo = opt(
        "Whether problems of safety belong here. Default: false.", True, default=False
    )
    serious: YesNo = opt(
        "Whether the clause on problem notification calls it serious. Default: false.",
        True,
        default=False,
    )
    round_the_clock: YesNo = opt(
        "Whether somebody acts at any hour; else plain hours need a calendar. Default: false.",
        True,
        default=False,
    )
    acknowledge: Stated[Hours] | None = opt("Time to confirm the report, in hours.", 1)
    containment: Stated[Hours] | None = opt("Time to contain the problem, in hours.", 24)
    action_plan: Stated[WorkingDays] | None = opt(
        "Time to the root cause and the plan against it, in working days.", 5
    )
    update_every: Stated[Hours] | None = opt("Time between two reports, in hours.", 4)
    closure: Stated[Days] | None = opt("Time to close the problem, in days.", 30)
    told: Ids = several("Ids of the roles that are told at once.", ["oem.program", "ems.program"])
    channels: Ids = several(
        "Ids in `communication.channels` by which it is reported.", ["phone", "ticket"]
    )
    starts_at: Id | None = opt(
        "Id of the level of the ladder at which it starts. Default: the first.", "l2"
    )


class LadderLevel(SpecModel):
    """A level of the ladder: a pair of people, one on each side."""

    name: Text = need("Name.", "Programme managers")
    until: Stated[WorkingDays] | None = opt(
        "Time from the report after which the next level takes over, in working days.", 2
    )
    oem: Stated[Id] | None = opt("Id of the OEM's role or contact.", "oem.program")
    ems: Stated[Id] | None = opt("Id of the EMS's role or contact.", "ems.program")
    oem_deputy: Id | None = opt("Id of the contact who stands in. Default: the deputy.", "ben")
    ems_deputy: Id | None = opt("Id of the contact who stands in. Default: the deputy.", "nora")
    decides: Stated[Text] | None = opt("What the level may decide.", "overtime and air freight")


class EightDStep(SpecModel):
    """A step of the 8D report."""

    name: Text = need("Name.", "Root cause")
    result: Text | None = opt("What is there at its end.", "the cause, proven by a test")
    clock: Literal["acknowledge", "containment", "action_plan", "closure"] | None = opt(
        "Clock of the severity that the step has to keep; its time, where there is no `by`.",
        "action_plan",
    )
    by: Stated[WorkingDays] | None = opt(
        "Time from the report for every severity, in working days. Default: that of `clock`.", 10
    )


class Effectiveness(SpecModel):
    """How it is proven that the corrective action works."""

    lots: Stated[Count] | None = opt("Number of lots in a row without the fault.", 3)
    period: Stated[Days] | None = opt("Time without the fault, in days.", 60)
    criterion: Stated[Text] | None = opt("What must be true.", "no further case")
    checked_by: Id | None = opt("Id of the role that checks.", "oem.quality")


class EightD(SpecModel):
    """The corrective action in steps (8D), with a time for each."""

    required_for: Ids = several("Ids of the severities that need a report.", ["s1", "s2"])
    on_request: Stated[Text] | None = opt("Who may ask for one besides.", "either party")
    steps: dict[Id, EightDStep] = keyed(
        "Steps by id, in order.", {"d4": {"name": "Root cause", "clock": "action_plan"}}
    )
    cause_classes: Texts = several(
        "Classes of root cause that a report may name.", ["design", "material", "process"]
    )
    cause_rule: Stated[Text] | None = opt(
        "What counts as a root cause.", "a cause that can be switched on and off in a test"
    )
    effectiveness: Effectiveness = section(Effectiveness, "Proof of effect.", {"lots": 3})


class Record(SpecModel):
    """The record of a problem."""

    register_at: Stated[Text] | None = opt("Where records are kept.", "issue list in the vault")
    kept_by: Id | None = opt("Id of the role that keeps the list.", "ems.quality")
    kept_for: Stated[Years] | None = opt("Time records are kept, in years.", 10)
    fields: Texts = several("Fields of the form beside the usual ones.", ["Customer complaint no."])
    form: YesNo | None = opt("Whether the annex has a form to fill in. Default: true.", False)


class DelayNotice(SpecModel):
    """What one side tells the other when a date is at risk."""

    rule: Stated[Text] | None = opt(
        "Who tells whom, and when.", "A side tells the other before it misses a date."
    )
    within: Stated[WorkingDays] | None = opt("Time from learning of it, in working days.", 1)
    form: Stated[Text] | None = opt("Form.", "e-mail to the programme manager")
    contents: Texts = several("What the notice says.", ["reason", "recovery plan", "new date"])
    efforts: Stated[Text] | None = opt("What is done about it.", "best commercial efforts")
    answer: Stated[WorkingDays] | None = opt("Time to answer, in working days.", 2)
    other_dates: Stated[Text] | None = opt(
        "Whether the other side may set other dates.", "yes, if the EMS confirms"
    )


class MatrixRows(SpecModel):
    """Rows of the responsibility matrix that the annex relies on."""

    corrective_action: Id | None = opt("Id of the row on 8D and corrective action.", "capa")
    stop_line: Id | None = opt("Id of the row on the stop of the line.", "stop-line")


class ClockExample(SpecModel):
    """A moment at which a problem is found, to work the clocks through."""

    name: Text = need("What happens.", "Wrong label found at the plant on a Friday")
    at: LocalMoment = need("Local date and time of the report.", "2027-03-19 16:30")
    site: Id = need("Id of the site that reports.", "plant")
    severities: Ids = several("Ids of the severities shown. Default: all.", ["s1", "s3"])


class Escalation(SpecModel):
    """How problems are reported and escalated."""

    standard: YesNo = opt(
        "Whether `templates/escalation/defaults.yaml` lies below what is written here. "
        "Default: false.",
        True,
        default=False,
    )
    leave_out: Ids = several("Ids of entries of those defaults that do not apply.", ["s4", "d0"])
    principles: Texts = several(
        "What both sides promise each other on problems.", ["A report is no admission of fault."]
    )
    received_at: ReceivingSites = section(ReceivingSites, "Where reports arrive.", {"ems": "plant"})
    severities: dict[Id, Severity] = keyed(
        "Severities by id, the worst first.", {"s1": {"name": "Critical"}}
    )
    ladder: dict[Id, LadderLevel] = keyed(
        "Levels of the ladder by id, from below.", {"l1": {"name": "Engineers"}}
    )
    ladder_rule: Stated[Text] | None = opt(
        "When a problem goes to the next level.", "When the time of the level is over."
    )
    final_stop: Stated[Text] | None = opt(
        "What follows after the last level. Default: the clause on disputes.", "arbitration"
    )
    eight_d: EightD = section(EightD, "Corrective action.", {"required_for": ["s1"]})
    record: Record = section(Record, "Record of a problem.", {"register_at": "issue list"})
    delay_notice: DelayNotice = section(DelayNotice, "Notice of delay.", {"within": 1})
    rows: MatrixRows = section(MatrixRows, "Rows of the matrix.", {"stop_line": "stop-line"})
    examples: dict[Id, ClockExample] = keyed(
        "Worked examples by id. Default: three that follow from the schedule.",
        {"friday": {"name": "Found late", "at": "2027-03-19 16:30", "site": "plant"}},
    )
