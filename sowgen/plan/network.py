"""The critical path method on a network of nodes and links.

Forwards: the earliest dates from the start. Backwards: the latest dates that hold the end,
the wanted delivery and every date that must not be missed. Each pass looks at every node and
every link once, so the cost grows with their number and with nothing else.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from sowgen.model.spec.schedule import LinkType
from sowgen.plan.spans import Span


@dataclass(frozen=True, slots=True)
class Wait:
    """A link: this node waits for `node` (its number); `lag` None for none."""

    node: int
    type: LinkType
    lag: Span | None


@dataclass(slots=True)
class Node:
    """What the network knows of an activity, gate or milestone. Points as in `working_time`.

    `start_at` pins the start, `not_before` holds it back; `finish_by` is the point by which it
    ought to be finished.
    """

    length: Span
    waits: Sequence[Wait] = ()
    not_before: int | None = None
    start_at: int | None = None
    finish_by: int | None = None


@dataclass(slots=True)
class Early:
    """Earliest starts and finishes by node; `driver` is the node that set the start, or None
    where the project's start or a fixed date did; `pushed` the nodes whose fixed start their
    predecessors do not allow.
    """

    start: list[int] = field(default_factory=list)
    finish: list[int] = field(default_factory=list)
    driver: list[int | None] = field(default_factory=list)
    pushed: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Late:
    """Latest starts and finishes by node."""

    start: list[int]
    finish: list[int]


def order(nodes: Sequence[Node]) -> tuple[list[int], list[int]]:
    """The nodes so that each stands after those it waits for, and a cycle (empty where there
    is none): its nodes in the order in which they wait for each other.
    """
    waiting = [len(node.waits) for node in nodes]
    followers = successors(nodes)
    ready = deque(at for at, count in enumerate(waiting) if not count)
    found: list[int] = []
    while ready:
        at = ready.popleft()
        found.append(at)
        for after, _ in followers[at]:
            waiting[after] -= 1
            if not waiting[after]:
                ready.append(after)
    if len(found) == len(nodes):
        return found, []
    at = next(at for at, count in enumerate(waiting) if count)
    path: dict[int, None] = {}
    while at not in path:
        path[at] = None
        at = next(wait.node for wait in nodes[at].waits if waiting[wait.node])
    walked = list(path)
    return found, walked[walked.index(at) :]


def successors(nodes: Sequence[Node]) -> list[list[tuple[int, Wait]]]:
    """By node, the nodes that wait for it and the link by which they do."""
    found: list[list[tuple[int, Wait]]] = [[] for _ in nodes]
    for at, node in enumerate(nodes):
        for wait in node.waits:
            found[wait.node].append((at, wait))
    return found


def forward(nodes: Sequence[Node], sequence: Sequence[int], start: int) -> Early:
    """The earliest dates when the project starts at `start`."""
    size = len(nodes)
    early = Early([0] * size, [0] * size, [None] * size)
    for at in sequence:
        node = nodes[at]
        point, driver = start, None
        for wait in node.waits:
            base = early.finish[wait.node] if wait.type[0] == "F" else early.start[wait.node]
            bound = wait.lag.after(base) if wait.lag else base
            if wait.type[1] == "F":
                bound = node.length.earliest(bound)
            if bound > point or (bound == point and driver is None):
                point, driver = bound, wait.node
        if node.not_before is not None and node.not_before > point:
            point, driver = node.not_before, None
        begun = node.length.begin(point)
        if node.start_at is not None:
            fixed = node.length.begin(node.start_at)
            if begun > fixed:
                early.pushed.append(at)
            else:
                begun, driver = fixed, None
        early.start[at] = begun
        early.finish[at] = node.length.after(begun)
        early.driver[at] = driver
    return early


def backward(nodes: Sequence[Node], sequence: Sequence[int], horizon: int) -> Late:
    """The latest dates when everything is to be finished at `horizon`."""
    size = len(nodes)
    late = Late([0] * size, [0] * size)
    followers = successors(nodes)
    for at in reversed(sequence):
        node = nodes[at]
        end = horizon if node.finish_by is None else min(horizon, node.finish_by)
        bound = node.length.latest(end)
        for after, wait in followers[at]:
            bound = min(bound, _allowed(node, wait, late.start[after], late.finish[after]))
        if node.start_at is not None:
            bound = min(bound, node.length.begin(node.start_at))
        late.start[at] = node.length.begin_by(bound)
        late.finish[at] = node.length.after(late.start[at])
    return late


def free_starts(nodes: Sequence[Node], early: Early, late: Late) -> list[int]:
    """By node, the latest start that moves no successor's earliest dates; of a node without
    successors, its latest start.
    """
    found = []
    for at, links in enumerate(successors(nodes)):
        node = nodes[at]
        bounds = [
            _allowed(node, wait, early.start[after], early.finish[after]) for after, wait in links
        ]
        found.append(node.length.begin_by(min(bounds)) if bounds else late.start[at])
    return found


def _allowed(node: Node, wait: Wait, start: int, finish: int) -> int:
    """The latest start of `node` that lets its successor keep `start` and `finish`."""
    target = start if wait.type[1] == "S" else finish
    point = wait.lag.latest(target) if wait.lag else target
    return node.length.latest(point) if wait.type[0] == "F" else point


def path_to(early: Early, at: int, most: int | None = None) -> list[int]:
    """The chain of nodes that sets the earliest date of node `at`, first to last; at most the
    `most` last of them.
    """
    chain: list[int] = []
    here: int | None = at
    while here is not None and (most is None or len(chain) < most):
        chain.append(here)
        here = early.driver[here]
    return chain[::-1]
