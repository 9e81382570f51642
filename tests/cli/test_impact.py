"""`sowgen clauses impact`: which projects and documents a clause reaches."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sowgen.cli import main
from tests.cli.department import department
from tests.documents.deal import write


def impact(root: Path, name: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["-C", str(root), "clauses", "impact", name, "--json"]) == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


def test_impact(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Held, replaced, unknown because of a mistake, required by another, used by nobody."""
    needs = "requires: [care]\n"
    rare = "applies_when: package.id == 'nobody'\n"
    root = department(tmp_path / "w", 3, care="", thrift=needs, rare=rare)
    own = (root / "clauses/general/care.md").read_text("utf-8")
    head = "area: general\nreplaces: care\nreason: A test.\n"
    write(root / "projects/p01/clauses/our-care.md", own.replace("title", f"{head}title", 1))
    (root / "projects/p02/project.yaml").write_text("package: {\n")
    for _ in range(2):  # the second time from what was remembered
        said = impact(root, "care", capsys)
        assert said["required_by"] == ["thrift"]
        assert [p["project"] for p in said["projects"]] == ["p00", "p01", "p02"]
        held, replaced, unknown = said["projects"]
        assert held["documents"] == [
            {"kind": "sow", "title": held["documents"][0]["title"], "holds": True,
             "version": "1.0.0", "position": "standard"}
        ]  # fmt: skip
        assert replaced["replaced_by"] == "our-care"
        assert unknown["decided"] is False
    assert impact(root, "rare", capsys)["projects"] == [
        {"project": "p02", "decided": False, "replaced_by": None, "pinned": None,
         "behind": False, "documents": []}
    ]  # fmt: skip
    main(["-C", str(root), "clauses", "impact", "care"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "care 1.0.0  Care, clauses/general/care.md"
    assert lines[1] == "required by: thrift"
    assert lines[3].split()[:2] == ["p00", "sow"]
    assert lines[4:] == [
        "p01: replaced by its own clause `our-care`",
        "p02: not known before `sowgen check p02` is clean",
        "1 document in 1 project",
    ]


def test_impact_of_a_clause_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = department(tmp_path / "w", 1)
    assert main(["-C", str(root), "clauses", "impact", "caer"]) == 2
    assert "did you mean `care`?" in capsys.readouterr().err
    assert main(["-C", str(root), "clauses", "impact", "sow:22"]) == 2
    assert "sowgen trace PROJECT sow:22" in " ".join(capsys.readouterr().err.split())


def test_impact_as_json_by_either_option(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = department(tmp_path / "w", 1)
    said = impact(root, "care", capsys)
    assert main(["-C", str(root), "clauses", "impact", "care", "--report", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == said
