"""Front matter and body of a clause file → a `Clause`, with what is wrong between its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sowgen.diagnostics import Diagnostic, Span, did_you_mean, error
from sowgen.load.clause_head import ClauseHead, RightHead
from sowgen.load.clause_parameters import ParameterReader
from sowgen.load.clause_wordings import read_wordings
from sowgen.load.front_matter import FrontMatter
from sowgen.model.clause import Clause, ClauseRight, Condition, Wording
from sowgen.model.tree import Path, Tree


@dataclass(slots=True)
class ClauseBuilder:
    """One clause from the parts of its file `path`; `found` are the codes C103 to C113."""

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
        """The clause, whose text has that SHA-256; only to be used where nothing was found."""
        head = self.head
        read = read_wordings(self.path, self.parts.body, self.parts.body_line)
        wordings = read.value
        self.found += read.diagnostics
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
        reader = ParameterReader(self.tree, self.found)
        return Clause(
            id=self.name,
            title=head.title,
            version=head.version,
            area=head.area or area,
            order=head.order,
            summary=head.summary,
            document=head.document,
            parameters={n: reader.parameter(n, p) for n, p in head.parameters.items()},
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
            named={
                entry: self.tree.span((key, i))
                for key in ("conflicts", "requires")
                for i, entry in enumerate(getattr(head, key))
            },
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
