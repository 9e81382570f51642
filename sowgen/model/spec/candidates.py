"""A company that was looked at as supplier: what it shows, how it was scored, what was found."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sowgen.model.spec.base import (
    CountryCode,
    Date,
    Id,
    Ids,
    Number,
    Pct,
    SpecModel,
    Texts,
    YesNo,
    keyed,
    need,
    opt,
    several,
)
from sowgen.model.values import Money, Stated, Text

Points = Annotated[Number, Field(ge=0, le=5)]
"""A score on the scale from 0 to 5."""


class Score(SpecModel):
    """The score of a candidate on one criterion."""

    score: Stated[Points] = need("Score from 0 to 5.", 4, "to be agreed: audit in March")
    evidence: Text | None = opt("What the score rests on.", "audit report 2026-11, chapter 4")
    assessor: Id | None = opt("Id of the contact or assessor. Default: the candidate's.", "olaf")
    date: Date | None = opt("Day of the score. Default: the candidate's.", "2026-11-20")
    note: Text | None = opt("Remark.", "two lines seen, one of them new")


class GateAnswer(SpecModel):
    """Whether a candidate passes a gate."""

    met: Stated[YesNo] = need("Whether the candidate passes.", True, "to be agreed: NDA is out")
    evidence: Text | None = opt("What the answer rests on.", "extract of the company register")
    assessor: Id | None = opt("Id of the contact or assessor. Default: the candidate's.", "zofia")
    date: Date | None = opt("Day of the answer. Default: the candidate's.", "2026-10-05")


class Certificate(SpecModel):
    """A certificate that a candidate has shown."""

    standard: Text = need("Standard it is issued to.", "ISO 9001")
    edition: Stated[Text] | None = opt("Edition of the standard.", "2015")
    number: Stated[Text] | None = opt("Number of the certificate.", "Q-0000-1")
    body: Stated[Text] | None = opt("Body that issued it.", "Example Certification GmbH")
    accreditation: Stated[Text] | None = opt("Who accredited the body.", "national accreditation")
    scope: Stated[Text] | None = opt("Scope as written on it.", "assembly and test of electronics")
    covers: Ids = several("Ids of the services that the scope covers.", ["smt", "test"])
    sites: Texts = several("Sites that it names, as the candidate's `plant`.", ["Gdynia plant"])
    issued: Stated[Date] | None = opt("Day of issue.", "2026-06-01")
    expires: Stated[Date] | None = opt("Last day on which it counts.", "2029-05-31")
    surveillance_last: Stated[Date] | None = opt("Day of the last surveillance.", "2026-05-20")
    surveillance_due: Stated[Date] | None = opt("Day the next one is due by.", "2027-05-31")
    transition: Stated[Date] | None = opt(
        "Last day on which certificates to this edition count, where a newer one is out.",
        "2029-09-30",
    )
    checked_on: Date | None = opt("Day it was checked with the body.", "2026-11-02")
    note: Text | None = opt("Remark.", "covers both plants")


class Reference(SpecModel):
    """A customer that was asked about a candidate."""

    company: Text = need("Customer, or what it makes where it stays unnamed.", "maker of pumps")
    since: Text | None = opt("How long it has been a customer.", "2019")
    volume: Text | None = opt("What it buys.", "20,000 boards a year")
    delivery: Text | None = opt("How punctual deliveries are.", "97 % on time")
    quality: Text | None = opt("What quality arrives.", "about 300 ppm")
    problems: Text | None = opt(
        "How the candidate reacts to problems.", "open, first answer in a day"
    )
    again: Stated[YesNo] | None = opt("Whether it would choose the candidate again.", True)
    asked_on: Date | None = opt("Day it was asked.", "2026-10-28")
    asked_by: Id | None = opt("Id of the contact or assessor who asked.", "zofia")


class AuditFinding(SpecModel):
    """What an audit or a visit found, and what is done about it."""

    grade: Literal["major", "minor", "ofi"] = need(
        "Major, minor, or opportunity for improvement.", "minor"
    )
    text: Text = need("What was found.", "no record of the humidity in the dry cabinets")
    action: Text | None = opt("What is done about it.", "logger with alarm in every cabinet")
    owner: Text | None = opt("Who does it.", "EMS quality")
    due: Stated[Date] | None = opt("Day it is done by.", "2027-01-31")
    closed: Stated[Date] | None = opt("Day it was found done.", "2027-01-25")


class Audit(SpecModel):
    """A visit to a plant, or an audit of it."""

    kind: Literal["visit", "audit"] = need("Visit or audit.", "audit")
    date: Stated[Date] | None = opt("Day, the last one where it took several.", "2026-11-18")
    site: Text | None = opt("Where. Default: the candidate's plant.", "Gdynia plant")
    standard: Text | None = opt("What it followed.", "VDA 6.3, P2 to P7")
    by: Ids = several("Ids of the contacts or assessors.", ["olaf"])
    score: Stated[Pct] | None = opt("Result in percent.", 87)
    result: Text | None = opt("Class of the result. Default: from `bands`.", "B")
    observations: Texts = several("What was seen.", ["clean lines, one shift idle"])
    findings: dict[Id, AuditFinding] = keyed(
        "Findings by id.", {"f1": {"grade": "minor", "text": "no humidity record"}}
    )


class Candidate(SpecModel):
    """A company that may become the supplier."""

    name: Text = need("Name of the company.", "Sample Assembly GmbH")
    short: Text | None = opt("Short name in tables and charts. Default: the name.", "Sample")
    party: Id | None = opt("Id of the party, where it is one of the deal.", "ems")
    country: CountryCode | None = opt("Country of the plant.", "DE")
    plant: Text | None = opt("Plant that would do the work. Default: the site's name.", "Leipzig")
    site: Id | None = opt("Id of that plant among the sites of the party.", "plant")
    registered_on: Stated[Date] | None = opt("Day of the entry in the register.", "1998-04-02")
    years_on_market: Stated[Number] | None = opt("Years in business as it says itself.", 28)
    source: Text | None = opt("How it came on the list.", "trade fair in Munich, 2025")
    opinions: Texts = several("What others say of it in public.", ["award of a trade journal"])
    price: Stated[Money] | None = opt("Cost as `price_basis` says.", "EUR 41.20")
    dropped: Text | None = opt("Why it left the comparison.", "declined to quote")
    assessor: Id | None = opt("Id of the contact or assessor of all entries without one.", "olaf")
    assessed_on: Date | None = opt("Day of all entries without one.", "2026-11-20")
    gates: dict[Id, GateAnswer] = keyed("Answers by gate id.", {"nda": {"met": True}})
    scores: dict[Id, Score] = keyed(
        "Scores by criterion id, `<criterion>.<part>` where it has parts.",
        {"quality.system": {"score": 4, "evidence": "audit report"}},
    )
    certificates: dict[Id, Certificate] = keyed(
        "Certificates by id.", {"iso-9001": {"standard": "ISO 9001", "expires": "2029-05-31"}}
    )
    references: tuple[Reference, ...] = several(
        "Customers that were asked.", [{"company": "maker of pumps", "again": True}]
    )
    audits: dict[Id, Audit] = keyed(
        "Visits and audits by id.", {"first": {"kind": "audit", "date": "2026-11-18"}}
    )
