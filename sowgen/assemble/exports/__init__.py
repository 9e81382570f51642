"""Files of data beside the documents, asked for in the front matter of outlines:
`exports: {xlsx: matrix}`.

Each is a module with a `make(given, words)` that gives a `Workbook`, an `Agenda` or a `Network`,
or None where there is nothing to give. To add one: the module, and a line here.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from sowgen.assemble.ingredients import Ingredients
from sowgen.assemble.words import Words
from sowgen.diagnostics import Diagnostic, did_you_mean, error
from sowgen.model.artifact import Format
from sowgen.model.export import Data, Export
from sowgen.model.kind import Kind

__all__ = ["make_exports"]

_EXPORTS: Mapping[Format, Mapping[str, str]] = MappingProxyType(
    {
        "xlsx": {
            "matrix": "sowgen.assemble.exports.matrix",
            "schedule": "sowgen.assemble.exports.schedule",
            "scorecard": "sowgen.assemble.exports.scorecard",
        },
        "ics": {
            "milestones": "sowgen.assemble.exports.milestones",
            "meetings": "sowgen.assemble.exports.meetings",
        },
        "mspdi": {"network": "sowgen.assemble.exports.network"},
    }
)
_INTERNAL = frozenset({"scorecard"})
"""Exports that an outbound kind cannot ask for."""


def make_exports(
    given: Ingredients, words: Words, kinds: Iterable[Kind], found: list[Diagnostic]
) -> Iterator[Export]:
    """What the kinds export, in their order. O119 where one asks for what is not known."""
    for kind in kinds:
        for format_, name in kind.head.exports.items():
            known = _EXPORTS[format_]
            if name not in known or (kind.head.audience == "outbound" and name in _INTERNAL):
                hint = did_you_mean(name, known) or "there are: " + ", ".join(known)
                message = f"`{kind.id}` cannot export `{name}` as {format_}"
                found.append(error("O119", message, kind.export_spans[format_], hint))
                continue
            data: Data | None = importlib.import_module(known[name]).make(given, words)
            if data is not None:
                yield Export(kind.id, format_, data)
