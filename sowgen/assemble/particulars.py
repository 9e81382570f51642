"""The tables of particulars: every value the contract depends on, in one place."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from sowgen.assemble.field_kinds import FieldKind, kind_at, kind_of
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
_ROLE = re.compile(r"\b[Tt]he (OEM|EMS)\b")
_UNIT = re.compile(r",? in (?:working |calendar )?(?:minutes|hours|days|weeks|months|years)$")
_NAMING = ("name", "title", "kind")
"""The fields that name an entry, the first of them that it states."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the deal calls things on paper: `ids` by id of party, role, document, site and step
    of the schedule, `roles` the names that the contract uses for its two sides, by `oem` and
    `ems`."""

    ids: Mapping[str, str]
    roles: Mapping[str, str]

    def of_parties(self, label: str) -> str:
        """The label with the name of the party where the library says `the OEM`."""
        return _ROLE.sub(lambda found: self.roles[found[1].lower()], label)


def particulars_rows(
    entry: ChosenClause, piece: Piece, words: Words, names: Names
) -> tuple[tuple[Cell, ...], ...]:
    """A row for each parameter on which an article depends: what it is, its value, the article.

    A library clause has values that only some of its wordings use; those stay out. A clause of
    the project's own says what the project wants recorded, so all of its values stand.
    """
    rows: list[tuple[Cell, ...]] = []
    read = _read_by(piece)
    for name, bound in entry.values.items():
        # A choice is not printed: the wording follows it, where it gets as far as asking.
        if not entry.clause.own and name not in piece.asked and bound.path not in read:
            continue
        kind = kind_at(bound.parameter.source)
        if bound.parameter.type == "choice":
            kind = "choice"
        node = _named(wrap(bound.value, bound.path), words, names, kind)
        label = names.of_parties(_first_sentence(bound.parameter.description))
        reference: Any = PendingReference(entry.clause.id, True, entry.clause.span)
        rows.append(
            (
                Cell((Text(_capital(label)),)),
                Cell(_value(node, words, bound.span)),
                Cell((reference,), "center"),
            )
        )
    return tuple(rows)


def particulars_table(rows: Sequence[tuple[Cell, ...]], words: Words) -> Table | None:
    """The rows of all articles as a table."""
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
    names: Names,
) -> Table | None:
    """A row for each value that a section of the specification states, apart from the paths
    in `skip`, which stand in the document elsewhere."""
    rows = []
    elsewhere = frozenset(skip)
    for label, leaf, kind in _stated_leaves(section, ""):
        if _lies_in(leaf.path, elsewhere):
            continue
        value = _value(_named(leaf, words, names, kind), words, span_of(leaf.path), whole=True)
        rows.append((Cell((Text(_capital(names.of_parties(label))),)), Cell(value)))
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
        text, state = words.say(node, "short")
        return (Value(text, Origin(node.path, span), state),)
    if isinstance(node, Series) and not whole and _is_long(node):
        text = words.word("entries_in_article", count=str(len(node)))
    elif isinstance(node, Series) and len(node) > 1:
        text = "\n".join(words.row(item) for item in node)
    else:
        text = words.row(node)
    return (Value(text or "–", Origin(node.path, span)),)


def _named(node: Node, words: Words, names: Names, kind: FieldKind) -> Node:
    """A code as the words it stands for: ids, choices, countries, languages. A code in a list
    is told as it is alone."""
    if isinstance(node, Series):
        return Series([_named(item, words, names, kind) for item in node], node.path)
    if not isinstance(node, Leaf) or not isinstance(node.value, str):
        return node
    code = node.value
    if kind == "country":
        told = words.country(code)
    elif kind == "language":
        told = words.language_name(code)
    elif kind == "choice":
        told = names.roles.get(code) or words.choice(code)
    else:
        told = names.ids.get(code, code) if kind == "id" else names.roles.get(code, code)
    return Leaf(told, node.path)


def _is_long(node: Series) -> bool:
    """Whether a list is better read in its article: rows of a table, or many lines."""
    return len(node) > _LONGEST_LIST or any(isinstance(item, Branch) for item in node)


def _stated_leaves(node: Branch, prefix: str) -> Iterable[tuple[str, Leaf | Series, FieldKind]]:
    """Label, leaf and kind for everything stated below a branch, in order. What names an entry
    heads the labels of its fields and is no particular of its own."""
    source = node.source
    if isinstance(source, BaseModel):
        fields = [
            (info.alias or name, label_of(type(source), name), kind_of(type(source), name))
            for name, info in type(source).model_fields.items()
        ]
    else:
        fields = [(str(key), _name(source[key], str(key)), "text") for key in source]
    naming = _naming(source) if node.id else ""
    others = 0
    for name, label, kind in fields:
        child = node.child(name)
        label = _small(label) if isinstance(source, BaseModel) else label
        text = f"{prefix}: {label}" if prefix and label else prefix or label
        if name == naming:
            continue
        if isinstance(child, Leaf):
            if child.value is not None and child.value is not False:
                others += 1
                yield text, child, kind
        elif isinstance(child, Branch):
            others += 1
            # A collection's own name says nothing beside the names of its entries.
            yield from _stated_leaves(
                child, text if isinstance(child.source, BaseModel) else prefix
            )
        elif len(child):
            others += 1
            yield text, child, kind
    if naming and not others:
        leaf = node.child(naming)
        if isinstance(leaf, Leaf):
            label = _small(label_of(type(source), naming))
            yield f"{prefix}: {label}" if prefix else label, leaf, "text"


def _small(label: str) -> str:
    """The label inside a line: small at its beginning, unless it begins with an acronym."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]


def _naming(value: Any) -> str:
    """The field that names an entry, '' where none does."""
    return next((f for f in _NAMING if isinstance(getattr(value, f, None), str)), "")


def _name(value: Any, key: str) -> str:
    field = _naming(value) if isinstance(value, BaseModel) else ""
    if field:
        return str(getattr(value, field))
    return key if " " in key else key.replace("-", " ").replace("_", " ")


def label_of(model: type[BaseModel], field: str) -> str:
    """What a field is, in a few words: the first sentence of its description."""
    words = _first_sentence(model.model_fields[field].description or field)
    words = re.sub(r"^Ids? of (?:the )?", "", words)
    # The value says its unit, and its choice.
    return _capital(_UNIT.sub("", words.split(": ")[0]))


def _first_sentence(text: str) -> str:
    """`Payment period. Default: days.` as `Payment period`."""
    first = text.split(". ")[0].split(": a ")[0].split("; ")[0]
    return first.rstrip(".")
