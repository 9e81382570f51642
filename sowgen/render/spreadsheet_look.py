"""How the cells of a spreadsheet look: the house's colours, number patterns, badges."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from sowgen.model.workbook import Content, Formula, Look

_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")

_TEXT, _ACCENT, _QUIET, _RULE, _FILL = "#1B1F24", "#1F3A5F", "#5B6B7D", "#B8C4D0", "#E8EDF3"
_BASE = {"font_name": "Calibri", "font_size": 10, "font_color": _TEXT, "valign": "top"}
LOOKS: Mapping[Look, Mapping[str, Any]] = MappingProxyType(
    {
        "text": {},
        "wrapped": {"text_wrap": True},
        "header": {
            "bold": True, "font_color": _ACCENT, "bg_color": _FILL, "text_wrap": True,
            "valign": "bottom", "top": 2, "top_color": _ACCENT,
            "bottom": 1, "bottom_color": _ACCENT,
        },
        "title": {"bold": True, "font_size": 14, "font_color": _ACCENT},
        "quiet": {"font_color": _QUIET},
        "number": {"align": "right", "indent": 1},
        "decimal": {"align": "right", "indent": 1},
        "percent": {"align": "right", "indent": 1},
        "date": {"align": "left"},
        "datetime": {"align": "left"},
        "total": {"bold": True, "text_wrap": True, "top": 1, "top_color": _ACCENT},
        "critical": {
            "bold": True, "font_color": "#8C1D18", "bg_color": "#FBE9E7", "text_wrap": True,
        },
        "missing": {
            "italic": True, "font_color": "#5A4A00", "bg_color": "#FFF1A8", "text_wrap": True,
        },
        "input": {
            "font_color": "#1F3A8A", "bg_color": "#F3F7FB", "text_wrap": True,
            "border": 1, "border_color": _RULE,
        },
        "letter": {"bold": True, "align": "center"},
    }
)  # fmt: skip
BOLD = frozenset(look for look, style in LOOKS.items() if style.get("bold"))
WRAPPED = frozenset(look for look, style in LOOKS.items() if style.get("text_wrap"))
_LETTERS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "A": ("#1F3A5F", "#FFFFFF", "#1F3A5F"),
        "R": ("#2E6F9E", "#FFFFFF", "#2E6F9E"),
        "D": ("#7A2E4D", "#FFFFFF", "#7A2E4D"),
        "C": ("#F3D9A4", "#3D2B00", "#C79A3B"),
        "V": ("#CFE5D6", "#173D26", "#6FA883"),
        "S": ("#DCD8EC", "#2C2350", "#8F85BD"),
        "I": ("#FFFFFF", "#1B1F24", "#8A97A6"),
    }
)
"""Fill, letter and edge of each badge, as in `templates/house/page.typ`."""


@dataclass(slots=True)
class Formats:
    """The formats of one workbook, each made once."""

    book: Any
    made: dict[tuple[object, ...], Any] = field(default_factory=dict)

    def get(self, look: Look, content: Content) -> Any:
        """The format of a cell: its look, how its number is written, and its letter's colours."""
        words = content.value if isinstance(content, Formula) else content
        letter = _letter(words) if look == "letter" and isinstance(words, str) else ""
        runs = isinstance(content, str) and content.startswith(_RUNS)
        number = _number_format(look, content)
        wraps = isinstance(content, str) and "\n" in content
        key = (look, number, letter, runs, wraps)
        if key not in self.made:
            properties = {**_BASE, **LOOKS[look]}
            if number:
                properties["num_format"] = number
            if letter:
                fill, ink, edge = _LETTERS.get(letter, _LETTERS["I"])
                properties |= {
                    "bg_color": fill, "font_color": ink, "border": 1, "border_color": edge,
                }  # fmt: skip
            if runs:
                properties["quote_prefix"] = True
            if wraps:
                properties["text_wrap"] = True
            self.made[key] = self.book.add_format(properties)
        return self.made[key]


def _letter(words: str) -> str:
    """The letter that gives a cell of several its colour: the first."""
    found = re.match(r"\s*([A-Z][a-z]?)", words)
    return found[1] if found else ""


def _number_format(look: Look, content: Content) -> str:
    """The pattern in which a number or date is shown, '' for Excel's own."""
    value = content.value if isinstance(content, Formula) else content
    if isinstance(value, datetime):
        return "d mmm yyyy hh:mm"
    if isinstance(value, date):
        return "d mmm yyyy"
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return {"decimal": "#,##0.00", "percent": "0.0%", "date": "d mmm yyyy"}.get(look, "")
    if look == "decimal" or (look in ("total", "input") and isinstance(value, Decimal)):
        return "#,##0.00"
    if look == "percent":
        whole = not isinstance(content, Formula) and (Decimal(value) * 100) % 1 == 0
        return "0%" if whole else "0.0%"
    whole = not isinstance(content, Formula) and Decimal(value) % 1 == 0
    return "#,##0" if whole and look == "number" else ""
