"""One state of the files that projects share, for the time of a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sowgen.diagnostics import Outcome
from sowgen.workspace.source import Source, digest, within


@dataclass(frozen=True)
class OneRead:
    """Reads what projects share once, so that all projects of a run see the same library. Files of
    projects are read whenever they are asked for, and not kept."""

    source: Source
    _shared: dict[str, Outcome[bytes | None]] = field(default_factory=dict, repr=False)
    _entries: dict[str, list[tuple[str, bool]]] = field(default_factory=dict, repr=False)
    _below: dict[tuple[str, tuple[str, ...]], list[str]] = field(default_factory=dict, repr=False)
    _there: dict[str, bool] = field(default_factory=dict, repr=False)
    _digests: dict[tuple[str, int], str] = field(default_factory=dict, repr=False)

    def read(self, path: str, limit: int) -> Outcome[bytes | None]:
        """As `Source.read`."""
        if path.startswith("projects/"):
            return self.source.read(path, limit)
        known = self._shared.get(path)
        if known is None or any(d.code == "F006" for d in known.diagnostics):
            known = self._shared[path] = self.source.read(path, limit)
        return known if known.value is None else within(path, known.value, limit)

    def entries(self, folder: str) -> list[tuple[str, bool]]:
        """As `Source.entries`."""
        if folder.startswith("projects/"):
            return self.source.entries(folder)
        if folder not in self._entries:
            self._entries[folder] = self.source.entries(folder)
        return self._entries[folder]

    def below(self, folder: str, suffixes: tuple[str, ...]) -> list[str]:
        """As `Source.below`."""
        if folder.startswith("projects/"):
            return self.source.below(folder, suffixes)
        if (folder, suffixes) not in self._below:
            self._below[folder, suffixes] = self.source.below(folder, suffixes)
        return self._below[folder, suffixes]

    def is_file(self, path: str) -> bool:
        """As `Source.is_file`."""
        if path.startswith("projects/"):
            return self.source.is_file(path)
        if path not in self._there:
            self._there[path] = self.source.is_file(path)
        return self._there[path]

    def digest(self, path: str, limit: int) -> str:
        """As `Source.digest`."""
        if path.startswith("projects/"):
            return self.source.digest(path, limit)
        if (path, limit) not in self._digests:
            self._digests[path, limit] = digest(self.read(path, limit), limit)
        return self._digests[path, limit]

    def folder(self, path: str) -> Path:
        """As `Source.folder`."""
        return self.source.folder(path)
