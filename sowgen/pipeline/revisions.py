"""The workspace as it is in a revision."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sowgen.diagnostics import Outcome, Span, did_you_mean, error
from sowgen.workspace import SETTINGS, Workspace, find_program, find_workspace

if TYPE_CHECKING:
    from sowgen.workspace.git import Repository

_HERE = Span("")


def open_revision(start: Path | None, rev: str) -> Outcome[Workspace | None]:
    """The workspace at `start` (the current folder by default) or above it, with the files of the
    revision `rev`: whatever git takes for a commit, or `:staged`. What is written still goes to the
    disk. Codes H101 to H104. Raises `ToolFailed` where git fails otherwise."""
    from sowgen.workspace.git import Conflicts, find_repository
    from sowgen.workspace.git_tree import GitTree

    here = (start or Path.cwd()).resolve()
    repository = find_repository(here)
    if repository is None:
        return _refused("H101", *_no_repository(here))
    try:
        id_ = repository.resolve(rev)
    except Conflicts as problem:
        hint = "resolve them, and stage the files with `git add`"
        return _refused("H103", problem.detail, hint)
    if id_ is None:
        return _refused("H102", f"there is no revision `{rev}`", _nearest(repository, rev))
    for there in _candidates(repository, here):
        tree = GitTree(there.top, there.prefix, id_)
        if tree.is_file(SETTINGS):
            return Outcome(Workspace(there.root, tree))
    message = f"no `{SETTINGS}` in the revision `{rev}`"
    return _refused("H104", message, "name a later revision")


def list_revisions(start: Path) -> tuple[str, ...]:
    """Names that can be given for a revision: branches, tags, `HEAD` and `:staged`; none without a
    repository."""
    from sowgen.workspace.git import STAGED, find_repository

    repository = find_repository(start.resolve())
    return ("HEAD", STAGED, *repository.names()) if repository else ()


def _candidates(repository: Repository, here: Path) -> Iterator[Repository]:
    """The places of the workspace: that on the disk, then the folders from `here` upwards."""
    found = find_workspace(here).value
    if found is not None and found.root.is_relative_to(repository.top):
        yield repository.at(found.root)
    for folder in (here, *here.parents):
        if folder.is_relative_to(repository.top):
            yield repository.at(folder)


def _no_repository(here: Path) -> tuple[str, str]:
    from sowgen.workspace.git_call import answer_of

    if find_program("git") is None:
        return "git is not installed", "install it, or leave `--rev` out"
    if not any(os.path.lexists(folder / ".git") for folder in (here, *here.parents)):
        return (
            f"`{here}` is in no git repository: neither it nor a folder above has a `.git`",
            "leave `--rev` out, or put the workspace under git",
        )
    _, _, problem = answer_of(here, ("rev-parse", "--show-toplevel"))
    why = problem.removeprefix("fatal: ").partition("\n")[0]
    message = f"`{here}` is not in a git repository that can be read"
    hint = (
        "mend that, or leave `--rev` out; git's configuration is heeded, its variables `GIT_DIR` "
        "and `GIT_WORK_TREE` are not"
    )
    return (f"{message}: {why}" if why else message), hint


def _nearest(repository: Repository, rev: str) -> str:
    if repository.head() is None:
        return "the repository has no commit yet"
    near = did_you_mean(rev, repository.names())
    return near or "`git log --oneline` lists the commits, `git tag` the tags"


def _refused(code: str, message: str, hint: str) -> Outcome[Workspace | None]:
    return Outcome(None, (error(code, message, _HERE, hint),))
