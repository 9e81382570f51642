"""Which terms of the deal and which decision rights speak of the same matter."""

from __future__ import annotations

import re

Words = tuple[str, ...]
"""Words in a decision's id by which it is known to be about the matter."""

ECO: Words = ("eco", "engineering-change", "effectivity")
PROCESS: Words = ("process-change", "process-materials", "process-parameters", "test-limit", "pcn")
DEVIATION: Words = ("deviation", "waiver")
ORDERS: Words = ("order-acceptance", "purchase-order")
PRICE: Words = ("material-price", "part-price", "price-increase")
LONG_LEAD: Words = ("long-lead", "lli")

WINDOWS: tuple[tuple[tuple[str, ...], Words], ...] = (
    (("commercial.material_price.response", "commercial.material_price.response_urgent"), PRICE),
    (("materials.eoq.response",), ("eoq", "bulk-buy")),
    (("materials.long_lead.response",), LONG_LEAD),
    (("materials.ncnr.response",), ("ncnr",)),
    (("change.eco.approve",), ECO),
    (("change.process.response",), PROCESS),
    (("change.site_move.response",), ("site-move",)),
    (("change.deviation.response",), DEVIATION),
    (("planning.orders.accept_within",), ORDERS),
    (("legal.subcontracting.response",), ("subcontractor", "subcontracting", "special-process")),
    (("legal.assignment.response",), ("assignment",)),
    (("legal.publicity.response",), ("publicity",)),
)
"""Paths of a time to answer, and the matter that it belongs to."""


def is_about(name: str, words: Words) -> bool:
    """Whether a decision's id has one of the words, as words of its own."""
    plain = re.sub(r"[._]", "-", name)
    return any(f"-{word}-" in f"-{plain}-" for word in words)


def answers(path: str, name: str) -> bool:
    """Whether the time to answer at `path` is that of the decision `name`."""
    return any(path in paths and is_about(name, words) for paths, words in WINDOWS)
