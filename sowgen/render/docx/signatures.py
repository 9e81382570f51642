"""The signature block: a column a party, lines to sign on, kept together on one page."""

from __future__ import annotations

from collections.abc import Sequence

from sowgen.model.document import Inline, SignatureParty, Signatures
from sowgen.render.docx.context import Context
from sowgen.render.docx.ooxml import Element, find_all, paragraph, set_paragraph_property, w
from sowgen.render.docx.runs import Face, runs, text_runs
from sowgen.render.docx.tables import table_properties

_PER_ROW = 2  # parties side by side; more go below
_GAP, _WORD = 6, 22  # per cent of the text width, of a party's column
_SIGN_HEIGHT, _LINE_HEIGHT = 900, 480


def signatures(block: Signatures, context: Context) -> list[Element]:
    """The lead and one table for every two parties; no page break falls between them."""
    made = [paragraph("SignatureLead", *runs(block.lead, context))] if block.lead else []
    for start in range(0, len(block.parties), _PER_ROW):
        made += [
            _table(block.parties[start : start + _PER_ROW], dict(block.words), context),
            paragraph("TableAfter"),
        ]
    for element in made[:-1]:
        for p in find_all(element, "descendant-or-self::w:p"):
            set_paragraph_property(p, w("keepNext"))
    return made


def _table(parties: Sequence[SignatureParty], words: dict[str, str], context: Context) -> Element:
    gap = context.text_width * _GAP // 100
    party_width = (context.text_width - gap * (_PER_ROW - 1)) // _PER_ROW
    word = party_width * _WORD // 100
    columns: list[int] = []
    for place in range(len(parties)):
        columns += [*([gap] if place else []), word, party_width - word]
    width = sum(columns)
    made = w(
        "tbl",
        table_properties("SowgenPlain", width, context, header=False),
        w("tblGrid", *(w("gridCol", w=c) for c in columns)),
    )
    made.append(_wide_row([p.label for p in parties], "SignatureWord", columns, context))
    made.append(_wide_row([p.legal_name for p in parties], "SignatureParty", columns, context))
    blank: list[tuple[Inline, ...]] = [()] * len(parties)
    anchors = [p.sign_anchor for p in parties]
    made.append(_line_row(words["signature"], blank, anchors, columns, context, _SIGN_HEIGHT))
    for key in ("name", "title"):
        values = [(getattr(p, key),) for p in parties]
        made.append(_line_row(words[key], values, [""] * len(parties), columns, context))
    anchors = [p.date_anchor for p in parties]
    made.append(_line_row(words["date"], blank, anchors, columns, context))
    return made


def _wide_row(
    inlines: Sequence[Inline], style: str, columns: list[int], context: Context
) -> Element:
    row = w("tr", w("trPr", w("cantSplit")))
    for place, inline in enumerate(inlines):
        if place:
            row.append(_empty(columns[place * 3 - 1]))
        span = columns[place * 3] + columns[place * 3 + 1]
        properties = w("tcPr", w("tcW", w=span, type="dxa"), w("gridSpan", val=2))
        row.append(w("tc", properties, paragraph(style, *runs((inline,), context))))
    return row


def _line_row(
    word: str,
    values: Sequence[tuple[Inline, ...]],
    anchors: Sequence[str],
    columns: list[int],
    context: Context,
    height: int = _LINE_HEIGHT,
) -> Element:
    row = w("tr", w("trPr", w("cantSplit"), w("trHeight", val=height, hRule="atLeast")))
    for place, value in enumerate(values):
        if place:
            row.append(_empty(columns[place * 3 - 1]))
        left, right = columns[place * 3], columns[place * 3 + 1]
        label = paragraph("SignatureWord", *text_runs(word, Face(), context))
        row.append(w("tc", _bottom(left), label))
        content = runs(value, context) + text_runs(anchors[place], Face("SignAnchor"), context)
        row.append(w("tc", _bottom(right, line=True), paragraph("TableText", *content)))
    return row


def _bottom(width: int, *, line: bool = False) -> Element:
    properties = w("tcPr", w("tcW", w=width, type="dxa"))
    if line:
        rule = w("bottom", val="single", sz=4, space=0, color="5A6675")
        properties.append(w("tcBorders", rule))
    properties.append(w("vAlign", val="bottom"))
    return properties


def _empty(width: int) -> Element:
    return w("tc", w("tcPr", w("tcW", w=width, type="dxa")), paragraph("TableText"))
