"""Documents made from a few lines of outline and clauses, through the real pipeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sowgen import pipeline
from sowgen.diagnostics import Diagnostic
from sowgen.model.document import Block, Document, Paragraph
from tests.documents.deal import tiny, tiny_workspace, write, write_project
from tests.documents.pages import words_of

HEAD = "---\ntitle: statement_of_work\norder: 10\n---\n\n"
FIRST_LINE = HEAD.count("\n") + 1
"""The line on which the text of an outline begins."""
CLAUSE = """---
title: {title}
version: 1.0.0
order: {order}
summary: A test.
---

# Standard

"""


@dataclass(frozen=True)
class Made:
    """What came out: documents (none where an error stopped the work) and findings."""

    documents: tuple[Document, ...]
    found: tuple[Diagnostic, ...]

    @property
    def codes(self) -> list[str]:
        """The codes of the family O, and every other error."""
        return [d.code for d in self.found if d.code[0] == "O" or d.is_error]

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(block for document in self.documents for block in document.blocks())

    def lines(self, clause: str | None = None) -> list[str]:
        """Each paragraph as its number and its words; of one clause where one is named."""
        return [
            f"{b.label} {words_of(b.inlines, 'en')}".strip()
            for b in self.blocks
            if isinstance(b, Paragraph) and clause in (None, b.clause)
        ]

    def one(self, code: str) -> Diagnostic:
        """The only finding of this code."""
        (found,) = [d for d in self.found if d.code == code]
        return found


Make = Callable[..., Made]


def make(
    folder: Path,
    outline: str,
    clauses: Mapping[str, str] | None = None,
    kinds: Mapping[str, str] | None = None,
    head: str = HEAD,
    **parts: Any,
) -> Made:
    """The package of the small deal with `outline` for its statement of work. `clauses` are
    wordings by id, all of the area `general`; `kinds` are the outlines of further kinds,
    `head` is the front matter."""
    root = tiny_workspace(folder, head + outline)
    for order, (name, text) in enumerate((clauses or {}).items()):
        top = CLAUSE.format(title=name.capitalize(), order=order + 1)
        write(root / "clauses" / "general" / f"{name}.md", top + text)
    for order, (kind, text) in enumerate((kinds or {}).items()):
        top = HEAD.replace("statement_of_work", "responsibilities")
        top = top.replace("order: 10", f"order: {20 + order}")
        write(root / "templates" / kind / "outline.md", top + text)
    write_project(root, "tiny", tiny(**parts))
    workspace = pipeline.open_workspace(root).value
    assert workspace is not None
    prepared = pipeline.prepare(workspace, "tiny")
    documents = prepared.value.assembly.documents if prepared.value else ()
    return Made(documents, prepared.diagnostics)
