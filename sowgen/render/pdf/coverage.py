"""Which characters of a document no font has.

A font says in its `cmap` table which characters it has. The last-resort font has a `cmap`
of format 13, which maps whole ranges to one glyph (a box), so it is known by that format.
"""

from __future__ import annotations

import json
import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from sowgen.model.artifact import Design
from sowgen.model.document import Document, to_json

Ranges: TypeAlias = tuple[tuple[int, int], ...]

_SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")


def uncovered(document: Document, design: Design) -> tuple[str, ...]:
    """The characters of the document that only the last-resort font has, sorted.

    Any font in the design's folders counts, also one that `page.typ` does not name.
    Characters without a shape of their own (spaces, joiners, direction marks) are left out.
    """
    return uncovered_in(json.dumps(to_json(document), ensure_ascii=False), design)


def uncovered_in(text: str, design: Design) -> tuple[str, ...]:
    """As `uncovered`, for any text."""
    wanted = {c for c in set(text) if c > "\u00ff" and _has_shape(c)}
    for ranges in _ranges(design.font_dirs, design.fonts_digest):
        if not wanted:
            break
        starts = [start for start, _ in ranges]
        wanted = {c for c in wanted if not _within(ord(c), starts, ranges)}
    return tuple(sorted(wanted))


def _within(char: int, starts: list[int], ranges: Ranges) -> bool:
    at = bisect_right(starts, char) - 1
    return at >= 0 and char <= ranges[at][1]


@lru_cache(maxsize=4)
def _ranges(folders: tuple[str, ...], _digest: str) -> tuple[Ranges, ...]:
    """The characters of each font file in the folders, for as long as their contents have that
    digest."""
    return tuple(
        _file_ranges(file)
        for folder in folders
        for file in sorted(Path(folder).rglob("*"))
        if file.suffix.lower() in _SUFFIXES and file.is_file()
    )


def _has_shape(char: str) -> bool:
    return unicodedata.category(char) not in ("Cf", "Cc", "Zs", "Zl", "Zp") and not (
        "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    )


def _file_ranges(file: Path) -> Ranges:
    """The characters of one font file, as sorted ranges that do not overlap."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(font_ranges(file.read_bytes())):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def font_ranges(data: bytes) -> Ranges:
    """The ranges of characters a font file has, () where it is no font or the last resort."""
    try:
        return tuple(r for offset in _faces(data) for r in _face_ranges(data, offset))
    except struct.error:  # a damaged font, which typst leaves out too
        return ()


def _faces(data: bytes) -> tuple[int, ...]:
    if data[:4] == b"ttcf":
        (count,) = struct.unpack_from(">L", data, 8)
        return struct.unpack_from(f">{count}L", data, 12)
    return (0,)


def _face_ranges(data: bytes, face: int) -> Iterator[tuple[int, int]]:
    (tables,) = struct.unpack_from(">H", data, face + 4)
    for i in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", data, face + 12 + 16 * i)
        if tag == b"cmap":
            yield from _cmap_ranges(data, offset)


def _cmap_ranges(data: bytes, cmap: int) -> Iterator[tuple[int, int]]:
    _, count = struct.unpack_from(">HH", data, cmap)
    starts = {struct.unpack_from(">HHL", data, cmap + 4 + 8 * i)[2] + cmap for i in range(count)}
    formats = {start: struct.unpack_from(">H", data, start)[0] for start in sorted(starts)}
    if 13 in formats.values():
        return
    for start, kind in formats.items():
        if kind == 4:
            yield from _format_4(data, start)
        elif kind == 12:
            (groups,) = struct.unpack_from(">L", data, start + 12)
            for i in range(groups):
                first, last, _ = struct.unpack_from(">LLL", data, start + 16 + 12 * i)
                yield first, last


def _format_4(data: bytes, start: int) -> Iterator[tuple[int, int]]:
    """Segments of characters below U+10000. A segment that lists its glyphs one by one may
    hold gaps (glyph 0), so its characters are looked at singly."""
    (doubled,) = struct.unpack_from(">H", data, start + 6)
    n = doubled // 2
    ends = struct.unpack_from(f">{n}H", data, start + 14)
    firsts = struct.unpack_from(f">{n}H", data, start + 16 + doubled)
    offsets_at = start + 16 + 3 * doubled
    offsets = struct.unpack_from(f">{n}H", data, offsets_at)
    for i, (first, last, offset) in enumerate(zip(firsts, ends, offsets, strict=True)):
        if first == 0xFFFF:
            continue
        if offset == 0:
            yield first, last
            continue
        glyphs = offsets_at + 2 * i + offset
        for char in range(first, last + 1):
            if struct.unpack_from(">H", data, glyphs + 2 * (char - first))[0]:
                yield char, char
