"""The only door to the disk, the environment and other programs.

Takes: paths relative to the workspace's root, with forward slashes.
Gives: their contents, or None with the diagnostics that say why not; notes what was asked.
Never does: follow a link out of the workspace, or write into it but through `write_aside`.
Where to start: `Workspace`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from sowgen.diagnostics import Outcome, Span, error
from sowgen.workspace.once import OneRead
from sowgen.workspace.programs import (
    ToolFailed,
    environment,
    find_program,
    print_with_libreoffice,
    processors,
    run_program,
    start_python,
)
from sowgen.workspace.source import Disk, Snapshot, Source, digest, limit_of
from sowgen.workspace.stamp import Stamp
from sowgen.workspace.text import REFUSED, decode, unix
from sowgen.workspace.trace import Trace, answer
from sowgen.workspace.writing import (
    digest_of,
    locked,
    read_bytes,
    remove_leftovers,
    swap_in,
    write_aside,
)

__all__ = [
    "JOURNAL",
    "MANIFEST",
    "MAX_BINARY",
    "MAX_TEXT",
    "REFUSED",
    "SETTINGS",
    "SLUG",
    "Disk",
    "OneRead",
    "Snapshot",
    "Source",
    "Stamp",
    "ToolFailed",
    "Trace",
    "Workspace",
    "decode",
    "digest_of",
    "environment",
    "find_program",
    "find_workspace",
    "locked",
    "print_with_libreoffice",
    "processors",
    "read_bytes",
    "remove_leftovers",
    "run_program",
    "start_python",
    "swap_in",
    "write_aside",
]

SETTINGS = "sowgen.yaml"
MANIFEST = "manifest.json"
"""In an output folder: what its files were made from."""
JOURNAL = ".journal.json"
"""In an output folder: which files a build is about to put there."""
MAX_TEXT = 1_000_000
MAX_BINARY = 20_000_000
SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")


@dataclass(slots=True)
class Workspace:
    """A folder with `sowgen.yaml`. `reads` and `looks` are the trace of what was asked of it
    since it was opened or forked; see `Trace`."""

    root: Path
    source: Source = field(default=None, repr=False)  # type: ignore[assignment]
    reads: dict[str, str] = field(default_factory=dict)
    looks: dict[str, str] = field(default_factory=dict)
    _lines: dict[str, list[str]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if self.source is None:
            self.source = Disk(self.root)

    def __reduce__(self) -> tuple[type[Workspace], tuple[Path, Source | None]]:
        return Workspace, (self.root, None if self.revision is None else self.base)

    @property
    def base(self) -> Source:
        """Where the files come from in the end."""
        return self.source.source if isinstance(self.source, OneRead) else self.source

    @property
    def revision(self) -> str | None:
        """The id of the commit or tree whose files these are; None for those on the disk."""
        from sowgen.workspace.git_tree import GitTree

        return self.base.id if isinstance(self.base, GitTree) else None

    def fork(self) -> Workspace:
        """The same files, with a trace of its own."""
        return Workspace(self.root, self.source)

    def once(self) -> Workspace:
        """The same files, each read once however often it is asked for: one state for a run."""
        source = Disk(self.root, set()) if isinstance(self.source, Disk) else self.source
        return Workspace(self.root, OneRead(source))

    # --- the trace ---------------------------------------------------------------------------

    @property
    def inputs(self) -> dict[str, str]:
        """Every file that was read, by path, with its SHA-256; sorted."""
        return {path: sha for path, sha in sorted(self.reads.items()) if sha and sha[0] != "!"}

    @property
    def trace(self) -> Trace:
        """What was asked so far."""
        return Trace(dict(self.reads), dict(self.looks))

    def note(self, trace: Trace) -> None:
        """Adds what was asked elsewhere, for a result that is used again here."""
        self.reads.update(trace.reads)
        self.looks.update(trace.looks)

    def changes(self, trace: Trace) -> tuple[str, ...]:
        """Paths of files and folders that would answer otherwise now; none: all is the same."""
        files = [path for path, said in trace.reads.items() if self._read(path, said) != said]
        looks = [look for look, said in trace.looks.items() if self._look(look) != said]
        return (*files, *dict.fromkeys(look.split("\0")[1] for look in looks))

    def holds(self, trace: Trace) -> bool:
        """Whether everything would answer the same now."""
        return all(self._read(path, said) == said for path, said in trace.reads.items()) and all(
            self._look(look) == said for look, said in trace.looks.items()
        )

    def _read(self, path: str, said: str) -> str:
        """What a read would say now, with the limit that it had then."""
        return self.source.digest(path, limit_of(said) or MAX_BINARY)

    def _look(self, look: str) -> str:
        what, folder, *suffix = look.split("\0")
        if what == "file":
            return answer([str(self.source.is_file(folder))])
        if what == "below":
            return answer(self.source.below(folder, tuple(suffix)))
        found = self._files(folder, suffix[0]) if what == "files" else self._folders(folder)
        return answer(found)

    # --- reading -----------------------------------------------------------------------------

    def resolve(self, path: str) -> Outcome[Path | None]:
        """The absolute path of `path`, or None with F003 where it would leave the workspace."""
        return Disk(self.root).resolve(path)

    def folder(self, path: str) -> Path:
        """A folder on the disk with the files of `path`, for programs that read by themselves."""
        return self.source.folder(path)

    def read(self, path: str, limit: int = MAX_BINARY) -> Outcome[bytes | None]:
        """The bytes of a file, at most `limit`; None with F002 to F006 where there are none."""
        found = self.source.read(path, limit)
        self.reads[path] = digest(found, limit)
        return found

    def read_text(self, path: str) -> Outcome[str | None]:
        """The text of a UTF-8 file with line feeds as line ends; None with F00x or F010/F011."""
        raw = self.read(path, MAX_TEXT)
        return Outcome(None, raw.diagnostics) if raw.value is None else decode(path, raw.value)

    def exists(self, path: str) -> bool:
        """Whether there is a file at `path` inside the workspace."""
        there = self.source.is_file(path)
        self.looks[f"file\0{path}"] = answer([str(there)])
        return there

    def find_files(self, folder: str, suffix: str) -> tuple[str, ...]:
        """Paths of the files directly in `folder` that end in `suffix`, sorted; editors'
        temporary files (names that begin with `.`, `~` or `#`) are passed over."""
        names = self._files(folder, suffix)
        self.looks[f"files\0{folder}\0{suffix}"] = answer(names)
        return tuple(f"{folder}/{name}" for name in names)

    def find_folders(self, folder: str) -> tuple[str, ...]:
        """Names of the folders directly in `folder`, sorted."""
        names = self._folders(folder)
        self.looks[f"folders\0{folder}"] = answer(names)
        return tuple(names)

    def find_below(self, folder: str, *suffixes: str) -> tuple[str, ...]:
        """Paths of the files in `folder` and all folders below it, hidden ones too, that end in a
        suffix in small letters or capitals; sorted. A link to a folder is not followed: it is
        named as if it were such a file, and reading it gives F005."""
        found = self.source.below(folder, suffixes)
        self.looks["\0".join(("below", folder, *suffixes))] = answer(found)
        return tuple(f"{folder}/{path}" for path in found)

    def _files(self, folder: str, suffix: str) -> list[str]:
        return [
            name
            for name, is_folder in self.source.entries(folder)
            if name.endswith(suffix) and not name.startswith((".", "~", "#")) and not is_folder
        ]

    def _folders(self, folder: str) -> list[str]:
        return [
            name
            for name, is_folder in self.source.entries(folder)
            if is_folder and not name.startswith((".", "_"))
        ]

    def line(self, path: str, number: int) -> str:
        """Line `number` of a text file for a report, '' where there is none."""
        if path not in self._lines:
            data = self.source.read(path, MAX_TEXT).value or b""
            # A Word template or a font has no lines to show.
            text = "" if b"\x00" in data else data.decode("utf-8-sig", "replace")
            self._lines[path] = unix(text).split("\n")
        lines = self._lines[path]
        return lines[number - 1] if 1 <= number <= len(lines) else ""


def find_workspace(start: Path) -> Outcome[Workspace | None]:
    """The workspace at `start` or the nearest folder upwards with a `sowgen.yaml`."""
    try:
        here = start.resolve(strict=True)
    except (OSError, RuntimeError):
        return Outcome(None, (error("F001", f"there is no folder `{start}`", Span(str(start))),))
    for folder in (here, *here.parents):
        if (folder / SETTINGS).is_file():
            return Outcome(Workspace(folder))
    message = f"no `{SETTINGS}` in `{here}` or any folder above it"
    hint = "run `sowgen init DIR` to make a workspace, or name one with `-C DIR`"
    return Outcome(None, (error("F001", message, Span(SETTINGS), hint),))
