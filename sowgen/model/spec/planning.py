"""Forecasts, orders, flexibility, finished-goods stock, and who pays when demand falls away."""

from __future__ import annotations

from typing import Literal

from sowgen.model.spec.base import (
    Count,
    Days,
    Months,
    Pct,
    SpecModel,
    Texts,
    Weeks,
    WorkingDays,
    YesNo,
    need,
    opt,
    section,
    several,
)
from sowgen.model.values import Duration, Stated, Text


class BindingWindow(SpecModel):
    """A stretch of the forecast and the share of it that binds the OEM."""

    from_day: Count = need("First day of the window, counted from the forecast.", 0)
    to_day: Count | None = opt("Last day of the window. Default: open.", 30)
    share: Stated[Pct] | None = opt("Share of the forecast that binds.", "100 %")


class Forecast(SpecModel):
    """The rolling forecast."""

    cadence: Stated[Text] | None = opt("How often it is sent.", "monthly")
    horizon: Stated[Months] | None = opt("How far it reaches, in months.", 12)
    binding: tuple[BindingWindow, ...] = several(
        "Binding windows, nearest first.", [{"from_day": 0, "to_day": 30, "share": "100 %"}]
    )
    authorises_material: Stated[YesNo] | None = opt("Whether the EMS may buy material on it.", True)
    upside: Stated[Text] | None = opt(
        "What the EMS does for demand above it.", "reasonable efforts"
    )
    form: Stated[Text] | None = opt("Form it is sent in.", "XLSX or EDI 830")
    response: Stated[WorkingDays] | None = opt("Time for the EMS to answer, in working days.", 5)
    silence: Stated[Literal["accept", "reject"]] | None = opt("What no answer means.", "accept")


class Orders(SpecModel):
    """Purchase orders."""

    min_period: Stated[Months] | None = opt("Shortest period an order covers, in months.", 3)
    min_window: Stated[Days] | None = opt("Least time from order to delivery, in days.", 30)
    accept_within: Stated[WorkingDays] | None = opt("Time to accept or reject, in working days.", 5)
    silence: Stated[Literal["accept", "reject"]] | None = opt("What no answer means.", "reject")
    rejection: Stated[Text] | None = opt("How an order is refused.", "in writing with reasons")
    partial_acceptance: Stated[YesNo] | None = opt(
        "Whether part of an order may be accepted.", False
    )
    must_accept_within_forecast: Stated[YesNo] | None = opt(
        "Whether orders inside the forecast must be accepted.", True
    )
    delay_notice: Stated[WorkingDays] | None = opt(
        "Time to report an expected delay, in working days.", 1
    )
    delay_duty: Stated[Text] | None = opt("What the EMS does on delay.", "new dates, best efforts")


class FlexWindow(SpecModel):
    """What may still be changed on an order this far ahead of delivery."""

    from_day: Count = need("First day before delivery.", 0)
    to_day: Count | None = opt("Last day before delivery. Default: open.", 30)
    increase: Stated[Pct] | None = opt("Largest increase.", "25 %")
    decrease: Stated[Pct] | None = opt("Largest decrease.", "0 %")
    defer: Stated[Days] | None = opt("Longest postponement, in days.", 30)
    times: Stated[Count] | None = opt("How often an order may be postponed.", 1)
    cancel: Stated[YesNo] | None = opt("Whether an order may be cancelled.", False)


class FinishedGoods(SpecModel):
    """Finished-goods stock (FGI) on top of orders."""

    min_stock: Stated[Weeks] | None = opt("Floor, in weeks of supply.", 2)
    max_stock: Stated[Weeks] | None = opt("Ceiling, in weeks of supply.", 4)
    basis: Stated[Text] | None = opt("Demand the weeks are counted on.", "newest forecast")
    set_by: Stated[Text] | None = opt("How the quantity in force is set.", "monthly OEM document")
    draw: Stated[Text] | None = opt("What draws from it.", "written order with quantity")
    replenish: Stated[Days] | None = opt("Time to refill after a draw, in days.", 60)
    ageing: Stated[Months] | None = opt("Age that forces the OEM to buy, in months.", 3)
    ageing_from: Stated[Text] | None = opt(
        "Event the age is counted from.", "original delivery date"
    )
    buyout: Stated[Pct] | None = opt("Price of that buy.", "100 % of the contract price")
    other_liability: Stated[Text] | None = opt("Further liability of the OEM.", "none")


class StorageTerms(SpecModel):
    """Goods that are paid for and stay with the EMS."""

    trigger: Stated[Months] | None = opt("Time without collection or orders, in months.", 3)
    counted_from: Stated[Text] | None = opt("Event it is counted from.", "original delivery date")
    claim_within: Stated[Days] | None = opt("Time for the EMS to claim afterwards, in days.", 30)
    claim_basis: Stated[Text] | None = opt(
        "What the claim is counted on.", "next 3 months of the last forecast"
    )
    payable: Stated[Pct] | None = opt("Amount payable.", "100 % of the contract price")
    payable_window: Stated[Days] | None = opt(
        "Stretch of the forecast that is payable, in days.", 30
    )
    free_storage: Stated[Months] | None = opt("Free storage from payment, in months.", 6)
    storage_warning: Stated[Days] | None = opt("Warning before that ends, in days.", 30)
    take_price: Stated[Pct] | None = opt(
        "Price of taking the goods in that time.", "0 % of the contract price"
    )
    afterwards: Stated[Text] | None = opt("What follows afterwards.", "direct costs, warehouse")


class DemandLiability(SpecModel):
    """What the OEM owes for orders and forecasts that it does not take up."""

    ceiling: Stated[Text] | None = opt("Limit of the liability.", "this section only")
    cancelled: StorageTerms = section(
        StorageTerms, "Orders cancelled or postponed.", {"trigger": 3}
    )
    no_orders: StorageTerms = section(StorageTerms, "No orders at all.", {"trigger": 3})


class MaterialLiability(SpecModel):
    """What the OEM owes for excess and obsolete material."""

    triggers: Stated[Texts] | None = opt(
        "Events that open a claim.", ["end of agreement", "cancellation"]
    )
    compensable: Stated[Texts] | None = opt("What is compensated.", ["stock not returnable"])
    on_hand: Stated[Pct] | None = opt("Share paid for stock.", "100 % of cost")
    on_order: Stated[Pct] | None = opt("Share paid for open orders.", "100 % of cost")
    wip: Stated[Pct] | None = opt("Share paid for work in progress.", "100 % of cost")
    finished: Stated[Pct] | None = opt("Share paid for finished goods.", "100 % of the price")
    handling_fee: Stated[Pct] | None = opt(
        "Fee on top, with its base.", "2 % of the compensation due"
    )
    retained: Stated[Pct] | None = opt("Share the EMS bears itself.", "15 % of monthly spend")
    carrying: Stated[Pct] | None = opt("Carrying cost a month.", "1 % of cost")
    ageing: Stated[Months] | None = opt("Age from which stock is excess, in months.", 6)
    cadence: Stated[Text] | None = opt("How often excess is reported.", "monthly")
    mitigation: Stated[Days] | None = opt("Time to lessen the excess first, in days.", 30)
    mitigation_means: Stated[Texts] | None = opt("Means.", ["cancel", "return", "use elsewhere"])
    paid: Stated[Text] | None = opt("When it is paid.", "against delivery of the material")
    paid_within: Stated[Days] | None = opt("Time to pay, in days.", 30)
    exclusive: Stated[YesNo] | None = opt("Whether nothing else is owed.", True)


class Planning(SpecModel):
    """Planning and demand."""

    forecast: Forecast = section(Forecast, "Forecast.", {"horizon": 12})
    orders: Orders = section(Orders, "Purchase orders.", {"accept_within": 5})
    lead_time: Stated[Duration] | None = opt("Lead time of a product, any unit.", "6 weeks")
    flexibility: tuple[FlexWindow, ...] = several(
        "What may change when, nearest window first.",
        [{"from_day": 0, "to_day": 30, "increase": "0 %"}],
    )
    capacity: Stated[Text] | None = opt("Capacity kept free.", "130 % of the forecast")
    clear_to_build: Stated[Weeks] | None = opt("Horizon of the clear-to-build report, in weeks.", 4)
    fgi: FinishedGoods = section(FinishedGoods, "Finished-goods stock.", {"min_stock": 2})
    demand_liability: DemandLiability = section(
        DemandLiability, "Orders and forecasts not taken up.", {"cancelled": {"trigger": 3}}
    )
    material_liability: MaterialLiability = section(
        MaterialLiability, "Excess and obsolete material.", {"on_hand": "100 % of cost"}
    )
