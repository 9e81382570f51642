"""A clause whose file was deleted while another still names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowgen.cli import main
from tests.cli.department import department


def test_the_place_that_names_it_and_what_may_have_happened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = department(tmp_path / "w", 1, care="", thrift="requires: [care]\n")
    assert main(["-C", str(root), "check"]) == 0
    file = root / "clauses/general/thrift.md"
    line = file.read_text("utf-8").split("\n").index("requires: [care]") + 1
    (root / "clauses/general/care.md").unlink()
    capsys.readouterr()
    assert main(["-C", str(root), "check"]) == 1
    said = capsys.readouterr().out
    assert f"clauses/general/thrift.md:{line}:12 error[C202] `thrift` names the clause" in said
    assert "deleted or renamed? bring it back, or take `care` out" in said
