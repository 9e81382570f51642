"""The record of the chosen supplier: what the other party may read, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sowgen.model.scorecard import (
    CandidateResult,
    Day,
    GateResult,
    RecordAction,
    RecordAudit,
    RecordCertificate,
    Said,
    SupplierRecord,
)
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.candidates import Candidate
from sowgen.score.days import add, known_day, stated


def record_of(
    spec: ProjectSpec, chosen: CandidateResult, gates: Sequence[GateResult]
) -> SupplierRecord:
    """The record, from the chosen candidate's own entries alone.

    Of the decision it takes day, roles, basis and conditions; `reason` and `despite` stay
    inside. Of audits it takes the class and the findings, not the percentage.
    """
    qualification = spec.qualification
    candidate = qualification.candidates[chosen.id]
    decision, again = qualification.decision, qualification.requalification
    passed = (
        g.name for g in gates for a in g.answers if (a.candidate, a.state) == (chosen.id, "pass")
    )
    return SupplierRecord(
        name=candidate.name,
        party=chosen.party,
        country=chosen.country,
        plant=chosen.plant,
        years=chosen.years,
        subject=qualification.subject or "",
        decided_on=decision.date if decision else None,
        decided_by=_role(spec, decision.by) if decision else None,
        approved_by=_role(spec, decision.approved_by) if decision else None,
        gates=tuple(passed),
        certificates=tuple(_certificates(candidate, chosen)),
        audits=tuple(_audits(candidate, chosen)),
        references=len(candidate.references),
        actions=tuple(_actions(candidate)),
        basis=decision.basis if decision else (),
        conditions=decision.conditions if decision else (),
        requalify_on=requalify_on(spec),
        requalify_every=again.every,
        triggers=again.triggers,
    )


def requalify_on(spec: ProjectSpec) -> Day:
    """The next day as stated, else the decision's and the interval; None where unknown."""
    again, decision = spec.qualification.requalification, spec.qualification.decision
    if again.on is not None:
        return again.on
    start = known_day(decision.date) if decision else None
    every = stated(again.every)
    return add(start, every) if start and every else None


def _role(spec: ProjectSpec, id_: Said) -> Said:
    role = spec.roles.get(id_) if isinstance(id_, str) else None
    return role.name if role else id_


def _certificates(candidate: Candidate, chosen: CandidateResult) -> Iterator[RecordCertificate]:
    for checked in chosen.certificates:
        held = candidate.certificates[checked.id]
        yield RecordCertificate(
            held.standard, held.edition, held.number, held.body, held.scope, held.sites,
            held.expires, checked.renew_by, checked.issues,
        )  # fmt: skip


def _audits(candidate: Candidate, chosen: CandidateResult) -> Iterator[RecordAudit]:
    for listed in chosen.audits:
        day = candidate.audits[listed.id].date
        yield RecordAudit(listed.kind, day, listed.site, listed.standard, listed.result)


def _actions(candidate: Candidate) -> Iterator[RecordAction]:
    for audit in candidate.audits.values():
        for found in audit.findings.values():
            yield RecordAction(
                found.grade, found.text, found.action or "", found.owner or "", found.due,
                found.closed,
            )  # fmt: skip
