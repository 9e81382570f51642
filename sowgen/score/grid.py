"""The arithmetic of a weighted comparison: totals, ranks, ties, dominance, shifted weights.

Exact fractions throughout, rounded once, to tenths of a point, before anything is ranked. A mark
is a range: from and to the score where there is one, 0 to 5 where it is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import lcm
from typing import TypeAlias

TOP = 5
"""The highest score; 0 is the lowest."""

Range: TypeAlias = tuple[Fraction, Fraction]
Rounded: TypeAlias = tuple[Decimal, Decimal]
Ranks: TypeAlias = tuple[int, int]
UNKNOWN: Range = (Fraction(0), Fraction(TOP))


@dataclass(frozen=True, slots=True)
class Grid:
    """Marks of candidates by what is scored: for each column the criterion it belongs to and
    its weight in points, for each candidate a mark for each column."""

    criteria: tuple[str, ...]
    weights: tuple[Fraction, ...]
    marks: Mapping[str, tuple[Range, ...]]

    def weight_of(self, criterion: str) -> Fraction:
        """The points of a criterion, its parts together."""
        pairs = zip(self.criteria, self.weights, strict=True)
        return sum((w for c, w in pairs if c == criterion), Fraction(0))


def tenths(value: Fraction) -> Decimal:
    """The value rounded to tenths, halves away from zero."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


def points(weights: Sequence[Fraction], marks: Sequence[Range]) -> Range:
    """The points that marks can come to: weight × score / 5, added up."""
    low = _product(weights, [mark[0] for mark in marks])
    return low / TOP, _product(weights, [mark[1] for mark in marks]) / TOP


def _product(weights: Sequence[Fraction], scores: Sequence[Fraction]) -> Fraction:
    """Weight × score, added up over whole numbers: fractions would be shortened at each step."""
    (unit, whole), (other, counts) = _whole(weights), _whole(scores)
    pairs = zip(whole, counts, strict=True)
    return Fraction(sum(weight * count for weight, count in pairs), unit * other)


def _whole(numbers: Sequence[Fraction]) -> tuple[int, list[int]]:
    """The common denominator of the numbers, and the numbers multiplied by it."""
    unit = lcm(*(number.denominator for number in numbers))
    return unit, [number.numerator * (unit // number.denominator) for number in numbers]


def totals(grid: Grid, weights: Sequence[Fraction] | None = None) -> dict[str, Range]:
    """The points of every candidate, exactly; with other weights where they are given."""
    chosen = grid.weights if weights is None else weights
    return {name: points(chosen, marks) for name, marks in grid.marks.items()}


def rank(ranges: Mapping[str, Range]) -> dict[str, Ranks]:
    """The best and the worst rank that each candidate can have, on rounded points.

    Two that tie have the same rank, and the one after them is the third.
    """
    rounded = {name: (tenths(low), tenths(high)) for name, (low, high) in ranges.items()}
    return {
        name: (
            1 + sum(other[0] > high for other in rounded.values()),
            1 + sum(other[1] > low for key, other in rounded.items() if key != name),
        )
        for name, (low, high) in rounded.items()
    }


def first_of(ranks: Mapping[str, Ranks]) -> tuple[str, ...]:
    """Those that are first whatever the missing scores turn out to be."""
    return tuple(name for name, (_, worst) in ranks.items() if worst == 1)


def tied(ranges: Mapping[str, Range], name: str) -> tuple[str, ...]:
    """The others with the same points, where nothing is missing on either side."""
    low, high = ranges[name]
    if low != high:
        return ()
    return tuple(
        other
        for other, (least, most) in ranges.items()
        if other != name and least == most and tenths(least) == tenths(low)
    )


def dominates(one: Sequence[Range], other: Sequence[Range]) -> bool:
    """Whether `one` is nowhere worse and somewhere better, whatever is missing."""
    pairs = list(zip(one, other, strict=True))
    return all(a[0] >= b[1] for a, b in pairs) and any(a[0] > b[1] for a, b in pairs)


def shifted(grid: Grid, criterion: str, weight: Fraction) -> tuple[Fraction, ...]:
    """The weights with `criterion` at `weight` points and the others scaled to keep their sum.

    Raises `ZeroDivisionError` where the criterion has no weight or all of it.
    """
    before = grid.weight_of(criterion)
    rest = sum(grid.weights, Fraction(0)) - before
    inner, outer = weight / before, (before + rest - weight) / rest
    pairs = zip(grid.criteria, grid.weights, strict=True)
    return tuple(w * (inner if c == criterion else outer) for c, w in pairs)


def holds_between(grid: Grid, criterion: str, first: str) -> Range | None:
    """The weights of a criterion between which `first` stays first, both ends counted.

    The others are scaled as in `shifted`, missing scores are counted against `first`. None
    where another can overtake it at the weight as it is.
    """
    whole = sum(grid.weights, Fraction(0))
    at_none = _margins(grid, criterion, first, Fraction(0))
    at_whole = _margins(grid, criterion, first, whole)
    low, high = Fraction(0), whole
    for start, end in zip(at_none, at_whole, strict=True):
        # The margin runs straight from `start` at no weight to `end` at all of the weight.
        if start < 0 and end < 0:
            return None
        if start < 0:
            low = max(low, whole * start / (start - end))
        elif end < 0:
            high = min(high, whole * start / (start - end))
    return (low, high) if low <= grid.weight_of(criterion) <= high else None


def _margins(grid: Grid, criterion: str, first: str, weight: Fraction) -> list[Fraction]:
    """How far `first` is ahead of each other candidate at a weight, at the least."""
    ranges = totals(grid, shifted(grid, criterion, weight))
    return [ranges[first][0] - high for name, (_, high) in ranges.items() if name != first]
