"""Which documents of a package are annexes, by which letters, and what may not be in a package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sowgen.assemble.ingredients import INTERNAL_NAMES, Ingredients
from sowgen.assemble.number import letter
from sowgen.assemble.words import Words
from sowgen.diagnostics import Diagnostic, Span, error
from sowgen.model.artifact import BUNDLE
from sowgen.model.kind import Kind
from sowgen.sandbox import evaluate


def annex_letters(kinds: Iterable[Kind], names: Mapping[str, Any]) -> dict[str, str]:
    """The letter of each annex by its kind, in the package's order: outbound documents that
    apply to the deal and that no party signs. `names` are what their conditions can read."""
    found = [
        kind.id
        for kind in kinds
        if not kind.head.signatures
        and kind.head.audience == "outbound"
        and (kind.applies_when is None or evaluate(kind.applies_when, names, "O102").value)
    ]
    return {name: letter(number).upper() for number, name in enumerate(found, start=1)}


def annex_label(words: Words, sign: str) -> str:
    """`Annex B`; '' without a letter."""
    return words.word("annex_letter", letter=sign) if sign else ""


def annex_title(words: Words, sign: str, title: str) -> str:
    """`Annex B: Schedule`; the title alone without a letter."""
    if not sign:
        return title
    return words.word("annex_title", annex=annex_label(words, sign), title=title)


def refused(given: Ingredients) -> Iterator[Diagnostic]:
    """B102 for a kind that would write over the bound package; B103 for a clause that takes a
    value from what stays in the own company."""
    for kind in given.kinds:
        if kind.id == BUNDLE:
            yield error(
                "B102",
                f"`{BUNDLE}` is the name of the bound package",
                Span(kind.span.file, 1, 1),
                f"give the folder `templates/{BUNDLE}` another name",
            )
    for entry in given.clauses.values():
        for parameter in entry.clause.parameters.values():
            if parameter.source.partition(".")[0] in INTERNAL_NAMES:
                yield error(
                    "B103",
                    f"`{parameter.name}` takes its value from `{parameter.source}`, "
                    "which is internal",
                    parameter.span,
                    "state what the other party may know in a section of its own",
                )
