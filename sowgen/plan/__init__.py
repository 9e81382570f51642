"""The schedule of a project: dates, floats, the critical path, and by when documents are due.

Takes: a `ProjectSpec` and the `Tree` it was read from (for the places of findings).
Gives: `Outcome[Plan | None]`; None where there is no schedule or no date to start from.
May read: nothing; public holidays come from the `holidays` package.
Never does: look at today's date, guess a missing date, put dates into words.
Start with: `plan` below, then `network`.
"""

from __future__ import annotations

from datetime import date

from sowgen.diagnostics import Diagnostic, Outcome, error, in_order, warning
from sowgen.model.schedule import Plan
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Tree
from sowgen.plan import annex, findings
from sowgen.plan.graph import Graph, as_date, build
from sowgen.plan.network import order
from sowgen.plan.sites import Sites
from sowgen.plan.solve import solve
from sowgen.plan.working_time import OutOfRangeError

__all__ = ["plan"]


def plan(spec: ProjectSpec, tree: Tree) -> Outcome[Plan | None]:
    """The computed schedule of `spec`, with the findings `T201` to `T222`.

    Dates start from `schedule.start`, or are counted back from `schedule.wanted_delivery`
    where no start is stated. The value is None, without a finding, where the project states
    no activities; the same input gives the same plan on any day.
    """
    schedule = spec.schedule
    if not schedule.activities:
        return Outcome(None)
    start, wanted = as_date(schedule.start), as_date(schedule.wanted_delivery)
    around = start or wanted
    if around is None:
        return Outcome(None, (_without_anchor(tree),))
    sites = Sites(spec, tree, around.year)
    try:
        graph = build(spec, sites)
        sequence, cycle = order(graph.nodes)
        if cycle:
            return Outcome(None, in_order([*sites.findings, _cycle(graph, cycle, tree)]))
        computed = _compute(spec, tree, sites, graph, sequence, start, wanted)
    except OutOfRangeError:
        return Outcome(None, in_order([*sites.findings, _out_of_range(sites, tree)]))
    return Outcome(computed.value, in_order([*sites.findings, *computed.diagnostics]))


def _compute(
    spec: ProjectSpec,
    tree: Tree,
    sites: Sites,
    graph: Graph,
    sequence: list[int],
    start: date | None,
    wanted: date | None,
) -> Outcome[Plan | None]:
    solution = solve(graph, sequence, start, wanted)
    found = annex.build(spec, sites, solution)
    return Outcome(found, tuple(findings.all_of(spec, tree, sites, solution, found)))


def _without_anchor(tree: Tree) -> Diagnostic:
    return warning(
        "T202",
        "the schedule has no start and no wanted delivery, so no date can be computed",
        tree.key_span(("schedule", "start")),
        "write `start: 2027-02-01` or `wanted_delivery: 2027-09-01` under `schedule`",
    )


def _cycle(graph: Graph, cycle: list[int], tree: Tree) -> Diagnostic:
    items = [graph.items[number] for number in cycle]
    names = " → ".join(f"`{item.id}`" for item in [*items, items[0]])
    first = items[0]
    span = tree.key_span(("schedule", first.section, first.id, "after"))
    message = f"each of these waits for the next: {names}"
    return error("T201", message, span, "remove one of the links")


def _out_of_range(sites: Sites, tree: Tree) -> Diagnostic:
    for key, rule in sites.rules.items():
        if len(rule.weekend(2027)) == 7 and not rule.stated.make_up_days:
            path = ("schedule", "calendars", key, "weekend")
            return error("T207", f"no day is worked on the calendar `{key}`", tree.span(path),
                         "leave the days that are worked out of `weekend`")  # fmt: skip
    return error(
        "T207",
        "a date lies more than 100 years from the schedule, or the calendars of a joint "
        "activity have no working day in common",
        tree.key_span(("schedule",)),
        "look for a duration or lag that is too long",
    )
