"""The network solved: dates forwards and backwards, floats, the critical path."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sowgen.plan import landmarks
from sowgen.plan.graph import Graph
from sowgen.plan.network import Early, Late, Node, backward, forward, free_starts, path_to
from sowgen.plan.working_time import beginning, day_of, end


@dataclass(frozen=True, slots=True)
class Solution:
    """Points by node, as in `working_time`; `critical` holds the critical path in order."""

    graph: Graph
    early: Early
    late: Late
    free: list[int]
    start: int
    start_computed: bool
    delivery: int
    production: int | None
    critical: list[int]
    on_path: frozenset[int]
    sequence: list[int]
    awaited: frozenset[int]

    def float_between(self, number: int, first: int, second: int) -> Decimal:
        """The days from point `first` to `second` on the node's own calendar; below zero
        where `second` is earlier.
        """
        time = self.graph.nodes[number].length.time
        return days(time.count(second) - time.count(first))

    def total_float(self, number: int) -> Decimal:
        """Days by which the node can slip and hold every date that must be held."""
        return self.float_between(number, self.early.start[number], self.late.start[number])

    def free_float(self, number: int) -> Decimal:
        """Days by which the node can slip without moving anything after it; never below zero."""
        found = self.float_between(number, self.early.start[number], self.free[number])
        return max(found, Decimal(0))

    def is_critical(self, number: int) -> bool:
        """Whether a day lost here is a day lost at the delivery."""
        return number in self.on_path or self.total_float(number) <= 0

    def first_day(self, number: int, late: bool = False) -> date:
        """The day the node starts."""
        dates = self.late if late else self.early
        return day_of(self.first_half(number, dates))

    def last_day(self, number: int, late: bool = False) -> date:
        """The day the node ends."""
        return day_of(self.last_half(number, self.late if late else self.early))

    def first_half(self, number: int, dates: Early | Late) -> int:
        """The half day in which the node starts; see `last_half`."""
        # A milestone that ends something falls on the day that ends, not on the next one; one
        # that marks a beginning falls on the day that begins.
        if self.graph.nodes[number].length.is_zero and self.follows(number):
            return dates.finish[number] - 1
        return dates.start[number]

    def last_half(self, number: int, dates: Early | Late) -> int:
        """The half day in which the node ends; of a node without a length, the one it falls in."""
        if self.graph.nodes[number].length.is_zero:
            return self.first_half(number, dates)
        return dates.finish[number] - 1

    def follows(self, number: int) -> bool:
        """Whether the end of some work or waiting sets the node's earliest date. A node without
        a length ends nothing: behind one that falls on the first day, that day begins.
        """
        nodes, here = self.graph.nodes, number
        while True:
            driver = self.early.driver[here]
            ends = [w for w in nodes[here].waits if w.node == driver and w.type[0] == "F"]
            if driver is None or not ends:
                return False
            if not nodes[driver].length.is_zero or any(w.lag and not w.lag.is_zero for w in ends):
                return True
            here = driver

    def is_awaited(self, number: int) -> bool:
        """Whether anything waits for the node, so that its latest date means something."""
        return number in self.awaited


def days(halves: int) -> Decimal:
    """Half days as days: 5 as 2.5, 4 as 2."""
    return Decimal(halves // 2) if halves % 2 == 0 else Decimal(halves) / 2


def solve(
    graph: Graph,
    sequence: list[int],
    start: date | None,
    wanted: date | None,
    named: tuple[str | None, str | None] = (None, None),
) -> Solution:
    """The dates of a network without cycles; `start` or `wanted` must be given. `named` are
    the ids of the start of production and of the first delivery, where the project says.

    Without a start, it is the latest one that holds the wanted delivery.
    """
    nodes = graph.nodes
    # Without a start, any day shows which delivery comes first and how long the rest takes.
    early = forward(nodes, sequence, beginning(start or wanted or date.min))
    delivery = landmarks.delivery(graph, named[1], early.finish)
    if wanted:
        _bound(nodes[delivery], end(wanted))
    begun = beginning(start) if start else 0
    if wanted and not start:
        rest = max(early.finish) - early.finish[delivery]
        loose = end(wanted) + rest + end(date(2, 1, 1)) - end(date(1, 1, 1))
        begun = min(backward(nodes, sequence, loose).start)
        early = forward(nodes, sequence, begun)
    horizon = max(*early.finish, end(wanted) if wanted else 0)
    late = backward(nodes, sequence, horizon)
    critical = path_to(early, delivery)
    return Solution(
        graph=graph,
        early=early,
        late=late,
        free=free_starts(nodes, early, late),
        start=begun,
        start_computed=start is None,
        delivery=delivery,
        production=landmarks.production(graph, named[0], early.start),
        critical=critical,
        on_path=frozenset(critical),
        sequence=sequence,
        awaited=frozenset(wait.node for node in nodes for wait in node.waits),
    )


def _bound(node: Node, point: int) -> None:
    node.finish_by = point if node.finish_by is None else min(node.finish_by, point)
