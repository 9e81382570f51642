"""Which paths can matter to a build, and which only look as if they did."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable
from pathlib import PurePath

TEMPORARY = (
    ".*", "~*", "#*",  # hidden files, swap and lock files, Word's and Emacs's copies
    "*~", "*.tmp", "*.temp", "*.swp", "*.swx", "*.bak", "*.orig", "*.crswap",
    "4913",  # vim tries with this file whether it may write
    "*___jb_tmp___", "*___jb_old___", "*.sb-????????-??????", "sed??????",
)  # fmt: skip
"""Names that editors use for a moment, and never for a file of a deal."""

_TEMPORARY = re.compile("|".join(fnmatch.translate(pattern) for pattern in TEMPORARY))
_OUT = 2  # projects/<slug>/out


def matters(parts: Iterable[str]) -> bool:
    """Whether a change at that path, in its parts below the workspace, can change a document.
    Output folders, hidden folders and temporary files cannot."""
    parts = tuple(parts)
    if any(part.startswith(".") for part in parts):
        return False
    if parts[:1] == ("projects",) and parts[_OUT : _OUT + 1] == ("out",):
        return False
    return not parts or not _TEMPORARY.match(parts[-1])


def is_below(path: PurePath, folders: Iterable[PurePath]) -> bool:
    """Whether the path lies in one of the folders or is one of them."""
    return any(path.is_relative_to(folder) for folder in folders)
