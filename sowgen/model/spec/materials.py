"""Who buys which material, on whose account, and how long-lead, bulk and consigned parts run."""

from __future__ import annotations

from typing import Literal

from sowgen.model.spec.base import (
    Days,
    Id,
    Months,
    Pct,
    Silence,
    SpecModel,
    Texts,
    WorkingDays,
    YesNo,
    keyed,
    need,
    opt,
    section,
)
from sowgen.model.values import Money, Stated, Text


class PartClass(SpecModel):
    """A class of parts with one rule on who sources it and who answers for it."""

    name: Text = need("Name of the class.", "OEM-nominated parts")
    bought_by: Id | None = opt("Id of the party that buys.", "ems")
    negotiated_by: Id | None = opt("Id of the party that agrees price and terms.", "oem")
    liable: Id | None = opt("Id of the party that bears defects and excess.", "oem")
    supplier: Id | None = opt("Id of a nominated supplier in `parties`.", "chip-maker")
    unique: YesNo | None = opt("Whether only this product uses the class.", True)
    warranty: Stated[Text] | None = opt("Warranty for the class.", "the maker's, passed on")
    attrition: Stated[Pct] | None = opt("Loss in production that is allowed, in %.", "1 %")
    note: Text | None = opt("Remark.", "List in annex 2")


class BulkBuys(SpecModel):
    """Economic order quantities: buys above the demand on hand."""

    approved_by: Id | None = opt("Id of the party that approves before the buy.", "oem")
    response: Stated[WorkingDays] | None = opt("Time to answer, in working days.", 5)
    silence: Stated[Silence] | None = opt("What no answer means.", "reject")
    advance_cover: Stated[Months] | None = opt(
        "Forecast cover above which it is prepaid, in months.", 3
    )
    advance: Stated[Pct] | None = opt("Share of the cost above the cover that is prepaid.", "100 %")
    advance_settled: Stated[Text] | None = opt("How the advance is set off.", "against deliveries")


class LongLead(SpecModel):
    """Long-lead items held in stock."""

    proposed_by: Id | None = opt("Id of the party that proposes the list.", "ems")
    approved_by: Id | None = opt("Id of the party that approves the list.", "oem")
    review: Stated[Text] | None = opt("How often the list is reviewed.", "every quarter")
    response: Stated[WorkingDays] | None = opt("Time to answer, in working days.", 5)
    silence: Stated[Silence] | None = opt("What no answer means.", "reject")
    stock: Stated[Text] | None = opt("Quantities held.", "not stated: 'certain quantities'")
    release: Stated[Text] | None = opt("What releases the stock.", "written order with quantity")
    ageing: Stated[Months] | None = opt("Age after which the OEM must buy, in months.", 3)
    buyout: Stated[Pct] | None = opt("Price of that buy.", "100 % of direct cost")
    handling_fee: Stated[Pct] | None = opt("Fee on top, with its base.", "2 % of the product price")
    other_liability: Stated[Text] | None = opt("Further liability of the OEM.", "none")


class NonCancellable(SpecModel):
    """Parts that can be neither cancelled nor returned (NCNR)."""

    limit: Stated[Money] | None = opt("Value above which approval is needed.", "EUR 5,000")
    approved_by: Id | None = opt("Id of the party that approves.", "oem")
    response: Stated[WorkingDays] | None = opt("Time to answer, in working days.", 5)
    silence: Stated[Silence] | None = opt("What no answer means.", "reject")


class Consigned(SpecModel):
    """Material the OEM supplies and keeps as its own."""

    delivery: Stated[Days] | None = opt("Lead before the build, in days.", "10 working days")
    attrition: Stated[Pct] | None = opt("Loss that is allowed, in %.", "0.5 %")
    count_cycle: Stated[Text] | None = opt("How often it is counted.", "every 6 months")
    risk_of_loss: Id | None = opt("Id of the party that bears loss.", "ems")
    segregated: Stated[YesNo] | None = opt("Whether it is stored apart.", True)
    lien_waived: Stated[YesNo] | None = opt("Whether liens on it are waived.", True)
    shortage_notice: Stated[WorkingDays] | None = opt(
        "Time to report shortages, in working days.", 2
    )


class Materials(SpecModel):
    """The material model."""

    model: Literal["turnkey", "consigned", "hybrid"] | None = opt(
        "Who supplies the material: the EMS, the OEM, or both.", "turnkey"
    )
    demand_basis: Stated[Text] | None = opt(
        "Demand that material is bought on.", "orders and forecasts"
    )
    demand_months: Stated[Months] | None = opt("Forecast months that count, in months.", 3)
    purchase_methods: Stated[Texts] | None = opt("Methods allowed.", ["EOQ", "ABC policy"])
    split: dict[Id, PartClass] = keyed(
        "Classes of parts by id.", {"nominated": {"name": "Nominated"}}
    )
    eoq: BulkBuys = section(BulkBuys, "Economic order quantities.", {"approved_by": "oem"})
    long_lead: LongLead = section(LongLead, "Long-lead items.", {"ageing": "3 months"})
    ncnr: NonCancellable = section(NonCancellable, "NCNR parts.", {"limit": "EUR 5,000"})
    consigned: Consigned = section(Consigned, "Consigned material.", {"attrition": "0.5 %"})
    attrition: Stated[Pct] | None = opt("General loss that is allowed, in %.", "1 %")
    buffer_stock: Stated[Text] | None = opt("Buffer stock of parts.", "4 weeks of class A parts")
    alternates: Stated[Text] | None = opt("How alternate parts are used.", "only from the AVL")
    open_market: Stated[Text] | None = opt("Rule for brokers.", "only with written approval")
    counterfeit: Stated[Text] | None = opt("Counterfeit control.", "plan to SAE AS5553")
    supplier_quality: Stated[Text] | None = opt(
        "How suppliers' quality is watched.", "all bought material, against the specification"
    )
    vendor_managed: Stated[Text] | None = opt("Stock managed by vendors.", "class C parts")
