"""The numbers that a Word file's lists print, and what its styles say of words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sowgen.verify.docx_xml import attribute, child, children

_PLACE = re.compile(r"%([1-9])")
_ROMAN = (("m", 1000), ("cm", 900), ("d", 500), ("cd", 400), ("c", 100), ("xc", 90), ("l", 50),
          ("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))  # fmt: skip
_DEEP = 20
_ON = ("1", "true", "on")
_DIGITS = ("decimal", "decimalZero", "none", "lowerLetter", "upperLetter", "lowerRoman",
           "upperRoman", "bullet")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: where it starts, its digits and the text around them."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    style: str = ""
    restart: int = 9
    """The level starts anew behind those above this one."""
    legal: bool = False
    """Whether it prints the numbers of all levels as digits."""


@dataclass(frozen=True)
class Styles:
    """The paragraph and character styles by id."""

    elements: Mapping[str, Any]
    whole: Any = None
    """The root element of the part."""

    @cached_property
    def default(self) -> str | None:
        """The style of paragraphs that name none."""
        for name, element in self.elements.items():
            if attribute(element, "type") == "paragraph" and attribute(element, "default") in _ON:
                return name
        return None

    def defaults(self, kind: str) -> Any:
        """What holds for all words (`rPr`) or paragraphs (`pPr`), None where nothing does."""
        return (
            None if self.whole is None else child(self.whole, "docDefaults", f"{kind}Default", kind)
        )

    def chain(self, style: str | None) -> list[Any]:
        """A style and those it is based on, nearest first."""
        found: list[Any] = []
        while style is not None and style in self.elements and len(found) < _DEEP:
            element = self.elements[style]
            found.append(element)
            based = child(element, "basedOn")
            style = None if based is None else attribute(based, "val")
        return found


def read_styles(root: Any) -> Styles:
    """The styles of a `styles.xml`; none where there is no such part."""
    found = [] if root is None else children(root, "style")
    return Styles({attribute(element, "styleId") or "": element for element in found}, root)


def value(properties: Any, name: str) -> str | None:
    """`w:val` of a property, None where it is not set; 'true' for one without a value."""
    if properties is None:
        return None
    element = child(properties, name)
    return None if element is None else attribute(element, "val") or "true"


@dataclass
class Lists:
    """Counts the paragraphs of a text as Word does, in the order in which it is asked."""

    numbering: Any
    styles: Styles
    _counts: dict[str, list[int]] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)
    _styled: dict[str | None, tuple[str | None, str | None]] = field(default_factory=dict)

    @cached_property
    def _abstract(self) -> Mapping[str, Any]:
        found = [] if self.numbering is None else children(self.numbering, "abstractNum")
        return {attribute(element, "abstractNumId") or "": element for element in found}

    @cached_property
    def _lists(self) -> Mapping[str, Any]:
        found = [] if self.numbering is None else children(self.numbering, "num")
        return {attribute(element, "numId") or "": element for element in found}

    def oddities(self) -> Iterator[str]:
        """What hides the numbers of a list."""
        for level in [] if self.numbering is None else self.numbering.iter("{*}lvl"):
            look = child(level, "rPr")
            for name in ("vanish", "specVanish", "color", "sz", "webHidden"):
                said = value(look, name)
                if said is not None and said not in ("0", "false", "off"):
                    yield f"numbers of a list with {name} {said}"

    def label(self, properties: Any) -> str:
        """What stands in front of the paragraph with these properties (`(a)`, `7.2`); '' where it
        is in no list. Bullets are `•`, whatever they look like."""
        number, level = self._place(properties)
        element = self._lists.get(number)
        if element is None:
            return ""
        abstract = value(element, "abstractNumId") or ""
        levels = self._levels(abstract, element)
        if level >= len(levels):
            return ""
        if levels[level].form == "bullet":
            return levels[level].text if len(levels[level].text) > 1 else "•"
        self._begin(abstract, number, levels, element)
        counts = self._counts[abstract]
        counts[level] += 1
        for deeper in range(level + 1, len(levels)):
            if level >= levels[deeper].restart:
                continue
            counts[deeper] = levels[deeper].start - 1
        legal = levels[level].legal
        return _PLACE.sub(
            lambda m: _shown(levels, counts, int(m[1]) - 1, legal), levels[level].text
        )

    def _begin(self, abstract: str, number: str, levels: list[Level], element: Any) -> None:
        """At the first paragraph of a list its own starts hold."""
        counts = self._counts.setdefault(abstract, [level.start - 1 for level in levels])
        counts += [0] * (len(levels) - len(counts))
        if number in self._used:
            return
        self._used.add(number)
        for override in children(element, "lvlOverride"):
            start, at = value(override, "startOverride"), _whole(attribute(override, "ilvl"))
            if start is not None and at < len(counts):
                counts[at] = _whole(start) - 1

    def _place(self, properties: Any) -> tuple[str, int]:
        """The list and the level, by the paragraph itself or by its style."""
        own = None if properties is None else child(properties, "numPr")
        style = value(properties, "pStyle")
        number = value(own, "numId")
        level = value(own, "ilvl")
        if number is None or level is None:
            styled = self._of_style(style)
            number, level = number or styled[0], level or styled[1]
        if level is None and number is not None:
            level = self._level_of_style(number, style)
        return number or "", _whole(level)

    def _of_style(self, style: str | None) -> tuple[str | None, str | None]:
        """The list and the level that a style gives."""
        if style not in self._styled:
            places = [child(e, "pPr", "numPr") for e in self.styles.chain(style)]
            numbers = (value(place, "numId") for place in places)
            levels = (value(place, "ilvl") for place in places)
            self._styled[style] = (
                next((n for n in numbers if n is not None), None),
                next((at for at in levels if at is not None), None),
            )
        return self._styled[style]

    def _level_of_style(self, number: str, style: str | None) -> str:
        element = self._lists.get(number)
        levels = (
            [] if element is None else self._levels(value(element, "abstractNumId") or "", None)
        )
        return str(next((at for at, one in enumerate(levels) if style and one.style == style), 0))

    def _levels(self, abstract: str, number: Any) -> list[Level]:
        element = self._abstract.get(abstract)
        by_place = {} if element is None else {
            _whole(attribute(e, "ilvl")): _level(e) for e in children(element, "lvl")
        }  # fmt: skip
        found = [by_place.get(at, Level()) for at in range(min(max(by_place, default=-1) + 1, 9))]
        for override in [] if number is None else children(number, "lvlOverride"):
            own, at = child(override, "lvl"), _whole(attribute(override, "ilvl"))
            if own is not None and at < len(found):
                found[at] = _level(own)
        return found


def _level(element: Any) -> Level:
    return Level(
        _whole(value(element, "start") or "0"),
        value(element, "numFmt") or "decimal",
        value(element, "lvlText") or "",
        value(element, "pStyle") or "",
        _whole(value(element, "lvlRestart") or "9"),
        (value(element, "isLgl") or "0") in _ON,
    )


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 0


def _shown(levels: list[Level], counts: list[int], at: int, legal: bool) -> str:
    if at >= len(levels):
        return ""
    count, form = max(counts[at], 0), "decimal" if legal else levels[at].form
    if form not in _DIGITS:
        return f"{count} as {form}"
    if form in ("lowerLetter", "upperLetter"):
        text = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 9) if count else ""
    elif form in ("lowerRoman", "upperRoman"):
        text = _roman(count)
    else:
        return "" if form == "none" else str(count)
    return text.upper() if form.startswith("upper") else text


def _roman(count: int) -> str:
    text = ""
    count = min(count, 4_000)
    for letters, worth in _ROMAN:
        text += letters * (count // worth)
        count %= worth
    return text
