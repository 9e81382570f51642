"""A file that sowgen wrote, so that any change of it is seen."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sowgen.workspace.writing import digest_of


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file in an output folder: the SHA-256 it should have, and its size, times in nanoseconds
    and inode as long as it had that. While these are the same the bytes are not read again.
    `size` is -1 for a file that was another from the start."""

    name: str
    sha256: str
    size: int = -1
    mtime_ns: int = 0
    ctime_ns: int = 0
    inode: int = 0

    @classmethod
    def of(cls, path: Path) -> Stamp | None:
        """The file as it is now, None where it cannot be read."""
        try:
            about = path.stat()  # before the bytes: who changes them after this changes the times
            found = digest_of(path)
        except OSError:
            return None
        return cls(path.name, found, *_times(about)) if found else None

    @classmethod
    def of_ours(cls, path: Path, sha256: str) -> Stamp:
        """A file that was written with that digest: it does not hold where it is another now."""
        now = cls.of(path)
        return now if now is not None and now.sha256 == sha256 else cls(path.name, sha256)

    def holds(self, folder: Path) -> bool:
        """Whether the file is still that one."""
        path = f"{folder}{os.sep}{self.name}"
        try:
            about = os.stat(path)  # noqa: PTH116 - a third of the cost, for thousands of files
            if _times(about) == (self.size, self.mtime_ns, self.ctime_ns, self.inode):
                return True
            return digest_of(Path(path)) == self.sha256
        except OSError:
            return False


def _times(about: os.stat_result) -> tuple[int, int, int, int]:
    """Size, times and inode. On Windows `st_ctime` is the time of creation, which tells nothing."""
    changed = 0 if os.name == "nt" else about.st_ctime_ns
    return about.st_size, about.st_mtime_ns, changed, about.st_ino
