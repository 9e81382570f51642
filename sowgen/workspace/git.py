"""The door to git: which files a revision has, and which commits changed them.

Takes: a workspace's folder. Gives: the repository around it, or None. Only plumbing is run, on
objects and a copy of the index; no hook, filter, monitor, pager or prompt of the repository.
Where to start: `find_repository`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from sowgen.workspace.git_call import answer_of, call
from sowgen.workspace.git_tree import GitTree
from sowgen.workspace.programs import ToolFailed, find_program

STAGED = ":staged"
"""The revision that stands for what is staged."""
_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_FOLDERS = ("--show-toplevel", "--absolute-git-dir", "--git-common-dir")
_PATHS = ("utf-8", "surrogateescape")
_TREE_FLAGS = ("-r", "-z", "--name-only", "--no-renames")


Steps: TypeAlias = tuple[tuple[str, frozenset[str]], ...]
"""The parents of a commit, and the paths that it changes against each."""


class Conflicts(ToolFailed):
    """The index holds paths of a merge that nobody has resolved."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository with a working tree at `top`. `root` is the workspace; `prefix` its place below
    `top`, '' or such as `deals/`. `git_dir` is that of this working tree, `common_dir` the one that
    all working trees share. Paths in and out are relative to the workspace. Every method raises
    `ToolFailed` where git fails."""

    root: Path
    top: Path
    prefix: str
    git_dir: Path
    common_dir: Path

    def at(self, folder: Path) -> Repository:
        """The same repository for a workspace in that folder below `top`."""
        place = folder.relative_to(self.top).as_posix()
        return replace(self, root=folder, prefix="" if place == "." else f"{place}/")

    def names(self) -> tuple[str, ...]:
        """The short names of all branches and tags, sorted."""
        said = call(
            self.top, "for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags"
        )
        return tuple(sorted(said.decode("utf-8", "replace").split("\n")[:-1]))

    def head(self) -> str | None:
        """The id of the commit that is checked out, None before the first one."""
        return self._commit("HEAD")

    def resolve(self, rev: str) -> str | None:
        """The id of the commit that `rev` names, or of the tree where it names one; None where
        there is none. `STAGED`: the id of a tree written from the index, whose folders git keeps
        among its objects until `git gc`; where these cannot be written and one is new, that fails.
        `GIT_INDEX_FILE` of the calling process is honoured there. Raises `Conflicts` for an index
        with conflicts."""
        if rev == STAGED:
            return self._staged()
        return self._commit(rev) or self._id(rev, "tree")

    def is_commit(self, id_: str) -> bool:
        """Whether that is the id of a commit, and not of a tree."""
        return self._commit(id_) is not None

    def tree(self, rev: str) -> GitTree:
        """The workspace's files in that revision. Raises `ToolFailed` where there is none."""
        id_ = self.resolve(rev)
        if id_ is None:
            raise ToolFailed("git", f"there is no revision `{rev}`")
        return GitTree(self.top, self.prefix, id_)

    def blobs(self, rev: str) -> Mapping[str, str]:
        """By path, the object id of each of the workspace's files."""
        return self.tree(rev).blobs

    def newest(self, rev: str, paths: Iterable[str]) -> str:
        """The newest commit reachable from `rev` that changed one of the paths, '' where none did.
        In its tree all of them are as they are in `rev`; of several lines of history that led
        there, the first parents' counts. In a shallow clone it is not older than the clone."""
        names = sorted({self.prefix + path for path in paths})
        if not names:
            return ""
        return self._newest(rev, names).decode().strip()

    def touched(self, old: str, new: str) -> frozenset[str]:
        """Paths that differ between two commits, and those that any commit changed which only one
        of the two has behind it; a merge, what is in none of its parents."""
        commits = call(self.top, "rev-list", f"{old}...{new}", "--")
        said = call(self.top, "diff-tree", *_TREE_FLAGS, old, new, *self._here())
        said += call(self.top, "diff-tree", *_TREE_FLAGS, "--stdin", "--root", "-c",
                     "--no-commit-id", *self._here(), stdin=commits)  # fmt: skip
        return frozenset(self._ours(said))

    def differing(self, old: str, new: str) -> frozenset[str]:
        """Paths that differ between two commits or trees."""
        said = call(self.top, "diff-tree", *_TREE_FLAGS, old, new, *self._here())
        return frozenset(self._ours(said))

    def steps(self, old: str, new: str, most: int = 2000) -> Mapping[str, Steps] | None:
        """For each commit that `new` has behind it and `old` has not: its parents in their order,
        and the paths in which it differs from each. None for more than `most` commits."""
        said = call(self.top, "rev-list", f"--max-count={most + 1}", "--boundary",
                    "--format=%H %T %P", new, f"^{old}", "--")  # fmt: skip
        trees, parents = _graph(said.decode())
        if len(parents) > most:
            return None
        found: dict[str, list[tuple[str, frozenset[str]]]] = {commit: [] for commit in parents}
        pairs = [(commit, p) for commit, before in parents.items() for p in before if p in trees]
        heads = [f"{trees[parent]} {trees[commit]}\n".encode() for commit, parent in pairs]
        left = call(self.top, "diff-tree", *_TREE_FLAGS, "--stdin", *self._here(),
                    stdin=b"".join(heads))  # fmt: skip
        for number, (commit, parent) in enumerate(pairs):
            left = left.removeprefix(heads[number])
            last = number + 1 == len(pairs)
            names = left if last else left[: left.find(heads[number + 1])]
            found[commit].append((parent, frozenset(self._ours(names))))
            left = left[len(names) :]
        return {commit: tuple(steps) for commit, steps in found.items()}

    # --- how ---------------------------------------------------------------------------------

    def _here(self) -> tuple[str, ...]:
        return ("--", self.prefix) if self.prefix else ("--",)

    def _ours(self, said: bytes) -> Iterable[str]:
        """The paths in git's answer, below the workspace."""
        for name in said.split(b"\0"):
            path = name.decode("utf-8", "surrogateescape")
            if path.startswith(self.prefix) and path != self.prefix:
                yield path[len(self.prefix) :]

    def _newest(self, rev: str, names: list[str]) -> bytes:
        listing = "\n".join([rev, "--", *names])
        if any("\n" in name for name in names):  # git reads one name a line
            return call(self.top, "rev-list", "-1", rev, "--", *names)
        stdin = f"{listing}\n".encode("utf-8", "surrogateescape")
        return call(self.top, "rev-list", "-1", "--stdin", stdin=stdin)

    def _commit(self, rev: str) -> str | None:
        return self._id(rev, "commit")

    def _id(self, rev: str, what: str) -> str | None:
        """The id of what `rev` names, a tag followed to what it stands for."""
        if not rev or rev.startswith("-") or any(c in rev for c in "\0\n"):
            return None
        # In `:/words` all that follows is words.
        id_ = self._parsed(rev) if rev.startswith(":") else rev
        return self._parsed(f"{id_}^{{{what}}}") if id_ else None

    def _parsed(self, rev: str) -> str | None:
        # Its own words about an unknown name are for people; what it prints decides.
        _, said, _ = answer_of(self.top, ("rev-parse", "--quiet", "--verify", rev))
        id_ = said.decode("utf-8", "replace").strip()
        return id_ if _ID.fullmatch(id_) else None

    def _staged(self) -> str:
        import shutil
        import tempfile

        with tempfile.TemporaryDirectory(prefix="sowgen-") as name:
            copy = Path(name, "index")
            index = self._index()
            if index.is_file():
                shutil.copyfile(index, copy)
            env = {"GIT_INDEX_FILE": str(copy)}
            status, said, problem = answer_of(self.top, ("write-tree",), more=env)
        if status and "unmerged" in problem:
            raise Conflicts("git", "the index has conflicts that nobody has resolved")
        if status:
            raise ToolFailed("git", problem or f"`git write-tree` ended with status {status}")
        return said.decode().strip()

    def _index(self) -> Path:
        """The index of this working tree; in a hook, the one of the commit that is being made."""
        named, folder = os.environ.get("GIT_INDEX_FILE"), os.environ.get("GIT_DIR")
        if not named:
            return self.git_dir / "index"
        if folder and (self.top / folder).resolve() != self.git_dir.resolve():
            return self.git_dir / "index"  # a hook of another repository asks
        return self.top / named


def _graph(said: str) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The tree of each commit that `rev-list --boundary` gives, and the parents of those that are
    no boundary."""
    trees: dict[str, str] = {}
    parents: dict[str, list[str]] = {}
    inside = False
    for line in said.splitlines():
        if line.startswith("commit "):
            inside = not line.startswith("commit -")
            continue
        commit, tree, *before = line.split(" ")
        trees[commit] = tree
        if inside:
            parents[commit] = before
    return trees, parents


def find_repository(root: Path) -> Repository | None:
    """The repository whose working tree the folder is part of. None where there is none, git is
    not installed, or git refuses it because it belongs to another user (`safe.directory`)."""
    return find_with_head(root)[0]


def find_with_head(root: Path) -> tuple[Repository | None, str]:
    """As `find_repository`, and the id of the commit that is checked out, '' before the first
    one: with one call of git."""
    root = Path(os.path.realpath(root))
    if not any(os.path.lexists(folder / ".git") for folder in (root, *root.parents)):
        return None, ""
    if find_program("git") is None:
        return None, ""
    try:
        places, head = _places(root)
    except ToolFailed:
        return None, ""
    top, git_dir, common = map(Path, places)
    top = Path(os.path.realpath(top))
    if not root.is_relative_to(top):
        return None, ""
    common = Path(os.path.realpath(root / common))
    return Repository(root, top, "", git_dir, common).at(root), head


def _places(root: Path) -> tuple[list[str], str]:
    """The folders of `_FOLDERS` as git tells them, and the commit that is checked out, '' where
    there is none. Raises `ToolFailed`."""
    status, said, _ = answer_of(root, ("rev-parse", *_FOLDERS, "--revs-only", "HEAD^0"))
    lines = said.decode(*_PATHS).split("\n")[:-1]
    head = lines.pop() if lines and _ID.fullmatch(lines[-1]) else ""
    if status or len(lines) != len(_FOLDERS):  # a damaged commit, or a line feed in a path
        lines = [
            call(root, "rev-parse", folder).decode(*_PATHS).removesuffix("\n")
            for folder in _FOLDERS
        ]
    return lines, head
