"""The hand-over of documents: by when each must be there, counted back from the work.

A document must be there before the late start of the first activity that uses it, early
enough for the receiver's review. A rule in the specification (`30 working days before
pcb-fab`) counts from the named activity's start, `after` and `from` from its end. Working
days are counted on the receiver's calendar; the day found is one on which both work.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sowgen.model.schedule import HandoverItem, HandoverPeriod
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.documents import ProjectDocument
from sowgen.model.spec.schedule import Activity
from sowgen.model.values import Clock, Duration
from sowgen.plan.graph import as_date
from sowgen.plan.sites import Keys, Sites
from sowgen.plan.solve import Solution
from sowgen.plan.spans import span
from sowgen.plan.working_time import day_of


def consumers(spec: ProjectSpec, solution: Solution) -> dict[str, list[int]]:
    """By document, the nodes that need it: those that use it, and those it is needed for."""
    found: dict[str, dict[int, None]] = {id_: {} for id_ in spec.documents}
    for number, item in enumerate(solution.graph.items):
        if isinstance(item.stated, Activity):
            for used in item.stated.uses:
                found.setdefault(used, {})[number] = None
    for id_, document in spec.documents.items():
        for each in document.needed_for:
            if each in spec.schedule.activities:
                found[id_][solution.graph.at[each]] = None
    return {id_: list(numbers) for id_, numbers in found.items()}


def handover(spec: ProjectSpec, sites: Sites, solution: Solution) -> tuple[HandoverItem, ...]:
    """A row for each document of the specification, by due date; those without one last."""
    users = consumers(spec, solution)
    rows = [
        _row(spec, sites, solution, id_, document, users[id_])
        for id_, document in spec.documents.items()
    ]
    return tuple(sorted(rows, key=lambda row: row.due or date.max))


def handover_periods(spec: ProjectSpec, rows: Iterable[HandoverItem]) -> tuple[HandoverPeriod, ...]:
    """By party, from when to when its required documents are due, the first one first. Where a
    document names no provider, its owner's party hands it over.
    """
    found: dict[str, list[HandoverItem]] = {}
    for row in rows:
        owner = spec.roles.get(row.owner)
        if row.required and row.due:
            found.setdefault(row.provider or (owner.party if owner else ""), []).append(row)
    periods = []
    for party, own in found.items():
        due = [row.due for row in own if row.due]
        latest = [row.latest for row in own if row.latest]
        periods.append(
            HandoverPeriod(
                party=party,
                party_name=_party_name(spec, party),
                first=min(due),
                last=max(due),
                latest_first=min(latest, default=None),
                latest_last=max(latest, default=None),
            )
        )
    return tuple(sorted(periods, key=lambda period: (period.first, period.party)))


def _row(
    spec: ProjectSpec,
    sites: Sites,
    solution: Solution,
    id_: str,
    document: ProjectDocument,
    users: list[int],
) -> HandoverItem:
    items = solution.graph.items
    late_start, early_start = solution.late.start, solution.early.start
    first = min(users, key=lambda n: (late_start[n], n), default=None)
    earliest = min(users, key=lambda n: (early_start[n], n), default=None)
    agreed = as_date(document.due)
    latest = planned = None
    if first is not None and earliest is not None:
        latest = latest_day(sites, document, items[first].keys, late_start[first])
        planned = latest_day(sites, document, items[earliest].keys, early_start[earliest])
    rule = document.due if isinstance(document.due, Clock) else None
    if agreed is None:
        agreed, bound = _by_rule(sites, solution, document)
        latest = min((day for day in (latest, bound) if day), default=None)
    owner = spec.roles.get(document.owner or "")
    gate = spec.schedule.gates.get(document.frozen_at or "")
    return HandoverItem(
        id=id_,
        name=document.name,
        provider=document.provider or "",
        provider_name=_party_name(spec, document.provider),
        receiver=document.receiver or "",
        receiver_name=_party_name(spec, document.receiver),
        owner=document.owner or "",
        owner_name=owner.name if owner else "",
        product=document.product or "",
        formats=document.formats,
        needed_for=tuple(items[n].name for n in users),
        first_use=items[earliest].id if earliest is not None else "",
        first_use_name=items[earliest].name if earliest is not None else "",
        first_use_start=solution.first_day(earliest) if earliest is not None else None,
        review=_review(document),
        rule=rule,
        agreed=agreed,
        latest=latest,
        due=agreed or planned,
        required=document.required,
        status=document.status or "",
        frozen_at=document.frozen_at or "",
        frozen_at_name=gate.name if gate else "",
        alternatives=tuple(
            spec.documents[other].name if other in spec.documents else other
            for other in document.alternative_to
        ),
    )


def due_day(sites: Sites, solution: Solution, document: ProjectDocument) -> date | None:
    """The day agreed for the document, stated or by its rule on the planned dates."""
    return as_date(document.due) or _by_rule(sites, solution, document)[0]


def latest_day(sites: Sites, document: ProjectDocument, keys: Keys, start: int) -> date:
    """The last day on which the document may arrive for work that starts at the point `start`:
    the review done, and the day worked by those who give and receive it.
    """
    counted = _receiver(sites, document, keys)
    review = span(_review(document), sites.time(counted), sites.week(counted))
    return _worked_before(sites, document, counted, review.latest(start))


def _by_rule(
    sites: Sites, solution: Solution, document: ProjectDocument
) -> tuple[date | None, date | None]:
    """The due day by the document's rule on the planned dates, and on the late ones."""
    due = document.due
    if isinstance(due, Clock):
        event, length, before = due.events[0], due.duration, due.relation == "before"
        single = len(due.events) == 1
    elif isinstance(due, str):
        event, length, before, single = due, None, True, True
    else:
        return None, None
    number = solution.graph.at.get(event)
    if number is None or not single:
        return None, None
    keys = solution.graph.items[number].keys
    counted = _receiver(sites, document, keys)
    step = span(length, sites.time(counted), sites.week(counted))
    found = []
    for dates in (solution.early, solution.late):
        if before and step.is_zero:
            found.append(_worked_before(sites, document, counted, dates.start[number]))
        elif before:
            # So many days before a day is a day, worked or not the whole of it.
            found.append(_worked_by(sites, document, counted, step.latest(dates.start[number])))
        else:
            found.append(day_of(step.after(dates.finish[number]) - 1))
    return found[0], found[1]


def _receiver(sites: Sites, document: ProjectDocument, keys: Keys) -> Keys:
    known = document.receiver in sites.spec.parties
    return (sites.of_party(document.receiver or ""),) if known else keys


def _worked_before(sites: Sites, document: ProjectDocument, keys: Keys, point: int) -> date:
    provider = document.provider or ""
    both = (*keys, sites.of_party(provider)) if provider in sites.spec.parties else keys
    time = sites.time(both)
    return day_of(time.slot(time.count(point) - 1))


def _worked_by(sites: Sites, document: ProjectDocument, keys: Keys, point: int) -> date:
    return _worked_before(sites, document, keys, point + 1)


def _review(document: ProjectDocument) -> Duration | None:
    return document.review if isinstance(document.review, Duration) else None


def _party_name(spec: ProjectSpec, party_id: str | None) -> str:
    party = spec.parties.get(party_id or "")
    return (party.label or party.legal_name) if party else ""
