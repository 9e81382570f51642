"""Candidates compared: what `score` hands to the documents.

Points count out of 100. They are rounded to tenths before anything is ranked, so that what is
printed is what was compared; a difference too small to print is a tie. What is missing is never
a number: it widens the range from `low` (as if scored 0) to `high` (as if scored 5).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from sowgen.model.values import Absent, Duration, Money

Said: TypeAlias = str | Absent | None
Day: TypeAlias = datetime.date | Absent | None
GateState: TypeAlias = Literal["pass", "fail", "open"]
CandidateState: TypeAlias = Literal["ranked", "excluded", "dropped"]
CertificateIssue: TypeAlias = Literal[
    "expired", "before_production", "in_term", "other_site", "other_scope", "no_expiry",
    "no_site", "surveillance_missed", "transition_before_production", "transition_in_term",
]  # fmt: skip
"""What is wrong with a certificate, measured on the schedule and the first term."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a candidate has on a criterion or part.

    `low` and `high` are points, equal where nothing is missing; `score` is on the scale of 0
    to 5, None where it is missing or the criterion has parts. `computed` where it follows
    from the price.
    """

    candidate: str
    low: Decimal
    high: Decimal
    score: Decimal | None
    missing: bool
    computed: bool
    evidence: str
    assessor: str
    date: datetime.date | None
    note: str


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """A criterion or a part of one; `weight` in points, a part's rounded to tenths, and `share`
    what is stated of it, in percent of the criterion. `marks` stand in the order of the
    scorecard's candidates. `key` is the id under which it is scored, '' where its parts are."""

    id: str
    key: str
    name: str
    weight: Decimal
    share: Decimal | None
    priced: bool
    marks: tuple[Mark, ...]
    parts: tuple[CriterionResult, ...]
    anchors: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class GateAnswerResult:
    """A candidate's answer at a gate; `certificate` is the id of the one that decided, or ''."""

    candidate: str
    state: GateState
    evidence: str
    certificate: str


@dataclass(frozen=True, slots=True)
class GateResult:
    """A gate with the answers in the order of the scorecard's candidates."""

    id: str
    name: str
    rule: str
    answers: tuple[GateAnswerResult, ...]


@dataclass(frozen=True, slots=True)
class CertificateResult:
    """A certificate, checked. `renew_by` is 90 days before it expires, None where it outlasts
    the first term or either date is not known."""

    candidate: str
    id: str
    standard: str
    expires: datetime.date | None
    renew_by: datetime.date | None
    fails: bool
    issues: tuple[CertificateIssue, ...]


@dataclass(frozen=True, slots=True)
class AuditResult:
    """A visit or an audit; `result` its class, '' where there is none. `open_findings` counts
    those that are not closed, by grade."""

    candidate: str
    id: str
    kind: Literal["visit", "audit"]
    date: datetime.date | None
    site: str
    standard: str
    result: str
    by: tuple[str, ...]
    open_findings: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CandidateResult:
    """A candidate. Without criteria there are no points and no ranks.

    `total` is None where a score is missing. `rank_best` and `rank_worst` say which ranks are
    possible, equal where nothing is open; None unless `state` is `ranked`. `years` in business
    are stated, or counted from the register; `years_counted` says which.
    """

    id: str
    name: str
    short: str
    party: str
    country: str
    plant: str
    source: str
    years: Decimal | None
    years_counted: bool
    price: Money | None
    state: CandidateState
    dropped: str
    total: Decimal | None
    low: Decimal | None
    high: Decimal | None
    rank_best: int | None
    rank_worst: int | None
    missing: tuple[str, ...]
    failed_gates: tuple[str, ...]
    open_gates: tuple[str, ...]
    tied_with: tuple[str, ...]
    dominated_by: tuple[str, ...]
    certificates: tuple[CertificateResult, ...]
    audits: tuple[AuditResult, ...]


@dataclass(frozen=True, slots=True)
class RankChange:
    """A candidate whose possible ranks change with a weight."""

    candidate: str
    name: str
    before: tuple[int, int]
    after: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What happens where the weight of one criterion is a fifth less or more and the others
    are scaled to keep the total at 100.

    `lower_first` and `upper_first` are the names on the first place, several where they tie,
    none where missing scores leave it open. `holds_from` and `holds_to` are the weights within
    which the present first stays first, None where there is no single first.
    """

    criterion: str
    name: str
    weight: Decimal
    lower: Decimal
    upper: Decimal
    lower_first: tuple[str, ...]
    upper_first: tuple[str, ...]
    lower_changes: tuple[RankChange, ...]
    upper_changes: tuple[RankChange, ...]
    holds_from: Decimal | None
    holds_to: Decimal | None


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """Something that is missing on a candidate; `items` names it where there is more to say."""

    candidate: str
    name: str
    kind: Literal[
        "scores", "gates", "expiry", "site", "certificates", "price", "audit", "references",
        "register",
    ]  # fmt: skip
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordCertificate:
    """A certificate as the record of the chosen supplier shows it."""

    standard: str
    edition: Said
    number: Said
    body: Said
    scope: Said
    sites: tuple[str, ...]
    expires: Day
    renew_by: datetime.date | None
    issues: tuple[CertificateIssue, ...]


@dataclass(frozen=True, slots=True)
class RecordAudit:
    """An audit or visit as the record shows it: when, where, after what, with which class."""

    kind: Literal["visit", "audit"]
    date: Day
    site: str
    standard: str
    result: str


@dataclass(frozen=True, slots=True)
class RecordAction:
    """An action that was agreed on a finding."""

    grade: Literal["major", "minor", "ofi"]
    finding: str
    action: str
    owner: str
    due: Day
    closed: Day


@dataclass(frozen=True, slots=True)
class SupplierRecord:
    """What the other party may see: the chosen supplier and what the choice rests on. Nothing
    of other candidates, no score, no price."""

    name: str
    party: str
    country: str
    plant: str
    years: Decimal | None
    subject: str
    decided_on: Day
    decided_by: Said
    approved_by: Said
    gates: tuple[str, ...]
    certificates: tuple[RecordCertificate, ...]
    audits: tuple[RecordAudit, ...]
    references: int
    actions: tuple[RecordAction, ...]
    basis: tuple[str, ...]
    conditions: tuple[str, ...]
    requalify_on: Day
    requalify_every: Duration | Absent | None
    triggers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The comparison. `candidates` are those compared, from the first to the last, with those that
    fail a gate behind them; `dropped` are those that left before.

    `first` names those that are first whatever the missing scores turn out to be: one, several
    that tie, or none. `lead` is the distance from a single first to the highest that another
    can reach. `steady` says that a fifth more or less of no weight changes the first place;
    None where there is no first. `weighted` says that there are criteria at all. `as_of` is the
    package's date: no day is looked at as today.
    """

    as_of: datetime.date | None
    production_start: datetime.date | None
    term_end: datetime.date | None
    weighted: bool
    candidates: tuple[CandidateResult, ...]
    dropped: tuple[CandidateResult, ...]
    gates: tuple[GateResult, ...]
    criteria: tuple[CriterionResult, ...]
    sensitivity: tuple[Sensitivity, ...]
    first: tuple[str, ...]
    lead: Decimal | None
    steady: bool | None
    open_points: tuple[OpenPoint, ...]
    chosen: CandidateResult | None
    record: SupplierRecord | None = None
