"""The signature block: a column a party, lines to sign on, kept together on one page."""

from __future__ import annotations

from collections.abc import Sequence

from sowgen.model.document import Inline, SignatureParty, Signatures
from sowgen.render.docx.context import Context
from sowgen.render.docx.markup import KEEP_NEXT, NOTHING, WordParagraph, Xml, paragraph, w
from sowgen.render.docx.runs import PLAIN, Face, runs, text_runs
from sowgen.render.docx.tables import table_grid, table_properties

_PER_ROW = 2  # parties side by side; more go below
_GAP, _WORD = 6, 22  # per cent of the text width, of a party's column
_SIGN_HEIGHT, _LINE_HEIGHT = 900, 480
_ANCHOR = Face("SignAnchor")


def signatures(block: Signatures, context: Context) -> list[WordParagraph | Xml]:
    """The lead and one table for every two parties; no page break falls between them."""
    made: list[WordParagraph | Xml] = []
    if block.lead:
        made.append(WordParagraph("SignatureLead", (runs(block.lead, context),)))
    for start in range(0, len(block.parties), _PER_ROW):
        parties = block.parties[start : start + _PER_ROW]
        made += [_table(parties, dict(block.words), context), WordParagraph("TableAfter")]
    for element in made[:-1]:
        if isinstance(element, WordParagraph):
            element.set("keepNext")
    return made


def _table(parties: Sequence[SignatureParty], words: dict[str, str], context: Context) -> Xml:
    gap = context.text_width * _GAP // 100
    party_width = (context.text_width - gap * (_PER_ROW - 1)) // _PER_ROW
    word = party_width * _WORD // 100
    columns: list[int] = []
    for place in range(len(parties)):
        columns += [*([gap] if place else []), word, party_width - word]
    blank: list[tuple[Inline, ...]] = [()] * len(parties)
    nowhere = [""] * len(parties)
    sign, date = [p.sign_anchor for p in parties], [p.date_anchor for p in parties]
    names, titles = [(p.name,) for p in parties], [(p.title,) for p in parties]
    return w(
        "tbl",
        table_properties("SowgenPlain", sum(columns), context, header=False),
        table_grid(columns),
        _wide_row([p.label for p in parties], "SignatureWord", columns, context),
        _wide_row([p.legal_name for p in parties], "SignatureParty", columns, context),
        _line_row(words["signature"], blank, sign, columns, context, _SIGN_HEIGHT),
        _line_row(words["name"], names, nowhere, columns, context),
        _line_row(words["title"], titles, nowhere, columns, context),
        _line_row(words["date"], blank, date, columns, context),
    )


def _wide_row(inlines: Sequence[Inline], style: str, columns: list[int], context: Context) -> Xml:
    cells = []
    for place, inline in enumerate(inlines):
        if place:
            cells.append(_empty(columns[place * 3 - 1]))
        span = columns[place * 3] + columns[place * 3 + 1]
        properties = w("tcPr", w("tcW", w=span, type="dxa"), w("gridSpan", val=2))
        cells.append(w("tc", properties, _kept(style, runs((inline,), context))))
    return w("tr", w("trPr", w("cantSplit")), *cells)


def _line_row(
    word: str,
    values: Sequence[tuple[Inline, ...]],
    anchors: Sequence[str],
    columns: list[int],
    context: Context,
    height: int = _LINE_HEIGHT,
) -> Xml:
    label = _kept("SignatureWord", text_runs(word, PLAIN, context))
    cells = []
    for place, value in enumerate(values):
        if place:
            cells.append(_empty(columns[place * 3 - 1]))
        left, right = columns[place * 3], columns[place * 3 + 1]
        anchor = text_runs(anchors[place], _ANCHOR, context)
        content = _kept("TableText", Xml(runs(value, context) + anchor))
        cells += [w("tc", _bottom(left), label), w("tc", _bottom(right, line=True), content)]
    tall = w("trHeight", val=height, hRule="atLeast")
    return w("tr", w("trPr", w("cantSplit"), tall), *cells)


def _bottom(width: int, *, line: bool = False) -> Xml:
    rule = w("bottom", val="single", sz=4, space=0, color="5A6675")
    return w(
        "tcPr",
        w("tcW", w=width, type="dxa"),
        w("tcBorders", rule) if line else NOTHING,
        w("vAlign", val="bottom"),
    )


def _empty(width: int) -> Xml:
    return w("tc", w("tcPr", w("tcW", w=width, type="dxa")), _kept("TableText", NOTHING))


def _kept(style: str, content: Xml) -> Xml:
    return paragraph(style, content, keepNext=KEEP_NEXT)
