"""Points by whole numbers against the plain sum of fractions."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sowgen.score.grid import TOP, points

WEIGHTS = (Fraction(30), Fraction(35, 3), Fraction(7, 11), Fraction(0))
MARKS = (
    (Fraction(4), Fraction(4)),
    (Fraction(5, 2), Fraction(3)),
    (Fraction(0), Fraction(5)),
    (Fraction(1, 7), Fraction(2)),
)


@pytest.mark.parametrize("size", range(len(WEIGHTS) + 1))
def test_points_are_exact(size: int) -> None:
    weights, marks = WEIGHTS[:size], MARKS[:size]
    plain = tuple(
        sum((w * m[end] / TOP for w, m in zip(weights, marks, strict=True)), Fraction(0))
        for end in (0, 1)
    )
    assert points(weights, marks) == plain


def test_a_mark_for_each_weight() -> None:
    with pytest.raises(ValueError, match="zip"):
        points(WEIGHTS, MARKS[:2])
