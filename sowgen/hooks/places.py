"""Where a repository's hooks lie, and what sowgen keeps in its git folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
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
    """What an installation did: the folder of the hooks, those folders that it made, and the
    workspaces served, by their places below the top of the working tree."""

    folder: str
    made: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()


def hook_folder(repository: Repository) -> Outcome[Path | None]:
    """The folder in which git looks for hooks, with `core.hooksPath` as it is set; H302 where
    other repositories use it as well."""
    for scope in _SCOPES:
        status, said, _ = answer_of(
            repository.top,
            ("config", f"--{scope}", "--includes", "--type=path", "--null", "--get",
             "core.hooksPath"),
        )  # fmt: skip
        named = said.rstrip(b"\0").decode("utf-8", "surrogateescape")
        if status or not named:
            continue
        folder = repository.top / named
        real = folder.resolve()
        homes = (repository.top.resolve(), repository.common_dir.resolve())
        if scope in ("worktree", "local") and any(real.is_relative_to(home) for home in homes):
            return Outcome(folder)
        return Outcome(None, (_shared(folder, scope),))
    return Outcome(repository.common_dir / "hooks")


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
    """What the last installation noted, None where there is none that can be read."""
    data = read_bytes(repository.common_dir / OWN / _NOTES)
    try:
        plain = json.loads(data or b"null")
        if not plain:
            return None
        texts = [str(plain["folder"]), *map(str, plain["made"]), *map(str, plain["prefixes"])]
        if any("\0" in text for text in texts):
            return None
        return Installed(
            str(plain["folder"]), tuple(map(str, plain["made"])), tuple(map(str, plain["prefixes"]))
        )
    except (ValueError, TypeError, KeyError, RecursionError):
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


def _shared(folder: Path, scope: str) -> Diagnostic:
    """H302."""
    where = "this repository" if scope in ("worktree", "local") else f"git's {scope} settings"
    message = f"`core.hooksPath` in {where} names `{folder}`, which other repositories may use"
    hint = (
        "give this repository hooks of its own: `git config core.hooksPath .git/hooks`; or let "
        "those hooks call `sowgen hooks check` before and `sowgen hooks run` after a commit"
    )
    return error("H302", message, Span(str(folder)), hint)
