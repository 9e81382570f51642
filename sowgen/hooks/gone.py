"""Documents of projects that the commit checked out does not have."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection
from pathlib import Path

from sowgen.workspace import JOURNAL, MANIFEST, digest_of, locked


def remove_gone(root: Path, projects: Collection[str]) -> tuple[Path, ...]:
    """Removes what sowgen built for projects that are not among `projects` and have no sources in
    the working tree any more, and gives those files. A file that was changed by hand stays, and
    so does every file that the manifest does not name. Where `projects` is a link nothing is
    removed: what is there may belong to others."""
    removed: list[Path] = []
    if os.path.realpath(root / "projects") != str(Path(os.path.realpath(root), "projects")):
        return ()
    with contextlib.suppress(OSError):
        for folder in sorted((root / "projects").iterdir()):
            if folder.name not in projects and _is_left_over(folder):
                removed += _remove(folder / "out")
    return tuple(removed)


def _is_left_over(folder: Path) -> bool:
    """Whether a folder of a project holds nothing but documents."""
    out = folder / "out"
    if folder.is_symlink() or out.is_symlink() or not (out / MANIFEST).is_file():
        return False
    return not any(folder.glob("*.yaml"))


def _remove(out: Path) -> list[Path]:
    from sowgen.publish import read_manifest

    with locked(out):
        manifest = read_manifest(out)
        if manifest is None:
            return []
        removed = [
            out / output.name for output in manifest.outputs
            if digest_of(out / output.name) == output.sha256
        ]  # fmt: skip
        for path in (*removed, out / MANIFEST, out / JOURNAL):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
    return removed
