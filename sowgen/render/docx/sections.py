"""Sections: page size, orientation and margins, from the template's last section."""

from __future__ import annotations

import copy

from sowgen.render.docx.ooxml import Element, find, find_all, q, w


def oriented(base: Element, *, landscape: bool) -> Element:
    """A copy of `w:sectPr` `base` in the given orientation, starting on a new page, with the
    same margins, header and footer; page numbers run on."""
    made = copy.deepcopy(base)
    for tag in ("type", "titlePg", "pgNumType"):
        for child in find_all(made, f"w:{tag}"):
            made.remove(child)
    size = find(made, "w:pgSz")
    if size is None:
        raise ValueError("a section without a page size")
    sides = sorted((int(size.get(q("w"))), int(size.get(q("h")))))
    width, height = reversed(sides) if landscape else sides
    size.set(q("w"), str(width))
    size.set(q("h"), str(height))
    size.attrib.pop(q("orient"), None)
    if landscape:
        size.set(q("orient"), "landscape")
    size.addprevious(w("type", val="nextPage"))
    return made


def text_height(section: Element) -> int:
    """The height between the margins, in twips; a negative margin is one that nothing moves."""
    size, margins = find(section, "w:pgSz"), find(section, "w:pgMar")
    if size is None or margins is None:
        raise ValueError("a section without a page size or margins")
    edges = abs(int(margins.get(q("top")))) + abs(int(margins.get(q("bottom"))))
    return int(size.get(q("h"))) - edges


def text_width(section: Element) -> int:
    """The width between the margins, in twips."""
    size, margins = find(section, "w:pgSz"), find(section, "w:pgMar")
    if size is None or margins is None:
        raise ValueError("a section without a page size or margins")
    gutter = int(margins.get(q("gutter"), "0"))
    return (
        int(size.get(q("w"))) - int(margins.get(q("left"))) - int(margins.get(q("right"))) - gutter
    )
