"""The files of a revision, read from git's objects: the working tree and the index play no part."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sowgen.diagnostics import Diagnostic, Outcome, Span, error
from sowgen.workspace.git_call import call
from sowgen.workspace.git_objects import Objects
from sowgen.workspace.programs import ToolFailed
from sowgen.workspace.source import (
    digest,
    irregular,
    is_outside,
    is_text,
    looped,
    missing,
    outside,
    too_large,
    written_out,
)

if TYPE_CHECKING:
    import tempfile

_LINK, _SUBMODULE = "120000", "160000"
_POINTER = b"version https://git-lfs.github.com/spec/"
_MOST_LINKS = 40
_MOST_BYTES = 20_000_000
_WRITTEN: dict[tuple[tuple[str, str], ...], tempfile.TemporaryDirectory[str]] = {}
"""The folders written out, by the names and object ids of their files."""


@dataclass(frozen=True, eq=False)
class GitTree:
    """The files below `prefix` ('' or `deals/`) in the tree or commit `id` of the repository whose
    working tree is at `top`: a `Source`. Symbolic links lead to other files of the same tree;
    submodules are no files. Travels to other processes by its id."""

    top: Path
    prefix: str
    id: str
    _digests: dict[tuple[str, int], str] = field(init=False, default_factory=dict, repr=False)

    def __reduce__(self) -> tuple[type[GitTree], tuple[Path, str, str]]:
        return GitTree, (self.top, self.prefix, self.id)

    # --- listings ----------------------------------------------------------------------------

    @cached_property
    def _modes(self) -> dict[str, tuple[str, str]]:
        """By path, the mode and object id of everything but folders and submodules."""
        if self.prefix and not self._has_prefix():
            return {}
        place = f"{self.id}:{self.prefix.rstrip('/')}" if self.prefix else self.id
        found: dict[str, tuple[str, str]] = {}
        for line in call(self.top, "ls-tree", "-r", "-z", "--full-tree", place).split(b"\0"):
            about, tab, name = line.partition(b"\t")
            mode, _, id_ = about.decode().split() if tab else ("", "", "")
            if mode and mode != _SUBMODULE:
                found[name.decode("utf-8", "surrogateescape")] = mode, id_
        return found

    def _has_prefix(self) -> bool:
        """Whether the workspace's folder is there in this revision."""
        folder, kinds = self.prefix.rstrip("/"), []
        said = call(self.top, "ls-tree", "-z", "--full-tree", self.id, "--", folder)
        for line in said.split(b"\0"):
            about, _, name = line.partition(b"\t")
            if name.decode("utf-8", "surrogateescape") == folder:
                kinds.append(about.split()[1])
        return kinds == [b"tree"]

    @cached_property
    def _tree(self) -> dict[str, dict[str, bool]]:
        """By folder, the names in it and whether each is a folder of its own (no link)."""
        tree: dict[str, dict[str, bool]] = {"": {}}
        for path in self._modes:
            parts = path.split("/")
            for depth in range(len(parts)):
                names = tree.setdefault("/".join(parts[:depth]), {})
                names[parts[depth]] = depth < len(parts) - 1
        return tree

    @cached_property
    def blobs(self) -> dict[str, str]:
        """By path, the object id of each file; of a link, that of its own text."""
        return {path: id_ for path, (_, id_) in self._modes.items()}

    # --- links -------------------------------------------------------------------------------

    def trail(self, path: str) -> tuple[str, ...]:
        """The paths that decide what is read at `path`: links on the way, and where they lead."""
        links: list[str] = []
        real = self._real(path, links).value
        return (*links, path if real is None else real)

    def _real(self, path: str, links: list[str] | None = None) -> Outcome[str | None]:
        """The path with its links followed; None with F003 where one leads out, F004 where they go
        round in a circle or one is not in the repository. Where it leads there may be nothing.
        `links` gets the links met."""
        links = [] if links is None else links
        if is_outside(path):
            return Outcome(None, (outside(path, Span(path)),))
        left, at = path.split("/")[::-1], [""]
        while left:
            part = left.pop()
            if part in ("", "."):
                continue
            if part == "..":
                if len(at) == 1:
                    return Outcome(None, (outside(path, Span(path)),))
                at.pop()
                continue
            here = "/".join([*at[1:], part])
            mode, id_ = self._modes.get(here, ("", ""))
            if mode != _LINK:
                at.append(part)
                continue
            links.append(here)
            try:
                target = (self._objects.read(id_, 4096) or b"").decode("utf-8", "surrogateescape")
            except ToolFailed as problem:
                return Outcome(None, (_unreadable(path, problem),))
            if len(links) > _MOST_LINKS:
                return Outcome(None, (looped(path),))
            if not target or target.startswith("/") or "\\" in target:
                return Outcome(None, (outside(path, Span(path)),))
            left += target.split("/")[::-1]
        return Outcome("/".join(at[1:]))

    # --- as a source -------------------------------------------------------------------------

    def read(self, path: str, limit: int) -> Outcome[bytes | None]:
        """As `Source.read`."""
        real = self._real(path)
        if real.value is None:
            return Outcome(None, real.diagnostics)
        known = self._modes.get(real.value)
        if known is None:
            return Outcome(None, (self._absent(path, real.value),))
        try:
            data = self._objects.read(known[1], limit)
        except ToolFailed as problem:
            return Outcome(None, (_unreadable(path, problem),))
        if data is None:
            return Outcome(None, (too_large(path, limit),))
        if data.startswith(_POINTER):
            return Outcome(None, (_elsewhere(path),))
        return Outcome(data)

    def _absent(self, path: str, real: str) -> Diagnostic:
        parts = real.split("/")
        above = ["/".join(parts[:depth]) for depth in range(1, len(parts))]
        if real in self._tree or any(folder in self._modes for folder in above):
            return irregular(path)
        return missing(path)

    def entries(self, folder: str) -> list[tuple[str, bool]]:
        """As `Source.entries`."""
        real = self._real(folder).value
        if real is None:
            return []
        names = self._tree.get(real, {})
        return sorted(
            (name, is_folder or self._leads_to_folder(f"{real}/{name}"))
            for name, is_folder in names.items()
            if is_text(name)
        )

    def _leads_to_folder(self, path: str) -> bool:
        if self._modes.get(path.lstrip("/"), ("", ""))[0] != _LINK:
            return False
        return self._real(path.lstrip("/")).value in self._tree

    def below(self, folder: str, suffixes: tuple[str, ...]) -> list[str]:
        """As `Source.below`."""
        real = self._real(folder).value
        if real is None:
            return []
        start = f"{real}/" if real else ""
        found = [
            path[len(start) :]
            for path in self._modes
            if path.startswith(start)
            and (path.lower().endswith(suffixes) or self._leads_to_folder(path))
        ]
        return sorted(path.encode(errors="replace").decode() for path in found)

    def is_file(self, path: str) -> bool:
        """As `Source.is_file`."""
        return self._real(path).value in self._modes

    def digest(self, path: str, limit: int) -> str:
        """As `Source.digest`. A file of this tree never changes, so each is read once."""
        if (path, limit) not in self._digests:
            self._digests[path, limit] = digest(self.read(path, limit), limit)
        return self._digests[path, limit]

    def folder(self, path: str) -> Path:
        """As `Source.folder`: written to the disk at the first call for these contents in this
        process, gone with it."""
        real = self._real(path).value
        start = f"{real}/" if real else ""
        names = [n for n in self._modes if real is not None and n.startswith(start)]
        ends = {n[len(start) :]: self._modes.get(self._real(n).value or "") for n in names}
        key = tuple(sorted((name, end[1]) for name, end in ends.items() if end))
        if key not in _WRITTEN:
            files = {name: self.read(start + name, _MOST_BYTES).value for name, _ in key}
            _WRITTEN[key] = written_out({n: d for n, d in files.items() if d is not None})
        return Path(_WRITTEN[key].name)

    @cached_property
    def _objects(self) -> Objects:
        return Objects(self.top)


def _unreadable(path: str, problem: ToolFailed) -> Diagnostic:
    """F004 for an object that the repository does not have."""
    return error("F004", f"`{path}` cannot be read: {problem.detail}", Span(path))


def _elsewhere(path: str) -> Diagnostic:
    """F004 for a file that Git LFS keeps."""
    message = f"`{path}` is kept by Git LFS: git itself has no more than a pointer to it"
    hint = "take it out of Git LFS with `git lfs migrate export`, or build without `--rev`"
    return error("F004", message, Span(path), hint)
