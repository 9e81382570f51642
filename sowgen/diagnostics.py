"""What a room says about its input: spans, diagnostics, and the outcome that carries both.

A user's mistake is never an exception. A room returns `Outcome(value, diagnostics)`;
an exception means a bug in sowgen or a broken tool.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from sowgen.codes import Severity, all_codes

T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file: `file` as a path relative to the workspace with forward slashes,
    `line` and `col` counted from 1 (0: the file as a whole), `length` in characters
    under which the caret stands.
    """

    file: str
    line: int = 0
    col: int = 0
    length: int = 1


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. `code` is a key of `sowgen.codes.all_codes()`; `hint` says what to write."""

    code: str
    severity: Severity
    message: str
    span: Span
    hint: str = ""
    related: tuple[tuple[str, Span], ...] = ()

    @property
    def is_error(self) -> bool:
        """Whether the finding stops a build."""
        return self.severity == "error"


def error(
    code: str,
    message: str,
    span: Span,
    hint: str = "",
    related: Iterable[tuple[str, Span]] = (),
) -> Diagnostic:
    """A finding that stops the build."""
    return Diagnostic(code, "error", message, span, hint, tuple(related))


def warning(
    code: str,
    message: str,
    span: Span,
    hint: str = "",
    related: Iterable[tuple[str, Span]] = (),
) -> Diagnostic:
    """A finding that is reported and, with `--strict`, stops the build."""
    return Diagnostic(code, "warning", message, span, hint, tuple(related))


def info(code: str, message: str, span: Span, hint: str = "") -> Diagnostic:
    """A remark that never stops a build."""
    return Diagnostic(code, "info", message, span, hint)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What a room gives back: a value (None where there is none to give) and its findings."""

    value: T
    diagnostics: tuple[Diagnostic, ...] = field(default=())

    @property
    def ok(self) -> bool:
        """Whether there is no error among the findings; warnings may be there."""
        return not any(d.is_error for d in self.diagnostics)


def nearest_of(word: str, known: Iterable[str]) -> str | None:
    """The known word nearest to `word`, None where none is near."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return near[0] if near else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names the known word nearest to `word`, or '' where none is near."""
    near = nearest_of(word, known)
    return f"did you mean `{near}`?" if near else ""


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings, each distinct one once: first those that others follow from (`Code.cause`),
    errors before warnings; then the rest. Within each, by file, line, column and code."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=_place_in_order))


def _place_in_order(d: Diagnostic) -> tuple[int, str, int, int, str, str]:
    code = all_codes().get(d.code)
    rank = 2 if code is None or not code.cause else 0 if d.is_error else 1
    return (rank, d.span.file, d.span.line, d.span.col, d.code, d.message)
