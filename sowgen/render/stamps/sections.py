"""Cross-reference sections of a PDF: where each object lies, as a table or as a stream."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sowgen.render.stamps.syntax import (
    Dictionary,
    inflated,
    object_value,
    read_dictionary,
    stream_begin,
    whole,
    whole_numbers,
)

_MAX_RANGES = 5_000
_MAX_ROWS = 1_000_000
_MAX_TRAILER = 4_000
_WHITE = rb"\x00\t\n\x0c\r "
_HEAD = re.compile(rb"[%b]{0,99}+xref" % _WHITE)
_RANGE = re.compile(rb"[%b]{0,9}+([0-9]{1,10}) {1,9}([0-9]{1,10})[ \t]{0,9}(?:\r\n|\n|\r)" % _WHITE)
_ENTRY = re.compile(rb"([0-9]{10}) ([0-9]{5}) ([nf])")
_TRAILER = re.compile(rb"[%b]{0,99}+trailer" % _WHITE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an object lies: at a byte of the file, or within the object stream `container`."""

    at: int
    container: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A cross-reference table: ranges of object numbers, each with the place of its entries."""

    data: bytes
    trailer: Dictionary
    ranges: tuple[tuple[int, int, int], ...]

    @property
    def weight(self) -> int:
        """How much work it is to read, in bytes of a stream."""
        return _weight(self.trailer, self.ranges)

    def find(self, number: int) -> tuple[Place | None] | None:
        """Where object `number` lies, `(None,)` where it is free, None where nothing is said."""
        for first, count, at in self.ranges:
            if first <= number < first + count:
                entry = _ENTRY.match(self.data, at + 20 * (number - first))
                if entry is None:
                    raise ValueError("an entry of the cross-reference table is damaged")
                return (Place(int(entry[1])) if entry[3] == b"n" else None,)
        return None


@dataclass(frozen=True, slots=True)
class Stream:
    """A cross-reference stream: its rows, the widths of their fields, and ranges of object
    numbers with the row where each begins."""

    trailer: Dictionary
    rows: bytes
    widths: tuple[int, int, int]
    ranges: tuple[tuple[int, int, int], ...]

    @property
    def weight(self) -> int:
        """As `Table.weight`."""
        return len(self.rows) + _weight(self.trailer, self.ranges)

    def find(self, number: int) -> tuple[Place | None] | None:
        """As `Table.find`."""
        for first, count, row in self.ranges:
            if first <= number < first + count:
                kind, second, _ = self._fields(row + number - first)
                if kind == 1:
                    return (Place(second),)
                return (Place(-1, container=second) if kind == 2 else None,)
        return None

    def _fields(self, row: int) -> tuple[int, int, int]:
        at = row * sum(self.widths)
        if at + sum(self.widths) > len(self.rows):
            raise ValueError("the cross-reference stream is cut off")
        numbers = []
        for width in self.widths:
            numbers.append(int.from_bytes(self.rows[at : at + width], "big"))
            at += width
        return numbers[0] if self.widths[0] else 1, numbers[1], numbers[2]


def _weight(trailer: Dictionary, ranges: tuple[tuple[int, int, int], ...]) -> int:
    return 50 * sum(map(len, trailer.values())) + 100 * len(ranges)


def read_section(data: bytes, at: int) -> Table | Stream:
    """The section that begins at byte `at`. Raises `ValueError` where none can be read there."""
    head = _HEAD.match(data, at)
    return _table(data, head.end()) if head else _stream(data, at)


def _table(data: bytes, at: int) -> Table:
    ranges: list[tuple[int, int, int]] = []
    while matched := _RANGE.match(data, at):
        first, count = int(matched[1]), int(matched[2])
        ranges.append((first, count, matched.end()))
        at = matched.end() + 20 * count
        if at > len(data) or len(ranges) > _MAX_RANGES:
            raise ValueError("the cross-reference table is longer than it may be")
    trailer = _TRAILER.match(data, at)
    if trailer is None:
        raise ValueError("the cross-reference table has no trailer")
    return Table(data, read_dictionary(data, trailer.end(), _MAX_TRAILER)[0], tuple(ranges))


def _stream(data: bytes, at: int) -> Stream:
    about, at = read_dictionary(data, object_value(data, at), _MAX_TRAILER)
    if about.get(b"Type") != b"/XRef":
        raise ValueError("another stream where a cross-reference section should be")
    begin = stream_begin(data, at)
    rows = inflated(about, data[begin : begin + whole(about[b"Length"])], _MAX_ROWS)
    widths = whole_numbers(about[b"W"])
    if len(widths) != 3 or max(widths) > 8 or sum(widths) == 0:
        raise ValueError("the rows of a cross-reference stream have no such fields")
    index = whole_numbers(about.get(b"Index", b"[0 %b]" % about[b"Size"]))
    if len(index) % 2 or len(index) > 2 * _MAX_RANGES:
        raise ValueError("a cross-reference stream has no such ranges")
    ranges, row = [], 0
    for first, count in zip(index[::2], index[1::2], strict=True):
        ranges.append((first, count, row))
        row += count
    return Stream(about, rows, (widths[0], widths[1], widths[2]), tuple(ranges))
