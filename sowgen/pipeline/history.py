"""The commit that a package comes from: the newest one that changed something it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from sowgen.workspace import MAX_BINARY, Disk, ToolFailed, Trace, Workspace, decode

if TYPE_CHECKING:
    from sowgen.pipeline.run import Run
    from sowgen.workspace.git import Repository, Steps
    from sowgen.workspace.git_tree import GitTree

_LIBRARY, _CLAUSE = "clauses/", ".md"


@dataclass(frozen=True, slots=True)
class Held:
    """What of the library a package holds: the files of its clauses, and whether a lock alone says
    which clauses there are."""

    files: tuple[str, ...] = ()
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """The commit of a package, '' where there is none, as it was told at the revision `head` ('':
    without a repository). `more` are the paths that decided it beside what was read."""

    head: str = ""
    commit: str = ""
    held: Held = field(default_factory=Held)
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class History:
    """The repository around a run's workspace, at the revision `id` that the run reads, or that
    its working tree began from. `is_commit` is False for what is staged and before the first
    commit: nothing comes from a commit then."""

    repository: Repository
    id: str
    is_commit: bool
    _trees: dict[str, GitTree] = field(default_factory=dict, repr=False)
    _steps: dict[str, Mapping[str, Steps] | None] = field(default_factory=dict, repr=False)
    _newest: dict[tuple[str, ...], str] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, workspace: Workspace) -> History | None:
        """That of the workspace; None where there is no repository, or git cannot read it."""
        revision = workspace.revision
        if revision is None and not isinstance(workspace.base, Disk):
            return None
        from sowgen.workspace.git import find_with_head

        try:
            repository, head = find_with_head(workspace.root)
            if repository is None:
                return None
            head = revision or head
            staged = revision is not None and not repository.is_commit(revision)
            return cls(repository, head, bool(head) and not staged)
        except ToolFailed:
            return None

    @cached_property
    def here(self) -> GitTree:
        """The files of the revision."""
        return self.tree(self.id)

    def tree(self, id_: str) -> GitTree:
        """The files of a commit."""
        if id_ not in self._trees:
            from sowgen.workspace.git_tree import GitTree

            self._trees[id_] = GitTree(self.repository.top, self.repository.prefix, id_)
        return self._trees[id_]

    def newest(self, paths: Iterable[str]) -> str:
        """As `Repository.newest`, for this revision."""
        key = tuple(sorted(paths))
        if key not in self._newest:
            self._newest[key] = self.repository.newest(self.id, key)
        return self._newest[key]

    def leads_back(self, old: str, paths: frozenset[str]) -> bool:
        """Whether the way back from here, along commits that leave the paths as they are, comes to
        the commit `old`: then they have the same newest commit there."""
        if old not in self._steps:
            try:
                self._steps[old] = self.repository.steps(old, self.id)
            except ToolFailed:  # a commit that is gone
                self._steps[old] = None
        steps, at = self._steps[old], self.id
        while steps and at != old and at in steps:
            ways = (parent for parent, changed in steps[at] if changed.isdisjoint(paths))
            at = next(ways, "")
        return at == old


def commit_of(run: Run, trace: Trace, held: Held) -> Origin:
    """The newest commit in which something changed that this package is made of: whatever was
    read, but for clauses of the library that it does not hold. In the tree of that commit all of it
    is as it was read, and no file or clause stands there that would have made another package.

    The commit is '' where one of those files is not as in the revision (in its bytes, or with line
    feeds as line ends), for what is staged, and where git cannot tell.
    """
    history = run.history
    if history is None:
        return Origin(held=held)
    if not history.is_commit:
        return Origin(history.id, held=held)
    search = _Search(run.workspace.fork(), history, trace, held)
    try:
        return search.origin()
    except ToolFailed:
        return Origin(history.id, held=held)


def still(run: Run, trace: Trace, origin: Origin) -> Origin | None:
    """The origin as it is to be remembered where the commit is the same now, else None. What was
    read has not changed since."""
    history = run.history
    if history is None or not history.is_commit:
        return None if origin.commit else origin
    if history.id == origin.head:
        return origin
    made_of = frozenset((*_made_of(trace, origin.held), *origin.more))
    if origin.head and history.leads_back(origin.head, made_of):
        return replace(origin, head=history.id)
    now = commit_of(run, trace, origin.held)
    return now if now.commit == origin.commit else None


def as_committed(run: Run, inputs: Mapping[str, str], origin: Origin) -> Mapping[str, str]:
    """Files read with their digests; of those whose line ends alone differ from the revision, the
    digest is that of the revision."""
    history = run.history
    if history is None or not origin.commit:
        return inputs
    search = _Search(run.workspace.fork(), history, Trace(inputs), origin.held)
    there = {path: history.here.digest(path, MAX_BINARY) for path in inputs}
    return {
        path: there[path] if said != there[path] and search.is_as_in(history.here, path) else said
        for path, said in inputs.items()
    }


def _made_of(trace: Trace, held: Held) -> Iterator[str]:
    """The paths of what a package is made of: files read or asked for."""
    yield from (path for path in trace.reads if not _is_apart(path, held))
    asked = (look.split("\0") for look in trace.looks)
    yield from (words[1] for words in asked if words[0] == "file")


def _is_apart(path: str, held: Held) -> bool:
    """Whether that is a clause of the library which the package does not hold."""
    from sowgen.model.lock import PINNED

    of_library = path.startswith(_LIBRARY) and path.endswith(_CLAUSE)
    return of_library and path not in held.files and not path.startswith(f"{PINNED}/")


@dataclass
class _Search:
    """For the origin of a package that rests on `trace`. `now` is where it was read."""

    now: Workspace
    history: History
    trace: Trace
    held: Held

    def origin(self) -> Origin:
        """As `commit_of`."""
        history = self.history
        made_of = frozenset(_made_of(self.trace, self.held))
        paths = {way for path in made_of for way in history.here.trail(path)} | made_of
        commit = ""
        found = made_of
        while found and all(self.is_as_in(history.here, path) for path in found):
            paths |= {way for path in found for way in history.here.trail(path)} | found
            commit = history.newest(paths)
            if not commit:
                break
            then = history.tree(commit)
            found = frozenset((*self.others_that_apply(then), *self.gone_since(then))) - paths
        paths |= found
        return Origin(
            history.id, "" if found else commit, self.held, tuple(sorted(paths - made_of))
        )

    def digest(self, path: str) -> str:
        """What reading gives now."""
        said = self.trace.reads.get(path)
        return self.now.source.digest(path, MAX_BINARY) if said is None else said

    def is_as_in(self, tree: GitTree, path: str) -> bool:
        """Whether a file reads as it does in that tree, line ends aside."""
        said, there = self.digest(path), tree.digest(path, MAX_BINARY)
        if said == there or not said or not there:
            return said == there
        ours, theirs = (source.read(path, MAX_BINARY).value or b"" for source in
                        (self.now.source, tree))  # fmt: skip
        return b"\0" not in ours and ours.replace(b"\r\n", b"\n") == theirs

    def others_that_apply(self, then: GitTree) -> Iterator[str]:
        """Clauses that the package does not hold, and which had another condition then: it may
        have held them. With a lock the library's conditions decide nothing."""
        if self.held.locked:
            return
        here = self.history.here
        for path in self.trace.reads:
            old = then.blobs.get(path)
            if not _is_apart(path, self.held) or old is None:
                continue
            if old == here.blobs.get(path) and self.is_as_in(here, path):
                continue
            if _condition(path, then.read(path, MAX_BINARY).value) != _condition(
                path, self.now.source.read(path, MAX_BINARY).value
            ):
                yield path

    def gone_since(self, then: GitTree) -> Iterator[str]:
        """Files that stood then in a folder that was looked into, and do not stand there now."""
        before = Workspace(self.now.root, then)
        for look in self.trace.looks:
            for path in sorted({*_found(before, look)} - {*_found(self.now, look)}):
                if path.endswith("/"):
                    below = then.below(path.rstrip("/"), ("",))
                    yield from (path + name for name in below if self.counts(path + name))
                elif self.counts(path):
                    yield path

    def counts(self, path: str) -> bool:
        """Whether a file that is gone may have been in the package: with a lock, no clause of the
        library was that it does not pin."""
        return not (self.held.locked and _is_apart(path, self.held))


def _found(workspace: Workspace, look: str) -> Iterable[str]:
    """The paths that a look finds in a workspace; those of folders end in `/`."""
    what, folder, *suffixes = look.split("\0")
    if what == "files":
        return workspace.find_files(folder, suffixes[0])
    if what == "below":
        return workspace.find_below(folder, *suffixes)
    if what == "folders":
        return [f"{folder}/{name}/" for name in workspace.find_folders(folder)]
    return ()


def _condition(path: str, data: bytes | None) -> str:
    """What decides whether a clause of the library belongs to a deal; the whole text of one that
    cannot be read."""
    from sowgen.load.clauses import read_clause

    text = decode(path, data or b"").value
    area, _, name = path.removeprefix(_LIBRARY).rpartition("/")
    clause = read_clause(path, name.removesuffix(_CLAUSE), text, area).value if text else None
    if clause is None:
        return repr(data)
    return clause.applies_when.expression if clause.applies_when else ""
