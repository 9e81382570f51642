"""How the hooks of a repository stand."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sowgen.hooks import script
from sowgen.hooks.marker import Marker, read_marker
from sowgen.hooks.places import HOOKS, hook_folder, marker_file, read_notes, runner_file
from sowgen.workspace import read_bytes
from sowgen.workspace.git import Repository

Standing = Literal["installed", "out of date", "missing"]


@dataclass(frozen=True, slots=True)
class HookState:
    """The folder of the hooks (None where it is shared), each hook and how it stands, whether the
    workspace is served, and what was built in this working tree."""

    folder: Path | None
    hooks: tuple[tuple[str, Standing], ...]
    served: bool
    marker: Marker

    @property
    def complete(self) -> bool:
        """Whether every hook is there and serves the workspace."""
        return self.served and all(standing == "installed" for _, standing in self.hooks)


def state_of(repository: Repository) -> HookState:
    """How the hooks stand."""
    folder = hook_folder(repository).value
    notes = read_notes(repository)
    served = notes is not None and repository.prefix in notes.prefixes
    served = served and runner_file(repository).is_file()
    hooks = tuple((name, _standing(folder, name)) for name in HOOKS)
    return HookState(folder, hooks, served, read_marker(marker_file(repository)))


def _standing(folder: Path | None, name: str) -> Standing:
    path = folder / name if folder else None
    text = read_bytes(path) if path else None
    if path is None or text is None or not os.access(path, os.X_OK):
        return "missing"
    if script.block(name) in text or script.block(name, kept=True) in text:
        return "installed"
    return "out of date" if script.has_block(text) else "missing"
