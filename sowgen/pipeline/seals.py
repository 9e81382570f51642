"""Whether issued versions are still as they went out."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sowgen.diagnostics import Diagnostic, Span, error
from sowgen.pipeline.issued import issued_folder, seal_in
from sowgen.pipeline.run import Run
from sowgen.workspace import Workspace

LARGEST = 200_000_000
"""Bytes of a file in an issued version, at most."""


def broken_seals(run: Run, slug: str) -> list[Diagnostic]:
    """H420 for each file of an issued version that was changed, removed or added since it was
    sealed; H421 for a version without a seal that holds together. The bytes of a file on the disk
    are read once, and again when its size or times have changed; those of a revision once."""
    folder = issued_folder(slug)
    workspace = run.workspace.fork()
    versions = workspace.find_folders(folder)
    if not versions:
        return []
    from sowgen.workspace.git_tree import GitTree

    blobs = workspace.base.blobs if isinstance(workspace.base, GitTree) else None
    name = f"{run.workspace.root}\0{slug}\0{'disk' if blobs is None else 'git'}"
    key = hashlib.sha256(os.fsencode(name)).hexdigest()
    files = _Files(workspace, blobs, _known(run.cache.get("issued", key)))
    found = [d for version in versions for d in _broken(files, f"{folder}/{version}", version)]
    if files.seen != files.known:
        run.cache.put("issued", key, json.dumps(files.seen).encode())
    return found


@dataclass(frozen=True, slots=True)
class _Files:
    """The files of issued versions. `known` and `seen` map each path to its SHA-256, and behind it
    its size, times and inode or, where `blobs` has the object ids of a revision, its object id, as
    an earlier check and as this one saw it."""

    workspace: Workspace
    blobs: Mapping[str, str] | None
    known: dict[str, list[object]]
    seen: dict[str, list[object]] = field(default_factory=dict)

    def names(self, folder: str) -> set[str]:
        """Paths in `folder`, without files of editors or of the system, which come and go."""
        below = self.workspace.source.below(folder, ("",))
        return {path for path in below if not _passing(path)}

    def digest(self, path: str) -> str:
        """The SHA-256 of a file, '' where it cannot be read."""
        if self.blobs is None:
            about = _about(f"{self.workspace.root}/{path}")
        else:
            about = [self.blobs.get(path, "")]
        known = self.known.get(path)
        if known is None or known[1:] != about:
            known = [self.workspace.source.digest(path, LARGEST), *about]
        self.seen[path] = known
        return str(known[0])


def _broken(files: _Files, folder: str, version: str) -> Iterator[Diagnostic]:
    from sowgen.publish.seal import SEAL

    there = files.names(folder)
    seal = seal_in(files.workspace, folder)
    if seal is None or seal.version != version:
        if there:
            what = "is not the one that sowgen wrote" if SEAL in there else "is missing"
            hint = f"bring the folder back: `git checkout HEAD -- {folder}`"
            yield error("H421", f"the seal of `{folder}` {what}", Span(f"{folder}/{SEAL}"), hint)
        return
    for name in sorted(seal.files.keys() | there - {SEAL}):
        path = f"{folder}/{name}"
        how, hint = "", f"bring it back: `git checkout HEAD -- {path}`"
        if name not in seal.files:
            how, hint = "was added", "move it elsewhere: an issued version stays as it went out"
        elif name not in there:
            how = "is missing"
        elif files.digest(path) != seal.files[name]:
            how = "was changed"
        if how:
            message = f"`{name}` {how} since version `{version}` was issued"
            yield error("H420", message, Span(path), hint)


def _about(place: str) -> list[object]:
    """Size, times and inode, of a link its own."""
    try:
        about = os.lstat(place)
    except OSError:
        return []
    changed = 0 if os.name == "nt" else about.st_ctime_ns  # there it is the time of creation
    return [about.st_size, about.st_mtime_ns, changed, about.st_ino]


def _known(data: bytes | None) -> dict[str, list[object]]:
    try:
        return {str(path): list(entry) for path, entry in json.loads(data or b"{}").items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def _passing(path: str) -> bool:
    return any(part.startswith((".", "~", "#")) for part in path.split("/"))
