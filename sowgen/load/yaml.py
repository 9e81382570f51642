"""YAML 1.2 text → a `Tree`: data with the place of every key and value.

Built from parser events in one pass, so that places, bounds and duplicate keys are ours to
check. Plain scalars follow the YAML 1.2 core schema: `NO` and `12:30` are text, `1.10`
remembers its digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import yaml

from sowgen.diagnostics import Diagnostic, Outcome, Span, error
from sowgen.load.yaml_syntax import syntax_error
from sowgen.model.tree import Path, Tree
from sowgen.model.values import RawFloat, RawInt
from sowgen.workspace import REFUSED

MAX_DEPTH = 20
MAX_ALIASES = 100
MAX_NODES = 50_000

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEX = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NULL = ("", "~", "null", "Null", "NULL")
_TRUE = ("true", "True", "TRUE")
_FALSE = ("false", "False", "FALSE")


class _Refused(Exception):
    """Carries one finding out of the builder."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


@dataclass(slots=True)
class _Node:
    value: Any
    span: Span
    items: list[tuple[str | int, Span | None, _Node]]


def load_yaml(text: str, file: str, *, first_line: int = 1) -> Outcome[Tree | None]:
    """The document in `text` as a tree; None with one finding where it cannot be read.

    `first_line` is the line of `file` on which `text` begins, for front matter. An empty
    document is an empty mapping. Codes: Y101 to Y110.
    """
    builder = _Builder(file, first_line)
    try:
        root = builder.build(text)
    except _Refused as refused:
        return Outcome(None, (refused.diagnostic,))
    except yaml.YAMLError as problem:
        return Outcome(None, (syntax_error(problem, text, file, first_line),))
    values: dict[Path, Span] = {}
    keys: dict[Path, Span] = {}
    _places(root, (), values, keys)
    return Outcome(Tree(root.value, values, keys, file), tuple(builder.found))


def _places(node: _Node, path: Path, values: dict[Path, Span], keys: dict[Path, Span]) -> None:
    values[path] = node.span
    for name, key_span, child in node.items:
        inner = (*path, name)
        if key_span:
            keys[inner] = key_span
        _places(child, inner, values, keys)


def _height(node: _Node) -> int:
    """The levels below a node; aliases among them were measured when they were read."""
    return 1 + max((_height(child) for _, _, child in node.items), default=-1)


class _Builder:
    def __init__(self, file: str, first_line: int) -> None:
        self.file = file
        self.first_line = first_line
        self.anchors: dict[str, tuple[_Node, int, int]] = {}
        self.aliases = 0
        self.nodes = 0
        self.found: list[Diagnostic] = []
        self.events: Iterator[Any] = iter(())

    def span(self, event: Any) -> Span:
        start, end = event.start_mark, event.end_mark
        length = end.column - start.column if end.line == start.line else 1
        return Span(self.file, start.line + self.first_line, start.column + 1, max(1, length))

    def refuse(self, code: str, message: str, event: Any, hint: str = "") -> _Refused:
        return _Refused(error(code, message, self.span(event), hint))

    def build(self, text: str) -> _Node:
        self.events = iter(yaml.parse(text, Loader=_LOADER))
        root: _Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    raise self.refuse(
                        "Y102",
                        "a second document begins here",
                        event,
                        "a file holds one document: remove the `---` line",
                    )
                root = self.node(next(self.events), 0)
        if root is None or root.value is None:
            return _Node({}, Span(self.file, self.first_line, 1), [])
        return root

    def node(self, event: Any, depth: int) -> _Node:
        if depth > MAX_DEPTH:
            raise self.refuse(
                "Y103", f"more than {MAX_DEPTH} levels deep", event, "flatten the structure"
            )
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event, depth)
        self.count(1, event)
        before = self.nodes
        if isinstance(event, yaml.ScalarEvent):
            node = self.scalar(event)
        elif isinstance(event, yaml.SequenceStartEvent):
            self.refuse_tag(event, "tag:yaml.org,2002:seq")
            node = self.sequence(event, depth)
        else:
            self.refuse_tag(event, "tag:yaml.org,2002:map")
            node = self.mapping(event, depth)
        if event.anchor:
            self.anchors[event.anchor] = (node, self.nodes - before + 1, _height(node))
        return node

    def count(self, more: int, event: Any) -> None:
        self.nodes += more
        if self.nodes > MAX_NODES:
            raise self.refuse(
                "Y104",
                f"more than {MAX_NODES:,} values once aliases are expanded",
                event,
                "split the project into fewer, smaller parts",
            )

    def alias(self, event: Any, depth: int) -> _Node:
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            raise self.refuse(
                "Y104", f"more than {MAX_ALIASES} aliases", event, "write the values out"
            )
        if event.anchor not in self.anchors:
            raise self.refuse("Y105", f"the alias `*{event.anchor}` has no anchor before it", event)
        node, size, height = self.anchors[event.anchor]
        if depth + height > MAX_DEPTH:
            raise self.refuse("Y103", f"more than {MAX_DEPTH} levels deep", event, "write it out")
        self.count(size, event)
        return node

    def refuse_tag(self, event: Any, usual: str) -> None:
        if event.tag not in (None, "!", usual):
            raise self.refuse(
                "Y106",
                f"the tag `{event.tag}` is not allowed",
                event,
                "write plain YAML without `!` tags",
            )

    def sequence(self, event: Any, depth: int) -> _Node:
        items: list[tuple[str | int, Span | None, _Node]] = []
        for inner in self.events:
            if isinstance(inner, yaml.SequenceEndEvent):
                break
            child = self.node(inner, depth + 1)
            self.refuse_null(child, f"item {len(items) + 1} of the list")
            items.append((len(items), None, child))
        return _Node([child.value for _, _, child in items], self.span(event), items)

    def mapping(self, event: Any, depth: int) -> _Node:
        items: list[tuple[str | int, Span | None, _Node]] = []
        value: dict[str, Any] = {}
        spans: dict[str, Span] = {}
        for inner in self.events:
            if isinstance(inner, yaml.MappingEndEvent):
                break
            if not isinstance(inner, yaml.ScalarEvent):
                raise self.refuse(
                    "Y107",
                    "a key must be a plain word",
                    inner,
                    "`{{ }}` and lists need quotes around them",
                )
            key, span = inner.value, self.span(inner)
            self.refuse_controls(inner)
            if inner.tag == "tag:yaml.org,2002:merge" or key == "<<":
                raise self.refuse(
                    "Y106",
                    "merge keys (`<<`) are not part of YAML 1.2",
                    inner,
                    "write the values out",
                )
            child = self.node(next(self.events), depth + 1)
            if key in value:
                raise _Refused(
                    error(
                        "Y108",
                        f"`{key}` stands twice in the same mapping",
                        span,
                        "keep one of the two",
                        [("first here", spans[key])],
                    )
                )
            self.refuse_null(child, f"`{key}`")
            value[key] = child.value
            spans[key] = span
            items.append((key, span, child))
        first = items[0][1] if items and event.flow_style is not True else None
        return _Node(value, first or self.span(event), items)

    def refuse_null(self, child: _Node, what: str) -> None:
        if child.value is None:
            self.found.append(
                error(
                    "Y109",
                    f"{what} has no value",
                    replace(child.span, length=1),
                    'an amount with commas needs quotes inside `{ }`: `"EUR 300,000"`'
                    if re.fullmatch(r"`\d+`", what)
                    else "write a value, `to be agreed` or `not stated`, or remove the line",
                )
            )

    def scalar(self, event: Any) -> _Node:
        self.refuse_controls(event)
        plain = event.implicit[0] and event.style in (None, "")
        if event.tag == "tag:yaml.org,2002:str":
            plain = False
        else:
            self.refuse_tag(event, "tag:yaml.org,2002:str")
        value = resolve_plain(event.value) if plain else event.value
        return _Node(value, self.span(event), [])

    def refuse_controls(self, event: Any) -> None:
        match = REFUSED.search(event.value)
        if match:
            raise self.refuse(
                "Y110",
                f"the control character U+{ord(match[0]):04X} is not allowed",
                event,
                "remove it; it cannot stand in a document",
            )


def resolve_plain(text: str) -> Any:
    """A plain scalar by the YAML 1.2 core schema: None, bool, number or text."""
    if text in _NULL:
        return None
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    if _INT.fullmatch(text) and len(text) < 300:
        return RawInt(int(text), text)
    if len(text) >= 300:
        return text
    if _OCTAL.fullmatch(text):
        return RawInt(int(text, 0), text)
    if _HEX.fullmatch(text):
        return RawInt(int(text, 0), text)
    if _FLOAT.fullmatch(text):
        return RawFloat(float(text), text)
    return text
