"""The schedule as stated: what can be judged before any date is computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sowgen.diagnostics import Diagnostic
from sowgen.model.spec import Link, ProjectSpec
from sowgen.model.spec.schedule import Activity
from sowgen.model.tree import Path, Tree
from sowgen.validate.finding import find
from sowgen.validate.walk import stated


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """T110 to T119 and T125 to T127. (T120 to T124: `calendars`.)"""
    steps = _steps(spec)
    yield from _twice(spec, tree)
    yield from _links(spec, steps, tree)
    yield from _cycles(steps, tree)
    yield from _dangling(spec, steps, tree)
    for name, activity in spec.schedule.activities.items():
        yield from _activity(spec, ("schedule", "activities", name), activity, tree)
    yield from _gates(spec, tree)


Steps = Mapping[str, tuple[Path, tuple[Link, ...]]]
"""Id of an activity, gate or milestone → its path and what it waits for."""


def _steps(spec: ProjectSpec) -> Steps:
    plan = spec.schedule
    found: dict[str, tuple[Path, tuple[Link, ...]]] = {}
    for kind, members in (
        ("milestones", plan.milestones),
        ("gates", plan.gates),
        ("activities", plan.activities),
    ):
        for name, member in members.items():
            found[name] = (("schedule", kind, name), member.after)
    return found


def _twice(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    plan = spec.schedule
    first: dict[str, Path] = {name: ("schedule", "activities", name) for name in plan.activities}
    for kind, names in (("gates", tuple(plan.gates)), ("milestones", tuple(plan.milestones))):
        for name in names:
            path: Path = ("schedule", kind, name)
            if name in first:
                yield find(
                    "T110",
                    f"`{name}` names two steps of the schedule",
                    tree.key_span(path),
                    "give one of them another id",
                    [("the other", tree.key_span(first[name]))],
                )
            first.setdefault(name, path)


def _link_span(tree: Tree, path: Path, index: int) -> Path:
    inner = (*path, "after", index)
    return inner if inner in tree.values else (*path, "after")


def _links(spec: ProjectSpec, steps: Steps, tree: Tree) -> Iterable[Diagnostic]:
    lengths = {name: a.duration for name, a in spec.schedule.activities.items()}
    for name, (path, links) in steps.items():
        for index, link in enumerate(links):
            at = tree.span(_link_span(tree, path, index))
            if link.activity == name:
                yield find("T111", f"`{name}` waits for itself", at, "name another activity")
            if link.type == "SF":
                yield find(
                    "T117",
                    "start-to-finish: this step may end once the other has begun",
                    at,
                    "nearly always `FS` is meant",
                )
            length = lengths.get(link.activity)
            if link.lag and length and abs(link.lag.in_days) > length.in_days:
                yield find(
                    "T116",
                    f"the lag of {abs(link.lag.amount):f} {link.lag.unit}s is longer "
                    f"than `{link.activity}` itself ({length})",
                    at,
                    "where work goes on meanwhile, make it an activity of its own",
                )


def _cycles(steps: Steps, tree: Tree) -> Iterable[Diagnostic]:
    """One finding for each circle, on the link that closes it."""
    done: set[str] = set()
    for start in steps:
        trail: list[str] = []
        stack: list[tuple[str, int]] = [(start, 0)]
        while stack:
            name, index = stack.pop()
            links = steps[name][1]
            if index == 0:
                if name in done:
                    continue
                trail.append(name)
            if index == len(links):
                done.add(name)
                trail.pop()
                continue
            stack.append((name, index + 1))
            other = links[index].activity
            if other in trail and other != name:
                circle = [*trail[trail.index(other) :], other]
                yield find(
                    "T112",
                    "these wait for one another: " + " → ".join(reversed(circle)),
                    tree.span(_link_span(tree, steps[name][0], index)),
                    "remove one of the links, or begin earlier with `SS`",
                )
            elif other in steps and other not in done and other != name:
                stack.append((other, 0))


def _dangling(spec: ProjectSpec, steps: Steps, tree: Tree) -> Iterable[Diagnostic]:
    activities = spec.schedule.activities
    awaited = {link.activity for _, links in steps.values() for link in links}
    for name, activity in activities.items():
        alone = not activity.after and name not in awaited and activity.gate is None
        if alone and len(activities) > 1:
            yield find(
                "T118",
                f"`{name}` waits for nothing and nothing waits for it",
                tree.key_span(("schedule", "activities", name)),
                "add `after:`, or name it in the `after:` of what follows",
            )


def _activity(
    spec: ProjectSpec, path: Path, activity: Activity, tree: Tree
) -> Iterable[Diagnostic]:
    name = path[-1]
    if activity.milestone and activity.duration is not None and activity.duration.amount:
        yield find(
            "T113",
            f"the milestone `{name}` has a duration",
            tree.span((*path, "duration")),
            "remove `duration`, or `milestone: true`",
        )
    if not activity.milestone and activity.duration is None:
        yield find(
            "T114",
            f"`{name}` has no duration and is no milestone",
            tree.key_span(path),
            "add `duration: 5 working days`, or `milestone: true`",
        )
    role = spec.roles.get(activity.owner or "")
    if role and activity.party is not None and role.party != activity.party:
        yield find(
            "T125",
            f"`{activity.owner}` belongs to `{role.party}`, not to `{activity.party}`",
            tree.span((*path, "party")),
            f"write `party: {role.party}`, or name a role of `{activity.party}`",
        )
    yield from _constraints(spec, path, activity, tree)


def _constraints(
    spec: ProjectSpec, path: Path, activity: Activity, tree: Tree
) -> Iterable[Diagnostic]:
    early, fixed, late = activity.not_before, activity.must_start_on, activity.not_after
    start = stated(spec.schedule.start)
    for first, last, field, words in (
        (early, late, "not_after", "`not_after` comes before `not_before`"),
        (early, fixed, "must_start_on", "`must_start_on` comes before `not_before`"),
        (fixed, late, "not_after", "`not_after` comes before `must_start_on`"),
        (start, late, "not_after", "`not_after` comes before the start of the project"),
        (start, fixed, "must_start_on", "`must_start_on` comes before the start of the project"),
    ):
        if first and last and last < first:
            yield find("T119", words, tree.span((*path, field)), "correct one of the two dates")


def _gates(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    led_to = {activity.gate for activity in spec.schedule.activities.values()}
    for name, gate in spec.schedule.gates.items():
        at = tree.key_span(("schedule", "gates", name))
        if gate.approver is None:
            yield find(
                "T115",
                f"nobody approves the gate `{name}`",
                at,
                "add `approver:` with a role, such as `approver: oem.quality`",
            )
        if not gate.exit_criteria:
            yield find(
                "T126",
                f"the gate `{name}` has no exit criteria",
                at,
                "add `exit_criteria:` with what must be true",
            )
        if not gate.after and name not in led_to:
            yield find(
                "T127",
                f"no activity leads to the gate `{name}`",
                at,
                f"add `after:` here, or `gate: {name}` to an activity",
            )
