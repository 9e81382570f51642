"""The ways in which editors save a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

Save: TypeAlias = Callable[[Path, bytes], None]


def in_place(path: Path, data: bytes) -> None:
    """VS Code, nano: the file itself is cut to nothing and written."""
    path.write_bytes(data)


def vim(path: Path, data: bytes) -> None:
    """vim with a backup: swap file, the test file 4913, the old file renamed, a new one."""
    swap = path.with_name(f".{path.name}.swp")
    swap.write_bytes(b"b0VIM 9.0")
    trial = path.with_name("4913")
    trial.touch()
    trial.unlink()
    backup = path.with_name(f"{path.name}~")
    path.rename(backup)
    path.write_bytes(data)
    backup.unlink()
    swap.unlink()


def atomic(path: Path, data: bytes) -> None:
    """Editors set to safe writing: a temporary file beside it takes its place."""
    beside = path.with_name(f"{path.name}.tmp")
    beside.write_bytes(data)
    beside.replace(path)


def libreoffice(path: Path, data: bytes) -> None:
    """LibreOffice: a lock file, a temporary file in the folder, a rename."""
    lock = path.with_name(f".~lock.{path.name}#")
    lock.write_text(",ada,desk,22.11.2026 18:00,file:///home/ada;")
    beside = path.with_name("lu8122ibwz.tmp")
    beside.write_bytes(data)
    path.unlink()
    beside.rename(path)
    lock.unlink()


WAYS: Mapping[str, Save] = {
    "in place": in_place, "vim": vim, "atomic": atomic, "libreoffice": libreoffice,
}  # fmt: skip
