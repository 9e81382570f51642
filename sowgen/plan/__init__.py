"""Everything of a deal that has a date or a time: schedule, meetings, escalation clocks.

Takes: a `ProjectSpec` and the `Tree` it was read from (for the places of findings).
Gives: `Outcome[Plans]`; each part None where there is nothing to compute it from.
May read: nothing; public holidays and time zones come from packages.
Never does: look at today's date, guess a missing date, put dates into words.
Start with: `plan` below, then `schedule`.
"""

from __future__ import annotations

from sowgen.diagnostics import Outcome, in_order
from sowgen.model.plans import Plans
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Tree
from sowgen.plan.agreement import check_agreement
from sowgen.plan.clocks import plan_clocks
from sowgen.plan.meetings import plan_meetings
from sowgen.plan.provinces import check_provinces
from sowgen.plan.schedule import plan_schedule

__all__ = ["plan"]


def plan(spec: ProjectSpec, tree: Tree) -> Outcome[Plans]:
    """The dated parts of the deal `spec`. The same input gives the same plans on any day."""
    schedule = plan_schedule(spec, tree)
    meetings = plan_meetings(spec, tree, schedule.value)
    clocks = plan_clocks(spec, tree, schedule.value)
    found = [*schedule.diagnostics, *meetings.diagnostics, *clocks.diagnostics]
    found += check_agreement(spec, tree, schedule.value)
    found += check_provinces(spec, tree)
    return Outcome(Plans(schedule.value, meetings.value, clocks.value), in_order(found))
