"""Workspaces for tests: copies of the shipped one, and a deal as small as a deal can be."""

from __future__ import annotations

import copy
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]

TINY: dict[str, Any] = {
    "package": {"id": "tiny", "title": "Manufacture of the lamp", "reference": "TINY-1"},
    "parties": {
        "oem": {
            "role": "oem", "legal_name": "Example Lamps Ltd", "label": "the Customer",
            "country": "GB", "sites": {"office": {"tz": "Europe/London", "function": "hq"}},
            "signatories": [{"name": "Ada Sample", "title": "Director"}],
        },
        "ems": {
            "role": "ems", "legal_name": "Example Works GmbH", "label": "the Manufacturer",
            "country": "DE", "sites": {"plant": {"tz": "Europe/Berlin", "function": "plant"}},
            "signatories": [{"name": "Ben Sample", "title": "Director"}],
        },
    },
}  # fmt: skip

TINY_OUTLINE = """---
title: statement_of_work
order: 10
signatures: true
---

# {{ word("parties") }} {#parties}

{{ package.title }} by {{ ems }} for {{ oem }}.

{% for text in scope.exclusions %}
1. {{ text }}
{% endfor %}

{{ signatures() }}
"""


def copy_workspace(folder: Path, *projects: str) -> Path:
    """The shipped settings, library and templates, and the projects named, in `folder`."""
    for name in ("clauses", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "sowgen.yaml", folder)
    for slug in projects:
        left_out = shutil.ignore_patterns("out")
        shutil.copytree(ROOT / "projects" / slug, folder / "projects" / slug, ignore=left_out)
    return folder


def tiny_workspace(folder: Path, outline: str = TINY_OUTLINE) -> Path:
    """A workspace with one document kind, no clause, and the project `tiny`."""
    shutil.copytree(ROOT / "templates" / "house", folder / "templates" / "house")
    write(folder / "templates" / "sow" / "outline.md", outline)
    write(folder / "sowgen.yaml", (ROOT / "sowgen.yaml").read_text("utf-8"))
    write_project(folder, "tiny", TINY)
    return folder


def write(path: Path, text: str) -> None:
    """A UTF-8 file, with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def write_project(root: Path, slug: str, data: Mapping[str, Any]) -> None:
    """`data` as the project's only file."""
    text = yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False, width=10**6)
    write(root / "projects" / slug / "project.yaml", text)


def tiny(**parts: Any) -> dict[str, Any]:
    """The small deal with some keys added or replaced."""
    return copy.deepcopy(TINY) | parts


def start(root: Path, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    """sowgen as a process of its own, in `root`."""
    code = "import sys; from sowgen.cli import main; sys.exit(main(sys.argv[1:]))"
    env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=root, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def run(root: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    """The exit code and what was printed."""
    process = start(root, *arguments, **environment)
    said, _ = process.communicate(timeout=300)
    return process.returncode, said.decode("utf-8", "replace")
