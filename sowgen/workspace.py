"""The only door to the disk, the environment and other programs.

Every path is named relative to the workspace's root, with forward slashes, and must stay
inside it after symbolic links are followed. Every file read is noted with its hash.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
import shutil
import stat
import subprocess
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from sowgen.diagnostics import Diagnostic, Outcome, Span, error

SETTINGS = "sowgen.yaml"
MAX_TEXT = 1_000_000
MAX_BINARY = 20_000_000
# Not allowed in a document; or kept for sentinels while clauses are read (private use); or a
# line end for some and not for others; or able to turn the reading order of what follows.
# `load.yaml` refuses the same where they are written as escapes.
REFUSED = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff"
    r"\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff]"
)
SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")


class ToolFailed(Exception):
    """An external program is missing or failed; `tool` names it, `detail` what it said."""

    def __init__(self, tool: str, detail: str) -> None:
        super().__init__(f"{tool}: {detail}")
        self.tool = tool
        self.detail = detail

    def __reduce__(self) -> tuple[type[ToolFailed], tuple[str, str]]:
        return ToolFailed, (self.tool, self.detail)


@dataclass(slots=True)
class Workspace:
    """A folder with `sowgen.yaml`. `reads` maps each file read, by its path relative to
    `root`, to the SHA-256 of its bytes."""

    root: Path
    reads: dict[str, str] = field(default_factory=dict)
    _lines: dict[str, list[str]] = field(default_factory=dict, repr=False)

    def resolve(self, path: str) -> Outcome[Path | None]:
        """The absolute path of `path`, or None with F003 where it would leave the workspace."""
        span = Span(path)
        pure = PurePosixPath(path)
        if pure.is_absolute() or ".." in pure.parts or "\\" in path or "\x00" in path:
            return Outcome(None, (_outside(path, span),))
        target = self.root / pure
        try:
            real = target.resolve()
        except (OSError, RuntimeError):
            return Outcome(
                None,
                (
                    error(
                        "F004",
                        f"`{path}` cannot be followed",
                        span,
                        "check for a symbolic link that points at itself",
                    ),
                ),
            )
        if not real.is_relative_to(self.root):
            return Outcome(None, (_outside(path, span),))
        return Outcome(target)

    def read(self, path: str, limit: int = MAX_BINARY) -> Outcome[bytes | None]:
        """The bytes of a file, at most `limit`; None with F002 to F006 where there are none."""
        place = self.resolve(path)
        if place.value is None:
            return Outcome(None, place.diagnostics)
        span = Span(path)
        try:
            with open(place.value, "rb", opener=_no_wait) as stream:
                if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                    return Outcome(None, (error("F005", f"`{path}` is not a regular file", span),))
                data = stream.read(limit + 1)
        except FileNotFoundError:
            return Outcome(None, (error("F002", f"`{path}` does not exist", span),))
        except (IsADirectoryError, NotADirectoryError):
            return Outcome(None, (error("F005", f"`{path}` is not a regular file", span),))
        except OSError as problem:
            return Outcome(
                None, (error("F004", f"`{path}` cannot be read: {problem.strerror}", span),)
            )
        if len(data) > limit:
            return Outcome(
                None,
                (
                    error(
                        "F006",
                        f"`{path}` is larger than {limit:,} bytes",
                        span,
                        "split it into smaller files",
                    ),
                ),
            )
        self.reads[path] = hashlib.sha256(data).hexdigest()
        return Outcome(data)

    def read_text(self, path: str) -> Outcome[str | None]:
        """The text of a UTF-8 file with line feeds as line ends; None with F00x or F010/F011."""
        raw = self.read(path, MAX_TEXT)
        if raw.value is None:
            return Outcome(None, raw.diagnostics)
        data = raw.value
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return Outcome(
                None,
                (
                    error(
                        "F010",
                        f"`{path}` is UTF-16, not UTF-8",
                        Span(path, 1, 1),
                        "save it as UTF-8",
                    ),
                ),
            )
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            before = data[: problem.start].decode("utf-8", "replace")
            span = Span(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
            return Outcome(
                None,
                (
                    error(
                        "F010",
                        f"the byte 0x{data[problem.start]:02X} is not UTF-8",
                        span,
                        "save the file as UTF-8",
                    ),
                ),
            )
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        bad = REFUSED.search(text)
        if bad:
            before = text[: bad.start()]
            span = Span(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
            name = unicodedata.name(bad[0], "control character")
            return Outcome(
                None,
                (
                    error(
                        "F011",
                        f"U+{ord(bad[0]):04X} ({name.lower()}) is not allowed",
                        span,
                        "remove it; it cannot stand in a document",
                    ),
                ),
            )
        return Outcome(text)

    def exists(self, path: str) -> bool:
        """Whether there is a file at `path` inside the workspace."""
        place = self.resolve(path).value
        return place is not None and place.is_file()

    def find_files(self, folder: str, suffix: str) -> tuple[str, ...]:
        """Paths of the files directly in `folder` that end in `suffix`, sorted; editors'
        temporary files (names that begin with `.`, `~` or `#`) are passed over."""
        return tuple(
            f"{folder}/{name}"
            for name, entry in self._entries(folder)
            if name.endswith(suffix) and not name.startswith((".", "~", "#")) and not entry.is_dir()
        )

    def find_folders(self, folder: str) -> tuple[str, ...]:
        """Names of the folders directly in `folder`, sorted."""
        return tuple(
            name
            for name, entry in self._entries(folder)
            if entry.is_dir() and not name.startswith((".", "_"))
        )

    def _entries(self, folder: str) -> list[tuple[str, os.DirEntry[str]]]:
        place = self.resolve(folder).value
        if place is None:
            return []
        try:
            with os.scandir(place) as found:
                return sorted((e.name, e) for e in found if _can_be_written(e.name))
        except OSError:
            return []

    def line(self, path: str, number: int) -> str:
        """Line `number` of a text file for a report, '' where there is none."""
        if path not in self._lines:
            self._lines[path] = self._read_lines(path)
        lines = self._lines[path]
        return lines[number - 1] if 1 <= number <= len(lines) else ""

    def _read_lines(self, path: str) -> list[str]:
        place = self.resolve(path).value
        if place is None or not place.is_file():
            return []
        try:
            with place.open("rb") as stream:
                text = stream.read(MAX_TEXT).decode("utf-8-sig", "replace")
        except OSError:
            return []
        if "\x00" in text:  # a Word template or a font has no lines to show
            return []
        return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def find_workspace(start: Path) -> Outcome[Workspace | None]:
    """The workspace at `start` or the nearest folder upwards with a `sowgen.yaml`."""
    try:
        here = start.resolve(strict=True)
    except (OSError, RuntimeError):
        return Outcome(None, (error("F001", f"there is no folder `{start}`", Span(str(start))),))
    for folder in (here, *here.parents):
        if (folder / SETTINGS).is_file():
            return Outcome(Workspace(folder))
    return Outcome(
        None,
        (
            error(
                "F001",
                f"no `{SETTINGS}` in `{here}` or any folder above it",
                Span(SETTINGS),
                "run `sowgen init DIR` to make a workspace, or name one with `-C DIR`",
            ),
        ),
    )


def _can_be_written(name: str) -> bool:
    """Whether a file's name is text; other bytes cannot stand in a manifest or message."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _no_wait(path: str, flags: int) -> int:
    """Opens without waiting for the other end of a pipe that pretends to be a file."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _outside(path: str, span: Span) -> Diagnostic:
    return error(
        "F003",
        f"`{path}` leads out of the workspace",
        span,
        "keep files inside the workspace; links may not point out of it",
    )


# --- writing -----------------------------------------------------------------------------


def write_aside(folder: Path, name: str, data: bytes) -> Path:
    """`data` in a new hidden file of `folder`, flushed to the disk; give it to `swap_in`."""
    path = folder / f".{name}.{os.getpid()}-{secrets.token_hex(4)}.tmp"
    try:
        with path.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        path.unlink(missing_ok=True)  # Half a file on a full disk would take up what room is left.
        raise
    return path


def swap_in(aside: Path, target: Path) -> None:
    """Puts the file written aside in the place of `target`, in one step."""
    aside.replace(target)


def remove_leftovers(folder: Path) -> None:
    """Removes what an interrupted build left aside. Call it under `locked` only."""
    for path in folder.glob(".*.tmp"):
        with contextlib.suppress(OSError):
            path.unlink()


def read_bytes(path: Path) -> bytes | None:
    """The bytes of a file that sowgen may have written, None where there is none."""
    try:
        with open(path, "rb", opener=_no_wait) as stream:
            if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                return stream.read()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        pass
    return None


def digest_of(path: Path) -> str | None:
    """The SHA-256 of a file, None where there is none."""
    data = read_bytes(path)
    return None if data is None else hashlib.sha256(data).hexdigest()


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One process at a time in `folder`; the others wait. The lock dies with its holder."""
    import filelock

    folder.mkdir(parents=True, exist_ok=True)
    with filelock.FileLock(folder / ".lock", timeout=600):
        yield


# --- environment and programs ---------------------------------------------------------------


def environment(name: str) -> str | None:
    """The environment variable `name`, None where it is not set."""
    return os.environ.get(name)


def find_program(*names: str) -> str | None:
    """The path of the first of these programs that is installed."""
    return next((found for name in names if (found := shutil.which(name))), None)


def run_program(
    argv: Sequence[str],
    *,
    stdin: bytes = b"",
    timeout: float = 120,
    env: Mapping[str, str] | None = None,
) -> bytes:
    """What the program prints; `env` replaces the environment.

    Raises `ToolFailed` where it is missing, fails or takes longer than `timeout` seconds.
    """
    tool = Path(argv[0]).name
    try:
        done = subprocess.run(
            list(argv), input=stdin, capture_output=True, timeout=timeout, check=False, env=env
        )
    except FileNotFoundError:
        raise ToolFailed(tool, "is not installed") from None
    except subprocess.TimeoutExpired:
        raise ToolFailed(tool, f"took longer than {timeout:.0f} seconds") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()[-2000:]
        raise ToolFailed(tool, said or f"ended with status {done.returncode}")
    return done.stdout


def print_with_libreoffice(docx: bytes) -> bytes:
    """The DOCX as LibreOffice prints it, as PDF/A-2b.

    A throwaway profile and a bare environment, since the file may come from outside.
    Raises `ToolFailed`.
    """
    program = find_program("soffice", "libreoffice")
    if program is None:
        raise ToolFailed("LibreOffice", "is not installed, and `pdf.engine` asks for it")
    with tempfile.TemporaryDirectory(prefix="sowgen-") as name:
        folder = Path(name)
        (folder / "document.docx").write_bytes(docx)
        env = {"HOME": name, "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"}
        options = json.dumps(
            {
                "SelectPdfVersion": {"type": "long", "value": "2"},
                "UseTaggedPDF": {"type": "boolean", "value": "true"},
            }
        )
        run_program(
            [
                program,
                f"-env:UserInstallation={folder.as_uri()}/profile",
                "--headless",
                "--norestore",
                "--convert-to",
                f"pdf:writer_pdf_Export:{options}",
                "--outdir",
                name,
                str(folder / "document.docx"),
            ],
            env=env,
        )
        made = read_bytes(folder / "document.pdf")
    if made is None:
        raise ToolFailed("LibreOffice", "printed nothing")
    return made
