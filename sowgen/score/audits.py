"""Visits and audits with the class of their result."""

from __future__ import annotations

from collections import Counter

from sowgen.model.scorecard import AuditResult
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.candidates import Audit, Candidate
from sowgen.score.days import known_day, stated
from sowgen.score.marks import assessor_name


def list_audits(spec: ProjectSpec, name: str, candidate: Candidate) -> tuple[AuditResult, ...]:
    """Every visit and audit of a candidate, in order."""
    return tuple(
        AuditResult(
            candidate=name,
            id=id_,
            kind=audit.kind,
            date=known_day(audit.date),
            site=audit.site or plant_of(spec, candidate),
            standard=audit.standard or "",
            result=class_of(spec, audit),
            by=tuple(assessor_name(spec, one) for one in audit.by),
            open_findings=Counter(
                f.grade for f in audit.findings.values() if known_day(f.closed) is None
            ),
        )
        for id_, audit in candidate.audits.items()
    )


def plant_of(spec: ProjectSpec, candidate: Candidate) -> str:
    """The plant's name: as stated, else that of the site, '' where neither is there."""
    party = spec.parties.get(candidate.party or "")
    site = party.sites.get(candidate.site or "") if party else None
    return candidate.plant or (site.name or candidate.site or "" if site else "")


def class_of(spec: ProjectSpec, audit: Audit) -> str:
    """The class as stated, else that of the highest band the result reaches."""
    if audit.result:
        return audit.result
    score = stated(audit.score)
    if score is None:
        return ""
    bands = sorted(spec.qualification.bands.values(), key=lambda band: -band.at_least.value)
    return next((band.name for band in bands if score.value >= band.at_least.value), "")
