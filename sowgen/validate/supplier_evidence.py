"""What a candidate shows: certificates, audits, references, years in business; and when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from sowgen.diagnostics import Diagnostic
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.candidates import Audit, Candidate, Certificate
from sowgen.model.tree import Path, Tree
from sowgen.validate.finding import find
from sowgen.validate.tables import find_standard
from sowgen.validate.walk import stated

_ROOT: Path = ("qualification",)
_SLACK = 1
"""Years by which the stated age of a company may differ from the register's."""


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """V109, V112, and V114 to V117."""
    signed = signature_day(spec)
    yield from _stages(spec, signed, tree)
    for name, candidate in spec.qualification.candidates.items():
        at: Path = (*_ROOT, "candidates", name)
        yield from _age(spec, candidate, at, tree)
        for id_, held in candidate.certificates.items():
            yield from _edition(held, (*at, "certificates", id_), tree)
            yield from _dates(held, (*at, "certificates", id_), tree)
        for id_, audit in candidate.audits.items():
            yield from _audit(audit, signed, (*at, "audits", id_), tree)


def signature_day(spec: ProjectSpec) -> date | None:
    """The day the contract is signed: the first signature, else a fixed effective date."""
    signed = [
        day
        for party in spec.parties.values()
        for signatory in party.signatories
        if (day := stated(signatory.signed_on))
    ]
    effective = stated(spec.package.effective_date)
    return min(signed, default=effective if isinstance(effective, date) else None)


def _stages(spec: ProjectSpec, signed: date | None, tree: Tree) -> Iterator[Diagnostic]:
    """V109 and V117: stages that come too late."""
    latest: tuple[str, date] | None = None
    for name, stage in spec.qualification.stages.items():
        day, at = stated(stage.date), tree.span((*_ROOT, "stages", name, "date"))
        if day is None:
            continue
        if stage.before_signature and signed and day > signed:
            hint = "end it before the contract is signed"
            yield find(
                "V109", f"`{name}` ends on {day}, the contract counts from {signed}", at, hint
            )
        if latest and day < latest[1]:
            message = f"`{name}` ends on {day}, before `{latest[0]}` ({latest[1]})"
            yield find("V117", message, at, "correct the day, or the order of the stages")
        else:
            latest = (name, day)


def _age(spec: ProjectSpec, candidate: Candidate, at: Path, tree: Tree) -> Iterator[Diagnostic]:
    """V112: the age of the company by its own words and by the register."""
    entered, said = stated(candidate.registered_on), stated(candidate.years_on_market)
    effective = stated(spec.package.effective_date)
    day = spec.package.date or (effective if isinstance(effective, date) else None)
    if entered is None or said is None or day is None:
        return
    counted = day.year - entered.year - ((day.month, day.day) < (entered.month, entered.day))
    if abs(said - counted) > _SLACK:
        yield find(
            "V112",
            f"{said:f} years in business, but registered for {counted}",
            tree.span((*at, "years_on_market")),
            "ask for the reason, such as a change of legal form",
            [("the register", tree.span((*at, "registered_on")))],
        )


def _edition(held: Certificate, at: Path, tree: Tree) -> Iterator[Diagnostic]:
    """V114: the edition against the table of standards."""
    found = find_standard(held.standard)
    if found is None or held.transition is not None:
        return
    known, behind = found
    written = stated(held.edition) or behind
    if known.status == "withdrawn":
        successor = f", replaced by {known.replaced_by}" if known.replaced_by else ""
        message = f"{known.name} has been withdrawn{successor}"
    else:
        words = set(re.findall(r"\b(?:[A-Z]|\d{4})\b", written))
        old = [e.id for e in known.editions if e.id in words and e.state != "current"]
        if not old:
            return
        message = f"edition {old[0]} of {known.name} has been superseded"
    field = "edition" if stated(held.edition) and known.status != "withdrawn" else "standard"
    hint = "add `transition:` with the last day on which it counts, or `not stated`"
    yield find("V114", message, tree.span((*at, field)), hint)


def _dates(held: Certificate, at: Path, tree: Tree) -> Iterator[Diagnostic]:
    """V115: the order of a certificate's days."""
    issued, expires = stated(held.issued), stated(held.expires)
    order = (("issued", issued), ("surveillance_last", stated(held.surveillance_last)),
             ("surveillance_due", stated(held.surveillance_due)), ("expires", expires))  # fmt: skip
    before: tuple[str, date] | None = None
    for field, day in order:
        if day is None:
            continue
        if before and day < before[1]:
            message = f"`{field}` ({day}) lies before `{before[0]}` ({before[1]})"
            yield find("V115", message, tree.span((*at, field)), "correct the dates")
            return
        before = (field, day)


def _audit(audit: Audit, signed: date | None, at: Path, tree: Tree) -> Iterator[Diagnostic]:
    """V109 and V116: too late, or with findings that nobody closes."""
    day = stated(audit.date)
    if day and signed and day > signed:
        yield find(
            "V109",
            f"the {audit.kind} is on {day}, the contract counts from {signed}",
            tree.span((*at, "date")),
            "hold it before the contract is signed",
        )
    for id_, found in audit.findings.items():
        lacks = [field for field in ("action", "owner", "due") if getattr(found, field) is None]
        if found.grade != "ofi" and lacks and stated(found.closed) is None:
            fields = " and ".join(f"`{field}`" for field in lacks)
            yield find(
                "V116",
                f"the {found.grade} finding `{id_}` has no {fields}",
                tree.key_span((*at, "findings", id_)),
                f"add {fields}",
            )
