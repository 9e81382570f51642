"""Where a repository's hooks lie, and what sowgen keeps in its git folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from sowgen.diagnostics import Diagnostic, Outcome, Span, error
from sowgen.workspace import read_bytes, swap_in, write_aside
from sowgen.workspace.git import Repository
from sowgen.workspace.git_call import answer_of

HOOKS = (
    "pre-commit",
    "post-commit",
    "post-merge",
    "post-checkout",
    "post-rewrite",
    "post-applypatch",
)
OWN = "sowgen"
"""The folder in a git folder that holds what sowgen keeps there."""
RUNNER = "hook"
"""In the common git folder's own folder: the script that every hook hands over to."""
_NOTES = "installed.json"
_SCOPES = ("worktree", "local", "global", "system")


@dataclass(frozen=True, slots=True)
class Installed:
    """What installations did: the folder of the hooks by the git folder of each working tree in
    which one ran, those folders that were made, and the workspaces served, by their places below
    the top of the working tree."""

    folders: Mapping[str, str]
    made: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()


def hook_folder(repository: Repository) -> Outcome[Path | None]:
    """The folder in which git looks for hooks, with `core.hooksPath` as it is set; H302 where
    other repositories may use it as well, or it is set to nothing."""
    for scope in _SCOPES:
        status, said, _ = answer_of(
            repository.top,
            ("config", f"--{scope}", "--includes", "--type=path", "--null", "--get",
             "core.hooksPath"),
        )  # fmt: skip
        named = said.rstrip(b"\0").decode("utf-8", "surrogateescape")
        if status:
            continue
        if not named:
            return Outcome(None, (_nowhere(scope),))
        folder = repository.top / named
        if scope in ("worktree", "local") and _is_own(repository, folder):
            return Outcome(folder)
        return Outcome(None, (_shared(folder, scope),))
    folder = repository.common_dir / "hooks"
    if not _is_own(repository, folder):
        return Outcome(None, (_linked(folder),))
    return Outcome(folder)


def _is_own(repository: Repository, folder: Path) -> bool:
    """Whether a folder of hooks lies in the repository, with links followed."""
    homes = (repository.top.resolve(), repository.common_dir.resolve())
    return any(folder.resolve().is_relative_to(home) for home in homes)


def marker_key(prefix: str) -> str:
    """The name of a workspace in file names."""
    return hashlib.sha256(prefix.encode("utf-8", "surrogateescape")).hexdigest()[:12]


def marker_file(repository: Repository) -> Path:
    """The file that says what was built in this working tree; see `marker.py`."""
    return repository.git_dir / OWN / f"built-{marker_key(repository.prefix)}"


def runner_file(repository: Repository) -> Path:
    """The script that the hooks hand over to."""
    return repository.common_dir / OWN / RUNNER


def own_folders(repository: Repository) -> Iterator[Path]:
    """The folders of sowgen's in the git folders of all working trees."""
    for git_dir in (repository.common_dir, *repository.common_dir.glob("worktrees/*")):
        if (git_dir / OWN).is_dir():
            yield git_dir / OWN


def read_notes(repository: Repository) -> Installed | None:
    """What installations noted, None where there is nothing that can be read. What they did in
    another place, before the repository was copied or moved, is left out."""
    data = read_bytes(repository.common_dir / OWN / _NOTES)
    try:
        plain = json.loads(data or b"null")
        if not plain:
            return None
        folders = {str(tree): str(folder) for tree, folder in plain["folders"].items()}
        made, prefixes = (tuple(map(str, plain[name])) for name in ("made", "prefixes"))
        if any("\0" in text for text in (*folders, *folders.values(), *made, *prefixes)):
            return None
        here = {t: f for t, f in folders.items() if Path(t).is_relative_to(repository.common_dir)}
        return Installed(here, made if here else (), prefixes)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def write_notes(repository: Repository, notes: Installed) -> None:
    """Keeps what an installation did."""
    put(repository.common_dir / OWN / _NOTES, json.dumps(asdict(notes), indent=2).encode() + b"\n")


def put(path: Path, data: bytes, mode: int | None = None) -> None:
    """The bytes at `path`, in one step; folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = write_aside(path.parent, path.name, data)
    if mode is not None:
        aside.chmod(mode)
    swap_in(aside, path)


def _where(scope: str) -> str:
    return "this repository" if scope in ("worktree", "local") else f"git's {scope} settings"


def _nowhere(scope: str) -> Diagnostic:
    """H302 for a path of no letter, with which git looks for hooks at the root of the disk."""
    message = f"`core.hooksPath` in {_where(scope)} is empty, so git calls no hook"
    flag = "" if scope == "local" else f"--{scope} "
    hint = f"`git config {flag}--unset core.hooksPath`, and run the command again"
    return error("H302", message, Span(""), hint)


def _linked(folder: Path) -> Diagnostic:
    """H302 for a link out of the repository."""
    real = folder.resolve()
    message = f"`{folder}` is a link to `{real}`, which other repositories may use"
    hint = (
        "put a folder in its place; or let those hooks call `sowgen hooks check` before and "
        "`sowgen hooks run` after a commit"
    )
    return error("H302", message, Span(str(folder)), hint)


def _shared(folder: Path, scope: str) -> Diagnostic:
    """H302."""
    message = (
        f"`core.hooksPath` in {_where(scope)} names `{folder}`, which other repositories may use"
    )
    hint = (
        "give this repository hooks of its own: `git config core.hooksPath .git/hooks`; or let "
        "those hooks call `sowgen hooks check` before and `sowgen hooks run` after a commit"
    )
    return error("H302", message, Span(str(folder)), hint)
