"""The provenance of a DOCX, as custom properties (`docProps/custom.xml`).

Each text of `words.py` is a property `sowgen.NAME` of type `vt:lpwstr`. Word cuts a string longer
than 255 characters, so a longer text goes on in `sowgen.NAME.2`, `sowgen.NAME.3` …, after the end
of an entry where one lies near enough. The lists are numbered from `sowgen.clauses.1`. The texts in
the order of their numbers, without the white space around each, make up the whole. Other
properties, the order of all, and their ids mean nothing.

The writer leaves the part last in the package, so that stamping writes nothing else anew.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from sowgen.model.provenance import Provenance
from sowgen.render.stamps.words import BLANK, LISTS, from_words, to_words

CUSTOM = "docProps/custom.xml"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_USER_DEFINED = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_LONGEST = 255
_EPOCH = (1980, 1, 1, 0, 0, 0)

_DIRECTORY_END = b"PK\x05\x06"
_MAX_DIRECTORY = 1_000_000
_MAX_ENTRIES = 5_000
_MAX_PART = 4_000_000
_NAME = re.compile(r"sowgen\.([a-z]+)(?:\.([1-9][0-9]{0,4}))?")
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, struct.error, etree.XMLSyntaxError, NotImplementedError,
    RuntimeError, ValueError, LookupError, OSError, EOFError, OverflowError,
)  # fmt: skip


def stamp_docx(data: bytes, provenance: Provenance) -> bytes:
    """The package with these custom properties in its last entry, all else as it was.

    Raises `ValueError` where its last entry is another part.
    """
    return with_properties(data, properties(provenance), new=False)


def with_properties(package: bytes, texts: Iterable[tuple[str, str]], *, new: bool = True) -> bytes:
    """The zip package with these custom properties, by name, as last entry: added where `new`,
    else in the place of the last entry. Raises `ValueError` where that is another part."""
    buffer = io.BytesIO(package)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        if not new:
            last = archive.filelist[-1] if archive.filelist else None
            if last is None or last.filename != CUSTOM:
                raise ValueError(f"`{CUSTOM}` is not the last part of the DOCX")
            del archive.filelist[-1], archive.NameToInfo[CUSTOM]
            archive.start_dir = last.header_offset
        entry = zipfile.ZipInfo(CUSTOM, _EPOCH)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.create_system = 3
        entry.external_attr = 0o600 << 16
        archive.writestr(entry, _part(texts))
    return buffer.getvalue()


def properties(provenance: Provenance) -> Iterator[tuple[str, str]]:
    """The custom properties of `provenance`, name and text."""
    for name, text in to_words(provenance).items():
        for number, piece in enumerate(_pieces(text), start=1):
            numbered = number > 1 or name in LISTS
            yield f"sowgen.{name}.{number}" if numbered else f"sowgen.{name}", piece


def _part(texts: Iterable[tuple[str, str]]) -> bytes:
    lines = [
        f'<property fmtid="{_USER_DEFINED}" pid="{pid}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(text)}</vt:lpwstr></property>"
        for pid, (name, text) in enumerate(texts, start=2)
    ]
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    body = f'<Properties xmlns="{_PROPERTIES}" xmlns:vt="{_TYPES}">{"".join(lines)}</Properties>'
    return (head + body).encode()


def _pieces(text: str) -> Iterator[str]:
    """`text` in pieces of at most `_LONGEST` units of UTF-16, as Word counts."""
    while True:
        units = text[: _LONGEST + 1].encode("utf-16-le")
        if len(units) <= 2 * _LONGEST:
            yield text
            return
        fits = len(units[: 2 * _LONGEST].decode("utf-16-le", "ignore"))
        cut = text.rfind("; ", 0, fits + 1) + 1 or fits
        yield text[:cut]
        text = text[cut:].lstrip(" ")


def read_docx(data: bytes) -> Provenance | None:
    """What a DOCX says of its origin, whoever saved it; None where it says nothing readable."""
    try:
        if not _small_directory(data):
            return None
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            relations = _xml(archive, "_rels/.rels")
            targets = [
                r.get("Target", "")
                for r in relations
                if r.get("Type", "").endswith(("/custom-properties", "/customProperties"))
            ]
            if len(targets) != 1:
                return None
            part = posixpath.normpath(posixpath.join("/", targets[0])).lstrip("/")
            return _provenance(_xml(archive, part))
    except _UNREADABLE:
        return None


def _small_directory(data: bytes) -> bool:
    """Whether the zip directory is that of a document: `zipfile` reads all that it claims."""
    at = data.rfind(_DIRECTORY_END, max(0, len(data) - 66_000))
    if at < 0 or data[at - 20 : at - 16] == b"PK\x06\x07":
        return False
    entries, size = struct.unpack_from("<HI", data, at + 10)
    return bool(entries <= _MAX_ENTRIES and size <= _MAX_DIRECTORY)


def _xml(archive: zipfile.ZipFile, name: str) -> etree.ElementBase:
    """The root of a part. Raises one of `_UNREADABLE`."""
    entry = archive.getinfo(name)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError("another compression than that of documents")
    with archive.open(entry) as stream:
        content = stream.read(_MAX_PART + 1)
    if len(content) > _MAX_PART or b"<!DOCTYPE" in content:
        raise ValueError("a part that is no set of properties")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    return etree.fromstring(content, parser)


def _provenance(root: etree.ElementBase) -> Provenance | None:
    texts: dict[str, dict[int, str]] = {}
    for element in root.iterchildren("{*}property"):
        matched = _NAME.fullmatch(element.get("name", ""))
        if matched is None:
            continue
        pieces = texts.setdefault(matched[1], {})
        number = int(matched[2] or 1)
        if number in pieces:
            return None
        pieces[number] = "".join(element.itertext()).strip(BLANK)
    return from_words(dict(_wholes(texts)))


def _wholes(texts: Mapping[str, Mapping[int, str]]) -> Iterator[tuple[str, str]]:
    """Raises `ValueError` where a piece is missing."""
    for name, pieces in texts.items():
        if max(pieces) != len(pieces):
            raise ValueError(f"a piece of {name} is missing")
        yield name, "".join(pieces[number] for number in sorted(pieces))
