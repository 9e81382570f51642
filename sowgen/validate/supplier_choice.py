"""The choice of the supplier against the deal, and what of it the supplier reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from sowgen.diagnostics import Diagnostic
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.candidates import Candidate
from sowgen.model.spec.qualification import SourcingDecision
from sowgen.model.tree import Path, Tree
from sowgen.validate.finding import find, nearest
from sowgen.validate.tables import squeeze
from sowgen.validate.walk import leaves, stated

_ROOT: Path = ("qualification",)
_REFERENCES = 3
_SHORT = 4
"""Names of fewer letters are not searched for: they would be found in other words."""


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """V101 on the decision, V110, V111, V113, and V118 to V126 but for prices and scores."""
    decision = spec.qualification.decision
    if decision is None:
        return
    yield from _decision(spec, decision, tree)
    at: Path = (*_ROOT, "decision", "chosen")
    candidate = spec.qualification.candidates.get(decision.chosen)
    if candidate is None:
        hint = nearest(decision.chosen, list(spec.qualification.candidates), "candidates")
        yield find("V101", f"`{decision.chosen}` is not a candidate", tree.span(at), hint)
        return
    party = spec.parties.get(candidate.party or "")
    if party is None or party.role != "ems":
        hint = f"set `candidates.{decision.chosen}.party`, or choose the party's candidate"
        yield find("V113", f"`{decision.chosen}` is not the EMS of the deal", tree.span(at), hint)
    yield from _looked_at(decision.chosen, candidate, tree)
    yield from _required(spec, decision.chosen, candidate, tree)
    yield from _younger(decision, candidate, tree)
    yield from _named(spec, decision.chosen, tree)


def _decision(spec: ProjectSpec, decision: SourcingDecision, tree: Tree) -> Iterator[Diagnostic]:
    """V101, V118, V119 and V123: the decision by itself."""
    at: Path = (*_ROOT, "decision")
    lacks = [f for f in ("by", "approved_by", "date", "reason") if getattr(decision, f) is None]
    if lacks:
        fields = ", ".join(f"`{field}`" for field in lacks)
        hint = f"add {fields}"
        yield find("V118", f"the decision has no {fields}", tree.key_span(at), hint)
    for field in ("by", "approved_by"):
        id_ = stated(getattr(decision, field))
        if id_ is None:
            continue
        role, here = spec.roles.get(id_), tree.span((*at, field))
        if role is None:
            yield find(
                "V101", f"`{id_}` is not a role", here, nearest(id_, list(spec.roles), "roles")
            )
        elif (party := spec.parties.get(role.party)) and party.role != "oem":
            message = f"`{id_}` is a role of {party.legal_name}"
            yield find("V119", message, here, "name a role of the OEM")
    again = spec.qualification.requalification
    if again.every is None and again.on is None:
        hint = "add `requalification:` with `every:` or `on:`"
        message = "the supplier is chosen, and nothing says when it is looked at again"
        yield find("V123", message, tree.key_span(at), hint)


def _looked_at(name: str, candidate: Candidate, tree: Tree) -> Iterator[Diagnostic]:
    """V110 and V111: audit and references of the chosen one."""
    at = tree.key_span((*_ROOT, "candidates", name))
    if not any(audit.kind == "audit" for audit in candidate.audits.values()):
        hint = "add one under `audits` with `kind: audit`"
        yield find("V110", f"`{name}` is chosen without an audit of its plant", at, hint)
    asked = len(candidate.references)
    if asked < _REFERENCES:
        message = f"`{name}` is chosen with {asked or 'no'} reference{'' if asked == 1 else 's'}"
        yield find("V111", message, at, "ask three customers, and add them under `references`")


def _required(
    spec: ProjectSpec, name: str, candidate: Candidate, tree: Tree
) -> Iterator[Diagnostic]:
    """V121 and V122: the certificates that the deal requires of the supplier."""
    for id_, standard in spec.quality.standards.items():
        if standard.certificate is not True or standard.party not in (None, candidate.party):
            continue
        at: Path = ("quality", "standards", id_)
        held = {
            key: c
            for key, c in candidate.certificates.items()
            if squeeze(c.standard).startswith(squeeze(standard.name))
        }
        if not held and stated(standard.certificate_by) is None:
            hint = f"add it under `candidates.{name}.certificates`, or `certificate_by:` here"
            message = f"`{name}` has shown no certificate to {standard.name}"
            yield find("V121", message, tree.span((*at, "certificate")), hint)
        agreed = stated(standard.certificate_expires)
        for key, certificate in held.items():
            expires = stated(certificate.expires)
            if agreed and expires and agreed != expires:
                here: Path = (*_ROOT, "candidates", name, "certificates", key, "expires")
                yield find(
                    "V122",
                    f"the certificate to {standard.name} expires on {expires} here, on {agreed} "
                    "in the statement of work",
                    tree.span(here),
                    "correct the one that is wrong",
                    [("there", tree.span((*at, "certificate_expires")))],
                )


def _younger(decision: SourcingDecision, candidate: Candidate, tree: Tree) -> Iterator[Diagnostic]:
    """V126: evidence on the chosen one that is younger than the decision."""
    day = stated(decision.date)
    if day is None:
        return
    at: Path = (*_ROOT, "candidates", decision.chosen)
    dated: list[tuple[str, date | None, Path]] = [
        (f"the {audit.kind} `{id_}`", stated(audit.date), (*at, "audits", id_, "date"))
        for id_, audit in candidate.audits.items()
    ]
    dated += [
        (f"the score of `{key}`", s.date or candidate.assessed_on, (*at, "scores", key))
        for key, s in candidate.scores.items()
    ]
    dated += [
        (f"the reference `{r.company}`", r.asked_on, (*at, "references", n, "asked_on"))
        for n, r in enumerate(candidate.references)
    ]
    for what, then, here in dated:
        if then and then > day:
            message = f"{what} is of {then}, the decision of {day}"
            yield find("V126", message, tree.span(here), "correct the day, or decide later")


def _named(spec: ProjectSpec, name: str, tree: Tree) -> Iterator[Diagnostic]:
    """V120: names of other candidates in the words that go into the supplier's record."""
    others = [
        words
        for id_, candidate in spec.qualification.candidates.items()
        if id_ != name
        for words in (candidate.name, candidate.short, candidate.plant)
        if words and len(words) >= _SHORT
    ]
    for path, text in _outbound(spec, name):
        for other in others:
            if re.search(rf"(?<!\w){re.escape(other)}(?!\w)", text, re.IGNORECASE):
                hint = "the supplier reads this; write it without other candidates"
                yield find("V120", f"`{other}` is another candidate", tree.span(path), hint)


def _outbound(spec: ProjectSpec, name: str) -> Iterator[tuple[Path, str]]:
    """Every text of the qualification that the record of the chosen supplier prints."""
    qualification = spec.qualification
    candidate = qualification.candidates[name]
    parts: list[tuple[Path, object]] = [
        (("subject",), qualification.subject),
        (("requalification", "triggers"), qualification.requalification.triggers),
        (("candidates", name, "certificates"), candidate.certificates),
        (("candidates", name, "plant"), candidate.plant),
    ]
    if qualification.decision:
        parts += [
            (("decision", "basis"), qualification.decision.basis),
            (("decision", "conditions"), qualification.decision.conditions),
        ]
    parts += [(("gates", id_, "name"), gate.name) for id_, gate in qualification.gates.items()]
    for id_, audit in candidate.audits.items():
        at = ("candidates", name, "audits", id_)
        parts += [
            ((*at, "site"), audit.site),
            ((*at, "standard"), audit.standard),
            ((*at, "result"), audit.result),
            ((*at, "findings"), audit.findings),
        ]
    for path, part in parts:
        for inner, value in leaves(part):
            if isinstance(value, str):
                yield (*_ROOT, *path, *inner), value
