"""YAML 1.2 text → a `Tree`: data with the place of every key and value.

Built from parser events in one pass, so that places, bounds and duplicate keys are ours to
check. Plain scalars follow the YAML 1.2 core schema: `NO` and `12:30` are text, `1.10`
remembers its digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import yaml

from sowgen.diagnostics import Diagnostic, Outcome, Span, error
from sowgen.load.conflicts import find_conflict
from sowgen.load.yaml_scalars import resolve_plain
from sowgen.load.yaml_syntax import syntax_error
from sowgen.model.tree import Path, Tree, children
from sowgen.workspace import REFUSED

MAX_DEPTH = 20
MAX_ALIASES = 100
MAX_NODES = 50_000
KEPT = 256
"""Texts whose trees are kept for the next run in the same process: the workspace's own, and the
files of a handful of projects."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Refused(Exception):
    """Carries one finding out of the builder."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def load_yaml(text: str, file: str, *, first_line: int = 1) -> Outcome[Tree | None]:
    """The document in `text` as a tree; None with one finding where it cannot be read.

    `text` is what `workspace.read_text` gives of `file`, or a part of it that begins on line
    `first_line`. An empty document is an empty mapping. The same text gives the same tree, which
    nobody may change. Codes: Y101 to Y111.
    """
    return _load(text, file, first_line)


@lru_cache(maxsize=KEPT)
def _load(text: str, file: str, first_line: int) -> Outcome[Tree | None]:
    conflict = find_conflict(text, file, first_line)
    if conflict is not None:
        return Outcome(None, (conflict,))
    builder = _Builder(text, file, first_line)
    try:
        data = builder.build()
    except _Refused as refused:
        return Outcome(None, (refused.diagnostic,))
    except yaml.YAMLError as problem:
        conflict = find_conflict(text, file, first_line, sure=False)
        return Outcome(None, (conflict or syntax_error(problem, text, file, first_line),))
    return Outcome(Tree(data, builder.values, builder.keys, file), tuple(builder.found))


def events(text: str) -> Callable[[], Any]:
    """The parser's events of `text`, one at each call, None at the end. Raises
    `yaml.YAMLError`."""
    read: Callable[[], Any] = _LOADER(text).get_event
    return read


def _height(data: Any) -> int:
    """The levels below a value."""
    return 1 + max((_height(child) for _, child in children(data)), default=-1)


class _Builder:
    """Reads one document; `values` and `keys` are the places of its tree."""

    def __init__(self, text: str, file: str, first_line: int) -> None:
        self.file = file
        self.first_line = first_line
        self.values: dict[Path, Span] = {}
        self.keys: dict[Path, Span] = {}
        self.found: list[Diagnostic] = []
        self.next = events(text)
        self.anchors: dict[str, tuple[Any, Path, int]] = {}
        self.aliases = 0
        self.nodes = 0

    def span(self, event: Any) -> Span:
        start, end = event.start_mark, event.end_mark
        line, column = start.line, start.column
        length = end.column - column if end.line == line else 1
        return Span(self.file, line + self.first_line, column + 1, max(1, length))

    def refuse(self, code: str, message: str, event: Any, hint: str = "") -> _Refused:
        return _Refused(error(code, message, self.span(event), hint))

    def build(self) -> Any:
        """The data of the document, {} where there is none."""
        data: Any = None
        while (event := self.next()) is not None:
            if isinstance(event, yaml.DocumentStartEvent):
                if self.nodes:
                    raise self.refuse(
                        "Y102",
                        "a second document begins here",
                        event,
                        "a file holds one document: remove the `---` line",
                    )
                data = self.node(self.next(), (), 0)
        if data is not None:
            return data
        self.values = {(): Span(self.file, self.first_line, 1)}
        return {}

    def node(self, event: Any, path: Path, depth: int) -> Any:
        """The value that begins with `event`, its places noted at `path`."""
        if depth > MAX_DEPTH:
            raise self.refuse(
                "Y103", f"more than {MAX_DEPTH} levels deep", event, "flatten the structure"
            )
        kind = type(event)
        if kind is yaml.AliasEvent:
            return self.alias(event, path, depth)
        self.count(1, event)
        before = self.nodes
        if kind is yaml.ScalarEvent:
            value = self.scalar(event, path)
        elif kind is yaml.SequenceStartEvent:
            value = self.sequence(event, path, depth)
        else:
            value = self.mapping(event, path, depth)
        if event.anchor:
            self.anchors[event.anchor] = (value, path, self.nodes - before + 1)
        return value

    def count(self, more: int, event: Any) -> None:
        self.nodes += more
        if self.nodes > MAX_NODES:
            raise self.refuse(
                "Y104",
                f"more than {MAX_NODES:,} values once aliases are expanded",
                event,
                "split the project into fewer, smaller parts",
            )

    def alias(self, event: Any, path: Path, depth: int) -> Any:
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            raise self.refuse(
                "Y104", f"more than {MAX_ALIASES} aliases", event, "write the values out"
            )
        if event.anchor not in self.anchors:
            raise self.refuse("Y105", f"the alias `*{event.anchor}` has no anchor before it", event)
        value, source, size = self.anchors[event.anchor]
        if depth + _height(value) > MAX_DEPTH:
            raise self.refuse("Y103", f"more than {MAX_DEPTH} levels deep", event, "write it out")
        self.count(size, event)
        self.place_again(value, source, path)
        return value

    def place_again(self, value: Any, source: Path, path: Path) -> None:
        """Notes for an alias at `path` where the values of its anchor are written."""
        self.values[path] = self.values[source]
        for step, child in children(value):
            if (*source, step) in self.keys:
                self.keys[(*path, step)] = self.keys[(*source, step)]
            self.place_again(child, (*source, step), (*path, step))

    def refuse_tag(self, event: Any, usual: str) -> None:
        if event.tag not in (None, "!", usual):
            raise self.refuse(
                "Y106",
                f"the tag `{event.tag}` is not allowed",
                event,
                "write plain YAML without `!` tags",
            )

    def sequence(self, event: Any, path: Path, depth: int) -> list[Any]:
        self.refuse_tag(event, "tag:yaml.org,2002:seq")
        self.values[path] = self.span(event)
        items: list[Any] = []
        while type(inner := self.next()) is not yaml.SequenceEndEvent:
            at = (*path, len(items))
            child = self.node(inner, at, depth + 1)
            if child is None:
                self.refuse_null(at, f"item {len(items) + 1} of the list")
            items.append(child)
        return items

    def mapping(self, event: Any, path: Path, depth: int) -> dict[str, Any]:
        self.refuse_tag(event, "tag:yaml.org,2002:map")
        self.values[path] = self.span(event)
        value: dict[str, Any] = {}
        while type(inner := self.next()) is not yaml.MappingEndEvent:
            key, span = self.key(inner), self.span(inner)
            at = (*path, key)
            if not value and event.flow_style is not True:
                self.values[path] = span
            child = self.node(self.next(), at, depth + 1)
            if key in value:
                raise _Refused(
                    error(
                        "Y108",
                        f"`{key}` stands twice in the same mapping",
                        span,
                        "keep one of the two",
                        [("first here", self.keys[at])],
                    )
                )
            if child is None:
                self.refuse_null(at, f"`{key}`")
            value[key] = child
            self.keys[at] = span
        return value

    def key(self, event: Any) -> str:
        if type(event) is not yaml.ScalarEvent:
            raise self.refuse(
                "Y107",
                "a key must be a plain word",
                event,
                "`{{ }}` and lists need quotes around them",
            )
        key: str = event.value
        self.refuse_controls(event)
        if key == "<<" or event.tag == "tag:yaml.org,2002:merge":
            raise self.refuse(
                "Y106",
                "merge keys (`<<`) are not part of YAML 1.2",
                event,
                "write the values out",
            )
        return key

    def refuse_null(self, at: Path, what: str) -> None:
        self.found.append(
            error(
                "Y109",
                f"{what} has no value",
                replace(self.values[at], length=1),
                'an amount with commas needs quotes inside `{ }`: `"EUR 300,000"`'
                if re.fullmatch(r"`\d+`", what)
                else "write a value, `to be agreed` or `not stated`, or remove the line",
            )
        )

    def scalar(self, event: Any, path: Path) -> Any:
        self.values[path] = self.span(event)
        self.refuse_controls(event)
        plain = event.implicit[0] and not event.style
        if event.tag == "tag:yaml.org,2002:str":
            plain = False
        else:
            self.refuse_tag(event, "tag:yaml.org,2002:str")
        return resolve_plain(event.value) if plain else event.value

    def refuse_controls(self, event: Any) -> None:
        """Only text in double quotes can hold what the file itself does not."""
        match = REFUSED.search(event.value) if event.style == '"' else None
        if match:
            raise self.refuse(
                "Y110",
                f"the control character U+{ord(match[0]):04X} is not allowed",
                event,
                "remove it; it cannot stand in a document",
            )
