"""A deal with a lock keeps the texts that it is pinned to, whatever becomes of the library."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowgen.load.clauses import load_library
from sowgen.model.document import to_json
from sowgen.pipeline import Run, open_workspace
from sowgen.pipeline.kept import Memory
from sowgen.pipeline.package import prepare
from tests.cli.department import add_clause, outputs
from tests.documents.deal import write
from tests.lock.department import WORDS, Line, lock_of, pinned_files, workspace, write_care


def documents(root: Path) -> dict[str, bytes]:
    return {path: data for path, data in outputs(root).items() if path.endswith(".docx")}


def test_the_same_bytes_with_and_without_a_lock(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = workspace(tmp_path / "w")
    line = Line(root, capsys)
    line("build")
    before = documents(root)
    assert before
    line("clauses", "upgrade", "p00")
    line("build", "--force")
    assert documents(root) == before


def test_a_change_of_the_library_does_not_reach_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = workspace(tmp_path / "w", 2)
    line = Line(root, capsys)
    line("clauses", "upgrade", "p00")
    line("build")
    before = documents(root)
    write_care(root, "1.1.0", words="The parties answer at once.")
    line("build")
    after = documents(root)
    changed = {path for path in before if before[path] != after[path]}
    assert {path.split("/")[1] for path in changed} == {"p01"}
    assert "1.0.0" in line("trace", "p00", "care")
    found = line.findings()
    assert [d["severity"] for d in found["C227"]] == ["info"]
    assert "`care`" in found["C227"][0]["message"]
    assert "sowgen clauses outdated p00" in found["C227"][0]["hint"]
    assert (found["C227"][0]["file"], found["C227"][0]["line"]) == ("projects/p00/clauses.lock", 0)
    assert "sha256" not in line("check", "p00")
    assert "C227" not in line.findings("p01")
    line("check", "p00", "--strict")


def test_the_pinned_texts_are_inputs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = workspace(tmp_path / "w")
    line = Line(root, capsys)
    line("clauses", "upgrade", "p00")
    line("build")
    manifest = (root / "projects/p00/out/manifest.json").read_text("utf-8")
    names = pinned_files(root)
    assert len(names) == 2
    assert all(f"clauses/.pinned/{name}" in manifest for name in names)
    assert "projects/p00/clauses.lock" in manifest
    assert '"state": "unchanged"' in line("build", "--report", "json")
    name = next(name for name in names if name.startswith("care-"))
    (root / "clauses/.pinned" / name).unlink()
    assert "error[C223]" in line("build", status=1)  # not answered from what was remembered


def test_the_library_does_not_read_pinned_texts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = workspace(tmp_path / "w")
    Line(root, capsys)("clauses", "upgrade", "p00")
    opened = open_workspace(root).value
    assert opened is not None
    assert set(load_library(opened).value.clauses) == {"care", "thrift"}
    assert not any(".pinned" in path for path in opened.reads)


def test_a_clause_gone_from_the_library_stays_in_the_deal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = workspace(tmp_path / "w")
    line = Line(root, capsys)
    line("clauses", "upgrade", "p00")
    line("build")
    before = documents(root)
    (root / "clauses/general/care.md").unlink()
    line("build", "--force")
    assert documents(root) == before
    (found,) = line.findings()["C225"]
    assert (found["severity"], found["file"], found["line"]) == (
        "info", "projects/p00/clauses.lock", 5,
    )  # fmt: skip
    assert "gone from the library" in line("trace", "p00", "care")


def test_a_clause_that_applies_and_is_not_pinned_is_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = workspace(tmp_path / "w")
    line = Line(root, capsys)
    line("clauses", "upgrade", "p00")
    line("build")
    before = documents(root)
    add_clause(root, "haste", order=3)
    add_clause(root, "never", "applies_when: package.id == 'nobody'\n", order=4)
    line("build")
    assert documents(root) == before
    (found,) = line.findings()["C226"]
    assert found["severity"] == "warning"
    assert found["file"] == "projects/p00/clauses.lock"
    assert "`haste`" in found["message"]
    assert "sowgen clauses upgrade p00 haste" in found["hint"]
    project = root / "projects/p00/project.yaml"
    use = "clauses: {use: {haste: {omit: true, reason: Not here.}}}\n"
    project.write_text(project.read_text("utf-8") + use)
    assert "C226" not in line.findings()


def test_a_mandatory_clause_that_is_not_pinned_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = workspace(tmp_path / "w")
    line = Line(root, capsys)
    line("clauses", "upgrade", "p00")
    add_clause(root, "haste", "mandatory_when: true\n", order=3)
    found = line.findings(status=1)
    assert "sowgen clauses upgrade p00 haste" in found["C212"][0]["hint"]
    assert "C226" not in found
    line("clauses", "upgrade", "p00", "haste")
    assert "C212" not in line.findings()


def test_own_clauses_are_not_pinned(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = workspace(tmp_path / "w")
    line = Line(root, capsys)
    text = (root / "clauses/general/thrift.md").read_text("utf-8")
    head = "area: general\nreplaces: thrift\nreason: A test.\n"
    own = root / "projects/p00/clauses/our-thrift.md"
    write(own, text.replace("title", f"{head}title", 1))
    line("clauses", "upgrade", "p00")
    assert "thrift" not in lock_of(root).read_text("utf-8")
    line("build")
    before = documents(root)
    own.write_text(own.read_text("utf-8").replace("keep to", "go by"))
    line("build")
    assert documents(root) != before
    assert ", pinned" not in line("trace", "p00", "our-thrift")
    assert ", pinned" in line("trace", "p00", "care")


def test_trace_tells_how_far_behind_a_clause_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = workspace(tmp_path / "w")
    line = Line(root, capsys)
    assert "pinned" not in line("trace", "p00", "care")
    line("clauses", "upgrade", "p00")
    assert line("trace", "p00", "care").splitlines()[0].endswith(", pinned")
    write_care(root, words=f"{WORDS}\n| nobody | never |")
    assert "pinned, another text in the library" in line("trace", "p00", "care")
    write_care(root, "1.1.0")
    assert "pinned, 1.1.0 in the library" in line("trace", "p00", "care")


def test_line_ends_of_a_checkout_do_not_matter(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = workspace(tmp_path / "w")
    line = Line(root, capsys)
    line("clauses", "upgrade", "p00")
    write_care(root, "1.1.0")
    line("build")
    before = documents(root)
    for path in (*(root / "clauses/.pinned").iterdir(), lock_of(root)):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    line("build", "--force")
    assert documents(root) == before


def test_a_drafting_session_sees_the_lock_come_move_and_go(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is kept in memory between builds is never told from making it anew."""
    root = workspace(tmp_path / "w")
    line = Line(root, capsys)
    memory = Memory(drafting=True)

    def text() -> str:
        opened = open_workspace(root).value
        assert opened is not None
        said = []
        for kept in (memory, Memory()):
            package = prepare(opened, "p00", Run.begin(opened, memory=kept)).value
            assert package is not None
            said.append(" ".join(str(to_json(d)) for d in package.assembly.documents))
        assert said[0] == said[1]
        return said[0]

    first = text()
    line("clauses", "upgrade", "p00")
    assert text() == first
    write_care(root, "1.1.0", words="The parties answer at once.")
    assert text() == first
    before = lock_of(root).read_bytes()
    line("clauses", "upgrade", "p00")
    assert "at once" in text()
    lock_of(root).write_bytes(before)
    write_care(root)
    line("clauses", "upgrade", "p00")
    assert text() == first
    lock_of(root).unlink()
    write_care(root, "1.1.0", words="The parties answer at once.")
    assert "at once" in text()


def test_an_outline_may_name_a_clause_that_is_only_pinned(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = workspace(tmp_path / "w")
    outline = root / "templates/sow/outline.md"
    text = outline.read_text("utf-8")
    named = '{{ clause("care") }}\n\n{{ clause("thrift") }}'
    outline.write_text(text.replace('{{ clauses("general") }}', named))
    line = Line(root, capsys)
    line("clauses", "upgrade", "p00")
    (root / "clauses/general/care.md").unlink()
    assert not {"O302", "C202"} & line.findings().keys()
    lock_of(root).unlink()
    assert "O302" in line.findings(status=1)
