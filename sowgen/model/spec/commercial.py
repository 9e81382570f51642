"""Money: prices and their review, payment, security, delivery terms, delay damages, tooling."""

from __future__ import annotations

from typing import Literal

from sowgen.model.spec.base import (
    Count,
    Currency,
    Days,
    Due,
    Id,
    Months,
    Pct,
    SpecModel,
    Sum,
    Texts,
    WorkingDays,
    YesNo,
    keyed,
    need,
    opt,
    section,
)
from sowgen.model.spec.delivery import Delivery, LateDelivery
from sowgen.model.values import Clock, Money, Percent, Stated, Text


class PriceReview(SpecModel):
    """The regular review of prices."""

    every: Stated[Months] | None = opt("Time between reviews, in months.", 3)
    aim: Stated[Text] | None = opt("Aim of the review.", "cost reduction")
    effective: Stated[Text] | None = opt("From when a new price counts.", "orders after the review")
    no_agreement: Stated[Text] | None = opt("What holds without agreement.", "the old price")


class MaterialPrice(SpecModel):
    """Buying above the agreed material price so that production goes on."""

    threshold: Stated[Money] | None = opt("Cost impact that decides.", "USD 200")
    period: Stated[Text] | None = opt("Consumption the impact is counted on.", "one quarter")
    below: Stated[Text] | None = opt("Below it.", "EMS alone, written report afterwards")
    above: Stated[Text] | None = opt("Above it.", "prior written approval of the OEM")
    at: Stated[Text] | None = opt("Exactly at it.", "as above it")
    per: Stated[Literal["part", "total"]] | None = opt("Counted per part or in total.", "part")
    report_within: Stated[WorkingDays] | None = opt("Time for the report, in working days.", 5)
    response_urgent: Stated[WorkingDays] | None = opt(
        "Time to answer when urgent, in working days.", 3
    )
    response: Stated[WorkingDays] | None = opt("Time to answer otherwise, in working days.", 10)
    silence: Stated[Literal["approve", "reject", "escalate"]] | None = opt(
        "What no answer means.", "reject"
    )


class CostDown(SpecModel):
    """Cost reduction over time."""

    target: Stated[Pct] | None = opt("Yearly target.", "3 % of the price")
    share_oem: Stated[Pct] | None = opt("Share of a saving that goes to the OEM.", "50 %")
    share_ems: Stated[Pct] | None = opt("Share of a saving that goes to the EMS.", "50 %")
    rule: Stated[Text] | None = opt("How savings are shared.", "EMS keeps the first quarter")


class Payment(SpecModel):
    """When and how invoices are paid."""

    days: Stated[Days] | None = opt(
        "Payment period; a bare number counts days.", 45, "30 working days"
    )
    trigger: Stated[Text] | None = opt("Event the period starts from.", "date of the invoice")
    reading: Stated[Literal["flat", "end_of_month"]] | None = opt(
        "How the period is counted: flat, or from the end of the invoice's month.", "flat"
    )
    currency: Stated[Currency] | None = opt(
        "Currency of payment. Default: commercial.currency.", "EUR"
    )
    late_interest: Stated[Percent] | None = opt(
        "Interest on late payment, with its base.", "1 % of the amount due per month"
    )
    discount: Stated[Percent] | None = opt("Discount for early payment.", "2 % of the invoice")
    discount_days: Stated[Days] | None = opt("Time for the discount, in days.", 10)
    set_off: Stated[Text] | None = opt("Who may set off.", "only with written consent of both")
    prepayment: Stated[Sum] | None = opt("Payment in advance.", "30 % of the order")
    dispute_within: Stated[Days] | None = opt("Time to dispute an invoice, in days.", 15)
    suspension: Stated[Days] | None = opt("Delay after which the EMS may stop, in days.", 30)


class Invoices(SpecModel):
    """Invoices."""

    trigger: Stated[Text] | None = opt("What allows an invoice.", "each delivery")
    content: Stated[Text] | None = opt("What it must show.", "all details of the order")
    currency: Stated[Currency] | None = opt("Currency. Default: commercial.currency.", "EUR")
    form: Stated[Text] | None = opt("Form.", "PDF by e-mail")


class Credit(SpecModel):
    """The credit line of the OEM."""

    limit: Stated[Money] | None = opt("Credit limit.", "USD 500,000")
    statements: Stated[Text] | None = opt("Figures the OEM gives.", "audited annual statements")
    review: Stated[Text] | None = opt("How often it is reviewed.", "every 6 months")


class Security(SpecModel):
    """Security for the claims of the EMS."""

    kinds: Stated[Texts] | None = opt("Kinds allowed.", ["letter of credit", "bank guarantee"])
    amount: Stated[Sum] | None = opt("Amount.", "USD 250,000", "value of all risks")
    when: Stated[Text] | None = opt("When it may be asked for.", "at any time")
    within: Stated[Days] | None = opt("Time to give it, in days.", 14)


class Nre(SpecModel):
    """A one-off cost."""

    name: Text = need("Name of the cost.", "Test fixture design")
    amount: Stated[Money] | None = opt("Amount.", "EUR 8,000")
    paid_by: Id | None = opt("Id of the party that pays.", "oem")
    due: Stated[Due] | None = opt("When it is paid: date, clock or activity.", "fixture")
    note: Text | None = opt("Remark.", "50 % with the order")


class Tool(SpecModel):
    """A tool, fixture or tester."""

    name: Text = need("Name of the tool.", "ICT fixture")
    owner: Stated[Id] | None = opt("Id of the party that owns it.", "oem")
    site: Id | None = opt("Id of the site where it stands.", "plant")
    serial: Stated[Text] | None = opt("Type, drawing or serial number.", "FX-014")
    quantity: Stated[Count] | None = opt("Pieces.", 1)
    cost: Stated[Money] | None = opt("Cost.", "EUR 12,000")
    paid_by: Id | None = opt("Id of the party that pays.", "oem")
    life: Stated[Text] | None = opt("Life.", "100,000 cycles")
    calibration: Stated[Text] | None = opt("Calibration.", "yearly")
    maintained_by: Stated[Id] | None = opt("Id of the party that maintains it.", "ems")


class ToolingTerms(SpecModel):
    """Rules for all tools of the OEM."""

    title: Stated[Text] | None = opt("When they become the OEM's.", "on payment")
    marked_by: Stated[Id] | None = opt("Id of the party that marks them.", "ems")
    maintenance: Stated[Text] | None = opt("Maintenance.", "routine by the EMS, parts by the OEM")
    insured_by: Stated[Id] | None = opt("Id of the party that insures them.", "ems")
    lien_waived: Stated[YesNo] | None = opt("Whether liens on them are waived.", True)
    return_within: Stated[Days] | None = opt("Time to return them, in days.", 30)
    amortisation: Stated[Text] | None = opt("Amortisation in the price.", "EUR 0.40 a unit")
    stages: Stated[Texts] | None = opt(
        "Payment in stages.", ["50 % with order", "50 % on approval"]
    )
    buyout: Stated[Money] | None = opt("Price of special tools at the end.", "USD 1")


class Commercial(SpecModel):
    """Commercial terms."""

    currency: Stated[Currency] | None = opt("Currency of prices. Default: package.currency.", "EUR")
    price_model: Stated[Literal["fixed", "cost_plus", "open_book"]] | None = opt(
        "Price model.", "open_book"
    )
    price_basis: Stated[Text] | None = opt("Where prices stand.", "price list PL-2027-01")
    formula: Stated[Text] | None = opt("Price formula.", "material x 1.06 + labour")
    markup: Stated[Pct] | None = opt("Mark-up on material.", "6 % of material cost")
    validity: Stated[Months] | None = opt("Time prices hold, in months.", 6)
    most_favoured: Stated[YesNo] | None = opt("Whether the OEM gets the best price.", False)
    price_review: PriceReview = section(PriceReview, "Review of prices.", {"every": 3})
    material_price: MaterialPrice = section(
        MaterialPrice, "Dearer material.", {"threshold": "USD 200"}
    )
    cost_down: CostDown = section(CostDown, "Cost reduction.", {"target": "3 %"})
    ppv: Stated[Text] | None = opt("How purchase price variance is settled.", "every quarter")
    payment: Payment = section(Payment, "Payment.", {"days": 45})
    invoices: Invoices = section(Invoices, "Invoices.", {"trigger": "each delivery"})
    taxes: Stated[Text] | None = opt("Taxes and duties.", "prices without VAT")
    credit: Credit = section(Credit, "Credit line.", {"limit": "USD 500,000"})
    security: Security = section(Security, "Security.", {"kinds": ["bank guarantee"]})
    delivery: Delivery = section(Delivery, "Delivery.", {"partial": True})
    late_delivery: LateDelivery = section(LateDelivery, "Delay damages.", {"grace": 3})
    minimum_purchase: Stated[Sum] | None = opt("Least purchase a year.", "EUR 1,000,000")
    nre: dict[Id, Nre] = keyed("One-off costs by id.", {"fixture": {"name": "Fixture design"}})
    tooling: dict[Id, Tool] = keyed("Tools by id.", {"ict": {"name": "ICT fixture"}})
    tooling_terms: ToolingTerms = section(ToolingTerms, "Rules for tools.", {"return_within": 30})
    payment_clock: Stated[Clock] | None = opt(
        "Payment term as a clock, where `payment.days` and `trigger` cannot say it.",
        "30 days after the earlier of delivery and invoice",
    )
