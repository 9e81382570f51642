"""Workspaces and contents that the benchmark measures with."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import docx

from sowgen import pipeline
from sowgen.model.document import Document, Paragraph, Table, to_json
from tests.repository import Repo

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = "atlas-controller"

CLAUSE = """\
---
title: Measured matter {number}
version: 1.0.0
order: {order}
summary: A clause of ordinary length, for measuring.
area: general
reason: The benchmark needs a long document.
parameters:
  days:
    type: duration
    description: Time for matter {number}
    value: {days} days
  amount:
    type: money
    description: Amount for matter {number}
    value: {days}00 EUR
---

# Standard

{{{{ oem | capital }}}} shall tell {{{{ ems }}}} of each change in matter {number} within
{{{{ days }}}} after it has learned of it, and shall name what follows from the change.

[]{{#m{number}}}Where the change costs more than {{{{ amount }}}}, the parties shall:

1. meet within {{{{ days }}}}, in person or by video;
2. write down what they have agreed; and
3. bear the cost as agreed, or in halves where they agree on nothing.

What is left open under {{{{ ref("m{number}") }}}} is settled at the next review. Until then
{{{{ ems }}}} goes on as before, and neither party loses a right by it.

| Step | Who | Time |
|------|-----|------|
| Report of matter {number} | {{{{ oem | capital }}}} | {{{{ days | short }}}} |
| Answer | {{{{ ems | capital }}}} | 5 days |
"""


def example_workspace(folder: Path) -> Path:
    """A copy of the repository's library, templates and larger project."""
    for name in ("clauses", "templates", f"projects/{EXAMPLE}"):
        leave = shutil.ignore_patterns("out", ".*")
        shutil.copytree(ROOT / name, folder / name, ignore=leave)
    shutil.copy(ROOT / "sowgen.yaml", folder)
    return folder


def committed(workspace: Path) -> Path:
    """The workspace as the one commit of a repository."""
    repo = Repo(workspace, workspace.parent / "settings")
    repo.write(".gitignore", "projects/*/out/\n")
    repo.commit()
    return workspace


def long_workspace(folder: Path, clauses: int) -> Path:
    """A workspace whose project has this many clauses, all its own, and one document."""
    from sowgen.publish.starter import project_files

    shutil.copytree(ROOT / "templates", folder / "templates")
    for kind in ("raci", "schedule"):
        shutil.rmtree(folder / "templates" / kind, ignore_errors=True)
    head = "---\ntitle: statement_of_work\norder: 10\nsignatures: true\ncontents: true\n---\n\n"
    parts = ("contents()", 'clauses("general")', "particulars()", "signatures()")
    body = "\n\n".join(f"{{{{ {part} }}}}" for part in parts) + "\n"
    (folder / "templates/sow/outline.md").write_text(head + body, "utf-8")
    (folder / "clauses").mkdir()
    shutil.copy(ROOT / "sowgen.yaml", folder)
    project = folder / "projects" / "long"
    (project / "clauses").mkdir(parents=True)
    for name, data in project_files("long").items():
        (project / name).write_bytes(data)
    for number in range(1, clauses + 1):
        text = CLAUSE.format(number=number, order=number % 900 + 1, days=number % 80 + 10)
        (project / "clauses" / f"matter-{number}.md").write_text(text, "utf-8")
    return folder


def blocks_of(document: Document) -> list[Any]:
    """A document's content for the plain script: texts, and tables as rows of texts."""
    found: list[Any] = []
    for block in document.blocks():
        if isinstance(block, Paragraph):
            found.append(_text(to_json(block)))
        elif isinstance(block, Table):
            rows = to_json(block)
            found.append([[_text(cell) for cell in row] for row in rows["header"] + rows["rows"]])
    return found


def _text(plain: Any) -> str:
    """The words in a piece of a document's plain form."""
    if isinstance(plain, list):
        return "".join(map(_text, plain))
    if not isinstance(plain, dict):
        return ""
    own = plain.get("text") or plain.get("letter") or ""
    return str(own) + "".join(_text(part) for part in plain.values() if isinstance(part, list))


def example_contents(workspace: Path) -> dict[str, list[Any]]:
    """The content of each document of the larger project."""
    opened = pipeline.open_workspace(workspace).value
    assert opened is not None
    package = pipeline.prepare(opened, EXAMPLE).value
    assert package is not None, "the example project has errors"
    return {document.kind: blocks_of(document) for document in package.assembly.documents}


def write_template(path: Path) -> None:
    """A Word template with a loop over blocks, and one over the rows and cells of a table."""
    made = docx.Document()
    made.add_heading("{{ title }}")
    made.add_paragraph("{%p for block in blocks %}")
    made.add_paragraph("{%p if block is string %}")
    made.add_paragraph("{{ block }}")
    made.add_paragraph("{%p else %}")
    table = made.add_table(rows=3, cols=3)
    table.style = "Table Grid"
    table.cell(0, 0).text = "{%tr for row in block %}"
    table.cell(1, 0).text = "{%tc for cell in row %}"
    table.cell(1, 1).text = "{{ cell }}"
    table.cell(1, 2).text = "{%tc endfor %}"
    table.cell(2, 0).text = "{%tr endfor %}"
    made.add_paragraph("{%p endif %}")
    made.add_paragraph("{%p endfor %}")
    made.save(str(path))
