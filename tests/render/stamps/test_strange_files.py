"""Files from outside: no stamp is found, soon, and nothing is raised."""

from __future__ import annotations

import io
import random
import struct
import time
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sowgen.render import read_stamp, stamp
from sowgen.render.stamps.words import to_words
from sowgen.render.stamps.xmp import with_words as to_xmp
from tests.render.stamps.made import FIRST, LONG, OFFICE_PACKET, docx, packed_pdf, pdf, with_packet
from tests.render.stamps.test_docx_stamp import CUSTOM, packed, unpacked


def stamped() -> dict[str, bytes]:
    return {
        "docx": stamp("docx", docx(), LONG),
        "pdf": stamp("pdf", pdf(), LONG),
        "packed": stamp("pdf", packed_pdf(), LONG),
    }


FILES = stamped()


def with_parts(**parts: bytes) -> bytes:
    """The DOCX with the custom properties or the relationships replaced."""
    made = unpacked(FILES["docx"])
    names = {"custom": CUSTOM, "relations": "_rels/.rels"}
    return packed({**made, **{names[name]: content for name, content in parts.items()}})


def quickly(data: bytes) -> object:
    begin = time.process_time()
    found = read_stamp(data)
    assert time.process_time() - begin < 2
    return found


@given(st.binary(max_size=4000), st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.7\n"]))
@settings(max_examples=300, deadline=None)
def test_random_bytes(data: bytes, head: bytes) -> None:
    assert read_stamp(head + data) is None


@pytest.mark.parametrize("name", FILES)
def test_cut_off(name: str) -> None:
    data = FILES[name]
    for cut in [*range(0, len(data), max(1, len(data) // 300)), *range(len(data) - 200, len(data))]:
        assert read_stamp(data[:cut]) in (None, LONG)
    assert read_stamp(data[: len(data) // 2]) is None
    assert read_stamp(data[len(data) // 2 :]) is None


@pytest.mark.parametrize("name", FILES)
def test_a_few_bytes_changed(name: str) -> None:
    data, chance = FILES[name], random.Random(name)
    for _ in range(400):
        damaged = bytearray(data)
        for _ in range(chance.randint(1, 8)):
            # Most of the damage where the structure lies: at the end.
            span = len(data) if chance.random() < 0.3 else 6000
            damaged[-chance.randint(1, min(span, len(data)))] = chance.randint(0, 255)
        quickly(bytes(damaged))


def bomb(size: int = 300_000_000) -> bytes:
    """Spaces, which shrink a thousandfold."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in unpacked(FILES["docx"]).items():
            if name != CUSTOM:
                archive.writestr(name, content)
        with archive.open(CUSTOM, "w") as stream:
            for _ in range(size // 1_000_000):
                stream.write(b" " * 1_000_000)
    return buffer.getvalue()


def many_entries() -> bytes:
    """A directory of a million entries."""
    local = b"PK\x03\x04" + b"\x00" * 26
    entry = b"PK\x01\x02" + b"\x00" * 24 + struct.pack("<H", 1) + b"\x00" * 16 + b"a"
    directory = entry * 1_000_000
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 9, 9, len(directory), len(local), 0)
    return local + directory + end


def encrypted() -> bytes:
    data = bytearray(FILES["docx"])
    for at in (data.rindex(b"PK\x03\x04") + 6, data.rindex(b"PK\x01\x02") + 8):
        data[at] |= 1
    return bytes(data)


PROPERTIES = unpacked(FILES["docx"])[CUSTOM]
ENTITIES = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
HEAD, BODY = PROPERTIES.split(b"?>\n")

SECOND = b'<Relationship Id="second" Type="http://x/custom-properties" Target="second.xml"/>'

ZIPS: dict[str, Callable[[], bytes]] = {
    "unstamped": docx,
    "another part too large": bomb,
    "a directory without end": many_entries,
    "encrypted": encrypted,
    "no relationships": lambda: packed({"a": b"b"}),
    "no xml": lambda: with_parts(custom=b"<x"),
    "entities": lambda: with_parts(custom=HEAD + b"?>" + ENTITIES + BODY),
    "deep": lambda: with_parts(custom=b"<a>" * 200_000),
    "two relationships": lambda: with_parts(
        relations=unpacked(docx())["_rels/.rels"].replace(b"</R", SECOND + b"</R")
    ),
    "leads out": lambda: with_parts(
        relations=unpacked(docx())["_rels/.rels"].replace(CUSTOM.encode(), b"../../etc/passwd")
    ),
    "no zip": lambda: b"PK\x03\x04" + b"PK\x05\x06" * 20_000,
    "another compression": lambda: FILES["docx"].replace(b"\x08\x00", b"\x0c\x00"),
}


@pytest.mark.parametrize("name", ZIPS)
def test_packages(name: str) -> None:
    assert quickly(ZIPS[name]()) is None


def classic(
    trailer: bytes, table: bytes = b"0 1\n0000000000 65535 f \n", body: bytes = b""
) -> bytes:
    data = b"%PDF-1.7\n" + body
    tail = b"xref\n" + table + b"trailer\n" + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % len(data)
    return data + tail


def streamed(content: bytes, about: bytes = b"/Size 9/W[1 4 2]") -> bytes:
    stream = b"1 0 obj\n<</Type/XRef/Root 1 0 R/Length %d%b>>\nstream\n" % (len(content), about)
    data = b"%PDF-1.7\n" + stream + content + b"\nendstream\nendobj\n"
    return data + b"startxref\n9\n%%EOF\n"


def circle(length: int) -> bytes:
    """Sections that lead to one another, without an end."""
    section = b"xref\n0 0\ntrailer\n<</Root 7 0 R/Prev %010d>>\n"
    size = len(section % 0)
    places = [9 + size * n for n in range(length)]
    body = b"".join(section % at for at in (*places[1:], places[0]))
    return b"%PDF-1.7\n" + body + b"startxref\n9\n%%EOF\n"


def heavy_sections() -> bytes:
    """Many sections, each of which takes long to read."""
    data = b"%PDF-1.7\n"
    rows = zlib.compress((b"\x02" + b"\x01" * 7) * 120_000, 9)
    places: list[int] = []
    for number in range(90):
        places.append(len(data))
        previous = b"/Prev %d" % places[-2] if number else b""
        data += (
            b"1 0 obj\n<</Type/XRef/Root 7 0 R/Size 1/W[1 4 2]/Filter/FlateDecode"
            b"/DecodeParms<</Predictor 12/Columns 7>>/Length %d%b>>\nstream\n"
            b"%b\nendstream\nendobj\n" % (len(rows), previous, rows)
        )
    return data + b"startxref\n%d\n%%%%EOF\n" % places[-1]


def long_trailers() -> bytes:
    """Many sections with a trailer of a hundred thousand arrays each."""
    data, at = b"%PDF-1.7\n", 0
    for _ in range(90):
        previous, at = b"/Prev %d" % at if at else b"", len(data)
        data += b"xref\n0 0\ntrailer\n<</Root 7 0 R%b/X[%b]>>\n" % (previous, b"[]" * 50_000)
    return data + b"startxref\n%d\n%%%%EOF\n" % at


def locked(*, metadata: bool = True) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(FILES["pdf"])) as opened:
        keys = pikepdf.Encryption(owner="o", user="", metadata=metadata)
        opened.save(out, encryption=keys)
    return out.getvalue()


PDFS: dict[str, Callable[[], bytes]] = {
    "unstamped": pdf,
    "unstamped, packed": packed_pdf,
    "encrypted": locked,
    "encrypted but for the metadata": lambda: locked(metadata=False),
    "to itself": lambda: classic(b"<</Root 7 0 R/Prev 9>>"),
    "in a circle": lambda: circle(5),
    "many sections": lambda: circle(3000),
    "many heavy sections": heavy_sections,
    "many long trailers": long_trailers,
    "many ranges": lambda: classic(b"<</Root 7 0 R>>", b"0 0\n" * 1_000_000),
    "a huge range": lambda: classic(b"<</Root 7 0 R>>", b"0 9999999999\n"),
    "a huge table": lambda: classic(
        b"<</Root 7 0 R>>", b"0 1000000\n" + b"0000000000 65535 f \n" * 1_000_000
    ),
    "no root": lambda: classic(b"<</Size 1>>"),
    "root is itself": lambda: classic(b"<</Root 1 0 R>>", b"1 1\n0000000009 00000 n \n"),
    "deep arrays": lambda: classic(b"<</Root " + b"[" * 1_000_000),
    "deep strings": lambda: classic(b"<</Root " + b"(" * 1_000_000),
    "a comment without end": lambda: classic(b"<</Root 7 0 R %" + b"x" * 20_000_000),
    "blanks without end": lambda: classic(b"<<" + b" " * 20_000_000),
    "digits without end": lambda: classic(b"<</Size " + b"1" * 20_000_000),
    "a bomb": lambda: streamed(
        zlib.compress(b"\x00" * 100_000_000), b"/W[1 4 2]/Size 9/Filter/FlateDecode"
    ),
    "no widths": lambda: streamed(b"", b"/Size 9"),
    "widths of nothing": lambda: streamed(b"", b"/Size 9/W[0 0 0]"),
    "within itself": lambda: streamed(b"\x02\x00\x00\x00\x01\x00\x00", b"/W[1 4 2]/Index[1 1]"),
    "huge index": lambda: streamed(b"x", b"/W[1 4 2]/Index[0 999999999999999]"),
    "bad predictor": lambda: streamed(
        zlib.compress(b"\x07" * 80),
        b"/Size 9/W[1 4 2]/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 7>>",
    ),
    "no number": lambda: b"%PDF-1.7\nstartxref\n\xb2\n%%EOF",
    "far away": lambda: b"%PDF-1.7\nstartxref\n999999999999\n%%EOF",
}


@pytest.mark.parametrize("name", PDFS)
def test_documents(name: str) -> None:
    assert quickly(PDFS[name]()) is None


GOOD = to_xmp(OFFICE_PACKET, to_words(FIRST))
PACKETS = {
    "no xml": b"<x",
    "empty": b"",
    "no rdf": b"<x/>",
    "unstamped": OFFICE_PACKET,
    "deep": b"<a>" * 100_000,
    "cut off": GOOD[:-40],
    "entities": ENTITIES + GOOD.partition(b"?>")[2],
    "twice": GOOD.replace(b"<sowgen:kind>", b"<sowgen:project>x</sowgen:project><sowgen:kind>"),
    "of another grammar": GOOD.replace(b"<sowgen:stamp>1", b"<sowgen:stamp>9"),
}


@pytest.mark.parametrize("name", PACKETS)
def test_metadata(name: str) -> None:
    assert read_stamp(with_packet(GOOD)) == FIRST
    assert quickly(with_packet(PACKETS[name])) is None


def test_a_stamp_after_other_saves_is_found() -> None:
    """Twenty updates of another program behind ours."""
    data = stamp("pdf", pdf(), FIRST)
    root = data.rindex(b"/Root ")
    reference = data[root : data.index(b" R", root) + 2]
    for number in range(20):
        previous = data[data.rindex(b"startxref") + 10 :].split()[0]
        begin = len(data)
        data += b"xref\n9%04d 0\ntrailer\n<<%b/Size 99999/Prev %b>>\n" % (
            number,
            reference,
            previous,
        )
        data += b"startxref\n%d\n%%%%EOF\n" % begin
    assert read_stamp(data) == FIRST
