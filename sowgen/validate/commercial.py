"""Money: currencies, shares that add up, payment terms that do not contradict each other."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TypeAlias

from babel import Locale

from sowgen.diagnostics import Diagnostic
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Path, Tree
from sowgen.model.values import Money, Percent
from sowgen.validate.finding import find
from sowgen.validate.walk import leaves, matching, stated

_SHARES = (
    "planning.forecast.binding.*.share",
    "planning.flexibility.*.decrease",
    "materials.split.*.attrition",
    "materials.consigned.attrition",
    "materials.attrition",
    "commercial.cost_down.share_oem",
    "commercial.cost_down.share_ems",
    "commercial.late_delivery.tiers.*.rate",
    "commercial.payment.discount",
    "warranty.epidemic.rate",
    "planning.material_liability.retained",
)
"""Percentages that cannot be more than the whole."""
Figures: TypeAlias = list[tuple[Path, Money | Percent]]


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """M101 to M109, M146, M148: currencies, percentages, payment, validity of prices."""
    figures = [(path, v) for path, v in leaves(spec) if isinstance(v, Money | Percent)]
    yield from _currencies(spec, figures, tree)
    yield from _percentages(spec, figures, tree)
    yield from _payment(spec, tree)
    yield from _validity(spec, tree)
    yield from _before_inspection(spec, tree)


def _currencies(spec: ProjectSpec, figures: Figures, tree: Tree) -> Iterable[Diagnostic]:
    known = Locale("en").currencies
    deal = spec.package.currency or stated(spec.commercial.currency)
    fields: tuple[Path, ...] = (
        ("package", "currency"),
        ("commercial", "currency"),
        ("commercial", "payment", "currency"),
        ("commercial", "invoices", "currency"),
    )
    for path in fields:
        value: object = spec
        for step in path:
            value = getattr(value, str(step))
        code = stated(value)
        if not isinstance(code, str):
            continue
        if code not in known:
            yield _no_currency(code, path, tree)
        elif deal and code != deal:
            yield find(
                "M103",
                f"{code} here, {deal} elsewhere in the deal",
                tree.span(path),
                "use one currency, or say in words how the two are converted",
            )
    for path, amount in figures:
        if not isinstance(amount, Money):
            continue
        if amount.currency not in known:
            yield _no_currency(amount.currency, path, tree)
        elif deal and amount.currency != deal:
            yield find(
                "M102",
                f"{amount} is not in {deal}, the currency of the deal",
                tree.span(path),
                f"write it in {deal}, or check that it is meant",
            )


def _no_currency(code: str, path: Path, tree: Tree) -> Diagnostic:
    return find(
        "M101",
        f"`{code}` is not a currency code",
        tree.span(path),
        "three letters of ISO 4217, such as `EUR`, `USD` or `CNY`",
    )


def _percentages(spec: ProjectSpec, figures: Figures, tree: Tree) -> Iterable[Diagnostic]:
    for pattern in _SHARES:
        for path, value in matching(spec, pattern):
            if isinstance(value, Percent) and value.value > 100:
                yield find(
                    "M104",
                    f"{value.value:f} % is more than the whole",
                    tree.span(path),
                    "write at most `100 %`",
                )
    for path, value in figures:
        if isinstance(value, Percent) and value.value < 0:
            yield find(
                "M104",
                f"{value.value:f} % is less than nothing",
                tree.span(path),
                "write it without the minus sign",
            )
    shares = spec.commercial.cost_down
    oem, ems = stated(shares.share_oem), stated(shares.share_ems)
    if oem and ems and oem.value + ems.value != Decimal(100):
        yield find(
            "M105",
            f"the shares of a saving add up to {oem.value + ems.value:f} %",
            tree.span(("commercial", "cost_down", "share_ems")),
            f"with {oem.value:f} % for the OEM, write `{100 - oem.value:f} %` for the EMS",
        )


def _payment(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    payment = spec.commercial.payment
    at: Path = ("commercial", "payment")
    days, discount = stated(payment.days), stated(payment.discount_days)
    if payment.days is not None and spec.commercial.payment_clock is not None:
        yield find(
            "M106",
            "the payment term is given twice: here and in `payment.days`",
            tree.span(("commercial", "payment_clock")),
            "keep one of the two",
            [("`payment.days`", tree.span((*at, "days")))],
        )
    elif days is not None and payment.trigger is None:
        yield find(
            "M107",
            f"{days} from which event?",
            tree.span((*at, "days")),
            "add `trigger: date of the invoice`, or `not stated`",
        )
    if days and discount and discount.in_days >= days.in_days:
        yield find(
            "M108",
            f"the discount runs {discount}, as long as the payment term ({days})",
            tree.span((*at, "discount_days")),
            "a discount rewards payment before the term: make it shorter",
        )
    if payment.discount is not None and payment.discount_days is None:
        yield find(
            "M109",
            "a discount without the time in which it can be taken",
            tree.span((*at, "discount")),
            "add `discount_days: 10`",
        )


def _validity(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    holds, every = stated(spec.commercial.validity), stated(spec.commercial.price_review.every)
    if holds and every and holds.in_days < every.in_days:
        yield find(
            "M146",
            f"prices hold for {holds}, and are reviewed every {every}",
            tree.span(("commercial", "validity")),
            f"write `validity: {every}`, or review them every {holds}",
            [("the review", tree.span(("commercial", "price_review", "every")))],
        )


def _before_inspection(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    payment, window = spec.commercial.payment, stated(spec.quality.inspection.window)
    days = stated(payment.days)
    after_acceptance = "accept" in (stated(payment.trigger) or "").lower()
    if days and window and days.in_days < window.in_days and not after_acceptance:
        yield find(
            "M148",
            f"invoices are paid within {days}, while goods may be refused for {window}",
            tree.span(("commercial", "payment", "days")),
            "pay later, inspect sooner, or let the time run from acceptance",
            [("the inspection", tree.span(("quality", "inspection", "window")))],
        )
