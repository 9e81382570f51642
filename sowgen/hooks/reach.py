"""Which projects a change of files reaches."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sowgen.model.lock import PINNED
from sowgen.workspace import MAX_TEXT, SETTINGS, Source
from sowgen.workspace.git_tree import GitTree

_HEAD = re.compile(rb"---[ \t\r]*\n(.*?\n)---[ \t\r]*(?:\n|$)", re.DOTALL)
_WORDS = (b"title:", b"version:", b"summary:", b"reason:")
"""Lines of a clause's front matter that only those documents show which hold the clause."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What the documents of a project were made from: the ids of the clauses that they hold, and
    the files that were read."""

    clauses: frozenset[str]
    files: frozenset[str]


Holdings = Callable[[], Mapping[str, Holding]]
"""Gives, by project, what its documents hold; a project whose documents are not known is not
there."""


def read_holdings(root: Path, projects: Iterable[str]) -> dict[str, Holding]:
    """What the manifests in the output folders say."""
    from sowgen.publish import read_manifest

    found: dict[str, Holding] = {}
    for slug in projects:
        try:
            manifest = read_manifest(root / "projects" / slug / "out")
            if manifest is not None:
                clauses = frozenset(str(clause["id"]) for clause in manifest.clauses)
                found[slug] = Holding(clauses, frozenset(manifest.inputs))
        except (OSError, KeyError, TypeError, AttributeError):
            continue
    return found


def links_of(tree: GitTree) -> dict[str, tuple[str, ...]]:
    """The symbolic links in the tree, by path, and the paths that decide what is read there."""
    trails = {path: tree.trail(path) for path in tree.blobs}
    return {path: trail for path, trail in trails.items() if len(trail) > 1}


def through_links(touched: frozenset[str], links: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """The paths touched, and the links that lead to one of them or to a folder above it."""
    while True:
        above = {"/".join(p.split("/")[:n]) for p in touched for n in range(1, p.count("/") + 2)}
        found = touched | {path for path, trail in links.items() if not above.isdisjoint(trail)}
        if found == touched:
            return touched
        touched = found


def reached(
    touched: Iterable[str],
    projects: Iterable[str],
    old: Source,
    new: Source,
    holdings: Holdings,
) -> frozenset[str]:
    """Those among `projects` whose documents may be others now that the paths were touched
    between the two states of the workspace. In doubt a project is among them."""
    everybody = frozenset(projects)
    found: set[str] = set()
    clauses: set[str] = set()
    files: set[str] = set()
    for path in touched:
        first, _, rest = path.partition("/")
        if path == SETTINGS or first == "templates":
            return everybody
        if first == "projects":
            slug, _, inside = rest.partition("/")
            if not inside.startswith("out/"):
                found.add(slug)
        elif first == "clauses" and not path.startswith(f"{PINNED}/"):
            id_ = _same_choice(path, old, new)
            if id_ is None:
                return everybody
            clauses.add(id_)
        else:
            files.add(path)
    if clauses or files:
        known = holdings()
        for slug in everybody:
            holding = known.get(slug)
            if holding is None or clauses & holding.clauses or files & holding.files:
                found.add(slug)
    return everybody & found


def _same_choice(path: str, old: Source, new: Source) -> str | None:
    """The id of a clause that is chosen by the same projects in both states, None where that is
    not known: it is new, gone or moved, or its conditions may be others."""
    name = path.rpartition("/")[2]
    if path.count("/") != 2 or not name.endswith(".md"):
        return None
    heads = [_conditions(source.read(path, MAX_TEXT).value) for source in (old, new)]
    return name.removesuffix(".md") if heads[0] is not None and heads[0] == heads[1] else None


def _conditions(data: bytes | None) -> bytes | None:
    """The front matter without the lines that are words; None where there is none."""
    head = _HEAD.match(data or b"")
    if head is None:
        return None
    lines = head[1].splitlines()
    # A word that goes on over several lines is indented, and stays a part of what is compared.
    return b"\n".join(line for line in lines if not line.startswith(_WORDS) or b"&" in line)
