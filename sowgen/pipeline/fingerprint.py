"""Which sowgen, with which tools, makes the documents: others may make other bytes."""

from __future__ import annotations

import hashlib
import os
import re
import sys
import zlib
from functools import cache
from pathlib import Path

from sowgen import __version__
from sowgen.workspace import find_program

_TOOLS = ("babel", "docxtpl", "holidays", "jinja2", "num2words", "pypandoc_binary", "typst")
_DIST_INFO = re.compile(r"([^-]+)-([^-]+)\.dist-info")
_BESIDE_CODE = ("__pycache__", "starter")
"""Folders of the package that decide nothing: `starter` is what new workspaces are copied from."""
_BESIDES = ("icalendar", "lxml", "pydantic", "pyyaml", "tzdata", "xlsxwriter")


def tool_versions() -> dict[str, str]:
    """The versions of sowgen and of the tools that shape documents, by name."""
    return {"sowgen": __version__, **{tool: _version(tool) for tool in _TOOLS}}


@cache
def fingerprint() -> str:
    """A digest of everything but the workspace that decides what a build gives. sowgen's own files
    count by size and time, so that a change to a checkout is noticed."""
    parts: list[object] = [sys.version, zlib.ZLIB_RUNTIME_VERSION, *sorted(tool_versions().items())]
    parts += [(tool, _version(tool)) for tool in _BESIDES]
    parts += _libreoffice()
    parts += sorted(_code(str(Path(__file__).parent.parent)))
    return hashlib.sha256(repr(parts).encode()).hexdigest()


@cache
def portable_fingerprint() -> str:
    """As `fingerprint`, equal on all machines that make the same bytes: versions, and the contents
    of sowgen's own files. LibreOffice is left out."""
    parts: list[object] = [sys.version.split()[0], zlib.ZLIB_RUNTIME_VERSION]
    parts += sorted(tool_versions().items())
    parts += [(tool, _version(tool)) for tool in _BESIDES]
    root = Path(__file__).parent.parent
    for path, _, _ in sorted(_code(str(root))):
        name = Path(path).relative_to(root).as_posix()
        parts.append((name, hashlib.sha256(Path(path).read_bytes()).hexdigest()))
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _code(folder: str) -> list[tuple[str, int, int]]:
    """Path, size and time in nanoseconds of every file of the package, data as well as code."""
    found: list[tuple[str, int, int]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                found += [] if entry.name in _BESIDE_CODE else _code(entry.path)
            elif entry.is_file():
                about = entry.stat()
                found.append((entry.path, about.st_size, about.st_mtime_ns))
    return found


def _libreoffice() -> list[tuple[str, int, int]]:
    """The program that prints Word files for `pdf.engine: libreoffice`, where it is installed."""
    program = find_program("soffice", "libreoffice")
    about = Path(program).stat() if program else None
    return [(str(program), about.st_size, about.st_mtime_ns)] if about else []


@cache
def _installed() -> dict[str, str]:
    """The versions of the packages on the path, as the names of their folders have them:
    `importlib.metadata` would read their files, and takes longer to import than all else here."""
    found: dict[str, str] = {}
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208 - names, thousands of them
        except OSError:
            continue
        for name in names:
            match = _DIST_INFO.fullmatch(name)
            if match:
                found.setdefault(re.sub(r"[-_.]+", "_", match[1]).lower(), match[2])
    return found


def _version(package: str) -> str:
    return _installed().get(package, "unknown")
