"""Clocks that end in the wrong order on a real date, and moments that no clock shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sowgen.diagnostics import Diagnostic, error, warning
from sowgen.model.clock_chains import neighbours
from sowgen.model.clocks import average_days
from sowgen.model.spec.escalation import Escalation
from sowgen.model.tree import Path, Tree
from sowgen.plan.clocks_hours import SiteHours


def no_such_time(escalation: Escalation, name: str, tree: Tree) -> Diagnostic:
    """E202: the clocks at the site jump over the stated moment."""
    example = escalation.examples[name]
    return error(
        "E202",
        f"no clock at `{example.site}` shows {example.at}: summer time begins at that hour",
        tree.span(("escalation", "examples", name, "at")),
        "write a time before or after that hour",
    )


def out_of_order(
    escalation: Escalation, reports: Iterable[tuple[datetime, SiteHours]], tree: Tree
) -> Iterator[Diagnostic]:
    """E203 for every two neighbours in a chain that end in the wrong order after one of
    `reports` (its moment, and the hours of the site that received it), though their lengths
    would not tell; a chain whose lengths tell is left to `validate`."""
    given = list(reports)
    for _, (path, length), (later, longer) in neighbours(escalation):
        if average_days(length) > average_days(longer):
            continue
        for moment, hours in given:
            first, second = hours.due(moment, length), hours.due(moment, longer)
            if second < first:
                yield _wrong(hours, (moment, first, second), (path, later), tree)
                break


def _wrong(
    hours: SiteHours, moments: tuple[datetime, ...], paths: tuple[Path, Path], tree: Tree
) -> Diagnostic:
    found, first, second = (f"{m.astimezone(hours.zone):%Y-%m-%d %H:%M}" for m in moments)
    sooner, later = (f"`{path[-2]}.{path[-1]}`" for path in paths)
    return warning(
        "E203",
        f"after a report on {found}, {later} ends on {second}, before {sooner} on {first}",
        tree.span(paths[1]),
        "count both in the same way, round the clock or in working time",
        [(sooner, tree.span(paths[0]))],
    )
