"""After a commit: which projects are to be built, and what was built."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from sowgen.hooks.gone import remove_gone
from sowgen.hooks.marker import Marker, read_marker, write_marker
from sowgen.hooks.places import OWN, marker_file
from sowgen.hooks.reach import links_of, reached, read_holdings, through_links
from sowgen.pipeline import BuildReport, list_projects
from sowgen.workspace import MANIFEST, Workspace, locked
from sowgen.workspace.git import Repository

Work: TypeAlias = Callable[[Workspace, tuple[str, ...]], Iterable[tuple[str, BuildReport | None]]]
"""Builds projects of a workspace; a report is None where the build failed without one."""

_ROUNDS = 5
"""So many times the commit checked out may change while its documents are built."""


@dataclass(frozen=True, slots=True)
class Due:
    """The commit to build, the workspace's files in it, the projects to build, all of its
    projects, and whether it holds symbolic links."""

    commit: str
    workspace: Workspace
    projects: tuple[str, ...]
    every: tuple[str, ...]
    linked: bool


def due_now(repository: Repository, marker: Marker) -> Due | None:
    """What is to be built of the commit that is checked out; None before the first commit. Where
    it is not known which commit was built, that is every project. A project into whose output
    folder somebody has built since is among them."""
    head = repository.head()
    if head is None:
        return None
    new = repository.tree(head)
    workspace = Workspace(repository.root, new)
    every = list_projects(workspace)
    links = links_of(new)
    if not marker.commit or repository.resolve(marker.commit) != marker.commit:
        return Due(head, workspace, every, every, bool(links))
    touched = repository.touched(marker.commit, head) if marker.commit != head else frozenset()
    touched = through_links(touched, links)
    found = reached(
        touched, every, repository.tree(marker.commit), new,
        lambda: read_holdings(repository.root, every),
    )  # fmt: skip
    wanted = found | marker.again | (marker.refused if touched else frozenset())
    wanted |= _built_since(repository, every)
    return Due(head, workspace, tuple(s for s in every if s in wanted), every, bool(links))


def _built_since(repository: Repository, projects: Iterable[str]) -> frozenset[str]:
    """The projects whose manifest is newer than the marker."""
    then = _written(marker_file(repository))
    folder = repository.root / "projects"
    return frozenset(s for s in projects if _written(folder / s / "out" / MANIFEST) > then)


def _written(path: Path) -> int:
    """When a file was written, in nanoseconds; 0 where there is none."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def catch_up(
    repository: Repository, work: Work, *, everything: bool = False
) -> Iterator[tuple[Due, tuple[Path, ...]]]:
    """Builds what is due until the documents are those of the commit that is checked out.
    `everything`: gives every project to `work`, whatever is known of the documents. One
    process at a time does that in a working tree. Gives what was due, and the files of projects
    that are gone, which were removed. Raises `ToolFailed` where git fails, and `OSError`."""
    path = marker_file(repository)
    with locked(repository.git_dir / OWN):
        for turn in range(_ROUNDS):
            marker = read_marker(path)
            due = due_now(repository, marker)
            if due is None:
                return
            if everything and turn == 0:
                due = replace(due, projects=due.every)
            if due.commit == marker.commit and not (due.projects or marker.again):
                path.touch()
                return
            # A process that is killed now leaves documents of this commit beside older ones.
            write_marker(path, replace(marker, again=marker.again.union(due.projects)))
            reports = dict(work(due.workspace, due.projects)) if due.projects else {}
            removed = remove_gone(repository.root, due.every)
            write_marker(path, _after(marker, due, reports))
            yield due, removed
            if repository.head() == due.commit:
                return


def _after(marker: Marker, due: Due, reports: Mapping[str, BuildReport | None]) -> Marker:
    """The marker once those projects were built."""
    left = (marker.refused & set(due.every)) - set(due.projects)
    again = {slug for slug in due.projects if _failed(reports.get(slug))}
    refused = {slug for slug in due.projects if (r := reports.get(slug)) and r.refused}
    return Marker(due.commit, frozenset(again), frozenset(left | (refused - again)), due.linked)


def _failed(report: BuildReport | None) -> bool:
    """Whether the build went wrong for reasons that are not in the commit."""
    return report is None or report.blocked
