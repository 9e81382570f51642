"""The schedule of a project: dates, floats, the critical path, and by when documents are due."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

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


def plan_schedule(spec: ProjectSpec, tree: Tree) -> Outcome[Plan | None]:
    """The computed schedule of `spec`, with the findings `T201` to `T221`.

    Dates start from `schedule.start`, or are counted back from `schedule.wanted_delivery`
    where no start is stated. The value is None, without a finding, where the project states
    no activities; the same input gives the same plan on any day. What `validate` can see
    without a date (a start that is missing, a cycle of stated links, a calendar that never
    works) it has reported before, and is not reported again.
    """
    schedule = spec.schedule
    if not schedule.activities:
        return Outcome(None)
    start, wanted = as_date(schedule.start), as_date(schedule.wanted_delivery)
    around = start or wanted
    if around is None:
        return Outcome(None, (_without_anchor(tree),) if schedule.start else ())
    sites = Sites(spec, tree, around.year)
    try:
        graph = build(spec, sites)
        sequence, cycle = order(graph.nodes)
        if cycle:
            return Outcome(None, in_order([*sites.findings, *_cycle(graph, cycle, tree)]))
        computed = _compute(spec, tree, sites, graph, sequence, start, wanted)
    except OutOfRangeError:
        return Outcome(None, in_order([*sites.findings, *_out_of_range(sites, tree)]))
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
    named = (spec.schedule.production_start, spec.schedule.first_delivery)
    solution = solve(graph, sequence, start, wanted, named)
    found = annex.build(spec, sites, solution)
    return Outcome(found, tuple(findings.all_of(spec, tree, sites, solution, found)))


def _without_anchor(tree: Tree) -> Diagnostic:
    return warning(
        "T202",
        "the schedule has no start and no wanted delivery, so no date can be computed",
        tree.key_span(("schedule", "start")),
        "write `start: 2027-02-01` or `wanted_delivery: 2027-09-01` under `schedule`",
    )


def _cycle(graph: Graph, cycle: list[int], tree: Tree) -> list[Diagnostic]:
    """A finding where the cycle runs through an activity's `gate:`; `after:` alone is T112."""
    closed = [graph.items[number] for number in [*cycle, cycle[0]]]
    by_gate = [
        (item, other)
        for item, other in pairwise(closed)
        if other.id not in {link.activity for link in item.stated.after}
    ]
    if not by_gate:
        return []
    gate, leads = by_gate[0]
    names = " → ".join(f"`{item.id}`" for item in closed)
    message = f"each of these waits for the next: {names}"
    span = tree.span(("schedule", leads.section, leads.id, "gate"))
    hint = f"remove `gate: {gate.id}`, or the link by which `{leads.id}` waits for the gate"
    return [error("T201", message, span, hint)]


def _out_of_range(sites: Sites, tree: Tree) -> list[Diagnostic]:
    if any(len(rule.stated.weekend or ()) == 7 for rule in sites.rules.values()):
        return []
    message = (
        "a date lies more than 100 years from the schedule, or the calendars of a joint "
        "activity have no working day in common"
    )
    hint = "look for a duration or lag that is too long, and for calendars that exclude each other"
    return [error("T207", message, tree.key_span(("schedule",)), hint)]
