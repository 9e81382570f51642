"""`sowgen clauses impact`: who is pinned, and who is behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lock.department import Line, workspace, write_care


def test_who_is_behind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = Line(workspace(tmp_path / "w", 3), capsys)
    for slug in ("p00", "p01"):
        line("clauses", "upgrade", slug)
    write_care(line.root, "1.1.0")
    line("clauses", "upgrade", "p01")
    for _ in range(2):  # the second time from what was remembered
        said = line("clauses", "impact", "care").splitlines()
        rows = [row for row in said if row.startswith("p0")]
        assert [row.split("standard")[0].split("balanced")[-1].strip() for row in rows] == [
            "pinned to 1.0.0, behind", "pinned to 1.1.0", "",
        ]  # fmt: skip
        assert said[-1] == "behind the library: p00"
        projects = line.json("clauses", "impact", "care", "--json")["projects"]
        assert [(p["pinned"], p["behind"]) for p in projects] == [
            ("1.0.0", True), ("1.1.0", False), (None, False),
        ]  # fmt: skip
        assert [p["documents"][0]["version"] for p in projects] == ["1.0.0", "1.1.0", "1.1.0"]


def test_a_clause_gone_from_the_library(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = Line(workspace(tmp_path / "w", 2), capsys)
    line("clauses", "upgrade", "p00")
    (line.root / "clauses/general/care.md").unlink()
    said = line("clauses", "impact", "care").splitlines()
    assert said[0].startswith("care 1.0.0  gone from the library, clauses/.pinned/care-1.0.0-")
    assert said[-1] == "behind the library: p00"
    assert [p["project"] for p in line.json("clauses", "impact", "care", "--json")["projects"]] == [
        "p00"
    ]
    line("clauses", "impact", "caer", status=2)
