"""What a project takes of the standard rows and decision rights, and with which roles and letters.

Only reads: the result are names and mappings, and the findings on how the project says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sowgen.diagnostics import Diagnostic, did_you_mean, error
from sowgen.model.letters import STANDARD_LETTERS, VARIANTS
from sowgen.model.tree import Path, Tree

NONE = "none"
ROLE_FIELDS = ("decided_by", "approved_by", "deputy")
_AT: Path = ("raci", "standard")


class Part(NamedTuple):
    """One of the two files: its key in the selection, its place in the deal, what an entry is
    called, and the field that each entry has."""

    key: str
    file: str
    target: Path
    noun: str
    must: str


ROWS = Part("activities", "templates/raci/activities.yaml", ("raci", "activities"), "row", "name")
RIGHTS = Part(
    "decisions", "templates/raci/decisions.yaml", ("decisions",), "decision right", "topic"
)


@dataclass(slots=True)
class Choice:
    """The selection of one project. `shipped` holds the two files by the keys of their parts."""

    project: Tree
    shipped: Mapping[str, Tree]
    found: list[Diagnostic] = field(default_factory=list)

    def chosen(self, part: Part, rows: Sequence[str] = ()) -> list[str]:
        """The ids taken, in the order of the file. R017 unknown ids, D101 rights without a row."""
        known = self.shipped[part.key].data
        value = self.project.get((*_AT, part.key))
        if value == "all":
            there = self._rows_there(rows)
            names = [n for n in known if part is ROWS or there.issuperset(self._rows_of(n))]
        else:
            names = _texts(value)
            for index, name in enumerate(names):
                if name not in known:
                    self._unknown(name, (*_AT, part.key, index), part.noun, known, part.file)
            if part is RIGHTS:
                self._check_rows(names, rows)
        left_out = _texts(self.project.get((*_AT, "without")))
        return [n for n in known if n in names and n not in left_out]

    def check_left_out(self) -> None:
        """R017: what is left out must be there."""
        known = [*self.shipped["activities"].data, *self.shipped["decisions"].data]
        for index, name in enumerate(_texts(self.project.get((*_AT, "without")))):
            if name not in known:
                noun = "row or decision right"
                self._unknown(name, (*_AT, "without", index), noun, known, "templates/raci")

    def check_overrides(self, part: Part, chosen: Collection[str]) -> None:
        """R017: an entry without the field that every entry has must change a standard one."""
        own = self.project.get(part.target)
        if not (isinstance(own, dict) and self.project.get((*_AT, part.key))):
            return
        for name, entry in own.items():
            if name in chosen or not isinstance(entry, dict) or part.must in entry:
                continue
            if name in self.shipped[part.key].data:
                said = "is not among those taken"
                hint = f"see `raci.standard`; or give it a `{part.must}` of its own"
            else:
                said = "does not exist"
                near = did_you_mean(name, chosen)
                hint = near or f"a {part.noun} of the project's own has a `{part.must}`"
            message = f"the standard {part.noun} `{name}` that is changed here {said}"
            span = self.project.key_span((*part.target, name))
            self.found.append(error("R017", message, span, hint))

    def roles(self, rows: Iterable[str], rights: Iterable[str]) -> dict[str, str]:
        """Role of the standard entries → role of the project, or `none`. R016 for roles that
        the project does not have, R017 for those that the standard entries do not have."""
        own = _mapping(self.project.get(("roles",)))
        given = _mapping(self.project.get((*_AT, "roles")))
        entries = {key: tree.data for key, tree in self.shipped.items()}
        usual = dict.fromkeys(
            r for part in entries.values() for e in part.values() for r in held(e)
        )
        needed = dict.fromkeys(
            role
            for part, names in ((ROWS, rows), (RIGHTS, rights))
            for name in names
            for role in held(entries[part.key][name])
        )
        for role, mine in given.items():
            at: Path = (*_AT, "roles", role)
            if role not in usual:
                hint = did_you_mean(role, usual) or "roles: " + ", ".join(usual)
                message = f"the standard rows have no role `{role}`"
                self.found.append(error("R017", message, self.project.key_span(at), hint))
            elif mine != NONE and str(mine) not in own:
                hint = did_you_mean(str(mine), own) or "add it under `roles`, or write `none`"
                message = f"there is no role `{mine}`"
                self.found.append(error("R016", message, self.project.span(at), hint))
        for role in needed:
            if role not in own and role not in given:
                message = f"the standard rows use the role `{role}`, which this deal does not have"
                hint = (
                    "add it under `roles`, or say which role takes its part: "
                    f"`raci.standard.roles: {{{role}: {_stand_in(role, own)}}}`"
                )
                self.found.append(error("R016", message, self.project.key_span(_AT), hint))
        return {role: str(given.get(role, role)) for role in needed}

    def letters(self, rows: Sequence[str]) -> Mapping[str, str]:
        """Letter of RACI-VS → letters of the project's variant, '' for none. R018 where the
        variant has no such letter and the project does not say what takes its place."""
        variant = self.project.get(("raci", "variant"))
        if not rows or not isinstance(variant, str) or variant not in VARIANTS:
            return STANDARD_LETTERS["RACI-VS"]
        at = self.project.span(("raci", "variant"))
        if variant not in STANDARD_LETTERS:
            message = f"the standard rows cannot be read as {variant}"
            hint = "DACI divides a decision, not work: choose RACI-VS, or write rows of your own"
            self.found.append(error("R018", message, at, hint))
            return {}
        given = _mapping(self.project.get((*_AT, "letters")))
        letters = dict(STANDARD_LETTERS[variant])
        for letter, verb in (("V", "verifying"), ("S", "signing off")):
            if letters[letter]:
                continue
            if letter in given:
                letters[letter] = self._in_its_place(letter, str(given[letter]), variant)
                continue
            message = f"the standard rows have a letter for {verb} (`{letter}`), {variant} has none"
            better = "RASCI-VS" if variant == "RASCI" else "RACI-VS"
            hint = f"choose {better}, or say what stands in its place: "
            hint += "`raci.standard.letters: {V: C, S: C}`"
            self.found.append(error("R018", message, at, hint))
        return letters

    def _in_its_place(self, letter: str, text: str, variant: str) -> str:
        if text != NONE and text not in VARIANTS[variant]:
            message = f"`{text}` is not a letter of {variant}"
            hint = "letters: " + ", ".join(VARIANTS[variant]) + "; or `none`"
            span = self.project.span((*_AT, "letters", letter))
            self.found.append(error("R003", message, span, hint))
        return "" if text == NONE else text

    def _unknown(self, name: str, path: Path, noun: str, known: Collection[str], file: str) -> None:
        place = path if path in self.project.values else path[:-1]
        hint = did_you_mean(name, known) or f"the ids stand in {file}"
        message = f"there is no standard {noun} `{name}`"
        self.found.append(error("R017", message, self.project.span(place), hint))

    def _rows_of(self, right: str) -> list[str]:
        """The rows that a standard right belongs to, as the file or the project says."""
        paths = (("activity",), ("threshold", "activity"))
        entry = self.shipped["decisions"]
        said = [
            self.project.get(("decisions", right, *path)) or entry.get((right, *path))
            for path in paths
        ]
        return [str(row) for row in said if row not in (None, NONE)]

    def _rows_there(self, rows: Iterable[str]) -> set[str]:
        return {*rows, *_mapping(self.project.get(ROWS.target))}

    def _check_rows(self, names: Sequence[str], rows: Sequence[str]) -> None:
        there = self._rows_there(rows)
        for index, name in enumerate(names):
            known = name in self.shipped["decisions"].data
            for row in self._rows_of(name) if known else ():
                if row not in there:
                    place: Path = (*_AT, "decisions", index)
                    place = place if place in self.project.values else place[:-1]
                    message = f"`{name}` belongs to the row `{row}`, which is not in the matrix"
                    hint = f"take the row too, or name another: `decisions.{name}.activity`"
                    self.found.append(error("D101", message, self.project.span(place), hint))


def held(entry: Mapping[str, Any]) -> list[str]:
    """The roles that a standard entry names."""
    roles = [str(entry[name]) for name in ROLE_FIELDS if name in entry]
    return [*_mapping(entry.get("letters")), *roles]


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _texts(value: object) -> list[str]:
    """A list of ids; a list of one may be written as the item itself."""
    if isinstance(value, str):
        return [value]
    return [str(item) for item in value] if isinstance(value, list) else []


def _stand_in(role: str, own: Iterable[str]) -> str:
    """A role of the project on the same side, for the hint."""
    side = role.split(".", maxsplit=1)[0]
    return next((name for name in own if name.split(".", maxsplit=1)[0] == side), NONE)
