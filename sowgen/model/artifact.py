"""What goes into a writer beside the document, and what comes out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

from sowgen.model.kind import Audience

Format: TypeAlias = Literal["docx", "pdf", "json", "xlsx", "ics", "mspdi", "zip"]

SUFFIXES: Mapping[Format, str] = MappingProxyType({"mspdi": "xml"})
"""File name endings of the formats that do not end in their own name."""

PACKAGE_FORMATS: tuple[Format, ...] = ("docx", "pdf", "xlsx", "ics", "mspdi")
"""What a build makes unless it is told otherwise: documents, and the data files that the
kinds export."""

BUNDLE = "package"
"""The kind of the bound package and its archive: no folder of templates may have this name."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file's name relative to the workspace, and its bytes."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Design:
    """How a document kind looks: the Word template, the typst page design and the fonts.

    `font_dirs` are absolute folders of font files for the PDF, `fonts_digest` tells their contents
    apart. `pdf_standard` is a typst
    standard name (`a-2b`). `print_word` turns a DOCX into a PDF where the workspace has
    `pdf.engine: libreoffice`, else None. `update_fields` asks Word to refresh all fields
    when the file is opened.
    """

    word_template: Asset
    page: Asset
    font_dirs: tuple[str, ...]
    fonts_digest: str = ""
    pdf_standard: str = "a-2b"
    print_word: Callable[[bytes], bytes] | None = None
    update_fields: bool = False


@dataclass(frozen=True, slots=True)
class Artifact:
    """A finished file: `name` is its file name in the output folder, `data` its bytes;
    `audience` says who may get it, `inputs` is a digest of what decides it, '' where the other
    files do."""

    kind: str
    format: Format
    name: str
    data: bytes
    audience: Audience
    inputs: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()
