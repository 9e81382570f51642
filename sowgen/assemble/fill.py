"""Markdown with Jinja → Markdown in which every printed value is a sentinel.

A sentinel is one private-use character; its number leads to a slot that holds what is
printed there. Values therefore never become markup, and a changed number does not change
what pandoc has to parse.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeAlias

import jinja2
from jinja2.runtime import Context

from sowgen.assemble.syntax import syntax_error
from sowgen.assemble.words import MissingWord, Words, capitalised
from sowgen.diagnostics import Diagnostic, Outcome, Span, did_you_mean, error
from sowgen.model.entries import Entries
from sowgen.model.plain import Branch, Leaf, Series
from sowgen.sandbox import (
    MAX_NUMBER,
    MISTAKES,
    NothingStated,
    Sandbox,
    UnknownName,
    is_open,
    is_silent,
)

FIRST = 0xF0000
LAST = 0xFFFFD
SENTINEL = re.compile(f"[{chr(FIRST)}-{chr(LAST)}]")
MAX_PRINTED = 200_000


@dataclass(frozen=True, slots=True)
class RefSlot:
    """A cross-reference to a clause or a named paragraph, by its name."""

    name: str
    bare: bool
    span: Span
    capital: bool = False


@dataclass(frozen=True, slots=True)
class BreakSlot:
    """A new line in the same paragraph or cell."""


@dataclass(frozen=True, slots=True)
class BadgeSlot:
    """A letter of a matrix."""

    letter: str
    label: str


@dataclass(frozen=True, slots=True)
class InsertSlot:
    """Blocks that stand here: `verb` is clause, clauses, particulars, stated, signatures,
    contents or pagebreak."""

    verb: str
    names: tuple[str, ...]
    span: Span


Slot: TypeAlias = Leaf | str | RefSlot | BadgeSlot | BreakSlot | InsertSlot


@dataclass(frozen=True, slots=True)
class Piece:
    """A filled text: Markdown with sentinels, their slots, and where it was written. `asked`
    are the parameters whose value decided what stands in it."""

    markdown: str
    slots: tuple[Slot, ...]
    span: Span
    source: str
    asked: frozenset[str] = frozenset()


def has_sentinel(text: str) -> bool:
    """Whether the text was rendered before."""
    return not text.isascii() and SENTINEL.search(text) is not None


_FILLING: ContextVar[Filler] = ContextVar("filler")
"""The filler at work, for the filters of the one environment that all of them share."""


@jinja2.pass_context
def _finalize(_context: Context, value: Any) -> str:
    """What Jinja calls for every printed value. It takes the context so that Jinja does not
    call it for constants while it compiles."""
    return _FILLING.get().put(value)


def _capital(node: Any) -> Any:
    if isinstance(node, Leaf):
        return node.capitalised()
    if isinstance(node, RefSlot):
        return replace(node, capital=True)
    return capitalised(str(node))


def _told(node: Any, words: Callable[[Words, str], str]) -> Any:
    """Other words for a value, which keep its origin."""
    if isinstance(node, Leaf) and node.stated:
        return Leaf(words(_FILLING.get().words, str(node)), node.path)
    return node


_SANDBOX = Sandbox(
    _finalize,
    {
        "short": lambda node: node.styled("short") if isinstance(node, Leaf) else node,
        "capital": _capital,
        "list": lambda nodes: _FILLING.get().join(nodes, either=False),
        "either": lambda nodes: _FILLING.get().join(nodes, either=True),
        "country": lambda code: _told(code, Words.country),
        "language": lambda code: _told(code, Words.language_name),
        "lower": lambda text: str(text).lower(),
        "row": lambda node: _FILLING.get().row(node),
    },
)


@lru_cache(maxsize=1024)
def _template(source: str) -> jinja2.Template:
    """The text ready to be filled by the filler at work, which has the code of texts that were
    compiled before."""
    return _SANDBOX.template(source, _FILLING.get().compiled)


@dataclass(slots=True)
class Filler:
    """Fills texts with one project's data. `names` is what every text can read; `compiled` keeps
    the code of texts, and may forget."""

    words: Words
    names: Mapping[str, Any]
    compiled: Entries = field(default_factory=dict[str, bytes])
    slots: list[Slot] = field(default_factory=list)
    span: Span = field(default_factory=lambda: Span(""))

    def fill(
        self, source: str, span: Span, values: Mapping[str, Any], functions: Mapping[str, Any]
    ) -> Outcome[Piece | None]:
        """`source` with its values as sentinels; None and one finding where it fails.

        Codes: O101 syntax, O102 unknown name, O103 nothing stated, O104 missing word,
        O105 anything else a template can do wrong.
        """
        self.slots = []
        self.span = span
        scope = {**self.names, **functions, **self._functions(), **values}
        try:
            text = self._render(source, scope)
        except jinja2.TemplateSyntaxError as problem:
            return Outcome(None, (syntax_error(problem, source, self.span),))
        except UnknownName as problem:
            return Outcome(
                None, (self._error("O102", str(problem), _line(problem), source, problem.hint),)
            )
        except NothingStated as problem:
            hint = f"state `{problem.path}`, or wrap the words in `{{% if … %}}`"
            return Outcome(None, (self._error("O103", str(problem), _line(problem), source, hint),))
        except jinja2.UndefinedError as problem:
            word = str(problem).split("'")[1] if str(problem).count("'") >= 2 else ""
            hint = did_you_mean(word, scope)
            return Outcome(None, (self._error("O102", str(problem), _line(problem), source, hint),))
        except MissingWord as problem:
            key = str(problem.args[0])
            hint = (
                did_you_mean(key, self.words.table) or f"add it to words/{self.words.language}.yaml"
            )
            return Outcome(
                None,
                (self._error("O104", f"there is no word `{key}`", _line(problem), source, hint),),
            )
        except MISTAKES as problem:
            return Outcome(None, (self._error("O105", str(problem), _line(problem), source),))
        return Outcome(Piece(text, tuple(self.slots), span, source))

    def _render(self, source: str, scope: Mapping[str, Any]) -> str:
        before = _FILLING.set(self)
        try:
            return _template(source).render(scope)
        finally:
            _FILLING.reset(before)

    def put(self, value: Any) -> str:
        """What stands in the text for a printed value: a sentinel, or several."""
        if isinstance(value, jinja2.Undefined):
            value._fail_with_undefined_error()  # noqa: SLF001 - Jinja's own message
        if isinstance(value, str):
            return self._put_text(value)
        if isinstance(value, Leaf):
            if value.value is None:
                raise NothingStated(value.path)
            if isinstance(value.value, str) and not value.value:
                return ""
            return self._slot(value)
        if isinstance(value, Series):
            return self.join(value, either=False)
        if isinstance(value, Branch):
            raise ValueError(f"`{value.path}` is a section, not a value; print one of its fields")
        if isinstance(value, RefSlot | BadgeSlot | BreakSlot | InsertSlot):
            return self._slot(value)
        if isinstance(value, int | Decimal):
            if abs(Decimal(value)) >= MAX_NUMBER:
                raise ValueError("a number of more than fifteen digits cannot be printed")
            return self._slot(Leaf(value, ""))
        if isinstance(value, date):
            return self._slot(Leaf(value, ""))
        raise ValueError(f"{type(value).__name__} cannot be printed")

    def _put_text(self, text: str) -> str:
        """Text becomes a slot; text that was rendered before already holds its sentinels."""
        if len(text) > MAX_PRINTED:
            raise ValueError(f"more than {MAX_PRINTED:,} characters in one place")
        if not text:
            return text
        if not has_sentinel(text):
            return self._slot(str(text))
        if any(ord(char) - FIRST >= len(self.slots) for char in SENTINEL.findall(text)):
            raise ValueError("private-use characters cannot be printed")
        return text

    def _slot(self, slot: Slot) -> str:
        if len(self.slots) > LAST - FIRST:
            raise ValueError("the text prints too many values")
        self.slots.append(slot)
        return chr(FIRST + len(self.slots) - 1)

    def join(self, nodes: Any, *, either: bool) -> str:
        """Several values as a list in the document's language."""
        if isinstance(nodes, Leaf):
            return self.put(nodes)
        parts = [self.put(node) for node in nodes]
        return self.words.list(parts, either=either) if parts else ""

    def row(self, node: Any) -> Leaf | str:
        """Any node on one line."""
        if isinstance(node, Leaf):
            return node.styled("short")
        return Leaf(self.words.row(node), node.path)

    def _functions(self) -> dict[str, Callable[..., Any]]:
        return {
            "is_open": is_open,
            "is_silent": is_silent,
            "word": lambda key, **parts: self.words.word(
                str(key), **{name: str(part) for name, part in parts.items()}
            ),
            "ref": lambda name, bare=False: RefSlot(str(name), bool(bare), self.span),
            "badge": self._badge,
            "br": BreakSlot,
            "separator": separator,
        }

    def _badge(self, letter: Any, label: Any = "") -> BadgeSlot:
        text = str(letter)
        return BadgeSlot(text, str(label) or self.words.table.get(f"letter_{text.lower()}", text))

    def _error(self, code: str, message: str, line: int, source: str, hint: str = "") -> Diagnostic:
        col = 1
        lines = source.split("\n")
        if 1 <= line <= len(lines):
            text = lines[line - 1]
            word = message.split("`")[-2] if message.count("`") >= 2 else ""
            at = text.find(word.rsplit(".", 1)[-1]) if word else -1
            if at < 0:
                at = max(text.find("{{"), text.find("{%"))
            col = max(at, len(text) - len(text.lstrip()), 0) + 1
        return error(code, message, Span(self.span.file, self.span.line + line - 1, col), hint)


def separator(words: str) -> Callable[[], str]:
    """A function that gives nothing the first time and `words` from then on."""
    first = True

    def give() -> str:
        nonlocal first
        before, first = first, False
        return "" if before else words

    return give


def _line(problem: BaseException) -> int:
    """The template line that Jinja wrote into the traceback."""
    frames = traceback.extract_tb(problem.__traceback__)
    return next((f.lineno or 1 for f in reversed(frames) if f.filename == "<template>"), 1)
