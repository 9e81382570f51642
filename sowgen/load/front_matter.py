"""A Markdown file → its YAML front matter as a tree, and the body with its first line."""

from __future__ import annotations

from dataclasses import dataclass

from sowgen.diagnostics import Outcome, Span, error
from sowgen.load.conflicts import find_conflict
from sowgen.load.yaml import load_yaml
from sowgen.model.tree import Tree


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """`head` is the YAML; `body` the Markdown after it, which begins on line `body_line`."""

    head: Tree
    body: str
    body_line: int


def split_front_matter(text: str, file: str) -> Outcome[FrontMatter | None]:
    """The two parts of a Markdown file with front matter. Codes: C101 where there is none, and
    those of YAML, Y111 for the Markdown too."""
    conflict = find_conflict(text, file)
    if conflict is not None:
        return Outcome(None, (conflict,))
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return Outcome(
            None,
            (
                error(
                    "C101",
                    "the file does not begin with front matter",
                    Span(file, 1, 1),
                    "begin with `---`, YAML, `---`",
                ),
            ),
        )
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() == "---":
            head = load_yaml("\n".join(lines[1 : number - 1]), file, first_line=2)
            if head.value is None:
                return Outcome(None, head.diagnostics)
            body = "\n".join(lines[number:])
            return Outcome(FrontMatter(head.value, body, number + 1), head.diagnostics)
    return Outcome(
        None,
        (
            error(
                "C101",
                "the front matter is not closed",
                Span(file, 1, 1),
                "end it with a line `---`",
            ),
        ),
    )
