"""Defined terms: used but not defined, defined but not used, defined twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sowgen.assemble.number import runs
from sowgen.diagnostics import Diagnostic, Span, did_you_mean, error, warning
from sowgen.model.document import Document, Paragraph, Term, Text

# A capitalised word inside a sentence: after a small word, a comma or an opening bracket.
_INSIDE = re.compile(
    r"(?<=[a-z,;(] )((?:[A-Z][a-z]+)(?:[ -](?:and |of )?[A-Z][a-z]+)*)(?![A-Za-z0-9])"
)


def check_terms(
    documents: Iterable[Document],
    marked_uses: Iterable[tuple[str, Span]],
    names: Iterable[str],
) -> list[Diagnostic]:
    """Findings on defined terms over the whole package. `marked_uses` are the words of
    `[Words]{.term}`, `names` capitalised words that are no terms (parties, places).

    Codes: O201 unused, O202 defined twice, O203 marked but undefined, O204 looks like a term.
    """
    paragraphs = [
        (document, block)
        for document in documents
        for block in document.blocks()
        if isinstance(block, Paragraph) and block.role != "part"
    ]
    defined: dict[str, Span] = {}
    found: list[Diagnostic] = []
    for _, block in paragraphs:
        for inline in block.inlines:
            if not isinstance(inline, Term):
                continue
            span = block.span or Span("")
            if inline.text in defined:
                found.append(
                    error("O202", f"“{inline.text}” is defined twice", span,
                          "keep one definition and use the term in the other place",
                          [("first defined here", defined[inline.text])])
                )  # fmt: skip
            else:
                defined[inline.text] = span
    for words, span in marked_uses:
        if _base(words, defined) is None:
            found.append(
                error("O203", f"“{words}” is used as a term but nobody defines it", span,
                      did_you_mean(words, defined) or f"define it with `[{words}]{{.def}}`")
            )  # fmt: skip
    words_used = "\n".join(
        part.text
        for document in documents
        for block in document.blocks()
        for run in runs(block)
        for part in run
        if isinstance(part, Text)
    )
    found += _unused(defined, words_used, {w for w, _ in marked_uses})
    found += _undefined(paragraphs, defined, set(names))
    return found


def _forms(term: str) -> tuple[str, ...]:
    plural = term[:-1] + "ies" if term.endswith("y") and term[-2:-1] not in "aeiou" else term + "s"
    return (term, plural, term + "es")


def _base(words: str, defined: Mapping[str, Span]) -> str | None:
    """The defined term that `words` is a form of."""
    return next((term for term in defined if words in _forms(term)), None)


def _unused(
    defined: Mapping[str, Span], text: str, marked: set[str]
) -> Iterable[Diagnostic]:
    for term, span in defined.items():
        pattern = "|".join(re.escape(form) for form in _forms(term))
        if not re.search(rf"\b(?:{pattern})\b", text) and not marked & set(_forms(term)):
            yield warning("O201", f"“{term}” is defined but never used", span,
                          "use it, or remove the definition")  # fmt: skip


def _undefined(
    paragraphs: Iterable[tuple[Document, Paragraph]],
    defined: Mapping[str, Span],
    names: set[str],
) -> Iterable[Diagnostic]:
    known = {form for term in defined for form in _forms(term)} | names
    seen: set[str] = set()
    for _, block in paragraphs:
        for inline in block.inlines:
            if not isinstance(inline, Text):
                continue
            for match in _INSIDE.finditer(inline.text):
                words = match[1]
                if words in seen or _explained(words, known):
                    continue
                seen.add(words)
                yield warning("O204", f"“{words}” looks like a defined term, but nobody defines it",
                              block.span or Span(""), f"define it with `[{words}]{{.def}}`, write it "
                              "small, or list it under `proper_names` in the words file")  # fmt: skip


def _explained(words: str, known: set[str]) -> bool:
    """Whether the words are a known term or made of known terms (`Purchase Order Invoice`)."""
    if words in known:
        return True
    parts = re.split(r"[ -]", words)
    return any(
        " ".join(parts[:cut]) in known and _explained(" ".join(parts[cut:]), known)
        for cut in range(1, len(parts))
    )
