"""Delivery: trade term, title and risk, damages for delay."""

from __future__ import annotations

from typing import Literal

from sowgen.model.spec.base import (
    Count,
    Days,
    Id,
    Pct,
    SpecModel,
    Sum,
    Texts,
    YesNo,
    need,
    opt,
    section,
    several,
)
from sowgen.model.values import Stated, Text

Rule = Literal["EXW", "FCA", "CPT", "CIP", "DAP", "DPU", "DDP", "FAS", "FOB", "CFR", "CIF"]


class Incoterm(SpecModel):
    """The trade term: a rule of the Incoterms with place and edition."""

    rule: Stated[Rule] | None = opt("Three-letter rule.", "FCA")
    place: Stated[Text] | None = opt("Named place.", "Gdynia, 1 Example Street")
    edition: Stated[Count] | None = opt("Edition, a year.", 2020)
    mode: Literal["road", "rail", "air", "sea", "courier", "multimodal"] | None = opt(
        "Mode of transport.", "road"
    )


class DeliveryTerms(SpecModel):
    """A delivery term for one territory."""

    territory: Stated[Text] | None = opt("Territory it holds for.", "Israel without ports")
    by: Stated[Id] | None = opt("Id of the party that carries.", "ems")
    term: Stated[Text] | None = opt("Term in words where it is no Incoterms rule.", "Ex-Factory")
    charge: Stated[Sum] | None = opt("Extra charge.", "USD 0", "agreed case by case")
    insurance: Stated[Text] | None = opt("Who insures the transport.", "EMS, in the price")
    risk: Stated[Text] | None = opt("When risk passes.", "the earlier of delivery and invoice")
    title: Stated[Text] | None = opt("When title passes.", "on payment in full")


class Delivery(SpecModel):
    """Delivery, title and risk."""

    incoterm: Incoterm = section(Incoterm, "Trade term.", {"rule": "FCA", "edition": 2020})
    title: Stated[Text] | None = opt("When title passes.", "on payment in full")
    risk: Stated[Text] | None = opt("When risk passes.", "as in the trade term")
    early: Stated[Text] | None = opt("Early shipment.", "with written approval")
    partial: Stated[YesNo] | None = opt("Whether partial shipments are allowed.", True)
    documents: Stated[Texts] | None = opt("Papers with each delivery.", ["bill of lading"])
    receipt_effect: Stated[Text] | None = opt("What a signature on receipt means.", "receipt only")
    ready_report: Stated[Text] | None = opt("Report of goods ready to ship.", "weekly")
    carrier: Stated[Text] | None = opt("Who picks the carrier.", "the OEM")
    transport: Stated[Text] | None = opt("Way of transport.", "best and safest means")
    packaging: Stated[Text] | None = opt("Packaging.", "as in the packaging specification")
    domestic: DeliveryTerms = section(
        DeliveryTerms, "Inside the home territory.", {"charge": "USD 0"}
    )
    export: DeliveryTerms = section(DeliveryTerms, "Everywhere else.", {"term": "Ex-Factory"})


class DelayTier(SpecModel):
    """A step of delay damages."""

    from_day: Count = need("First day of delay.", 3)
    to_day: Count | None = opt("Last day of delay. Default: open.", 5)
    rate: Stated[Pct] = need("Damages for this step.", "1 %")


class LateDelivery(SpecModel):
    """Damages for late delivery."""

    grace: Stated[Days] | None = opt("Time without damages, in days.", 2)
    tiers: tuple[DelayTier, ...] = several(
        "Steps, shortest delay first.", [{"from_day": 3, "rate": "1 %"}]
    )
    cap: Stated[Sum] | None = opt("Most that is owed.", "5 % of the Price of the late Products")
    exclusive: Stated[YesNo] | None = opt("Whether it is the only remedy.", True)
    expedite: Stated[Text] | None = opt("Who pays for faster transport.", "the EMS")
    refund: Stated[Text] | None = opt("When damages are paid back.", "after 2 quarters on time")
