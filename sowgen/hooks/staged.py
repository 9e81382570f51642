"""Before a commit: what is staged, and what of it has to be looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sowgen.diagnostics import Diagnostic
from sowgen.hooks.reach import links_of, reached, read_holdings, through_links
from sowgen.model.lock import PINNED, lock_file
from sowgen.pipeline import list_projects, load_library
from sowgen.workspace import SETTINGS, Snapshot, Workspace
from sowgen.workspace.git import STAGED, Repository

_SHARED = ("clauses", "templates")


@dataclass(frozen=True, slots=True)
class Staged:
    """The workspace as it is staged: `projects` that the change touches, `shared` files touched
    that projects have in common, and the number of `further` projects that these reach. A project
    that is pinned to a touched text counts as touched itself."""

    workspace: Workspace
    projects: tuple[str, ...]
    shared: tuple[str, ...]
    further: int


def find_staged(repository: Repository, named: Iterable[str] = ()) -> Staged | None:
    """What is staged against the commit that is checked out, and the `named` paths of the
    workspace; None where no workspace is staged. Raises `ToolFailed` where git fails,
    `workspace.git.Conflicts` for an index with conflicts."""
    tree = repository.tree(STAGED)
    workspace = Workspace(repository.root, tree)
    if not tree.is_file(SETTINGS):
        return None
    head = repository.head()
    touched = frozenset(tree.blobs) if head is None else repository.differing(head, tree.id)
    touched = through_links(touched.union(named), links_of(tree))
    every = list_projects(workspace)
    theirs = {path.split("/")[1] for path in touched if path.startswith("projects/")}
    theirs |= _pinned_to(workspace, every, touched)
    shared = tuple(sorted(p for p in touched if p == SETTINGS or p.split("/")[0] in _SHARED))
    old = repository.tree(head) if head else Snapshot({})
    all_ = reached(
        shared, every, old, tree, lambda: read_holdings(repository.root, every)
    ) if shared else frozenset()  # fmt: skip
    if all(path.startswith("clauses/") for path in shared):
        # A pinned deal does not follow the library.
        all_ = frozenset(slug for slug in all_ if not tree.is_file(lock_file(slug)))
    projects = tuple(slug for slug in every if slug in theirs)
    return Staged(workspace, projects, shared, len(all_.difference(projects)))


def _pinned_to(
    workspace: Workspace, projects: Iterable[str], touched: frozenset[str]
) -> frozenset[str]:
    """The projects whose lock names one of the pinned texts touched."""
    from sowgen.load import read_pins

    texts = {path for path in touched if path.startswith(f"{PINNED}/")}
    if not texts:
        return frozenset()
    locks = [read_pins(workspace, slug).value for slug in projects]
    return frozenset(
        lock.slug for lock in locks if lock and any(p.file in texts for p in lock.pins.values())
    )


def check_shared(staged: Staged) -> tuple[Diagnostic, ...]:
    """What is wrong with the clauses, templates and settings touched, taken by themselves."""
    from sowgen.load import load_asset, load_kinds, load_settings
    from sowgen.render.docx.template import check_template

    files = set(staged.shared)
    workspace = staged.workspace.fork()
    found: list[Diagnostic] = []
    if SETTINGS in files:
        found += load_settings(workspace).diagnostics
    if any(path.startswith("clauses/") for path in files):
        found += load_library(workspace).diagnostics
    if any(path.startswith("templates/") for path in files):
        found += load_kinds(workspace).diagnostics
    for path in staged.shared:
        if path.endswith(".docx") and workspace.exists(path):
            asset = load_asset(workspace, path)
            found += asset.diagnostics
            found += check_template(asset.value) if asset.value else ()
    return tuple(d for d in found if d.span.file in files)
