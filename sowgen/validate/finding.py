"""Findings of the rules: severity from the code table, nearest names in the hint."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sowgen.codes import all_codes
from sowgen.diagnostics import Diagnostic, Span, did_you_mean


def find(
    code: str,
    message: str,
    span: Span,
    hint: str = "",
    related: Iterable[tuple[str, Span]] = (),
) -> Diagnostic:
    """A finding with the severity that the code table gives to `code`."""
    return Diagnostic(code, all_codes()[code].severity, message, span, hint, tuple(related))


def nearest(word: str, known: Collection[str], where: str) -> str:
    """A hint on an unknown id: the nearest known one, else the known ones, else where to add it."""
    hint = did_you_mean(word, known)
    if hint or not known:
        return hint or f"add it under `{where}`"
    names = ", ".join(f"`{name}`" for name in sorted(known)[:8])
    return (
        f"known: {names}"
        + (" and others" if len(known) > 8 else "")
        + f"; or add it under `{where}`"
    )


def listed(names: Iterable[str]) -> str:
    """Ids in a sentence: `` `a`, `b` and `c` ``."""
    quoted = [f"`{name}`" for name in names]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " and " + quoted[-1]
