"""What the body writer must know of the template's styles: names and a few colours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sowgen.render.docx.ooxml import Element, find, find_all, q

PARAGRAPH_STYLES = (
    "Clause1", "Clause2", "Clause3", "Clause4", "Part", "TextHeading1", "TextHeading2",
    "Body0", "Body1", "Body2", "Body3", "Body4", "Bullet1", "Bullet2", "Bullet3",
    "Note", "Caption", "ContentsTitle", "TOC1", "TOC2", "TOC3",
    "TableText", "TableHeader", "TableKey", "TableAfter",
    "SignatureLead", "SignatureParty", "SignatureWord",
)  # fmt: skip
CHARACTER_STYLES = (
    "Placeholder", "NotStated", "DefinedTerm", "Badge", "SignAnchor", "Hyperlink",
)  # fmt: skip
TABLE_STYLES = ("SowgenGrid", "SowgenMatrix", "SowgenPlain")
REQUIRED = {
    **dict.fromkeys(PARAGRAPH_STYLES, "paragraph"),
    **dict.fromkeys(CHARACTER_STYLES, "character"),
    **dict.fromkeys(TABLE_STYLES, "table"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """`fills` holds the background of each badge style and of each table style's first row
    (`SowgenGrid`), as `RRGGBB`."""

    fills: Mapping[str, str]

    def __hash__(self) -> int:
        return hash(tuple(self.fills.items()))

    def badge(self, letter: str) -> str:
        """The character style of a badge: `BadgeA` where the template has it, else `Badge`."""
        style = f"Badge{letter}"
        return style if style in self.fills else "Badge"

    def fill(self, style: str) -> str:
        """The background colour of `style`, '' where the template gives none."""
        return self.fills.get(style, "")


def read_look(styles: Element) -> Look:
    """The look of a template from the root of its `styles.xml`."""
    fills: dict[str, str] = {}
    for style in find_all(styles, "w:style"):
        name = style.get(q("styleId"), "")
        if name.startswith("Badge"):
            shading = find(style, "w:rPr/w:shd")
        elif name in TABLE_STYLES:
            first = next(iter(find_all(style, "w:tblStylePr[@w:type='firstRow']")), None)
            shading = None if first is None else find(first, "w:tcPr/w:shd")
        else:
            continue
        fills[name] = "" if shading is None else shading.get(q("fill"), "")
    return Look(fills)
