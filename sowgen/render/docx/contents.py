"""The table of contents: a TOC field with its entries already in place."""

from __future__ import annotations

from sowgen.model.document import Contents, TocEntry
from sowgen.render.docx.context import Context
from sowgen.render.docx.markup import WordParagraph, Xml, w
from sowgen.render.docx.runs import (
    FIELD_BEGIN,
    FIELD_END,
    FIELD_SEPARATE,
    PLAIN,
    field,
    text_runs,
)


def contents(block: Contents, context: Context) -> list[WordParagraph]:
    """The title and one paragraph an entry. Word refreshes them from the outline levels of
    the styles (`\\u`), which works in every locale, unlike a list of style names.

    Page numbers stand only where `context.pages` knows them.
    """
    made = [WordParagraph("ContentsTitle", (text_runs(block.title, PLAIN, context),))]
    entries = [e for e in context.document.toc if e.level <= block.depth]
    lines = [_entry(entry, context) for entry in entries]
    if not lines:
        return made
    instruction = f' TOC \\o "1-{block.depth + 1}" \\h \\z \\u '
    code = Xml(f'<w:instrText xml:space="preserve">{instruction}</w:instrText>')
    opening = [w("r", part) for part in (FIELD_BEGIN, code, FIELD_SEPARATE)]
    lines[0].content = (*opening, *lines[0].content)
    lines[-1].content = (*lines[-1].content, w("r", FIELD_END))
    return made + lines


def _entry(entry: TocEntry, context: Context) -> WordParagraph:
    if entry.anchor not in context.targets:
        raise ValueError(f"the table of contents names the unknown anchor {entry.anchor}")
    words = [text_runs(entry.text, PLAIN, context)]
    if entry.number:
        words.insert(0, text_runs(f"{entry.number}\t", PLAIN, context))
    page = context.pages.get(entry.anchor)
    if page is not None:
        number = text_runs(str(page), PLAIN, context)
        words += [w("r", w("tab")), field(f"PAGEREF {entry.anchor} \\h", number, PLAIN)]
    link = w("hyperlink", *words, anchor=entry.anchor, history="1")
    return WordParagraph(f"TOC{entry.level + 1}", (link,))
