"""Supplier qualification: weights, scores, assessors, prices; start of the family V1xx."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from sowgen.diagnostics import Diagnostic
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.candidates import Candidate
from sowgen.model.spec.qualification import Qualification
from sowgen.model.tree import Path, Tree
from sowgen.validate import supplier_choice, supplier_evidence, supplier_ids
from sowgen.validate.finding import find
from sowgen.validate.walk import stated

_ENOUGH = 3
"""Practice: with fewer offers nobody knows what the market gives."""
ROOT: Path = ("qualification",)


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """V101 to V126. (V127: `load.standard_sections`; V2xx: `score.findings`.)"""
    qualification = spec.qualification
    yield from _weights(qualification, tree)
    if not qualification.candidates:
        return
    yield from supplier_ids.check(spec, tree)
    for name, candidate in qualification.candidates.items():
        yield from _scores(qualification, name, candidate, tree)
        yield from _conflicts(qualification, name, candidate, tree)
    yield from _declarations(qualification, tree)
    yield from _prices(qualification, tree)
    compared = [c for c in qualification.candidates.values() if not c.dropped]
    if len(compared) < _ENOUGH and qualification.few_candidates is None:
        yield find(
            "V108",
            f"{len(compared)} candidate{'' if len(compared) == 1 else 's'} compared",
            tree.key_span((*ROOT, "candidates")),
            "look at more companies, or say under `few_candidates:` why not",
        )
    yield from supplier_evidence.check(spec, tree)
    yield from supplier_choice.check(spec, tree)


def _weights(qualification: Qualification, tree: Tree) -> Iterator[Diagnostic]:
    criteria = qualification.criteria
    total = sum((c.weight for c in criteria.values()), Decimal(0))
    if criteria and total != 100:
        yield find(
            "V102",
            f"the weights total {total.normalize():f}, not 100",
            tree.key_span((*ROOT, "criteria")),
            "change the weights; `standard: true` brings criteria of its own, see `leave_out`",
        )
    for name, criterion in criteria.items():
        shares = [part.share for part in criterion.parts.values()]
        said = sum((share for share in shares if share is not None), Decimal(0))
        if shares and (said > 100 or (None not in shares and said != 100)):
            yield find(
                "V103",
                f"the shares of `{name}` total {said.normalize():f}, not 100",
                tree.key_span((*ROOT, "criteria", name, "parts")),
                "change the shares, or leave them all out for equal ones",
            )


def _scores(
    qualification: Qualification, name: str, candidate: Candidate, tree: Tree
) -> Iterator[Diagnostic]:
    """V104, V105 and V125: what each score rests on."""
    priced = supplier_ids.priced_keys(qualification)
    for key, score in candidate.scores.items():
        if stated(score.score) is None:
            continue
        at = tree.key_span((*ROOT, "candidates", name, "scores", key))
        if key in priced and stated(candidate.price) is not None:
            hint = "remove the score, or the price"
            yield find("V125", f"`{key}` is scored, and `{name}` has a price", at, hint)
        if score.evidence is None:
            yield find("V104", f"`{key}` of `{name}` has no evidence", at, "add `evidence:`")
        lacks = [
            field
            for field, there in (
                ("assessor", score.assessor or candidate.assessor),
                ("date", score.date or candidate.assessed_on),
            )
            if there is None
        ]
        if lacks:
            hint = "add them, or `assessor:` and `assessed_on:` for the candidate"
            yield find("V105", f"`{key}` of `{name}` has no {' and no '.join(lacks)}", at, hint)


def assessments(name: str, candidate: Candidate) -> Iterator[tuple[str, Path]]:
    """Who assessed a candidate, each with the place of what was assessed."""
    at: Path = (*ROOT, "candidates", name)
    for key, score in candidate.scores.items():
        if (who := score.assessor or candidate.assessor) and stated(score.score) is not None:
            yield who, (*at, "scores", key)
    for gate, answer in candidate.gates.items():
        if (who := answer.assessor or candidate.assessor) and stated(answer.met) is not None:
            yield who, (*at, "gates", gate)
    for id_, audit in candidate.audits.items():
        for who in audit.by:
            yield who, (*at, "audits", id_)


def _conflicts(
    qualification: Qualification, name: str, candidate: Candidate, tree: Tree
) -> Iterator[Diagnostic]:
    """V106: an assessor with an interest in the candidate."""
    for who, at in assessments(name, candidate):
        assessor = qualification.assessors.get(who)
        if assessor and name in assessor.conflicts:
            declared: Path = (*ROOT, "assessors", who, "conflicts", name)
            yield find(
                "V106",
                f"`{who}` has declared an interest in `{name}`",
                tree.key_span(at),
                "let another assessor do this",
                [("the declaration", tree.span(declared))],
            )


def _declarations(qualification: Qualification, tree: Tree) -> Iterator[Diagnostic]:
    """V107: assessors who were not asked, each once, where they first assess."""
    asked = {id_ for id_, a in qualification.assessors.items() if a.declared_on or a.conflicts}
    for name, candidate in qualification.candidates.items():
        for who, at in assessments(name, candidate):
            if who not in asked:
                asked.add(who)
                hint = f"add `{who}:` under `assessors` with `declared_on:`"
                message = f"`{who}` has declared nothing on conflicts of interest"
                yield find("V107", message, tree.key_span(at), hint)


def _prices(qualification: Qualification, tree: Tree) -> Iterator[Diagnostic]:
    """V124: prices without a common currency, or not above zero."""
    first = ""
    for name, candidate in qualification.candidates.items():
        price = stated(candidate.price)
        if price is None:
            continue
        at = tree.span((*ROOT, "candidates", name, "price"))
        first = first or price.currency
        if price.amount <= 0:
            yield find("V124", f"a price of {price} cannot be compared", at, "write it above zero")
        elif price.currency != first:
            message = f"a price in {price.currency} beside others in {first}"
            yield find("V124", message, at, "convert the prices to one currency")
