"""The files of issued versions, as they are committed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sowgen.publish.seal import SEAL
from sowgen.verify.limits import MAX_FILE
from sowgen.workspace import MANIFEST
from sowgen.workspace.git_call import call
from sowgen.workspace.source import is_outside

if TYPE_CHECKING:
    from sowgen.workspace.git import Repository

_OWN = {MANIFEST: "manifest", SEAL: "seal"}


@dataclass(frozen=True)
class IssuedFiles:
    """The issued files of `commit`. The working tree plays no part: whoever can write there could
    write a file, a manifest and a seal that fit together."""

    repository: Repository | None
    commit: str

    @cached_property
    def _elsewhere(self) -> dict[str, IssuedFiles]:
        """By folder, the files of versions that another commit has."""
        return {}

    def with_version(self, project: str, version: str) -> IssuedFiles | None:
        """The files of the commit that has this version: these, else those of the newest commit
        on any branch or tag; None where no commit has it. Raises `ToolFailed`."""
        folder = f"projects/{project}/issued/{version}"
        if not _is_folder(folder) or not self.repository:
            return None
        if self.holds(folder):
            return self
        if folder not in self._elsewhere:
            self._elsewhere[folder] = IssuedFiles(
                self.repository, _newest_with(self.repository, folder)
            )
        other = self._elsewhere[folder]
        return other if other.holds(folder) else None

    def holds(self, folder: str) -> bool:
        """Whether the commit has files in a folder of an issued version."""
        return any(
            path.rpartition("/")[0] == folder for paths in self._blobs.values() for path in paths
        )

    @cached_property
    def _blobs(self) -> dict[str, list[str]]:
        """By object id, the paths of the files in folders of issued versions."""
        found: dict[str, list[str]] = {}
        if self.repository and self.commit:
            for path, id_ in self.repository.blobs(self.commit).items():
                if place_of(path):
                    found.setdefault(id_, []).append(path)
        return found

    def find(self, data: bytes) -> list[str]:
        """The paths of the issued files with these very bytes."""
        paths: list[str] = []
        for hashed in (hashlib.sha1, hashlib.sha256):
            whole = hashed(b"blob %d\0" % len(data) + data, usedforsecurity=False)
            found = self._blobs.get(whole.hexdigest(), ())
            paths += [path for path in found if self.read(path) == data]
        return paths

    def read(self, path: str) -> bytes | None:
        """An issued file, None where there is none."""
        if self.repository is None or not self.commit:
            return None
        return self.repository.tree(self.commit).read(path, MAX_FILE).value

    def added(self, path: str) -> str:
        """The newest commit that changed an issued file."""
        return self.repository.newest(self.commit, [path]) if self.repository else ""

    def facts(self, path: str) -> tuple[str, str]:
        """The kind of an issued file and the commit it was made from, as the manifest beside it
        says, which is committed too; '' for each that it does not say."""
        kinds, commit = self._manifest(path.rpartition("/")[0])
        name = PurePosixPath(path).name
        return kinds.get(name) or _OWN.get(name, "file"), commit

    def file_of(self, project: str, version: str, kind: str, suffix: str) -> str:
        """The path of the file of a kind in an issued version, '' where there is none."""
        folder = f"projects/{project}/issued/{version}"
        if not _is_folder(folder):
            return ""
        kinds, _ = self._manifest(folder)
        names = (name for name, its in kinds.items() if its == kind and name.endswith(f".{suffix}"))
        return next((f"{folder}/{name}" for name in sorted(names)), "")

    def _manifest(self, folder: str) -> tuple[dict[str, str], str]:
        """The kinds of the files in a folder by name, and the commit."""
        try:
            plain = json.loads(self.read(f"{folder}/{MANIFEST}") or b"{}")
            kinds = {str(o["name"]): str(o["kind"]) for o in plain.get("outputs", ())}
            return kinds, str(plain.get("commit") or "")
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return {}, ""


def _is_folder(path: str) -> bool:
    """Whether a path, made from what a stamp says, can be that of an issued version."""
    return place_of(f"{path}/-") is not None and not is_outside(path)


def place_of(path: str) -> tuple[str, str] | None:
    """Project and version of a file in a folder of an issued version, None for any other."""
    match PurePosixPath(path).parts:
        case ("projects", project, "issued", version, _):
            return project, version
    return None


def _newest_with(repository: Repository, folder: str) -> str:
    """The newest commit on a branch or tag that touched the folder, its parent where that is the
    commit that took it away; '' where there is none."""
    whole = f"{repository.prefix}{folder}"
    said = call(repository.top, "rev-list", "-1", "--branches", "--tags", "--", whole)
    commit = said.decode().strip()
    if commit and not IssuedFiles(repository, commit).holds(folder):
        commit = repository.resolve(f"{commit}^") or ""
    return commit
