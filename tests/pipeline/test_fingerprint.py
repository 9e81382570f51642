"""Whatever of sowgen decides a document is part of its fingerprint."""

from __future__ import annotations

from pathlib import Path

from sowgen.pipeline.fingerprint import _code


def put(file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("text", "utf-8")
    return file


def test_data_counts_as_code_does(tmp_path: Path) -> None:
    counted = [put(tmp_path / path) for path in ("a.py", "b/data/c.yaml", "b/d.js")]
    for path in ("__pycache__/a.pyc", "b/__pycache__/x", "starter/e.yaml"):
        put(tmp_path / path)
    assert {path for path, _, _ in _code(str(tmp_path))} == {str(file) for file in counted}


def test_a_change_of_data_is_a_change(tmp_path: Path) -> None:
    file = put(tmp_path / "data" / "standards.yaml")
    before = _code(str(tmp_path))
    file.write_text("another text", "utf-8")
    assert _code(str(tmp_path)) != before
