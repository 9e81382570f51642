"""Tables: `grid`, `matrix` and `plain`, in the template's table styles."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from sowgen.model.document import Badge, Cell, Table
from sowgen.render.docx.context import Context
from sowgen.render.docx.ooxml import Element, paragraph, set_paragraph_property, w
from sowgen.render.docx.runs import runs

_STYLES = {"grid": "SowgenGrid", "matrix": "SowgenMatrix", "plain": "SowgenPlain"}
_TALL_LINES = 20
_CHARACTER, _PADDING = 95, 216  # an average character, and the white in a cell, in twips
_LETTERS = 3  # a column whose cells hold at most so many characters is a letter column
# Turned headers: the advance of a character in twips, by how wide it is drawn in the bold 9.5
# points of the house template; the room around the words; the longest line before it breaks.
_NARROW, _WIDE = frozenset(" !'(),-./:;I[]fijlrt|"), frozenset("%@MW&mw")
_ADVANCE = {"narrow": 66, "wide": 168, "capital": 122, "other": 106}
_TURNED_ROOM, _TURNED_MAX = 140, 2400


def table(block: Table, context: Context) -> Element:
    """`w:tbl` over the whole text width; header rows repeat, and rows of a
    reasonable height stay on one page."""
    style = _STYLES[block.style]
    columns = grid(block.widths, context.text_width)
    letters = _letter_columns(block) if block.style == "matrix" else frozenset()
    turned = letters if block.turned_header else frozenset()
    groups = frozenset(block.group_rows)
    tail = range(len(block.rows) - block.tail, len(block.rows) - 1) if block.tail else range(0)
    made = w("tbl", _properties(block, style, context), _grid(columns))
    for number, cells in enumerate(block.header):
        fill = context.look.fill(style) if number else ""
        made.append(_header_row(cells, columns, turned, letters, fill, context))
    for number, cells in enumerate(block.rows):
        heads = number in groups
        # A row taller than a page that may not break is cut off at the page's end.
        row = w("tr") if _is_tall(cells, columns) else w("tr", w("trPr", w("cantSplit")))
        for place, cell in enumerate(cells):
            key = block.style == "plain" and place == 0
            align = "center" if place in letters else cell.align
            style_name = "TableKey" if key else "TableText"
            cell_made = _cell(cell, columns[place], style_name, align, context)
            if heads:
                _set_apart(cell_made, context.look.fill(style))
            elif number in tail:
                set_paragraph_property(cell_made[1], w("keepNext"))
            row.append(cell_made)
        made.append(row)
    if not block.header and not block.rows:
        raise ValueError("a table without rows")
    return made


def _set_apart(cell: Element, fill: str) -> None:
    """The heading of a group: shaded, and on the page of the row below it."""
    if fill:
        cell[0].append(w("shd", val="clear", color="auto", fill=fill))
    set_paragraph_property(cell[1], w("keepNext"))


def _is_tall(cells: Sequence[Cell], columns: Sequence[int]) -> bool:
    """Whether the row might fill more than a third of a page."""
    return any(
        sum(
            1 + len(line) * _CHARACTER // max(width - _PADDING, _CHARACTER)
            for line in _words(cell).split("\n")
        )
        > _TALL_LINES
        for cell, width in zip(cells, columns, strict=True)
    )


def grid(shares: Sequence[float], width: int) -> list[int]:
    """Column widths in twips that total `width`, from shares of any total."""
    total = sum(shares)
    edges = [round(width * sum(shares[:n]) / total) for n in range(len(shares) + 1)]
    return [right - left for left, right in pairwise(edges)]


def table_properties(style: str, width: int, context: Context, *, header: bool) -> Element:
    """`w:tblPr` of a table with fixed layout in table style `style`."""
    properties = w("tblPr", w("tblStyle", val=style))
    if context.right_to_left:
        properties.append(w("bidiVisual"))
    properties.append(w("tblW", w=width, type="dxa"))
    properties.append(w("tblLayout", type="fixed"))
    properties.append(
        w("tblLook", val="0420" if header else "0400", firstRow=int(header), lastRow=0,
          firstColumn=0, lastColumn=0, noHBand=0, noVBand=1)
    )  # fmt: skip
    return properties


def _properties(block: Table, style: str, context: Context) -> Element:
    properties = table_properties(style, context.text_width, context, header=bool(block.header))
    if block.alt:
        properties.append(w("tblCaption", val=block.alt))
        properties.append(w("tblDescription", val=block.alt))
    return properties


def _grid(columns: Sequence[int]) -> Element:
    return w("tblGrid", *(w("gridCol", w=width) for width in columns))


def _words(cell: Cell) -> str:
    parts = (i.letter if isinstance(i, Badge) else getattr(i, "text", " ") for i in cell.inlines)
    return "".join(parts)


def _advance(words: str) -> int:
    """How long a turned header is, in twips; rather too long than too short."""
    total = 0
    for char in words:
        kind = "capital" if char.isupper() else "other"
        kind = "narrow" if char in _NARROW else "wide" if char in _WIDE else kind
        total += _ADVANCE[kind]
    return total


def _letter_columns(block: Table) -> frozenset[int]:
    """The columns of a matrix that hold letters only; their headers are the ones turned."""
    count = len(block.widths)
    return frozenset(
        column
        for column in range(count)
        if block.rows and all(len(_words(row[column])) <= _LETTERS for row in block.rows)
    )


def _header_row(
    cells: Sequence[Cell],
    columns: Sequence[int],
    turned: frozenset[int],
    letters: frozenset[int],
    fill: str,
    context: Context,
) -> Element:
    properties = w("trPr", w("cantSplit"))
    if turned:
        # Word gives a row no height for turned text, so the longest header decides.
        longest = max(_advance(_words(cells[c])) for c in turned)
        height = min(longest + _TURNED_ROOM, _TURNED_MAX)
        properties.append(w("trHeight", val=height, hRule="exact"))
    properties.append(w("tblHeader"))
    row = w("tr", properties)
    for place, cell in enumerate(cells):
        align = cell.align
        if place in letters:
            align = "left" if place in turned else "center"
        made = _cell(cell, columns[place], "TableHeader", align, context)
        cell_properties = made[0]
        if fill:
            cell_properties.append(w("shd", val="clear", color="auto", fill=fill))
        if place in turned:
            cell_properties.append(w("textDirection", val="btLr"))
        cell_properties.append(w("vAlign", val="center" if place in turned else "bottom"))
        row.append(made)
    return row


def _cell(cell: Cell, width: int, style: str, align: str, context: Context) -> Element:
    properties = w("tcPr", w("tcW", w=width, type="dxa"))
    if style != "TableHeader" and len(cell.inlines) == 1 and isinstance(cell.inlines[0], Badge):
        fill = context.look.fill(context.look.badge(cell.inlines[0].letter))
        if fill:
            properties.append(w("shd", val="clear", color="auto", fill=fill))
        properties.append(w("vAlign", val="center"))
    made = paragraph(style, *runs(cell.inlines, context))
    if align != "left":
        set_paragraph_property(made, w("jc", val=align))
    return w("tc", properties, made)
