"""The meetings of a period as the annex shows them: times in runs, days by month, load by role."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from sowgen.model.meetings import (
    DayRange,
    Days,
    Load,
    MonthRow,
    Occurrence,
    PlannedMeeting,
    Times,
)
from sowgen.model.spec import ProjectSpec

_DECEMBER = 12

Clocks = tuple[tuple[str, str, int], ...]


def times(occurrences: Sequence[Occurrence]) -> tuple[Times, ...]:
    """The meetings by their local times, those of each carrier by themselves, in the order in
    which the times first occur."""
    found: dict[tuple[str, Clocks], list[tuple[Days, list[Occurrence]]]] = {}
    for carrier in dict.fromkeys(o.carrier for o in occurrences):
        own = sorted((o for o in occurrences if o.carrier == carrier), key=lambda o: o.start)
        for like, group in groupby(own, key=_shown):
            alike = list(group)
            span = Days(alike[0].date, alike[-1].date)
            found.setdefault((carrier, like), []).append((span, alike))
    made = [_times(parts) for parts in found.values()]
    return tuple(sorted(made, key=lambda each: (each.spans[0].start, each.carrier)))


def _times(parts: list[tuple[Days, list[Occurrence]]]) -> Times:
    first = parts[0][1][0]
    return Times(
        spans=tuple(span for span, _ in parts),
        count=sum(len(alike) for _, alike in parts),
        local=first.local,
        rotated=first.rotated,
        carrier=first.carrier,
    )


def _shown(occurrence: Occurrence) -> Clocks:
    return tuple((time.start, time.end, time.days) for time in occurrence.local)


def months(dated: Sequence[PlannedMeeting]) -> tuple[MonthRow, ...]:
    """A row for each month from the first meeting to the last, with the days of each meeting."""
    days = [o.date for meeting in dated for o in meeting.occurrences]
    if not days:
        return ()
    by_month = [_by_month(meeting.occurrences) for meeting in dated]
    return tuple(
        MonthRow(month, tuple(tuple(_ranges(each.get(month, ()))) for each in by_month))
        for month in _months(min(days), max(days))
    )


def _months(start: date, end: date) -> Iterator[date]:
    month = start.replace(day=1)
    while month <= end:
        yield month
        over = month.month == _DECEMBER
        month = date(month.year + over, 1 if over else month.month + 1, 1)


def _by_month(occurrences: Iterable[Occurrence]) -> Mapping[date, list[Occurrence]]:
    found: dict[date, list[Occurrence]] = defaultdict(list)
    for occurrence in sorted(occurrences, key=lambda o: o.start):
        found[occurrence.date.replace(day=1)].append(occurrence)
    return found


def _ranges(occurrences: Iterable[Occurrence]) -> Iterator[DayRange]:
    """Days that follow on each other without a difference as one range."""
    current: DayRange | None = None
    for occurrence in occurrences:
        day, moved, carrier = occurrence.date.day, occurrence.moved, occurrence.carrier
        if current and (current.last + 1, current.moved, current.carrier) == (day, moved, carrier):
            current = DayRange(current.first, day, moved, carrier)
            continue
        if current:
            yield current
        current = DayRange(day, day, moved, carrier)
    if current:
        yield current


def loads(
    spec: ProjectSpec, meetings: Iterable[PlannedMeeting], start: date, end: date
) -> tuple[Load, ...]:
    """Minutes of meetings by role and month, roles as in the specification; roles without a
    meeting are left out."""
    by_role: dict[str, dict[date, int]] = {}
    counts: dict[str, int] = {}
    for meeting in meetings:
        for role in spec.communication.meetings[meeting.id].participants:
            for occurrence in meeting.occurrences:
                month = occurrence.date.replace(day=1)
                minutes = by_role.setdefault(role, {})
                minutes[month] = minutes.get(month, 0) + meeting.minutes
                counts[role] = counts.get(role, 0) + 1
    length = sum(1 for _ in _months(start, end))
    return tuple(
        _load(spec, role, by_role[role], counts[role], length)
        for role in spec.roles
        if role in by_role
    )


def _load(
    spec: ProjectSpec, role_id: str, minutes: Mapping[date, int], count: int, length: int
) -> Load:
    role = spec.roles[role_id]
    party = spec.parties.get(role.party)
    busiest = max(minutes, key=lambda month: (minutes[month], -month.toordinal()))
    return Load(
        role=role_id,
        role_name=role.name,
        party=role.party,
        party_name=(party.label or party.legal_name) if party else "",
        meetings=count,
        average=_tenths(sum(minutes.values()) / Decimal(60 * length)),
        busiest=_tenths(minutes[busiest] / Decimal(60)),
        month=busiest,
    )


def _tenths(hours: Decimal) -> Decimal:
    return hours.quantize(Decimal("0.1"))
