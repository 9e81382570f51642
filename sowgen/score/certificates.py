"""Certificates held against the plant, the services, the schedule and the first term."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sowgen.model.scorecard import CertificateIssue, CertificateResult
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.candidates import Candidate, Certificate
from sowgen.score.days import RENEWAL, Days, known_day

FAILS: frozenset[CertificateIssue] = frozenset(
    {
        "expired", "before_production", "other_site", "other_scope", "surveillance_missed",
        "transition_before_production",
    }
)  # fmt: skip
"""Issues with which a certificate does not carry a candidate through a gate."""


def check_certificates(
    spec: ProjectSpec, name: str, candidate: Candidate, days: Days
) -> tuple[CertificateResult, ...]:
    """Every certificate of a candidate with what is wrong with it."""
    return tuple(
        _check(spec, name, candidate, id_, certificate, days)
        for id_, certificate in candidate.certificates.items()
    )


def _check(
    spec: ProjectSpec, name: str, candidate: Candidate, id_: str, held: Certificate, days: Days
) -> CertificateResult:
    expires = known_day(held.expires)
    ends = max((d for d in (days.production_start, days.term_end) if d), default=None)
    issues = (*_validity(held, days), *_reach(spec, candidate, held))
    return CertificateResult(
        candidate=name,
        id=id_,
        standard=held.standard,
        expires=expires,
        renew_by=expires - RENEWAL if expires and ends and expires < ends else None,
        fails=bool(FAILS & set(issues)),
        issues=issues,
    )


def _validity(held: Certificate, days: Days) -> Iterator[CertificateIssue]:
    expires, start, end = known_day(held.expires), days.production_start, days.term_end
    if expires is None:
        yield "no_expiry"
    elif days.as_of and expires < days.as_of:
        yield "expired"
    elif start and expires < start:
        yield "before_production"
    elif end and expires < end:
        yield "in_term"
    due = known_day(held.surveillance_due)
    if due and days.as_of and due < days.as_of:
        yield "surveillance_missed"
    until = known_day(held.transition)
    if until and start and until < start:
        yield "transition_before_production"
    elif until and end and until < end:
        yield "transition_in_term"


def _reach(
    spec: ProjectSpec, candidate: Candidate, held: Certificate
) -> Iterator[CertificateIssue]:
    plants = {squeeze(name) for name in plant_names(spec, candidate)}
    if not held.sites:
        yield "no_site"
    elif plants and not plants & {squeeze(site) for site in held.sites}:
        yield "other_site"
    if held.covers and set(needed_services(spec, candidate)) - set(held.covers):
        yield "other_scope"


def plant_names(spec: ProjectSpec, candidate: Candidate) -> tuple[str, ...]:
    """What the plant that would do the work is called: as stated, and as a site of the deal."""
    party = spec.parties.get(candidate.party or "")
    site = party.sites.get(candidate.site or "") if party else None
    names = (candidate.plant, candidate.site, site.name if site else None)
    return tuple(name for name in names if name)


def needed_services(spec: ProjectSpec, candidate: Candidate) -> tuple[str, ...]:
    """Ids of the services in scope that the deal places at the plant; where the plant is no site
    of the deal, those that the supplier does anywhere."""
    makers = {None, candidate.party} | {i for i, p in spec.parties.items() if p.role == "ems"}
    return tuple(
        id_
        for id_, service in spec.scope.services.items()
        if service.status == "in"
        and service.party in makers
        and (candidate.site is None or service.site == candidate.site)
    )


def is_to(standard: str, wanted: str) -> bool:
    """Whether a certificate's standard is the one wanted: `ISO 9001:2015` is to `iso 9001`."""
    return squeeze(standard).startswith(squeeze(wanted))


def squeeze(text: str) -> str:
    """Words without what people write differently: case, spaces, punctuation."""
    return re.sub(r"[\W_]+", "", text).casefold()
