"""The outline and the clauses of small sample workspaces."""

from __future__ import annotations

from pathlib import Path

from tests.documents.deal import write

OUTLINE = """---
title: statement_of_work
order: 10
---

# {{ word("parties") }} {#parties}

{{ package.title }} by {{ ems }} for {{ oem }}.

{{ clauses("general") }}
"""
"""A document with the clauses of the area `general`; for `tiny_workspace`."""


def write_clause(
    root: Path, name: str, text: str, title: str = "", order: int = 1, more: str = ""
) -> None:
    """A clause of the area `general` with one position; `title` is `name` capitalized unless
    given, `more` further lines of the front matter, each with its end."""
    words = f"""---
title: {title or name.capitalize()}
version: 1.0.0
order: {order}
summary: A test.
{more}---

# Standard

{text}
"""
    write(root / "clauses" / "general" / f"{name}.md", words)
