"""Clocks of the escalation annex that have to end one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

from sowgen.model.clocks import CLOCKS, ClockName
from sowgen.model.spec.escalation import EightDStep, Escalation, Severity
from sowgen.model.tree import Path
from sowgen.model.values import Duration, NotStated, ToBeAgreed

ChainKind: TypeAlias = Literal["severity", "severities", "steps", "ladder"]
Length: TypeAlias = Duration | NotStated | ToBeAgreed | None
Clock: TypeAlias = tuple[Path, Duration]
"""The path at which a clock is stated, and its length."""

_STEP_CLOCKS: dict[str, ClockName] = {
    "d3": "containment", "d4": "action_plan", "d5": "action_plan", "d8": "closure",
}  # fmt: skip
"""The clocks that the usual steps have to keep, where the project names none (practice)."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Clocks by the path at which each is stated, in the order in which they have to end.

    `severity`: the clocks of one severity; `severities`: one clock of all of them, the worst
    first; `steps`: the 8D report on a problem of one severity; `ladder`: the levels from below.
    """

    kind: ChainKind
    clocks: tuple[Clock, ...]


def step_length(step: EightDStep, severity: Severity | None) -> Length:
    """The time of a step in the report on a problem of `severity`: its own, else that of the
    severity's clock that the step takes."""
    if step.by is None and step.clock and severity:
        return _length(severity, step.clock)
    return step.by


def clock_to_keep(name: str, step: EightDStep) -> ClockName | None:
    """The clock of the severity that a step may not overrun: the named one, else the usual."""
    return step.clock or _STEP_CLOCKS.get(name)


def reporting(escalation: Escalation) -> tuple[tuple[str, Severity | None], ...]:
    """The severities that run an 8D report: all of them, where none is named. One without id
    stands for every problem, where there are no severities."""
    named = escalation.eight_d.required_for
    found = [(n, s) for n, s in escalation.severities.items() if not named or n in named]
    return tuple(found) or (("", None),)


def chains(escalation: Escalation) -> Iterator[Chain]:
    """Every chain of the clocks that are stated; open ones are passed over."""
    severities = escalation.severities
    for name, severity in severities.items():
        own = ((("severities", name, clock), getattr(severity, clock)) for clock in CLOCKS)
        yield _chain("severity", own)
    for clock in (*CLOCKS, "update_every"):
        same = ((("severities", n, clock), getattr(s, clock)) for n, s in severities.items())
        yield _chain("severities", same)
    for name, runs in reporting(escalation):
        yield _chain("steps", _steps(escalation, name, runs))
    levels = escalation.ladder.items()
    yield _chain("ladder", ((("ladder", n, "until"), level.until) for n, level in levels))


def neighbours(escalation: Escalation) -> Iterator[tuple[ChainKind, Clock, Clock]]:
    """Every two clocks that follow each other in a chain, each pair once."""
    seen: set[tuple[Path, Path]] = set()
    for chain in chains(escalation):
        for earlier, later in pairwise(chain.clocks):
            pair = earlier[0], later[0]
            if pair[0] != pair[1] and pair not in seen:
                seen.add(pair)
                yield chain.kind, earlier, later


def _steps(
    escalation: Escalation, name: str, severity: Severity | None
) -> Iterator[tuple[Path, Length]]:
    for step_id, step in escalation.eight_d.steps.items():
        if step.by is None and step.clock:
            path: Path = ("severities", name, step.clock)
        else:
            path = ("eight_d", "steps", step_id, "by")
        yield path, step_length(step, severity)


def _length(severity: Severity, clock: ClockName) -> Length:
    length: Length = getattr(severity, clock)
    return length


def _chain(kind: ChainKind, clocks: Iterable[tuple[Path, object]]) -> Chain:
    stated = [(("escalation", *p), v) for p, v in clocks if isinstance(v, Duration)]
    return Chain(kind, tuple(stated))
