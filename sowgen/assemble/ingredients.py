"""What `assemble` is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sowgen.assemble.markdown import Run
from sowgen.model.clause import ChosenClause
from sowgen.model.entries import Entries
from sowgen.model.kind import Kind
from sowgen.model.plans import Plans
from sowgen.model.scorecard import Scorecard
from sowgen.model.settings import WorkspaceSettings
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Tree

INTERNAL_NAMES = frozenset({"qualification", "scorecard"})
"""Names that outlines of outbound documents and clauses cannot read: they do not exist there."""


@dataclass(frozen=True, slots=True)
class Ingredients:
    """Everything a package is made of. `words` are the fixed words of its language; `plans`
    and `scorecard` are what was computed; `run` starts pandoc (its arguments and input, its
    output); `parsed` keeps what pandoc gave, and `compiled` what Jinja made of texts, by a digest;
    both may forget."""

    spec: ProjectSpec
    tree: Tree
    settings: WorkspaceSettings
    kinds: tuple[Kind, ...]
    clauses: Mapping[str, ChosenClause]
    known_clauses: frozenset[str]
    words: Mapping[str, str]
    plans: Plans
    scorecard: Scorecard | None
    run: Run
    parsed: Entries = field(default_factory=dict[str, bytes])
    compiled: Entries = field(default_factory=dict[str, bytes])
