"""A spreadsheet as `assemble` decides it: typed cells, formulas with the result computed here.

The writer places them; text of the user is always a string cell and never a formula.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

Look: TypeAlias = Literal[
    "text", "wrapped", "header", "title", "quiet", "number", "decimal", "percent", "date",
    "datetime", "total", "critical", "missing", "input", "letter",
]  # fmt: skip
"""How a cell looks. `input` marks cells that a reader may change; `letter` a matrix cell."""


@dataclass(frozen=True, slots=True)
class Formula:
    """`text` as Excel writes it, with the `=` (`=SUM(B2:B9)`), English function names and
    commas; `value` is its result, so that readers which do not compute show it too."""

    text: str
    value: str | int | Decimal


Content: TypeAlias = str | int | Decimal | datetime.date | datetime.datetime | bool | Formula | None


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One cell. A date is a true date; `percent` wants 0.25 for 25 %."""

    content: Content
    look: Look = "text"
    note: str = ""


Row: TypeAlias = tuple[SheetCell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `widths` are columns in characters; the first `frozen` rows and
    `frozen_columns` columns stay in view and are repeated on every printed page; `filtered`
    gives the header row (the last frozen one) filter arrows."""

    name: str
    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    frozen: int = 0
    frozen_columns: int = 0
    filtered: bool = False
    landscape: bool = True


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook; title, author and ISO date go into the file's properties."""

    title: str
    author: str
    date: str
    sheets: tuple[Sheet, ...]
