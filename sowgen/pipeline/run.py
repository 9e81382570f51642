"""What the projects of one run share."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sowgen.cache import Cache, open_cache
from sowgen.diagnostics import Span
from sowgen.pipeline.fingerprint import fingerprint
from sowgen.pipeline.kept import Memory
from sowgen.workspace import Workspace

if TYPE_CHECKING:
    from sowgen.pipeline.history import History

_IDS_OF_AN_ENTRY = 1000


@dataclass
class Run:
    """One pass over projects: one state of the files they share, the cache on the disk, what this
    process keeps in memory, and which sowgen makes the documents (`made_by`). A new pass over files
    that may have changed is a new run, with the same memory where that is wanted."""

    workspace: Workspace
    cache: Cache = field(default_factory=open_cache)
    memory: Memory = field(default_factory=Memory)
    made_by: str = field(default_factory=fingerprint)

    @classmethod
    def begin(
        cls, workspace: Workspace, cache: Cache | None = None, memory: Memory | None = None
    ) -> Run:
        """A run over the files as they are now."""
        return cls(workspace.once(), cache or open_cache(), memory or Memory())

    @cached_property
    def package_ids(self) -> Mapping[str, tuple[str, Span]]:
        """The package id of every project that states one, and where."""
        return read_package_ids(self.workspace, self.cache, self.made_by)

    @cached_property
    def history(self) -> History | None:
        """The git history of the files; None without one."""
        from sowgen.pipeline.history import History

        return History.of(self.workspace)

    @cached_property
    def by_package_id(self) -> Mapping[str, Sequence[tuple[str, Span]]]:
        """The projects of each package id, and where they state it."""
        found: dict[str, list[tuple[str, Span]]] = {}
        for slug, (id_, span) in self.package_ids.items():
            found.setdefault(id_, []).append((slug, span))
        return found


def list_projects(workspace: Workspace) -> tuple[str, ...]:
    """The names of all projects, sorted."""
    workspace = workspace.fork()  # that another project came is no change of this one
    return tuple(
        name
        for name in workspace.find_folders("projects")
        if workspace.find_files(f"projects/{name}", ".yaml")
    )


def read_package_ids(
    workspace: Workspace, cache: Cache, made_by: str
) -> Mapping[str, tuple[str, Span]]:
    """The package ids of all projects. The cache knows those of files that have not changed, in
    one entry for some thousand projects."""
    slugs = list_projects(workspace)
    parts = 1 + len(slugs) // _IDS_OF_AN_ENTRY
    entries: dict[str, Any] = {}
    for part in range(parts):
        name = f"{workspace.root}\0{made_by}\0{part}\0{parts}"
        key = hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()
        theirs = [slug for slug in slugs if zlib.crc32(slug.encode()) % parts == part]
        entries |= _read_ids(workspace, cache, key, theirs)
    return {slug: (entries[slug][1], Span(*entries[slug][2])) for slug in slugs if entries[slug][1]}


def _read_ids(
    workspace: Workspace, cache: Cache, key: str, slugs: Iterable[str]
) -> Mapping[str, Any]:
    """Of each project the trace of the files that may state an id, the id, and where it stands;
    the cache keeps them under that key."""
    known = _known(cache.get("ids", key))
    entries: dict[str, Any] = {}
    for slug in slugs:
        aside = workspace.fork()
        files = [f"projects/{slug}/{name}.yaml" for name in ("project", "package")]
        for file in files:
            aside.read(file)
        old = known.get(slug)
        if old is None or old[0] != aside.reads:
            old = [aside.reads, *_read_id(workspace, slug)]
        entries[slug] = old
    if entries != known:
        cache.put("ids", key, json.dumps(entries, sort_keys=True).encode())
    return entries


def _read_id(workspace: Workspace, slug: str) -> tuple[str, Sequence[Any]]:
    from sowgen.load import read_package_id

    found = read_package_id(workspace.fork(), slug)
    if found is None:
        return "", []
    id_, span = found
    return id_, [span.file, span.line, span.col, span.length]


def _known(data: bytes | None) -> dict[str, Any]:
    try:
        known = json.loads(data or b"{}")
        return {slug: [dict(files), str(id_), list(span)]
                for slug, (files, id_, span) in known.items()}  # fmt: skip
    except (ValueError, TypeError, AttributeError):
        return {}
