"""Clause files → `Clause`s, typed and checked one by one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from sowgen.diagnostics import Diagnostic, Outcome, Span, did_you_mean, error
from sowgen.load.front_matter import FrontMatter, split_front_matter
from sowgen.load.yaml import resolve_plain
from sowgen.model.clause import (
    STANCES,
    Clause,
    ClauseRight,
    Condition,
    Parameter,
    ParameterType,
    Wording,
)
from sowgen.model.parameter import read_parameter
from sowgen.model.shape import shape
from sowgen.model.spec.base import Silence
from sowgen.model.spec.decisions import Level
from sowgen.model.tree import Path, Tree
from sowgen.model.values import Text, form
from sowgen.workspace import Workspace

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HEADING = re.compile(r"^#(?!#)[ \t]*(.*?)[ \t]*$", re.MULTILINE)


class _Head(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PositionHead(_Head):
    """What one position says of a parameter instead of the clause."""

    default: Any = None
    range: Text | None = Field(None, examples=["15 days .. 90 days"])


class ParameterHead(_Head):
    """A parameter as written in front matter."""

    type: ParameterType = Field(examples=["duration"])
    description: Text = Field(min_length=3, examples=["Time the OEM has to pay an invoice"])
    source: Text = Field("", alias="from", examples=["commercial.payment.days"])
    value: Any = None
    default: Any = None
    range: Text | None = Field(None, examples=["15 days .. 90 days"])
    choices: tuple[Text, ...] = ()
    columns: tuple[Text, ...] = ()
    optional: bool = False
    unit: Text = ""
    positions: dict[str, PositionHead] = Field(default_factory=dict)


class ConstraintHead(_Head):
    """A condition, and the sentence shown when it does not hold."""

    check: Text
    message: Text


class RightHead(_Head):
    """What the wording says of decision rights: parameters by name, and words by position."""

    about: tuple[Text, ...] = ()
    when: Text | bool | None = None
    response_window: Text = ""
    inform_within: Text = ""
    threshold: Text = ""
    level: dict[str, tuple[Level, ...]] = Field(default_factory=dict)
    above: dict[str, tuple[Level, ...]] = Field(default_factory=dict)
    silence: dict[str, Silence] = Field(default_factory=dict)


class ClauseHead(_Head):
    """The front matter of a clause file."""

    title: Text = Field(min_length=2, examples=["Payment"])
    version: Annotated[
        Text,
        Field(pattern=r"^\d+\.\d+\.\d+$"),
        form("three whole numbers with points between", "1.0.0"),
    ] = Field(examples=["1.0.0"])
    order: int = Field(examples=[120])
    summary: Text = Field(min_length=3, examples=["When the OEM pays."])
    topics: tuple[Text, ...] = ()
    document: Text = "sow"
    area: Text = ""
    replaces: Text = ""
    reason: Text = ""
    parameters: dict[str, ParameterHead] = Field(default_factory=dict)
    requires: tuple[Text, ...] = ()
    conflicts: tuple[Text, ...] = ()
    applies_when: Text | bool | None = None
    mandatory_when: Text | bool | None = None
    constraints: tuple[ConstraintHead, ...] = ()
    decisions: tuple[RightHead, ...] = ()
    authority: dict[str, Text] = Field(default_factory=dict)


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
    """One clause file. `area` is its folder; a project's own clause names its area itself."""
    text = workspace.read_text(path)
    if text.value is None:
        return Outcome(None, text.diagnostics)
    name = path.rsplit("/", 1)[-1].removesuffix(".md")
    if not _ID.fullmatch(name):
        return Outcome(
            None,
            (
                error(
                    "C103",
                    f"`{name}` is not a clause id",
                    Span(path),
                    "small letters, digits and hyphens",
                ),
            ),
        )
    parts = split_front_matter(text.value, path)
    if parts.value is None or not parts.ok:
        return Outcome(None, parts.diagnostics)
    head = shape(ClauseHead, parts.value.head)
    if head.value is None:
        return Outcome(None, head.diagnostics)
    builder = _Builder(path, name, head.value, parts.value, own)
    clause = builder.clause(area, hashlib.sha256(text.value.encode()).hexdigest())
    return Outcome(clause if not builder.found else None, tuple(builder.found))


@dataclass(slots=True)
class _Builder:
    path: str
    name: str
    head: ClauseHead
    parts: FrontMatter
    own: bool
    found: list[Diagnostic] = field(default_factory=list)

    @property
    def tree(self) -> Tree:
        return self.parts.head

    def clause(self, area: str, digest: str) -> Clause:
        head = self.head
        wordings = self.wordings()
        self.known_positions(wordings)
        if self.own and not head.area:
            self.found.append(
                error(
                    "C104",
                    "a project's own clause has to name its area",
                    Span(self.path, 1, 1),
                    "add `area:` with the library area in whose place it stands",
                )
            )
        if not self.own:
            self.refuse_own_keys()
        return Clause(
            id=self.name,
            title=head.title,
            version=head.version,
            area=head.area or area,
            order=head.order,
            summary=head.summary,
            document=head.document,
            parameters={n: self.parameter(n, p) for n, p in head.parameters.items()},
            wordings=wordings,
            requires=head.requires,
            conflicts=head.conflicts,
            applies_when=self.condition(head.applies_when, ("applies_when",)),
            mandatory_when=self.condition(head.mandatory_when, ("mandatory_when",)),
            constraints=tuple(
                (Condition(c.check, self.tree.span(("constraints", i, "check"))), c.message)
                for i, c in enumerate(head.constraints)
            ),
            decisions=tuple(self.right(i, right) for i, right in enumerate(head.decisions)),
            authority=head.authority,
            topics=head.topics,
            digest=digest,
            own=self.own,
            span=Span(self.path, 1, 1),
            replaces=head.replaces,
            reason=head.reason,
        )

    def right(self, index: int, head: RightHead) -> ClauseRight:
        at: Path = ("decisions", index)
        for key in ("response_window", "inform_within", "threshold"):
            name = getattr(head, key)
            if name and name not in self.head.parameters:
                self.found.append(
                    error(
                        "C113",
                        f"the clause has no parameter `{name}`",
                        self.tree.span((*at, key)),
                        did_you_mean(name, self.head.parameters)
                        or "its parameters: " + (", ".join(self.head.parameters) or "none"),
                    )
                )
        return ClauseRight(
            about=head.about,
            when=self.condition(head.when, (*at, "when")),
            response_window=head.response_window,
            inform_within=head.inform_within,
            threshold=head.threshold,
            level=head.level,
            above=head.above,
            silence=head.silence,
            span=self.tree.span(at),
        )

    def refuse_own_keys(self) -> None:
        for key in ("area", "replaces", "reason"):
            if key in self.tree.data:
                self.found.append(
                    error(
                        "C105",
                        f"`{key}` is only for a project's own clauses",
                        self.tree.key_span((key,)),
                        "remove it; the folder is the area",
                    )
                )
        for name, parameter in self.head.parameters.items():
            if parameter.value is not None:
                self.found.append(
                    error(
                        "C105",
                        "`value` is only for a project's own clauses",
                        self.tree.key_span(("parameters", name, "value")),
                        "write `default`",
                    )
                )

    def condition(self, written: str | bool | None, path: Path) -> Condition | None:
        if written is None:
            return None
        return Condition(str(written), self.tree.span(path))

    def known_positions(self, wordings: Mapping[str, Wording]) -> None:
        places: list[tuple[str, Path]] = [(p, ("authority", p)) for p in self.head.authority]
        for name, parameter in self.head.parameters.items():
            places += [(p, ("parameters", name, "positions", p)) for p in parameter.positions]
        for index, right in enumerate(self.head.decisions):
            for key in ("level", "above", "silence"):
                places += [(p, ("decisions", index, key, p)) for p in getattr(right, key)]
        for position, path in places:
            if position not in wordings:
                self.found.append(
                    error(
                        "C106",
                        f"the clause has no position `{position}`",
                        self.tree.key_span(path),
                        did_you_mean(position, wordings) or "its positions: " + ", ".join(wordings),
                    )
                )

    def wordings(self) -> dict[str, Wording]:
        body, first = self.parts.body, self.parts.body_line
        heads = list(_HEADING.finditer(body))
        if not heads or body[: heads[0].start()].strip():
            self.found.append(
                error(
                    "C107",
                    "text stands outside a position",
                    Span(self.path, first, 1),
                    "begin with `# OEM`, `# Balanced`, `# EMS` or `# Standard`",
                )
            )
        wordings: dict[str, Wording] = {}
        for this, after in zip(heads, [*heads[1:], None], strict=True):
            line = first + body.count("\n", 0, this.start())
            span = Span(self.path, line, 1, len(this[0]))
            position = this[1].lower()
            if position not in (*STANCES, "standard"):
                self.found.append(
                    error(
                        "C108",
                        f"`{this[1]}` is not a position",
                        span,
                        did_you_mean(position, (*STANCES, "standard"))
                        or "the positions are OEM, Balanced, EMS and Standard",
                    )
                )
            elif position in wordings:
                self.found.append(error("C108", f"`{this[1]}` stands twice", span))
            markdown = body[this.end() : after.start() if after else None].strip("\n")
            lead = len(body[this.end() :]) - len(body[this.end() :].lstrip("\n"))
            if not markdown.strip():
                self.found.append(error("C109", f"position `{this[1]}` has no text", span))
            wordings[position] = Wording(position, markdown, replace(span, line=line + lead))
        if "standard" in wordings and len(wordings) > 1:
            self.found.append(
                error(
                    "C108",
                    "`Standard` stands beside other positions",
                    wordings["standard"].span,
                    "use `# Balanced`",
                )
            )
        return wordings

    def parameter(self, name: str, head: ParameterHead) -> Parameter:
        at: Path = ("parameters", name)
        bare = Parameter(
            name=name,
            type=head.type,
            description=head.description,
            source=head.source,
            choices=head.choices,
            columns=head.columns,
            optional=head.optional,
            unit=head.unit,
            span=self.tree.key_span(at),
        )
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            self.found.append(
                error(
                    "C103",
                    f"`{name}` is not a parameter name",
                    self.tree.key_span(at),
                    "small letters, digits and underscores",
                )
            )
        if head.type == "choice" and not head.choices:
            self.found.append(error("C110", "a `choice` needs `choices`", self.tree.key_span(at)))
        written = "value" if head.value is not None else "default"
        low, high = self.bounds(bare, head.range, (*at, "range"))
        positions = head.positions.items()
        return replace(
            bare,
            default=self.typed(bare, getattr(head, written), (*at, written)),
            minimum=low,
            maximum=high,
            defaults={
                p: self.typed(bare, h.default, (*at, "positions", p, "default"))
                for p, h in positions
                if h.default is not None
            },
            ranges={
                p: self.bounds(bare, h.range, (*at, "positions", p, "range"))
                for p, h in positions
                if h.range is not None
            },
        )

    def typed(self, parameter: Parameter, raw: Any, path: Path) -> Any:
        if raw is None:
            return None
        try:
            return read_parameter(parameter, raw)
        except ValueError as problem:
            self.found.append(error("C111", str(problem), self.tree.span(path)))
            return None

    def bounds(self, parameter: Parameter, written: str | None, path: Path) -> tuple[Any, Any]:
        if written is None:
            return None, None
        low, dots, high = written.partition("..")
        if not dots:
            self.found.append(
                error(
                    "C112",
                    f"`{written}` is not a range",
                    self.tree.span(path),
                    "write `15 days .. 90 days`",
                )
            )
            return None, None
        return self.bound(parameter, low, path), self.bound(parameter, high, path)

    def bound(self, parameter: Parameter, written: str, path: Path) -> Any:
        raw = written.strip()
        return self.typed(parameter, resolve_plain(raw), path) if raw else None
