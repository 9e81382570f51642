"""The document as `page.typ` reads it: `to_json`, with what needs no form folded into strings.

typst's scripts run once for every word group of a document, in every pass over its layout.
Most of a contract is plain words, so runs of them become one string; what is bold, open,
a reference, broken over lines or too long for its column stays a node.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sowgen.model.document import Cell, Document, Inline, Reference, Table, Text, Value, to_json

_TYPE_SIZE = 9.5 * 0.3528  # of tables, in millimetres
_CHARACTER = 0.6  # of the type size: wider than nearly all words are on the average
_PAPER = (210.0, 297.0)
_MARGINS = 46.0
_PADDING = 4.4
_LONGEST = 40  # characters of a word in running text


def view(document: Document) -> dict[str, Any]:
    """The document as plain data. Inlines are strings, or dicts with a `type`."""
    plain: dict[str, Any] = to_json(document)
    for section, shown in zip(document.sections, plain["sections"], strict=True):
        width = _PAPER[1 if section.landscape else 0] - _MARGINS
        for block, made in zip(section.blocks, shown["blocks"], strict=True):
            if isinstance(block, Table):
                _fold_table(block, made, width)
            elif "inlines" in made:
                made["inlines"] = _folded(block.inlines, made["inlines"], _LONGEST)  # type: ignore[union-attr]
    return plain


def _fold_table(table: Table, made: dict[str, Any], width: float) -> None:
    """Cells of plain words at the left become strings. `tall` lists the rows that may not fit
    on any page and so may break, `groups` those that head the rows below them, `tail` is the
    number of rows at the end that stay on one page."""
    total = sum(table.widths)
    room = [width * share / total - _PADDING for share in table.widths]
    longest = [max(int(r / (_TYPE_SIZE * _CHARACTER)), 1) for r in room]
    for rows, shown in ((table.header, made["header"]), (table.rows, made["rows"])):
        for row, cells in zip(rows, shown, strict=True):
            for column, (cell, node) in enumerate(zip(row, cells, strict=True)):
                node["inlines"] = _folded(_unlinked(cell), node["inlines"], longest[column])
    made["tall"] = [
        number
        for number, row in enumerate(table.rows)
        if any(_length(cell) > 8 * max(r, 1) for cell, r in zip(row, room, strict=False))
    ]
    made["groups"] = list(table.group_rows)
    # Rows that stay together must fit on a page.
    last = range(len(table.rows) - table.tail, len(table.rows))
    made["tail"] = 0 if set(last) & set(made["tall"]) else table.tail
    if table.style == "grid":
        made["rows"] = [[_simple(node) for node in row] for row in made["rows"]]


def _unlinked(cell: Cell) -> list[Inline]:
    """References in tables are words: typst lays out a table with links twice, and a table of
    particulars has hundreds."""
    return [Text(i.text, i.bold, i.italic) if isinstance(i, Reference) else i for i in cell.inlines]


def _length(cell: Cell) -> int:
    return sum(len(getattr(inline, "text", "")) for inline in cell.inlines)


def _simple(node: dict[str, Any]) -> Any:
    """The words of a cell that has nothing else to say."""
    inlines = node["inlines"]
    if node["align"] != "left" or len(inlines) > 1:
        return node
    if not inlines:
        return ""
    return inlines[0] if isinstance(inlines[0], str) else node


def _folded(inlines: Sequence[Inline], nodes: Iterable[Any], longest: int) -> list[Any]:
    folded: list[Any] = []
    for inline, node in zip(inlines, nodes, strict=True):
        if not _is_plain(inline, longest):
            folded.append({**node, "type": type(inline).__name__})
        elif folded and isinstance(folded[-1], str):
            folded[-1] += node["text"]
        else:
            folded.append(node["text"])
    return folded


def _is_plain(inline: Inline, longest: int) -> bool:
    if not isinstance(inline, Text | Value) or inline.bold or inline.italic:
        return False
    if isinstance(inline, Value) and inline.state != "agreed":
        return False
    text = inline.text
    if "\n" in text or "\t" in text:
        return False
    return len(text) <= longest or all(len(word) <= longest for word in text.split(" "))
