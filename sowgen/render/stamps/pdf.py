"""The provenance of a PDF, in its XMP metadata, as an incremental update behind the file.

The update is a comment line, the metadata stream anew under its own object number, and a
cross-reference section with trailer (a cross-reference stream where the file has these):

    %sowgen-stamp BEFORE LENGTH SHA256

BEFORE is the number of bytes before the end of line that precedes the comment, LENGTH that of
all the rest, both in ten digits, SHA256 the digest of what stands before. A file that ends in an
update which fits these numbers is cut there before it is stamped again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from sowgen.model.provenance import Provenance
from sowgen.render.stamps.objects import PdfFile
from sowgen.render.stamps.sections import Stream
from sowgen.render.stamps.syntax import Dictionary, reference, value_end
from sowgen.render.stamps.words import from_words, to_words
from sowgen.render.stamps.xmp import read_words, with_words

_MARK = b"\n%sowgen-stamp "
_MARKED = re.compile(rb"\n%sowgen-stamp ([0-9]{10}) ([0-9]{10}) ([0-9a-f]{64})\n")
_MARK_LENGTH = len(_MARK) + 10 + 1 + 10 + 1 + 64 + 1
_OF_SECTION = frozenset({b"XRefStm", b"Type", b"W", b"Index", b"Length", b"Filter", b"DecodeParms"})
"""Entries of a trailer that belong to its own section only; `Prev` is always written anew."""


def stamp_pdf(data: bytes, provenance: Provenance) -> bytes:
    """The PDF with `provenance` in its metadata.

    Raises `ValueError` where its structure cannot be read, or it has no metadata or is encrypted.
    """
    data, before = _unstamped(data)
    try:
        file = PdfFile(data)
        if b"Encrypt" in file.trailer:
            raise ValueError("it is encrypted")
        number, generation = _metadata(file)
        packet = with_words(file.stream(number), to_words(provenance))
    except LookupError as problem:
        raise ValueError(f"the PDF lacks {problem}") from None
    begin = len(data) + _MARK_LENGTH
    metadata = (
        b"%d %d obj\n<</Type/Metadata/Subtype/XML/Length %d>>\nstream\n%b\nendstream\nendobj\n"
        % (number, generation, len(packet), packet)
    )
    identity = hashlib.sha256(before + packet).hexdigest()[:32].encode()
    section = _section(file, (number, generation, begin), begin + len(metadata), identity)
    body = metadata + section
    mark = b"%b%010d %010d %b\n" % (
        _MARK, len(data), _MARK_LENGTH + len(body), before,
    )  # fmt: skip
    return data + mark + body


def _metadata(file: PdfFile) -> tuple[int, int]:
    """Number and generation of the document's metadata stream."""
    catalog = file.dictionary(reference(file.trailer[b"Root"])[0])
    return reference(catalog[b"Metadata"])


def _unstamped(data: bytes) -> tuple[bytes, bytes]:
    """The file without the update that `stamp_pdf` put behind it, and its SHA-256."""
    at = len(data)
    while (at := data.rfind(_MARK, 0, at)) >= 0:
        matched = _MARKED.match(data, at)
        if matched is None or (int(matched[1]), at + int(matched[2])) != (at, len(data)):
            continue
        if _digest(data[:at]) == matched[3]:
            return data[:at], matched[3]
    return data, _digest(data)


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()


def _section(file: PdfFile, changed: tuple[int, int, int], at: int, identity: bytes) -> bytes:
    """The cross-reference section that begins at byte `at`. `changed` is number, generation and
    place of the one object that it moves."""
    number, generation, place = changed
    trailer = _inherited(file.trailer, file.start, identity)
    end = b"startxref\n%d\n%%%%EOF\n" % at
    if not isinstance(file.newest, Stream):
        table = b"xref\n%d 1\n%010d %05d n \n" % (number, place, generation)
        return table + b"trailer\n<<%b>>\n" % _written(trailer) + end
    own = int(trailer[b"Size"])
    rows = b"".join(
        b"\x01" + offset.to_bytes(4, "big") + gen.to_bytes(2, "big")
        for offset, gen in ((place, generation), (at, 0))
    )
    trailer = {
        b"Type": b"/XRef", **trailer, b"Size": b"%d" % (own + 1), b"W": b"[1 4 2]",
        b"Index": b"[%d 1 %d 1]" % (number, own), b"Length": b"%d" % len(rows),
    }  # fmt: skip
    stream = b"%d 0 obj\n<<%b>>\nstream\n%b\nendstream\nendobj\n" % (own, _written(trailer), rows)
    return stream + end


def _inherited(trailer: Dictionary, previous: int, identity: bytes) -> dict[bytes, bytes]:
    entries = {key: value for key, value in trailer.items() if key not in _OF_SECTION}
    if b"ID" in entries:
        ids = entries[b"ID"]
        first = ids[1:].lstrip()
        entries[b"ID"] = b"[%b<%b>]" % (first[: value_end(first, 0)], identity)
    return {**entries, b"Prev": b"%d" % previous}


def _written(entries: Mapping[bytes, bytes]) -> bytes:
    return b"".join(b"/%b %b" % (key, value) for key, value in entries.items())


def read_pdf(data: bytes) -> Provenance | None:
    """What a PDF says of its origin, whoever saved it; None where it says nothing readable."""
    try:
        file = PdfFile(data)
        if b"Encrypt" in file.trailer:
            return None
        number, _ = _metadata(file)
        return from_words(read_words(file.stream(number)))
    except (ValueError, LookupError, OverflowError):
        return None
