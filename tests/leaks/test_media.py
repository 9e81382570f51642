"""Pictures of a template keep their pixels and lose what stands beside them."""

from __future__ import annotations

import struct
import zlib

import pytest

from sowgen.render.docx.media import cleared
from tests.leaks.canaries import canary, singing
from tests.leaks.templates import chunk, png

WORD = canary("picture").encode()


def segment(marker: int, content: bytes) -> bytes:
    """A segment of a JPEG."""
    return bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2) + content


_JFIF = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
_TABLE, _SCAN = segment(0xDB, bytes(65)), segment(0xDA, bytes(10)) + b"\x12\xff\x00\x34\xff\xd0\x56"
_ADOBE, _PROFILE = segment(0xEE, b"Adobe" + bytes(7)), segment(0xE2, b"ICC_PROFILE\0\1\1abc")
JPEG = b"\xff\xd8" + _JFIF + _ADOBE + _PROFILE + _TABLE + _SCAN + b"\xff\xd9"

_SCREEN = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + bytes(6)
_LOOP = b"!\xff\x0bNETSCAPE2.0\3\1\0\0\0"
_IMAGE = b",\0\0\0\0\1\0\1\0\0\2\2D\1\0"
GIF = _SCREEN + _LOOP + _IMAGE + b";"

BMP = b"BM" + struct.pack("<I", 60) + bytes(54)


def emf(description: bytes, comment: bytes) -> bytes:
    header = bytearray(108 + len(description))
    struct.pack_into("<II", header, 0, 1, len(header))
    header[40:44] = b" EMF"
    struct.pack_into("<II", header, 60, len(description) // 2, 108)
    header[108:] = description
    said = struct.pack("<III", 70, 12 + len(comment), len(comment)) + comment
    return bytes(header) + said + struct.pack("<IIIII", 14, 20, 0, 16, 20)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1"><path d="M0 0"/></svg>'
_INKSCAPE = (
    b'<?xml version="1.0"?><!-- ' + WORD + b' --><svg xmlns="http://www.w3.org/2000/svg" '
    b'xmlns:s="urn:sodipodi" width="1" s:docname="' + WORD + b'"><title>' + WORD + b"</title>"
    b"<metadata>" + WORD + b"</metadata><s:view>" + WORD + b'</s:view><path d="M0 0"/></svg>'
)  # fmt: skip

CLEARED = {
    "PNG": (
        png(chunk(b"tEXt", b"k\0" + WORD), chunk(b"eXIf", WORD), chunk(b"tIME", WORD)) + WORD,
        png()),
    "PNG, packed": (png(chunk(b"iTXt", b"k\0\1\0\0\0" + zlib.compress(WORD))), png()),
    "JPEG": (
        b"\xff\xd8" + _JFIF + segment(0xE1, b"Exif\0\0" + WORD) + _ADOBE + _PROFILE
        + segment(0xED, WORD) + segment(0xFE, WORD) + segment(0xE2, b"MPF\0" + WORD) + _TABLE
        + b"\xff" + _SCAN + b"\xff\xd9" + WORD, JPEG),
    "JPEG with a preview": (
        b"\xff\xd8" + segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\1\1" + WORD) + _JFIF + _ADOBE + _PROFILE
        + _TABLE + _SCAN + b"\xff\xd9", JPEG),
    "GIF": (
        _SCREEN + _LOOP + b"!\xfe" + bytes([len(WORD)]) + WORD + b"\0" + b"!\xff\x0bXMP DataXMP"
        + bytes([len(WORD)]) + WORD + b"\0" + _IMAGE + b";" + WORD, GIF),
    "BMP": (BMP + WORD, BMP),
    "EMF": (
        emf(canary("picture").encode("utf-16-le"), WORD + b" " * 4),
        emf(canary("picture").encode("utf-16-le"), WORD + b" " * 4)),
    "SVG": (_INKSCAPE, SVG),
}  # fmt: skip


@pytest.mark.parametrize("name", CLEARED)
def test_what_stands_beside_the_pixels_goes(name: str) -> None:
    dirty, clean = CLEARED[name]
    assert singing(name, dirty)
    made = cleared(dirty)
    assert made is not None
    assert singing(name, made) == {}
    if name == "EMF":
        assert len(made) == len(dirty)
    elif name != "SVG":
        assert made == clean
    assert cleared(made) == made


@pytest.mark.parametrize("data", [png(), JPEG, GIF, BMP, SVG])
def test_a_clean_picture_stays_byte_for_byte(data: bytes) -> None:
    assert cleared(data) == data


@pytest.mark.parametrize(
    "data",
    [
        b"", b"II*\0tiff", b"RIFF\0\0\0\0WEBP", png()[:-3], png().replace(b"IDAT", b"IDAX"),
        JPEG[:-2], JPEG[:30], GIF[:-1], GIF[:14], BMP[:20], b"\1\0\0\0" + bytes(90),
        emf(b"", b"")[:-4], b"<!DOCTYPE x><svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html/>", b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///x'/></svg>",
    ],
)  # fmt: skip
def test_what_is_damaged_or_of_another_format_is_refused(data: bytes) -> None:
    assert cleared(data) is None
