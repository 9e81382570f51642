"""Delivery: the trade term, and damages for delay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sowgen.diagnostics import Diagnostic
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.delivery import DelayTier, Incoterm
from sowgen.model.tree import Path, Tree
from sowgen.model.values import Money, Percent
from sowgen.validate.finding import find
from sowgen.validate.walk import stated

_SEA_ONLY = ("FAS", "FOB", "CFR", "CIF")
_EDITION = 2020
_NEW_IN_2020 = ("DPU",)
_LOOKALIKE = re.compile(
    r"\b(ex[- ]?(factory|works)|f\.?o\.?b\.?|c\.?i\.?f\.?|free on board|DAT|DAF|DES|DEQ|DDU)\b",
    re.IGNORECASE,
)
_AT: Path = ("commercial", "delivery", "incoterm")


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """M110 to M116 on the trade term, M130 to M137 on damages for delay."""
    yield from _incoterm(spec.commercial.delivery.incoterm, tree)
    yield from _border(spec, tree)
    yield from _lookalikes(spec, tree)
    yield from _tiers(spec.commercial.late_delivery.tiers, tree)
    yield from _cap(spec, tree)


def _incoterm(term: Incoterm, tree: Tree) -> Iterable[Diagnostic]:
    rule, edition = stated(term.rule), stated(term.edition)
    if rule is None:
        return
    at = tree.span((*_AT, "rule"))
    if term.place is None:
        yield find(
            "M110",
            f"{rule} without a named place",
            at,
            "add `place:`; the rule does not say where risk passes without one",
        )
    if term.edition is None:
        yield find(
            "M111",
            f"{rule} without an edition of the Incoterms rules",
            at,
            f"add `edition: {_EDITION}`",
        )
    elif edition is not None and edition != _EDITION:
        where = tree.span((*_AT, "edition"))
        if rule in _NEW_IN_2020 and edition < _EDITION:
            yield find(
                "M112",
                f"{rule} is not in the edition of {edition}",
                where,
                f"write `edition: {_EDITION}`, or another rule",
            )
        else:
            yield find(
                "M113",
                f"the edition of {edition} is not the newest known here",
                where,
                f"write `edition: {_EDITION}` unless the older one is meant",
            )
    if rule in _SEA_ONLY and term.mode is not None and term.mode != "sea":
        other = {"FAS": "FCA", "FOB": "FCA", "CFR": "CPT", "CIF": "CIP"}[rule]
        yield find(
            "M114",
            f"{rule} is a rule for ships, but the goods go by {term.mode}",
            at,
            f"`{other}` is the like rule for any mode of transport",
        )


def _border(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    countries = {p.role: p.country for p in spec.parties.values() if p.role in ("oem", "ems")}
    if stated(spec.commercial.delivery.incoterm.rule) != "EXW" or len(set(countries.values())) < 2:
        return
    yield find(
        "M116",
        f"under EXW the OEM ({countries['oem']}) clears the goods for export from "
        f"{countries['ems']}",
        tree.span((*_AT, "rule")),
        "write `rule: FCA`; the place can stay the same",
    )


def _lookalikes(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    for field in ("domestic", "export"):
        text = stated(getattr(spec.commercial.delivery, field).term)
        if text and _LOOKALIKE.search(text):
            yield find(
                "M115",
                f"`{text}` reads like a trade term, but is not one",
                tree.span(("commercial", "delivery", field, "term")),
                "name a rule, its place and its edition under `delivery.incoterm`",
            )


def _tiers(tiers: Sequence[DelayTier], tree: Tree) -> Iterable[Diagnostic]:
    at: Path = ("commercial", "late_delivery", "tiers")
    for index, tier in enumerate(tiers):
        path = (*at, index)
        if tier.to_day is not None and tier.to_day < tier.from_day:
            yield find(
                "M130",
                f"the step ends on day {tier.to_day}, before it begins",
                tree.span((*path, "to_day")),
                "correct `from_day` or `to_day`",
            )
        if not index:
            continue
        before = tiers[index - 1]
        if before.to_day is None or tier.from_day <= before.to_day:
            yield find(
                "M131",
                f"the step begins on day {tier.from_day}, inside the one before",
                tree.span((*path, "from_day")),
                "let each step begin the day after the one before ends",
            )
        elif tier.from_day > before.to_day + 1:
            yield find(
                "M132",
                f"no step holds for the days {before.to_day + 1} to {tier.from_day - 1}",
                tree.span((*path, "from_day")),
                f"write `from_day: {before.to_day + 1}`",
            )
        now, then = stated(tier.rate), stated(before.rate)
        if now and then and now.base == then.base and now.value < then.value:
            yield find(
                "M133",
                f"{now.value:f} % is less than for a shorter delay",
                tree.span((*path, "rate")),
                "let damages grow with the delay",
            )


def _cap(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    late = spec.commercial.late_delivery
    at: Path = ("commercial", "late_delivery")
    cap, whole = stated(late.cap), stated(spec.legal.liability.cap_ems)
    grace = stated(late.grace)
    if late.tiers and late.cap is None:
        yield find(
            "M134",
            "damages for delay without a cap",
            tree.span((*at, "tiers")),
            "add `cap: 5 % of the delayed goods`, or `not stated`",
        )
    if cap and whole and _is_more(cap, whole):
        yield find(
            "M135",
            f"the cap on delay damages ({cap}) is above the cap on all liability ({whole})",
            tree.span((*at, "cap")),
            f"write at most `{whole}` here, or raise `legal.liability.cap_ems`",
            [("the cap on all liability", tree.span(("legal", "liability", "cap_ems")))],
        )
    for index, tier in enumerate(late.tiers):
        rate = stated(tier.rate)
        if cap and rate and _is_more(rate, cap):
            yield find(
                "M136",
                f"the rate {rate} is above the cap {cap}",
                tree.span((*at, "tiers", index, "rate")),
                f"write at most `{cap}`, or raise `late_delivery.cap`",
                [("the cap", tree.span((*at, "cap")))],
            )
    if grace and late.tiers and late.tiers[0].from_day <= grace.in_days:
        yield find(
            "M137",
            f"damages begin on day {late.tiers[0].from_day}, inside the grace period of {grace}",
            tree.span((*at, "tiers", 0, "from_day")),
            "begin the first step after the grace period",
            [("the grace period", tree.span((*at, "grace")))],
        )


def _is_more(one: object, other: object) -> bool:
    """Whether the two can be compared, and the first is the larger."""
    if isinstance(one, Money) and isinstance(other, Money):
        return one.currency == other.currency and one.amount > other.amount
    if isinstance(one, Percent) and isinstance(other, Percent):
        return one.base.casefold() == other.base.casefold() and one.value > other.value
    return False
