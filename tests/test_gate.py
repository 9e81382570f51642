"""The consistency gate: every rule that the trade asks for has a code, an example and a test."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path

import pytest

from sowgen import pipeline
from sowgen.cli.docs_gate import DOCUMENTS, gate_page, gate_rules
from sowgen.codes import all_codes
from tests.resolve.test_interactions import CASES as CLAUSE_CASES
from tests.test_broken import CASES as BROKEN_CASES
from tests.test_broken import read_case

ROOT = Path(__file__).resolve().parents[1]

# What must not disagree, and the codes that see it. Numbers are those of the clause topics.
DEMANDED: dict[str, tuple[str, ...]] = {
    # Dates
    "delivery, start and effective date": ("M150", "M152"),
    "duties before the agreement counts": ("M168",),
    "duties and first delivery within the first term": ("M162", "T225"),
    "documents due when the work needs them": ("T220", "T221", "T222"),
    "deliverables due once they are made": ("T223",),
    "certificates against production, delivery and term": ("M171", "M172", "M173"),
    "price validity against price review": ("M146",),
    "lead time against forecast and order window": ("M169", "M170"),
    "payment against inspection": ("M148",),
    "recovery against the right to leave": ("M163", "M164"),
    # Parties and people
    "parties, sites and roles that exist": ("P101", "P102", "P103", "P121"),
    "one name for each party": ("P127",),
    "each party has its part": ("P131",),
    "roles with a contact": ("P115", "R010"),
    "signatories with authority": ("P128",),
    "decisions within authority": ("P129", "D117"),
    "subcontractors with consent": ("P130",),
    "working days as the calendars count them": ("P134",),
    # Money and caps
    "one currency": ("M102", "M103"),
    "cap on late delivery within the cap on liability (24, 14)": ("M135", "C213"),
    "liability within the insurance": ("M139",),
    "tools insured by whoever has to": ("M140",),
    # Documents, gates, approvals
    "products and services that documents name": ("Q102", "Q104", "Q107", "Q109"),
    "hand-overs, gates and deliverables with a row": ("R008", "R020", "R021"),
    "gates with an approver": ("T115",),
    "approvals with time in the schedule": ("T129", "T130", "T133", "T134"),
    "approvals by the other party": ("T132", "Q145"),
    "documents that services need": ("Q130", "Q131", "Q133"),
    # Delivery
    "Incoterms with place and edition": ("M110", "M111", "M112", "M113"),
    "Incoterms fit for the mode and the border": ("M114", "M116"),
    "cargo insured by the party at risk": ("M117",),
    # Quality
    "obsolete standards": ("Q110", "Q112"),
    "one edition and class of a standard": ("Q119", "Q129"),
    "records kept for one time": ("Q127",),
    "goods accepted by one rule": ("Q154",),
    "RoHS promised where it applies": ("Q128",),
    # Planning
    "flexibility contiguous and monotone": ("M120", "M121", "M122", "M125"),
    "orders not below the binding forecast": ("M138",),
    "silence says one thing": ("D112", "M143", "M144", "M158", "Q154"),
    "answers take one time": ("M141", "C217"),
    "approvals lie with one party": ("M142", "C217", "R009", "D110"),
    # Clauses among themselves
    "late delivery needs delivery and the cap (14: 13, 24)": ("C210",),
    "epidemic failure needs a warranty (18: 17)": ("C210", "M157", "M166"),
    "excess material needs forecast, orders, flexibility (07: 04, 05, 06)": ("C210",),
    "consigned material and tooling need insurance (09, 23: 30)": ("C210", "M129"),
    "termination needs exit and excess material (33: 34, 07)": ("C210",),
    "silent acceptance keeps hidden defects (16, 17)": ("C213", "M158"),
    "help with the exit within the first term (02, 34)": ("C213",),
    "payment in the currency of prices (12, 10)": ("C213", "M103"),
    "title before payment against retention (13, 12)": ("C213",),
    "steps before the forum (36)": ("M159", "C213", "E110"),
    "no payment for excess beside free cancellation (07, 06, 08)": ("C211", "C213"),
    "one value for a clause and its annex": ("C217", "C219"),
    "questions answered within one time": ("C220",),
    "documents checked as quickly as their package": ("C221",),
    # Kinds of deal
    "turn-key has 07 and 08": ("C212", "M128", "M147"),
    "consigned has 09": ("C212", "M129"),
    "medical has ISO 13485 and records": ("C212", "C213", "Q122", "Q124"),
    "automotive has PPAP and process change": ("C212", "C210", "Q123", "Q126"),
    "export-controlled has compliance and limits on nationality": (
        "C212", "C210", "M145", "P132", "P133",
    ),
    "class 3 has traceability and more than a sample": ("C212", "C213", "Q120", "Q121"),
}  # fmt: skip


@cache
def shipped() -> dict[str, list[str]]:
    """The errors in the shipped projects."""
    workspace = pipeline.open_workspace(ROOT).value
    assert workspace is not None
    return {
        slug: [d.code for d in pipeline.check_project(workspace, slug).diagnostics if d.is_error]
        for slug in ("atlas-controller", "turnkey-2011")
    }


@cache
def examples() -> frozenset[str]:
    """The codes that a broken input, a case of the clause library or a test of the computed
    schedule triggers."""
    files = {place[1] for path in BROKEN_CASES for place in read_case(path).expected}
    clauses = {code for _, _, (code, _) in CLAUSE_CASES.values()}
    dated = {
        code
        for folder in ("plan", "resolve")
        for path in (ROOT / "tests" / folder).glob("test_*.py")
        for code in re.findall(r'"([TC]\d{3})"', path.read_text("utf-8"))
    }
    return frozenset(files | clauses | dated)


@pytest.mark.parametrize("demand", DEMANDED)
def test_a_demand_is_met(demand: str) -> None:
    page = gate_page()
    for name in DEMANDED[demand]:
        assert all_codes()[name].across, f"{name} is not marked as part of the gate"
        assert name in examples(), f"{name} has no broken example"
        assert f"| [{name}](codes.md#" in page


@pytest.mark.parametrize("slug", ["atlas-controller", "turnkey-2011"])
def test_the_shipped_projects_pass(slug: str) -> None:
    gate = {code.id for codes in gate_rules().values() for code in codes}
    assert [code for code in shipped()[slug] if code in gate] == []


def test_the_guard_sees_a_broken_project(tmp_path: Path) -> None:
    """The same call on a copy with a gap between flexibility windows gives the gate's error."""
    for name in ("clauses", "templates", "projects/turnkey-2011"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "sowgen.yaml", tmp_path)
    planning = tmp_path / "projects/turnkey-2011/planning.yaml"
    assert "flexibility" not in planning.read_text("utf-8")
    with planning.open("a", encoding="utf-8") as file:
        file.write("flexibility: [{from_day: 0, to_day: 30}, {from_day: 40}]\n")
    workspace = pipeline.open_workspace(tmp_path).value
    assert workspace is not None
    found = pipeline.check_project(workspace, "turnkey-2011").diagnostics
    assert "M122" in {d.code for d in found if d.is_error}


def test_every_rule_of_the_gate_names_known_documents_and_has_an_example() -> None:
    rules = {code.id: kinds for kinds, codes in gate_rules().items() for code in codes}
    assert set(rules) == {code.id for code in all_codes().values() if code.across}
    assert {kind for kinds in rules.values() for kind in kinds} <= set(DOCUMENTS)
