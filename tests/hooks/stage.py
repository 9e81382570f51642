"""A repository with a small workspace and sowgen's hooks, and what a clean build of it gives."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sowgen.cache import Cache
from sowgen.hooks import install
from sowgen.pipeline import Order, Run, list_projects, open_workspace
from sowgen.pipeline.build import build
from sowgen.workspace import Workspace
from sowgen.workspace.git import Repository, find_repository
from tests.documents.deal import tiny, tiny_workspace, write_project
from tests.documents.sample import OUTLINE, write_clause
from tests.repository import Repo

MATTER = "clauses/general/matter.md"
CARE = "clauses/general/care.md"
OUTLINE_FILE = "templates/sow/outline.md"
MANIFEST = "manifest.json"


def deal(number: int, title: str = "lamp") -> dict[str, Any]:
    """A small deal with an id, a reference and a title of its own."""
    package = {"id": f"deal-{number}", "title": f"Manufacture of the {title}",
               "reference": f"D-{number}"}  # fmt: skip
    return tiny(package=package)


def sample(root: Path) -> Path:
    """A workspace with the projects `one` and `two`. Both hold the clause `matter`, and `one` alone
    holds `care`."""
    tiny_workspace(root, OUTLINE)
    shutil.rmtree(root / "projects")
    write_clause(root, "matter", "{{ oem | capital }} shall look at the matter in good time.")
    only = "applies_when: \"package.id == 'deal-1'\"\n"
    write_clause(root, "care", "{{ ems | capital }} shall take care.", order=2, more=only)
    for number, slug in enumerate(("one", "two"), start=1):
        write_project(root, slug, deal(number))
    (root / ".gitignore").write_text("projects/*/out/\n", "utf-8")
    return root


class Stage(Repo):
    """The repository at `root`, the sample workspace in its folder `place`, hooks installed."""

    def __init__(self, root: Path, place: str = "deals", *, hooks: bool = True) -> None:
        super().__init__(root)
        self.place = place
        self.workspace = sample(root / place)
        if hooks:
            self.install()

    def install(self) -> None:
        """Installs the hooks."""
        done = install(self.repository)
        assert done.value is not None, done.diagnostics

    @property
    def env(self) -> dict[str, str]:
        """As `Repo.env`. Hooks start Python again and again: let it keep what it compiled."""
        env = super().env
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        return env

    @property
    def repository(self) -> Repository:
        found = find_repository(self.workspace)
        assert found is not None
        return found

    def edit(self, path: str, old: str, new: str) -> None:
        """Replaces words in a file of the workspace, which holds them."""
        file = self.workspace / path
        text = file.read_text("utf-8")
        assert old in text, text
        file.write_text(text.replace(old, new), "utf-8")

    def put(self, slug: str, data: Mapping[str, Any]) -> None:
        """Writes a project."""
        write_project(self.workspace, slug, data)

    def read(self, path: str) -> str:
        """A file of the workspace."""
        return (self.workspace / path).read_text("utf-8")

    def documents(self, workspace: Path | None = None) -> dict[str, bytes]:
        """The documents that are there, by project and name."""
        return documents(workspace or self.workspace)

    def clean(self, head: str | None = None, top: Path | None = None) -> dict[str, bytes]:
        """What a build of that commit gives in a new clone, without any cache."""
        target = self.root.parent / ".clean"
        shutil.rmtree(target, ignore_errors=True)
        top = top or self.root
        head = head or self.git("rev-parse", "HEAD", cwd=top)
        self.git("clone", "--quiet", "--shared", "--no-checkout", str(top), str(target), cwd=top)
        self.git("-c", "advice.detachedHead=false", "checkout", "--quiet", head, cwd=target)
        workspace = open_workspace(target / self.place).value
        assert workspace is not None
        for slug in list_projects(workspace):
            build(Run.begin(Workspace(workspace.root), Cache(None)), slug, Order())
        return documents(target / self.place)


def documents(workspace: Path) -> dict[str, bytes]:
    """The documents in the output folders of a workspace, housekeeping and manifests left out."""
    return {
        f"{path.parts[-3]}/{path.name}": path.read_bytes()
        for path in sorted((workspace / "projects").glob("*/out/*"))
        if path.name != MANIFEST and not path.name.startswith(".")
    }


def tree_of(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file and link below a folder with its mode and content; folders with none."""
    found: dict[str, tuple[int, bytes]] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = (0, str(path.readlink()).encode())
        elif path.is_dir():
            found[name] = (path.stat().st_mode, b"")
        else:
            found[name] = (path.stat().st_mode, path.read_bytes())
    return found


def said(repo: Repo, *args: str, cwd: Path | None = None, **more: str) -> tuple[int, str]:
    """The status of `git ARGS` and all that it and its hooks print."""
    done = subprocess.run(
        ["git", *args], cwd=cwd or repo.root, env=repo.env | more, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout.decode("utf-8", "replace")
