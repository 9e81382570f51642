"""The comparison once more, written as one would do it on paper: every missing score is tried
as 0 and as 5, in every combination, and the weights are moved and added up one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import product

Scores = dict[str, list[Fraction | None]]


@dataclass
class Paper:
    """Criterion and weight of each line, and each candidate's scores, None where missing."""

    criteria: list[str]
    weights: list[Fraction]
    scores: Scores

    def total(self, scores: list[Fraction], weights: list[Fraction] | None = None) -> Fraction:
        return sum((w * s / 5 for w, s in zip(weights or self.weights, scores, strict=True)),
                   Fraction(0))  # fmt: skip

    def ends(self, name: str, weights: list[Fraction] | None = None) -> tuple[Fraction, Fraction]:
        totals = [self.total(filled, weights) for filled in fillings(self.scores[name])]
        return min(totals), max(totals)

    def ranks(self, weights: list[Fraction] | None = None) -> dict[str, tuple[int, int]]:
        """The best and the worst rank over every combination of the ends."""
        ends = {name: [rounded(t) for t in self.ends(name, weights)] for name in self.scores}
        seen: dict[str, list[int]] = {name: [] for name in ends}
        for combination in product(*ends.values()):
            for name, mine in zip(ends, combination, strict=True):
                seen[name].append(1 + sum(other > mine for other in combination))
        return {name: (min(places), max(places)) for name, places in seen.items()}

    def moved(self, criterion: str, weight: Fraction) -> list[Fraction]:
        """All weights, with one criterion at `weight` and the others sharing the rest as before."""
        old = sum(w for c, w in zip(self.criteria, self.weights, strict=True) if c == criterion)
        return [
            w / old * weight if c == criterion else w / (100 - old) * (100 - weight)
            for c, w in zip(self.criteria, self.weights, strict=True)
        ]

    def is_dominated(self, name: str, by: str) -> bool:
        """Whether `by` is nowhere worse and somewhere better, whatever is missing."""
        return all(
            all(b >= a for a, b in zip(mine, theirs, strict=True)) and mine != theirs
            for mine in fillings(self.scores[name])
            for theirs in fillings(self.scores[by])
        )


def fillings(scores: list[Fraction | None]) -> Iterator[list[Fraction]]:
    """The scores with every missing one as 0 or as 5."""
    choices = [[Fraction(0), Fraction(5)] if s is None else [s] for s in scores]
    return (list(filled) for filled in product(*choices))


def rounded(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(
        Decimal("0.1"), ROUND_HALF_UP
    )
