"""Sections that the workspace ships as data, laid below the project's own: `standard: true`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sowgen.diagnostics import Diagnostic, Outcome, Span, did_you_mean, error
from sowgen.load.mapping import load_mapping
from sowgen.model.tree import Path, Tree, below, merge, without
from sowgen.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Standard:
    """A section with a shipped form. `entries` are the paths of the mappings whose entries the
    project can name in `leave_out`; `code` and `entry` word the finding on a name that no entry
    has."""

    section: str
    file: str
    entries: tuple[Path, ...]
    code: str
    entry: str


STANDARDS = (
    Standard(
        "escalation",
        "templates/escalation/defaults.yaml",
        (("severities",), ("ladder",), ("eight_d", "steps")),
        "E120",
        "severity, level or step",
    ),
    Standard(
        "qualification",
        "templates/qualification/criteria.yaml",
        (("stages",), ("gates",), ("criteria",), ("bands",)),
        "V127",
        "stage, gate, criterion or band",
    ),
)


def with_standard_sections(workspace: Workspace, project: Tree) -> Outcome[Tree | None]:
    """`project` over the shipped form of each section that says `standard: true`.

    Mappings are merged key by key, lists are replaced whole; every value keeps the place where
    it is written. The entries named in `leave_out` are taken away before. Codes: those of reading
    a file, S109 for a shipped part that is no mapping, E120 and V127 for a name in `leave_out`
    that the standard does not have. None where a shipped file cannot be used, since all that
    follows would only say again that something is missing.
    """
    found: list[Diagnostic] = []
    for standard in STANDARDS:
        if project.get((standard.section, "standard")) is True:
            laid = _lay_below(workspace, project, standard)
            found += laid.diagnostics
            if laid.value is None:
                return Outcome(None, tuple(found))
            project = laid.value
    return Outcome(project, tuple(found))


def _lay_below(workspace: Workspace, project: Tree, standard: Standard) -> Outcome[Tree | None]:
    loaded = load_mapping(workspace, standard.file)
    shipped = loaded.value
    if shipped is None:
        return loaded
    formless = [
        error("S109", "expected a mapping (`key: value` lines)", shipped.key_span(path))
        for path in standard.entries
        if path in shipped.keys and not isinstance(shipped.get(path), dict)
    ]
    if not shipped.data:
        message, hint = (
            "the file holds nothing",
            "`sowgen init` makes a workspace with the whole file",
        )
        formless = [error("S109", message, Span(standard.file, 1, 1), hint)]
    if formless:
        return Outcome(None, tuple(formless))
    section, found = _without(shipped, project, standard)
    return Outcome(merge(below(standard.section, section), project), (*loaded.diagnostics, *found))


def _without(shipped: Tree, project: Tree, standard: Standard) -> tuple[Tree, list[Diagnostic]]:
    """The shipped form without the entries that the project leaves out."""
    named = project.get((standard.section, "leave_out"))
    names = [str(name) for name in named] if isinstance(named, list) else []
    entries = {path: _at(shipped.data, path) for path in standard.entries}
    known = sorted({key for inner in entries.values() for key in inner})
    found = [
        error(
            standard.code,
            f"the standard has no {standard.entry} `{name}`",
            project.span((standard.section, "leave_out", index)),
            did_you_mean(name, known) or "there are: " + ", ".join(known),
        )
        for index, name in enumerate(names)
        if name not in known
    ]
    for path, inner in entries.items():
        for key in names:
            if key in inner:
                shipped = without(shipped, (*path, key))
    return shipped, found


def _at(data: dict[str, Any], path: Path) -> dict[str, Any]:
    node: Any = data
    for step in path:
        node = node.get(step) if isinstance(node, dict) else None
    return node if isinstance(node, dict) else {}
