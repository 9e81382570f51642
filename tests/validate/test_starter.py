"""The commented sections of a new project are right as they stand: taken in, they fit the rest."""

from __future__ import annotations

import re
from pathlib import Path

from sowgen.cli import main
from sowgen.publish.starter import project_files

START = "# Three more annexes"
END = "# Wordings:"


def uncommented(text: str) -> str:
    """The project with its commented sections taken in; the sentences above them stay comments."""
    before, rest = text.split(START)
    block, after = rest.split(END)
    yaml = [
        line.removeprefix("# ")
        for line in block.split("\n")
        if re.fullmatch(r"# (  .*|(communication|escalation|qualification):)", line)
    ]
    return before + "\n".join(yaml) + "\n\n" + END + after


def test_the_commented_sections_check_without_errors(tmp_path: Path) -> None:
    assert main(["-C", str(tmp_path), "init", "deals"]) == 0
    project = tmp_path / "deals" / "projects" / "harbour"
    for name, data in project_files("harbour").items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    file = project / "project.yaml"
    whole = uncommented(file.read_text("utf-8"))
    for lead in ("oem", "ems"):  # as the comment on the escalation asks
        address = f"    email: project@{lead}.example.com\n"
        assert address in whole
        whole = whole.replace(address, f"{address}    out_of_hours: +48 22 555 01 00\n")
    for section in ("communication", "escalation", "qualification"):
        assert f"\n{section}:\n" in whole
    file.write_text(whole, encoding="utf-8")
    assert main(["-C", str(tmp_path / "deals"), "check", "harbour"]) == 0
