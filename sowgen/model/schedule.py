"""The computed schedule: what `plan` hands to the documents.

Everything here is plain: ISO dates, numbers, text and the scalars of `sowgen.model.values`.
A date on which something starts counts from that day's beginning, a date on which it ends
counts to that day's end. Floats are counted in days, in steps of half a day.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from sowgen.model.spec.schedule import LinkType
from sowgen.model.values import Clock, Duration

FloatUnit = Literal["working", "calendar"]
StepKind = Literal["activity", "gate", "milestone"]


@dataclass(frozen=True, slots=True)
class FreeDay:
    """A public holiday that falls on a day which would otherwise be worked."""

    date: datetime.date
    name: str


@dataclass(frozen=True, slots=True)
class Closure:
    """Days on which a site is closed, both ends counted; `reason` is '' where none is given."""

    start: datetime.date
    end: datetime.date
    reason: str


@dataclass(frozen=True, slots=True)
class CalendarNote:
    """One working calendar as the schedule assumed it, cut to the period of the schedule.

    `id` is its id under `schedule.calendars`, the country code where the country's usual week
    was taken, or '' for Monday to Friday; `name` its name or id; `used_by` the names of sites
    and parties that follow it; `weekend` days as `sat`, `sun`; `country` '' where no public
    holidays are observed; `subdivision` the name of the state or province, '' for none;
    `unpublished` the years whose holidays or make-up days are not known.
    """

    id: str
    name: str
    used_by: tuple[str, ...]
    country: str
    subdivision: str
    weekend: tuple[str, ...]
    holidays: tuple[FreeDay, ...]
    shutdowns: tuple[Closure, ...]
    make_up_days: tuple[datetime.date, ...]
    half_days: tuple[datetime.date, ...]
    holiday_eves: Literal["full", "half", "off"]
    unpublished: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Departure:
    """Days, both ends counted, on which `halves` half days are worked (0, 1 or 2) where the
    ordinary week says otherwise; `reason` is '' where none is known."""

    start: datetime.date
    end: datetime.date
    halves: int
    reason: str


@dataclass(frozen=True, slots=True)
class TimeTable:
    """The working time that steps follow: one calendar, or what several have in common.

    `calendars` are the ids of the calendars, as in `PlannedActivity.calendars`, none for elapsed
    time; `names` their names. `week` holds the half days worked on Monday to Sunday, `departures`
    every day of the years `first` to `last` that differs, in order. A half day is worked in the
    morning.
    """

    calendars: tuple[str, ...]
    names: tuple[str, ...]
    week: tuple[int, ...]
    first: int
    last: int
    departures: tuple[Departure, ...]


@dataclass(frozen=True, slots=True)
class HalfDay:
    """The morning of a day, or its afternoon."""

    date: datetime.date
    afternoon: bool = False


@dataclass(frozen=True, slots=True)
class PlannedLink:
    """A link as computed: `step` is the id waited for, `lag` counts half days, negative for a
    lead, in working time of whoever waits or `elapsed`. `driving` marks the link that sets the
    earliest start."""

    step: str
    type: LinkType
    lag: int
    elapsed: bool
    driving: bool


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """An activity, gate or milestone as a project-management program reads it.

    It takes `halves` half days of working time, or of elapsed time (`elapsed`), from the half
    day `start` to the half day `finish`, both counted; floats are in half days of the same time.
    Where it takes none, both name the half day at whose end it falls (`follows`), or else at
    whose beginning; an elapsed step with `follows` begins the moment that something else ends.
    `calendars` names its `TimeTable`; `phase` is the id of the first gate it leads to, '' for
    none. `not_before`, `must_start_on` and `not_after` are constraints as stated, `deadline`
    the day it is wished for, agreed for or, at the first delivery, wanted.
    """

    id: str
    name: str
    kind: StepKind
    halves: int
    elapsed: bool
    follows: bool
    start: HalfDay
    finish: HalfDay
    late_start: HalfDay
    late_finish: HalfDay
    total_float: int
    free_float: int
    critical: bool
    links: tuple[PlannedLink, ...]
    calendars: tuple[str, ...]
    role: str
    role_name: str
    phase: str
    not_before: datetime.date | None
    must_start_on: datetime.date | None
    not_after: datetime.date | None
    deadline: datetime.date | None


@dataclass(frozen=True, slots=True)
class PlannedActivity:
    """An activity with its dates.

    `start` and `finish` are the earliest, `late_start` and `late_finish` the latest dates that
    hold the wanted delivery (or the computed end). `total_float` is negative where they do
    not hold. `float_unit` says which days it counts. `duration` is None for a milestone.
    `after` holds the links as written.
    """

    id: str
    name: str
    owner: str
    owner_name: str
    party: str
    party_name: str
    site: str
    calendars: tuple[str, ...]
    duration: Duration | None
    start: datetime.date
    finish: datetime.date
    late_start: datetime.date
    late_finish: datetime.date
    total_float: Decimal
    free_float: Decimal
    float_unit: FloatUnit
    critical: bool
    milestone: bool
    after: tuple[str, ...]
    gate: str
    product: str
    note: str


@dataclass(frozen=True, slots=True)
class PlannedGate:
    """A gate: `date` is when its review ends at the earliest, `latest` when it must."""

    id: str
    name: str
    date: datetime.date
    latest: datetime.date
    approver: str
    approver_name: str
    exit_criteria: tuple[str, ...]
    waits_for: tuple[str, ...]
    review: Duration | None
    total_float: Decimal
    critical: bool


@dataclass(frozen=True, slots=True)
class PlannedMilestone:
    """A named day: the earliest date, the latest, and the agreed one where there is one."""

    id: str
    name: str
    date: datetime.date
    latest: datetime.date | None
    agreed: datetime.date | None
    total_float: Decimal
    critical: bool


@dataclass(frozen=True, slots=True)
class HandoverItem:
    """A document that is handed over, and by when.

    `agreed` is the date the project states, or that its rule (`rule`) gives on the planned
    dates. `due` is the agreed date, otherwise the last day on which the document keeps the
    planned start of the work that needs it; `latest` the last day on which that work keeps its
    late start. Both leave the receiver its `review`; None where no work and no date is known.
    `first_use` is the activity that needs it first.
    """

    id: str
    name: str
    provider: str
    provider_name: str
    receiver: str
    receiver_name: str
    owner: str
    owner_name: str
    product: str
    formats: tuple[str, ...]
    needed_for: tuple[str, ...]
    first_use: str
    first_use_name: str
    first_use_start: datetime.date | None
    review: Duration | None
    rule: Clock | None
    agreed: datetime.date | None
    latest: datetime.date | None
    due: datetime.date | None
    required: bool
    status: str
    frozen_at: str
    frozen_at_name: str
    alternatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HandoverPeriod:
    """The first and the last due date of the required documents that one party hands over.

    `latest_first` and `latest_last` are the first and the last of their latest days, None where
    none has one; `party` is '' where nobody is named.
    """

    party: str
    party_name: str
    first: datetime.date
    last: datetime.date
    latest_first: datetime.date | None
    latest_last: datetime.date | None


@dataclass(frozen=True, slots=True)
class KeyDate:
    """A row of the table of key dates: `word` is a key of the words files, `party_name` whose
    documents it means; or `word` is '' and `name` the milestone's own name.
    """

    word: str
    name: str
    date: datetime.date
    latest: datetime.date | None
    party_name: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The schedule of one project.

    `start` is the stated first day, or the latest possible one where only the wanted delivery
    is stated (`start_computed`). `margin` is how many calendar days the first delivery is ahead of
    the wanted one, negative where it is late. `handover_periods` tells by when each party hands
    its documents over, by date. `critical_path` holds names, `critical_ids` ids, both from first
    to last. `steps` holds activities, gates and milestones
    as one network, in the order stated, and `timetables` the working time of each.
    """

    start: datetime.date
    start_computed: bool
    end: datetime.date
    production_start: datetime.date | None
    production_id: str
    production_name: str
    first_delivery: datetime.date
    delivery_id: str
    delivery_name: str
    wanted_delivery: datetime.date | None
    margin: int | None
    handover_periods: tuple[HandoverPeriod, ...]
    key_dates: tuple[KeyDate, ...]
    critical_path: tuple[str, ...]
    critical_ids: tuple[str, ...]
    activities: tuple[PlannedActivity, ...]
    gates: tuple[PlannedGate, ...]
    milestones: tuple[PlannedMilestone, ...]
    handover: tuple[HandoverItem, ...]
    calendars: tuple[CalendarNote, ...]
    steps: tuple[PlannedStep, ...]
    timetables: tuple[TimeTable, ...]
