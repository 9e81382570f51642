"""How git is run: plumbing alone, and nothing that a repository's own settings could start."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from sowgen.workspace.programs import ToolFailed, find_program

_PATIENCE = 300
_SETTINGS = (
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "core.quotePath=false",
    "core.commitGraph=true",
    "advice.graftFileDeprecated=false",
    "protocol.allow=never",
)
_USERS = re.compile(r"GIT_CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM|COUNT|(?:KEY|VALUE)_[0-9]+)")
"""Variables that tell the user's own settings, such as `safe.directory` in a container."""
_SAFE = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_LITERAL_PATHSPECS": "1",
}


def environment_of_git(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment for git: of the `GIT_*` of the calling process, those alone that tell the
    user's settings, so that a hook's index and folder do not reach it; nothing is fetched, asked or
    written beside."""
    env = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or _USERS.fullmatch(name)
    }
    return env | _SAFE | dict(more or {})


def command_of(folder: Path, *args: str) -> list[str]:
    """The command line of git in that folder. Raises `ToolFailed` where git is not installed."""
    program = find_program("git")
    if program is None:
        raise ToolFailed("git", "is not installed")
    settings = [part for setting in _SETTINGS for part in ("-c", setting)]
    return [program, "--no-pager", *settings, "-C", str(folder), *args]


def answer_of(
    folder: Path,
    args: Sequence[str],
    stdin: bytes = b"",
    more: Mapping[str, str] | None = None,
) -> tuple[int, bytes, str]:
    """Status, output and last words of `git ARGS` in that folder; `more` adds to the environment.
    Raises `ToolFailed` where git is missing or takes longer than five minutes."""
    try:
        done = subprocess.run(
            command_of(folder, *args), input=stdin, capture_output=True, check=False,
            timeout=_PATIENCE, env=environment_of_git(more),
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise ToolFailed("git", f"took longer than {_PATIENCE} seconds") from None
    except (OSError, ValueError) as problem:
        raise ToolFailed("git", f"cannot be run: {problem}") from None
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace").strip()[-2000:]


def call(
    folder: Path,
    *args: str,
    stdin: bytes = b"",
    more: Mapping[str, str] | None = None,
) -> bytes:
    """What `git ARGS` prints. Raises `ToolFailed`, also where git does not end well."""
    status, said, problem = answer_of(folder, args, stdin, more)
    if status:
        raise ToolFailed("git", problem or f"`git {args[0]}` ended with status {status}")
    return said
