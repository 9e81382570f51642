"""Gates: passed, failed or open. No score makes up for a gate that is failed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sowgen.model.scorecard import CertificateResult, GateAnswerResult, GateResult, GateState
from sowgen.model.spec.candidates import Candidate
from sowgen.model.spec.qualification import Qualification, QualificationGate
from sowgen.score.certificates import is_to
from sowgen.score.days import stated


def judge_gates(
    qualification: Qualification, held: Mapping[str, Sequence[CertificateResult]]
) -> tuple[GateResult, ...]:
    """Every gate with an answer for each candidate in the comparison; `held` has the checked
    certificates of each."""
    return tuple(
        GateResult(
            id_,
            gate.name,
            gate.rule or "",
            tuple(
                _answer(id_, gate, name, candidate, held[name])
                for name, candidate in qualification.candidates.items()
                if not candidate.dropped
            ),
        )
        for id_, gate in qualification.gates.items()
    )


def _answer(
    id_: str,
    gate: QualificationGate,
    name: str,
    candidate: Candidate,
    held: Sequence[CertificateResult],
) -> GateAnswerResult:
    """What a candidate's answer comes to.

    Where the gate is decided by a certificate and one is listed, the certificate decides; an
    answer of `false` stands all the same. Without any answer the gate is open.
    """
    answer = candidate.gates.get(id_)
    met = stated(answer.met) if answer else None
    evidence = (answer.evidence or "") if answer else ""
    state: GateState = "open" if met is None else "pass" if met else "fail"
    listed = [c for c in held if gate.certificate and is_to(c.standard, gate.certificate)]
    if not listed or state == "fail":
        return GateAnswerResult(name, state, evidence, "")
    best = min(listed, key=_doubt)
    states: tuple[GateState, ...] = ("pass", "open", "fail")
    return GateAnswerResult(name, states[_doubt(best)], evidence, best.id)


def _doubt(certificate: CertificateResult) -> int:
    """0 where the certificate holds, 1 where something is not known, 2 where it fails."""
    if certificate.fails:
        return 2
    return int(bool({"no_expiry", "no_site"} & set(certificate.issues)))
