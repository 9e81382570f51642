"""A small workspace in a repository: one document for the other party, one internal one, a library
of a few clauses, and the project `tiny`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sowgen.issuing import Issued, issue
from sowgen.workspace import Workspace
from tests.documents.deal import tiny, tiny_workspace, write, write_project
from tests.repository import Repo

PROJECT = "projects/tiny/project.yaml"
ISSUED = "projects/tiny/issued"
INTERNAL = """---
title: notes_title
order: 20
audience: internal
---

# Notes

What only we may read.
"""
OUTLINE = """---
title: statement_of_work
order: 10
---

# {{ word("parties") }} {#parties}

{{ package.title }} by {{ ems }} for {{ oem }}.

{% for text in scope.exclusions %}
1. {{ text }}
{% endfor %}

{{ clauses("general") }}
"""
CLAUSE = """---
title: {title}
version: 1.0.0
order: {order}
summary: A test.
authority: {{oem: buyer, balanced: buyer, ems: legal}}
parameters:
  days:
    type: duration
    description: Time for it
    default: 30 days
    range: 15 days .. 60 days
---

# OEM

The work takes {{{{ days }}}}, as the Customer says.

# Balanced

The work takes {{{{ days }}}}.

# EMS

The work takes {{{{ days }}}}, as the Manufacturer says.
"""


def lamp(folder: Path, **parts: Any) -> Repo:
    """The workspace with everything committed; `parts` are keys of the project added or
    replaced."""
    root = tiny_workspace(folder / "deals", OUTLINE)
    write(root / "templates" / "notes" / "outline.md", INTERNAL)
    write(root / "templates" / "notes" / "words" / "en.yaml", "notes_title: Notes\n")
    for order, name in enumerate(("work", "rest"), start=1):
        text = CLAUSE.format(title=name.capitalize(), order=order)
        write(root / "clauses" / "general" / f"{name}.md", text)
    write(root / ".gitignore", "projects/*/out/\n")
    write_project(root, "tiny", tiny(**parts))
    repo = Repo(root)
    repo.git("config", "user.name", "Ada Example")
    repo.git("config", "user.email", "ada@example.com")
    repo.commit("the deal")
    return repo


def change(repo: Repo, **parts: Any) -> None:
    """The project with some keys added or replaced, not committed."""
    write_project(repo.root, "tiny", tiny(**parts))


def issued(repo: Repo, version: str = "1.0", **options: bool) -> Issued:
    """What `issue` gives for the project."""
    return issue(Workspace(repo.root), "tiny", version, **options)


def codes(result: Issued) -> list[str]:
    """The codes of errors and warnings, in order."""
    return [d.code for d in result.diagnostics if d.severity != "info"]


def versions(repo: Repo) -> list[str]:
    """The names in the folder of issued versions, hidden ones too."""
    folder = repo.root / ISSUED
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []
