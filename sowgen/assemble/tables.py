"""pandoc's tables → `Table`s; widths from the author or from what stands in the columns."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal, get_args

from sowgen.assemble.inlines import Draft, InlineReader
from sowgen.diagnostics import Diagnostic, did_you_mean, error
from sowgen.model.document import Cell, LineBreak, Table, Text

Style = Literal["grid", "matrix", "plain"]
_OPTIONS = ("widths", "style", "alt", "turned")
_ALIGN: Mapping[str, Literal["left", "center", "right"]] = {
    "AlignLeft": "left",
    "AlignRight": "right",
    "AlignCenter": "center",
    "AlignDefault": "left",
}


# Hundredths of the text width of a portrait page: a character of a table header, the white
# at both sides of a cell; and the length beyond which a word is broken anyway.
_CHARACTER = 1.2
_PADDING = 2.8
_CUT = 20
# The share of a portrait page's text width that one of a landscape page takes.
_LANDSCAPE = 1.53
# How long a word is drawn, in characters of the average width.
_NARROW, _WIDE = frozenset("!'(),-./:;I[]fijlrt|"), frozenset("%@MW&mw")
_DRAWN = {"narrow": 0.55, "wide": 1.5, "capital": 1.15, "other": 0.92}


def read_table(
    content: Any,
    options: Mapping[str, str],
    inlines: InlineReader,
    *,
    clause: str,
    landscape: bool = False,
) -> tuple[Table | None, list[Diagnostic]]:
    """The table, or None with O115 (option) or O116 (widths) where its options are wrong.

    A column that the author made too narrow for a word of its cells gets the room, as long as
    the others can spare it: a word is broken only where it is longer than most.
    """
    specs, head, bodies = content[2], content[3], content[4]
    aligns = [_ALIGN[spec[0]["t"]] for spec in specs]
    found: list[Diagnostic] = []
    for name in options:
        if name not in _OPTIONS:
            found.append(
                error(
                    "O115",
                    f"a table has no option `{name}`",
                    inlines.where({"words": name}),
                    did_you_mean(name, _OPTIONS) or "options: " + ", ".join(_OPTIONS),
                )
            )
    style = options.get("style", "grid")
    if style not in get_args(Style):
        found.append(
            error(
                "O115",
                f"`{style}` is not a style of a table",
                inlines.where({"words": style}),
                did_you_mean(style, get_args(Style)) or "grid, matrix or plain",
            )
        )
    inlines.in_table = True
    header = tuple(_row(row, aligns, inlines) for row in head[1])
    if style == "plain" or all(not cell.inlines for row in header for cell in row):
        header = tuple(row for row in header if any(cell.inlines for cell in row))
    rows = tuple(_row(row, aligns, inlines) for body in bodies for row in body[3])
    inlines.in_table = False
    widths = _written(options, len(specs), found, inlines)
    if widths and style != "matrix":
        scale = _LANDSCAPE if landscape else 1.0
        widths = _with_room(widths, _needs(header, rows, len(specs), scale))
    widths = widths or measured_widths(header, rows)
    if found:
        return None, found
    return Table(
        header,
        rows,
        widths,
        style=style,  # type: ignore[arg-type]
        turned_header=options.get("turned") == "true",
        alt=options.get("alt", ""),
        clause=clause,
        span=inlines.where({"words": "|"}),
    ), []


def _row(row: Any, aligns: Sequence[Any], inlines: InlineReader) -> tuple[Cell, ...]:
    cells = []
    for index, cell in enumerate(row[1]):
        parts: list[Draft] = []
        for block in cell[4]:
            if parts:
                parts.append(LineBreak())
            parts += inlines.read(block["c"])
        cells.append(Cell(tuple(parts), aligns[index]))  # type: ignore[arg-type]
    return tuple(cells)


def _written(
    options: Mapping[str, str], columns: int, found: list[Diagnostic], inlines: InlineReader
) -> tuple[float, ...]:
    """The widths the author gave. `10 40 3*` repeats the last share for all further columns."""
    text = options.get("widths", "")
    if not text:
        return ()
    words = text.split()
    if words[-1].endswith("*"):
        last = words[-1].removesuffix("*")
        words = [*words[:-1], *[last] * (columns - len(words) + 1)]
    try:
        shares = [float(word) for word in words]
    except ValueError:
        shares = []
    if len(shares) != columns or any(share <= 0 for share in shares):
        found.append(
            error(
                "O116",
                f'`widths="{text}"` does not give a share for each of {columns} columns',
                inlines.where({"words": text}),
                "write one positive number a column, such as "
                "`10 40 50`; `3*` repeats for the columns that follow",
            )
        )
        return ()
    return _to_hundred(shares)


def _needs(
    header: Sequence[Sequence[Cell]], rows: Sequence[Sequence[Cell]], columns: int, scale: float
) -> list[float]:
    """The least share of each column in which its words stand whole. Words with a mark inside,
    such as addresses, may be broken there, and so may words that are longer than most."""
    needs = []
    for column in range(columns):
        texts = [plain(row[column].inlines) for row in (*header, *rows) if column < len(row)]
        words = {word for text in texts for word in text.split()}
        longest = max(map(_drawn, words), default=0.0)
        needs.append((_PADDING + _CHARACTER * longest) / scale)
    return needs


@lru_cache(maxsize=8192)
def _drawn(word: str) -> float:
    """The length of a word on paper, in characters of the average width; 0 for one that is
    longer than most, or has a mark inside."""
    if len(word) > _CUT or not word.strip(".,;:()[]“”\"'!?–").isalnum():
        return 0.0
    total = 0.0
    for char in word:
        kind = "capital" if char.isupper() else "other"
        kind = "narrow" if char in _NARROW else "wide" if char in _WIDE else kind
        total += _DRAWN[kind]
    return total


def _to_hundred(shares: Sequence[float]) -> tuple[float, ...]:
    total = sum(shares)
    return tuple(round(100 * share / total, 2) for share in shares)


def measured_widths(
    header: tuple[tuple[Cell, ...], ...], rows: tuple[tuple[Cell, ...], ...]
) -> tuple[float, ...]:
    """Shares by content: the typical length of a column, never less than its longest word."""
    table = [*header, *rows]
    if not table:
        return ()
    shares, needs = [], []
    for column in range(len(table[0])):
        texts = [plain(row[column].inlines) for row in table if column < len(row)]
        longest_word = max((len(word) for text in texts for word in text.split()), default=1)
        lengths = sorted(len(text) for text in texts)
        typical = lengths[math.ceil(len(lengths) * 0.9) - 1]
        shares.append(float(min(max(longest_word, typical, 4), 60)))
        needs.append(_PADDING + _CHARACTER * min(longest_word, _CUT))
    return _with_room(_to_hundred(shares), needs)


def _with_room(widths: Sequence[float], needs: Sequence[float]) -> tuple[float, ...]:
    """The widths with none below its need, as long as there is room; the wide ones give."""
    if sum(needs) >= 100:
        return _to_hundred(needs)
    if all(width >= need for width, need in zip(widths, needs, strict=True)):
        return tuple(widths)
    fixed: set[int] = set()
    while True:
        rest = 100 - sum(needs[i] for i in fixed)
        free = sum(w for i, w in enumerate(widths) if i not in fixed)
        fitted = [needs[i] if i in fixed else width * rest / free for i, width in enumerate(widths)]
        short = {i for i, width in enumerate(fitted) if width < needs[i] - 0.01}
        if not short:
            return _to_hundred(fitted)
        fixed |= short


def plain(inlines: Sequence[Any]) -> str:
    """The words of a cell."""
    return "".join(
        " " if isinstance(part, LineBreak) else str(getattr(part, "text", "")) or "0.0"
        for part in inlines
        if not (isinstance(part, Text) and not part.text)
    )
