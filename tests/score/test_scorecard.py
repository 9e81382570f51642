"""What the comparison does with certificates, gates, prices, ties and the record."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from sowgen.model.tree import Tree
from sowgen.model.values import NotStated
from sowgen.plan import plan
from sowgen.score import score
from tests.score.deals import deal, result, scorecard

TWO = {"quality": {"name": "Quality", "weight": 60}, "cost": {"name": "Cost", "weight": 40}}


def scores(quality: Any, cost: Any) -> dict[str, Any]:
    return {"scores": {"quality": {"score": quality}, "cost": {"score": cost}}}


def compared(**candidates: dict[str, Any]) -> dict[str, Any]:
    named = {id_: {"name": id_.upper(), **body} for id_, body in candidates.items()}
    return {"criteria": TWO, "candidates": named}


def test_equal_candidates_tie_and_do_not_dominate() -> None:
    card = scorecard(compared(a=scores(4, 3), b=scores(4, 3), c=scores(4, 2)))
    a, b, c = (result(card, id_) for id_ in "abc")
    assert (a.rank_best, b.rank_best, c.rank_best) == (1, 1, 3)
    assert (a.tied_with, b.tied_with, c.tied_with) == (("B",), ("A",), ())
    assert (a.dominated_by, b.dominated_by, c.dominated_by) == ((), (), ("A", "B"))
    assert card.first == ("A", "B")
    assert card.lead is None


def test_the_weights_at_which_the_first_place_turns() -> None:
    """x has 4 and 2, y has 3 and 4: 12 w / 60 + … meet where w · 1/5 = (100 - w) · 2/5."""
    card = scorecard(compared(x=scores(4, 2), y=scores(3, 4)))
    quality = card.sensitivity[0]
    assert card.first == ("Y",)
    assert (quality.holds_from, quality.holds_to) == (Decimal(0), Decimal("66.6"))
    assert (quality.lower_first, quality.upper_first) == (("Y",), ("X",))
    assert card.steady is False


@pytest.mark.parametrize("score", ["to be agreed", "not stated: no visit", None])
def test_missing_is_neither_nothing_nor_average(score: Any) -> None:
    body = scores(4, score) if score else {"scores": {"quality": {"score": 4}}}
    card = scorecard(compared(a=body, b=scores(0, 0), c=scores(5, 5)))
    a = result(card, "a")
    assert (a.total, a.low, a.high) == (None, Decimal("48.0"), Decimal("88.0"))
    assert a.missing == ("Cost",)
    assert next(p.kind for p in card.open_points if p.candidate == "a") == "scores"


def test_a_price_of_one_who_fails_sets_no_measure() -> None:
    criteria = {"cost": {"name": "Cost", "weight": 100, "priced": True}}
    candidates = {
        "a": {"name": "A", "price": "EUR 50"},
        "b": {"name": "B", "price": "EUR 40"},
        "c": {"name": "C", "price": "EUR 20", "gates": {"g": {"met": False}}},
    }
    card = scorecard(
        {"criteria": criteria, "gates": {"g": {"name": "G"}}, "candidates": candidates}
    )
    points = {c.id: c.total for c in card.candidates}
    assert points == {"a": Decimal("80.0"), "b": Decimal("100.0"), "c": Decimal("100.0")}
    assert [c.id for c in card.candidates] == ["b", "a", "c"]


GATE = {"certified": {"name": "Certified", "certificate": "ISO 9001"}}
VALID: dict[str, Any] = {
    "standard": "ISO 9001:2015",
    "expires": "2031-12-31",
    "sites": ["leipzig PLANT"],
}


@pytest.mark.parametrize(
    ("change", "state", "issues"),
    [
        ({}, "pass", ()),
        ({"expires": "2026-11-30"}, "fail", ("expired",)),
        ({"expires": "2026-12-01"}, "pass", ("in_term",)),
        ({"expires": "2029-12-31"}, "pass", ()),
        ({"expires": "2029-12-30"}, "pass", ("in_term",)),
        ({"expires": "not stated"}, "open", ("no_expiry",)),
        ({"sites": ["Dresden plant"]}, "fail", ("other_site",)),
        ({"sites": []}, "open", ("no_site",)),
        ({"surveillance_due": "2026-11-30"}, "fail", ("surveillance_missed",)),
        ({"transition": "2028-01-01"}, "pass", ("transition_in_term",)),
        ({"standard": "ISO 14001"}, "open", ()),
    ],
)  # fmt: skip
def test_a_certificate_decides_a_gate(change: Any, state: str, issues: tuple[str, ...]) -> None:
    candidate = {
        "name": "S",
        "party": "ems",
        "site": "plant",
        "certificates": {"q": VALID | change},
    }
    card = scorecard(
        {"gates": GATE, "candidates": {"s": candidate}}, legal={"term": {"initial": "36 months"}}
    )
    assert card.gates[0].answers[0].state == state
    assert result(card, "s").certificates[0].issues == issues


def test_a_renewal_is_asked_for_ninety_days_before() -> None:
    held = VALID | {"expires": "2028-05-31"}
    card = scorecard({"candidates": {"s": {"name": "S", "certificates": {"q": held}}}},
                     legal={"term": {"initial": 36}})  # fmt: skip
    assert str(result(card, "s").certificates[0].renew_by) == "2028-03-02"


def test_the_record_takes_only_what_is_the_suppliers() -> None:
    card = scorecard(
        compared(
            a={**scores(4, 4), "party": "ems", "price": "EUR 41", "source": "SECRET"},
            b={**scores(3, 3), "price": "EUR 39"},
        )
        | {
            "decision": {"chosen": "a", "by": "not stated: nobody", "date": "2026-11-30",
                         "reason": "SECRET", "despite": "SECRET", "basis": ["audit"]},
            "requalification": {"every": 24},
        }
    )  # fmt: skip
    record = card.record
    assert record is not None
    assert record.decided_by == NotStated("nobody")
    assert str(record.requalify_on) == "2028-11-30"
    assert not {"SECRET", "B", "41", "39"} & set(_leaves(record))


def _leaves(node: Any) -> list[str]:
    if isinstance(node, tuple):
        return [text for item in node for text in _leaves(item)]
    if hasattr(node, "__dataclass_fields__"):
        return [t for name in node.__dataclass_fields__ for t in _leaves(getattr(node, name))]
    return [str(node)]


def test_nothing_to_compare() -> None:
    card = scorecard({"candidates": {"s": {"name": "S"}}})
    assert (card.weighted, card.first, card.steady) == (False, (), None)
    assert result(card, "s").rank_best is None


@pytest.mark.parametrize(
    "criteria",
    [
        {"a": {"name": "A", "weight": 0}, "b": {"name": "B", "weight": 100}},
        {"a": {"name": "A", "weight": 100}},
        {"a": {"name": "A", "weight": 30}},
        {"a": {"name": "A", "weight": 90, "parts": {n: {"name": n} for n in "xyz"}},
         "b": {"name": "B", "weight": 10}},
        {"a": {"name": "A", "weight": 100,
               "parts": {"x": {"name": "X", "share": 100}, "y": {"name": "Y"}}}},
    ],
)  # fmt: skip
def test_odd_weights_do_not_stop_it(criteria: Any) -> None:
    """`validate` has its say on them; the comparison has to come to an end."""
    card = scorecard({"criteria": criteria, "candidates": {"s": {"name": "S"}, "t": {"name": "T"}}})
    assert len(card.candidates) == 2


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ({"expires": "2026-11-30"}, "ask for the renewed certificate, and enter its dates"),
        ({"expires": "2027-03-01"}, "have it renewed by 2027-04-01, and enter the new dates"),
        ({"transition": "2027-03-01"}, "ask for one to the new edition by 2027-04-01"),
    ],
)
def test_a_certificate_that_ends_too_early_is_asked_for_by_a_day(change: Any, hint: str) -> None:
    schedule = {
        "start": "2027-04-01",
        "production_start": "build",
        "activities": {"build": {"name": "Build", "duration": 1}},
    }
    candidate = {
        "name": "S",
        "party": "ems",
        "site": "plant",
        "certificates": {"q": VALID | change},
    }
    spec = deal({"candidates": {"s": candidate}, "decision": {"chosen": "s"}}, schedule=schedule)
    planned = plan(spec, Tree({})).value.schedule
    found = score(spec, Tree({}), planned).diagnostics
    assert [d.hint for d in found if d.code == "V204"] == [hint]
