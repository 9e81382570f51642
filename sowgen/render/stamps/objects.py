"""Finds an object of a PDF through its cross-reference sections.

Only what leads to the object is read, and of that only so much. Whatever cannot be read raises
`ValueError` or `LookupError`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sowgen.render.stamps.sections import Place, Stream, Table, read_section
from sowgen.render.stamps.syntax import (
    MAX_STREAM,
    Dictionary,
    inflated,
    is_reference,
    object_value,
    read_dictionary,
    reference,
    stream_begin,
    whole,
)

_MAX_SECTIONS = 100
_MAX_WEIGHT = 1_500_000
_MAX_NUMBERS = 200_000
_START = re.compile(rb"startxref[\t\n\r ]{1,9}([0-9]{1,12})[\t\n\r ]{1,9}%%EOF")


class PdfFile:
    """A PDF's objects. `newest` is its newest cross-reference section, which begins at byte
    `start`."""

    def __init__(self, data: bytes) -> None:
        """Raises `ValueError` or `LookupError` where the newest section cannot be read."""
        starts = list(_START.finditer(data, max(0, len(data) - 2048)))
        if not starts:
            raise ValueError("the file does not say where its objects are")
        self.data = data
        self.start = int(starts[-1][1])
        self.newest = read_section(data, self.start)
        self._read = {self.start: self.newest}
        self._weight = self.newest.weight

    @property
    def trailer(self) -> Dictionary:
        """The newest trailer."""
        return self.newest.trailer

    def dictionary(self, number: int) -> Dictionary:
        """Object `number`, a dictionary or the dictionary of a stream."""
        return read_dictionary(*self._value(number))[0]

    def stream(self, number: int) -> bytes:
        """The content of stream `number`, inflated."""
        return self._content(number)[1]

    def _value(self, number: int) -> tuple[bytes, int]:
        """The bytes in which object `number` stands, and where in them its value begins."""
        place = self._place(number)
        if place.container is None:
            return self.data, object_value(self.data, place.at, number)
        about, content = self._content(place.container)
        first = whole(about[b"First"])
        numbers = content[: min(first, _MAX_NUMBERS)].split()
        index = numbers[::2].index(b"%d" % number)
        return content, first + whole(numbers[2 * index + 1])

    def _content(self, number: int) -> tuple[Dictionary, bytes]:
        """The dictionary of stream `number` and its content, inflated."""
        about, at = read_dictionary(self.data, self._begin(number))
        begin = stream_begin(self.data, at)
        length = self._length(about[b"Length"])
        if length > MAX_STREAM or begin + length > len(self.data):
            raise ValueError("a stream is longer than it may be")
        return about, inflated(about, self.data[begin : begin + length], MAX_STREAM)

    def _length(self, value: bytes) -> int:
        if not is_reference(value):
            return whole(value)
        at = self._begin(reference(value)[0])
        return whole(self.data[at : at + 20].split()[0])

    def _begin(self, number: int) -> int:
        """Where the value of object `number` begins, which lies in no object stream."""
        place = self._place(number)
        if place.container is not None:
            raise ValueError(f"object {number} lies where it may not")
        return object_value(self.data, place.at, number)

    def _place(self, number: int) -> Place:
        for section in self._sections():
            found = section.find(number)
            if found is not None:
                if found[0] is None:
                    break
                return found[0]
        raise ValueError(f"the file has no object {number}")

    def _sections(self) -> Iterator[Table | Stream]:
        section, seen = self.newest, {self.start}
        yield section
        while b"Prev" in section.trailer:
            at = whole(section.trailer[b"Prev"])
            if at in seen or len(seen) >= _MAX_SECTIONS:
                raise ValueError("the cross-reference sections are too many or lead in a circle")
            seen.add(at)
            if at not in self._read:
                self._read[at] = read_section(self.data, at)
                self._weight += self._read[at].weight
                if self._weight > _MAX_WEIGHT:
                    raise ValueError("the cross-reference sections are longer than they may be")
            section = self._read[at]
            yield section
