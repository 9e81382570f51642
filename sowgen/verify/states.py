"""Projects as they are and as they were: each made ready once, however many files ask for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sowgen.diagnostics import Diagnostic, Outcome
from sowgen.model.artifact import BUNDLE, PACKAGE_FORMATS, SUFFIXES, Artifact, Format
from sowgen.model.document import Document
from sowgen.pipeline import Run
from sowgen.pipeline.designs import Designs
from sowgen.pipeline.make import bound, file_stem, inputs_of
from sowgen.pipeline.package import Package, prepare
from sowgen.render import render, render_export
from sowgen.workspace import Workspace
from sowgen.workspace.git_call import answer_of, call

if TYPE_CHECKING:
    from sowgen.cache import Cache
    from sowgen.model.artifact import Design
    from sowgen.workspace.git import Repository

MOST_COMMITS = 8
"""Commits of a project that a file without a stamp is held against."""
_REFS = ("refs/heads", "refs/tags", "refs/remotes")
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


@dataclass
class State:
    """A project at one commit, or as it is now (`commit` is ''). `issue` is the version laid over
    it, as `pipeline.Order` has it."""

    run: Run
    slug: str
    commit: str
    issue: str = ""
    _package: Outcome[Package | None] | None = field(default=None, repr=False)
    _workspace: Workspace = field(init=False, repr=False)
    _files: dict[tuple[str, Format], bytes | None] = field(default_factory=dict, repr=False)
    _bound: tuple[Document, Design] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self._workspace = self.run.workspace.fork()

    @property
    def prepared(self) -> Outcome[Package | None]:
        """The package, None with the findings that forbid it."""
        if self._package is None:
            found = prepare(self._workspace, self.slug, self.run, issue=self.issue)
            self._package = found if found.ok else Outcome(None, found.diagnostics)
        return self._package

    @property
    def problem(self) -> Diagnostic | None:
        """The first finding that forbids the package, None where there is one."""
        return next((d for d in self.prepared.diagnostics if d.is_error), None)

    @property
    def inputs(self) -> dict[str, str]:
        """Files read so far, with their digests."""
        return self._workspace.inputs

    def documents(self) -> dict[str, Document]:
        """The documents by kind, without the bound package."""
        package = self.prepared.value
        return {d.kind: d for d in package.assembly.documents} if package else {}

    def document(self, kind: str) -> Document | None:
        """The document of a kind or the bound package, None where the package has none."""
        drawn = self.drawn(kind)
        return drawn and drawn[0]

    def drawn(self, kind: str) -> tuple[Document, Design] | None:
        """A document and its look; None where one of them is not there."""
        package = self.prepared.value
        if package is None:
            return None
        designs = Designs(self.run, self._workspace, package.settings)
        if kind == BUNDLE:
            if self._bound is None:
                for document, design, _ in bound(package, designs.of_house(), []):
                    self._bound = document, design
            return self._bound
        for document, its in zip(package.assembly.documents, package.assembly.kinds, strict=True):
            if document.kind == kind:
                look = designs.of_kind(its).value
                return (document, look) if look else None
        return None

    def digest(self, kind: str) -> str:
        """What decides the files of a document, as its stamp has it; '' where there is none."""
        drawn = self.drawn(kind)
        if drawn is None:
            return ""
        return inputs_of(*drawn)

    def file(self, kind: str, format_: Format) -> bytes | None:
        """A document as a file without a stamp, None where it cannot be written. Raises
        `ToolFailed` where a program fails."""
        if (kind, format_) not in self._files:
            drawn = self.drawn(kind)
            made = render(drawn[0], format_, drawn[1]).value if drawn else None
            self._files[kind, format_] = made
        return self._files[kind, format_]

    def archived_names(self) -> frozenset[str]:
        """The files that the archive of the bound package holds, but for its list."""
        package, bundle = self.prepared.value, self.drawn(BUNDLE)
        if package is None or bundle is None:
            return frozenset()
        wanted = package.settings.formats or PACKAGE_FORMATS
        outbound = {k.id for k in package.assembly.kinds if k.head.audience == "outbound"}
        stems = {kind: file_stem(d) for kind, d in self.documents().items() if kind in outbound}
        printed = [f for f in wanted if f in ("docx", "pdf")]
        names = {f"{file_stem(bundle[0])}.pdf"}
        names |= {f"{stem}.{format_}" for stem in stems.values() for format_ in printed}
        for export in package.assembly.exports:
            if export.kind in outbound and export.format in wanted:
                names.add(f"{stems[export.kind]}.{SUFFIXES.get(export.format, export.format)}")
        return frozenset(names)

    def exports(self) -> Iterator[Artifact]:
        """The files of data beside the documents, and the documents as data."""
        package = self.prepared.value
        for export in package.assembly.exports if package else ():
            stem = file_stem(self.documents()[export.kind])
            name = f"{stem}.{SUFFIXES.get(export.format, export.format)}"
            yield Artifact(export.kind, export.format, name, render_export(export), "outbound")
        for kind, document in self.documents().items():
            data = self.file(kind, "json")
            if data is not None:
                yield Artifact(kind, "json", f"{file_stem(document)}.json", data, "outbound")


@dataclass
class States:
    """The states of a workspace's projects. `repository` is None where there is no git."""

    now: Workspace
    repository: Repository | None
    cache: Cache
    _runs: dict[str, Run] = field(default_factory=dict, repr=False)
    _reached: dict[str, bool] = field(default_factory=dict, repr=False)
    _states: dict[tuple[str, str, str], State] = field(default_factory=dict, repr=False)

    def at(self, commit: str) -> Run | None:
        """A run over the files of a commit ('': over those on the disk); None where the repository
        does not have it. Nothing but a whole id is looked up: a stamp may say anything."""
        if commit and not (self.repository and _COMMIT.fullmatch(commit)):
            return None
        if commit not in self._runs:
            workspace = self.now
            if commit and self.repository:
                if not self.repository.is_commit(commit):
                    return None
                workspace = Workspace(self.now.root, self.repository.tree(commit))
            self._runs[commit] = Run.begin(workspace, self.cache)
        return self._runs[commit]

    def state(self, slug: str, commit: str, issue: str = "") -> State | None:
        """A project at a commit, None where there is no such commit or project."""
        run = self.at(commit)
        if run is None or slug not in run.workspace.fork().find_folders("projects"):
            return None
        key = (slug, commit, issue)
        if key not in self._states:
            self._states[key] = State(run, slug, commit, issue)
        return self._states[key]

    def is_on_a_branch(self, commit: str) -> bool:
        """Whether the commit that is checked out, a branch or a tag has the commit behind it."""
        if self.repository is None:
            return False
        if commit not in self._reached:
            top = self.repository.top
            asked = ("for-each-ref", "--count=1", f"--contains={commit}", *_REFS)
            status, _, _ = answer_of(top, ("merge-base", "--is-ancestor", commit, "HEAD"))
            self._reached[commit] = status == 0 or bool(call(top, *asked).strip())
        return self._reached[commit]

    def head(self) -> str:
        """The commit that is checked out, '' where there is none."""
        return (self.repository.head() if self.repository else None) or ""

    def history(self, slug: str, most: int) -> Iterator[State]:
        """The project as it was committed last, and at the commits before that changed it."""
        commit = self.head()
        for _ in range(most):
            state = self.state(slug, commit) if commit else None
            if state is None or self.repository is None:
                return
            yield state
            changed = self.repository.newest(commit, state.inputs)
            commit = (self.repository.resolve(f"{changed}^") if changed else None) or ""
