"""The format `xlsx`: a `Workbook` placed cell by cell, in memory.

Text is always written as a string cell. Where it begins like a formula, the cell also carries
Excel's quote prefix, so that it stays text when somebody edits it or saves it again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from sowgen.model.workbook import Content, Formula, Sheet, SheetCell, Workbook
from sowgen.render.spreadsheet_look import BOLD, WRAPPED, Formats

MAX_CELL = 32_767
"""Characters that Excel takes in one cell."""

_OPTIONS = {
    "in_memory": True, "constant_memory": False, "strings_to_formulas": False,
    "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip
_FIRST_DAY = date(1900, 3, 1)
"""Excel counts a 29 February 1900 that never was; days before it are written as words."""

_LINE, _LEADING, _TITLE, _TALLEST, _WIDTH = 15.0, 13.2, 21.0, 400.0, 8.43
"""Row heights in points (one line, each further one, a title, Excel's limit is 409), and the
width in characters of a column without one."""


def write(data: Workbook) -> bytes:
    """The file's bytes; the same data give the same bytes.

    Dates before March 1900 are written as words, a date with a time zone as its local time,
    text beyond `MAX_CELL` characters is cut with an ellipsis. Raises `ValueError` where a
    formula does not begin with `=`: a bug in whoever made the workbook.
    """
    target = BytesIO()
    book = xlsxwriter.Workbook(target, _OPTIONS)
    book.set_properties(
        {
            "title": data.title[:255],
            "author": data.author[:255],
            "created": datetime.combine(date.fromisoformat(data.date), datetime.min.time()),
        }
    )
    formats = Formats(book)
    for name, sheet in zip(_names(data), data.sheets, strict=True):
        _write_sheet(book.add_worksheet(name), sheet, data.title, formats)
    book.close()
    return target.getvalue()


def _names(data: Workbook) -> list[str]:
    """Names that Excel accepts: 31 characters, some of them refused, each one once."""
    taken: list[str] = []
    for sheet in data.sheets:
        plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", sheet.name).strip(" '")[:31] or "Sheet"
        name, number = plain, 1
        while name.lower() in (*map(str.lower, taken), "history"):
            number += 1
            name = f"{plain[: 30 - len(str(number))]} {number}"
        taken.append(name)
    return taken


def _write_sheet(page: Any, sheet: Sheet, title: str, formats: Formats) -> None:
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    for row, cells in enumerate(sheet.rows):
        height = _height(cells, sheet.widths)
        if height > _LINE:
            page.set_row(row, height)
        for column, cell in enumerate(cells):
            _write_cell(page, row, column, cell, formats)
    _set_print(page, sheet, title)
    if sheet.frozen or sheet.frozen_columns:
        page.freeze_panes(sheet.frozen, sheet.frozen_columns)
    if sheet.filtered and 0 < sheet.frozen < len(sheet.rows):
        header = sheet.rows[sheet.frozen - 1]
        page.autofilter(sheet.frozen - 1, 0, len(sheet.rows) - 1, max(len(header), 1) - 1)


def _height(cells: Sequence[SheetCell], widths: Sequence[float]) -> float:
    """The height of a row in points, by the cell with the most lines. Excel would measure it
    on opening; LibreOffice does not."""
    lines, large = 1, 0.0
    for column, cell in enumerate(cells):
        if cell.look == "title":
            large = _TITLE
        if isinstance(cell.content, str) and cell.look in WRAPPED:
            width = widths[column] if column < len(widths) else _WIDTH
            lines = max(lines, _count_lines(cell.content, width, bold=cell.look in BOLD))
    return min(max(_LINE + (lines - 1) * _LEADING, large), _TALLEST)


def _count_lines(text: str, width: float, *, bold: bool) -> int:
    """The lines that a text takes in a column of `width` characters, broken between words."""
    room = max(width * (1.02 if bold else 1.14), 1.0)
    if len(text) <= room and "\n" not in text:
        return 1
    count = 0
    for line in text.split("\n"):
        count, used = count + 1, 0.0
        for word in line.split(" "):
            if used and used + 1 + len(word) > room:
                count, used = count + 1, 0.0
            used += len(word) + (1 if used else 0)
            count += int(max(used - 0.01, 0) // room) if used > room else 0
            used = used % room if used > room else used
    return count


def _set_print(page: Any, sheet: Sheet, title: str) -> None:
    """A4, as wide as one page, frozen rows and columns repeated, title and page number below."""
    if sheet.landscape:
        page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    page.hide_gridlines(1)
    if sheet.frozen:
        page.repeat_rows(0, sheet.frozen - 1)
    if sheet.frozen_columns:
        page.repeat_columns(0, sheet.frozen_columns - 1)
    # A footer holds 255 characters, and `&` begins a code in it.
    page.set_footer(f"&L&8{' ' + title[:90].replace('&', '&&')}&R&8&P / &N")


def _write_cell(page: Any, row: int, column: int, cell: SheetCell, formats: Formats) -> None:
    content = _writable(cell.content)
    style = formats.get(cell.look, content)
    if content is None:
        if cell.look != "text":
            page.write_blank(row, column, None, style)
    elif isinstance(content, Formula):
        if not content.text.startswith("="):
            raise ValueError(f"`{content.text}` is no formula")
        value = content.value
        cached = value if isinstance(value, str) else float(value)
        page.write_formula(row, column, content.text, style, cached)
    elif isinstance(content, bool):
        page.write_boolean(row, column, content, style)
    elif isinstance(content, int | Decimal):
        page.write_number(row, column, float(content), style)
    elif isinstance(content, date):
        page.write_datetime(row, column, content, style)
    else:
        page.write_string(row, column, content, style)
    if cell.note:
        page.write_comment(row, column, _cut(cell.note), {"x_scale": 2, "author": ""})


def _writable(content: Content) -> Content:
    """The content as a cell can hold it."""
    if isinstance(content, str):
        return _cut(content) or None
    if isinstance(content, date):
        day = content.date() if isinstance(content, datetime) else content
        if day < _FIRST_DAY:
            return content.isoformat()
        return content.replace(tzinfo=None) if isinstance(content, datetime) else content
    return content


def _cut(text: str) -> str:
    """At most what a cell holds, counted in UTF-16 as Excel counts."""
    if 2 * len(text) <= MAX_CELL:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * MAX_CELL:
        return text
    return units[: 2 * MAX_CELL - 2].decode("utf-16-le", "ignore") + "…"
