"""pandoc's inline tree → `Inline`s, with values in the place of sentinels."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import Any, TypeAlias

from sowgen.assemble.fill import FIRST, SENTINEL, BadgeSlot, BreakSlot, InsertSlot, Piece, RefSlot
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
_QUOTES = {"DoubleQuote": ("“", "”"), "SingleQuote": ("‘", "’")}


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
        line: list[Draft] = []
        self._walk(nodes, line, bold=bold, italic=italic)
        return line

    def take_names(self) -> list[str]:
        """The span names met since the last call."""
        names, self.names = self.names, []
        return names

    def _walk(self, nodes: Iterable[Any], line: list[Draft], *, bold: bool, italic: bool) -> None:
        """Puts the inlines of the nodes at the end of the line."""
        for node in nodes:
            kind, content = node["t"], node.get("c")
            if kind == "Str":
                self._text(content, line, bold=bold, italic=italic)
            elif kind == "SoftBreak":
                _put(line, " ", bold=bold, italic=italic)
            elif kind == "LineBreak":
                line.append(LineBreak())
            elif kind == "Emph":
                self._walk(content, line, bold=bold, italic=True)
            elif kind == "Strong":
                self._walk(content, line, bold=True, italic=italic)
            elif kind == "Quoted":
                left, right = _QUOTES[content[0]["t"]]
                _put(line, left, bold=bold, italic=italic)
                self._walk(content[1], line, bold=bold, italic=italic)
                _put(line, right, bold=bold, italic=italic)
            elif kind == "Code":
                self._text(content[1], line, bold=bold, italic=italic)
            elif kind == "Span":
                self._span(content[0], content[1], line, bold=bold, italic=italic)
            elif kind == "Link":
                words = "".join(_plain(part) for part in self.read(content[1]))
                self._link(words, content[2][0], node, line)
            else:
                self.found.append(
                    error(
                        "O107",
                        f"{kind.lower()} is not part of a contract's Markdown",
                        self.where(node),
                        "write words, lists and tables only",
                    )
                )

    def _link(self, words: str, address: str, node: Any, line: list[Draft]) -> None:
        if address.startswith(("https://", "http://", "mailto:")):
            line.append(Link(words, address))
            return
        self.found.append(
            error(
                "O117",
                f"a link leads to `{address[:40]}`",
                self.where(node),
                "links begin with https://, http:// or mailto:",
            )
        )
        _put(line, words)

    def _span(self, attr: Any, nodes: Any, line: list[Draft], *, bold: bool, italic: bool) -> None:
        name, classes, _ = attr
        inner = self.read(nodes, bold=bold, italic=italic)
        words = "".join(_plain(part) for part in inner)
        if name:
            self.names.append(name)
        if "def" in classes:
            self.defined.append((words, self.where({"words": f"[{words}]"})))
            line.append(Term(words))
            return
        if "term" in classes:
            self.used.append((words, self.where({"words": words})))
        elif classes:
            self.found.append(
                error(
                    "O108",
                    f"`.{classes[0]}` is not a class of a span",
                    self.where({"words": classes[0]}),
                    "use `.def` or `.term`",
                )
            )
        for part in inner:
            if isinstance(part, Text):
                _put(line, part.text, bold=part.bold, italic=part.italic)
            else:
                line.append(part)

    def _text(self, text: str, line: list[Draft], *, bold: bool, italic: bool) -> None:
        """Puts words at the end of the line, values in the place of their sentinels."""
        start = 0
        for match in () if text.isascii() else SENTINEL.finditer(text):
            at = match.start()
            if at > start:
                _put(line, text[start:at], bold=bold, italic=italic)
            line.append(self._slot(ord(text[at]) - FIRST, bold=bold, italic=italic))
            start = at + 1
        if start < len(text):
            _put(line, text[start:], bold=bold, italic=italic)

    def _slot(self, number: int, *, bold: bool, italic: bool) -> Draft:
        slot = self.piece.slots[number]
        if isinstance(slot, Leaf):
            text, state = self.words.say(slot, "short" if self.in_table else slot.style)
            origin = Origin(slot.path, self.span_of(slot.path)) if slot.path else None
            return Value(text, origin, state, bold, italic)
        if isinstance(slot, str):
            return Value(slot, None, "agreed", bold, italic)
        if isinstance(slot, RefSlot):
            span = self.where({"words": slot.name})
            return PendingReference(slot.name, slot.bare, span, bold, italic, slot.capital)
        if isinstance(slot, BadgeSlot):
            return Badge(slot.letter, slot.label)
        return LineBreak() if isinstance(slot, BreakSlot) else slot

    def text_of(self, text: str) -> str:
        """`text` with the words of its sentinels, for attributes of tables."""
        parts: list[Draft] = []
        self._text(text, parts, bold=False, italic=False)
        return "".join(_plain(part) for part in parts)

    def where(self, node: Any) -> Span:
        """The line of the source on which the node's words stand, as near as can be found."""
        return locate(self.piece, node["words"] if "words" in node else _first_words(node))


def locate(piece: Piece, words: str) -> Span:
    """The place of `words` in the text as written, or its beginning."""
    place = _place_in(piece.source, " ".join(words.split()))
    if place is None:
        return piece.span
    line, col, length = place
    return Span(piece.span.file, piece.span.line + line, col, length)


@lru_cache(maxsize=8192)
def _place_in(source: str, wanted: str) -> tuple[int, int, int] | None:
    """Where the words, with single spaces between them, first stand in the source: how many lines
    come before, the column from 1, and how many characters they have on that line."""
    text, starts, places = _in_one_line(source)
    first = text.find(wanted) if wanted else -1
    if first < 0:
        return None

    def place(at: int) -> int:
        word = bisect_right(starts, at) - 1
        return places[word] + at - starts[word]

    begin, end = place(first), place(first + len(wanted) - 1) + 1
    line_end = source.find("\n", begin, end)
    length = (end if line_end < 0 else line_end) - begin
    return source.count("\n", 0, begin), begin - source.rfind("\n", 0, begin), length


@lru_cache(maxsize=128)
def _in_one_line(source: str) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    """The words of a text with single spaces between them, and where each begins, there and
    in the text: a search in it costs less than a pattern for every paragraph."""
    words = list(re.finditer(r"\S+", source))
    lengths = accumulate((len(word[0]) + 1 for word in words), initial=0)
    starts = tuple(lengths)[: len(words)]
    return " ".join(word[0] for word in words), starts, tuple(word.start() for word in words)


_ENOUGH = 40


def _first_words(node: Any) -> str:
    """The first words of a paragraph that stand in the source as they are: up to a value, at most
    40 characters."""
    run = ""
    for part in _between_values(node):
        if part is not None:
            run += part
            words = run.strip()
            if len(words) < _ENOUGH or not words.strip(" .,;:()"):
                continue
        if run.strip(" .,;:()"):
            break
        run = ""
    return run.strip()[:_ENOUGH] if run.strip(" .,;:()") else ""


def _between_values(node: Any) -> Iterator[str | None]:
    """The words of a tree in pieces, None where a value stands between them."""
    for text in _strings(node):
        if text.isascii():
            yield text
            continue
        for number, part in enumerate(SENTINEL.split(text)):
            if number:
                yield None
            yield part


def _strings(node: Any) -> Iterator[str]:
    """The plain words of a tree, from its beginning."""
    if isinstance(node, dict):
        if node.get("t") == "Str":
            yield node["c"]
        elif node.get("t") == "SoftBreak":
            yield " "
        else:
            yield from _strings(node.get("c"))
    elif isinstance(node, list):
        for inner in node:
            yield from _strings(inner)


def _plain(inline: Draft) -> str:
    return str(getattr(inline, "text", ""))


def _put(line: list[Draft], text: str, *, bold: bool = False, italic: bool = False) -> None:
    """Puts words at the end of a line, joined to words of the same form before them. A sentence
    that ends with `S.A.` has its full stop already."""
    last = line[-1] if line else None
    if isinstance(last, Value):
        if last.text.endswith(".") and text[:1] == "." and text[1:2] != ".":
            text = text[1:]
        if not text:
            return
    elif isinstance(last, Text) and last.bold == bold and last.italic == italic:
        line[-1] = Text(last.text + text, bold, italic)
        return
    line.append(Text(text, bold, italic))
