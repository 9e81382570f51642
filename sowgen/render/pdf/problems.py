"""Diagnostics from typst's findings.

typst for Python gives a finding as the text its command line prints:

    error: unknown variable: acent
      ┌─ main.typ:12:7
      │
    12 │ #let x = acent
      │          ^^^^^
      = hint: …

The column there counts from 0. Several findings stand one after the other; `help:` starts
a remark on the one before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sowgen.diagnostics import Diagnostic, Span, error, warning

DESIGN_NAME = "main.typ"
"""The name under which typst knows the page design."""

_HEAD = re.compile(r"^(error|warning|help): ", re.MULTILINE)
_PLACE = re.compile(r"┌─ (?P<file>.+?):(?P<line>\d+):(?P<col>\d+)\s*$", re.MULTILINE)
_CARETS = re.compile(r"│ +(\^+)")
_HINT = re.compile(r"= hint: (.+)")
_OTHER_FILE = re.compile(r"(file not found|failed to load file|would escape the project root)")
_READS_NOTHING = "a page design reads no file but `document.json`; draw logos with typst's shapes"


@dataclass(frozen=True, slots=True)
class _Finding:
    kind: str
    message: str
    span: Span
    hint: str


def from_error(text: str, path: str) -> tuple[Diagnostic, ...]:
    """The errors in `text` as W202; `path` is the design's file. There is always one."""
    found = [f for f in _findings(text, path) if f.kind == "error"]
    if not found:
        return (error("W202", text.strip() or "typst gave no message", Span(path)),)
    return tuple(error("W202", f.message, f.span, f.hint) for f in found)


def from_warnings(texts: Iterable[str], path: str) -> tuple[Diagnostic, ...]:
    """The warnings in `texts` as W203."""
    return tuple(
        warning("W203", f.message, f.span, f.hint)
        for text in texts
        for f in _findings(text, path)
        if f.kind == "warning"
    )


def _findings(text: str, path: str) -> Iterator[_Finding]:
    heads = list(_HEAD.finditer(text))
    for head, after in zip(heads, [*(h.start() for h in heads[1:]), len(text)], strict=True):
        part = text[head.end() : after]
        message = part.partition("\n")[0].strip()
        hint = "; ".join(_HINT.findall(part))
        if _OTHER_FILE.search(message):
            # The rest names folders of this machine, where the design has no business.
            message, hint = message.partition(" (")[0], _READS_NOTHING
        yield _Finding(head[1], message, _span(part, path), hint)


def _span(part: str, path: str) -> Span:
    place = _PLACE.search(part)
    if not place or not place["file"].endswith(DESIGN_NAME):
        return Span(path)
    carets = _CARETS.search(part)
    length = len(carets[1]) if carets else 1
    return Span(path, int(place["line"]), int(place["col"]) + 1, length)
