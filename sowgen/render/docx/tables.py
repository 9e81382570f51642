"""Tables: `grid`, `matrix` and `plain`, in the template's table styles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from sowgen.model.document import Badge, Cell, Table
from sowgen.render.docx.context import Context
from sowgen.render.docx.markup import KEEP_NEXT, NOTHING, Xml, paragraph, w
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
_WHOLE_ROW = w("trPr", w("cantSplit"))


def table(block: Table, context: Context) -> Xml:
    """`w:tbl` over the whole text width; header rows repeat, and rows of a
    reasonable height stay on one page."""
    if not block.header and not block.rows:
        raise ValueError("a table without rows")
    style = _STYLES[block.style]
    columns = grid(block.widths, context.text_width)
    letters = _letter_columns(block) if block.style == "matrix" else frozenset()
    turned = letters if block.turned_header else frozenset()
    groups, tail = frozenset(block.group_rows), block.tail
    together = range(len(block.rows) - tail, len(block.rows) - 1) if tail else range(0)
    fill = context.look.fill(style)
    rows: list[Xml] = []
    for number, cells in enumerate(block.header):
        shade = fill if number else ""
        rows.append(_header_row(cells, columns, turned, letters, shade, context))
    for number, cells in enumerate(block.rows):
        heads = number in groups
        kept = heads or number in together
        # A row taller than a page that may not break is cut off at the page's end.
        made = [NOTHING if _is_tall(cells, columns) else _WHOLE_ROW]
        for place, cell in enumerate(cells):
            key = block.style == "plain" and place == 0
            look = _CellLook(
                "TableKey" if key else "TableText",
                columns[place],
                "center" if place in letters else cell.align,
                fill if heads else "",
                kept=kept,
            )
            made.append(_cell(cell, look, context))
        rows.append(w("tr", *made))
    return w("tbl", _properties(block, style, context), table_grid(columns), *rows)


def _is_tall(cells: Sequence[Cell], columns: Sequence[int]) -> bool:
    """Whether the row might fill more than a third of a page."""
    for cell, width in zip(cells, columns, strict=True):
        room, words = max(width - _PADDING, _CHARACTER), _words(cell)
        # Never more lines than this, however the words are broken.
        if 1 + words.count("\n") + len(words) * _CHARACTER // room <= _TALL_LINES:
            continue
        if sum(1 + len(line) * _CHARACTER // room for line in words.split("\n")) > _TALL_LINES:
            return True
    return False


def grid(shares: Sequence[float], width: int) -> list[int]:
    """Column widths in twips that total `width`, from shares of any total."""
    total = sum(shares)
    edges = [round(width * sum(shares[:n]) / total) for n in range(len(shares) + 1)]
    return [right - left for left, right in pairwise(edges)]


def table_properties(style: str, width: int, context: Context, *others: Xml, header: bool) -> Xml:
    """`w:tblPr` of a table with fixed layout in table style `style`."""
    look = w("tblLook", val="0420" if header else "0400", firstRow=int(header), lastRow=0,
             firstColumn=0, lastColumn=0, noHBand=0, noVBand=1)  # fmt: skip
    return w(
        "tblPr",
        w("tblStyle", val=style),
        w("bidiVisual") if context.right_to_left else NOTHING,
        w("tblW", w=width, type="dxa"),
        w("tblLayout", type="fixed"),
        look,
        *others,
    )


def _properties(block: Table, style: str, context: Context) -> Xml:
    told = [w("tblCaption", val=block.alt), w("tblDescription", val=block.alt)]
    others = told if block.alt else []
    return table_properties(style, context.text_width, context, *others, header=bool(block.header))


def table_grid(columns: Sequence[int]) -> Xml:
    """`w:tblGrid` of columns of these widths in twips."""
    return w("tblGrid", *[w("gridCol", w=width) for width in columns])


def _words(cell: Cell) -> str:
    parts = [i.letter if isinstance(i, Badge) else getattr(i, "text", " ") for i in cell.inlines]
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
) -> Xml:
    height = NOTHING
    if turned:
        # Word gives a row no height for turned text, so the longest header decides.
        longest = max(_advance(_words(cells[c])) for c in turned)
        height = w("trHeight", val=min(longest + _TURNED_ROOM, _TURNED_MAX), hRule="exact")
    made = [w("trPr", w("cantSplit"), height, w("tblHeader"))]
    for place, cell in enumerate(cells):
        align = cell.align
        if place in letters:
            align = "left" if place in turned else "center"
        look = _CellLook("TableHeader", columns[place], align, fill, turned=place in turned)
        made.append(_cell(cell, look, context))
    return w("tr", *made)


@dataclass(frozen=True, slots=True)
class _CellLook:
    """How a cell looks: the style of its paragraph, its width in twips, where its words stand;
    its background, '' for none; whether it stays on the page of the row below, and whether its
    words are turned."""

    style: str
    width: int
    align: str
    fill: str = ""
    kept: bool = False
    turned: bool = False


def _cell(cell: Cell, look: _CellLook, context: Context) -> Xml:
    inlines = cell.inlines
    badge = None
    if look.style != "TableHeader" and len(inlines) == 1 and isinstance(inlines[0], Badge):
        badge = context.look.fill(context.look.badge(inlines[0].letter))
    opening = _opening(look, badge)
    return Xml(f"{opening}{runs(inlines, context)}</w:p></w:tc>")


@lru_cache(maxsize=1024)
def _opening(look: _CellLook, badge: str | None) -> str:
    """A cell up to the runs of its paragraph; `badge` is the colour of the one badge in it."""
    properties = [w("tcW", w=look.width, type="dxa")]
    if badge:
        properties.append(_shade(badge))
    if badge is not None:
        properties.append(w("vAlign", val="center"))
    if look.fill:
        properties.append(_shade(look.fill))
    if look.turned:
        properties.append(w("textDirection", val="btLr"))
    if look.style == "TableHeader":
        properties.append(w("vAlign", val="center" if look.turned else "bottom"))
    own = {}
    if look.kept:
        own["keepNext"] = KEEP_NEXT
    if look.align != "left":
        own["jc"] = w("jc", val=look.align)
    words = paragraph(look.style, NOTHING, **own).removesuffix("</w:p>")
    return f"<w:tc>{w('tcPr', *properties)}{words}"


def _shade(fill: str) -> Xml:
    return w("shd", val="clear", color="auto", fill=fill)
