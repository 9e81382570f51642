"""How a path is printed: as its reader finds it from where they stand."""

from __future__ import annotations

import os
import posixpath
from pathlib import Path


def from_here(path: Path) -> str:
    """The path from the current folder where it lies below it, else as it is."""
    try:
        here = Path.cwd()
    except OSError:  # the folder was deleted
        return path.as_posix()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def prefix(root: Path, form: str) -> str:
    """What leads the readers of a report in this form to the workspace, to be put before a path
    in it: from the current folder, or in GitHub Actions from the repository's."""
    base = os.environ.get("GITHUB_WORKSPACE") if form in ("github", "sarif") else None
    try:
        relative = os.path.relpath(root, base or Path.cwd())
    except (ValueError, OSError):  # another drive on Windows; a current folder that was deleted
        relative = str(root)
    path = relative.replace(os.sep, "/")
    return "" if path == "." else posixpath.join(path, "")
