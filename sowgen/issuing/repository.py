"""What issuing asks of git besides files: the time of a commit, ignored names, tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from sowgen.diagnostics import Diagnostic, Span, error
from sowgen.pipeline.issued import issued_folder
from sowgen.pipeline.overlay import HERE
from sowgen.workspace import ToolFailed
from sowgen.workspace.git import Repository
from sowgen.workspace.git_call import answer_of, call

_COMMITTED = re.compile(rb"^committer .* (-?\d+) [+-]\d{4}$", re.MULTILINE)


def time_of(repository: Repository, commit: str) -> str:
    """The time of a commit as ISO 8601 in UTC. Raises `ToolFailed`, for a time beyond the year
    9999 too."""
    said = call(repository.top, "cat-file", "commit", commit)
    found = _COMMITTED.search(said.partition(b"\n\n")[0])
    seconds = int(found[1]) if found else 0
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        problem = f"the commit {commit[:12]} has a time that no calendar knows ({seconds} s)"
        raise ToolFailed("git", f"{problem}: commit again with the right date") from None


def ignored(
    repository: Repository, slug: str, version: str, names: Iterable[str]
) -> Iterator[Diagnostic]:
    """H408 where git would ignore a file of the version, so that a commit would lack it."""
    folder = f"{repository.prefix}{issued_folder(slug)}/{version}"
    paths = "\0".join(f"{folder}/{name}" for name in names)
    args = ("check-ignore", "--no-index", "--stdin", "-z")
    taken = {"GIT_LITERAL_PATHSPECS": "0"}  # the command refuses to be told so
    status, said, problem = answer_of(repository.top, args, paths.encode(), taken)
    if status not in (0, 1):
        raise ToolFailed("git", problem or f"`git check-ignore` ended with status {status}")
    left = sorted(name.rpartition("/")[2] for name in said.decode().split("\0") if name)
    if left:
        more = f" and {len(left) - 1} more" if len(left) > 1 else ""
        yield error(
            "H408",
            f"git ignores `{left[0]}`{more}: a commit would not hold the version",
            Span(f"{issued_folder(slug)}/{version}"),
            "add `!projects/*/issued/**` at the end of `.gitignore`, and commit that",
        )


# --- tags ------------------------------------------------------------------------------------


def tag_name(slug: str, version: str) -> str:
    """The name of a version's tag."""
    return f"{slug}/{version}"


def refused_tag(repository: Repository, slug: str, version: str) -> Iterator[Diagnostic]:
    """H409 where the tag of the version is there, or could not be made: git needs to know who
    makes it."""
    name = tag_name(slug, version)
    status, _, _ = answer_of(
        repository.top, ("show-ref", "--verify", "--quiet", f"refs/tags/{name}")
    )
    if status == 0:
        hint = "take another version, or leave out --tag"
        yield error("H409", f"there is a tag `{name}` already", HERE, hint)
    elif _tagger(repository) is None:
        hint = "set `git config user.name` and `git config user.email`"
        yield error("H409", f"the tag `{name}` needs a name: git does not know you", HERE, hint)


def make_tag(
    repository: Repository, slug: str, version: str, commit: str, seal: str
) -> Iterator[Diagnostic]:
    """Makes an annotated tag of the version at that commit; its message has the digest of the seal.
    H409 where it cannot be made."""
    name = tag_name(slug, version)
    text = f"{slug} {version}, issued\n\nseal: {seal}\n"
    head = f"object {commit}\ntype commit\ntag {name}\ntagger {_tagger(repository)}\n\n"
    try:
        made = call(repository.top, "mktag", stdin=(head + text).encode()).decode().strip()
        call(repository.top, "update-ref", f"refs/tags/{name}", made, "")
    except ToolFailed as problem:
        yield error(
            "H409",
            f"the version is issued, but the tag `{name}` cannot be made: {problem.detail}",
            HERE,
            f"make it with `git tag -a {name} {commit[:12]}`",
        )


def _tagger(repository: Repository) -> str | None:
    """Name, address and time as git writes them into a tag; None where it knows no name."""
    status, said, _ = answer_of(repository.top, ("var", "GIT_COMMITTER_IDENT"))
    return None if status else said.decode("utf-8", "replace").strip()
