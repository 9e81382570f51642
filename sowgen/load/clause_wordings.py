"""The body of a clause file → its wordings, one for each position."""

from __future__ import annotations

import re
from dataclasses import replace

from sowgen.diagnostics import Diagnostic, Outcome, Span, did_you_mean, error
from sowgen.model.clause import STANCES, Wording

_HEADING = re.compile(r"^#(?!#)[ \t]*(.*?)[ \t]*$", re.MULTILINE)


def read_wordings(path: str, body: str, first: int) -> Outcome[dict[str, Wording]]:
    """The wordings by position of the Markdown `body`, which begins on line `first` of the file
    `path`. Codes C107 to C109."""
    found: list[Diagnostic] = []
    heads = list(_HEADING.finditer(body))
    if not heads or body[: heads[0].start()].strip():
        found.append(
            error(
                "C107",
                "text stands outside a position",
                Span(path, first, 1),
                "begin with `# OEM`, `# Balanced`, `# EMS` or `# Standard`",
            )
        )
    wordings: dict[str, Wording] = {}
    for this, after in zip(heads, [*heads[1:], None], strict=True):
        line = first + body.count("\n", 0, this.start())
        span = Span(path, line, 1, len(this[0]))
        position = this[1].lower()
        if position not in (*STANCES, "standard"):
            found.append(
                error(
                    "C108",
                    f"`{this[1]}` is not a position",
                    span,
                    did_you_mean(position, (*STANCES, "standard"))
                    or "the positions are OEM, Balanced, EMS and Standard",
                )
            )
        elif position in wordings:
            found.append(error("C108", f"`{this[1]}` stands twice", span))
        markdown = body[this.end() : after.start() if after else None].strip("\n")
        lead = len(body[this.end() :]) - len(body[this.end() :].lstrip("\n"))
        if not markdown.strip():
            found.append(error("C109", f"position `{this[1]}` has no text", span))
        wordings[position] = Wording(position, markdown, replace(span, line=line + lead))
    if "standard" in wordings and len(wordings) > 1:
        found.append(
            error(
                "C108",
                "`Standard` stands beside other positions",
                wordings["standard"].span,
                "use `# Balanced`",
            )
        )
    return Outcome(wordings, tuple(found))
