"""Files that are written out for programs that want a folder."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import pytest

from sowgen.workspace import ToolFailed
from sowgen.workspace.source import written_out


def test_a_full_disk_is_no_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> int:
        raise OSError(errno.EFBIG, "File too large")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(ToolFailed, match="temporary files: cannot be written: File too large"):
        written_out({"fonts/a.ttf": b"a"})
