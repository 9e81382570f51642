"""Calendars, and the first and last day of the schedule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from sowgen.diagnostics import Diagnostic
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Path, Tree
from sowgen.validate.finding import find
from sowgen.validate.walk import stated


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """T120 to T124."""
    yield from _calendars(spec, tree)
    yield from _dates(spec, tree)


def _calendars(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    for name, calendar in spec.schedule.calendars.items():
        path: Path = ("schedule", "calendars", name)
        if calendar.weekend is not None and len(set(calendar.weekend)) == 7:
            yield find(
                "T121",
                f"the calendar `{name}` has no working day",
                tree.span((*path, "weekend")),
                "leave at least one day to work",
            )
        for index, shutdown in enumerate(calendar.shutdowns):
            inner = (*path, "shutdowns", index)
            if shutdown.to < shutdown.from_:
                yield find(
                    "T120",
                    "the shutdown ends before it begins",
                    tree.span((*inner, "to")),
                    "correct `from` or `to`; both days count",
                )
        closed = [(s.from_, s.to) for s in calendar.shutdowns]
        for field in ("make_up_days", "half_days"):
            days: tuple[date, ...] = getattr(calendar, field)
            for index, day in enumerate(days):
                if any(first <= day <= last for first, last in closed):
                    yield find(
                        "T122",
                        f"{day} lies in a shutdown",
                        tree.span((*path, field, index)),
                        "remove it, or shorten the shutdown",
                    )
        for day, count in Counter(calendar.make_up_days).items():
            if count > 1:
                yield find(
                    "T122", f"{day} is given twice", tree.span((*path, "make_up_days")), "keep one"
                )


def _dates(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    plan = spec.schedule
    start, wanted = stated(plan.start), stated(plan.wanted_delivery)
    if plan.activities and plan.start is None:
        yield find(
            "T123",
            "the schedule has activities but no start",
            tree.key_span(("schedule",)),
            "add `start: 2027-02-01`, or `to be agreed`",
        )
    if start and wanted and wanted <= start:
        yield find(
            "T124",
            "the delivery is wanted before the project starts",
            tree.span(("schedule", "wanted_delivery")),
            "correct `start` or `wanted_delivery`",
            [("the start", tree.span(("schedule", "start")))],
        )
