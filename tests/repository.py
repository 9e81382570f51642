"""Git repositories for tests: no git settings of the machine or the caller reach them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_DAY = 86_400
_BEGINNING = 1_767_225_600
"""The time of the first commit: 2026-01-01 00:00 UTC. Each commit comes a day after the last."""


def git_environment(home: Path, **more: str) -> dict[str, str]:
    """The environment without `GIT_*`, with a home folder that has no settings of git."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    home.mkdir(parents=True, exist_ok=True)
    env |= {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Ada Example",
        "GIT_AUTHOR_EMAIL": "ada@example.com",
        "GIT_COMMITTER_NAME": "Ada Example",
        "GIT_COMMITTER_EMAIL": "ada@example.com",
        "GIT_EDITOR": "true",
        "LC_ALL": "C.UTF-8",
    }
    return env | more


@dataclass
class Repo:
    """A repository at `root`, made at once unless it is there. Times of commits are fixed, so the
    same steps give the same ids."""

    root: Path
    home: Path = field(default=None, repr=False)  # type: ignore[assignment]
    made: int = 0

    def __post_init__(self) -> None:
        self.home = self.home or self.root.parent / ".home"
        if not (self.root / ".git").exists() and not (self.root / "objects").exists():
            self.root.mkdir(parents=True, exist_ok=True)
            self.git("init", "--quiet", "--initial-branch=main")

    @property
    def env(self) -> dict[str, str]:
        """The environment that git runs in; the time stands still between commits."""
        when = f"{_BEGINNING + self.made * _DAY} +0000"
        return git_environment(self.home, GIT_AUTHOR_DATE=when, GIT_COMMITTER_DATE=when)

    def git(
        self,
        *args: str,
        stdin: bytes = b"",
        check: bool = True,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> str:
        """What `git ARGS` prints, without the line end. Raises `AssertionError` with git's words
        where it fails, unless not `check`. `env` adds to the environment."""
        done = subprocess.run(
            ["git", *args], cwd=cwd or self.root, input=stdin, capture_output=True, check=False,
            env={**self.env, **(env or {})},
        )  # fmt: skip
        said = done.stderr.decode("utf-8", "replace")
        assert not check or done.returncode == 0, f"git {' '.join(args)}: {said}"
        return done.stdout.decode("utf-8", "surrogateescape").rstrip("\n")

    def write(self, path: str, text: str | bytes) -> Path:
        """A file of the working tree; folders are made."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode() if isinstance(text, str) else text)
        return target

    def add(self, *paths: str) -> None:
        """Stages the paths, all where none is named."""
        self.git("add", "--all", "--", *(paths or (".",)))

    def commit(self, message: str = "change", *paths: str, everything: bool = True) -> str:
        """Commits the paths (all changes where none is named; what is staged where not
        `everything`); gives the id of the commit."""
        if everything or paths:
            self.add(*paths)
        self.made += 1
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.head()

    def head(self) -> str:
        """The id of HEAD."""
        return self.git("rev-parse", "HEAD")

    def branch(self, name: str, at: str = "HEAD") -> None:
        """A new branch, checked out."""
        self.git("checkout", "--quiet", "-b", name, at)

    def checkout(self, what: str) -> None:
        """Switches to a branch, or to a commit without a branch."""
        self.git("checkout", "--quiet", what)

    def merge(self, name: str, message: str = "merge") -> str:
        """A merge commit of that branch; gives its id."""
        self.made += 1
        self.git("merge", "--quiet", "--no-ff", "--message", message, name)
        return self.head()

    def clone(self, target: Path, *options: str) -> Repo:
        """A clone in `target`; with `--bare` it has no working tree."""
        self.git("-c", "protocol.file.allow=always", "clone", "--quiet", *options,
                 self.root.as_uri(), str(target))  # fmt: skip
        return Repo(target, self.home, self.made)
