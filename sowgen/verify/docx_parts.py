"""The parts of a Word file that came from anywhere, within bounds."""

from __future__ import annotations

import hashlib
import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from lxml import etree

from sowgen.verify.docx_xml import foreign, local
from sowgen.verify.limits import MAX_PARTS, MAX_WHOLE, MAX_XML, Unreadable

BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError,
    NotImplementedError, OverflowError, KeyError, MemoryError,
)  # fmt: skip
"""What the standard library raises on archives that are damaged, locked or made to annoy."""
_KINDS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/",
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/",
    "http://schemas.openxmlformats.org/package/2006/relationships/",
    "http://schemas.microsoft.com/office/2006/relationships/",
    "http://schemas.microsoft.com/office/2007/relationships/",
    "http://schemas.microsoft.com/office/2011/relationships/",
    "http://schemas.microsoft.com/office/2016/09/relationships/",
)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_LOCAL = struct.Struct("<4s5H3L2H")
_MOST_BETWEEN = 24
"""Bytes of the sums that stand behind a part where its length was not known before."""
_PADDING = b"\x20\xa2"
"""The mark of the room that Word leaves for a part to grow."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A line of a `.rels` part: `kind` is the last word of its type, all of it for types that no
    program for texts writes; `target` the part's name, or
    the address where it is `external`."""

    kind: str
    target: str
    external: bool


@dataclass(frozen=True)
class Parts:
    """An opened archive whose size is known to be bearable."""

    archive: zipfile.ZipFile
    names: frozenset[str]
    strange: set[str] = field(default_factory=set)
    """The namespaces of parts read so far that no program for texts writes."""
    _read: dict[str, Any] = field(default_factory=dict, repr=False)

    def xml(self, name: str) -> Any:
        """The root element of a part, None where there is none. Raises `Unreadable`."""
        if name not in self._read:
            self._read[name] = self._parse(name) if name in self.names else None
        return self._read[name]

    def relations(self, name: str) -> Mapping[str, Relation]:
        """What a part refers to, by id; '' is the package. Raises `Unreadable`."""
        folder, _, file = name.rpartition("/")
        root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        found: dict[str, Relation] = {}
        for element in [] if root is None else root.iter("{*}Relationship"):
            external = element.get("TargetMode") == "External"
            target = element.get("Target", "")
            if not external:
                target = posixpath.join("/", folder, unquote(target))
                target = self._known(posixpath.normpath(target).lstrip("/"))
            kind = element.get("Type", "")
            known = next((start for start in _KINDS if kind.startswith(start)), "")
            kind = kind.removeprefix(known)
            found[element.get("Id", "")] = Relation(kind, target, external)
        return found

    def _known(self, name: str) -> str:
        """The name of a part as the archive spells it."""
        if name in self.names:
            return name
        return next((one for one in self.names if one.lower() == name.lower()), name)

    def digest(self, name: str) -> str:
        """The SHA-256 of a part in hexadecimal, '' where there is none. Raises `Unreadable`."""
        if name not in self.names:
            return ""
        whole = hashlib.sha256()
        try:
            with self.archive.open(name) as stream:
                while piece := stream.read(2**20):
                    whole.update(piece)
        except BROKEN as problem:
            raise Unreadable(f"`{name}` in it is damaged") from problem
        return whole.hexdigest()

    def _parse(self, name: str) -> Any:
        if self.archive.getinfo(name).file_size > MAX_XML:
            raise Unreadable(f"`{name}` in it is larger than {MAX_XML:,} bytes")
        try:
            data = self.archive.read(name)
        except BROKEN as problem:
            raise Unreadable(f"`{name}` in it is damaged") from problem
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as problem:
            raise Unreadable(f"`{name}` in it is no XML that can be read") from problem
        if root.getroottree().docinfo.internalDTD is not None:
            raise Unreadable(f"`{name}` in it declares entities, which no Word file does")
        self.strange.update(foreign(root))
        return root


def open_parts(data: bytes) -> Parts:
    """The archive. Raises `Unreadable` where it is damaged, or larger than a contract ever is."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as problem:
        raise Unreadable("it is cut off or damaged") from problem
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(names) > MAX_PARTS:
        raise Unreadable(f"it holds more than {MAX_PARTS:,} parts")
    if len({name.lower() for name in names}) < len(names):
        raise Unreadable(
            "two of its parts have one name, so that programs would read different ones"
        )
    if sum(entry.file_size for entry in entries) > MAX_WHOLE:
        raise Unreadable(f"it grows to more than {MAX_WHOLE:,} bytes")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("it is locked with a password")
    _refuse_more(data, archive)
    return Parts(archive, frozenset(names))


def _refuse_more(data: bytes, archive: zipfile.ZipFile) -> None:
    """Raises `Unreadable` where bytes belong to no part that the archive lists."""
    at = 0
    for entry in sorted(archive.infolist(), key=lambda e: e.header_offset):
        head = data[entry.header_offset : entry.header_offset + _LOCAL.size]
        if len(head) < _LOCAL.size or head[:4] != b"PK\3\4":
            raise Unreadable("it is cut off or damaged")
        *_, name, extra = _LOCAL.unpack(head)
        after = entry.header_offset + _LOCAL.size + name
        room = data[after : after + extra]
        gap = entry.header_offset - at
        padded = extra <= 64 or (room[:2] == _PADDING and not room[8:].strip(b"\0"))
        if not 0 <= gap <= _MOST_BETWEEN or not padded or entry.comment:
            raise Unreadable(_MORE)
        at = after + extra + entry.compress_size
    end = data.rfind(b"PK\5\6")
    if archive.comment or not 0 <= archive.start_dir - at <= _MOST_BETWEEN or end + 22 != len(data):
        raise Unreadable(_MORE)


_MORE = "it holds bytes that belong to none of its parts"


def main_part(parts: Parts) -> str:
    """The name of the part with the text. Raises `Unreadable` where it is no Word file."""
    found = [r.target for r in parts.relations("").values() if r.kind == "officeDocument"]
    if len(found) > 1:
        raise Unreadable("it names two texts, so that programs would read different ones")
    types = parts.xml("[Content_Types].xml")
    for name in found if types is not None else ():
        said = [e.get("ContentType") for e in types if e.get("PartName") == f"/{name}"]
        if said == [_MAIN] and name in parts.names and local(parts.xml(name)) == "document":
            return name
    raise Unreadable("it is no Word file")
