"""Defined terms: used but not defined, defined but not used, defined twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sowgen.assemble.number import runs
from sowgen.diagnostics import Diagnostic, Span, did_you_mean, error, warning
from sowgen.model.document import Document, Paragraph, Text

# A run of capitalised words, with what stands before it.
_RUN = re.compile(
    r"(?P<before>^|[.:!?”’)] |.)"
    r"(?P<words>(?<![A-Za-z0-9-])[A-Z][A-Za-z]+(?:[ -](?:(?:and|of) )?[A-Z][A-Za-z]+)*)"
    r"(?![A-Za-z0-9])"
)


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a document says that may be terms: all of its `words`, and each run of capitalised
    words as what may be a term, all of the run, and the place of its paragraph."""

    words: str
    capitalised: tuple[tuple[str, str, Span], ...]


def read_mentions(document: Document) -> Mentions:
    """What may be terms in a document."""
    blocks = document.blocks()
    texts = (
        part.text
        for block in blocks
        for run in runs(block)
        for part in run
        if isinstance(part, Text)
    )
    capitalised = (
        (words, whole, block.span or Span(""))
        for block in blocks
        if isinstance(block, Paragraph) and block.role != "part"
        for inline in block.inlines
        if isinstance(inline, Text)
        for words, whole in _capitalised(inline.text)
    )
    return Mentions("\n".join(texts), tuple(capitalised))


def check_terms(
    mentions: Iterable[Mentions],
    definitions: Iterable[tuple[str, Span]],
    marked_uses: Iterable[tuple[str, Span]],
    names: Iterable[str],
) -> list[Diagnostic]:
    """Findings on defined terms over the whole package, whose documents have these `mentions`.
    `definitions` are the words of
    `[Words]{.def}` and `marked_uses` those of `[Words]{.term}`, with their places; `names`
    are capitalised words that are no terms (parties, places).

    Codes: O201 unused, O202 defined twice, O203 marked but undefined, O204 looks like a term.
    """
    mentions = list(mentions)
    marked_uses = list(marked_uses)
    defined: dict[str, Span] = {}
    found: list[Diagnostic] = []
    for words, span in definitions:
        if words in defined:
            found.append(
                error(
                    "O202",
                    f"“{words}” is defined twice",
                    span,
                    "keep one definition and use the term in the other place",
                    [("first defined here", defined[words])],
                )
            )
        defined.setdefault(words, span)
    for words, span in marked_uses:
        if _base(words, defined) is None:
            found.append(
                error(
                    "O203",
                    f"“{words}” is used as a term but nobody defines it",
                    span,
                    did_you_mean(words, defined) or f"define it with `[{words}]{{.def}}`",
                )
            )
    words_used = "\n".join(each.words for each in mentions)
    found += _unused(defined, words_used, {w for w, _ in marked_uses})
    capitalised = (run for each in mentions for run in each.capitalised)
    found += _undefined(capitalised, defined, {*names, *(words for words, _ in marked_uses)})
    return found


def _forms(term: str) -> tuple[str, ...]:
    plural = term[:-1] + "ies" if term.endswith("y") and term[-2:-1] not in "aeiou" else term + "s"
    return (term, plural, term + "es")


def _base(words: str, defined: Mapping[str, Span]) -> str | None:
    """The defined term that `words` is a form of."""
    return next((term for term in defined if words in _forms(term)), None)


def _unused(defined: Mapping[str, Span], text: str, marked: set[str]) -> Iterable[Diagnostic]:
    for term, span in defined.items():
        forms = _forms(term)
        if not marked & set(forms) and not any(_stands_in(form, text) for form in forms):
            yield warning(
                "O201",
                f"“{term}” is defined but never used",
                span,
                "use it, or remove the definition",
            )


def _stands_in(words: str, text: str) -> bool:
    """Whether the words stand in the text, and not as a part of longer words."""
    whole = re.compile(rf"\b{re.escape(words)}\b")
    at = text.find(words)
    while at >= 0 and not whole.match(text, at):
        at = text.find(words, at + 1)
    return at >= 0


def _undefined(
    capitalised: Iterable[tuple[str, str, Span]], defined: Mapping[str, Span], names: set[str]
) -> Iterable[Diagnostic]:
    known = {form for term in defined for form in _forms(term)} | names
    seen: set[str] = set()
    for words, whole, span in capitalised:
        if words in seen or _explained(whole, known) or _explained(words, known):
            continue
        seen.add(words)
        yield warning(
            "O204",
            f"“{words}” looks like a defined term, but nobody defines it",
            span,
            f"define it with `[{words}]{{.def}}`, write it "
            "small, or list it under `proper_names` in the words file",
        )


@lru_cache(maxsize=4096)
def _capitalised(text: str) -> tuple[tuple[str, str], ...]:
    """The runs of capitalised words in a text: what may be a term, and all of the run."""
    found = ((_without_first(match), match["words"]) for match in _RUN.finditer(text))
    return tuple((words, whole) for words, whole in found if words)


def _without_first(match: re.Match[str]) -> str:
    """The capitalised words; at the beginning of a sentence the first one says nothing."""
    inside = match["before"] in (" ", "(", "“", "‘", "/")
    return match["words"] if inside else match["words"].partition(" ")[2]


def _explained(words: str, known: set[str]) -> bool:
    """Whether the words are known terms, one or several after another, joined by `and` or
    `of`; an acronym says what it is by itself."""
    words = re.sub(r"^(?:and|of) ", "", words)
    # `reached` holds the places up to which the words are explained, from left to right.
    cuts = [*(match.start() for match in re.finditer(r"[ -]", words)), len(words)]
    reached = [0]
    for cut in cuts:
        for start in reached:
            part = re.sub(r"^(?:and|of) ", "", words[start:cut])
            if part in known or re.fullmatch(r"[A-Z]+s?", part):
                reached.append(cut + 1)
                break
    return reached[-1] == len(words) + 1
