"""What is wrong with the syntax of a text, in words and at a place that help to mend it.

Jinja tells of a tag that is not closed at the line where it could not go on, which may be many
lines later, and in terms of its own parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import jinja2

from sowgen.diagnostics import Diagnostic, Span, did_you_mean, error

_CLOSERS = {"{{": "}}", "{%": "%}"}
_MARK = re.compile(r"\{\{|\{%|\}\}|%\}")
_NAME = re.compile(r"\{%[-+]?\s*(\w+)")
_TAGS = ("if", "elif", "else", "endif", "for", "endfor", "set", "endset")
_BLOCKS = ("if", "for")
_ENDS = ("endif", "endfor", "endset")
_UNKNOWN = re.compile(r"unknown tag '(\w+)'")
_INNERMOST = re.compile(r"needs to be closed is '(\w+)'")
_TERMS = {"end of statement block": "%}", "end of print statement": "}}"}


@dataclass(frozen=True, slots=True)
class _Tag:
    """A tag: `{{` or `{%`, and where in the text that stands."""

    mark: str
    start: int
    closed: bool


def syntax_error(problem: jinja2.TemplateSyntaxError, source: str, span: Span) -> Diagnostic:
    """O101 for a text that begins at `span`."""
    tags = list(_tags(source))
    said = _plain(problem.message or "")
    at = _in_line(source, problem.lineno)
    hint, inner = "", _INNERMOST.search(said)
    if (tag := _unclosed(tags, source, problem.lineno)) is not None:
        said, at = f"this `{tag.mark}` is not closed with `{_CLOSERS[tag.mark]}`", tag.start
        hint = f"write `{_CLOSERS[tag.mark]}` at the end of the tag"
    elif (unknown := _UNKNOWN.search(said)) and not (inner and unknown[1] in _ENDS):
        said, hint = _of_unknown(unknown[1])
    elif inner:
        name = inner[1]
        hint = f"close it with `{{% end{name} %}}`"
        opened = _opened(tags, source, problem.lineno)
        if opened is not None and opened[0] == name:
            said, at = f"this `{{% {name} … %}}` has no `{{% end{name} %}}`", opened[1].start
    elif re.match(r"\{%[-+]?\s*else\s+if\b", source[at:]):
        hint = "write `elif`"
    line = source.count("\n", 0, at) + 1
    col = at - source.rfind("\n", 0, at)
    return error("O101", said, Span(span.file, span.line + line - 1, col), hint)


def _tags(source: str) -> Iterator[_Tag]:
    """The tags in their order. One is not closed where another begins within it."""
    opened: re.Match[str] | None = None
    for mark in _MARK.finditer(source):
        if opened and mark[0] == _CLOSERS[opened[0]]:
            yield _Tag(opened[0], opened.start(), closed=True)
            opened = None
        elif mark[0] in _CLOSERS:
            if opened:
                yield _Tag(opened[0], opened.start(), closed=False)
            opened = mark
    if opened:
        yield _Tag(opened[0], opened.start(), closed=False)


def _unclosed(tags: list[_Tag], source: str, lineno: int) -> _Tag | None:
    """The tag that Jinja was in at that line, where it is not closed."""
    begun = [tag for tag in tags if source.count("\n", 0, tag.start) < lineno]
    return next((tag for tag in reversed(begun) if not tag.closed), None)


def _opened(tags: list[_Tag], source: str, lineno: int) -> tuple[str, _Tag] | None:
    """The innermost block that is open at that line, and its name."""
    blocks: list[tuple[str, _Tag]] = []
    for tag in tags:
        name = _NAME.match(source, tag.start)
        if name is None or source.count("\n", 0, tag.start) >= lineno:
            continue
        if name[1] in _BLOCKS:
            blocks.append((name[1], tag))
        elif blocks and name[1] == f"end{blocks[-1][0]}":
            blocks.pop()
    return blocks[-1] if blocks else None


def _of_unknown(name: str) -> tuple[str, str]:
    opener = name.removeprefix("end")
    if name in _TAGS and opener in (*_BLOCKS, "set"):
        return f"`{{% {name} %}}` closes nothing", f"no `{{% {opener} … %}}` is open before it"
    if name in ("else", "elif"):
        return f"`{{% {name} %}}` stands alone", "no `{% if … %}` is open before it"
    if name == "end":
        return "there is no tag `end`", "write `{% endif %}` or `{% endfor %}`"
    return f"there is no tag `{name}`", did_you_mean(name, _TAGS) or f"tags are {', '.join(_TAGS)}"


def _plain(message: str) -> str:
    """Jinja's message with the marks that people write for the terms of its parser."""
    for term, mark in _TERMS.items():
        message = message.replace(f"token '{term}'", f"`{mark}`").replace(f"'{term}'", f"`{mark}`")
    return re.sub(r"got '([^']*)'", r"got `\1`", message)


def _in_line(source: str, lineno: int) -> int:
    """Where the first tag of a line begins, or else its first word."""
    lines = source.split("\n")
    number = min(max(lineno, 1), len(lines)) - 1
    text = lines[number]
    found = re.search(r"\{[{%]", text) or re.search(r"\S", text)
    return sum(len(each) + 1 for each in lines[:number]) + (found.start() if found else 0)
