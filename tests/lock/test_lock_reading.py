"""`clauses.lock` and the pinned texts as people, merges and editors leave them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from sowgen.cli import main
from sowgen.load import read_pins
from sowgen.workspace import Workspace
from tests.lock.department import Line, lock_of, pinned_files, workspace

SHA = "0f" * 32
GOOD = f"""format: 1
clauses:
  care: {{version: 1.0.0, area: "general", sha256: "{SHA}"}}
"""


@pytest.fixture(scope="module")
def pinned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = workspace(tmp_path_factory.mktemp("reading") / "w")
    assert main(["-C", str(root), "clauses", "upgrade", "p00", "-q"]) == 0
    return root


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("clauses: [\n", (2, 1), "cannot be read"),
        ("format: 2\nclauses: {}\n", (1, 9), "format `2`"),
        ("format: one\nclauses: {}\n", (1, 9), "format `one`"),
        ("clauses: {}\n", (1, 1), "`format` is missing"),
        ("- care\n", (1, 1), "expected a mapping"),
        ("format: 1\nclauses: [care]\n", (2, 10), "expected a mapping"),
        (GOOD + "extra: 1\n", (4, 1), "`extra` is not a field"),
        (GOOD.replace("1.0.0", "1.0"), (3, 19), "1.0"),
        (GOOD.replace(SHA, "0f"), (3, 51), "0f"),
        (GOOD.replace("general", "../.."), (3, 32), "../.."),
        (GOOD.replace("care", "../care"), (3, 3), "../care"),
        (GOOD + GOOD.splitlines()[2] + "\n", (4, 3), "`care` stands twice"),
        (GOOD.replace("  care", "<<<<<<< HEAD\n  care"), (3, 1), "merge that was not finished"),
        (GOOD + ">>>>>>> theirs\n", (4, 1), "merge that was not finished"),
    ],
)
def test_a_lock_that_cannot_be_read(
    text: str, place: tuple[int, int], words: str, pinned: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    lock = lock_of(pinned)
    before = lock.read_text("utf-8")
    line = Line(pinned, capsys)
    try:
        lock.write_text(text, "utf-8")
        found = line.findings(status=1)
        line("build", status=1)
        line("clauses", "outdated", "p00", status=1)
        line("clauses", "upgrade", "p00", status=1)
        assert lock.read_text("utf-8") == text
    finally:
        lock.write_text(before, "utf-8")
    (one,) = found["C222"]
    assert (one["file"], one["line"], one["column"]) == ("projects/p00/clauses.lock", *place)
    assert words in one["message"]
    assert one["hint"]
    assert [code for code, those in found.items() if those[0]["severity"] == "error"] == ["C222"]


def test_no_text_and_no_bytes_of_a_lock_bring_sowgen_down(pinned: Path) -> None:
    lock = lock_of(pinned)
    before = lock.read_bytes()
    opened = Workspace(pinned)
    try:
        for data in (b"\xff\xfe", b"\x00", b"", b"a" * 1_000_001, before[:-40], before * 2):
            lock.write_bytes(data)
            assert read_pins(opened.fork(), "p00").value is None
        for link, code in (("/etc/passwd", "F003"), ("nowhere", "F002"), (".", "F005")):
            lock.unlink()
            lock.symlink_to(link)
            assert [d.code for d in read_pins(opened.fork(), "p00").diagnostics] == [code]
    finally:
        lock.unlink()
        lock.write_bytes(before)
    assert read_pins(opened.fork(), "p00").value is not None


def test_a_pinned_text_that_is_missing_or_changed(
    pinned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = next(name for name in pinned_files(pinned) if name.startswith("care-"))
    file = pinned / "clauses/.pinned" / name
    before = file.read_bytes()
    line = Line(pinned, capsys)
    try:
        file.write_bytes(before.replace(b"answer within", b"may answer within"))
        (changed,) = line.findings(status=1)["C224"]
        assert changed["file"] == f"clauses/.pinned/{name}"
        assert changed["related"][0]["file"] == "projects/p00/clauses.lock"
        file.unlink()
        (missing,) = line.findings(status=1)["C223"]
        assert (missing["file"], missing["line"]) == ("projects/p00/clauses.lock", 5)
        assert "git add clauses/.pinned" in missing["hint"]
        for hint in (changed["hint"], missing["hint"]):
            assert "git" in hint
            assert "sowgen clauses upgrade p00 care" in hint
        os.mkfifo(file)
        assert "F005" in line.findings(status=1)
    finally:
        file.unlink(missing_ok=True)
        file.write_bytes(before)
    assert "C223" not in line.findings()


def test_a_version_that_is_not_that_of_the_text(
    pinned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = lock_of(pinned)
    before = lock.read_text("utf-8")
    folder = pinned / "clauses/.pinned"
    name = next(name for name in pinned_files(pinned) if name.startswith("care-"))
    try:
        lock.write_text(before.replace("care: {version: 1.0.0", "care: {version: 1.0.9"))
        (folder / name).rename(folder / name.replace("1.0.0", "1.0.9"))
        (one,) = Line(pinned, capsys).findings(status=1)["C222"]
    finally:
        lock.write_text(before)
        (folder / name.replace("1.0.0", "1.0.9")).rename(folder / name)
    assert (one["line"], one["column"]) == (5, 3)
    assert "is version 1.0.0" in one["message"]


def test_a_pinned_text_that_is_no_clause(pinned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its digest may be right: the text was pinned by another sowgen, or by hand."""
    import hashlib

    lock, text = lock_of(pinned), b"---\ntitle: Care\n---\n"
    sha = hashlib.sha256(text).hexdigest()
    file = pinned / f"clauses/.pinned/care-1.0.0-{sha[:12]}.md"
    before = lock.read_text("utf-8")
    row = next(row for row in before.splitlines() if row.startswith("  care:"))
    try:
        file.write_bytes(text)
        lock.write_text(before.replace(row, f'  care: {{version: 1.0.0, area: general, '
                                            f'sha256: "{sha}"}}'))  # fmt: skip
        found = Line(pinned, capsys).findings(status=1)
    finally:
        lock.write_text(before)
        file.unlink()
    assert {one["file"] for one in found["S102"]} == {file.relative_to(pinned).as_posix()}


def test_the_order_of_the_lock_does_not_matter(
    pinned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = lock_of(pinned)
    before = lock.read_text("utf-8")
    rows = before.splitlines()
    line = Line(pinned, capsys)
    first = line.json("check", "p00", "--report", "json")["diagnostics"]
    try:
        lock.write_text("\n".join([*rows[:4], *reversed(rows[4:])]) + "\n")
        assert json.dumps(line.json("check", "p00", "--report", "json")["diagnostics"]) == (
            json.dumps(first)
        )
        line("clauses", "upgrade", "p00")
        assert lock.read_text() == before
    finally:
        lock.write_text(before)
