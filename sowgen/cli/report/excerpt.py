"""The source line under a finding and the caret that points into it.

Terminals give an East Asian character two columns and a combining mark none; tabs run to
the next stop. Control and bidirectional characters are shown as escapes, so that a file
can neither recolour the terminal nor make a line look like another one.
"""

from __future__ import annotations

import unicodedata

TAB = 4
WIDTH = 110
_HIDDEN = frozenset("\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e"
                    "\u2066\u2067\u2068\u2069\ufeff")  # fmt: skip


def display(char: str, column: int) -> tuple[str, int]:
    """The text shown for one character that starts at `column` (from 0), and its width."""
    if char == "\t":
        width = TAB - column % TAB
        return " " * width, width
    category = unicodedata.category(char)
    if category in ("Cc", "Cs") or char in _HIDDEN:
        shown = f"\\x{ord(char):02x}" if ord(char) < 256 else f"\\u{ord(char):04x}"
        return shown, len(shown)
    if category in ("Mn", "Me", "Cf"):
        return char, 0
    return char, 2 if unicodedata.east_asian_width(char) in "WF" else 1


def one_line(text: str) -> str:
    """The text with line feeds as spaces and control characters as escapes."""
    return "".join(" " if c in "\r\n\t" else display(c, 0)[0] for c in text)


def excerpt(line: str, col: int, length: int) -> tuple[str, str]:
    """The line as shown and the marker line under it (`    ^^^`), both without margins.

    `col` counts characters from 1; 0 marks nothing, and the marker is then ''. A line longer
    than `WIDTH` columns is cut around the marker, with `…` at the cuts.
    """
    cells: list[tuple[str, int]] = []
    column = 0
    for char in line:
        cell = display(char, column)
        cells.append(cell)
        column += cell[1]
    if col < 1:
        return _cut(cells, 0)[0].rstrip(), ""
    at = min(col - 1, len(cells))
    text, first = _cut(cells, at)
    lead = sum(w for _, w in cells[first:at]) + (1 if first else 0)
    room = max(WIDTH - lead, 1)
    under = sum(w for _, w in cells[at : at + max(length, 1)])
    return text.rstrip(), " " * lead + "^" * max(1, min(under, room))


def _cut(cells: list[tuple[str, int]], at: int) -> tuple[str, int]:
    """The cells that fit in `WIDTH` columns with number `at` among them, and the first's
    number."""
    if sum(w for _, w in cells) <= WIDTH:
        return "".join(t for t, _ in cells), 0
    first, before = at, 0
    while first and before + cells[first - 1][1] <= WIDTH // 3:
        first -= 1
        before += cells[first][1]
    if first < 3:
        first = 0
    last, used = first, 0
    while last < len(cells) and used + cells[last][1] <= WIDTH - 2:
        used += cells[last][1]
        last += 1
    text = "".join(t for t, _ in cells[first:last])
    return ("…" if first else "") + text + ("…" if last < len(cells) else ""), first
