"""The shipped projects are the good examples of the rules on qualification."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from sowgen import pipeline

ROOT = Path(__file__).resolve().parents[2]
STANDARD = ROOT / "templates" / "qualification" / "criteria.yaml"


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("atlas-controller", {("V205", "info"): 2}),
        # The agreement tells of no audit before it and of no reference.
        ("turnkey-2011", {("V110", "warning"): 1, ("V111", "warning"): 1}),
    ],
)
def test_shipped_projects(slug: str, expected: dict[tuple[str, str], int]) -> None:
    workspace = pipeline.open_workspace(ROOT).value
    assert workspace is not None
    found = pipeline.prepare(workspace, slug).diagnostics
    assert Counter((d.code, d.severity) for d in found if d.code[0] == "V") == expected


def test_the_standard_is_sound() -> None:
    standard = yaml.safe_load(STANDARD.read_text("utf-8"))
    criteria = standard["criteria"]
    assert sum(c["weight"] for c in criteria.values()) == 100
    for criterion in criteria.values():
        parts = criterion.get("parts", {}).values()
        assert not parts or sum(part["share"] for part in parts) == 100
        for entry in parts or (criterion,):
            assert entry.get("priced") or entry["anchors"], entry["name"]
    # `leave_out` names an entry by its id alone.
    ids = [id_ for group in standard.values() for id_ in group]
    assert len(ids) == len(set(ids))
    assert [b["at_least"] for b in standard["bands"].values()] == ["90 %", "80 %", "70 %"]
