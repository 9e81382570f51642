"""The standard rows and decision rights of the workspace, laid under a project that asks for them.

The shipped files are written in RACI-VS and with the usual roles. The project's roles and letters
are put in, and what the project itself says is merged on top, as over company defaults. Every
value keeps its place: a finding in a standard row points at the file of the workspace.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sowgen.diagnostics import Outcome, Span, error
from sowgen.load.mapping import load_mapping
from sowgen.load.standard_choice import NONE, RIGHTS, ROLE_FIELDS, ROWS, Choice
from sowgen.model.letters import STANDARD_LETTERS, strongest
from sowgen.model.tree import Path, Tree, merge
from sowgen.workspace import Workspace


def add_standard_rows(workspace: Workspace, project: Tree) -> Outcome[Tree | None]:
    """`project` with the rows and rights that `raci.standard` names below its own.

    Codes: R016 a role that the project does not have, R017 an id that is not there, R018 a
    variant without the letters, R003 a letter that is none, D101 a right without its row, and
    those of reading YAML. None where any of them is found, since what follows would repeat it.
    """
    if not isinstance(project.get(("raci", "standard")), dict):
        return Outcome(project)
    shipped: dict[str, Tree] = {}
    for part in (ROWS, RIGHTS):
        read = _read(workspace, part.file)
        if read.value is None:
            return Outcome(None, read.diagnostics)
        shipped[part.key] = read.value
    choice = Choice(project, shipped)
    rows = choice.chosen(ROWS)
    rights = choice.chosen(RIGHTS, rows)
    choice.check_left_out()
    choice.check_overrides(ROWS, rows)
    choice.check_overrides(RIGHTS, rights)
    standard = _Standard(project, choice.roles(rows, rights), choice.letters(rows))
    if choice.found:
        return Outcome(None, tuple(choice.found))
    for name in rows:
        standard.add(shipped["activities"], ROWS.target, name)
    for name in rights:
        standard.add(shipped["decisions"], RIGHTS.target, name)
    changed = [(*ROWS.target, name) for name in rows] + [(*RIGHTS.target, name) for name in rights]
    return Outcome(merge(standard.tree(), _without_none(project, changed)))


def _read(workspace: Workspace, file: str) -> Outcome[Tree | None]:
    loaded = load_mapping(workspace, file)
    tree = loaded.value
    if tree is None:
        return loaded
    for name, entry in tree.data.items():
        if not isinstance(entry, dict):
            place = tree.key_span((name,))
            return Outcome(None, (error("S109", "expected a mapping (`key: value`)", place),))
    return loaded


@dataclass(slots=True)
class _Standard:
    """The standard entries with the project's `roles` and `letters`, as a tree to merge over.
    What the project takes away with `none` is left out."""

    project: Tree
    roles: Mapping[str, str]
    letters: Mapping[str, str]
    data: dict[str, Any] = field(default_factory=dict)
    values: dict[Path, Span] = field(default_factory=dict)
    keys: dict[Path, Span] = field(default_factory=dict)

    def add(self, source: Tree, target: Path, name: str) -> None:
        """One entry at its place below `target`."""
        copy: dict[str, Any] = {}
        for key, value in source.data[name].items():
            if self._taken_away((*target, name, key)):
                continue
            if key == "letters" and isinstance(value, dict):
                copy[key] = self._cells(source, target, name, value)
            elif key in ROLE_FIELDS:
                role = self.roles[str(value)]
                if role == NONE or (key == "deputy" and role in copy.values()):
                    continue
                copy[key] = role
            else:
                copy[key] = self._as_it_is(source, target, (name, key), value)
            self._place(source, (name, key), (*target, name, key))
        self._place(source, (name,), (*target, name))
        inner = self.data
        for step in target:
            inner = inner.setdefault(str(step), {})
        inner[name] = copy

    def _as_it_is(self, source: Tree, target: Path, at: Path, value: Any) -> Any:
        if isinstance(value, list):
            for index in range(len(value)):
                self._place(source, (*at, index), (*target, *at, index))
            return value
        if not isinstance(value, dict):
            return value
        kept = {k: v for k, v in value.items() if not self._taken_away((*target, *at, k))}
        for key in kept:
            self._place(source, (*at, key), (*target, *at, key))
        return kept

    def _cells(
        self, source: Tree, target: Path, name: str, cells: Mapping[str, Any]
    ) -> dict[str, str]:
        """The letters by role of the project. A role that takes the part of two holds the letters
        of both, without those that say less than another."""
        texts: dict[str, list[str]] = {}
        origins: dict[str, str] = {}
        for role, text in cells.items():
            mine = self.roles[role]
            if mine != NONE and not self._taken_away((*target, name, "letters", mine)):
                texts.setdefault(mine, []).append(str(text))
                origins.setdefault(mine, role)
        held = {role: self._letters(parts) for role, parts in texts.items()}
        for mine in (role for role, text in held.items() if text):
            origin = (name, "letters", origins[mine])
            self._place(source, origin, (*target, name, "letters", mine))
        return {role: text for role, text in held.items() if text}

    def _letters(self, texts: Iterable[str]) -> str:
        words = [word for text in texts for word in text.replace(",", " ").split()]
        if not set(words) <= set(STANDARD_LETTERS["RACI-VS"]):
            return ", ".join(words)
        letters = strongest(letter for word in words if (letter := self.letters[word]))
        return ", ".join(letters)

    def _taken_away(self, path: Path) -> bool:
        return bool(self.project.get(path) == NONE)

    def _place(self, source: Tree, at: Path, target: Path) -> None:
        self.values[target] = source.span(at)
        self.keys[target] = source.key_span(at)

    def tree(self) -> Tree:
        """What was added, with its places."""
        return Tree(self.data, self.values, self.keys, ROWS.file)


def _without_none(project: Tree, changed: Iterable[Path]) -> Tree:
    """The project without the `none` by which it takes letters and fields of the standard
    entries at the paths `changed` away."""
    data = project.data
    gone: set[Path] = set()
    for path in changed:
        if isinstance(project.get(path), dict):
            data = _at(data, path, path, gone)
    values = {path: span for path, span in project.values.items() if path not in gone}
    keys = {path: span for path, span in project.keys.items() if path not in gone}
    return Tree(data, values, keys, project.file)


def _at(data: Any, steps: Path, path: Path, gone: set[Path]) -> Any:
    if steps:
        return {**data, steps[0]: _at(data[steps[0]], steps[1:], path, gone)}
    return _pruned(data, path, gone)


def _pruned(data: Any, path: Path, gone: set[Path]) -> Any:
    """The mapping at `path` without each `none` in it, whose paths are added to `gone`."""
    if not isinstance(data, dict):
        return data
    gone.update((*path, key) for key, value in data.items() if value == NONE)
    return {key: _pruned(value, (*path, key), gone) for key, value in data.items() if value != NONE}
