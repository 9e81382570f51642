"""What a file is by its bytes, and where it lies."""

from __future__ import annotations

import os
from pathlib import Path

from sowgen.model.artifact import Format
from sowgen.verify.docx_file import read_docx
from sowgen.verify.docx_parts import open_parts
from sowgen.verify.limits import Unreadable
from sowgen.verify.pdf_compare import read_texts

_BEGINNING = 4_096


def inside(root: Path, file: str) -> str:
    """The path of a file relative to the workspace, '' for one that lies elsewhere."""
    place = Path(os.path.realpath(file))
    folder = Path(os.path.realpath(root))
    return place.relative_to(folder).as_posix() if place.is_relative_to(folder) else ""


def format_of(data: bytes) -> Format | None:
    """`pdf` and `docx` by their first bytes and parts; None for anything else."""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if not data.startswith(b"PK\x03\x04"):
        return None
    try:
        names = open_parts(data).names
        word = "[Content_Types].xml" in names and any(n.startswith("word/") for n in names)
    except Unreadable:  # its list of parts stands at its end
        word = b"[Content_Types].xml" in data[:_BEGINNING] and b"word/" in data[:_BEGINNING]
    return "docx" if word else None


def as_format(name: str) -> Format:
    return "pdf" if name == "pdf" else "docx"


def refuse_damaged(data: bytes, format_: Format) -> None:
    """Raises `Unreadable` where a file has no words because it cannot be read."""
    if format_ == "docx":
        read_docx(data)
    else:
        read_texts(data)
