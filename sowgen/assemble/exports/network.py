"""The export `network`: the schedule for Microsoft Project and what reads its XML.

A working day has eight hours, 08:00 to 12:00 and 13:00 to 17:00. Elapsed steps follow a
calendar of their own that never stops, so that programs which put every task on a calendar
compute the same dates. Steps are grouped by the gate they lead to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from types import MappingProxyType

from sowgen.assemble.exports.reissue import stamp
from sowgen.assemble.imprint import author_of
from sowgen.assemble.ingredients import Ingredients
from sowgen.assemble.words import Words
from sowgen.model.network import (
    Constraint,
    Network,
    NetworkCalendar,
    NetworkException,
    NetworkLink,
    NetworkResource,
    NetworkTask,
    Shifts,
)
from sowgen.model.schedule import HalfDay, Plan, PlannedStep, TimeTable
from sowgen.model.spec import ProjectSpec

_MORNING, _AFTERNOON = (time(8), time(12)), (time(13), time(17))
_SHIFTS: Mapping[int, Shifts] = MappingProxyType({0: (), 1: (_MORNING,), 2: (_MORNING, _AFTERNOON)})
_ALWAYS: Shifts = ((time(0), time(0)),)
_WORKED, _ELAPSED = 240, 720
"""Minutes of a half day, worked and elapsed."""

MOST_UID = 2_097_151
"""The highest number that Microsoft Project takes for a task."""

LONGEST_CALENDAR = 51
"""Characters that Microsoft Project takes in the name of a calendar."""

_STANDARD, _NEVER_STOPS = 1, 2


def make(given: Ingredients, words: Words) -> Network | None:
    """The export `network`, None where no dates can be computed."""
    plan, spec = given.plans.schedule, given.spec
    if plan is None:
        return None
    calendars = {table.calendars: at for at, table in enumerate(plan.timetables, start=3)}
    uids = _uids([step.id for step in plan.steps])
    roles = dict.fromkeys(step.role for step in plan.steps if step.role in spec.roles)
    people = dict(zip(roles, _uids(roles).values(), strict=True))
    rows = _Rows(plan, spec, words, uids, calendars, people)
    tasks = tuple(rows.outline())
    return Network(
        title=f"{spec.package.title}: {words.word('schedule')}",
        author=author_of(given),
        stamp=stamp(spec),
        start=_begin(HalfDay(plan.start)),
        finish=max(task.finish for task in tasks),
        calendar=_STANDARD,
        id_label=words.word("plan_id"),
        calendars=_calendars(plan, words),
        tasks=tasks,
        resources=tuple(
            NetworkResource(people[role], spec.roles[role].name, _party(spec, role))
            for role in roles
        ),
    )


@dataclass(frozen=True)
class _Rows:
    """What the tasks are made of: numbers by id of step, calendars and roles."""

    plan: Plan
    spec: ProjectSpec
    words: Words
    uids: Mapping[str, int]
    calendars: Mapping[tuple[str, ...], int]
    people: Mapping[str, int]

    def outline(self) -> Iterable[NetworkTask]:
        """The tasks, under a summary for each gate in the order of their dates."""
        gates = {gate.id: gate for gate in self.plan.gates}
        in_order = sorted(
            self.plan.steps, key=lambda s: (s.start.date, s.start.afternoon, s.kind == "gate")
        )
        phases = sorted(gates, key=lambda id_: gates[id_].date)
        if not phases:
            yield from (self._task(step, 1, f"{n}") for n, step in enumerate(in_order, start=1))
            return
        used = set(self.uids.values())
        number = 0
        for phase in (*phases, ""):
            steps = [step for step in in_order if step.phase == phase]
            steps.sort(key=lambda step: step.id == phase)
            if not steps:
                continue
            number += 1
            rows = [self._task(s, 2, f"{number}.{n}") for n, s in enumerate(steps, start=1)]
            gate = gates[phase].name if phase else ""
            name = self.words.word("plan_until", gate=gate) if phase else ""
            uid = _free(f"phase of {phase}", used)
            used.add(uid)
            yield _summary(rows, uid, name or self.words.word("plan_afterwards"), f"{number}")
            yield from rows

    def _task(self, step: PlannedStep, level: int, wbs: str) -> NetworkTask:
        start, finish = _times(step, step.start, step.finish)
        late_start, late_finish = _times(step, step.late_start, step.late_finish)
        unit = _ELAPSED if step.elapsed else _WORKED
        constraint, day = _constraint(step)
        deadlines = [each for each in (step.deadline, step.not_after) if each]
        if constraint == "finish_no_later_than":
            deadlines = [each for each in (step.deadline,) if each]
        return NetworkTask(
            uid=self.uids[step.id],
            id=step.id,
            name=step.name,
            level=level,
            wbs=wbs,
            summary=False,
            milestone=not step.halves,
            minutes=step.halves * unit,
            elapsed=step.elapsed,
            start=start,
            finish=finish,
            late_start=late_start,
            late_finish=late_finish,
            total_slack=step.total_float * unit,
            free_slack=step.free_float * unit,
            critical=step.critical,
            calendar=_NEVER_STOPS if _is_outside(step) else self.calendars[step.calendars],
            constraint=constraint,
            constraint_date=day,
            deadline=_end(HalfDay(min(deadlines), True)) if deadlines else None,
            notes=self._notes(step),
            links=tuple(
                NetworkLink(self.uids[link.step], link.type,
                            link.lag * (_ELAPSED if link.elapsed else _WORKED), link.elapsed)
                for link in step.links
            ),
            resource=self.people.get(step.role) if step.halves and not step.elapsed else None,
        )  # fmt: skip

    def _notes(self, step: PlannedStep) -> str:
        if step.kind == "gate":
            criteria = self.spec.schedule.gates[step.id].exit_criteria
            lines = [f"{self.words.word('plan_exit_criteria')}:", *criteria] if criteria else []
            if step.role_name:
                lines.append(f"{self.words.word('plan_signed_by')}: {step.role_name}")
            return "\n".join(lines)
        if step.kind == "activity":
            return self.spec.schedule.activities[step.id].note or ""
        return ""


def _summary(rows: list[NetworkTask], uid: int, name: str, wbs: str) -> NetworkTask:
    start, finish = min(row.start for row in rows), max(row.finish for row in rows)
    return NetworkTask(
        uid=uid, id="", name=name, level=1, wbs=wbs, summary=True, milestone=False,
        minutes=(finish.date() - start.date()).days * 480, elapsed=False,
        start=start, finish=finish,
        late_start=min(row.late_start for row in rows),
        late_finish=max(row.late_finish for row in rows),
        total_slack=min(row.total_slack for row in rows), free_slack=0,
        critical=any(row.critical for row in rows), calendar=None,
        constraint="as_soon_as_possible", constraint_date=None, deadline=None, notes="",
        links=(), resource=None,
    )  # fmt: skip


def _is_outside(step: PlannedStep) -> bool:
    """Whether working time means nothing to the step: programs would move a milestone that
    falls on a Sunday, such as an arrival, to the next working day."""
    return step.elapsed or not (
        step.halves or any(link.lag and not link.elapsed for link in step.links)
    )


def _times(step: PlannedStep, first: HalfDay, last: HalfDay) -> tuple[datetime, datetime]:
    """When the step begins and ends. An elapsed one begins the moment before it ends, be that
    in the evening; its length is then exact."""
    if not step.halves:
        moment = _end(first) if step.follows else _begin(first)
        return moment, moment
    if not step.elapsed:
        return _begin(first), _end(last)
    length = timedelta(minutes=step.halves * _ELAPSED)
    if step.follows:
        return _end(last) - length, _end(last)
    return _begin(first), _begin(first) + length


def _begin(half: HalfDay) -> datetime:
    return datetime.combine(half.date, (_AFTERNOON if half.afternoon else _MORNING)[0])


def _end(half: HalfDay) -> datetime:
    return datetime.combine(half.date, (_AFTERNOON if half.afternoon else _MORNING)[1])


def _constraint(step: PlannedStep) -> tuple[Constraint, datetime | None]:
    """The one constraint that a task can have: a fixed start, else an earliest, else a latest
    end; a second one goes into the deadline. A lead that would begin a step before the project
    is held back by the project's start: programs would otherwise begin it there. A date that
    sets the start is given as the first half day then worked."""
    held = not any(link.driving for link in step.links)
    if step.must_start_on:
        return "must_start_on", _begin(step.start if held else HalfDay(step.must_start_on))
    if step.not_before:
        sets = held and step.start.date >= step.not_before
        return "start_no_earlier_than", _begin(step.start if sets else HalfDay(step.not_before))
    if step.links and held:
        return "start_no_earlier_than", _begin(step.start)
    if step.not_after:
        return "finish_no_later_than", _end(HalfDay(step.not_after, True))
    return "as_soon_as_possible", None


def _calendars(plan: Plan, words: Words) -> tuple[NetworkCalendar, ...]:
    plain = (_SHIFTS[2],) * 5 + ((), ())
    taken: set[str] = set()
    return (
        NetworkCalendar(_STANDARD, _named(words.word("plan_plain_week"), taken), plain, ()),
        NetworkCalendar(_NEVER_STOPS, _named(words.word("plan_elapsed_time"), taken),
                        (_ALWAYS,) * 7, ()),
        *(
            _calendar(uid, _named(_name(table, words), taken), table)
            for uid, table in enumerate(plan.timetables, start=3)
        ),
    )  # fmt: skip


def _calendar(uid: int, name: str, table: TimeTable) -> NetworkCalendar:
    return NetworkCalendar(
        uid,
        name,
        tuple(_SHIFTS[halves] for halves in table.week),
        tuple(
            NetworkException(each.start, each.end, _SHIFTS[each.halves], each.reason)
            for each in table.departures
        ),
    )


def _name(table: TimeTable, words: Words) -> str:
    names = [name or words.word("plan_plain_week") for name in table.names]
    return " + ".join(names)


def _named(name: str, taken: set[str]) -> str:
    """A name of its own within the program's bound."""
    number, cut = 1, name[:LONGEST_CALENDAR]
    while cut.casefold() in taken:
        number += 1
        end = f" ({number})"
        cut = name[: LONGEST_CALENDAR - len(end)] + end
    taken.add(cut.casefold())
    return cut


def _uids(ids: Iterable[str]) -> dict[str, int]:
    """A number for each id that follows from the id; where two ids want the same one, that
    of the first in the alphabet."""
    names, used, found = list(ids), set[int](), dict[str, int]()
    for id_ in sorted(names):
        found[id_] = _free(id_, used)
        used.add(found[id_])
    return {id_: found[id_] for id_ in names}


def _free(id_: str, used: set[int]) -> int:
    uid = int.from_bytes(hashlib.sha256(id_.encode()).digest()[:4]) % MOST_UID + 1
    while uid in used:
        uid = uid % MOST_UID + 1
    return uid


def _party(spec: ProjectSpec, role: str) -> str:
    party = spec.parties.get(spec.roles[role].party)
    return (party.label or party.legal_name) if party else ""
