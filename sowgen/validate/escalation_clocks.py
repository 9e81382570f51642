"""Rules on the clocks of the severities, of the 8D report and of the ladder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sowgen.diagnostics import Diagnostic, Span
from sowgen.model.clock_chains import ChainKind, Clock, clock_to_keep, neighbours, reporting
from sowgen.model.clocks import average_days
from sowgen.model.spec.escalation import Escalation, Severity
from sowgen.model.tree import Path, Tree
from sowgen.model.values import Duration
from sowgen.validate.finding import find
from sowgen.validate.walk import leaves, stated

_AT: Path = ("escalation",)
_SEVERITIES: Path = (*_AT, "severities")
_SHIPPED = "templates/"
_ORDER: dict[ChainKind, tuple[str, str]] = {
    "severity": ("E101", "lengthen the later clock, or shorten the earlier one"),
    "severities": ("E102", "shorten the clock of the worse severity"),
    "steps": ("E111", "let the times from the report rise from step to step"),
    "ladder": ("E105", "count every level from the report, each longer than the one below"),
}


def check(escalation: Escalation, tree: Tree) -> Iterable[Diagnostic]:
    """E101 to E105, E111, E112 and E121."""
    for kind, earlier, later in neighbours(escalation):
        if not _left_to_report(escalation, earlier[0], later[0]):
            yield from _order(kind, earlier, later, tree)
    yield from _calendars(escalation, tree)
    for name, severity in escalation.severities.items():
        yield from _severity(name, severity, tree)
    yield from _report(escalation, tree)


def _order(kind: ChainKind, earlier: Clock, later: Clock, tree: Tree) -> Iterator[Diagnostic]:
    (path, length), (after, longer) = earlier, later
    first, second = average_days(length), average_days(longer)
    if first < second or (first == second and kind != "ladder"):
        return
    code, hint = _ORDER[kind]
    shipped, value = (after, length) if _is_shipped(tree, after) else (path, longer)
    if _is_shipped(tree, shipped):
        write = "…" if kind == "ladder" else str(value)
        hint += f"; the shipped value is replaced by `{_as_written(shipped, write)}`"
    yield find(
        code,
        f"{_named(path)} takes {length}, {_named(after)} only {longer}"
        if first > second
        else f"{_named(path)} and {_named(after)} both end after {longer}",
        _place(tree, after, path),
        hint,
        [(_named(path), tree.span(path)), (_named(after), tree.span(after))],
    )


def _left_to_report(escalation: Escalation, path: Path, later: Path) -> bool:
    """Whether E112 holds the step at `path` against the severity's clock at `later`."""
    if path[1] != "eight_d" or later[1] != "severities":
        return False
    name = str(path[-2])
    return clock_to_keep(name, escalation.eight_d.steps[name]) == later[-1]


def _named(path: Path) -> str:
    """`s1.containment`, `d3`, `l2`: a clock by the end of its path."""
    name = f"{path[-2]}.{path[-1]}" if path[1] == "severities" else str(path[-2])
    return f"`{name}`"


def _is_shipped(tree: Tree, path: Path) -> bool:
    return tree.span(path).file.startswith(_SHIPPED)


def _place(tree: Tree, *paths: Path) -> Span:
    """Where the project itself writes one of `paths`, the first that it does; else where it
    takes the shipped values."""
    own = (path for path in paths if not _is_shipped(tree, path))
    return tree.span(next(own, (*_AT, "standard")))


def _as_written(path: Path, value: str) -> str:
    """A value as the project writes it in its section on escalation, on one line."""
    *outer, last = path[1:]
    text = f"{last}: {value}"
    for key in reversed(outer):
        text = f"{key}: {{{text}}}"
    return text


def _calendars(escalation: Escalation, tree: Tree) -> Iterator[Diagnostic]:
    """E103: hours that may run through a night in which nobody acts."""
    always = [s for s in escalation.severities.values() if s.round_the_clock]
    for name, severity in escalation.severities.items():
        if not severity.round_the_clock:
            yield from _plain_hours(severity, (*_SEVERITIES, name), tree)
    if not always:
        yield from _plain_hours(escalation.ladder, (*_AT, "ladder"), tree)
        yield from _plain_hours(escalation.eight_d.steps, (*_AT, "eight_d", "steps"), tree)


def _plain_hours(node: object, path: Path, tree: Tree) -> Iterator[Diagnostic]:
    for place, value in leaves(node, path):
        plain = isinstance(value, Duration) and value.calendar == "calendar" and not value.word
        if plain and value.unit in ("minute", "hour"):
            yield find(
                "E103",
                f"`{value}` does not say whether the time after work counts",
                tree.span(place),
                f"write `{value.amount:f} working {value.unit}s` or `{value.amount:f} calendar "
                f"{value.unit}s`, or `round_the_clock: true` for a severity handled at any hour",
            )


def _severity(name: str, severity: Severity, tree: Tree) -> Iterator[Diagnostic]:
    update, plan = stated(severity.update_every), stated(severity.action_plan)
    if update and plan and average_days(update) > average_days(plan):
        yield find(
            "E104",
            f"the first report on progress is due after {update}, the plan after {plan}",
            tree.span((*_SEVERITIES, name, "update_every")),
            "shorten `update_every`",
            [("the plan", tree.span((*_SEVERITIES, name, "action_plan")))],
        )
    if severity.acknowledge is None:
        yield find(
            "E121",
            f"`{name}` does not say how fast a report is answered",
            tree.key_span((*_SEVERITIES, name)),
            "add `acknowledge:`, or write `not stated`",
        )


def _report(escalation: Escalation, tree: Tree) -> Iterator[Diagnostic]:
    """E112: a step whose own time is longer than the clock of a severity that runs a report,
    once a step, for the worst severity."""
    for step_id, step in escalation.eight_d.steps.items():
        by, clock = stated(step.by), clock_to_keep(step_id, step)
        if by is None or clock is None:
            continue
        for name, severity in reporting(escalation):
            limit = stated(getattr(severity, clock)) if severity else None
            if limit is None or average_days(by) <= average_days(limit):
                continue
            own = (*_AT, "eight_d", "steps", step_id, "by")
            severitys = (*_SEVERITIES, name, clock)
            if _is_shipped(tree, own):
                hint = f"write `{_as_written(own, str(limit))}`"
            elif step.clock:
                hint = f"leave `by` away: the step then takes `{clock}` of each severity"
            else:
                hint = f"write `clock: {clock}` in place of `by`, for the time of each severity"
            yield find(
                "E112",
                f"`{step_id}` has {by}, but `{name}.{clock}` ends after {limit}",
                _place(tree, own, severitys),
                f"{hint}, or lengthen the clock of `{name}`",
                [(_named(severitys), tree.span(severitys))],
            )
            break
