"""Decision rights as they are told: one right on each side of a limit, with the people, the time
and the working days that it counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sowgen.assemble.cover import party_label
from sowgen.assemble.words import Words
from sowgen.model.plain import Branch, Leaf
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.decisions import Decision, Threshold
from sowgen.model.values import Duration

LEVELS = ("L0", "L1", "L2", "L3", "L4", "L5")
_SIGNS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("<=", ""): ("≤", ">"),
    (">=", ""): ("≥", "<"),
    ("<", ""): ("<", ">"),
    ("<", "within"): ("≤", ">"),
    ("<", "beyond"): ("<", "≥"),
    (">", ""): (">", "<"),
    (">", "within"): ("≥", "<"),
    (">", "beyond"): (">", "≤"),
}
"""By the comparison as stated and the side that the limit itself belongs to, '' where that is not
said: the signs within and beyond. A limit that is left open is given to neither side."""


@dataclass(frozen=True, slots=True)
class Limit:
    """On which side of a limit a right holds: `metric` `sign` `value`, within `period`."""

    metric: Leaf
    sign: str
    value: Leaf
    period: Leaf


@dataclass(frozen=True, slots=True)
class Right:
    """A decision on one side of its limit. `level` holds there; `oem` and `ems` are the roles or
    parties that take part, None where one does not; `time` is the window to answer or to inform,
    `days_of` whose working days it counts; `says` puts it from the view of one role."""

    decision: Branch
    level: str
    limit: Limit | None
    ems: Leaf | None
    oem: Leaf | None
    time: Leaf | None
    days_of: Leaf | None
    says: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """The rights at one level."""

    id: str
    rights: tuple[Right, ...]


@dataclass(frozen=True, slots=True)
class Rights:
    """The decision rights of one package."""

    spec: ProjectSpec
    words: Words

    def who_decides(self) -> list[Level]:
        """Every right under its level, from the EMS alone to the OEM alone."""
        rights = [
            right
            for node in grouped(Branch(self.spec.decisions, "decisions"))
            for right in self.sides(node.id)
        ]
        found = [Level(level, tuple(r for r in rights if r.level == level)) for level in LEVELS]
        return [level for level in found if level.rights]

    def sides(self, name: str) -> list[Right]:
        """A decision as one right on each side of its limit."""
        decision = self.spec.decisions[name]
        limit = decision.threshold
        if limit is None:
            return [self._right(name, decision, decision.level, None)]
        path = f"decisions.{name}.threshold"
        at = "" if limit.at is None else "within" if limit.at == decision.level else "beyond"
        within, beyond = _SIGNS.get((limit.op, at)) or _SIGNS[limit.op, ""]
        return [
            self._right(name, decision, level, _limit(limit, sign, path))
            for level, sign in ((decision.level, within), (limit.above, beyond))
        ]

    def _right(self, name: str, decision: Decision, level: str, limit: Limit | None) -> Right:
        ems, oem = self._side(decision, "ems"), self._side(decision, "oem")
        path = f"decisions.{name}"
        time = None
        if level in ("L2", "L3", "L4"):
            time = Leaf(decision.response_window, f"{path}.response_window")
        elif level in ("L1", "L5"):
            time = Leaf(decision.inform_within, f"{path}.inform_within")
        return Right(
            Branch(decision, path, name),
            level,
            limit,
            ems or self._party_of("ems"),
            None if level == "L0" else oem or self._party_of("oem"),
            time,
            self.days_of(decision, time),
        )

    def days_of(self, decision: Decision, time: Leaf | None) -> Leaf | None:
        """Whose working days a time of a decision counts, None for other times."""
        value = time.value if time else None
        if time is None or not isinstance(value, Duration) or value.calendar != "working":
            return None
        calendar = self.spec.schedule.calendars.get(decision.calendar or "")
        if calendar is not None and calendar.name:
            return Leaf(calendar.name, f"schedule.calendars.{decision.calendar}.name")
        asked = time.path.endswith("response_window")
        role = decision.approved_by if asked else decision.decided_by
        party = self.party(role) if role else None
        side = "oem" if asked or decision.level == "L5" else "ems"
        return self._label(party) if party else self._party_of(side)

    def seen_by(self, role: str, name: str, decision: Decision) -> Iterator[Right]:
        """The decision's rights in which the role takes part, each in words from its view."""
        decides = role == decision.decided_by
        if not decides and role != decision.approved_by:
            return
        for right in self.sides(name):
            if right.level == "L0" and not decides:
                continue
            mine = self._side_of(role)
            other = right.oem if mine == "ems" else right.ems
            if right.level == "L5":
                decides = mine == "oem"
            key = f"raci_{'decides' if decides else 'asked'}_{right.level.lower()}"
            yield replace(right, says=self.words.word(key, other=str(other or "")))

    def _side(self, decision: Decision, side: str) -> Leaf | None:
        """The role of a side that the decision names."""
        for role in (decision.decided_by, decision.approved_by):
            if role and self._side_of(role) == side:
                return self.name(role)
        return None

    def _side_of(self, role: str) -> str:
        party = self.party(role)
        return self.spec.parties[party].role if party in self.spec.parties else ""

    def party(self, role: str) -> str:
        """The id of the party that fills a role, '' where there is no such role."""
        return self.spec.roles[role].party if role in self.spec.roles else ""

    def _party_of(self, side: str) -> Leaf | None:
        found = next((n for n, p in self.spec.parties.items() if p.role == side), "")
        return self._label(found) if found else None

    def _label(self, party: str) -> Leaf:
        return Leaf(party_label(self.words, self.spec.parties[party]), f"parties.{party}.label")

    def name(self, role: str) -> Leaf:
        """The name of a role by its id; the id where there is none."""
        found = self.spec.roles.get(role)
        return Leaf(found.name if found else role, f"roles.{role}.name")


def grouped(entries: Branch) -> list[Branch]:
    """Rows or decisions with those of one group together, in the order in which the groups first
    come; entries without a group stand first."""
    nodes = [node for node in entries if isinstance(node, Branch)]
    groups = dict.fromkeys(["", *(_group(node) for node in nodes)])
    return [node for group in groups for node in nodes if _group(node) == group]


def _group(node: Branch) -> str:
    return getattr(node.source, "group", None) or ""


def _limit(limit: Threshold, sign: str, path: str) -> Limit:
    def leaf(name: str) -> Leaf:
        value: Any = getattr(limit, name)
        return Leaf(value, f"{path}.{name}")

    return Limit(leaf("metric"), sign, leaf("value"), leaf("period"))
