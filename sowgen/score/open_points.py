"""What is missing on each candidate before a choice rests on everything it should."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sowgen.model.scorecard import CandidateResult, OpenPoint
from sowgen.model.spec import ProjectSpec
from sowgen.score.days import known_day, stated

REFERENCES = 3
"""Practice: three customers are asked."""


def open_points(spec: ProjectSpec, candidates: Sequence[CandidateResult]) -> tuple[OpenPoint, ...]:
    """What is missing, candidate by candidate. Those that fail a gate are passed over: nothing
    more is wanted of them."""
    return tuple(
        point
        for candidate in candidates
        if candidate.state == "ranked"
        for point in _each(spec, candidate)
    )


def _each(spec: ProjectSpec, result: CandidateResult) -> Iterator[OpenPoint]:
    candidate = spec.qualification.candidates[result.id]
    if result.missing:
        yield OpenPoint(result.id, result.short, "scores", result.missing)
    if result.open_gates:
        yield OpenPoint(result.id, result.short, "gates", result.open_gates)
    for checked in result.certificates:
        if "no_expiry" in checked.issues:
            yield OpenPoint(result.id, result.short, "expiry", (checked.standard,))
        if "no_site" in checked.issues:
            yield OpenPoint(result.id, result.short, "site", (checked.standard,))
    if not result.certificates:
        yield OpenPoint(result.id, result.short, "certificates", ())
    if stated(candidate.price) is None:
        yield OpenPoint(result.id, result.short, "price", ())
    if not any(audit.kind == "audit" for audit in candidate.audits.values()):
        yield OpenPoint(result.id, result.short, "audit", ())
    if len(candidate.references) < REFERENCES:
        yield OpenPoint(result.id, result.short, "references", (str(len(candidate.references)),))
    if known_day(candidate.registered_on) is None:
        yield OpenPoint(result.id, result.short, "register", ())
