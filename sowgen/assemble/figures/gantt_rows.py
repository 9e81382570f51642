"""Which steps of a schedule stand in which row of which chart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from math import ceil

from sowgen.model.schedule import Plan, PlannedStep

Group = tuple[PlannedStep, ...]


def groups(plan: Plan) -> tuple[Group, ...]:
    """The steps by the gate they lead to, gates in the order of their dates; within a group by
    start, the gate at its end. What leads to no gate stands with the gate that follows it in
    time, or after the last."""
    gates = sorted(
        (s for s in plan.steps if s.kind == "gate"), key=lambda s: (s.finish.date, s.start.date)
    )
    place = {gate.id: at for at, gate in enumerate(gates)}

    def rank(step: PlannedStep) -> int:
        if step.phase in place:
            return place[step.phase]
        later = (at for at, gate in enumerate(gates) if gate.finish.date >= step.finish.date)
        return next(later, len(gates))

    ranked = sorted(
        enumerate(plan.steps),
        key=lambda each: (
            rank(each[1]),
            each[1].id in place,
            each[1].start.date,
            each[1].start.afternoon,
            each[0],
        ),
    )
    runs = groupby(ranked, key=lambda each: rank(each[1]))
    return tuple(tuple(step for _, step in run) for _, run in runs)


def charts(found: Sequence[Group], most: int) -> tuple[tuple[Group, ...], ...]:
    """The groups shared out to charts of at most `most` rows: as few charts as can be, about
    equally long, broken between two groups where that costs less than a third of a chart."""
    steps = [(step, at) for at, group in enumerate(found) for step in group]
    made, start = [], 0
    while start < len(steps):
        left = len(steps) - start
        ideal = ceil(left / ceil(left / most))
        ends = [
            end
            for end in range(start + max(1, 2 * ideal // 3), min(start + most, len(steps)) + 1)
            if end == len(steps) or steps[end][1] != steps[end - 1][1]
        ]
        end = min(ends, key=lambda e: abs(e - start - ideal), default=start + ideal)
        runs = groupby(steps[start:end], key=lambda each: each[1])
        made.append(tuple(tuple(step for step, _ in run) for _, run in runs))
        start = end
    return tuple(made)
