"""Clocks of the escalation annex that have to end one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sowgen.model.clocks import CLOCKS
from sowgen.model.spec.escalation import Escalation
from sowgen.model.tree import Path
from sowgen.model.values import Duration

ChainKind: TypeAlias = Literal["severity", "severities", "steps", "ladder"]


@dataclass(frozen=True, slots=True)
class Chain:
    """Clocks by the path at which each is stated, in the order in which they have to end.

    `severity`: the clocks of one severity; `severities`: one clock of all of them, the worst
    first; `steps`: the 8D report; `ladder`: the levels from below.
    """

    kind: ChainKind
    clocks: tuple[tuple[Path, Duration], ...]


def chains(escalation: Escalation) -> Iterator[Chain]:
    """Every chain of the clocks that are stated; open ones are passed over."""
    severities = escalation.severities
    for name, severity in severities.items():
        own = ((("severities", name, clock), getattr(severity, clock)) for clock in CLOCKS)
        yield _chain("severity", own)
    for clock in (*CLOCKS, "update_every"):
        same = ((("severities", n, clock), getattr(s, clock)) for n, s in severities.items())
        yield _chain("severities", same)
    steps = escalation.eight_d.steps.items()
    yield _chain("steps", ((("eight_d", "steps", n, "by"), step.by) for n, step in steps))
    levels = escalation.ladder.items()
    yield _chain("ladder", ((("ladder", n, "until"), level.until) for n, level in levels))


def _chain(kind: ChainKind, clocks: Iterable[tuple[Path, object]]) -> Chain:
    stated = [(("escalation", *p), v) for p, v in clocks if isinstance(v, Duration)]
    return Chain(kind, tuple(stated))
