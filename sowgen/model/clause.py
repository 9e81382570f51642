"""A clause of the library as written, and as chosen for a project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from sowgen.diagnostics import Span

ParameterType: TypeAlias = Literal[
    "duration", "clock", "money", "percent", "integer", "number", "text", "choice",
    "boolean", "date", "list", "table",
]  # fmt: skip

STANCES = ("oem", "balanced", "ems")
"""The three positions a clause can take, named after the side they favour. A clause with
one wording has the single position `standard`."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A typed value that a clause's wording needs.

    `source` is the specification path it is taken from (`from:` in the front matter), '' for
    one that only the project's `clauses.use.<id>.parameters` can set. `default` and the range
    `minimum`..`maximum` are parsed scalars or None; `defaults` and `ranges` hold what single
    positions say instead. `choices` are the words of a `choice`. `columns` name the fields of
    a `table`'s rows.
    """

    name: str
    type: ParameterType
    description: str
    source: str = ""
    default: Any = None
    minimum: Any = None
    maximum: Any = None
    choices: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    optional: bool = False
    unit: str = ""
    defaults: Mapping[str, Any] = field(default_factory=dict)
    ranges: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    span: Span = Span("")


@dataclass(frozen=True, slots=True)
class Wording:
    """The Markdown of one position, and the line of the clause file where it starts."""

    position: str
    markdown: str
    span: Span


@dataclass(frozen=True, slots=True)
class Condition:
    """A sandboxed Jinja expression on the specification, and where it stands."""

    expression: str
    span: Span


@dataclass(frozen=True, slots=True)
class ClauseRight:
    """What the wording says of decision rights.

    `about` are the ids of those it speaks of; empty for every other one that names the clause.
    It holds where `when` does. `response_window`, `inform_within` and `threshold` name the
    parameters that say the same as these fields of a decision, '' for none. By position:
    `level` are the levels that agree with the wording, `above` those beyond the limit,
    `silence` what no answer means.
    """

    about: tuple[str, ...]
    when: Condition | None
    response_window: str
    inform_within: str
    threshold: str
    level: Mapping[str, tuple[str, ...]]
    above: Mapping[str, tuple[str, ...]]
    silence: Mapping[str, str]
    span: Span


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause file.

    `requires` and `conflicts` name other clauses; `conflicts` may be limited to positions
    (`clause:position`). `applies_when` decides whether the clause belongs to a deal at all; leaving
    it out while `mandatory_when` holds is an error.
    `constraints` must hold whenever the clause is chosen: each a condition over the
    clause's parameters and the specification, with the sentence shown when it fails.
    `decisions` says what the wording gives to decision rights.
    `authority` maps a position to the authority level a drafter needs for it.
    `named` has the places of the entries in `requires` and `conflicts`. `digest` is the SHA-256 of
    the file. `own` marks a clause file of the project itself.
    """

    id: str
    title: str
    version: str
    area: str
    order: int
    summary: str
    document: str
    parameters: Mapping[str, Parameter]
    wordings: Mapping[str, Wording]
    requires: tuple[str, ...]
    conflicts: tuple[str, ...]
    applies_when: Condition | None
    mandatory_when: Condition | None
    constraints: tuple[tuple[Condition, str], ...]
    authority: Mapping[str, str]
    topics: tuple[str, ...]
    digest: str
    own: bool
    span: Span
    replaces: str = ""
    reason: str = ""
    decisions: tuple[ClauseRight, ...] = ()
    named: Mapping[str, Span] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BoundParameter:
    """A parameter with its value for a project, and where that value was written: `path` in
    the specification, or `clauses.<id>.<name>` for a clause's own default."""

    parameter: Parameter
    value: Any
    path: str
    span: Span
    from_default: bool


@dataclass(frozen=True, slots=True)
class ChosenClause:
    """A clause as it enters a project's documents: position, values, and the reason given
    where the project departs from its stance."""

    clause: Clause
    position: str
    wording: Wording
    values: Mapping[str, BoundParameter]
    reason: str = ""
