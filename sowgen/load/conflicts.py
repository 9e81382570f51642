"""The lines that git leaves in a file of a merge which was not finished."""

from __future__ import annotations

import re

from sowgen.diagnostics import Diagnostic, Span, error

# A row of `=` alone is a heading in Markdown, a row of `|` a table's.
_SURE = re.compile(r"^(?:<{7}|>{7})(?: .*)?$", re.MULTILINE)
_ANY = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})(?: .*)?$", re.MULTILINE)


def find_mark(text: str, file: str, first_line: int = 1, *, sure: bool = False) -> Span | None:
    """The first line of a conflict in `text`, which begins on line `first_line` of `file`. With
    `sure`, of those that stand nowhere else: where a side begins and ends, not what divides two."""
    found = (_SURE if sure else _ANY).search(text)
    if found is None:
        return None
    return Span(file, text.count("\n", 0, found.start()) + first_line, 1, len(found[0]))


def find_conflict(
    text: str, file: str, first_line: int = 1, *, sure: bool = True
) -> Diagnostic | None:
    """Y111 at the mark of a conflict, as `find_mark`."""
    mark = find_mark(text, file, first_line, sure=sure)
    if mark is None:
        return None
    return error("Y111", "git left a conflict here", mark, "keep one side, delete the marks")
