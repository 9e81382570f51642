"""Clauses that contradict each other, or lack what they rely on, are found; good deals pass."""

from __future__ import annotations

from typing import Any

import pytest

from tests.resolve.deals import MINIMAL, choose, merged, read

Patch = dict[str, Any]


def omit(*names: str) -> Patch:
    return {"clauses": {"use": {n: {"omit": True, "reason": "for this test"} for n in names}}}


def use(name: str, **choice: object) -> Patch:
    """A choice for a clause, approved at the top and with a reason."""
    said = {"reason": "for this test", "approved_by": "executive", **choice}
    return {"clauses": {"use": {name: said}}}


def stance(name: str) -> Patch:
    return {"clauses": {"stance": name}}


TURNKEY: Patch = {"materials": {"model": "turnkey"}}
CONSIGNED: Patch = {"materials": {"model": "consigned"}}
LATE: Patch = {"commercial": {"late_delivery": {"cap": "5 % of the late goods"}}}
MEDICAL: Patch = {
    "products": {"board": {"sector": "medical"}},
    "quality": {"standards": {"iso-13485": {"name": "ISO 13485", "edition": "2016"}}},
}
AUTOMOTIVE: Patch = {"products": {"board": {"sector": "automotive"}}, "quality": {"ppap_level": 3}}
CONTROLLED: Patch = {"legal": {"export": {"controlled": True}}}
CLASS_3: Patch = {"products": {"board": {"ipc_class": 3}}}
STEPS: Patch = {
    "legal": {"disputes": {"period": 30, "steps": [{"name": "Executives", "within": 20}]}}
}

LINE_MOVE: Patch = {
    "topic": "Move to an equal line", "level": "L1", "inform_within": 2,
    "decided_by": "ems.quality",
}  # fmt: skip
EARLY: Patch = {
    "topic": "Early shipment", "level": "L0", "response_window": 2, "silence": "reject",
    "threshold": {"metric": "time before the date", "value": "5 working days", "above": "L3"},
    "decided_by": "ems.quality", "approved_by": "oem.quality",
}  # fmt: skip
TICKETS: Patch = {"matter": "Questions", "medium": "ticket", "answer_within": "3 working days"}
TEST_SPEC: Patch = {"name": "Test specification", "provider": "oem", "receiver": "ems", "review": 5}

# What is good, what breaks it, and the finding: its code and the clause that speaks.
CASES: dict[str, tuple[Patch, Patch, tuple[str, str]]] = {
    "14 needs 13": (LATE, omit("delivery-title-risk"), ("C210", "late-delivery")),
    "14 needs 24": (LATE, omit("liability-cap"), ("C210", "late-delivery")),
    "18 needs 17": ({}, omit("warranty"), ("C210", "epidemic-failure")),
    "07 needs 04": ({}, omit("forecast"), ("C210", "material-liability")),
    "07 needs 05": ({}, omit("purchase-orders"), ("C210", "material-liability")),
    "07 needs 06": ({}, omit("reschedule-cancel"), ("C210", "material-liability")),
    "09 needs 30": (CONSIGNED, omit("insurance"), ("C210", "consigned-material")),
    "23 needs 30": ({}, omit("insurance"), ("C210", "tooling")),
    "33 needs 34": ({}, omit("transfer-exit"), ("C210", "termination")),
    "33 needs 07": ({}, omit("material-liability"), ("C210", "termination")),
    "16 silence keeps latent defects for 17": (
        {"quality": {"inspection": {"silence": "accept", "latent_preserved": True}}},
        {"quality": {"inspection": {"latent_preserved": False}}},
        ("C213", "acceptance"),
    ),
    "34 is shorter than 02": (
        merged({"legal": {"term": {"initial": 36}, "exit": {"assistance": "6 months"}}},
               use("transfer-exit")),
        {"legal": {"term": {"initial": 12}, "exit": {"assistance": "13 months"}}},
        ("C213", "transfer-exit"),
    ),
    "14 cap below 24 cap": (
        merged(LATE, use("late-delivery")),
        {"commercial": {"late_delivery": {"cap": "120 % of the late goods"}}},
        ("C213", "late-delivery"),
    ),
    "12 in the currency of 10": (
        {"commercial": {"payment": {"currency": "EUR"}}},
        {"commercial": {"payment": {"currency": "USD"}}},
        ("C213", "payment-terms"),
    ),
    "12 above 60 days with interest": (
        merged(stance("oem"), {"commercial": {"payment": {"days": 75, "late_interest": "1 %"}}}),
        {"commercial": {"payment": {"late_interest": "not stated"}}},
        ("C213", "payment-terms"),
    ),
    "36 leaves time for escalation": (
        use("dispute-law", parameters={"executives": "20 days"}),
        use("dispute-law", parameters={"executives": "45 days"}),
        ("C213", "dispute-law"),
    ),
    "turnkey has 07": (TURNKEY, omit("material-liability"), ("C212", "material-liability")),
    "turnkey has 08": (TURNKEY, omit("authorised-buy"), ("C212", "authorised-buy")),
    "consigned has 09": (CONSIGNED, omit("consigned-material"), ("C212", "consigned-material")),
    "medical has its clause": (MEDICAL, omit("medical-device"), ("C212", "medical-device")),
    "medical has ISO 13485": (
        MEDICAL,
        {"quality": {"standards": {"iso-13485": None, "iso-9001": {"name": "ISO 9001"}}}},
        ("C213", "medical-device"),
    ),
    "medical has 29": (MEDICAL, omit("audit-access"), ("C210", "medical-device")),
    "automotive has its clause": (AUTOMOTIVE, omit("automotive-ppap"), ("C212", "automotive-ppap")),
    "automotive has a level": (
        AUTOMOTIVE, {"quality": {"ppap_level": "not stated"}}, ("C213", "automotive-ppap"),
    ),
    "automotive has 21": (AUTOMOTIVE, omit("process-change"), ("C210", "automotive-ppap")),
    "controlled has its clause": (CONTROLLED, omit("export-control"), ("C212", "export-control")),
    "controlled has 28": (CONTROLLED, omit("compliance"), ("C210", "export-control")),
    "controlled limits nationalities": (
        CONTROLLED,
        use("export-control", parameters={"nationality_check": False}),
        ("C213", "export-control"),
    ),
    "class 3 has traceability": (CLASS_3, omit("traceability"), ("C212", "traceability")),
    "class 3 is not sampled alone": (
        CLASS_3,
        use("quality-standards", parameters={"inspection": "sample"}),
        ("C213", "quality-standards"),
    ),
    "no excess liability beside free purchases": (
        merged(TURNKEY, stance("oem")),
        use("authorised-buy", position="ems"),
        ("C211", "material-liability"),
    ),
    "no excess liability beside free cancellation": (
        merged(TURNKEY, stance("oem")),
        {"planning": {"material_liability": {"on_hand": "0 % of cost"}}},
        ("C213", "material-liability"),
    ),
    "title after payment where it is retained": (
        stance("ems"),
        use("delivery-title-risk", parameters={"title_point": "delivery"}),
        ("C213", "payment-terms"),
    ),
    "a value stands once": (
        {"commercial": {"payment": {"days": "45 days"}}},
        use("payment-terms", parameters={"days": "30 days"}),
        ("C219", "payment-terms"),
    ),
    "a line moves by leave where the wording wants it": (
        {"decisions": {"line-move": LINE_MOVE}},
        use("process-change", position="oem"),
        ("C217", "process-change"),
    ),
    "early goods as the wording lets them": (
        {"decisions": {"early-shipment": EARLY}},
        use("delivery-title-risk", position="ems"),
        ("C217", "delivery-title-risk"),
    ),
    "a channel is no slower than the answer to a question": (
        merged({"communication": {"channels": {"questions": TICKETS}}},
               use("communications-notices", parameters={"reply": "4 working days"})),
        use("communications-notices", parameters={"reply": "2 working days"}),
        ("C220", "communications-notices"),
    ),
    "a document is checked no longer than its package": (
        {"scope": {"handover": {"review": 5}}, "documents": {"test-spec": TEST_SPEC}},
        {"scope": {"handover": {"review": 3}}},
        ("C221", "documentation-handover"),
    ),
    "08 needs decision rights": (TURNKEY, {"decisions": None}, ("C213", "authorised-buy")),
    "21 needs a row in the matrix": ({}, {"raci": None}, ("C213", "process-change")),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_good_deal_passes(name: str) -> None:
    good, _, (code, clause) = CASES[name]
    chosen, found = choose(merged(MINIMAL, good))
    assert not found
    assert clause in chosen.clauses
    assert code


@pytest.mark.parametrize("name", CASES)
def test_a_broken_deal_is_found(name: str) -> None:
    good, broken, expected = CASES[name]
    _, found = choose(merged(MINIMAL, good, broken))
    assert expected in found


def test_the_steps_of_escalation_fit_into_the_time_before_court() -> None:
    """Steps of the project's own are summed up by `validate`."""
    assert "M159" not in {d.code for d in read(merged(MINIMAL, STEPS))[2]}
    longer = {"legal": {"disputes": {"steps": [{"name": "Managers", "within": 20},
                                               {"name": "Executives", "within": 20}]}}}  # fmt: skip
    assert "M159" in {d.code for d in read(merged(MINIMAL, STEPS, longer))[2]}


def test_the_same_value_beside_the_clause_says_nothing_new() -> None:
    same = use("payment-terms", parameters={"days": "30 days"})
    assert not choose(merged(MINIMAL, same))[1]


def test_medical_records_are_kept_as_long_as_quality_records() -> None:
    deal = merged(MINIMAL, MEDICAL, {"quality": {"records_retention": "12 years"}})
    chosen, found = choose(deal)
    assert not found
    kept = [chosen.clauses[c].values[p].value for c, p in
            (("medical-device", "history_time"), ("traceability", "keep"))]  # fmt: skip
    assert [str(value) for value in kept] == ["12 years", "12 years"]


def test_the_countries_with_access_reach_the_clause() -> None:
    deal = merged(MINIMAL, CONTROLLED, {"legal": {"export": {"nationalities": ["DE", "GB"]}}})
    chosen, found = choose(deal)
    assert not found
    assert chosen.clauses["export-control"].values["nationals"].value == ("DE", "GB")


def test_a_time_of_the_terms_is_left_to_the_rule_on_the_terms() -> None:
    """The window of an answer that the deal states itself is M141; one finding is enough."""
    decision: Patch = {
        "topic": "Change of a test limit", "level": "L3", "response_window": 5, "silence": "reject",
        "decided_by": "ems.quality", "approved_by": "oem.quality",
    }  # fmt: skip
    deal = merged(MINIMAL, {"decisions": {"test-limit": decision}})
    assert {code for code, _ in choose(deal)[1]} == {"C217"}
    stated = merged(deal, {"change": {"process": {"response": 20}}})
    assert not choose(stated)[1]
    assert "M141" in {d.code for d in read(stated)[2]}


def test_papers_for_a_meeting_have_one_time() -> None:
    deal = merged(MINIMAL, {"communication": {"conduct": {"invitation": 2}}})
    papers = choose(deal)[0].clauses["personnel-governance"].values["papers"]
    assert str(papers.value) == "2 working days"
    other = use("personnel-governance", parameters={"papers": "3 working days"})
    assert ("C219", "personnel-governance") in choose(merged(deal, other))[1]
