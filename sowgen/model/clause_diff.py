"""What differs between two versions of a clause: the fields of its front matter, and the words of
its wordings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sowgen.model.clause import Clause, ClauseRight, Condition, Parameter
from sowgen.model.written import as_written

_MARK = re.compile(
    r"(?:[-*+]|#\.|\(?[0-9]+[.)]|\(?[a-z]+\))[ \t]|#{1,6} |:::|\||\+[-=:+]+|\{%|\[\]\{"
)
"""What begins a line that does not go on the one above it."""
_ALONE = re.compile(r"#{1,6} |:::|\||\+[-=:+]+|\{%.*%\}$")
"""What ends with its line."""
_RULE = re.compile(r"([-=])\1{2,}")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of the front matter by its path (`parameters.days.default`), with its values as
    text, '' for one that is not there."""

    field: str
    old: str
    new: str


def changed_fields(old: Clause, new: Clause) -> tuple[FieldChange, ...]:
    """The fields of the front matter that differ, in the order in which they are written."""
    before, after = dict(_fields(old)), dict(_fields(new))
    return tuple(
        FieldChange(name, before.get(name, ""), after.get(name, ""))
        for name in dict.fromkeys((*before, *after))
        if before.get(name, "") != after.get(name, "")
    )


def _fields(clause: Clause) -> Iterator[tuple[str, str]]:
    yield "title", clause.title
    yield "area", clause.area
    yield "order", str(clause.order)
    yield "summary", clause.summary
    yield "topics", as_written(clause.topics)
    yield "document", clause.document
    yield "positions", as_written(tuple(clause.wordings))
    for name, parameter in clause.parameters.items():
        yield from ((f"parameters.{name}{key}", value) for key, value in _parameter(parameter))
    yield "requires", as_written(clause.requires)
    yield "conflicts", as_written(clause.conflicts)
    yield "applies_when", _condition(clause.applies_when)
    yield "mandatory_when", _condition(clause.mandatory_when)
    yield (
        "constraints",
        _listed(f"{check.expression}: {said}" for check, said in clause.constraints),
    )
    yield "decisions", _listed(_right(right) for right in clause.decisions)
    yield "authority", as_written(dict(clause.authority))


def _parameter(parameter: Parameter) -> Iterator[tuple[str, str]]:
    """The keys of a parameter, each with a dot before it; its type stands for the whole of it."""
    yield "", parameter.type
    yield ".description", parameter.description
    yield ".from", parameter.source
    yield ".default", _stated(parameter.default)
    yield ".range", _range(parameter.minimum, parameter.maximum)
    yield ".choices", as_written(parameter.choices)
    yield ".columns", as_written(parameter.columns)
    yield ".optional", "true" if parameter.optional else ""
    yield ".unit", parameter.unit
    for position, default in parameter.defaults.items():
        yield f".positions.{position}.default", _stated(default)
    for position, (low, high) in parameter.ranges.items():
        yield f".positions.{position}.range", _range(low, high)


def _stated(value: object) -> str:
    return "" if value is None else as_written(value)


def _range(low: object, high: object) -> str:
    return "" if low is None and high is None else f"{_stated(low)} .. {_stated(high)}".strip()


def _condition(condition: Condition | None) -> str:
    return condition.expression if condition else ""


def _listed(items: Iterable[str]) -> str:
    return "; ".join(items)


def _right(right: ClauseRight) -> str:
    facts = {
        "about": as_written(right.about),
        "when": _condition(right.when),
        "response_window": right.response_window,
        "inform_within": right.inform_within,
        "threshold": right.threshold,
        "level": as_written(dict(right.level)),
        "above": as_written(dict(right.above)),
        "silence": as_written(dict(right.silence)),
    }
    return ", ".join(f"{name}: {value}" for name, value in facts.items() if value)


def words_of(markdown: str) -> tuple[str, ...]:
    """The words of a wording. Before each paragraph, list item, table row and template line stands
    a break: a line feed, two after an empty line, and the spaces by which it is indented. Lines of
    one paragraph make no difference, nor does the width of table columns."""
    words: list[str] = []
    empty, alone = True, False
    for line in markdown.strip("\n").split("\n"):
        text = line.strip()
        if not text:
            empty = True
            continue
        if empty or alone or _MARK.match(text):
            indent = line.expandtabs(4)
            breaks = "\n\n" if empty else "\n"
            words.append(breaks + " " * (len(indent) - len(indent.lstrip())))
        words += _RULE.sub(r"\1\1\1", text).split()
        empty, alone = False, _ALONE.match(text) is not None
    return tuple(words)
