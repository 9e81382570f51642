"""The zip package of a Word file: opened with limits, written the same way on every day."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from sowgen.render.docx.ooxml import find_all, parse

MAX_BYTES = 20_000_000
MAX_ENTRIES = 500
MAX_EXPANDED = 50_000_000
MAX_RATIO = 200
_RATIO_FROM = 100_000  # small parts of XML compress very well and do no harm
_EPOCH = (1980, 1, 1, 0, 0, 0)
_CONTENT_TYPES = "[Content_Types].xml"
_EMBEDDED = ("/aFChunk", "/package", "/oleObject", "/control", "/subDocument", "/frame")
_MACRO_PARTS = ("vbaproject", "vbadata", "activex", "oleobject", "customui")


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why a package is refused. `unsafe` tells a danger from a file that is no Word file."""

    reason: str
    unsafe: bool = True


def read_package(data: bytes) -> dict[str, bytes] | Unfit:
    """The parts of a package by name, or why it is refused."""
    if len(data) > MAX_BYTES:
        return Unfit(f"it is larger than {MAX_BYTES // 1_000_000} MB")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [e for e in archive.infolist() if not e.is_dir()]
            refused = _oversized(entries)
            if refused:
                return Unfit(refused)
            names = [e.filename for e in entries]
            if len({n.lower() for n in names}) != len(names):
                return Unfit("two of its entries have the same name")
            parts = {}
            for entry in entries:
                with archive.open(entry) as stream:
                    # The directory may lie about sizes: never read past what it says.
                    content = stream.read(entry.file_size + 1)
                if len(content) != entry.file_size:
                    return Unfit(f"`{entry.filename}` is larger than the archive says")
                parts[entry.filename] = content
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as problem:
        return Unfit(f"it is no zip archive that can be read ({problem})", unsafe=False)
    except zipfile.zlib.error as problem:  # type: ignore[attr-defined]
        return Unfit(f"it is damaged ({problem})", unsafe=False)
    for needed in (_CONTENT_TYPES, "_rels/.rels", "word/document.xml", "word/styles.xml"):
        if needed not in parts:
            return Unfit(f"it has no part `{needed}`", unsafe=False)
    return parts


def _oversized(entries: list[zipfile.ZipInfo]) -> str:
    if len(entries) > MAX_ENTRIES:
        return f"it has more than {MAX_ENTRIES} entries"
    if sum(e.file_size for e in entries) > MAX_EXPANDED:
        return f"it would expand to more than {MAX_EXPANDED // 1_000_000} MB"
    for entry in entries:
        if entry.flag_bits & 1:
            return f"`{entry.filename}` is encrypted"
        ratio = entry.file_size / max(entry.compress_size, 1)
        if entry.file_size > _RATIO_FROM and ratio > MAX_RATIO:
            return f"`{entry.filename}` expands {ratio:.0f}-fold"
        name = entry.filename
        if name.startswith("/") or "\\" in name or ".." in name.split("/"):
            return f"the entry name `{name}` points outside the package"
    return ""


def dangers(parts: Mapping[str, bytes]) -> Iterator[str]:
    """What in a package of allowed size is not allowed: macros, document type declarations,
    embedded foreign documents, references to files elsewhere."""
    for name, content in sorted(parts.items()):
        lower = name.lower()
        if any(word in lower for word in _MACRO_PARTS):
            yield f"`{name}` holds a macro, a control or an embedded object"
        elif lower.endswith((".xml", ".rels", ".vml")):
            yield from _xml_dangers(name, content)


def _xml_dangers(name: str, content: bytes) -> Iterator[str]:
    # In UTF-16 the letters stand apart, and a declaration would pass the search below.
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in content:
        yield f"`{name}` is not written in UTF-8"
        return
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        yield f"`{name}` has a document type declaration"
        return
    try:
        root = parse(content)
    except etree.XMLSyntaxError as problem:
        yield f"`{name}` is not well-formed XML: {problem.msg}"
        return
    if name == _CONTENT_TYPES and b"macroEnabled" in content:
        yield "it is a macro-enabled document"
    if name.endswith(".rels"):
        for relation in find_all(root, "rel:Relationship"):
            yield from _relation_dangers(name, relation.get("Type", ""), relation)
    elif b"altChunk" in content and find_all(root, "//w:altChunk"):
        yield f"`{name}` embeds a foreign document (altChunk)"


def _relation_dangers(name: str, kind: str, relation: etree.ElementBase) -> Iterator[str]:
    target = relation.get("Target", "")
    if kind.endswith(_EMBEDDED):
        yield f"`{name}` embeds the foreign document `{target}`"
    elif relation.get("TargetMode") == "External":
        link = kind.endswith("/hyperlink")
        if not link or urlsplit(target).scheme not in ("http", "https", "mailto"):
            yield f"`{name}` refers to `{target}` outside the file"


def write_package(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a zip archive: content types first, then by name, every time 1980-01-01."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(parts, key=lambda n: (n != _CONTENT_TYPES, n != "_rels/.rels", n)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, parts[name])
    return buffer.getvalue()
