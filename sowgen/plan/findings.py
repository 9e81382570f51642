"""What the computed dates say against the stated ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from sowgen.diagnostics import Diagnostic, Span, error, warning
from sowgen.model.schedule import Plan
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.schedule import Activity, Milestone
from sowgen.model.tree import Tree
from sowgen.plan import across
from sowgen.plan.calendar_notes import gaps
from sowgen.plan.graph import as_date
from sowgen.plan.network import path_to
from sowgen.plan.sites import Sites
from sowgen.plan.solve import Solution
from sowgen.plan.spans import ELAPSED
from sowgen.plan.working_time import day_of, end

_NAMED = 8
"""How many activities of a path a message names."""

Make = Callable[[str, str, Span, str], Diagnostic]


def all_of(
    spec: ProjectSpec, tree: Tree, sites: Sites, solution: Solution, plan: Plan
) -> Iterator[Diagnostic]:
    """The findings on dates, documents and calendars, `T204` to `T225`."""
    yield from _project_start(tree, solution, as_date(spec.schedule.start))
    yield from _activities(tree, solution)
    yield from _milestones(tree, solution)
    if plan.wanted_delivery:
        span = tree.span(("schedule", "wanted_delivery"))
        yield from _missed(solution, solution.delivery, plan.wanted_delivery, "T211",
                           "the product is wanted on", span, warning)  # fmt: skip
    if solution.production is None:
        yield warning(
            "T215", "no activity or milestone can be recognised as the start of production",
            tree.key_span(("schedule", "activities")),
            "let its id end in `production`, or call it `production-start`",
        )  # fmt: skip
    yield from _open_ends(tree, solution)
    yield from gaps(sites, tree, plan.start, plan.end)
    yield from across.check(spec, tree, sites, solution)


def _project_start(tree: Tree, solution: Solution, start: date | None) -> Iterator[Diagnostic]:
    first = min(solution.first_day(number) for number in range(len(solution.graph.items)))
    idle = start is not None and all(
        day_of(node.length.begin(solution.start)) > start
        for node in solution.graph.nodes
        if not node.length.is_zero
    )
    if start and idle and first > start:
        yield warning("T208", f"{start} is not worked on the calendar of any activity",
                      tree.span(("schedule", "start")),
                      f"the first day on which anybody works is {first}")  # fmt: skip


def _open_ends(tree: Tree, solution: Solution) -> Iterator[Diagnostic]:
    delivered = solution.early.finish[solution.delivery]
    for number, item in enumerate(solution.graph.items):
        stated = item.stated
        if not isinstance(stated, Activity) or solution.is_awaited(number):
            continue
        before = solution.early.start[number] < delivered and number != solution.delivery
        if before and stated.after and not stated.gate:
            yield warning("T216", f"nothing waits for `{item.id}`",
                          tree.key_span(("schedule", "activities", item.id)),
                          "name it in the `after:` of what needs it")  # fmt: skip


def _activities(tree: Tree, solution: Solution) -> Iterator[Diagnostic]:
    pushed = set(solution.early.pushed)
    for number, item in enumerate(solution.graph.items):
        stated, path = item.stated, ("schedule", "activities", item.id)
        if not isinstance(stated, Activity):
            continue
        if stated.not_after:
            span = tree.span((*path, "not_after"))
            yield from _missed(solution, number, stated.not_after, "T212",
                               f"`{item.id}` must end by", span, error)  # fmt: skip
        if stated.deadline:
            span = tree.span((*path, "deadline"))
            yield from _missed(solution, number, stated.deadline, "T210",
                               f"`{item.id}` is wished for", span, warning)  # fmt: skip
        if stated.must_start_on:
            span = tree.span((*path, "must_start_on"))
            yield from _fixed_start(solution, number, stated.must_start_on, span, number in pushed)


def _fixed_start(
    solution: Solution, number: int, day: date, span: Span, pushed: bool
) -> Iterator[Diagnostic]:
    item, node = solution.graph.items[number], solution.graph.nodes[number]
    first = solution.first_day(number)
    if pushed:
        yield error(
            "T213",
            f"`{item.id}` must start on {day}, but what it waits for allows {first} at the "
            f"earliest: {_path(solution, number)}",
            span, f"write {first} or later, or shorten the path",
        )  # fmt: skip
        return
    begins = day_of(node.length.begin(end(day) - 2))
    if begins != day:
        yield warning("T208", f"{day} is not worked on the calendar of `{item.id}`", span,
                      f"the next working day is {begins}")  # fmt: skip


def _milestones(tree: Tree, solution: Solution) -> Iterator[Diagnostic]:
    for number, item in enumerate(solution.graph.items):
        agreed = as_date(item.stated.date) if isinstance(item.stated, Milestone) else None
        if agreed:
            span = tree.span(("schedule", "milestones", item.id, "date"))
            yield from _missed(solution, number, agreed, "T214",
                               f"`{item.id}` is agreed for", span, warning)  # fmt: skip


def _missed(
    solution: Solution, number: int, day: date, code: str, what: str, span: Span, make: Make
) -> Iterator[Diagnostic]:
    if solution.last_day(number) <= day:
        return
    late = -solution.float_between(number, solution.early.finish[number], end(day))
    late = max(late, Decimal("0.5"))
    over = (solution.last_day(number) - day).days
    lost = f"{over} day{'' if over == 1 else 's'}"
    if solution.graph.nodes[number].length.time is not ELAPSED:
        # Calendar days say when it comes, working days what has to be made up.
        lost += f" ({late:f} working day{'' if late == 1 else 's'})"
    yield make(
        code,
        f"{what} {day}, but is computed for {solution.last_day(number)}, {lost} later; "
        f"the path is {_path(solution, number)}",
        span,
        "shorten or overlap activities on the path, start earlier, or move the day",
    )


def _path(solution: Solution, number: int) -> str:
    chain = path_to(solution.early, number, _NAMED)
    more = "… → " if solution.early.driver[chain[0]] is not None else ""
    return more + " → ".join(f"`{solution.graph.items[each].id}`" for each in chain)
