"""Closed days behind the bars of a chart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from sowgen.assemble.figures.timeline import Timeline
from sowgen.model.figure import Box
from sowgen.model.schedule import PlannedStep, TimeTable

_NARROWEST = 1.4  # points; what is narrower is no help to the eye
_WEEKENDS_FROM = 1.5  # points a day, from which on single weekends are shown
_ONE_DAY = timedelta(days=1)

Span = tuple[date, date]


def shades(
    timeline: Timeline,
    steps: Sequence[PlannedStep],
    tables: Iterable[TimeTable],
    edges: Sequence[float],
) -> Iterator[Box]:
    """A box behind every run of rows whose calendars are closed on the same days. `edges` are
    the upper edges of the rows and the lower edge of the last. Steps that take elapsed time
    are shaded on the days on which nobody works."""
    by_key = {table.calendars: closed(table, timeline.first, timeline.last) for table in tables}
    used = [by_key[step.calendars] for step in steps if step.calendars in by_key]
    if not used:
        return
    nobody = frozenset.intersection(*used)
    rows = [set(_spans(by_key.get(step.calendars, nobody))) for step in steps]
    for span in sorted(set().union(*rows)):
        if not _is_seen(timeline, span):
            continue
        left, right = timeline.at(span[0]), timeline.at(span[1], 1)
        start = None
        for at, row in enumerate([*rows, set[Span]()]):
            if span in row and start is None:
                start = at
            elif span not in row and start is not None:
                height = edges[at] - edges[start]
                yield Box(left, edges[start], right - left, height, "shade")
                start = None


def closed(table: TimeTable, first: date, last: date) -> frozenset[date]:
    """The days without work from `first` to `last`, both counted."""
    departs = {
        each.start + timedelta(days=n): each.halves
        for each in table.departures
        for n in range((each.end - each.start).days + 1)
    }
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return frozenset(day for day in days if departs.get(day, table.week[day.weekday()]) == 0)


def _spans(days: frozenset[date]) -> Iterator[Span]:
    """Runs of neighbouring days."""
    start: date | None = None
    for day in sorted(days):
        if start is None:
            start = day
        if day + _ONE_DAY not in days:
            yield start, day
            start = None


def _is_seen(timeline: Timeline, span: Span) -> bool:
    days = (span[1] - span[0]).days + 1
    weekend = days < 3 and timeline.day < _WEEKENDS_FROM
    return days * timeline.day >= _NARROWEST and not weekend
