"""A small workspace whose projects can be pinned."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sowgen.cli import main
from tests.cli.department import department
from tests.documents.deal import write

CARE = """---
title: Care
version: {version}
order: 1
summary: A test.
parameters:
  days: {{type: duration, description: Time to answer, default: {days} days}}
---

# OEM

The parties keep to Care.

# Balanced

{words}
"""
WORDS = """The parties answer within {{ days }} of a question, in writing.

1. by letter; or
2. by electronic mail.

| who | how |
|---|---|
| both | quickly |"""


def write_care(root: Path, version: str = "1.0.0", days: int = 5, words: str = WORDS) -> None:
    """The clause `care` of the library."""
    text = CARE.format(version=version, days=days, words=words)
    write(root / "clauses/general/care.md", text)


def workspace(root: Path, projects: int = 1, **clauses: str) -> Path:
    """Projects `p00` … with the clauses `care` and `thrift`, and those given."""
    made = department(root, projects, **{"care": "", "thrift": "", **clauses})
    write_care(made)
    return made


def lock_of(root: Path, slug: str = "p00") -> Path:
    return root / "projects" / slug / "clauses.lock"


def pinned_files(root: Path) -> list[str]:
    folder = root / "clauses/.pinned"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


class Line:
    """Command lines on one workspace."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self.capsys = root, capsys

    def __call__(self, *args: str, status: int = 0) -> str:
        """Standard output and error of a command that has to end with that status."""
        self.capsys.readouterr()
        given = main(["-C", str(self.root), *args])
        out, err = self.capsys.readouterr()
        assert "Traceback" not in out + err
        assert given == status, out + err
        return out + err

    def json(self, *args: str, status: int = 0) -> Any:
        """Standard output as JSON."""
        self.capsys.readouterr()
        given = main(["-C", str(self.root), *args])
        out, err = self.capsys.readouterr()
        assert given == status, out + err
        return json.loads(out)

    def findings(self, slug: str = "p00", status: int = 0) -> dict[str, list[dict[str, Any]]]:
        """What `check` says of a project, by code."""
        found: dict[str, list[dict[str, Any]]] = {}
        said = self.json("check", slug, "--report", "json", status=status)
        for one in said["diagnostics"]:
            found.setdefault(one["code"], []).append(one)
        return found
