"""What may keep words of a Word file from being read as they stand: whatever is set on them that
is not known to be harmless."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeAlias

from sowgen.verify.docx_lists import Styles
from sowgen.verify.docx_xml import attribute, child, children, local

Harmless: TypeAlias = Callable[[Any], bool]

_OFF = ("false", "0", "off", "none", "nil", "clear")
_COLOR = re.compile(r"[0-9A-Fa-f]{6}")
_NUMBER = re.compile(r"-?[0-9]{1,6}")
_FONTS = frozenset(
    ["arial", "calibri", "carlito", "cambria", "caladea", "times new roman", "courier new",
     "liberation sans", "liberation serif", "liberation mono", "dejavu sans", "dejavu serif",
     "noto sans", "noto serif", "verdana", "tahoma", "segoe ui", "georgia", "helvetica", "aptos",
     "lucida sans", "noto sans cjk sc", "ms mincho", "ms gothic", "simsun"]
)  # fmt: skip
"""Text fonts that programs put in place of others."""


def _any(_: Any) -> bool:
    return True


def _off(element: Any) -> bool:
    return (attribute(element, "val") or "true") in _OFF


def _within(least: int, most: int, *names: str) -> Harmless:
    """Whether each of these attributes is a number between both, as far as it is there."""

    def holds(element: Any) -> bool:
        given = [attribute(element, name) for name in names]
        return all(g is None or g == "auto" or (_NUMBER.fullmatch(g) and least <= int(g) <= most)
                   for g in given)  # fmt: skip

    return holds


def _brightness(color: str) -> float:
    """From 0 for black to 1 for white, as eyes weigh it."""
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return float(0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2)


def _themed(element: Any) -> bool:
    return any("theme" in key.lower() for key in element.attrib)


def _dark(element: Any) -> bool:
    """A color of words that paper lets read."""
    value = attribute(element, "val") or ""
    if _themed(element):
        return False
    return value == "auto" or (bool(_COLOR.fullmatch(value)) and _brightness(value) < 0.3)


def _light(element: Any) -> bool:
    """A ground that dark words are read on."""
    fill, form = attribute(element, "fill") or "auto", attribute(element, "val") or "clear"
    if _themed(element) or form not in ("clear", "nil"):
        return False
    return fill == "auto" or (bool(_COLOR.fullmatch(fill)) and _brightness(fill) > 0.4)


def _text_font(element: Any) -> bool:
    given = [attribute(element, name) for name in ("ascii", "hAnsi", "cs", "eastAsia")]
    return not _themed(element) and all(g is None or g.casefold() in _FONTS for g in given)


def _lines(element: Any) -> bool:
    line, rule = attribute(element, "line"), attribute(element, "lineRule") or "auto"
    lowest = {"auto": 160, "exact": 160}.get(rule, 0)
    return (line is None or _within(lowest, 1_000, "line")(element)) and _within(
        0, 4_000, "before", "after"
    )(element)


def _height(element: Any) -> bool:
    return attribute(element, "hRule") != "exact" or _within(300, 20_000, "val")(element)


def _tabs(element: Any) -> bool:
    return all(_within(-1_000, 20_000, "pos")(tab) for tab in element)


def _column(element: Any) -> bool:
    return attribute(element, "type") != "dxa" or _within(250, 20_000, "w")(element)


def _one_column(element: Any) -> bool:
    return (attribute(element, "num") or "1") == "1"


def _plain_grid(element: Any) -> bool:
    return (attribute(element, "type") or "default") == "default"


def _upright(element: Any) -> bool:
    return attribute(element, "val") in ("lrTb", "tb")


_RUN: Mapping[str, Harmless] = MappingProxyType(
    dict.fromkeys(["b", "bCs", "i", "iCs", "szCs", "kern", "rStyle", "lang", "noProof", "webHidden",
                   "snapToGrid", "u", "cs"], _any)
    | {"sz": _within(9, 120, "val"), "color": _dark, "shd": _light, "rFonts": _text_font,
       "spacing": _within(-10, 60, "val"), "w": _within(80, 150, "val"),
       "position": _within(-6, 6, "val"), "ins": _any, "del": _any, "moveFrom": _any,
       "moveTo": _any, "rPrChange": _any, "vertAlign": lambda e: attribute(e, "val") == "baseline",
       "highlight": _off}
)  # fmt: skip
_PARAGRAPH: Mapping[str, Harmless] = MappingProxyType(
    dict.fromkeys(["pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr",
                   "suppressLineNumbers", "suppressAutoHyphens", "pBdr", "jc", "outlineLvl", "rPr",
                   "sectPr", "contextualSpacing", "autoSpaceDE", "autoSpaceDN", "adjustRightInd",
                   "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "snapToGrid",
                   "textAlignment", "mirrorIndents", "divId", "cnfStyle", "pPrChange"], _any)
    | {"spacing": _lines, "shd": _light, "tabs": _tabs,
       "ind": _within(-1_400, 6_000, "left", "right", "start", "end", "hanging", "firstLine")}
)  # fmt: skip
_ROW: Mapping[str, Harmless] = MappingProxyType(
    dict.fromkeys(["cantSplit", "tblHeader", "jc", "cnfStyle", "gridBefore", "gridAfter", "wBefore",
                   "wAfter", "ins", "del", "trPrChange"], _any) | {"trHeight": _height}
)  # fmt: skip
_CELL: Mapping[str, Harmless] = MappingProxyType(
    dict.fromkeys(["gridSpan", "tcBorders", "vAlign", "noWrap", "cnfStyle", "tcPrChange"], _any)
    | {"shd": _light, "tcW": _column,
       "tcMar": lambda e: all(_within(0, 500, "w")(side) for side in e)}
)  # fmt: skip
_TABLE: Mapping[str, Harmless] = MappingProxyType(
    dict.fromkeys(["tblStyle", "tblW", "jc", "tblLayout", "tblLook", "tblBorders", "tblCaption",
                   "tblDescription", "tblStyleRowBandSize", "tblStyleColBandSize", "tblOverlap",
                   "tblPrChange"], _any)
    | {"shd": _light, "tblInd": _within(-1_500, 4_000, "w"),
       "tblCellMar": lambda e: all(_within(0, 500, "w")(side) for side in e)}
)  # fmt: skip
_SECTION: Mapping[str, Harmless] = MappingProxyType(
    dict.fromkeys(["headerReference", "footerReference", "type", "pgNumType", "formProt",
                   "noEndnote", "paperSrc", "footnotePr", "endnotePr", "sectPrChange"], _any)
    | {"pgSz": _within(7_000, 30_000, "w", "h"), "cols": _one_column, "docGrid": _plain_grid,
       "pgMar": _within(0, 4_000, "left", "right", "top", "bottom", "header", "footer", "gutter"),
       "textDirection": _upright, "bidi": _off, "titlePg": _off}
)  # fmt: skip
_WHERE: Mapping[str, Mapping[str, Harmless]] = MappingProxyType(
    {"rPr": _RUN, "pPr": _PARAGRAPH, "trPr": _ROW, "tcPr": _CELL, "tblPr": _TABLE,
     "tblPrEx": _TABLE, "sectPr": _SECTION}
)  # fmt: skip
_SWITCHES = frozenset(
    ["vanish", "specVanish", "strike", "dstrike", "caps", "smallCaps", "outline", "shadow",
     "emboss", "imprint", "rtl", "bidi", "hidden", "hideMark", "tcFitText", "bidiVisual", "oMath"]
)  # fmt: skip
_NAMED: Mapping[str, str] = MappingProxyType(
    {
        "vanish": "hidden",
        "specVanish": "hidden",
        "strike": "struck out",
        "dstrike": "struck out",
        "hidden": "hidden",
    }
)


def oddities(properties: Any) -> Mapping[str, str]:
    """By name, in words, what properties (`w:rPr`, `w:pPr`, … or None) set that is not known to be
    harmless; '' for what they set to something harmless, which takes away what a style sets."""
    found: dict[str, str] = {}
    if properties is None:
        return found
    harmless = _WHERE.get(local(properties), {})
    for element in properties:
        name = local(element)
        if not name:
            continue
        known = harmless.get(name, _off if name in _SWITCHES else None)
        found[name] = "" if known and known(element) else _in_words(element, name)
    return found


def _in_words(element: Any, name: str) -> str:
    value = attribute(element, "val") or ""
    if name in _SWITCHES:
        return _NAMED.get(name, name)
    if name == "color" and _COLOR.fullmatch(value) and not _themed(element):
        return "white" if _brightness(value) > 0.9 else f"color {value.upper()}"
    if name == "shd" and attribute(element, "val") == "clear" and not _themed(element):
        return f"on {attribute(element, 'fill')}"
    if name == "sz" and _NUMBER.fullmatch(value) and int(value) < 9:
        return "tiny"
    said = (f"{key.rpartition('}')[2]} {v}" for key, v in sorted(element.attrib.items()))
    return " ".join([name, *said])[:200]


@dataclass
class Looks:
    """The looks of runs and paragraphs, by their own properties and those of the styles."""

    styles: Styles
    _known: dict[tuple[str | None, str], Mapping[str, str]] = field(default_factory=dict)

    def of(self, properties: Any, style: str | None) -> tuple[str, ...]:
        """What holds for a run with these properties (None: no own ones) in a paragraph of that
        style: `hidden`, `struck out`, `white`, `tiny`, or the property as it is."""
        own = oddities(properties)
        named = None if properties is None else child(properties, "rStyle")
        chosen = attribute(named, "val") if named is not None else None
        by_styles = dict(self._of_style(style, "rPr"))
        for name, words in (self._of_style(chosen, "rPr") if chosen else {}).items():
            by_styles[name] = words or (by_styles.get(name, "") if name in _SWITCHES else "")
        return _told({**by_styles, **own}.values())

    def of_paragraph(self, properties: Any, style: str | None) -> tuple[str, ...]:
        """What holds for a paragraph as a whole, and for the sign at its end."""
        own = {**self._of_style(style, "pPr"), **oddities(properties)}
        mark = None if properties is None else child(properties, "rPr")
        hidden = [w for w in oddities(mark).values() if w == "hidden"]
        return _told([*own.values(), *(f"the end of its paragraph {w}" for w in hidden)])

    def _of_style(self, style: str | None, kind: str) -> Mapping[str, str]:
        """What a style, those it is based on and the file's defaults set."""
        if (style, kind) not in self._known:
            found: dict[str, str] = dict(oddities(self.styles.defaults(kind)))
            for element in reversed(self.styles.chain(style or self.styles.default)):
                for name, words in oddities(child(element, kind)).items():
                    found[name] = words or (found.get(name, "") if name in _SWITCHES else "")
            self._known[style, kind] = found
        return self._known[style, kind]

    def of_tables(self) -> tuple[str, ...]:
        """What the styles of tables set."""
        found: list[str] = []
        for element in self.styles.elements.values():
            if attribute(element, "type") == "table":
                parts = (element, *children(element, "tblStylePr"))
                for part in parts:
                    for kind in _WHERE:
                        words = oddities(child(part, kind)).values()
                        found += [f"in the looks of tables: {said}" for said in words if said]
        return tuple(dict.fromkeys(found))


def _told(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(said for said in words if said))
