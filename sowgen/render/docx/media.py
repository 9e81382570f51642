"""Pictures of a template without what their programs and cameras wrote beside the picture."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from lxml import etree

from sowgen.render.docx.ooxml import parse, serialise, take_away

XML = (".xml", ".rels", ".vml")
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB",
     b"bKGD", b"pHYs")
)  # fmt: skip
_JPEG_SCAN, _JPEG_END, _JPEG_COMMENT = 0xDA, 0xD9, 0xFE
_JPEG_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length
_GIF_BLOCK, _GIF_EXTENSION, _GIF_END = 0x2C, 0x21, 0x3B
_GIF_CONTROL, _GIF_APPLICATION = 0xF9, 0xFF
_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_EMF_COMMENT, _EMF_LAST = 70, 14
_EMF_DESCRIPTION = 60  # where the header says how long its description is, and where


def is_picture(name: str) -> bool:
    """Whether a part that a document shows is a picture: neither XML nor an embedded font."""
    return not name.endswith((*XML, ".odttf", ".ttf"))


def cleared(data: bytes) -> bytes | None:
    """The picture without texts, camera data, previews and what stands behind its end. None
    where it is damaged or of a format that cannot be cleared.

    PNG, JPEG, GIF, BMP, EMF and SVG can. Pixels and their colour profile stay as they are.
    """
    for signature, clear in _FORMATS.items():
        if data.startswith(signature):
            try:
                return clear(data)
            except (ValueError, IndexError, struct.error):
                return None
    return _svg(data)


def _png(data: bytes) -> bytes:
    at, kept = len(_PNG), [_PNG]
    while True:
        length, kind = struct.unpack_from(">I4s", data, at)
        chunk = data[at : at + 12 + length]
        if len(chunk) < 12 + length or zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:]):
            raise ValueError("a damaged chunk")
        if kind in _PNG_KEPT:
            kept.append(chunk)
        if kind == b"IEND":
            return b"".join(kept)
        at += len(chunk)


def _jpeg(data: bytes) -> bytes:
    at, kept = 2, [data[:2]]
    while True:
        if data[at] != 0xFF:
            raise ValueError("no marker where one must be")
        marker = data[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        if marker == _JPEG_END:
            return b"".join([*kept, data[at : at + 2]])
        length = 0 if marker in _JPEG_ALONE else int.from_bytes(data[at + 2 : at + 4])
        end = at + 2 + length
        if marker == _JPEG_SCAN:
            end = _end_of_scan(data, end)
        if _is_shown(marker, data[at + 4 : at + 18]):
            kept.append(data[at:end])
        at = end


def _is_shown(marker: int, head: bytes) -> bool:
    """Whether a JPEG segment decides pixels: of the application segments those of JFIF without
    a preview, Adobe's colours and the colour profile do."""
    if marker == _JPEG_COMMENT:
        return False
    if not 0xE0 <= marker <= 0xEF:
        return True
    jfif = head.startswith(b"JFIF\0") and head[12:14] == b"\0\0"
    return jfif or head.startswith((b"Adobe", b"ICC_PROFILE\0"))


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the marker behind the coded pixels stands."""
    while True:
        at = data.index(b"\xff", at)
        if data[at + 1] == 0 or 0xD0 <= data[at + 1] <= 0xD7:
            at += 2
        elif data[at + 1] == 0xFF:
            at += 1
        else:
            return at


def _gif(data: bytes) -> bytes:
    at = 13 + _palette(data[10])
    kept = [data[:at]]
    while data[at] != _GIF_END:
        start, kind, label = at, data[at], data[at + 1]
        if kind == _GIF_BLOCK:
            at = _end_of_blocks(data, at + 11 + _palette(data[at + 9]))
            keep = True
        elif kind == _GIF_EXTENSION:
            at = _end_of_blocks(data, at + 2)
            loops = label == _GIF_APPLICATION and data[start + 3 : start + 14] == b"NETSCAPE2.0"
            keep = label == _GIF_CONTROL or loops
        else:
            raise ValueError("no block where one must be")
        if keep:
            kept.append(data[start:at])
    return b"".join([*kept, bytes([_GIF_END])])


def _palette(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _end_of_blocks(data: bytes, at: int) -> int:
    while data[at]:
        at += data[at] + 1
    return at + 1


def _bmp(data: bytes) -> bytes:
    size = struct.unpack_from("<I", data, 2)[0]
    if not 14 < size <= len(data):
        raise ValueError("the file is not as long as it says")
    return data[:size]


def _emf(data: bytes) -> bytes:
    if data[40:44] != b" EMF":
        raise ValueError("no metafile")
    return b"".join(_emf_records(data))


def _emf_records(data: bytes) -> Iterator[bytes]:
    """The records with comments blanked, EMF+ ones but for their own texts among them, and
    the header without its description."""
    at = 0
    while at < len(data):
        kind, size = struct.unpack_from("<II", data, at)
        if size < 8 or at + size > len(data):
            raise ValueError("a damaged record")
        record = bytearray(data[at : at + size])
        if at == 0:
            length, start = struct.unpack_from("<II", record, _EMF_DESCRIPTION)
            record[start : start + 2 * length] = bytes(len(record[start : start + 2 * length]))
        elif kind == _EMF_COMMENT and record[12:16] != b"EMF+":
            record[12:] = bytes(size - 12)
        yield bytes(record)
        at += size
        if kind == _EMF_LAST:
            return


def _svg(data: bytes) -> bytes | None:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return None
    try:
        root = parse(data)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root.tag != f"{{{_SVG}}}svg":
        return None
    before = etree.tostring(root.getroottree())
    take_away(root.xpath("//comment() | //processing-instruction()"))
    for element in list(root.iter(etree.Element)):
        if not element.tag.startswith(f"{{{_SVG}}}") or element.tag in _SVG_DROPPED:
            take_away([element])
            continue
        for name, value in element.attrib.items():
            if name in _SVG_LINKS and not value.startswith("#"):
                return None
            if name.startswith("{") and name not in _SVG_SPACES:
                del element.attrib[name]
    etree.cleanup_namespaces(root)
    return data if etree.tostring(root.getroottree()) == before else bytes(serialise(root))


_SVG_DROPPED = frozenset(f"{{{_SVG}}}{name}" for name in ("metadata", "title", "desc", "script"))
_SVG_LINKS = ("href", f"{{{_XLINK}}}href")
_SVG_SPACES = ("{http://www.w3.org/XML/1998/namespace}space", *_SVG_LINKS)
_FORMATS: Mapping[bytes, Callable[[bytes], bytes]] = MappingProxyType(
    {_PNG: _png, b"\xff\xd8\xff": _jpeg, b"GIF87a": _gif, b"GIF89a": _gif, b"BM": _bmp,
     b"\x01\0\0\0": _emf}
)  # fmt: skip
