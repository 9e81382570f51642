"""Planning windows: forecast, flexibility, stock, and who bears material."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Protocol

from sowgen.diagnostics import Diagnostic
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.planning import BindingWindow, FlexWindow
from sowgen.model.tree import Path, Tree
from sowgen.model.values import Duration
from sowgen.validate.finding import find
from sowgen.validate.walk import stated


class _Window(Protocol):
    @property
    def from_day(self) -> int: ...
    @property
    def to_day(self) -> int | None: ...


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """M120 to M129, M138, M144, M169, M170: windows that fit each other, limits, material."""
    plan = spec.planning
    binding: Path = ("planning", "forecast", "binding")
    yield from _contiguous(plan.forecast.binding, binding, tree)
    yield from _binding(spec, binding, tree)
    yield from _contiguous(plan.flexibility, ("planning", "flexibility"), tree)
    yield from _monotone(plan.flexibility, tree)
    yield from _below_binding(plan.forecast.binding, plan.flexibility, tree)
    yield from _limits(spec, tree)
    yield from _orders(spec, tree)
    yield from _material(spec, tree)


def _contiguous(windows: Sequence[_Window], at: Path, tree: Tree) -> Iterable[Diagnostic]:
    for index, window in enumerate(windows):
        path = (*at, index)
        if window.to_day is not None and window.to_day < window.from_day:
            yield find(
                "M120",
                f"the window ends on day {window.to_day}, before it begins",
                tree.span((*path, "to_day")),
                "correct `from_day` or `to_day`",
            )
        if not index:
            continue
        end = windows[index - 1].to_day
        if end is None or window.from_day <= end:
            yield find(
                "M121",
                f"day {window.from_day} lies in the window before as well",
                tree.span((*path, "from_day")),
                "write nearest windows first, each beginning the day after the last",
            )
        elif window.from_day > end + 1:
            yield find(
                "M122",
                f"no window holds for the days {end + 1} to {window.from_day - 1}",
                tree.span((*path, "from_day")),
                f"write `from_day: {end + 1}`",
            )


def _binding(spec: ProjectSpec, at: Path, tree: Tree) -> Iterable[Diagnostic]:
    windows = spec.planning.forecast.binding
    horizon = stated(spec.planning.forecast.horizon)
    for index, window in enumerate(windows):
        share, path = stated(window.share), (*at, index)
        before = stated(windows[index - 1].share) if index else None
        if share and before and share.value > before.value:
            yield find(
                "M123",
                f"{share.value:f} % binds later, {before.value:f} % sooner",
                tree.span((*path, "share")),
                "a forecast binds less the further ahead it looks",
            )
        if horizon and window.from_day > horizon.in_days:
            yield find(
                "M124",
                f"the window begins after the forecast ends ({horizon})",
                tree.span((*path, "from_day")),
                "lengthen `horizon`, or drop the window",
            )


def _monotone(windows: Sequence[FlexWindow], tree: Tree) -> Iterable[Diagnostic]:
    for index, (near, far) in enumerate(pairwise(windows), start=1):
        for field in ("increase", "decrease"):
            now, then = stated(getattr(far, field)), stated(getattr(near, field))
            if now and then and now.value < then.value:
                yield find(
                    "M125",
                    f"{field} of {now.value:f} % further ahead, {then.value:f} % "
                    "closer to delivery",
                    tree.span(("planning", "flexibility", index, field)),
                    "flexibility grows with the distance from delivery",
                )


def _below_binding(
    binding: Sequence[BindingWindow], flexibility: Sequence[FlexWindow], tree: Tree
) -> Iterable[Diagnostic]:
    """A decrease in days for which the forecast binds more than what is left."""
    for index, flex in enumerate(flexibility):
        decrease = stated(flex.decrease)
        for number, window in enumerate(binding):
            share = stated(window.share)
            if not decrease or not share or not _overlap(flex, window):
                continue
            if decrease.value > 100 - share.value:
                yield find(
                    "M138",
                    f"an order may fall by {decrease.value:f} % in days for which the forecast "
                    f"binds {share.value:f} %",
                    tree.span(("planning", "flexibility", index, "decrease")),
                    f"write at most `decrease: {100 - share.value:f} %`, or let less bind",
                    [
                        (
                            "the share that binds",
                            tree.span(("planning", "forecast", "binding", number, "share")),
                        )
                    ],
                )
                break


def _overlap(one: _Window, other: _Window) -> bool:
    starts, ends = (one.from_day, other.from_day), (one.to_day, other.to_day)
    return all(end is None or max(starts) <= end for end in ends)


def _limits(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    stock = spec.planning.fgi
    low, high = stated(stock.min_stock), stated(stock.max_stock)
    if low and high and low.in_days > high.in_days:
        yield find(
            "M126",
            f"the floor ({low}) is above the ceiling ({high})",
            tree.span(("planning", "fgi", "min_stock")),
            "exchange `min_stock` and `max_stock`",
        )
    orders = spec.planning.orders
    accept, window = stated(orders.accept_within), stated(orders.min_window)
    if _longer(accept, window):
        yield find(
            "M127",
            f"an order may be answered after {accept}, but delivery can be due after {window}",
            tree.span(("planning", "orders", "accept_within")),
            "answer sooner, or lengthen `min_window`",
        )


def _orders(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    plan, at = spec.planning, ("planning", "orders")
    must = stated(plan.orders.must_accept_within_forecast) is True
    lead_time, window = stated(plan.lead_time), stated(plan.orders.min_window)
    if must and stated(plan.orders.silence) == "reject":
        yield find(
            "M144",
            "orders within the forecast must be accepted, yet silence refuses them",
            tree.span((*at, "silence")),
            "write `silence: accept`, or `must_accept_within_forecast: false`",
            [("the duty to accept", tree.span((*at, "must_accept_within_forecast")))],
        )
    if _longer(lead_time, stated(plan.forecast.horizon)):
        yield find(
            "M169",
            f"the lead time ({lead_time}) is longer than the forecast reaches "
            f"({plan.forecast.horizon})",
            tree.span(("planning", "lead_time")),
            "lengthen `forecast.horizon`, or shorten the lead time",
            [("the forecast", tree.span(("planning", "forecast", "horizon")))],
        )
    held = plan.fgi.min_stock is not None or plan.fgi.max_stock is not None
    bought = plan.forecast.authorises_material is not False or held
    if must and not bought and _longer(lead_time, window):
        yield find(
            "M170",
            f"an order that leaves {window} must be accepted, but the lead time is {lead_time} and "
            "the forecast lets the EMS buy nothing",
            tree.span((*at, "min_window")),
            "lengthen `min_window`, or set `forecast.authorises_material: true`",
            [("the lead time", tree.span(("planning", "lead_time")))],
        )


def _longer(one: Duration | None, other: Duration | None) -> bool:
    return one is not None and other is not None and one.in_days > other.in_days


def _material(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    at = tree.span(("materials", "model"))
    liability = spec.planning.material_liability
    if spec.materials.model in ("turnkey", "hybrid") and not _says_anything(liability):
        yield find(
            "M128",
            "the EMS buys the material, but nobody answers for what is left over",
            at,
            "fill `planning.material_liability`, such as `on_hand: 100 % of cost`",
        )
    if spec.materials.model in ("consigned", "hybrid") and not spec.legal.insurance:
        yield find(
            "M129",
            "the OEM's material lies with the EMS uninsured",
            at,
            "add an entry under `legal.insurance`",
        )


def _says_anything(section: object) -> bool:
    return any(value is not None for value in vars(section).values())
