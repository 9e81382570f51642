"""The tables of particulars: every value the contract depends on, in one place."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from sowgen.assemble.fill import Piece
from sowgen.assemble.inlines import PendingReference
from sowgen.assemble.words import Words
from sowgen.diagnostics import Span
from sowgen.model.clause import ChosenClause
from sowgen.model.document import Cell, Inline, Origin, Table, Text, Value
from sowgen.model.plain import Branch, Leaf, Node, Series, wrap

_WIDTHS = (46.0, 40.0, 14.0)
_WIDTHS_TWO = (46.0, 54.0)
_LONGEST_LIST = 12
_WORD = re.compile(r"\w+")
_STEP = re.compile(r"[.\[]")


def particulars_table(chosen: Iterable[tuple[ChosenClause, Piece]], words: Words) -> Table | None:
    """A row for each parameter on which an article depends: what it is, its value, the article.

    A library clause has values that only some of its wordings use; those stay out. A clause of
    the project's own says what the project wants recorded, so all of its values stand.
    """
    rows: list[tuple[Cell, ...]] = []
    for entry, piece in chosen:
        read = _read_by(piece)
        for name, bound in entry.values.items():
            # A choice is not printed: the wording follows it.
            decides = bound.parameter.type in ("choice", "boolean")
            if not entry.clause.own and (name if decides else bound.path) not in read:
                continue
            node = wrap(bound.value, bound.path)
            reference: Any = PendingReference(entry.clause.id, True, entry.clause.span)
            rows.append(
                (
                    Cell((Text(_first_sentence(bound.parameter.description)),)),
                    Cell(_value(_named(node, {}), words, bound.span)),
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
    section: Branch,
    words: Words,
    skip: Collection[str],
    span_of: Callable[[str], Span],
    names: Mapping[str, str],
) -> Table | None:
    """A row for each value that a section of the specification states, apart from the paths
    in `skip`, which stand in the document elsewhere. `names` says what ids stand for."""
    rows = []
    elsewhere = frozenset(skip)
    for label, leaf in _stated_leaves(section, ""):
        if _lies_in(leaf.path, elsewhere):
            continue
        value = _value(_named(leaf, names), words, span_of(leaf.path), whole=True)
        rows.append((Cell((Text(label),)), Cell(value)))
    if not rows:
        return None
    header = tuple(Cell((Text(words.word(key), bold=True),)) for key in ("particular", "agreed"))
    return Table((header,), tuple(rows), _WIDTHS_TWO, alt=words.word("particulars_alt"))


def _read_by(piece: Piece) -> set[str]:
    """Every name the wording mentions, and the path of every value it prints with the paths
    above it (`a.b[0]`, `a.b`, `a`)."""
    read = set(_WORD.findall(piece.source))
    for slot in piece.slots:
        path = slot.path if isinstance(slot, Leaf) else ""
        read.add(path)
        read.update(path[: match.start()] for match in _STEP.finditer(path))
    return read


def _lies_in(path: str, places: frozenset[str]) -> bool:
    """Whether the path or one above it is among `places`."""
    above = (path[:end] for end, char in enumerate(path) if char in ".[")
    return path in places or any(place in places for place in above)


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


_CHOICE = re.compile(r"[a-z]+(?:_[a-z]+)+")


def _named(node: Node, names: Mapping[str, str]) -> Node:
    """An id as the name it stands for, a choice such as `open_book` as words."""
    if not isinstance(node, Leaf) or not isinstance(node.value, str):
        return node
    if _CHOICE.fullmatch(node.value):
        return Leaf(node.value.replace("_", " "), node.path)
    return Leaf(names.get(node.value, node.value), node.path)


def _is_long(node: Series) -> bool:
    """Whether a list is better read in its article: rows of a table, or many lines."""
    return len(node) > _LONGEST_LIST or any(isinstance(item, Branch) for item in node)


def _stated_leaves(node: Branch, prefix: str) -> Iterable[tuple[str, Node | Any]]:
    """Pairs of label and leaf for everything stated below a branch, in order."""
    source = node.source
    if isinstance(source, BaseModel):
        fields: Sequence[tuple[str, str]] = [
            (info.alias or name, label_of(type(source), name))
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
            # A collection's own name says nothing beside the names of its entries.
            yield from _stated_leaves(
                child, text if isinstance(child.source, BaseModel) else prefix
            )
        elif len(child):
            yield text, child


def _small(label: str) -> str:
    """The label inside a line: small at its beginning, unless it begins with an acronym."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _name(value: Any, key: str) -> str:
    name = getattr(value, "name", None) or getattr(value, "title", None)
    return str(name) if isinstance(name, str) else key.replace("-", " ").replace("_", " ")


def label_of(model: type[BaseModel], field: str) -> str:
    """What a field is, in a few words: the first sentence of its description."""
    words = _first_sentence(model.model_fields[field].description or field)
    words = re.sub(r"^[Ii]d of (?:the )?", "", words)
    return words[:1].upper() + words[1:]


def _first_sentence(text: str) -> str:
    """`Payment period. Default: days.` as `Payment period`."""
    first = text.split(". ")[0].split(": a ")[0].split("; ")[0]
    return first.rstrip(".")
