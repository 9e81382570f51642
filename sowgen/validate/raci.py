"""The responsibility matrix: one accountable role a row, readable letters, nobody forgotten."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from sowgen.diagnostics import Diagnostic
from sowgen.model.letters import DOES, VARIANTS, read_cell
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.raci import Raci, RaciActivity
from sowgen.model.tree import Path, Tree
from sowgen.validate.finding import find, listed, nearest
from sowgen.validate.walk import stated

_MANY_CONSULTED = 3
_MANY_TOLD = 6
_ENOUGH_ROWS = 5
_LARGE_SHARE = 0.4

Rows = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Row id → role id → letters, of the cells that could be read."""


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """R001 to R007 and R010 to R014. (R008, R015: `raci_links`; R009: `levels`.)"""
    raci = spec.raci
    if raci is None:
        return
    rows = readable_rows(spec, raci)
    for row_id, row in raci.activities.items():
        whole = _is_clear(spec, raci, row)
        yield from _cells(spec, raci, row_id, row, tree)
        if whole:
            yield from _one_accountable(raci, row_id, rows[row_id], tree)
        yield from _size(row_id, rows[row_id], tree)
        yield from _both_sides(spec, row_id, rows[row_id], tree)
    yield from _roles(spec, raci, rows, tree)


def readable_rows(spec: ProjectSpec, raci: Raci) -> Rows:
    """The letters of every row by known role, without the cells that cannot be read."""
    return {row_id: readable_row(spec, raci, row_id) for row_id in raci.activities}


def readable_row(spec: ProjectSpec, raci: Raci, row_id: str) -> dict[str, tuple[str, ...]]:
    """The letters of one row by known role, without the cells that cannot be read."""
    return {
        role: read_cell(text, raci.variant).letters
        for role, text in raci.activities[row_id].letters.items()
        if role in spec.roles
    }


def _at(row_id: str, *more: str | int) -> Path:
    return ("raci", "activities", row_id, *more)


def _is_clear(spec: ProjectSpec, raci: Raci, row: RaciActivity) -> bool:
    """Whether every letter could be read and given to a role, so that they can be counted."""
    cells = [read_cell(text, raci.variant) for text in row.letters.values()]
    unclear = any(cell.ambiguous or cell.unknown for cell in cells)
    return not unclear and all(role in spec.roles for role in row.letters)


def _cells(
    spec: ProjectSpec, raci: Raci, row_id: str, row: RaciActivity, tree: Tree
) -> Iterable[Diagnostic]:
    allowed = VARIANTS[raci.variant]
    meaning = ", ".join(f"{letter} {verb}" for letter, verb in allowed.items())
    does = DOES[raci.variant]
    for role, text in row.letters.items():
        path = _at(row_id, "letters", role)
        if role not in spec.roles:
            hint = nearest(role, spec.roles, "roles")
            if role in spec.parties:
                hint = f"`{role}` is a party; a letter belongs to one of its roles"
            yield find("R003", f"there is no role `{role}`", tree.key_span(path), hint)
        cell = read_cell(text, raci.variant)
        if cell.ambiguous:
            yield find(
                "R011",
                f"`{text}` leaves open which letter `{role}` has",
                tree.span(path),
                f"write one letter, or several with commas such as `A, {does}`; "
                "split the row where two roles share it",
            )
        for word in cell.unknown:
            hint = f"{raci.variant}: {meaning}"
            if word.upper() in allowed:
                hint = f"write `{word.upper()}`"
            elif word in ("S", "V", "Su", "Si"):
                hint += f"; `{word}` belongs to another variant, see `raci.variant`"
            yield find("R003", f"`{word}` is not a letter of {raci.variant}", tree.span(path), hint)
        done = {"A", does} & set(cell.letters)
        told = {"C", "I"} & set(cell.letters)
        if done and told:
            yield find(
                "R013",
                f"`{text}` both does the work or answers for it, and is told of it",
                tree.span(path),
                f"keep {listed(sorted(done))}",
            )


def _one_accountable(
    raci: Raci, row_id: str, row: Mapping[str, tuple[str, ...]], tree: Tree
) -> Iterable[Diagnostic]:
    at = tree.key_span(_at(row_id))
    name = raci.activities[row_id].name
    holders = [role for role, letters in row.items() if "A" in letters]
    if not holders:
        yield find(
            "R001",
            f"nobody is accountable for `{name}`",
            at,
            "give one role, of either party, the letter `A`",
        )
    elif len(holders) > 1:
        yield find(
            "R001",
            f"{listed(holders)} are all accountable for `{name}`",
            at,
            "keep one `A` across both parties; split the row where each answers for a part",
            [(role, tree.span(_at(row_id, "letters", role))) for role in holders],
        )
    does = DOES[raci.variant]
    if not any(does in letters for letters in row.values()):
        yield find(
            "R002",
            f"nobody does the work of `{name}`",
            at,
            f"give at least one role the letter `{does}`",
        )


def _size(row_id: str, row: Mapping[str, tuple[str, ...]], tree: Tree) -> Iterable[Diagnostic]:
    count = Counter(letter for letters in row.values() for letter in letters)
    consulted, told = count["C"], count["C"] + count["I"]
    if consulted > _MANY_CONSULTED or told > _MANY_TOLD:
        yield find(
            "R005",
            f"{consulted} roles are consulted and {count['I']} informed",
            tree.key_span(_at(row_id)),
            f"at most {_MANY_CONSULTED} consulted and {_MANY_TOLD} of both keep a decision "
            "quick; inform instead of consult, or leave out",
        )


def _both_sides(
    spec: ProjectSpec, row_id: str, row: Mapping[str, tuple[str, ...]], tree: Tree
) -> Iterable[Diagnostic]:
    there = {
        spec.parties[p].role
        for role, letters in row.items()
        if letters
        if (p := spec.roles[role].party) in spec.parties
    }
    for side, words in (("oem", "the OEM"), ("ems", "the EMS")):
        if there and side not in there:
            yield find(
                "R012",
                f"{words} has no letter in this row",
                tree.key_span(_at(row_id)),
                "inform it (`I`) where the activity costs it money or time",
            )


def _roles(spec: ProjectSpec, raci: Raci, rows: Rows, tree: Tree) -> Iterable[Diagnostic]:
    does = DOES[raci.variant]
    by_role: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for row in rows.values():
        for role, letters in row.items():
            if letters:
                by_role[role].append(letters)
    total = sum("A" in letters for cells in by_role.values() for letters in cells)
    for role in spec.roles:
        at = tree.key_span(("roles", role))
        cells = by_role[role]
        answers = sum("A" in letters for letters in cells)
        if not cells:
            yield find(
                "R006", f"`{role}` has no letter in any row", at, "give it one, or remove the role"
            )
        elif all(set(letters) == {"I"} for letters in cells):
            yield find(
                "R006",
                f"`{role}` is informed and nothing else",
                at,
                "a distribution list may be enough; or give it a task",
            )
        if len(rows) < _ENOUGH_ROWS:
            continue
        if sum({"A", does} <= set(letters) for letters in cells) == len(rows):
            yield find(
                "R004",
                f"`{role}` is accountable for and does every row",
                at,
                "hand some of the work to another role",
            )
        elif answers > _LARGE_SHARE * total:
            yield find(
                "R007",
                f"`{role}` is accountable for {answers} of {total} rows",
                at,
                "spread accountability, so that one person is not the bottleneck",
            )
    yield from _no_person(spec, rows, tree)
    yield from _empty_party(spec, by_role, tree)


def _no_person(spec: ProjectSpec, rows: Rows, tree: Tree) -> Iterable[Diagnostic]:
    """R010, once a role."""
    for role in spec.roles:
        answers = [row_id for row_id, row in rows.items() if "A" in row.get(role, ())]
        if not answers:
            continue
        holders = [name for name, c in spec.contacts.items() if role in c.roles]
        more = f" and {len(answers) - 1} more" if len(answers) > 1 else ""
        what = f"`{role}` is accountable for `{answers[0]}`{more}"
        if not holders:
            yield find(
                "R010",
                f"{what}, but no contact holds the role",
                tree.key_span(("roles", role)),
                f"add `roles: [{role}]` to a contact",
            )
            continue
        only = spec.contacts[holders[0]]
        if len(holders) == 1 and only.deputy is None and stated(only.name) is not None:
            yield find(
                "R010",
                f"{what}, but nobody stands in for {only.name}",
                tree.key_span(("roles", role)),
                f"add `deputy:` to the contact `{holders[0]}`",
                [("the contact", tree.key_span(("contacts", holders[0])))],
            )


def _empty_party(
    spec: ProjectSpec, by_role: Mapping[str, list[tuple[str, ...]]], tree: Tree
) -> Iterable[Diagnostic]:
    for name, party in spec.parties.items():
        has_letter = any(
            cells and spec.roles[role].party == name for role, cells in by_role.items()
        )
        if party.role in ("oem", "ems") and not has_letter:
            yield find(
                "R014",
                f"no role of `{name}` has a letter in the matrix",
                tree.key_span(("raci",)),
                f"add roles of `{name}` to the rows",
            )
