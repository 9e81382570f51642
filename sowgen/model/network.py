"""The schedule as a project-management program reads it, for the format `mspdi`.

Times are local and without a zone, as such programs keep them. Lengths, lags and slack are
minutes: of working time, or of elapsed time where `elapsed` says so.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sowgen.model.spec.schedule import LinkType

Shifts: TypeAlias = tuple[tuple[datetime.time, datetime.time], ...]
"""The working times of a day, empty for a free one. An end at 00:00 is midnight."""

Constraint: TypeAlias = Literal[
    "as_soon_as_possible", "must_start_on", "start_no_earlier_than", "finish_no_later_than"
]


@dataclass(frozen=True, slots=True)
class NetworkException:
    """Days, both ends counted, with other working times than their weekday's."""

    start: datetime.date
    end: datetime.date
    shifts: Shifts
    name: str


@dataclass(frozen=True, slots=True)
class NetworkCalendar:
    """A calendar; `week` has the working times of Monday to Sunday."""

    uid: int
    name: str
    week: tuple[Shifts, ...]
    exceptions: tuple[NetworkException, ...]


@dataclass(frozen=True, slots=True)
class NetworkLink:
    """A link to the task `uid`; `lag` is negative for a lead."""

    uid: int
    type: LinkType
    lag: int
    elapsed: bool


@dataclass(frozen=True, slots=True)
class NetworkTask:
    """A task at its place in the outline (`level` from 1, `wbs` such as `2.1`).

    `uid` follows from the id of the step and stays when others come and go. `resource` is
    the uid of who does it, None for nobody or where no work is counted.
    """

    uid: int
    id: str
    name: str
    level: int
    wbs: str
    summary: bool
    milestone: bool
    minutes: int
    elapsed: bool
    start: datetime.datetime
    finish: datetime.datetime
    late_start: datetime.datetime
    late_finish: datetime.datetime
    total_slack: int
    free_slack: int
    critical: bool
    calendar: int | None
    constraint: Constraint
    constraint_date: datetime.datetime | None
    deadline: datetime.datetime | None
    notes: str
    links: tuple[NetworkLink, ...]
    resource: int | None


@dataclass(frozen=True, slots=True)
class NetworkResource:
    """Somebody who does the work: a role of the deal, `group` its party."""

    uid: int
    name: str
    group: str


@dataclass(frozen=True, slots=True)
class Network:
    """Tasks with links, calendars and dates, in the order of the outline.

    `stamp` is the document's date, never today's; `calendar` the uid of the one that new tasks
    get; `id_label` the name of the column that shows the tasks' ids.
    """

    title: str
    author: str
    stamp: datetime.datetime
    start: datetime.datetime
    finish: datetime.datetime
    calendar: int
    id_label: str
    calendars: tuple[NetworkCalendar, ...]
    tasks: tuple[NetworkTask, ...]
    resources: tuple[NetworkResource, ...]
