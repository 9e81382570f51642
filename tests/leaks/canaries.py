"""Words that stand nowhere else, and a reader that finds them in any part of a file."""

from __future__ import annotations

import base64
import io
import re
import shutil
import subprocess
import zipfile
import zlib
from collections.abc import Iterator

import pikepdf

PREFIX = "zqkcanary"
_WORD = re.compile(PREFIX + "[a-z0-9]*")
_TAG = re.compile(r"<[^>]*>")


def canary(name: str) -> str:
    """The canary that tells by its name where it was planted."""
    assert re.fullmatch("[a-z0-9]+", name), name
    return PREFIX + name


def singing(name: str, data: bytes) -> dict[str, str]:
    """Each canary in a file, or `hex` and `base64` for one in disguise, with the part it is in."""
    found: dict[str, str] = {}
    for place, content in _parts(name, data):
        for word in _words(place.encode() + b"\n" + content):
            found.setdefault(word, place)
    return found


def _words(content: bytes) -> Iterator[str]:
    """The canaries in bytes: as they are, in UTF-16, split by tags, folded lines and spaces."""
    narrow = content.replace(b"\0", b"").decode("latin-1").casefold()
    bare = re.sub(r"\s", "", _TAG.sub("", narrow))
    for text in (narrow, bare, re.sub(r"\s", "", narrow)):
        yield from _WORD.findall(text)
        if PREFIX.encode().hex() in text or PREFIX.encode("utf-16-be").hex() in text:
            yield "hex"
    plain = re.sub(rb"\s", b"", content)
    for form in _BASE64:
        if form in plain:
            yield "base64"


def _base64_forms() -> Iterator[bytes]:
    """The letters that any base64 of a text with the prefix holds, for its three alignments."""
    for before in range(3):
        coded = base64.b64encode(bytes(before) + PREFIX.encode())
        first = -(-before * 8 // 6)
        yield coded[first : (before + len(PREFIX)) * 8 // 6]


_BASE64 = tuple(_base64_forms())


def _parts(place: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The file, and what is packed in it, inflated."""
    yield place, data
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                yield f"{place}!{entry.filename}", entry.comment + entry.extra
                yield from _parts(f"{place}!{entry.filename}", archive.read(entry))
    elif data.startswith(b"%PDF-"):
        yield from _pdf(place, data)
    elif data.startswith(b"\x89PNG"):
        for match in re.finditer(rb"(zTXt|iTXt|iCCP)", data):
            for start in range(match.end(), min(match.end() + 90, len(data))):
                try:
                    yield f"{place} text", zlib.decompressobj().decompress(data[start:])
                    break
                except zlib.error:
                    continue


def _pdf(place: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    for number, match in enumerate(re.finditer(rb"stream\r?\n", data)):
        try:  # also of objects that an update of the file has replaced
            yield f"{place} raw {number}", zlib.decompressobj().decompress(data[match.end() :])
        except zlib.error:
            continue
    with pikepdf.open(io.BytesIO(data)) as opened:
        yield f"{place} trailer", _unparsed(opened.trailer)
        for number, node in enumerate(opened.objects):
            yield f"{place} object {number}", _unparsed(node)
            if isinstance(node, pikepdf.Stream):
                try:
                    content = node.read_bytes()
                except pikepdf.PdfError:
                    content = node.read_raw_bytes()
                yield from _parts(f"{place} stream {number}", content)
    program = shutil.which("pdftotext")
    if program:
        shown = subprocess.run([program, "-", "-"], input=data, capture_output=True, check=True)
        yield f"{place} pages", shown.stdout


def _unparsed(node: pikepdf.Object) -> bytes:
    """An object's own names and strings, these as they are and not in hexadecimal."""
    if isinstance(node, pikepdf.Stream):
        return _unparsed(node.stream_dict)
    if isinstance(node, pikepdf.Dictionary):
        return b" ".join(f"{k} ".encode() + _value(v) for k, v in node.items())
    if isinstance(node, pikepdf.Array):
        return b" ".join(map(_value, node.as_list()))
    return _value(node)


def _value(node: object) -> bytes:
    if isinstance(node, pikepdf.String):
        return bytes(node) + b" " + str(node).encode("utf-8", "replace")
    if isinstance(node, pikepdf.Object):
        if node.is_indirect:
            return b""
        if isinstance(node, pikepdf.Dictionary | pikepdf.Array):
            return _unparsed(node)
    return str(node).encode("utf-8", "replace")
