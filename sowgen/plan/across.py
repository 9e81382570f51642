"""The schedule against the other documents: hand-overs, deliverables, approvals, the term."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sowgen.diagnostics import Diagnostic, Span, error, warning
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.documents import ProjectDocument
from sowgen.model.spec.schedule import Activity
from sowgen.model.tree import Tree
from sowgen.model.values import Duration
from sowgen.plan.graph import as_date
from sowgen.plan.handover import consumers, due_day, latest_day
from sowgen.plan.sites import Sites
from sowgen.plan.solve import Solution
from sowgen.plan.spans import ELAPSED, span
from sowgen.plan.working_time import beginning, day_of


def check(spec: ProjectSpec, tree: Tree, sites: Sites, solution: Solution) -> Iterator[Diagnostic]:
    """The findings `T220` to `T225`."""
    yield from _due(spec, tree, sites, solution)
    yield from _frozen(spec, tree, sites, solution)
    yield from _deliverables(spec, tree, solution)
    yield from _approvals(spec, tree, sites, solution)
    yield from _term(spec, tree, solution)


def _due(spec: ProjectSpec, tree: Tree, sites: Sites, solution: Solution) -> Iterator[Diagnostic]:
    users = consumers(spec, solution)
    for id_, document in spec.documents.items():
        if not document.required:
            continue
        due = due_day(sites, solution, document)
        if due and users[id_]:
            span = tree.span(("documents", id_, "due"))
            yield from _agreed_due(sites, solution, document, id_, users[id_], due, span)


def _agreed_due(
    sites: Sites,
    solution: Solution,
    document: ProjectDocument,
    id_: str,
    users: list[int],
    due: date,
    span: Span,
) -> Iterator[Diagnostic]:
    items, early, late = solution.graph.items, solution.early.start, solution.late.start
    first = min(users, key=lambda n: (max(early[n], late[n]), n))
    start = day_of(max(early[first], late[first]))
    next_ = min(users, key=lambda n: (early[n], n))
    planned = latest_day(sites, document, items[next_].keys, early[next_])
    by_rule, hint = "", f"write {planned} or earlier"
    if as_date(document.due) is None:
        by_rule = " by its rule"
        hint += f", count from `{items[next_].id}`, or leave `due` out: it is computed then"
    if due > start:
        yield error(
            "T220",
            f"`{id_}` is due on {due}{by_rule}, after `{items[first].id}` must start ({start})",
            span, hint,
        )  # fmt: skip
    elif due > planned:
        yield warning(
            "T221",
            f"`{id_}` is due on {due}{by_rule}, but `{items[next_].id}` is planned to start on "
            f"{day_of(early[next_])} and needs it by {planned}",
            span, hint,
        )  # fmt: skip


def _frozen(
    spec: ProjectSpec, tree: Tree, sites: Sites, solution: Solution
) -> Iterator[Diagnostic]:
    for id_, document in spec.documents.items():
        gate = document.frozen_at or ""
        number = solution.graph.at.get(gate) if gate in spec.schedule.gates else None
        due = due_day(sites, solution, document)
        if number is None or due is None or not document.required:
            continue
        signed = solution.last_day(number)
        if due > signed:
            yield warning(
                "T222",
                f"`{id_}` is due on {due}, but `{gate}`, which freezes it, is planned for {signed}",
                tree.span(("documents", id_, "due")),
                f"write {signed} or earlier, or freeze it at a later gate",
            )


def _deliverables(spec: ProjectSpec, tree: Tree, solution: Solution) -> Iterator[Diagnostic]:
    for id_, deliverable in spec.deliverables.items():
        due, maker = as_date(deliverable.due), deliverable.activity or ""
        number = solution.graph.at.get(maker)
        if due is None or number is None:
            continue
        made = solution.last_day(number)
        if due < made:
            yield warning(
                "T223",
                f"`{id_}` is due on {due}, but `{maker}`, which makes it, ends on {made}",
                tree.span(("deliverables", id_, "due")),
                f"write `due: {maker}`, or {made} or later",
            )


def _approvals(
    spec: ProjectSpec, tree: Tree, sites: Sites, solution: Solution
) -> Iterator[Diagnostic]:
    for item in solution.graph.items:
        stated, owner = item.stated, spec.roles.get(item.role)
        if not isinstance(stated, Activity) or stated.approval_of is None or owner is None:
            continue
        own = sites.calendars_of(owner.party)
        if own and not own & set(item.keys):
            yield warning(
                "T224",
                f"`{item.id}` is approved by `{item.role}`, but counts days on which "
                f"`{owner.party}` may not work",
                tree.span(("schedule", "activities", item.id, "calendar")),
                "leave `calendar` out; the approver's calendar counts then",
            )


def _term(spec: ProjectSpec, tree: Tree, solution: Solution) -> Iterator[Diagnostic]:
    begins, initial = as_date(spec.package.effective_date), spec.legal.term.initial
    if begins is None or not isinstance(initial, Duration):
        return
    # Terms are counted from date to date; in working time nobody counts them.
    ends = day_of(span(initial, ELAPSED, week=7).after(beginning(begins)) - 1)
    delivered = solution.last_day(solution.delivery)
    if delivered > ends:
        yield warning(
            "T225",
            f"the first delivery is planned for {delivered}, but the first term ends on {ends}",
            tree.span(("legal", "term", "initial")),
            "lengthen the term, or shorten the schedule",
        )
