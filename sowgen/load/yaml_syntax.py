"""What the YAML parser could not read, in words for the person who wrote it."""

from __future__ import annotations

import yaml

from sowgen.diagnostics import Diagnostic, Span, error

_FLOW = ("flow mapping", "flow sequence")


def syntax_error(problem: yaml.YAMLError, text: str, file: str, first_line: int) -> Diagnostic:
    """The finding Y101, with a note on the line where the mapping or list in question began.

    `text` begins on line `first_line` of `file`. The parser's own words stand in the message
    where there are no plainer ones.
    """
    mark = getattr(problem, "problem_mark", None) or getattr(problem, "context_mark", None)
    what = getattr(problem, "problem", None) or str(problem).splitlines()[0]
    if mark is None:
        return error("Y101", what, Span(file, first_line, 1))
    lines = text.splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    context = getattr(problem, "context", None) or ""
    where = Span(file, mark.line + first_line, mark.column + 1)
    begun = getattr(problem, "context_mark", None)
    at = (begun.line, begun.column) if begun else None
    if mark.column == _indent(line) and _ends_a_block(what) and not _is_tabbed(line):
        message, hint, label, at = _misplaced(lines, mark.line, context, at)
    else:
        message = what + (f" ({context})" if context else "")
        hint = _hint(what, line)
        label = "the bracket opens here"
        if not any(flow in context for flow in _FLOW):
            at = None
    notes = [(label, Span(file, at[0] + first_line, at[1] + 1))] if at else []
    return error("Y101", message, where, hint, notes)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_tabbed(line: str) -> bool:
    return "\t" in line[: _indent(line)]


def _ends_a_block(what: str) -> bool:
    """Whether the parser met something else where a mapping, list or document goes on; the
    words of the C parser, then of the one in Python."""
    expected = ("expected key", "expected '-'", "<document start>", "<block end>")
    return any(word in what for word in expected)


def _misplaced(
    lines: list[str], number: int, context: str, begun: tuple[int, int] | None
) -> tuple[str, str, str, tuple[int, int] | None]:
    """Message, hint, label of the note and its place, for a line that does not go on what it
    stands under."""
    line = lines[number]
    column, item = _indent(line), line.lstrip().startswith(("- ", "-\n")) or line.strip() == "-"
    if begun and begun[1] == column:
        if item and "mapping" in context:
            return (
                "a list item stands among the keys of a mapping",
                "give the list a key of its own, and indent its items under it",
                "the mapping begins here", begun,
            )  # fmt: skip
        if "collection" in context or "sequence" in context:
            return (
                "a key stands among the items of a list",
                "indent it under the item it belongs to, or begin an item with `- `",
                "the list begins here", begun,
            )  # fmt: skip
    hint = "keys of one mapping begin in one column: check the indentation of this line"
    above = _block_above(lines, number)
    if above is not None:
        return (
            f"this line begins in column {column + 1}, where nothing above it begins",
            f"{hint}, or of those above",
            "the lines above begin here", above,
        )  # fmt: skip
    if begun is None:
        return "this line does not go on what stands above it", hint, "", None
    return (
        f"this line begins in column {column + 1}, but its mapping begins in column {begun[1] + 1}",
        f"{hint}, or of the line where the mapping begins",
        "the mapping begins here", begun,
    )  # fmt: skip


def _block_above(lines: list[str], number: int) -> tuple[int, int] | None:
    """Line and column, counted from 0, of the first of the further indented lines above."""
    column = _indent(lines[number])
    said = [
        n for n in range(number)
        if lines[n].strip() and not lines[n].lstrip().startswith("#") and lines[n].strip() != "---"
    ]  # fmt: skip
    deeper: tuple[int, int] | None = None
    for n in reversed(said):
        if _indent(lines[n]) <= column:
            break
        deeper = (n, _indent(lines[n]))
    return deeper


def _hint(what: str, line: str) -> str:
    if "\\t" in what or _is_tabbed(line):
        return "indent with spaces: YAML allows no tabs"
    hints = {
        "mapping values are not allowed":
            "text that holds `: ` needs quotes, or the line above is indented wrongly",
        "could not find expected ':'":
            "check the indentation and the colon of this line and the one above",
        "expected ','": "a bracket is not closed, or a comma is missing",
        "cannot start any token": "text that begins with this character needs quotes",
        "quoted scalar": "a quotation mark or bracket is not closed",
        "end of stream": "a quotation mark or bracket is not closed",
        "expected key": "check the brackets and quotation marks of this line",
        "<block end>": "check the brackets and quotation marks of this line",
    }  # fmt: skip
    return next((hint for words, hint in hints.items() if words in what), "")
