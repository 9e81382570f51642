"""The document as `page.typ` reads it: `to_json`, with what needs no form folded into strings.

typst's scripts run once for every word group of a document, in every pass over its layout.
Most of a contract is plain words, so runs of them become one string; what is bold, open,
a reference, broken over lines or too long for its column stays a node.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from sowgen.model.document import (
    UNPRINTED,
    Block,
    Cell,
    Document,
    Inline,
    Reference,
    Section,
    Table,
    Text,
    Value,
)

_TYPE_SIZE = 9.5 * 0.3528  # of tables, in millimetres
_CHARACTER = 0.6  # of the type size: wider than nearly all words are on the average
_PAPER = (210.0, 297.0)
_MARGINS = 46.0
_PADDING = 4.4
_LONGEST = 40  # characters of a word in running text


def view(document: Document, *, preview: bool = False) -> dict[str, Any]:
    """The document as plain data. Inlines are strings, or dicts with a `type`. With `preview`
    the design is asked for the places where blocks begin."""
    made = _plain(document, sections=[_section(section) for section in document.sections])
    return {**made, "preview": True} if preview else made


@cache
def _names(kind: type) -> tuple[str, ...] | None:
    """The printed fields of a dataclass, None for other types."""
    if not is_dataclass(kind):
        return None
    return tuple(f.name for f in fields(kind) if f.name not in UNPRINTED)


def _plain(node: Any, **ready: Any) -> Any:
    """What `to_json` gives, quicker: types are looked at once. `ready` are fields done already."""
    if isinstance(node, tuple):
        return [_plain(item) for item in node]
    kind: Any = type(node)
    names = _names(kind)
    if names is None:
        return node
    made: dict[str, Any] = {"type": kind.__name__}
    for name in names:
        made[name] = ready[name] if name in ready else _plain(getattr(node, name))
    return made


def _section(section: Section) -> dict[str, Any]:
    width = _PAPER[1 if section.landscape else 0] - _MARGINS
    made: dict[str, Any] = _plain(section, blocks=[_block(b, width) for b in section.blocks])
    return made


def _block(block: Block, width: float) -> Any:
    if isinstance(block, Table):
        return _table(block, width)
    inlines = getattr(block, "inlines", None)
    return _plain(block) if inlines is None else _plain(block, inlines=_folded(inlines, _LONGEST))


def _table(table: Table, width: float) -> dict[str, Any]:
    """Cells of plain words at the left become strings. `tall` lists the rows that may not fit
    on any page and so may break, `groups` those that head the rows below them, `tail` is the
    number of rows at the end that stay on one page."""
    total = sum(table.widths)
    room = [width * share / total - _PADDING for share in table.widths]
    longest = [max(int(r / (_TYPE_SIZE * _CHARACTER)), 1) for r in room]
    cell_of = _simple if table.style == "grid" else _cell
    made: dict[str, Any] = _plain(
        table,
        header=[[_cell(*pair) for pair in zip(row, longest, strict=True)] for row in table.header],
        rows=[[cell_of(*pair) for pair in zip(row, longest, strict=True)] for row in table.rows],
    )
    made["tall"] = [
        number
        for number, row in enumerate(table.rows)
        if any(_length(cell) > 8 * max(r, 1) for cell, r in zip(row, room, strict=False))
    ]
    made["groups"] = list(table.group_rows)
    # Rows that stay together must fit on a page.
    last = range(len(table.rows) - table.tail, len(table.rows))
    made["tail"] = 0 if set(last) & set(made["tall"]) else table.tail
    return made


def _length(cell: Cell) -> int:
    return sum(len(getattr(inline, "text", "")) for inline in cell.inlines)


def _cell(cell: Cell, longest: int) -> dict[str, Any]:
    """References in tables are words: typst lays out a table with links twice, and a table of
    particulars has hundreds."""
    made: dict[str, Any] = _plain(cell, inlines=_folded(cell.inlines, longest, linked=False))
    return made


def _simple(cell: Cell, longest: int) -> Any:
    """The words of a cell that has nothing else to say, else its node."""
    node = _cell(cell, longest)
    inlines = node["inlines"]
    if node["align"] != "left" or len(inlines) > 1:
        return node
    if not inlines:
        return ""
    return inlines[0] if isinstance(inlines[0], str) else node


def _folded(inlines: Sequence[Inline], longest: int, *, linked: bool = True) -> list[Any]:
    folded: list[Any] = []
    for inline in inlines:
        word = isinstance(inline, Text | Value) or (isinstance(inline, Reference) and not linked)
        if not word or not _is_plain(inline, longest):  # type: ignore[arg-type]
            folded.append(_plain(inline))
            if word and isinstance(inline, Reference):
                folded[-1]["type"] = "Text"
        elif folded and isinstance(folded[-1], str):
            folded[-1] += inline.text  # type: ignore[union-attr]
        else:
            folded.append(inline.text)  # type: ignore[union-attr]
    return folded


def _is_plain(inline: Text | Value | Reference, longest: int) -> bool:
    if inline.bold or inline.italic:
        return False
    if isinstance(inline, Value) and inline.state != "agreed":
        return False
    text = inline.text
    if "\n" in text or "\t" in text:
        return False
    return len(text) <= longest or all(len(word) <= longest for word in text.split(" "))
