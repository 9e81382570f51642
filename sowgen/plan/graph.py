"""From the specification to the network: one node for each activity, gate and milestone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.schedule import Activity, Gate, Milestone
from sowgen.model.values import Duration
from sowgen.plan.network import Node, Wait
from sowgen.plan.sites import Keys, Sites
from sowgen.plan.spans import span
from sowgen.plan.working_time import beginning, end

Section = Literal["activities", "gates", "milestones"]


@dataclass(frozen=True, slots=True)
class Item:
    """A node's source: where it stands in `schedule`, its stated form, who works on it."""

    section: Section
    id: str
    stated: Activity | Gate | Milestone
    keys: Keys
    party: str
    site: str

    @property
    def name(self) -> str:
        """The name as stated."""
        return self.stated.name

    @property
    def role(self) -> str:
        """The id of the role that does the work or signs, '' where nobody is named."""
        if isinstance(self.stated, Activity):
            return self.stated.owner or ""
        return self.stated.approver or "" if isinstance(self.stated, Gate) else ""


@dataclass(slots=True)
class Graph:
    """Items and nodes side by side, and each item's number by its id."""

    items: list[Item] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    at: dict[str, int] = field(default_factory=dict)


def as_date(value: object) -> date | None:
    """The value where it is a date: what is to be agreed or not stated counts as none."""
    return value if isinstance(value, date) else None


def build(spec: ProjectSpec, sites: Sites) -> Graph:
    """The network of the schedule. Links to unknown ids are left out: `validate` reports them.

    An id that an activity and a gate or milestone share means the activity. A milestone counts
    its days on the calendar of what it waits for.
    """
    graph = Graph()
    led_to: dict[str, list[int]] = {}
    for id_, activity in spec.schedule.activities.items():
        keys, party, site = sites.of_activity(activity)
        if activity.gate:
            led_to.setdefault(activity.gate, []).append(len(graph.items))
        _add(graph, sites, Item("activities", id_, activity, keys, party, site), activity.duration)
    for id_, gate in spec.schedule.gates.items():
        role = spec.roles.get(gate.approver or "")
        party = role.party if role else ""
        review = gate.review if isinstance(gate.review, Duration) else None
        keys = (sites.of_party(party),)
        _add(graph, sites, Item("gates", id_, gate, keys, party, ""), review)
    for id_, milestone in spec.schedule.milestones.items():
        known = [graph.at[link.activity] for link in milestone.after if link.activity in graph.at]
        keys = graph.items[known[0]].keys if known else (sites.of_party(""),)
        _add(graph, sites, Item("milestones", id_, milestone, keys, "", ""), None)
    for number, item in enumerate(graph.items):
        waits = _stated_waits(graph, sites, item)
        if item.section == "gates":
            leading = {wait.node for wait in waits}
            waits += [Wait(o, "FS", None) for o in led_to.get(item.id, ()) if o not in leading]
        graph.nodes[number].waits = waits
    return graph


def _add(graph: Graph, sites: Sites, item: Item, length: Duration | None) -> None:
    graph.at.setdefault(item.id, len(graph.items))
    node = Node(span(length, sites.time(item.keys), sites.week(item.keys)))
    if not node.length.is_zero:
        sites.worked.update(item.keys)
    stated = item.stated
    if isinstance(stated, Activity):
        if stated.not_before:
            node.not_before = beginning(stated.not_before)
        if stated.must_start_on:
            node.start_at = beginning(stated.must_start_on)
        node.finish_by = _earliest(stated.not_after, stated.deadline)
    elif isinstance(stated, Milestone):
        node.finish_by = _earliest(as_date(stated.date))
    graph.items.append(item)
    graph.nodes.append(node)


def _earliest(*days: date | None) -> int | None:
    return min((end(day) for day in days if day), default=None)


def _stated_waits(graph: Graph, sites: Sites, item: Item) -> list[Wait]:
    waits = []
    for link in item.stated.after:
        other = graph.at.get(link.activity)
        if other is None:
            continue
        # A lag in working time is counted on the calendar of whoever waits.
        keys = item.keys
        lag = span(link.lag, sites.time(keys), sites.week(keys)) if link.lag else None
        waits.append(Wait(other, link.type, lag))
    return waits
