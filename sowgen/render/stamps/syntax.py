"""The syntax of PDF as far as it leads to an object: dictionaries, references, streams.

A value is kept as it is written. Each function reads a bounded stretch of the file, which may
claim anything of itself, and raises `ValueError` on what it cannot read.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from itertools import accumulate
from typing import TypeAlias

Dictionary: TypeAlias = Mapping[bytes, bytes]
"""The values of a dictionary by name without its slash, each as it is written."""

MAX_STREAM = 8_000_000
_WHITE = rb"\x00\t\n\x0c\r "
_DELIMITERS = rb"()<>\[\]{}/%"
_GAP = re.compile(rb"(?:[%b]++|%%[^\r\n]*+)*+" % _WHITE)
_TOKEN = re.compile(
    rb"<<|>>|[\[\]]|<[0-9A-Fa-f%b]*+>|/?[^%b%b]++|/" % (_WHITE, _WHITE, _DELIMITERS)
)
_IN_STRING = re.compile(rb"[()\\]")
_REFERENCE = re.compile(
    rb"([0-9]{1,10})[%b]{1,9}([0-9]{1,5})[%b]{1,9}R(?![A-Za-z0-9])" % (_WHITE, _WHITE)
)
_OBJECT = re.compile(
    rb"[%b]{0,9}+([0-9]{1,10})[%b]{1,9}([0-9]{1,5})[%b]{1,9}obj" % (_WHITE, _WHITE, _WHITE)
)
_STREAM = re.compile(rb"[%b]{0,99}?stream(?:\r\n|\n)" % _WHITE)


def reference(value: bytes) -> tuple[int, int]:
    """Number and generation of the object that `value` refers to."""
    matched = _REFERENCE.fullmatch(value)
    if matched is None:
        raise ValueError("a reference was expected")
    return int(matched[1]), int(matched[2])


def is_reference(value: bytes) -> bool:
    """Whether `value` refers to an object."""
    return _REFERENCE.fullmatch(value) is not None


def whole(value: bytes) -> int:
    """The whole number that `value` writes."""
    if not value.isdigit() or len(value) > 15:
        raise ValueError("a whole number was expected")
    return int(value)


def whole_numbers(value: bytes) -> list[int]:
    """The array of whole numbers that `value` writes."""
    return [whole(number) for number in value.strip(b"[]").split()]


def object_value(data: bytes, at: int, number: int | None = None) -> int:
    """Where the value of the object begins that stands at `at` and has this number, if given."""
    matched = _OBJECT.match(data, at)
    if matched is None or number not in (None, int(matched[1])):
        raise ValueError("an object is not in its place")
    return matched.end()


def stream_begin(data: bytes, at: int) -> int:
    """Where the content of the stream begins whose dictionary ends at `at`."""
    matched = _STREAM.match(data, at)
    if matched is None:
        raise ValueError("a stream has no content")
    return matched.end()


def read_dictionary(data: bytes, at: int, most: int = 200_000) -> tuple[Dictionary, int]:
    """The dictionary that begins at `at` after white space, and where it ends, at most `most`
    bytes on."""
    window = data[at : at + most]
    place = _gap(window, 0)
    if not window.startswith(b"<<", place):
        raise ValueError("a dictionary was expected")
    place = _gap(window, place + 2)
    entries: dict[bytes, bytes] = {}
    while not window.startswith(b">>", place):
        key = _TOKEN.match(window, place)
        if key is None or not key[0].startswith(b"/"):
            raise ValueError("a name was expected")
        begin = _gap(window, key.end())
        place = value_end(window, begin)
        entries[key[0][1:]] = window[begin:place]
        place = _gap(window, place)
    return entries, at + place + 2


def value_end(data: bytes, at: int) -> int:
    """Where the value ends that begins at `at`."""
    matched = _REFERENCE.match(data, at)
    if matched is not None:
        return matched.end()
    depth = 0
    while True:
        at = _gap(data, at)
        if data.startswith(b"(", at):
            at = _string_end(data, at)
        else:
            token = _TOKEN.match(data, at)
            if token is None:
                raise ValueError("a value is cut off")
            depth += (token[0] in (b"<<", b"[")) - (token[0] in (b">>", b"]"))
            at = token.end()
        if depth < 0:
            raise ValueError("a value was expected")
        if depth == 0:
            return at


def _string_end(data: bytes, at: int) -> int:
    depth = 0
    while matched := _IN_STRING.search(data, at):
        at = matched.end()
        if matched[0] == b"\\":
            at += 1
        else:
            depth += 1 if matched[0] == b"(" else -1
            if depth == 0:
                return at
    raise ValueError("a string has no end")


def _gap(data: bytes, at: int) -> int:
    matched = _GAP.match(data, at)
    return matched.end() if matched else at


def inflated(about: Dictionary, content: bytes, most: int) -> bytes:
    """The content of a stream with this dictionary, inflated to at most `most` bytes."""
    if b"Filter" not in about:
        return content
    if about[b"Filter"].strip(b"[]" + b" ") != b"/FlateDecode":
        raise ValueError("a stream in another compression")
    inflate = zlib.decompressobj()
    try:
        plain = inflate.decompress(content, most)
    except zlib.error as problem:
        raise ValueError(f"a stream is damaged: {problem}") from None
    if inflate.unconsumed_tail:
        raise ValueError("a stream is longer than it may be")
    parameters = about.get(b"DecodeParms", b"<<>>").strip(b"[]")
    settings = read_dictionary(parameters, 0)[0]
    if whole(settings.get(b"Predictor", b"1")) == 1:
        return plain
    return _unpredicted(plain, whole(settings.get(b"Columns", b"1")))


def _unpredicted(plain: bytes, columns: int) -> bytes:
    """Rows of a PNG predictor in which each is written as its difference to the one above."""
    stride = columns + 1
    if not 0 < columns <= 64 or len(plain) % stride or set(plain[::stride]) - {2}:
        raise ValueError("a stream with another predictor")
    rows = bytearray(len(plain) // stride * columns)
    for column in range(columns):
        steps = plain[column + 1 :: stride]
        rows[column::columns] = bytes(total & 255 for total in accumulate(steps))
    return bytes(rows)
