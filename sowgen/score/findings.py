"""What the comparison says against the choice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from sowgen.codes import all_codes
from sowgen.diagnostics import Diagnostic, Span
from sowgen.model.scorecard import CandidateResult, CertificateIssue, Scorecard
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.candidates import Candidate
from sowgen.model.spec.qualification import SourcingDecision
from sowgen.model.tree import Path, Tree
from sowgen.score.certificates import needed_services
from sowgen.score.days import known_day, stated

_ROOT = ("qualification",)
_CHOSEN = ("qualification", "decision", "chosen")

Finding: TypeAlias = tuple[str, str, str, str]
"""Code, field, words and hint."""


def all_of(spec: ProjectSpec, tree: Tree, scorecard: Scorecard) -> Iterator[Diagnostic]:
    """The findings `V201` to `V214`; all but `V209` and `V211` are on the chosen candidate."""
    yield from _contradicted(spec, tree, scorecard)
    if scorecard.steady is False:
        first = scorecard.first
        moved = [s.name for s in scorecard.sensitivity if {s.lower_first, s.upper_first} != {first}]
        yield _find(
            "V209",
            f"the first place hangs on the weight of {_listed(moved)}",
            tree.key_span((*_ROOT, "criteria")),
            "see the table on weights in the comparison",
        )
    chosen, decision = scorecard.chosen, spec.qualification.decision
    if chosen is None or decision is None:
        return
    candidate = spec.qualification.candidates[chosen.id]
    yield from _place(tree, scorecard, chosen, decision)
    yield from _gates(tree, chosen)
    yield from _certificates(spec, tree, scorecard, chosen, candidate)
    yield from _audits(spec, tree, scorecard, chosen, candidate)


def _find(code: str, message: str, span: Span, hint: str) -> Diagnostic:
    return Diagnostic(code, all_codes()[code].severity, message, span, hint)


def _listed(names: list[str]) -> str:
    quoted = [f"`{name}`" for name in names]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " and " + quoted[-1]


def _contradicted(spec: ProjectSpec, tree: Tree, scorecard: Scorecard) -> Iterator[Diagnostic]:
    """V211: passed by word, failed by certificate."""
    for gate in scorecard.gates:
        for answer in gate.answers:
            given = spec.qualification.candidates[answer.candidate].gates.get(gate.id)
            if answer.state == "fail" and answer.certificate and given and given.met is True:
                at = (*_ROOT, "candidates", answer.candidate, "gates", gate.id, "met")
                yield _find(
                    "V211",
                    f"`{gate.id}` is answered as passed, but `{answer.certificate}` does not hold",
                    tree.span(at),
                    "correct the certificate, or the answer",
                )


def _place(
    tree: Tree, scorecard: Scorecard, chosen: CandidateResult, decision: SourcingDecision
) -> Iterator[Diagnostic]:
    """V202, V203 and V210: not first, not complete, not alone; answered by `despite`."""
    if decision.despite or not scorecard.weighted:
        return
    at, hint = tree.span(_CHOSEN), "add `despite:` with the reason"
    if chosen.missing:
        names = _listed(list(chosen.missing))
        yield _find("V203", f"`{chosen.id}` is chosen without a score for {names}", at, hint)
    if chosen.state == "ranked" and chosen.short not in scorecard.first:
        others = list(scorecard.first) or [
            c.short for c in scorecard.candidates if c.rank_best == 1 and c.id != chosen.id
        ]
        verb = "is" if scorecard.first else "may be"
        message = f"`{chosen.id}` is chosen, but {_listed(others)} {verb} first"
        yield _find("V202", message, at, hint)
    elif chosen.tied_with and chosen.rank_best == 1:
        names = _listed(list(chosen.tied_with))
        yield _find("V210", f"`{chosen.id}` shares the first place with {names}", at, hint)


def _gates(tree: Tree, chosen: CandidateResult) -> Iterator[Diagnostic]:
    """V201 and V208: a choice that left, or gates that it fails or has not answered."""
    at = tree.span(_CHOSEN)
    if chosen.dropped:
        hint = "choose another candidate, or remove `dropped:`"
        yield _find("V201", f"`{chosen.id}` has left the comparison: {chosen.dropped}", at, hint)
    for name in chosen.failed_gates:
        hint = "have the condition met, or choose another candidate"
        yield _find("V201", f"`{chosen.id}` fails the gate “{name}”", at, hint)
    for name in chosen.open_gates:
        hint = f"answer it under `candidates.{chosen.id}.gates`"
        yield _find("V208", f"`{chosen.id}` is chosen with the gate “{name}” open", at, hint)


def _certificates(
    spec: ProjectSpec,
    tree: Tree,
    scorecard: Scorecard,
    chosen: CandidateResult,
    candidate: Candidate,
) -> Iterator[Diagnostic]:
    """V204 to V207 and V213: what is wrong with the certificates that the choice rests on."""
    start = scorecard.production_start
    missing = {
        id_: [s for s in needed_services(spec, candidate) if s not in held.covers]
        for id_, held in candidate.certificates.items()
    }
    for checked in chosen.certificates:
        at: Path = (*_ROOT, "candidates", chosen.id, "certificates", checked.id)
        what = f"the certificate to {checked.standard}"
        until = known_day(candidate.certificates[checked.id].transition)
        about: dict[CertificateIssue, Finding] = {
            "expired": (
                "V204", "expires", "has expired",
                "ask for the renewed certificate, and enter its dates",
            ),
            "before_production": (
                "V204", "expires",
                f"expires before production starts on {start}",
                f"have it renewed by {start}, and enter the new dates",
            ),
            "transition_before_production": (
                "V204", "transition",
                f"does not count when production starts on {start}",
                f"ask for one to the new edition by {start}",
            ),
            "in_term": (
                "V205", "expires", f"ends on {checked.expires}, within the first term",
                f"ask for the new one by {checked.renew_by}",
            ),
            "transition_in_term": (
                "V205", "transition", f"counts until {until}, within the first term",
                f"ask for one to the new edition by {until}",
            ),
            "other_site": (
                "V206", "sites", f"does not name the plant `{chosen.plant}`",
                "sites are compared by their names: write the plant's where it is meant",
            ),
            "other_scope": (
                "V207", "covers", f"does not cover {_listed(missing[checked.id] or ['-'])}",
                "ask for a wider scope",
            ),
            "surveillance_missed": (
                "V213", "surveillance_due", "has a surveillance that is overdue",
                "enter the next day once it is done",
            ),
        }  # fmt: skip
        for issue in checked.issues:
            if issue in about:
                code, field, words, hint = about[issue]
                yield _find(code, f"{what} {words}", tree.span((*at, field)), hint)


def _audits(
    spec: ProjectSpec,
    tree: Tree,
    scorecard: Scorecard,
    chosen: CandidateResult,
    candidate: Candidate,
) -> Iterator[Diagnostic]:
    """V212 and V214: majors open when production starts, results below every class."""
    start, decision = scorecard.production_start, spec.qualification.decision
    for listed in chosen.audits:
        at: Path = (*_ROOT, "candidates", chosen.id, "audits", listed.id)
        audit = candidate.audits[listed.id]
        for id_, found in audit.findings.items():
            due = known_day(found.due)
            if found.grade == "major" and start and due and due >= start and not found.closed:
                yield _find(
                    "V212",
                    f"the major finding `{id_}` is due on {due}, production starts on {start}",
                    tree.span((*at, "findings", id_, "due")),
                    f"have it closed by {start}",
                )
        low = stated(audit.score) is not None and spec.qualification.bands and not listed.result
        if low and decision and not decision.conditions:
            yield _find(
                "V214",
                f"the result of `{listed.id}` is below every class",
                tree.span((*at, "score")),
                "set `decision.conditions`",
            )
