"""pandoc's inline tree → `Inline`s, with values in the place of sentinels."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import accumulate
from typing import Any, TypeAlias

from sowgen.assemble.fill import BadgeSlot, BreakSlot, InsertSlot, Piece, RefSlot, slot_number
from sowgen.assemble.words import Words
from sowgen.diagnostics import Diagnostic, Span, error
from sowgen.model.document import Badge, Inline, LineBreak, Link, Origin, Term, Text, Value
from sowgen.model.plain import Leaf


@dataclass(frozen=True, slots=True)
class PendingReference:
    """A cross-reference before numbers are known; `bare` prints the number alone."""

    name: str
    bare: bool
    span: Span
    bold: bool = False
    italic: bool = False
    capital: bool = False


Draft: TypeAlias = Inline | PendingReference | InsertSlot


@dataclass(slots=True)
class InlineReader:
    """Reads the inlines of one filled text.

    Kept for the caller: terms `defined` and `used` with their places, and in `names` the names
    of spans such as `[]{#late-interest}` since the last `take_names`.
    """

    piece: Piece
    words: Words
    span_of: Callable[[str], Span]
    found: list[Diagnostic] = field(default_factory=list)
    in_table: bool = False
    names: list[str] = field(default_factory=list)
    used: list[tuple[str, Span]] = field(default_factory=list)
    defined: list[tuple[str, Span]] = field(default_factory=list)

    def read(
        self, nodes: Iterable[Any], *, bold: bool = False, italic: bool = False
    ) -> list[Draft]:
        """The inlines of a paragraph, neighbouring words joined."""
        return _join(list(self._walk(nodes, bold=bold, italic=italic)))

    def take_names(self) -> list[str]:
        """The span names met since the last call."""
        names, self.names = self.names, []
        return names

    def _walk(self, nodes: Iterable[Any], *, bold: bool, italic: bool) -> Iterable[Draft]:
        for node in nodes:
            kind, content = node["t"], node.get("c")
            if kind == "Str":
                yield from self._text(content, bold=bold, italic=italic)
            elif kind in ("Space", "SoftBreak"):
                yield Text(" ", bold, italic)
            elif kind == "LineBreak":
                yield LineBreak()
            elif kind == "Emph":
                yield from self._walk(content, bold=bold, italic=True)
            elif kind == "Strong":
                yield from self._walk(content, bold=True, italic=italic)
            elif kind == "Quoted":
                left, right = ("“", "”") if content[0]["t"] == "DoubleQuote" else ("‘", "’")
                yield Text(left, bold, italic)
                yield from self._walk(content[1], bold=bold, italic=italic)
                yield Text(right, bold, italic)
            elif kind == "Code":
                yield from self._text(content[1], bold=bold, italic=italic)
            elif kind == "Span":
                yield from self._span(content[0], content[1], bold=bold, italic=italic)
            elif kind == "Link":
                words = "".join(_plain(part) for part in self.read(content[1]))
                yield self._link(words, content[2][0], node)
            else:
                self.found.append(
                    error(
                        "O107",
                        f"{kind.lower()} is not part of a contract's Markdown",
                        self.where(node),
                        "write words, lists and tables only",
                    )
                )

    def _link(self, words: str, address: str, node: Any) -> Draft:
        if address.startswith(("https://", "http://", "mailto:")):
            return Link(words, address)
        self.found.append(
            error(
                "O117",
                f"a link leads to `{address[:40]}`",
                self.where(node),
                "links begin with https://, http:// or mailto:",
            )
        )
        return Text(words)

    def _span(self, attr: Any, nodes: Any, *, bold: bool, italic: bool) -> Iterable[Draft]:
        name, classes, _ = attr
        inner = self.read(nodes, bold=bold, italic=italic)
        if name:
            self.names.append(name)
        if "def" in classes:
            words = "".join(_plain(part) for part in inner)
            self.defined.append((words, self.where({"words": f"[{words}]"})))
            yield Term(words)
        elif "term" in classes:
            words = "".join(_plain(part) for part in inner)
            self.used.append((words, self.where({"words": words})))
            yield from inner
        else:
            unknown = [c for c in classes if c not in ("def", "term")]
            if unknown:
                self.found.append(
                    error(
                        "O108",
                        f"`.{unknown[0]}` is not a class of a span",
                        self.where({"words": unknown[0]}),
                        "use `.def` or `.term`",
                    )
                )
            yield from inner

    def _text(self, text: str, *, bold: bool, italic: bool) -> Iterable[Draft]:
        start = 0
        for index, char in enumerate(text):
            number = slot_number(char)
            if number is None:
                continue
            if index > start:
                yield Text(text[start:index], bold, italic)
            yield from self._slot(number, bold=bold, italic=italic)
            start = index + 1
        if start < len(text):
            yield Text(text[start:], bold, italic)

    def _slot(self, number: int, *, bold: bool, italic: bool) -> Iterable[Draft]:
        slot = self.piece.slots[number]
        if isinstance(slot, RefSlot):
            span = self.where({"words": slot.name})
            yield PendingReference(slot.name, slot.bare, span, bold, italic, slot.capital)
        elif isinstance(slot, BreakSlot):
            yield LineBreak()
        elif isinstance(slot, BadgeSlot):
            yield Badge(slot.letter, slot.label)
        elif isinstance(slot, InsertSlot):
            yield slot
        elif isinstance(slot, Leaf):
            text, state = self.words.say(slot.styled("short") if self.in_table else slot)
            origin = Origin(slot.path, self.span_of(slot.path)) if slot.path else None
            yield Value(text, origin, state, bold, italic)
        else:
            yield Value(slot, None, "agreed", bold, italic)

    def text_of(self, text: str) -> str:
        """`text` with the words of its sentinels, for attributes of tables."""
        parts = self._text(text, bold=False, italic=False)
        return "".join(_plain(part) for part in parts)

    def where(self, node: Any) -> Span:
        """The line of the source on which the node's words stand, as near as can be found."""
        words = node["words"] if "words" in node else _first_words("".join(_strings(node)))
        return locate(self.piece, words)


def locate(piece: Piece, words: str) -> Span:
    """The place of `words` in the text as written, or its beginning."""
    wanted = " ".join(words.split())
    text, starts, places = _in_one_line(piece.source)
    first = text.find(wanted) if wanted else -1
    if first < 0:
        return piece.span

    def place(at: int) -> int:
        word = bisect_right(starts, at) - 1
        return places[word] + at - starts[word]

    begin, end = place(first), place(first + len(wanted) - 1) + 1
    before = piece.source[:begin]
    return Span(
        piece.span.file,
        piece.span.line + before.count("\n"),
        len(before) - before.rfind("\n"),
        len(piece.source[begin:end].split("\n")[0]),
    )


@lru_cache(maxsize=32)
def _in_one_line(source: str) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    """The words of a text with single spaces between them, and where each begins, there and
    in the text: a search in it costs less than a pattern for every paragraph."""
    words = list(re.finditer(r"\S+", source))
    lengths = accumulate((len(word[0]) + 1 for word in words), initial=0)
    starts = tuple(lengths)[: len(words)]
    return " ".join(word[0] for word in words), starts, tuple(word.start() for word in words)


def _first_words(text: str) -> str:
    """The first words of a paragraph that stand in the source as they are: up to a value."""
    parts = "".join("\n" if slot_number(char) is not None else char for char in text).split("\n")
    return next((part.strip()[:40] for part in parts if part.strip(" .,;:()")), "")


def _strings(node: Any) -> Iterable[str]:
    """The longest run of plain words at the beginning of a tree."""
    if isinstance(node, dict):
        if node.get("t") == "Str":
            yield node["c"]
        elif node.get("t") in ("Space", "SoftBreak"):
            yield " "
        else:
            yield from _strings(node.get("c"))
    elif isinstance(node, list):
        for inner in node:
            yield from _strings(inner)


def _plain(inline: Draft) -> str:
    return str(getattr(inline, "text", ""))


def _join(inlines: list[Draft]) -> list[Draft]:
    joined: list[Draft] = []
    for inline in inlines:
        last = joined[-1] if joined else None
        if isinstance(inline, Text) and isinstance(last, Value):
            inline = _without_stop(last, inline)
            if not inline.text:
                continue
        if (
            isinstance(inline, Text)
            and isinstance(last, Text)
            and (inline.bold, inline.italic) == (last.bold, last.italic)
        ):
            joined[-1] = Text(last.text + inline.text, last.bold, last.italic)
        else:
            joined.append(inline)
    return joined


def _without_stop(before: Value, after: Text) -> Text:
    """The words after a value. A sentence that ends with `S.A.` has its full stop already."""
    doubled = before.text.endswith(".") and after.text[:1] == "." and after.text[1:2] != "."
    return replace(after, text=after.text[1:]) if doubled else after
