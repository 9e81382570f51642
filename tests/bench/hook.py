"""The hook before a commit, in a workspace of many projects."""

from __future__ import annotations

import os
from pathlib import Path

from sowgen.hooks import install
from sowgen.hooks.places import runner_file
from sowgen.workspace.git import find_repository
from tests.bench.department import department
from tests.bench.measure import Side, compare, sowgen
from tests.repository import Repo

CHANGED = "deal-0000"


def compare_hook(folder: Path, projects: int, rounds: int) -> None:
    """The whole hook, from git's call on, on a staged change of one project, against a check of
    that project on the disk. Before each run the project is changed, so that neither is answered
    from the records."""
    root = department(folder / "hooked", projects)
    repo = Repo(root)
    repo.write(".gitignore", "projects/*/out/\n")
    repo.commit("all of them")
    repository = find_repository(root)
    assert repository is not None
    done = install(repository)
    assert done.value is not None, done.diagnostics
    scope = root / "projects" / CHANGED / "scope.yaml"
    text = scope.read_text("utf-8")
    runs = iter(range(10**6))

    def change() -> None:
        scope.write_text(f"{text}# measured {next(runs)}\n", "utf-8")
        repo.add(f"projects/{CHANGED}")

    # git calls a hook in the top folder; the runner strips what else it would set
    script = 'cd "$1" && exec sh "$2" pre-commit'
    hook = ("sh", "-c", script, "hook", str(root), str(runner_file(repository)))
    check = sowgen("-C", str(root), "check", CHANGED)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compare("hook", Side(f"hook among {projects}", hook, change),
            Side("check of one", check, change), 2, rounds)  # fmt: skip
