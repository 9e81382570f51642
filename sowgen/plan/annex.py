"""From the solved network to the rows of the schedule annex."""

from __future__ import annotations

from datetime import date

from sowgen.model.schedule import (
    HandoverPeriod,
    KeyDate,
    Plan,
    PlannedActivity,
    PlannedGate,
    PlannedMilestone,
    PlannedStep,
    TimeTable,
)
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.schedule import Activity, Gate, Milestone
from sowgen.model.values import Duration
from sowgen.plan.calendar_notes import notes
from sowgen.plan.graph import as_date
from sowgen.plan.handover import handover, handover_periods
from sowgen.plan.sites import Sites
from sowgen.plan.solve import Solution
from sowgen.plan.spans import ELAPSED
from sowgen.plan.steps import steps
from sowgen.plan.timetables import timetable
from sowgen.plan.working_time import day_of


def build(spec: ProjectSpec, sites: Sites, solution: Solution) -> Plan:
    """The plan as the documents read it."""
    items = solution.graph.items
    activities, gates, milestones = [], [], []
    for number, item in enumerate(items):
        if isinstance(item.stated, Activity):
            activities.append(_activity(spec, solution, number, item.stated))
        elif isinstance(item.stated, Gate):
            gates.append(_gate(spec, solution, number, item.stated))
        else:
            milestones.append(_milestone(solution, number, item.stated))
    documents = handover(spec, sites, solution)
    periods = handover_periods(spec, documents)
    due = [row.due for row in documents if row.required and row.due]
    start = day_of(solution.start)
    last = max(solution.last_day(number) for number in range(len(items)))
    production, delivery = solution.production, solution.delivery
    wanted = as_date(spec.schedule.wanted_delivery)
    earliest = min([start, *due])
    network = steps(spec, solution)
    return Plan(
        start=start,
        start_computed=solution.start_computed,
        end=last,
        production_start=solution.first_day(production) if production is not None else None,
        production_id=items[production].id if production is not None else "",
        production_name=items[production].name if production is not None else "",
        first_delivery=solution.last_day(delivery),
        delivery_id=items[delivery].id,
        delivery_name=items[delivery].name,
        wanted_delivery=wanted,
        margin=(wanted - solution.last_day(delivery)).days if wanted else None,
        handover_periods=periods,
        key_dates=_key_dates(solution, periods, milestones, wanted),
        critical_path=tuple(items[number].name for number in solution.critical),
        critical_ids=tuple(items[number].id for number in solution.critical),
        activities=tuple(activities),
        gates=tuple(gates),
        milestones=tuple(milestones),
        handover=documents,
        calendars=notes(sites, earliest, max(last, wanted or last)),
        steps=network,
        timetables=_timetables(sites, network, earliest.year),
    )


def _timetables(
    sites: Sites, network: tuple[PlannedStep, ...], first: int
) -> tuple[TimeTable, ...]:
    keys = dict.fromkeys(step.calendars for step in network if step.calendars)
    last = max(max(step.finish.date, step.late_finish.date).year for step in network)
    return tuple(timetable(sites, each, first, last) for each in keys)


def _activity(
    spec: ProjectSpec, solution: Solution, number: int, stated: Activity
) -> PlannedActivity:
    item = solution.graph.items[number]
    length = solution.graph.nodes[number].length
    party = spec.parties.get(item.party)
    return PlannedActivity(
        id=item.id,
        name=stated.name,
        owner=stated.owner or "",
        owner_name=_role_name(spec, stated.owner),
        party=item.party,
        party_name=(party.label or party.legal_name) if party else "",
        site=item.site,
        calendars=item.keys,
        duration=None if length.is_zero else stated.duration,
        start=solution.first_day(number),
        finish=solution.last_day(number),
        late_start=solution.first_day(number, late=True),
        late_finish=solution.last_day(number, late=True),
        total_float=solution.total_float(number),
        free_float=solution.free_float(number),
        float_unit="calendar" if length.time is ELAPSED else "working",
        critical=solution.is_critical(number),
        milestone=stated.milestone or length.is_zero,
        after=tuple(str(link) for link in stated.after),
        gate=stated.gate or "",
        product=stated.product or "",
        note=stated.note or "",
    )


def _gate(spec: ProjectSpec, solution: Solution, number: int, stated: Gate) -> PlannedGate:
    items = solution.graph.items
    return PlannedGate(
        id=items[number].id,
        name=stated.name,
        date=solution.last_day(number),
        latest=solution.last_day(number, late=True),
        approver=stated.approver or "",
        approver_name=_role_name(spec, stated.approver),
        exit_criteria=stated.exit_criteria,
        waits_for=tuple(items[wait.node].name for wait in solution.graph.nodes[number].waits),
        review=stated.review if isinstance(stated.review, Duration) else None,
        total_float=solution.total_float(number),
        critical=solution.is_critical(number),
    )


def _milestone(solution: Solution, number: int, stated: Milestone) -> PlannedMilestone:
    return PlannedMilestone(
        id=solution.graph.items[number].id,
        name=stated.name,
        date=solution.last_day(number),
        latest=solution.last_day(number, late=True) if solution.is_awaited(number) else None,
        agreed=as_date(stated.date),
        total_float=solution.total_float(number),
        critical=solution.is_critical(number),
    )


def _role_name(spec: ProjectSpec, role_id: str | None) -> str:
    role = spec.roles.get(role_id or "")
    return role.name if role else ""


def _key_dates(
    solution: Solution,
    periods: tuple[HandoverPeriod, ...],
    milestones: list[PlannedMilestone],
    wanted: date | None,
) -> tuple[KeyDate, ...]:
    """The rows of the table of key dates, by date."""
    rows = [KeyDate("project_start", "", day_of(solution.start), None)]
    for each in periods:
        if each.first == each.last:
            rows.append(_documents_due("documents_due", each, each.first, each.latest_first))
            continue
        rows.append(_documents_due("first_documents_due", each, each.first, each.latest_first))
        rows.append(_documents_due("last_documents_due", each, each.last, each.latest_last))
    production, delivery = solution.production, solution.delivery
    if production is not None:
        awaited = solution.is_awaited(production)
        late = solution.first_day(production, late=True) if awaited else None
        rows.append(KeyDate("production_start", "", solution.first_day(production), late))
    own = (production, delivery)
    named = {solution.graph.items[number].id for number in own if number is not None}
    rows += [KeyDate("", m.name, m.date, m.latest) for m in milestones if m.id not in named]
    last = solution.last_day(delivery, late=True)
    rows.append(KeyDate("first_delivery", "", solution.last_day(delivery), last))
    if wanted:
        rows.append(KeyDate("wanted_delivery", "", wanted, None))
    over = max(solution.last_day(number) for number in range(len(solution.graph.items)))
    if over != solution.last_day(delivery):
        rows.append(KeyDate("project_end", "", over, None))
    return tuple(sorted(rows, key=lambda row: row.date))


def _documents_due(word: str, period: HandoverPeriod, day: date, latest: date | None) -> KeyDate:
    named = f"{word}_from" if period.party_name else word
    return KeyDate(named, "", day, latest, period.party_name)
