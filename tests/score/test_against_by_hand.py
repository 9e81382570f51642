"""Random comparisons against the plain calculation of `by_hand`."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.score.by_hand import Paper, rounded
from tests.score.deals import result, scorecard

HALVES = st.integers(0, 10).map(lambda n: n / 2)
QUICK = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def weights(draw: st.DrawFn) -> list[int]:
    """Two to four weights that total 100."""
    cuts = sorted(draw(st.sets(st.integers(1, 99), min_size=1, max_size=3)))
    return [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]


@st.composite
def comparisons(draw: st.DrawFn) -> tuple[dict[str, Any], Paper]:
    """A qualification, and the same on paper. The first criterion has two parts, the last one
    may follow from the price, and candidates may fail a gate."""
    points = draw(weights())
    names = [f"c{n}" for n in range(len(points))]
    share, priced = draw(st.integers(0, 100)), draw(st.booleans())
    criteria: dict[str, Any] = {
        n: {"name": n, "weight": w} for n, w in zip(names, points, strict=True)
    }
    parts = {"a": {"name": "a", "share": share}, "b": {"name": "b", "share": 100 - share}}
    criteria[names[0]]["parts"] = parts
    criteria[names[-1]]["priced"] = priced
    keys = [f"{names[0]}.a", f"{names[0]}.b", *names[1:]]
    rows = [Fraction(points[0] * share, 100), Fraction(points[0] * (100 - share), 100)]
    count = draw(st.integers(2, 4))
    candidates: dict[str, Any] = {}
    for number in range(count):
        scores = {key: {"score": value} for key in keys
                  if (value := draw(st.none() | HALVES)) is not None}  # fmt: skip
        price = draw(st.none() | st.integers(1, 500))
        candidates[f"s{number}"] = {
            "name": f"Sample {number}",
            "scores": scores,
            "gates": {"g": {"met": draw(st.sampled_from((True, True, False)))}},
            **({"price": f"EUR {price}"} if price else {}),
        }
    passed = [n for n, c in candidates.items() if c["gates"]["g"]["met"]]
    prices = {n: Fraction(int(c["price"][4:])) for n, c in candidates.items() if "price" in c}
    lowest = min((prices[n] for n in passed if n in prices), default=None)
    paper: dict[str, list[Fraction | None]] = {}
    for name in passed:
        stated = candidates[name]["scores"]
        line = [Fraction(stated[k]["score"]) if k in stated else None for k in keys]
        if priced and name in prices and lowest is not None:
            line[-1] = min(Fraction(5), 5 * lowest / prices[name])
        paper[name] = line
    qualification = {"gates": {"g": {"name": "G"}}, "criteria": criteria, "candidates": candidates}
    columns = [names[0], names[0], *names[1:]]
    return qualification, Paper(columns, [*rows, *map(Fraction, points[1:])], paper)


@given(comparisons())
@QUICK
def test_points_and_ranks(given_: tuple[dict[str, Any], Paper]) -> None:
    qualification, paper = given_
    card = scorecard(qualification)
    ranks = paper.ranks()
    for name in qualification["candidates"]:
        found = result(card, name)
        if name not in paper.scores:
            assert (found.state, found.rank_best, found.rank_worst) == ("excluded", None, None)
            continue
        low, high = map(rounded, paper.ends(name))
        assert (found.low, found.high) == (low, high)
        assert found.total == (low if low == high else None)
        assert (found.rank_best, found.rank_worst) == ranks[name]
    first = {result(card, n).name for n, (_, worst) in ranks.items() if worst == 1}
    assert set(card.first) == first


@given(comparisons())
@QUICK
def test_dominated(given_: tuple[dict[str, Any], Paper]) -> None:
    qualification, paper = given_
    card = scorecard(qualification)
    for name in paper.scores:
        expected = {result(card, other).name for other in paper.scores
                    if other != name and paper.is_dominated(name, other)}  # fmt: skip
        assert set(result(card, name).dominated_by) == expected


@given(comparisons())
@QUICK
def test_other_weights(given_: tuple[dict[str, Any], Paper]) -> None:
    qualification, paper = given_
    assume(len(paper.scores) > 1)
    card = scorecard(qualification)
    before = paper.ranks()
    assert len(card.sensitivity) == len(qualification["criteria"])
    for moved in card.sensitivity:
        weight = Fraction(qualification["criteria"][moved.criterion]["weight"])
        for factor, first, changes in (
            (Fraction(4, 5), moved.lower_first, moved.lower_changes),
            (Fraction(6, 5), moved.upper_first, moved.upper_changes),
        ):
            after = paper.ranks(paper.moved(moved.criterion, min(weight * factor, Fraction(100))))
            assert set(first) == {result(card, n).name for n, (_, w) in after.items() if w == 1}
            assert {c.candidate: (c.before, c.after) for c in changes} == {
                n: (before[n], after[n]) for n in before if before[n] != after[n]
            }
    steady = all({*s.lower_first} == {*s.upper_first} == {*card.first} for s in card.sensitivity)
    assert card.steady is (steady if card.first else None)


@given(comparisons())
@QUICK
def test_weights_between_which_the_first_stays_first(given_: tuple[dict[str, Any], Paper]) -> None:
    qualification, paper = given_
    card = scorecard(qualification)
    assume(len(paper.scores) > 1)
    for moved in card.sensitivity:
        if len(card.first) != 1:
            assert moved.holds_from is None
            continue
        first = next(c.id for c in card.candidates if c.name == card.first[0])
        assert moved.holds_from is not None
        assert moved.holds_to is not None
        for weight in (Fraction(n, 2) for n in range(0, 201, 7)):
            line = paper.moved(moved.criterion, weight)
            least = paper.ends(first, line)[0]
            ahead = all(least >= paper.ends(n, line)[1] for n in paper.scores if n != first)
            if moved.holds_from <= weight <= moved.holds_to:
                assert ahead
            elif not moved.holds_from - Decimal("0.1") < weight < moved.holds_to + Decimal("0.1"):
                assert not ahead


def test_the_plain_calculation_by_itself() -> None:
    """An example that can be added up in the head."""
    paper = Paper(["a", "b"], [Fraction(60), Fraction(40)],
                  {"x": [Fraction(4), None], "y": [Fraction(4), Fraction(5)]})  # fmt: skip
    assert paper.ends("x") == (48, 88)
    assert paper.ranks() == {"x": (1, 2), "y": (1, 1)}
    assert paper.is_dominated("x", "y") is False
    assert paper.moved("a", Fraction(80)) == [80, 20]
