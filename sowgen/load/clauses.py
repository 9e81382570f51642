"""Clause files → `Clause`s: the library's, and a project's own."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from sowgen.diagnostics import Diagnostic, Outcome, Span, error
from sowgen.load.clause_builder import ClauseBuilder
from sowgen.load.clause_head import ClauseHead
from sowgen.load.front_matter import split_front_matter
from sowgen.model.clause import Clause
from sowgen.model.shape import shape
from sowgen.workspace import Workspace

KEPT = 512
"""Files whose clauses are kept for the next run in the same process."""
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Library:
    """Clauses by id, in the order of area, `order` and id."""

    clauses: Mapping[str, Clause] = field(default_factory=dict)


def load_library(workspace: Workspace) -> Outcome[Library]:
    """Every clause of `clauses/<area>/<id>.md`. Codes C101 to C113."""
    found: list[Diagnostic] = []
    clauses: dict[str, Clause] = {}
    for area in workspace.find_folders("clauses"):
        for path in workspace.find_files(f"clauses/{area}", ".md"):
            loaded = load_clause(workspace, path, area=area)
            found += loaded.diagnostics
            clause = loaded.value
            if clause is None:
                continue
            if clause.id in clauses:
                found.append(
                    error(
                        "C102",
                        f"there is another clause `{clause.id}`",
                        Span(path, 1, 1),
                        "give one of the two another file name",
                        [("the other", clauses[clause.id].span)],
                    )
                )
            clauses[clause.id] = clause
    return Outcome(Library(_ordered(clauses)), tuple(found))


def load_own_clauses(workspace: Workspace, slug: str) -> Outcome[tuple[Clause, ...]]:
    """The clause files of one project, `projects/<slug>/clauses/*.md`, in order."""
    found: list[Diagnostic] = []
    clauses: dict[str, Clause] = {}
    for path in workspace.find_files(f"projects/{slug}/clauses", ".md"):
        loaded = load_clause(workspace, path, area="", own=True)
        found += loaded.diagnostics
        if loaded.value is not None:
            clauses[loaded.value.id] = loaded.value
    return Outcome(tuple(_ordered(clauses).values()), tuple(found))


def _ordered(clauses: dict[str, Clause]) -> dict[str, Clause]:
    key = sorted(clauses.values(), key=lambda c: (c.area, c.order, c.id))
    return {clause.id: clause for clause in key}


def load_clause(
    workspace: Workspace, path: str, *, area: str, own: bool = False
) -> Outcome[Clause | None]:
    """One clause file. `area` is its folder; a project's own clause names its area itself. The
    same text gives the same clause as before."""
    text = workspace.read_text(path)
    if text.value is None:
        return Outcome(None, text.diagnostics)
    name = path.rsplit("/", 1)[-1].removesuffix(".md")
    return read_clause(path, name, text.value, area, own)


@lru_cache(maxsize=KEPT)
def read_clause(
    path: str, name: str, text: str, area: str, own: bool = False
) -> Outcome[Clause | None]:
    """The clause `name` with that text, which stands in the file `path`."""
    if not _ID.fullmatch(name):
        found = error(
            "C103", f"`{name}` is not a clause id", Span(path), "small letters, digits and hyphens"
        )
        return Outcome(None, (found,))
    parts = split_front_matter(text, path)
    if parts.value is None or not parts.ok:
        return Outcome(None, parts.diagnostics)
    head = shape(ClauseHead, parts.value.head)
    if head.value is None:
        return Outcome(None, head.diagnostics)
    builder = ClauseBuilder(path, name, head.value, parts.value, own)
    clause = builder.clause(area, hashlib.sha256(text.encode()).hexdigest())
    return Outcome(clause if not builder.found else None, tuple(builder.found))
