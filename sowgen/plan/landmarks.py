"""Which node is the start of production, and which the first delivery.

`schedule.production_start` and `schedule.first_delivery` name them. Where they do not, they are
known by their ids: the start of production is
`production-start` or `start-of-production`, otherwise an id whose last word is `production`,
otherwise one that ends in `build`, `assembly`, `smt` or `pilot`. The first delivery is
`first-delivery`, otherwise an id that ends in `delivery`, otherwise in `transit`, `shipment`,
`ship` or `dispatch`, otherwise the last node to finish. Among several the earliest counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sowgen.plan.graph import Graph

PRODUCTION: Sequence[frozenset[str]] = (
    frozenset({"production-start", "start-of-production", "sop"}),
    frozenset({"production"}),
    frozenset({"build", "assembly", "smt", "pilot"}),
)
DELIVERY: Sequence[frozenset[str]] = (
    frozenset({"first-delivery"}),
    frozenset({"delivery"}),
    frozenset({"transit", "shipment", "ship", "dispatch"}),
)


def _found(
    graph: Graph, named: str | None, words: Sequence[frozenset[str]], when: Sequence[int]
) -> int | None:
    for group in (frozenset({named}), *words) if named else words:
        matches = [
            number
            for number, item in enumerate(graph.items)
            if item.section != "gates"
            and (item.id in group or re.split(r"[._-]", item.id)[-1] in group)
        ]
        if matches:
            return min(matches, key=lambda number: (when[number], number))
    return None


def production(graph: Graph, named: str | None, starts: Sequence[int]) -> int | None:
    """The node at which production starts: the one `named`, or by the nodes' `starts`; None
    where none is known."""
    return _found(graph, named, PRODUCTION, starts)


def delivery(graph: Graph, named: str | None, finishes: Sequence[int]) -> int:
    """The node that delivers first: the one `named`, or by the nodes' `finishes`; the last one
    where none is known."""
    found = _found(graph, named, DELIVERY, finishes)
    if found is not None:
        return found
    return max(range(len(finishes)), key=lambda number: (finishes[number], -number))
