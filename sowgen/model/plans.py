"""What the room `plan` computes: everything of a deal that has a date or a time."""

from __future__ import annotations

from dataclasses import dataclass

from sowgen.model.clocks import ClockPlan
from sowgen.model.meetings import MeetingPlan
from sowgen.model.schedule import Plan


@dataclass(frozen=True, slots=True)
class Plans:
    """`schedule`: activities with dates; `meetings`: overlaps of working hours and the meeting
    calendar; `clocks`: worked examples of the escalation clocks. Each None where the deal
    states nothing to compute it from."""

    schedule: Plan | None = None
    meetings: MeetingPlan | None = None
    clocks: ClockPlan | None = None
