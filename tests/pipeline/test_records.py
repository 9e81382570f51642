"""An unchanged project is not made again, a changed one always is."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sowgen import pipeline
from sowgen.cache import Cache
from sowgen.pipeline import BuildReport, Order, Run, run
from sowgen.pipeline.build import build, fresh
from sowgen.pipeline.check import check
from sowgen.pipeline.records import Records, Seen
from sowgen.workspace import Workspace
from tests.documents.deal import tiny, tiny_workspace, write, write_project

OUTLINE = '---\ntitle: statement_of_work\norder: 10\n---\n\n# Work\n\n{{ clauses("general") }}\n'
CLAUSE = """---
title: Scope
version: 1.0.0
order: 1
summary: A test.
---

# Standard

The work is done.
"""
ORDER = Order(formats=("docx", "json"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tiny_workspace(tmp_path / "workspace", OUTLINE)
    write(root / "clauses" / "general" / "scope.md", CLAUSE)
    write_project(root, "tiny", tiny())
    return root


def a_run(root: Path) -> Run:
    """A run as another process would begin it, with the same cache."""
    return Run.begin(Workspace(root), Cache(root.parent / "cache"))


def out_of(root: Path) -> Path:
    return root / "projects" / "tiny" / "out"


def first(root: Path, order: Order = ORDER) -> BuildReport:
    report = build(a_run(root), "tiny", order)
    assert not report.refused, report.diagnostics
    return report


def test_nothing_changed_nothing_made(root: Path) -> None:
    made = first(root)
    assert not made.fresh
    assert len(made.written) == 2
    again = build(a_run(root), "tiny", ORDER)
    assert again.fresh
    assert (again.written, set(again.unchanged)) == ((), set(made.written))
    assert again.diagnostics == made.diagnostics


def _edit(path: str, old: str, new: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        file = root / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8")

    return change


def _touch_output(root: Path) -> None:
    for file in out_of(root).glob("*.docx"):
        file.unlink()


def _damage_manifest(root: Path) -> None:
    (out_of(root) / "manifest.json").write_text("{}", "utf-8")


def _namesake(root: Path) -> None:
    write_project(root, "other", tiny())


CHANGES = {
    "a clause": _edit("clauses/general/scope.md", "is done", "is finished"),
    "the outline": _edit("templates/sow/outline.md", "# Work", "# Works"),
    "the settings": _edit("sowgen.yaml", "\n", "\n\n# a remark\n"),
    "a new clause": lambda r: write(r / "clauses/general/more.md", CLAUSE.replace("Scope", "More")),
    "a part of the deal": lambda r: write(r / "projects/tiny/notes.yaml", "- one\n"),
    "an own clause": lambda r: write(r / "projects/tiny/clauses/x.md", CLAUSE),
    "an output is gone": _touch_output,
    "the manifest": _damage_manifest,
    "a stopped build": lambda r: write(out_of(r) / ".journal.json", "{}"),
    "another project takes the id": _namesake,
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_each_change_is_noticed(root: Path, what: str) -> None:
    first(root)
    assert fresh(a_run(root), "tiny", ORDER) is not None
    CHANGES[what](root)
    assert fresh(a_run(root), "tiny", ORDER) is None


def test_time_is_no_change(root: Path) -> None:
    first(root)
    for file in root.rglob("*"):
        os.utime(file, (1_700_000_000, 1_700_000_000))
    assert fresh(a_run(root), "tiny", ORDER) is not None


def test_an_output_with_the_same_bytes_is_unchanged(root: Path) -> None:
    made = first(root)
    for file in made.written:
        data = file.read_bytes()
        file.unlink()
        file.write_bytes(data)
    assert fresh(a_run(root), "tiny", ORDER) is not None


def test_other_orders_and_other_tools_have_records_of_their_own(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first(root)
    for other in (Order(), Order(kinds=("sow",), formats=ORDER.formats), Order(strict=True)):
        assert fresh(a_run(root), "tiny", other) is None
    assert fresh(a_run(root), "tiny", Order(formats=ORDER.formats, out=root.parent)) is None
    monkeypatch.setattr("sowgen.pipeline.records.fingerprint", lambda: "another sowgen")
    assert fresh(a_run(root), "tiny", ORDER) is None


def test_without_the_cache_everything_is_made_and_nothing_differs(root: Path) -> None:
    made = first(root)
    before = {path: path.read_bytes() for path in made.written}
    run = Run.begin(Workspace(root), Cache(None))
    report = build(run, "tiny", ORDER)
    assert not report.fresh
    assert {path: path.read_bytes() for path in report.unchanged} == before


def test_only_what_has_changed_is_rendered_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second kind that the change does not reach is taken from the folder as it is."""
    write(root / "templates" / "note" / "outline.md", OUTLINE.replace("10", "20").split("{{")[0])
    first(root)
    steps: list[str] = []
    CHANGES["a clause"](root)
    report = build(a_run(root), "tiny", ORDER, steps.append)
    assert [s for s in steps if s.startswith("writing")] == [
        "writing TINY-1-sow.docx", "writing TINY-1-sow.json",
    ]  # fmt: skip
    assert {path.name for path in report.written} == {"TINY-1-sow.docx", "TINY-1-sow.json"}
    assert {path.name for path in report.unchanged} == {"TINY-1-note.docx", "TINY-1-note.json"}


def test_a_change_back_gives_the_first_bytes_again(root: Path) -> None:
    made = first(root)
    before = {path: path.read_bytes() for path in made.written}
    CHANGES["a clause"](root)
    first(root)
    _edit("clauses/general/scope.md", "is finished", "is done")(root)
    first(root)
    assert {path: path.read_bytes() for path in made.written} == before


def test_an_error_is_told_again_without_work(root: Path) -> None:
    _edit("projects/tiny/project.yaml", "package", "packege")(root)
    report = build(a_run(root), "tiny", ORDER)
    assert report.refused
    again = fresh(a_run(root), "tiny", ORDER)
    assert again is not None
    assert again.refused
    assert again.diagnostics == report.diagnostics


def test_a_check_is_remembered_with_the_clauses_in_use(root: Path) -> None:
    report, uses = check(a_run(root), "tiny")
    again, used = check(a_run(root), "tiny")
    assert (again, used) == (report, uses)
    assert [clause[0] for clause in uses.documents["sow"][1]] == ["scope"]
    CHANGES["a clause"](root)
    _edit("clauses/general/scope.md", "version: 1.0.0", "version: 1.1.0")(root)
    assert check(a_run(root), "tiny")[1].documents["sow"][1][0][:2] == ("scope", "1.1.0")


def test_what_is_left_to_mend_is_told_again(root: Path) -> None:
    """A file that no longer belongs, and was changed by hand, stays and is named each time."""
    first(root, Order(formats=("docx", "json")))
    (out_of(root) / "TINY-1-sow.json").write_text("changed", "utf-8")
    narrow = Order(formats=("docx",))
    settings = root / "sowgen.yaml"
    settings.write_text(settings.read_text("utf-8") + "\nformats: [docx]\n", "utf-8")
    for _ in range(2):
        report = build(a_run(root), "tiny", narrow)
        assert [d.code for d in report.diagnostics if d.code == "B111"] == ["B111"]


def test_the_commands_use_it(root: Path) -> None:
    workspace = pipeline.open_workspace(root).value
    assert workspace is not None
    assert not pipeline.build_project(workspace, "tiny").fresh
    assert pipeline.build_project(workspace, "tiny").fresh


def test_a_wording_that_no_deal_takes_is_checked_too(root: Path) -> None:
    good = CLAUSE.replace("# Standard", "# Balanced")
    broken = "\n# OEM\n\nIt is done {% if scope %}well.\n\n# EMS\n\nDone.\n"
    write(root / "clauses" / "general" / "scope.md", good + broken)
    for _ in range(2):
        found = check(a_run(root), "tiny")[0].diagnostics
        assert [(d.code, d.severity) for d in found] == [("O101", "warning")]
    assert not build(a_run(root), "tiny", ORDER).refused


def test_an_edit_right_after_the_files_are_in_place_is_no_work_of_ours(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody saves a document between the end of the writing and the record of it."""
    keep = Records.keep_build

    def edited(self: Records, seen: Seen, order: Order, folder: Path, report: BuildReport) -> None:
        report.written[0].write_bytes(b"edited")
        keep(self, seen, order, folder, report)

    monkeypatch.setattr(Records, "keep_build", edited)
    first(root)
    monkeypatch.setattr(Records, "keep_build", keep)
    again = build(a_run(root), "tiny", ORDER)
    assert [d.code for d in again.diagnostics if d.is_error] == ["F040"]


def test_a_file_that_is_too_large_is_told_again_without_work(root: Path) -> None:
    (root / "projects" / "tiny" / "notes.yaml").write_text("# much\n" * 200_000, "utf-8")
    report = build(a_run(root), "tiny", ORDER)
    assert "F006" in [d.code for d in report.diagnostics]
    again = fresh(a_run(root), "tiny", ORDER)
    assert again is not None
    assert again.diagnostics == report.diagnostics


@pytest.mark.parametrize("place", ["_x", ".x", "~x"])
def test_a_font_counts_wherever_typst_would_find_it(root: Path, place: str) -> None:
    fonts = root / "templates" / "house" / "fonts"
    extra = fonts / place / "Extra.TTF"
    first(root)
    extra.parent.mkdir()
    extra.write_bytes((fonts / "Carlito-Regular.ttf").read_bytes())
    assert fresh(a_run(root), "tiny", ORDER) is None
    first(root)
    manifest = json.loads((out_of(root) / "manifest.json").read_text("utf-8"))
    assert f"templates/house/fonts/{place}/Extra.TTF" in manifest["inputs"]


def test_fonts_behind_a_link_are_refused(root: Path) -> None:
    """typst would follow it, and nobody would know what it had read."""
    for name in "ab":
        (root / "templates" / "house" / "fonts" / name).symlink_to(".")
    report = build(a_run(root), "tiny", ORDER)
    assert {d.code for d in report.diagnostics} == {"F005"}
    assert report.refused


def test_package_ids_are_known_by_the_sowgen_that_read_them(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    monkeypatch.setattr(
        run, "_read_id", lambda _, slug: (read.append(slug), ("a", ["", 0, 0, 0]))[1]
    )
    write_project(root, "other", tiny())
    for made_by, most, expected in (
        ("one", 1000, 2), ("one", 1000, 0), ("two", 1000, 2), ("two", 1, 2), ("two", 1, 0)
    ):  # fmt: skip
        read.clear()
        monkeypatch.setattr(run, "_IDS_OF_AN_ENTRY", most)
        workspace = Workspace(root)
        ids = run.read_package_ids(workspace, Cache(root.parent / "cache"), made_by)
        assert list(ids) == ["other", "tiny"]
        assert len(read) == expected, (made_by, most)


def test_a_kind_with_a_template_of_its_own_is_checked_anew(root: Path) -> None:
    """In a process that knows the templates of the kinds before."""
    known = a_run(root)
    assert check(known, "tiny")[0].diagnostics == ()
    write(root / "templates" / "note" / "outline.md", OUTLINE.replace("10", "20").split("{{")[0])
    (root / "templates" / "note" / "document.docx").write_bytes(b"no Word file")
    now = Run.begin(Workspace(root), known.cache, known.memory)
    assert [d.span.file for d in check(now, "tiny")[0].diagnostics] == [
        "templates/note/document.docx"
    ]
