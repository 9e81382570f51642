"""The files of issued versions, as they are committed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sowgen.verify.limits import MAX_FILE
from sowgen.workspace import MANIFEST

if TYPE_CHECKING:
    from sowgen.workspace.git import Repository


@dataclass(frozen=True)
class Issued:
    """The issued files of `commit`. The working tree plays no part: whoever can write there could
    write a file, a manifest and a seal that fit together."""

    repository: Repository | None
    commit: str

    @cached_property
    def _blobs(self) -> dict[str, list[str]]:
        """By object id, the paths of the files in folders of issued versions."""
        found: dict[str, list[str]] = {}
        if self.repository and self.commit:
            for path, id_ in self.repository.blobs(self.commit).items():
                if place_of(path):
                    found.setdefault(id_, []).append(path)
        return found

    def find(self, data: bytes) -> str:
        """The path of the issued file with these very bytes, '' where there is none."""
        for hashed in (hashlib.sha1, hashlib.sha256):
            whole = hashed(b"blob %d\0" % len(data) + data, usedforsecurity=False)
            for path in self._blobs.get(whole.hexdigest(), ()):
                if self.read(path) == data:
                    return path
        return ""

    def read(self, path: str) -> bytes | None:
        """An issued file, None where there is none."""
        if self.repository is None or not self.commit:
            return None
        return self.repository.tree(self.commit).read(path, MAX_FILE).value

    def facts(self, path: str) -> tuple[str, str]:
        """The kind of an issued file and the commit it was made from, as the manifest beside it
        says, which is committed too; '' for each that it does not say."""
        kinds, commit = self._manifest(path.rpartition("/")[0])
        return kinds.get(PurePosixPath(path).name, ""), commit

    def file_of(self, project: str, version: str, kind: str, suffix: str) -> str:
        """The path of the file of a kind in an issued version, '' where there is none."""
        folder = f"projects/{project}/issued/{version}"
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


def place_of(path: str) -> tuple[str, str] | None:
    """Project and version of a file in a folder of an issued version, None for any other."""
    match PurePosixPath(path).parts:
        case ("projects", project, "issued", version, _):
            return project, version
    return None
