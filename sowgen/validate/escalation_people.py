"""Who stands on the ladder, and who can be reached when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from sowgen.diagnostics import Diagnostic, Span
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.escalation import LadderLevel, Severity
from sowgen.model.tree import Path, Tree
from sowgen.model.values import NotStated, ToBeAgreed
from sowgen.validate.finding import find, listed, nearest
from sowgen.validate.walk import stated

Side = Literal["oem", "ems"]
_SIDES: dict[Side, str] = {"oem": "the OEM", "ems": "the EMS"}
_LADDER: Path = ("escalation", "ladder")


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """E106 to E109 and E115; P103 for a name that is neither a role nor a contact."""
    for side in _SIDES:
        yield from _side(spec, side, tree)
    for name, severity in spec.escalation.severities.items():
        if severity.round_the_clock:
            yield from _at_night(spec, name, severity, tree)


def _side(spec: ProjectSpec, side: Side, tree: Tree) -> Iterator[Diagnostic]:
    """One side of every level."""
    met: dict[str, str] = {}
    for name, level in spec.escalation.ladder.items():
        at = (*_LADDER, name, side)
        yield from _nobody(spec, side, name, level, tree)
        people = _people(spec, side, level)
        if not people:
            continue
        person = people[0]
        if person in met:
            yield find(
                "E107",
                f"`{person}` stands on `{met[person]}` already",
                tree.span(at),
                "name somebody with more authority, or drop one of the levels",
                [(f"`{met[person]}`", tree.span((*_LADDER, met[person], side)))],
            )
            continue
        met[person] = name
        if _deputy(spec, side, level, people) is None:
            yield find(
                "E108",
                f"nobody stands in for `{person}`",
                tree.span(at),
                f"add `deputy:` to the contact, or `{side}_deputy:` to the level",
                [(f"`{person}`", tree.key_span(("contacts", person)))],
            )
        yield from _unreachable(spec, person, at, tree)


def _nobody(
    spec: ProjectSpec, side: Side, name: str, level: LadderLevel, tree: Tree
) -> Iterator[Diagnostic]:
    named, at, words = _named(side, level), (*_LADDER, name, side), _SIDES[side]
    if isinstance(named, NotStated | ToBeAgreed):
        return
    if named is None:
        yield find("E106", f"`{name}` has nobody of {words}", _place(tree, (*_LADDER, name)),
                   f"add `{side}:` with a role or contact, or `not stated`")  # fmt: skip
    elif named not in spec.roles and named not in spec.contacts:
        known = [*spec.roles, *spec.contacts]
        yield find("P103", f"there is no role or contact `{named}`", tree.span(at),
                   nearest(named, known, "roles"))  # fmt: skip
    elif (party := _party(spec, named)) != side:
        owner = {"oem": "the OEM", "ems": "the EMS"}.get(party or "", "another party")
        yield find("E106", f"`{named}` belongs to {owner}, not to {words}", tree.span(at),
                   f"name a role or contact of {words}")  # fmt: skip
    elif not _people(spec, side, level):
        yield find("E106", f"no contact holds the role `{named}`", tree.span(at),
                   f"add `roles: [{named}]` to a contact")  # fmt: skip
    deputy = _named_deputy(side, level)
    if deputy in spec.contacts and _party(spec, deputy) != side:
        yield find("E106", f"`{deputy}` cannot stand in for {words}",
                   tree.span((*_LADDER, name, f"{side}_deputy")),
                   f"name a contact of {words}")  # fmt: skip


def _unreachable(spec: ProjectSpec, person: str, at: Path, tree: Tree) -> Iterator[Diagnostic]:
    contact = spec.contacts[person]
    missing = [field for field in ("phone", "email") if getattr(contact, field) is None]
    if missing:
        yield find(
            "E115",
            f"`{person}` is on the ladder without {listed(missing)}",
            tree.span(at),
            "add it to the contact, or write `not stated`",
            [(f"`{person}`", tree.key_span(("contacts", person)))],
        )


def _at_night(spec: ProjectSpec, name: str, severity: Severity, tree: Tree) -> Iterator[Diagnostic]:
    """E109: nobody who is told at once, or stands on the first level, has a number."""
    escalation = spec.escalation
    first = escalation.ladder.get(severity.starts_at or next(iter(escalation.ladder), ""))
    for side, words in _SIDES.items():
        if first and isinstance(_named(side, first), NotStated | ToBeAgreed):
            continue
        people = _people(spec, side, first) if first else []
        deputy = _deputy(spec, side, first, people) if first else None
        told = [
            p for role in severity.told if _party(spec, role) == side for p in spec.holders(role)
        ]
        asked = dict.fromkeys([*told, *people, *([deputy] if deputy else [])])
        if any(stated(spec.contacts[p].out_of_hours) for p in asked):
            continue
        if _misnamed(spec, side):
            continue
        has = "has" if len(asked) == 1 else "have"
        who = f": {listed(asked)} {has} no such number" if asked else ""
        yield find(
            "E109",
            f"`{name}` is handled at any hour, but nobody of {words} can be reached then{who}",
            _place(tree, ("escalation", "severities", name)),
            "add `out_of_hours:` to one of these contacts"
            if asked
            else f"name a role of {words} under `told`, held by a contact with `out_of_hours`",
        )


def _misnamed(spec: ProjectSpec, side: Side) -> bool:
    """Whether a contact of this side holds a role that is not there: with the name put right
    (P103) the person may turn out to be the one who is missed."""
    return any(
        role not in spec.roles
        for name, contact in spec.contacts.items()
        if _party(spec, name) == side
        for role in contact.roles
    )


def _place(tree: Tree, path: Path) -> Span:
    """Where the project speaks of `path`: where it takes the standard, if that does so alone."""
    span = tree.key_span(path)
    return tree.span(("escalation", "standard")) if span.file.startswith("templates/") else span


def _named(side: Side, level: LadderLevel) -> str | NotStated | ToBeAgreed | None:
    return level.oem if side == "oem" else level.ems


def _people(spec: ProjectSpec, side: Side, level: LadderLevel) -> list[str]:
    """The contacts named by a level for a side, the one who acts first."""
    named = stated(_named(side, level))
    if named is None:
        return []
    people = [named] if named in spec.contacts else list(spec.holders(named))
    return [p for p in people if _party(spec, p) == side]


def _deputy(spec: ProjectSpec, side: Side, level: LadderLevel, people: list[str]) -> str | None:
    """Who stands in for the first of `people`: as the level says, else the contact's deputy,
    else another holder of the role."""
    if not people:
        return None
    asked = (_named_deputy(side, level), spec.contacts[people[0]].deputy, *people[1:])
    for each in asked:
        if each in spec.contacts and each != people[0] and _party(spec, each) == side:
            return each
    return None


def _named_deputy(side: Side, level: LadderLevel) -> str:
    return (level.oem_deputy if side == "oem" else level.ems_deputy) or ""


def _party(spec: ProjectSpec, name: str) -> str | None:
    """`oem`, `ems` or another kind of party that a role or contact belongs to."""
    owner = spec.roles.get(name) or spec.contacts.get(name)
    party = spec.parties.get(owner.party) if owner else None
    return party.role if party else None
