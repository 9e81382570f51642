"""The clauses that a project is pinned to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sowgen.diagnostics import Span
from sowgen.model.clause import Clause

LOCK = "clauses.lock"
"""The file in a project's folder."""
PINNED = "clauses/.pinned"
"""The folder of the pinned texts, which all projects share."""
FORMAT = 1
"""Of the lock file."""


def lock_file(slug: str) -> str:
    """Where the lock of a project is, if it has one."""
    return f"projects/{slug}/{LOCK}"


@dataclass(frozen=True, slots=True)
class Pin:
    """A clause as it was when it was pinned: `sha256` is that of its text, as `Clause.digest`;
    `span` is where the lock names it."""

    id: str
    version: str
    area: str
    sha256: str
    span: Span = Span("")

    @classmethod
    def of(cls, clause: Clause) -> Pin:
        """The clause as it is now."""
        return cls(clause.id, clause.version, clause.area, clause.digest)

    @property
    def file(self) -> str:
        """The path of the pinned text."""
        return f"{PINNED}/{self.id}-{self.version}-{self.sha256[:12]}.md"

    def is_as(self, other: Pin) -> bool:
        """Whether both pin the same, wherever they are written."""
        return replace(self, span=other.span) == other

    def is_of(self, clause: Clause) -> bool:
        """Whether the clause is the one that was pinned."""
        return (self.sha256, self.area) == (clause.digest, clause.area)


@dataclass(frozen=True, slots=True)
class Lock:
    """What a project is pinned to: the clauses by id, sorted. `texts` are the contents of the
    pinned files by id, as far as they are what was pinned. `span` is where the lock begins."""

    slug: str
    pins: Mapping[str, Pin]
    texts: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    span: Span = Span("")


@dataclass(frozen=True, slots=True)
class Pinned:
    """The library as a project sees it. With a `lock`, `clauses` has the pinned ones in place of
    the library's, and `behind` maps those that are another in the library to what they are there,
    None for one that the library has no more. Without one it is the library."""

    lock: Lock | None
    clauses: Mapping[str, Clause]
    behind: Mapping[str, Clause | None] = field(default_factory=dict)
