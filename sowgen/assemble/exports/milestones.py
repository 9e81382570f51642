"""The export `milestones`: key dates, gates and hand-overs as all-day events of a calendar.

A UID is made of an id that stays, so that an event whose date moves stays the same one when
the package is issued again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from sowgen.assemble.exports.reissue import sequence, stamp, uid
from sowgen.assemble.ingredients import Ingredients
from sowgen.assemble.words import Words
from sowgen.model.agenda import Agenda, Event
from sowgen.model.schedule import HandoverItem, Plan, PlannedGate, PlannedMilestone
from sowgen.model.spec import ProjectSpec


def make(given: Ingredients, words: Words) -> Agenda | None:
    """The calendar, None where no dates can be computed."""
    plan, spec = given.plans.schedule, given.spec
    if plan is None:
        return None
    events = [*_landmarks(plan, spec, words)]
    taken = {plan.production_id, plan.delivery_id}
    events += [_milestone(m, spec, words) for m in plan.milestones if m.id not in taken]
    events += [_gate(gate, spec, words) for gate in plan.gates]
    events += [_handover(row, row.due, spec, words) for row in plan.handover if row.due]
    events.sort(key=lambda event: (str(event.start), event.uid))
    return Agenda(f"{words.word('schedule')}: {spec.package.title}", stamp(spec), tuple(events))


def _landmarks(plan: Plan, spec: ProjectSpec, words: Words) -> Iterator[Event]:
    """Start, production, first delivery and the day it is wanted; not the project's id of them,
    so that another activity may become the first delivery."""
    for word, day in (
        ("project_start", plan.start),
        ("production_start", plan.production_start),
        ("first_delivery", plan.first_delivery),
        ("wanted_delivery", plan.wanted_delivery),
    ):
        if day is not None:
            yield _event(spec, words, ("landmark", word), words.word(f"plan_{word}"), day,
                         "plan_dates")  # fmt: skip


def _milestone(row: PlannedMilestone, spec: ProjectSpec, words: Words) -> Event:
    lines = _latest(row.latest, row.date, words)
    return _event(spec, words, ("milestone", row.id), row.name, row.date, "plan_dates", lines)


def _gate(row: PlannedGate, spec: ProjectSpec, words: Words) -> Event:
    lines = [f"{words.word('plan_signed_by')}: {row.approver_name}"] if row.approver_name else []
    lines += _latest(row.latest, row.date, words)
    if row.exit_criteria:
        lines += [f"{words.word('plan_exit_criteria')}:", *(f"- {c}" for c in row.exit_criteria)]
    return _event(spec, words, ("gate", row.id), row.name, row.date, "plan_gates", lines)


def _handover(row: HandoverItem, due: date, spec: ProjectSpec, words: Words) -> Event:
    parties = " → ".join(filter(None, (row.provider_name, row.receiver_name)))
    lines = [parties] if parties else []
    if row.owner_name:
        lines.append(f"{words.word('owner')}: {row.owner_name}")
    if row.needed_for:
        lines.append(f"{words.word('plan_needed_for')}: {'; '.join(row.needed_for)}")
    lines += _latest(row.latest, due, words)
    summary = f"{words.word('plan_due')}: {row.name}"
    return _event(spec, words, ("hand-over", row.id), summary, due, "plan_handover", lines)


def _latest(latest: date | None, planned: date, words: Words) -> list[str]:
    if latest is None or latest == planned:
        return []
    return [f"{words.word('plan_latest')}: {words.date(latest)}"]


def _event(
    spec: ProjectSpec,
    words: Words,
    parts: tuple[str, str],
    summary: str,
    day: date,
    category: str,
    lines: Iterable[str] = (),
) -> Event:
    return Event(
        uid=uid(spec, *parts),
        summary=summary,
        start=day,
        end=day,
        description="\n".join(lines),
        sequence=sequence(spec),
        categories=(words.word(category),),
        transparency="free",
    )
