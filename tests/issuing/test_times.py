"""The time of a commit."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowgen.issuing.repository import time_of
from sowgen.workspace import ToolFailed
from sowgen.workspace.git import find_repository
from tests.repository import Repo


@pytest.mark.parametrize(
    ("seconds", "time"), [("0", "1970-01-01T00:00:00Z"), ("99999999999999", None)]
)
def test_a_time_that_no_calendar_knows_is_told(
    tmp_path: Path, seconds: str, time: str | None
) -> None:
    repo = Repo(tmp_path / "repo")
    tree = repo.git("mktree")
    person = f"Ada <ada@example.com> {seconds} +0000"
    text = f"tree {tree}\nauthor {person}\ncommitter {person}\n\nx\n"
    commit = repo.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=text.encode())
    repository = find_repository(repo.root)
    assert repository is not None
    if time is None:
        with pytest.raises(ToolFailed, match="a time that no calendar knows"):
            time_of(repository, commit)
    else:
        assert time_of(repository, commit) == time
