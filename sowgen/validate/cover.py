"""Insurance, held against what it is to cover: the journey, the tools, the liability."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sowgen.diagnostics import Diagnostic
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.risk import Insurance
from sowgen.model.tree import Path, Tree
from sowgen.model.values import Money
from sowgen.validate.finding import find, listed
from sowgen.validate.walk import stated

_INSURES = {
    **dict.fromkeys(("EXW", "FCA", "FAS", "FOB", "CPT", "CFR"), "oem"),
    **dict.fromkeys(("CIP", "CIF", "DAP", "DPU", "DDP"), "ems"),
}
"""Who has a reason to insure the carriage: the buyer where risk passes before it (E, F and C
terms), the seller where it has to insure (CIP, CIF) or bears the risk to the end (D terms)."""
_CARGO = re.compile(r"\b(cargo|transport|carriage|transit)\b", re.IGNORECASE)
_LIABILITY = re.compile(r"liability", re.IGNORECASE)
_PROPERTY = re.compile(
    r"\b(property|tool\w*|material\w*|stock|goods|fixtures?|equipment|all risks?|fire)\b",
    re.IGNORECASE,
)


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """M117, M139, M140."""
    yield from _cargo(spec, tree)
    yield from _liability(spec, tree)
    yield from _tools(spec, tree)


def _of(spec: ProjectSpec, kind: re.Pattern[str]) -> list[tuple[str, Insurance]]:
    return [(name, i) for name, i in spec.legal.insurance.items() if kind.search(i.kind)]


def _cargo(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    rule = stated(spec.commercial.delivery.incoterm.rule)
    insured = _of(spec, _CARGO)
    if rule is None or any(_PROPERTY.search(i.kind) for _, i in insured):
        return
    sides = [spec.parties[i.party].role for _, i in insured if i.party in spec.parties]
    if not sides or _INSURES[rule] in sides:
        return
    name, insurance = insured[0]
    words = {"oem": "the OEM", "ems": "the EMS"}[_INSURES[rule]]
    yield find(
        "M117",
        f"under {rule} it is {words} that insures the journey, but `{name}` is with "
        f"`{insurance.party}`",
        tree.span(("legal", "insurance", name, "party")),
        f"name the party of {words}, or choose another rule",
        [("the trade term", tree.span(("commercial", "delivery", "incoterm", "rule")))],
    )


def _liability(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    cap = stated(spec.legal.liability.cap_ems)
    if not isinstance(cap, Money):
        return
    sums = [
        (name, money)
        for name, insurance in _of(spec, _LIABILITY)
        if insurance.party in spec.parties and spec.parties[insurance.party].role == "ems"
        and (money := stated(insurance.minimum)) and money.currency == cap.currency
    ]  # fmt: skip
    if not sums or max(money.amount for _, money in sums) >= cap.amount:
        return
    name, most = max(sums, key=lambda entry: entry[1].amount)
    yield find(
        "M139",
        f"the EMS is liable up to {cap}, and insured for {most}",
        tree.span(("legal", "liability", "cap_ems")),
        f"raise `legal.insurance.{name}.minimum`, or lower the cap",
        [("the insurance", tree.span(("legal", "insurance", name, "minimum")))],
    )


def _tools(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    at: Path = ("commercial", "tooling_terms", "insured_by")
    party = stated(spec.commercial.tooling_terms.insured_by)
    if party not in spec.parties or not spec.legal.insurance:
        return
    if any(i.party == party for _, i in _of(spec, _PROPERTY)):
        return
    yield find(
        "M140",
        f"`{party}` insures the tools, but none of {listed(spec.legal.insurance)} covers property "
        f"of `{party}`'s plant",
        tree.span(at),
        f"add `property: {{kind: property with tools, party: {party}}}` under `legal.insurance`",
        [("the insurances", tree.key_span(("legal", "insurance")))],
    )
