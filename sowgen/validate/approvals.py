"""Approvals as the schedule has them against who approves what, and in which time.

An approval that takes no time in the schedule happens only in the plan: the other side has it
on its desk while the next step already runs.
"""

from __future__ import annotations

from collections.abc import Iterable

from sowgen.diagnostics import Diagnostic
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.schedule import Activity
from sowgen.model.tree import Path, Tree
from sowgen.model.values import Duration
from sowgen.validate.finding import find
from sowgen.validate.walk import stated


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """T129 to T134."""
    yield from _gates(spec, tree)
    for name, activity in spec.schedule.activities.items():
        if activity.approval_of is not None:
            path: Path = ("schedule", "activities", name)
            yield from _approval(spec, path, activity, activity.approval_of, tree)
    yield from _deliverables(spec, tree)


def _gates(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    for name, gate in spec.schedule.gates.items():
        review = gate.review
        none = review is None or (isinstance(review, Duration) and not review.amount)
        if gate.approver is not None and none:
            yield find(
                "T129",
                f"`{gate.approver}` has no time to sign the gate `{name}`",
                tree.key_span(("schedule", "gates", name)),
                "add `review: 3 working days`, or `to be agreed`",
            )


def _approval(
    spec: ProjectSpec, path: Path, activity: Activity, approved: str, tree: Tree
) -> Iterable[Diagnostic]:
    name = path[-1]
    if activity.milestone or (activity.duration is not None and not activity.duration.amount):
        yield find(
            "T130",
            f"`{name}` approves `{approved}` in no time",
            tree.key_span(path),
            "add `duration:` with the time to answer",
        )
    approver = _party_of(spec, activity.owner) or activity.party
    if approver is None:
        yield find(
            "T131",
            f"nobody is named who approves `{approved}`",
            tree.span((*path, "approval_of")),
            "add `owner:` with the role that approves",
        )
    elif approver == _made_by(spec, approved):
        yield find(
            "T132",
            f"`{approved}` is approved by the party that makes it",
            tree.span((*path, "approval_of")),
            "name a role of the other party as `owner`",
        )
    allowed = _time_to_answer(spec, approved)
    if allowed is not None and activity.duration and activity.duration.amount:
        limit, place = allowed
        if limit.in_days > activity.duration.in_days:
            yield find(
                "T133",
                f"`{approved}` may be answered within {limit}, but `{name}` takes "
                f"{activity.duration}",
                tree.span((*path, "duration")),
                f"write `duration: {limit}`, or shorten the time to answer",
                [("the time to answer", tree.span(place))],
            )


def _deliverables(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    schedule = spec.schedule
    approved = {activity.approval_of for activity in schedule.activities.values()}
    awaited = {
        link.activity
        for group in (schedule.activities, schedule.gates, schedule.milestones)
        for step in group.values()
        for link in step.after
    }
    for name, deliverable in spec.deliverables.items():
        acceptance = deliverable.acceptance
        other = _party_of(spec, acceptance.accepted_by)
        if (
            other is not None
            and other != _party_of(spec, deliverable.owner)
            and stated(acceptance.within) is not None
            and acceptance.silence == "reject"
            and deliverable.activity in awaited
            and deliverable.gate is None
            and name not in approved
        ):
            yield find(
                "T134",
                f"work goes on after `{deliverable.activity}` although `{name}` is not accepted "
                "without an answer",
                tree.key_span(("deliverables", name)),
                f"add an activity with `approval_of: {name}`, or `gate:` with the gate at which it "
                "is accepted",
            )


def _party_of(spec: ProjectSpec, role: str | None) -> str | None:
    found = spec.roles.get(role or "")
    return found.party if found else None


def _made_by(spec: ProjectSpec, approved: str) -> str | None:
    """The party that makes a deliverable, hands over a document or does an activity."""
    if approved in spec.deliverables:
        return _party_of(spec, spec.deliverables[approved].owner)
    if approved in spec.documents:
        document = spec.documents[approved]
        return document.provider or _party_of(spec, document.owner)
    activity = spec.schedule.activities.get(approved)
    return (_party_of(spec, activity.owner) or activity.party) if activity else None


def _time_to_answer(spec: ProjectSpec, approved: str) -> tuple[Duration, Path] | None:
    deliverable, document = spec.deliverables.get(approved), spec.documents.get(approved)
    if deliverable is not None and isinstance(deliverable.acceptance.within, Duration):
        return deliverable.acceptance.within, ("deliverables", approved, "acceptance", "within")
    if document is not None and isinstance(document.review, Duration):
        return document.review, ("documents", approved, "review")
    return None
