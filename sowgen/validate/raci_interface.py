"""The matrix against the things its rows are about: who owns them, who accepts them, whom they
concern."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from sowgen.diagnostics import Diagnostic
from sowgen.model.letters import DOES, VARIANTS
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.raci import Raci
from sowgen.model.tree import Path, Tree
from sowgen.validate.finding import find, listed
from sowgen.validate.levels import levels_of, rows_of, side_of
from sowgen.validate.raci import Rows, readable_rows

_SIDES: Mapping[str, str] = {"oem": "the OEM", "ems": "the EMS"}


class _Thing(NamedTuple):
    """What a row can be about: `noun` and `path`; the role that owns it and the one that
    accepts it, and the fields in which they stand."""

    noun: str
    path: Path
    owner: str | None = None
    accepts: str | None = None
    accepts_at: Path = ()
    owner_at: Path = ("owner",)


def check(spec: ProjectSpec, raci: Raci, tree: Tree) -> Iterable[Diagnostic]:
    """R019 to R021."""
    rows = readable_rows(spec, raci)
    things = _things(spec)
    about = _about(raci, things)
    for name, thing in things.items():
        if about[name]:
            yield from _owner(spec, raci, rows, about[name], thing, tree)
            yield from _accepts(spec, raci, rows, about[name], thing, tree)
    yield from _concerned(spec, rows, things, about, tree)


def _things(spec: ProjectSpec) -> dict[str, _Thing]:
    found = {
        name: _Thing("document", ("documents", name), document.owner)
        for name, document in spec.documents.items()
    }
    for name, item in spec.deliverables.items():
        field = ("acceptance", "accepted_by")
        accepts = item.acceptance.accepted_by
        found[name] = _Thing("deliverable", ("deliverables", name), item.owner, accepts, field)
    for name, report in spec.communication.reports.items():
        path: Path = ("communication", "reports", name)
        found.setdefault(name, _Thing("report", path, report.sender, owner_at=("sender",)))
    for name, activity in spec.schedule.activities.items():
        found.setdefault(name, _Thing("activity", ("schedule", "activities", name), activity.owner))
    for name, gate in spec.schedule.gates.items():
        path = ("schedule", "gates", name)
        found[name] = _Thing("gate", path, None, gate.approver, ("approver",))
    return found


def _about(raci: Raci, things: Collection[str]) -> dict[str, list[str]]:
    """Id of a thing → the rows about it: those that link to it, or bear its id."""
    rows: dict[str, list[str]] = defaultdict(list)
    for row_id, row in raci.activities.items():
        for name in dict.fromkeys((row_id, *row.links)):
            if name in things:
                rows[name].append(row_id)
    return rows


def _owner(
    spec: ProjectSpec, raci: Raci, rows: Rows, about: list[str], thing: _Thing, tree: Tree
) -> Iterable[Diagnostic]:
    """R020: who owns a thing does its row, or answers for it."""
    owner = thing.owner
    work = {"A", DOES[raci.variant]}
    if owner not in spec.roles or any(work & set(rows[row].get(owner, ())) for row in about):
        return
    yield find(
        "R020",
        f"`{owner}` owns the {thing.noun} `{thing.path[-1]}`, but neither does nor answers for "
        f"the row {listed(about)}",
        tree.span((*thing.path, *thing.owner_at)),
        f"give it `A` or `{DOES[raci.variant]}` in the row, name another owner, or link the "
        f"{thing.noun} to another row",
        [("the row", tree.key_span(("raci", "activities", about[0])))],
    )


def _accepts(
    spec: ProjectSpec, raci: Raci, rows: Rows, about: list[str], thing: _Thing, tree: Tree
) -> Iterable[Diagnostic]:
    """R021: who accepts a deliverable or approves a gate has a say in its row."""
    role = thing.accepts
    letters = VARIANTS[raci.variant]
    say = ["A", *(letter for letter in ("V", "S", "Si") if letter in letters)]
    if raci.variant in ("RACI", "RASCI", "DACI"):
        say = ["A", DOES[raci.variant], "C"]
    if role not in spec.roles or any(set(say) & set(rows[row].get(role, ())) for row in about):
        return
    verb = "approves" if thing.noun == "gate" else "accepts"
    yield find(
        "R021",
        f"`{role}` {verb} `{thing.path[-1]}`, but has none of {listed(say)} in the row "
        f"{listed(about)}",
        tree.span((*thing.path, *thing.accepts_at)),
        f"give it one in the row, or let another role decide on the {thing.noun}",
        [("the row", tree.key_span(("raci", "activities", about[0])))],
    )


def _concerned(
    spec: ProjectSpec,
    rows: Rows,
    things: Mapping[str, _Thing],
    about: Mapping[str, list[str]],
    tree: Tree,
) -> Iterator[Diagnostic]:
    """R019: a row about something that both parties take part in, with letters of one only."""
    concerned: dict[str, dict[str, str]] = defaultdict(dict)
    for name, thing in things.items():
        for row in about[name]:
            for side in _sides(spec, name, thing):
                concerned[row].setdefault(side, f"the {thing.noun} `{name}`")
    for name, decision in spec.decisions.items():
        for row in set(rows_of(decision).values()) if max(levels_of(decision)) > "L0" else ():
            for side in _SIDES:
                concerned[row].setdefault(side, f"the decision `{name}`")
    for row, letters in rows.items():
        there = {side_of(spec, role) for role, cell in letters.items() if cell}
        for side, why in concerned[row].items():
            if there and side in _SIDES and side not in there:
                yield find(
                    "R019",
                    f"{_SIDES[side]} has no letter in this row, but {why} concerns it",
                    tree.key_span(("raci", "activities", row)),
                    "give a role of it at least `I`, or take the link away",
                )


def _sides(spec: ProjectSpec, name: str, thing: _Thing) -> set[str]:
    """The sides of the parties that a thing passes between."""
    document = spec.documents.get(name) if thing.noun == "document" else None
    parties = (document.provider, document.receiver) if document else ()
    sides = {spec.parties[p].role for p in parties if p in spec.parties}
    return sides | {s for role in (thing.owner, thing.accepts) if (s := side_of(spec, role))}
