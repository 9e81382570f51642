"""The solved network as one list of steps, exact to the half day."""

from __future__ import annotations

from datetime import date

from sowgen.model.schedule import HalfDay, PlannedLink, PlannedStep, StepKind
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.schedule import Activity, Milestone
from sowgen.plan.graph import Item, Section, as_date
from sowgen.plan.network import Early, Late, Wait
from sowgen.plan.solve import Solution
from sowgen.plan.spans import ELAPSED
from sowgen.plan.working_time import day_of

_KINDS: dict[Section, StepKind] = {
    "activities": "activity", "gates": "gate", "milestones": "milestone",
}  # fmt: skip


def steps(spec: ProjectSpec, solution: Solution) -> tuple[PlannedStep, ...]:
    """Every activity, gate and milestone, in the order of the specification."""
    phases = _phases(solution)
    return tuple(_step(spec, solution, number, phases) for number in range(len(phases)))


def _step(
    spec: ProjectSpec, solution: Solution, number: int, phases: list[int | None]
) -> PlannedStep:
    item, node = solution.graph.items[number], solution.graph.nodes[number]
    early, late, stated = solution.early, solution.late, item.stated
    elapsed, phase = node.length.time is ELAPSED, phases[number]
    time = node.length.time
    took = early.finish[number] - early.start[number] if elapsed else node.length.halves
    role = item.role
    fixed = stated if isinstance(stated, Activity) else None
    return PlannedStep(
        id=item.id,
        name=item.name,
        kind=_KINDS[item.section],
        halves=took,
        elapsed=elapsed,
        follows=solution.follows(number),
        start=_first(solution, number, early),
        finish=_last(solution, number, early),
        late_start=_first(solution, number, late),
        late_finish=_last(solution, number, late),
        total_float=time.count(late.start[number]) - time.count(early.start[number]),
        free_float=max(0, time.count(solution.free[number]) - time.count(early.start[number])),
        critical=solution.is_critical(number),
        links=tuple(_link(solution, number, wait) for wait in node.waits),
        calendars=() if elapsed else item.keys,
        role=role,
        role_name=spec.roles[role].name if role in spec.roles else "",
        phase=solution.graph.items[phase].id if phase is not None else "",
        not_before=fixed.not_before if fixed else None,
        must_start_on=fixed.must_start_on if fixed else None,
        not_after=fixed.not_after if fixed else None,
        deadline=_deadline(spec, item, number == solution.delivery),
    )


def _first(solution: Solution, number: int, dates: Early | Late) -> HalfDay:
    return _half_day(solution.first_half(number, dates))


def _last(solution: Solution, number: int, dates: Early | Late) -> HalfDay:
    return _half_day(solution.last_half(number, dates))


def _half_day(slot: int) -> HalfDay:
    return HalfDay(day_of(slot), bool(slot % 2))


def _link(solution: Solution, number: int, wait: Wait) -> PlannedLink:
    """A lag that the step's own time cannot hold is the elapsed time it takes as planned."""
    early, lag = solution.early, wait.lag
    halves, elapsed = 0, False
    if lag is not None and not lag.is_zero:
        elapsed = lag.time is ELAPSED
        halves = lag.halves
        if lag.months or (solution.graph.nodes[number].length.time is ELAPSED and not elapsed):
            base = early.finish[wait.node] if wait.type[0] == "F" else early.start[wait.node]
            halves, elapsed = lag.after(base) - base, True
    return PlannedLink(
        step=solution.graph.items[wait.node].id,
        type=wait.type,
        lag=halves,
        elapsed=elapsed,
        driving=early.driver[number] == wait.node,
    )


def _phases(solution: Solution) -> list[int | None]:
    """By node, the gate that is planned first among those it leads to; a gate leads to itself."""
    items, finish = solution.graph.items, solution.early.finish
    found: list[int | None] = [
        at if item.section == "gates" else None for at, item in enumerate(items)
    ]
    for at in reversed(solution.sequence):
        own = found[at]
        if own is None:
            continue
        for wait in solution.graph.nodes[at].waits:
            other = found[wait.node]
            if items[wait.node].section != "gates" and (
                other is None or (finish[own], own) < (finish[other], other)
            ):
                found[wait.node] = own
    return found


def _deadline(spec: ProjectSpec, item: Item, delivers: bool) -> date | None:
    stated = item.stated
    days = [as_date(spec.schedule.wanted_delivery)] if delivers else []
    if isinstance(stated, Activity):
        days.append(stated.deadline)
    elif isinstance(stated, Milestone):
        days.append(as_date(stated.date))
    return min((day for day in days if day), default=None)
