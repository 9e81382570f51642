"""The table of contents: a TOC field with its entries already in place."""

from __future__ import annotations

from sowgen.model.document import Contents, TocEntry
from sowgen.render.docx.context import Context
from sowgen.render.docx.ooxml import Element, paragraph, w
from sowgen.render.docx.runs import Face, field, text_runs


def contents(block: Contents, context: Context) -> list[Element]:
    """The title and one paragraph an entry. Word refreshes them from the outline levels of
    the styles (`\\u`), which works in every locale, unlike a list of style names.

    Page numbers stand only where `context.pages` knows them.
    """
    made = [paragraph("ContentsTitle", *text_runs(block.title, Face(), context))]
    entries = [e for e in context.document.toc if e.level <= block.depth]
    lines = [_entry(entry, context) for entry in entries]
    if not lines:
        return made
    code = w("instrText")
    code.text = f' TOC \\o "1-{block.depth + 1}" \\h \\z \\u '
    code.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    opening = [
        w("r", w("fldChar", fldCharType="begin")),
        w("r", code),
        w("r", w("fldChar", fldCharType="separate")),
    ]
    for place, run in enumerate(opening, start=1):
        lines[0].insert(place, run)
    lines[-1].append(w("r", w("fldChar", fldCharType="end")))
    return made + lines


def _entry(entry: TocEntry, context: Context) -> Element:
    if entry.anchor not in context.targets:
        raise ValueError(f"the table of contents names the unknown anchor {entry.anchor}")
    words = [*text_runs(entry.text, Face(), context)]
    if entry.number:
        words = [*text_runs(f"{entry.number}\t", Face(), context), *words]
    page = context.pages.get(entry.anchor)
    if page is not None:
        number = text_runs(str(page), Face(), context)
        words.append(w("r", w("tab")))
        words += field(f"PAGEREF {entry.anchor} \\h", number, Face(), context)
    return paragraph(
        f"TOC{entry.level + 1}", w("hyperlink", *words, anchor=entry.anchor, history="1")
    )
