"""The parts of a Word file that came from anywhere, within bounds."""

from __future__ import annotations

import hashlib
import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lxml import etree

from sowgen.verify.limits import MAX_PARTS, MAX_WHOLE, MAX_XML, Unreadable

BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError,
    NotImplementedError, OverflowError, KeyError, MemoryError,
)  # fmt: skip
"""What the standard library raises on archives that are damaged, locked or made to annoy."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A line of a `.rels` part: `kind` is the last word of its type, `target` the part's name, or
    the address where it is `external`."""

    kind: str
    target: str
    external: bool


@dataclass(frozen=True)
class Parts:
    """An opened archive whose size is known to be bearable."""

    archive: zipfile.ZipFile
    names: frozenset[str]
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
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = element.get("Type", "").rpartition("/")[2]
            found[element.get("Id", "")] = Relation(kind, target, external)
        return found

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
    return Parts(archive, frozenset(names))


def main_part(parts: Parts) -> str:
    """The name of the part with the text. Raises `Unreadable` where it is no Word file."""
    for relation in parts.relations("").values():
        if relation.kind == "officeDocument" and relation.target in parts.names:
            root = parts.xml(relation.target)
            if local(root) == "document":
                return relation.target
    raise Unreadable("it is no Word file")


def local(element: Any) -> str:
    """The name of an element without its namespace, '' for comments: files of the strict form have
    the same names in other namespaces."""
    tag = element.tag
    return _without_namespace(tag) if isinstance(tag, str) else ""


@lru_cache(4096)
def _without_namespace(name: str) -> str:
    return name.rpartition("}")[2]


def attribute(element: Any, name: str) -> str | None:
    """An attribute by its name without namespace, None where there is none."""
    for key, value in element.attrib.items():
        if _without_namespace(key) == name:
            return str(value)
    return None


def child(element: Any, *names: str) -> Any:
    """The element that these names lead to from here, None where there is none."""
    for name in names:
        for inner in element:
            if local(inner) == name:
                element = inner
                break
        else:
            return None
    return element


def children(element: Any, name: str) -> Iterator[Any]:
    """The elements of that name right below."""
    return (e for e in element if local(e) == name)
