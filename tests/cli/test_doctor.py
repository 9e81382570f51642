"""What `sowgen doctor` says of the cache and of the optional parts."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sowgen.cache import open_cache

Run = Callable[..., tuple[int, str, str]]


def line(sowgen: Run, tool: str) -> str:
    return next(row for row in sowgen("doctor")[1].splitlines() if row.split()[1:2] == [tool])


def test_the_cache_and_what_is_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sowgen: Run
) -> None:
    monkeypatch.setenv("SOWGEN_CACHE", str(tmp_path / "kept"))
    assert "0 entries, 0.0 MiB" in line(sowgen, "cache")
    open_cache().put("x", "ab" * 32, bytes(2**18))
    assert f"{tmp_path / 'kept'}" in line(sowgen, "cache")
    assert "1 entry, 0.3 MiB" in line(sowgen, "cache")


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ("off", "off, as SOWGEN_CACHE says"),
        ("somewhere", "which is no absolute path"),
        ("<file>/below", "which is no folder and cannot be made"),
        ("<open>", "can be written by others"),
    ],
)
def test_why_there_is_no_cache(
    named: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sowgen: Run
) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o777)
    for word in ("file", "open"):
        named = named.replace(f"<{word}>", str(tmp_path / word))
    monkeypatch.setenv("SOWGEN_CACHE", named)
    assert why in line(sowgen, "cache")


def test_extras(monkeypatch: pytest.MonkeyPatch, sowgen: Run) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    missing = line(sowgen, "cluster")
    assert missing.startswith("- ")
    assert missing.endswith("pip install 'sowgen[cluster]', in a clone pip install '.[cluster]'")
    monkeypatch.undo()
    there = line(sowgen, "cluster")
    assert there.startswith("ok ")
    assert there.endswith("installed")
