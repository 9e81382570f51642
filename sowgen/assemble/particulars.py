"""The tables of particulars: every value the contract depends on, in one place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from pydantic import BaseModel

from sowgen.assemble.inlines import PendingReference
from sowgen.assemble.words import Words
from sowgen.diagnostics import Span
from sowgen.model.clause import ChosenClause
from sowgen.model.document import Cell, Inline, Origin, Table, Text, Value
from sowgen.model.plain import Branch, Leaf, Node, Series, wrap

_WIDTHS = (46.0, 40.0, 14.0)
_WIDTHS_TWO = (46.0, 54.0)
_LONGEST_LIST = 12


def particulars_table(chosen: Iterable[ChosenClause], words: Words) -> Table | None:
    """A row for each parameter of the clauses: what it is, its value, the article."""
    rows: list[tuple[Cell, ...]] = []
    for entry in chosen:
        for bound in entry.values.values():
            node = wrap(bound.value, bound.path)
            reference: Any = PendingReference(entry.clause.id, True, entry.clause.span)
            rows.append(
                (
                    Cell((Text(_first_sentence(bound.parameter.description)),)),
                    Cell(_value(node, words, bound.span)),
                    Cell((reference,), "center"),
                )
            )
    if not rows:
        return None
    header = tuple(
        Cell((Text(words.word(key), bold=True),)) for key in ("particular", "agreed", "article")
    )
    return Table((header,), tuple(rows), _WIDTHS, alt=words.word("particulars_alt"))


def stated_table(
    section: Branch, words: Words, skip: set[str], span_of: Callable[[str], Span]
) -> Table | None:
    """A row for each value that a section of the specification states, apart from the paths
    in `skip`, which stand in the document elsewhere."""
    rows = []
    for label, leaf in _stated_leaves(section, ""):
        if leaf.path in skip or any(leaf.path.startswith(f"{s}[") for s in skip):
            continue
        value = _value(leaf, words, span_of(leaf.path), whole=True)
        rows.append((Cell((Text(label),)), Cell(value)))
    if not rows:
        return None
    header = tuple(Cell((Text(words.word(key), bold=True),)) for key in ("particular", "agreed"))
    return Table((header,), tuple(rows), _WIDTHS_TWO, alt=words.word("particulars_alt"))


def _value(node: Node, words: Words, span: Span, *, whole: bool = False) -> tuple[Inline, ...]:
    if isinstance(node, Leaf):
        text, state = words.say(node.styled("short"))
        return (Value(text, Origin(node.path, span), state),)
    if isinstance(node, Series) and not whole and _is_long(node):
        text = words.word("entries_in_article", count=str(len(node)))
    elif isinstance(node, Series) and len(node) > 1:
        text = "\n".join(words.row(item) for item in node)
    else:
        text = words.row(node)
    return (Value(text or "–", Origin(node.path, span)),)


def _is_long(node: Series) -> bool:
    """Whether a list is better read in its article: rows of a table, or many lines."""
    return len(node) > _LONGEST_LIST or any(isinstance(item, Branch) for item in node)


def _stated_leaves(node: Branch, prefix: str) -> Iterable[tuple[str, Node | Any]]:
    """Pairs of label and leaf for everything stated below a branch, in order."""
    source = node.source
    if isinstance(source, BaseModel):
        fields: Sequence[tuple[str, str]] = [
            (info.alias or name, _first_sentence(info.description or name))
            for name, info in type(source).model_fields.items()
        ]
    else:
        fields = [(str(key), _name(source[key], str(key))) for key in source]
    for name, label in fields:
        child = node.child(name)
        text = f"{prefix}: {_small(label)}" if prefix and label else prefix or label
        if isinstance(child, Leaf):
            if child.value is not None and child.value is not False:
                yield text, child
        elif isinstance(child, Branch):
            yield from _stated_leaves(child, text)
        elif len(child):
            yield text, child


def _small(label: str) -> str:
    """The label inside a line: small at its beginning, unless it begins with an acronym."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _name(value: Any, key: str) -> str:
    name = getattr(value, "name", None) or getattr(value, "title", None)
    return str(name) if isinstance(name, str) else key.replace("-", " ").replace("_", " ")


def _first_sentence(text: str) -> str:
    """`Payment period. Default: days.` as `Payment period`."""
    first = text.split(". ")[0].split(": a ")[0].split("; ")[0]
    return first.rstrip(".")
