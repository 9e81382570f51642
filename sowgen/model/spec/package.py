"""The package itself: what it is called, which issue of it this is, what outranks what."""

from __future__ import annotations

from typing import Literal

from sowgen.model.spec.base import (
    Currency,
    Date,
    DateOrText,
    Id,
    Language,
    SpecModel,
    Texts,
    need,
    opt,
    several,
)
from sowgen.model.values import Stated, Text


class Package(SpecModel):
    """The set of documents that is generated from one project."""

    id: Id = need("Id of the package, as a rule the project folder's name.", "widget-2027")
    title: Text = need("Title on the cover.", "Manufacture of the Widget controller")
    reference: Text | None = opt(
        "Reference number; file names start with it. Default: the id.", "SOW-2027-014"
    )
    version: Text = opt("Version of the package. Default: 0.1.", "1.2", default="0.1")
    status: Literal["draft", "for_review", "issued", "signed"] = opt(
        "Where the package stands; `issued` and `signed` allow nothing to be agreed. "
        "Default: draft.",
        "for_review",
        default="draft",
    )
    language: Language = opt("Language of the documents. Default: en.", "en", default="en")
    date: Date | None = opt("Date printed on the documents, as year-month-day.", "2027-01-15")
    effective_date: Stated[DateOrText] | None = opt(
        "Date from which the agreement counts: a date, or its written form where the reading "
        "of that is open.",
        "2027-02-01",
        "1.4.2011",
    )
    agreement: Stated[Text] | None = opt(
        "The agreement that the package belongs to or is.", "Turn-key manufacturing agreement"
    )
    recitals: Texts = several(
        "Recitals: one sentence each on why the parties meet.",
        ["The Customer designs and sells controllers."],
    )
    order_of_precedence: Texts = several(
        "What outranks what, highest first.", ["agreement", "statement of work", "annexes"]
    )
    variant: Text | None = opt(
        "Name of this variant of the package where there are several; the bargaining stance "
        "is `clauses.stance`.",
        "turn-key",
    )
    currency: Currency | None = opt(
        "Currency of the package where a section names no other.", "EUR"
    )
    units: Literal["metric", "imperial"] = opt(
        "System of units in the documents. Default: metric.", "metric", default="metric"
    )
    confidentiality: Text | None = opt(
        "Confidentiality label in the header.", "Confidential - Example Devices and partners"
    )
    notes: Texts = several("Drafting notes; never printed.", ["Annex C follows in March."])
