"""Where a workspace's files come from: a folder on the disk, or a snapshot in memory."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sowgen.diagnostics import Diagnostic, Outcome, Span, error
from sowgen.workspace.writing import no_wait

if TYPE_CHECKING:
    import tempfile


class Source(Protocol):
    """Files by their path relative to the workspace, with forward slashes."""

    def read(self, path: str, limit: int) -> Outcome[bytes | None]:
        """The bytes of a file, at most `limit`; None with F002 to F006 where there are none."""

    def entries(self, folder: str) -> list[tuple[str, bool]]:
        """Names in a folder, sorted, and whether each is a folder; none where it is not there."""

    def below(self, folder: str, suffixes: tuple[str, ...]) -> list[str]:
        """Paths relative to `folder`, sorted, of the files in it and in all folders below it whose
        names end in a suffix, in small letters or capitals. A link to a folder is not followed,
        and named as if it were such a file."""

    def is_file(self, path: str) -> bool:
        """Whether there is a file at `path`."""

    def digest(self, path: str, limit: int) -> str:
        """What `read` gives, as `digest` tells it."""

    def folder(self, path: str) -> Path:
        """A folder on the disk that holds what stands in `path`, for programs that read by
        themselves."""


@dataclass(frozen=True, slots=True)
class Disk:
    """The folder `root`; links may not lead out of it. `known`, for the time of one run, remembers
    the folders that are no links."""

    root: Path
    known: set[str] | None = None

    def resolve(self, path: str) -> Outcome[Path | None]:
        """The absolute path of `path`, or None with F003 where it would leave the workspace."""
        target = self._locate(path)
        if target is None:
            return Outcome(None, (outside(path, Span(path)),))
        return Outcome(Path(target))

    def _locate(self, path: str) -> str | None:
        """The absolute path, None where it would leave the workspace, by a link too. `root` has no
        link in it, so that a path without links below it is inside."""
        if is_outside(path):
            return None
        root = str(self.root).rstrip(os.sep)
        folder, _, name = path.rpartition("/")
        if self.known is not None and folder in self.known:
            at, parts = f"{root}{os.sep}{folder.replace('/', os.sep)}", [name]
        else:
            at, parts = root, path.split("/")
        for part in parts:
            at = f"{at}{os.sep}{part}"
            if os.path.islink(at):  # noqa: PTH114 - asked for every file that is read
                real, whole = os.path.realpath(f"{root}/{path}"), root + os.sep
                return f"{root}/{path}" if f"{real}{os.sep}".startswith(whole) else None
        if self.known is not None and folder:
            self.known.add(folder)
        return at

    def read(self, path: str, limit: int) -> Outcome[bytes | None]:
        """As `Source.read`."""
        place = self._locate(path)
        if place is None:
            return Outcome(None, (outside(path, Span(path)),))
        try:
            data = _contents(place, limit)
        except FileNotFoundError:
            return Outcome(None, (missing(path),))
        except (IsADirectoryError, NotADirectoryError):
            return Outcome(None, (irregular(path),))
        except OSError as problem:
            if problem.errno == errno.ELOOP:
                return Outcome(None, (looped(path),))
            message = f"`{path}` cannot be read: {problem.strerror}"
            return Outcome(None, (error("F004", message, Span(path)),))
        return within(path, data, limit)

    def entries(self, folder: str) -> list[tuple[str, bool]]:
        """As `Source.entries`."""
        place = self._locate(folder)
        if place is None:
            return []
        try:
            with os.scandir(place) as found:
                return sorted((e.name, _is_folder(e)) for e in found if is_text(e.name))
        except OSError:
            return []

    def below(self, folder: str, suffixes: tuple[str, ...]) -> list[str]:
        """As `Source.below`."""
        top = str(self.folder(folder))
        found: list[str] = []
        for at, folders, files in os.walk(top):
            names = [name for name in files if name.lower().endswith(suffixes)]
            names += [n for n in folders if os.path.islink(f"{at}{os.sep}{n}")]  # noqa: PTH114
            found += [f"{at}{os.sep}{name}"[len(top) + 1 :].replace(os.sep, "/") for name in names]
        # A name that is no text names no file, so that reading it gives a finding.
        return sorted(path.encode(errors="replace").decode() for path in found)

    def is_file(self, path: str) -> bool:
        """As `Source.is_file`."""
        place = self._locate(path)
        return place is not None and os.path.isfile(place)  # noqa: PTH113

    def digest(self, path: str, limit: int) -> str:
        """As `Source.digest`."""
        return digest(self.read(path, limit), limit)

    def folder(self, path: str) -> Path:
        """As `Source.folder`."""
        return self.root / path


@dataclass(frozen=True)
class Snapshot:
    """Files in memory, by path: what another machine or an earlier revision holds."""

    files: Mapping[str, bytes]
    _tree: dict[str, dict[str, bool]] = field(init=False, default_factory=dict, repr=False)
    _folders: dict[str, tempfile.TemporaryDirectory[str]] = field(
        init=False, default_factory=dict, repr=False
    )

    def __post_init__(self) -> None:
        for path in self.files:
            parts = path.split("/")
            for depth in range(len(parts)):
                names = self._tree.setdefault("/".join(parts[:depth]), {})
                names[parts[depth]] = depth < len(parts) - 1

    def read(self, path: str, limit: int) -> Outcome[bytes | None]:
        """As `Source.read`."""
        if is_outside(path):
            return Outcome(None, (outside(path, Span(path)),))
        data = self.files.get(path)
        if data is None:
            return Outcome(None, (irregular(path) if path in self._tree else missing(path),))
        return within(path, data, limit)

    def entries(self, folder: str) -> list[tuple[str, bool]]:
        """As `Source.entries`."""
        return sorted(self._tree.get(folder, {}).items())

    def below(self, folder: str, suffixes: tuple[str, ...]) -> list[str]:
        """As `Source.below`."""
        start = f"{folder}/"
        names = (path for path in self.files if path.startswith(start))
        return sorted(name[len(start) :] for name in names if name.lower().endswith(suffixes))

    def is_file(self, path: str) -> bool:
        """As `Source.is_file`."""
        return path in self.files

    def digest(self, path: str, limit: int) -> str:
        """As `Source.digest`."""
        return digest(self.read(path, limit), limit)

    def folder(self, path: str) -> Path:
        """As `Source.folder`: written to the disk at the first call, gone with the snapshot."""
        if path not in self._folders:
            start = len(path) + 1
            files = {n[start:]: d for n, d in self.files.items() if n.startswith(f"{path}/")}
            self._folders[path] = written_out(files)
        return Path(self._folders[path].name)


def written_out(files: Mapping[str, bytes]) -> tempfile.TemporaryDirectory[str]:
    """A folder on the disk with these files, gone when nobody holds it any more. Raises
    `ToolFailed` where the system refuses to write them."""
    import tempfile

    from sowgen.workspace.programs import ToolFailed

    try:
        folder = tempfile.TemporaryDirectory(prefix="sowgen-")
        for name, data in files.items():
            target = Path(folder.name, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    except OSError as problem:
        why = problem.strerror or str(problem)
        raise ToolFailed("temporary files", f"cannot be written: {why}") from None
    return folder


def _contents(place: str, limit: int) -> bytes:
    """The bytes of a regular file, more than `limit` of them where there are more. Raises
    `IsADirectoryError` for anything else. System calls of its own, since a run over hundreds of
    projects reads thousands of small files."""
    stream = no_wait(place, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        about = os.fstat(stream)
        if not stat.S_ISREG(about.st_mode):
            raise IsADirectoryError
        data = os.read(stream, min(limit, about.st_size) + 1)
        while len(data) <= limit and (more := os.read(stream, 2**20)):
            data += more
        return data
    finally:
        os.close(stream)


def digest(found: Outcome[bytes | None], limit: int) -> str:
    """What a read gave: the SHA-256 of the bytes in hexadecimal; '' where there is no file; for
    one that cannot be read `!`, the limit it was read with, and why."""
    if found.value is not None:
        return hashlib.sha256(found.value).hexdigest()
    (problem,) = found.diagnostics
    return "" if problem.code == "F002" else f"!{limit} {problem.message}"


def limit_of(said: str) -> int | None:
    """The limit of a read that failed, as `digest` tells it; None for any other."""
    return int(said[1:].partition(" ")[0]) if said.startswith("!") else None


def is_outside(path: str) -> bool:
    """Whether a relative path would leave the folder it starts from."""
    return path.startswith("/") or ".." in path.split("/") or "\\" in path or "\x00" in path


def within(path: str, data: bytes, limit: int) -> Outcome[bytes | None]:
    """The data where it is no longer than `limit`, else None with F006."""
    return Outcome(data) if len(data) <= limit else Outcome(None, (too_large(path, limit),))


def too_large(path: str, limit: int) -> Diagnostic:
    """F006."""
    message = f"`{path}` is larger than {limit:,} bytes"
    return error("F006", message, Span(path), "split it into smaller files")


def outside(path: str, span: Span) -> Diagnostic:
    """F003."""
    hint = "keep files inside the workspace; links may not point out of it"
    return error("F003", f"`{path}` leads out of the workspace", span, hint)


def missing(path: str) -> Diagnostic:
    """F002."""
    return error("F002", f"`{path}` does not exist", Span(path))


def looped(path: str) -> Diagnostic:
    """F004 for links that go round in a circle."""
    hint = "check for a symbolic link that points at itself"
    return error("F004", f"`{path}` cannot be followed", Span(path), hint)


def irregular(path: str) -> Diagnostic:
    """F005."""
    return error("F005", f"`{path}` is not a regular file", Span(path))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder or a link to one; a link that cannot be followed is none."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def is_text(name: str) -> bool:
    """Whether a file's name is text; other bytes cannot stand in a manifest or message."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
