"""What the page shows at a moment: one value, replaced as a whole.

A `Board` never changes, so that any thread may read it. `desk.py` makes the next one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias

from sowgen.diagnostics import Diagnostic
from sowgen.preview.changes import Change
from sowgen.preview.units import Reading

if TYPE_CHECKING:
    from sowgen.model.artifact import Design
    from sowgen.model.kind import Audience
    from sowgen.pipeline.package import Package

Key: TypeAlias = "tuple[str, str]"
"""A document of the session: its project and its kind."""

Status: TypeAlias = Literal["waiting", "writing", "good", "kept", "gone"]
"""How a project stands: nothing was made yet; decided and not yet on the disk; on the disk; the
documents shown are the last good ones, since the deal has errors or its files could not be written;
the project is not there any more."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A document as it is shown. `version` is that of the board on which it came to differ;
    `changes` are those of the last save, `since` those since the session began."""

    version: int
    reading: Reading
    first: Reading
    changes: tuple[Change, ...]
    since: tuple[Change, ...]
    design: Design | None
    audience: Audience

    @property
    def internal(self) -> bool:
        """Whether the other party must not see it."""
        return self.audience == "internal"


@dataclass(frozen=True, slots=True)
class Project:
    """A project of the session. `made` is when its documents were decided, as seconds since 1970;
    `seconds` is how long the last build took, `why` the files that led to it, `blocked` whether its
    files could not be put into their place. `title` is the deal's, or the folder's name as long as
    nothing is known of it. `checked`: its findings are known. `quiet`: the documents decided last
    are those of before."""

    slug: str
    title: str
    status: Status = "waiting"
    made: float = 0.0
    seconds: float = 0.0
    why: tuple[str, ...] = ()
    blocked: bool = False
    checked: bool = False
    quiet: bool = False
    found: tuple[Diagnostic, ...] = ()
    package: Package | None = None
    documents: Mapping[str, Shown] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Board:
    """All projects of the session, sorted by name. `version` grows with every change."""

    version: int = 0
    projects: Mapping[str, Project] = field(default_factory=lambda: MappingProxyType({}))

    def shown(self, key: Key) -> Shown | None:
        """The document of that key, None where there is none."""
        project = self.projects.get(key[0])
        return project.documents.get(key[1]) if project else None

    @property
    def keys(self) -> tuple[Key, ...]:
        """All documents."""
        return tuple((p.slug, kind) for p in self.projects.values() for kind in p.documents)
