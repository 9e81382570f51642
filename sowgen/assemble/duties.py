"""What the matrix and the decision rights mean for one role: computed, so that no page of the annex
can say something else than the matrix does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from sowgen.assemble.rights import Right, Rights, grouped
from sowgen.model.letters import SIGNS, read_cell
from sowgen.model.plain import Branch, Leaf
from sowgen.model.spec import ProjectSpec

_ORDER = ("A", "D", "R", "Su", "S", "Si", "V")
"""The letters of a part in the work or its result, the weightiest first."""


@dataclass(frozen=True, slots=True)
class Part:
    """A row in which a role has a part: its `letters`; the name of the one who answers for it or,
    where the role itself does, of those whom it asks, who verify and who sign off."""

    activity: Branch
    letters: tuple[str, ...]
    answers: tuple[Leaf, ...]
    asked: tuple[Leaf, ...]
    verifies: tuple[Leaf, ...]
    signs: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A decision with the rights of one role in it, one on each side of a limit."""

    decision: Branch
    rights: tuple[Right, ...]


@dataclass(frozen=True, slots=True)
class Asker:
    """The activities about which a role has to be asked by the one that answers for them."""

    name: Leaf
    activities: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything about one role: its parts in the matrix, what it is asked about and informed of,
    its decisions; the roles that stand in for it there, and those for which it stands in."""

    parts: tuple[Part, ...]
    askers: tuple[Asker, ...]
    informed: tuple[Branch, ...]
    topics: tuple[Topic, ...]
    deputies: tuple[Leaf, ...]
    stands_for: tuple[Leaf, ...]


@dataclass(frozen=True)
class Duties:
    """The duties of one package's roles."""

    spec: ProjectSpec
    rights: Rights

    def sheet(self, role: str) -> Sheet:
        """What concerns a role."""
        parts, askers, informed = self._parts(role)
        topics = [
            Topic(node, tuple(self.rights.seen_by(role, node.id, self.spec.decisions[node.id])))
            for node in grouped(Branch(self.spec.decisions, "decisions"))
        ]
        deputies: dict[str, None] = {}
        stands_for: dict[str, None] = {}
        for decision in self.spec.decisions.values():
            principals = [
                r
                for r in (decision.approved_by, decision.decided_by)
                if r
                and decision.deputy
                and self.rights.party(r) == self.rights.party(decision.deputy)
            ]
            if role in principals[:1] and decision.deputy:
                deputies[decision.deputy] = None
            if role == decision.deputy:
                stands_for.update(dict.fromkeys(principals[:1]))
        return Sheet(
            tuple(sorted(parts, key=lambda part: min(_ORDER.index(x) for x in part.letters))),
            tuple(askers),
            tuple(informed),
            tuple(topic for topic in topics if topic.rights),
            tuple(self.rights.name(r) for r in deputies),
            tuple(self.rights.name(r) for r in stands_for),
        )

    def _parts(self, role: str) -> tuple[list[Part], list[Asker], list[Branch]]:
        parts, informed = [], []
        asked: dict[str, list[Branch]] = {}
        sign = SIGNS.get(self.spec.raci.variant, "") if self.spec.raci else ""
        for node, row in self.rows():
            letters = tuple(x for x in row.get(role, ()) if x in _ORDER)
            others = {r: held for r, held in row.items() if r != role}
            if letters:
                mine = others if {"A", "D"} & set(letters) else {}
                parts.append(
                    Part(
                        node,
                        letters,
                        self._holding(others, "A"),
                        self._holding(mine, "C"),
                        self._holding(mine, "V"),
                        self._holding(mine, sign),
                    )
                )
            elif "C" in row.get(role, ()):
                for other in (r for r, held in others.items() if "A" in held):
                    asked.setdefault(other, []).append(node)
            elif row.get(role):
                informed.append(node)
        askers = [Asker(self.rights.name(other), tuple(nodes)) for other, nodes in asked.items()]
        return parts, askers, informed

    def _holding(self, row: Mapping[str, tuple[str, ...]], *letters: str) -> tuple[Leaf, ...]:
        return tuple(self.rights.name(r) for r, held in row.items() if set(letters) & set(held))

    def rows(self) -> Iterator[tuple[Branch, Mapping[str, tuple[str, ...]]]]:
        """Each row of the matrix, group by group, with the letters of every role."""
        return iter(self._rows)

    @cached_property
    def _rows(self) -> tuple[tuple[Branch, Mapping[str, tuple[str, ...]]], ...]:
        raci = self.spec.raci
        if raci is None:
            return ()
        return tuple(
            (
                row,
                {
                    role: read_cell(text, raci.variant).letters
                    for role, text in raci.activities[row.id].letters.items()
                },
            )
            for row in grouped(Branch(raci.activities, "raci.activities"))
        )
