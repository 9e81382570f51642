"""What a person changed is kept, what cannot be written is said, and nothing is half written."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from sowgen import pipeline
from tests.documents.deal import tiny, tiny_workspace, write_project
from tests.documents.test_kills import digests

DOCX = "TINY-1-sow.docx"
LONGER = {"scope": {"exclusions": ["the supply of batteries"]}}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tiny_workspace(tmp_path / "workspace")


def build(root: Path, **options: object) -> tuple[pipeline.BuildReport, list[str]]:
    """The report of a build, and the codes of its errors."""
    workspace = pipeline.open_workspace(root).value
    assert workspace is not None
    report = pipeline.build_project(workspace, "tiny", **options)  # type: ignore[arg-type]
    return report, [d.code for d in report.diagnostics if d.is_error]


def out_of(root: Path) -> Path:
    return root / "projects" / "tiny" / "out"


def test_the_second_build_changes_nothing(root: Path) -> None:
    first, found = build(root)
    assert (len(first.written), found) == (2, [])
    before = {f.name: f.stat().st_mtime_ns for f in out_of(root).iterdir() if f.name[0] != "."}
    second, found = build(root)
    assert (second.written, len(second.unchanged), found) == ((), 2, [])
    after = {f.name: f.stat().st_mtime_ns for f in out_of(root).iterdir() if f.name[0] != "."}
    assert after == before


def test_an_edited_file_is_kept(root: Path) -> None:
    assert build(root)[1] == []
    file = out_of(root) / DOCX
    file.write_bytes(file.read_bytes() + b"edited")
    write_project(root, "tiny", tiny(**LONGER))
    before = digests(out_of(root))
    report, found = build(root)
    assert found == ["F040"]
    assert DOCX in report.diagnostics[-1].message
    assert digests(out_of(root)) == before, "the other files of the package were written"
    report, found = build(root, force=True)
    assert found == []
    assert len(report.written) == 2
    after = digests(out_of(root))
    assert all(after[name] != before[name] for name in before)


def test_an_edit_back_to_ours_is_no_edit(root: Path) -> None:
    assert build(root)[1] == []
    file = out_of(root) / DOCX
    data = file.read_bytes()
    file.write_bytes(b"x")
    file.write_bytes(data)
    write_project(root, "tiny", tiny(**LONGER))
    assert build(root)[1] == []


def test_a_deleted_file_comes_back(root: Path) -> None:
    assert build(root)[1] == []
    before = digests(out_of(root))
    (out_of(root) / DOCX).unlink()
    assert build(root)[1] == []
    assert digests(out_of(root)) == before


def test_an_edited_file_is_kept_where_nothing_else_changed(root: Path) -> None:
    assert build(root)[1] == []
    (out_of(root) / DOCX).write_bytes(b"edited")
    assert build(root)[1] == ["F040"]


def test_a_foreign_file_is_kept(root: Path) -> None:
    out_of(root).mkdir()
    (out_of(root) / DOCX).write_bytes(b"somebody's contract")
    assert build(root)[1] == ["F041"]
    assert digests(out_of(root)).keys() == {DOCX}
    assert (out_of(root) / DOCX).read_bytes() == b"somebody's contract"
    assert build(root, force=True)[1] == []
    assert (out_of(root) / DOCX).read_bytes()[:2] == b"PK"


def test_a_lost_manifest_makes_files_foreign(root: Path) -> None:
    assert build(root)[1] == []
    (out_of(root) / "manifest.json").write_text("{", "utf-8")
    write_project(root, "tiny", tiny(**LONGER))
    assert build(root)[1] == ["F041", "F041"]


def test_files_beside_ours_stay(root: Path) -> None:
    assert build(root)[1] == []
    (out_of(root) / "notes.txt").write_text("mine", "utf-8")
    write_project(root, "tiny", tiny(package={"id": "tiny", "title": "T", "reference": "TINY-2"}))
    assert build(root)[1] == []
    assert set(digests(out_of(root))) == {
        "TINY-2-sow.docx", "TINY-2-sow.pdf", "manifest.json", "notes.txt"
    }  # fmt: skip


@contextlib.contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """A file system of `size` on `folder`."""
    mount, unmount = shutil.which("mount"), shutil.which("umount")
    if os.name != "posix" or os.geteuid() != 0 or not mount or not unmount:
        pytest.skip("not here: only root can mount a small disk")
    made = subprocess.run([mount, "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)],
                          capture_output=True, check=False)  # fmt: skip
    if made.returncode:
        pytest.skip(f"not here: this machine mounts no small disk: {made.stderr.decode().strip()}")
    try:
        yield
    finally:
        subprocess.run([unmount, str(folder)], check=True)


def test_a_full_disk(root: Path) -> None:
    assert build(root)[1] == []
    size = sum(f.stat().st_size for f in out_of(root).iterdir())
    old = {f.name: f.read_bytes() for f in out_of(root).iterdir() if f.name[0] != "."}
    with small_disk(out_of(root), f"{size // 1024 + 20}k"):
        for name, data in old.items():
            (out_of(root) / name).write_bytes(data)
        before = digests(out_of(root))
        write_project(root, "tiny", tiny(**LONGER))
        assert build(root)[1] == ["F043"]
        assert digests(out_of(root)) == before
        assert not list(out_of(root).glob(".*.tmp"))
    assert build(root)[1] == []


def test_a_full_disk_like_the_system_reports_it(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same where no small disk can be mounted: the second file does not fit."""
    import errno

    from sowgen.publish import write as module

    assert build(root)[1] == []
    before = digests(out_of(root))
    write_project(root, "tiny", tiny(**LONGER))
    real, count = module.write_aside, []

    def write_aside(folder: Path, name: str, data: bytes) -> Path:
        count.append(name)
        if len(count) == 2:
            raise OSError(errno.ENOSPC, "No space left on device", str(folder / name))
        return real(folder, name, data)

    monkeypatch.setattr(module, "write_aside", write_aside)
    assert build(root)[1] == ["F043"]
    assert len(count) == 2
    assert digests(out_of(root)) == before
    assert not list(out_of(root).glob(".*.tmp"))


def test_an_output_folder_that_is_a_file(root: Path) -> None:
    out_of(root).write_text("not a folder", "utf-8")
    assert build(root)[1] == ["F044"]
    assert out_of(root).read_text("utf-8") == "not a folder"


@pytest.mark.parametrize("name", ["TINY-1-sow.pdf", "manifest.json", ".journal.json"])
@pytest.mark.parametrize("force", [False, True])
def test_a_folder_in_the_place_of_a_file(root: Path, name: str, force: bool) -> None:
    assert build(root)[1] == []
    (out_of(root) / name).unlink(missing_ok=True)
    (out_of(root) / name).mkdir()
    before = {f.name: f.read_bytes() for f in out_of(root).iterdir() if f.is_file()}
    write_project(root, "tiny", tiny(**LONGER))
    report, found = build(root, force=force)
    lost = 0 if force or name != "manifest.json" else 2
    assert (report.written, found) == ((), ["F041"] * lost + ["F044"])
    assert any(f"`{name}` cannot be written" in d.message for d in report.diagnostics)
    after = {f.name: f.read_bytes() for f in out_of(root).iterdir() if f.is_file()}
    assert after == before
    (out_of(root) / name).rmdir()
    assert build(root, force=True)[1] == []


def test_a_file_that_cannot_be_replaced_when_another_was(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was put in its place before is told, and the next build knows it as its own."""
    from sowgen.publish import write

    assert build(root)[1] == []
    before = digests(out_of(root))
    write_project(root, "tiny", tiny(**LONGER))
    swap = write.swap_in

    def refused(aside: Path, target: Path) -> None:
        if target.suffix == ".pdf":
            raise PermissionError(1, "Operation not permitted", str(aside), None, str(target))
        swap(aside, target)

    monkeypatch.setattr(write, "swap_in", refused)
    report, found = build(root)
    assert found == ["F044"]
    assert f"written before it: `{DOCX}`" in report.diagnostics[-1].message
    assert [path.name for path in report.written] == [DOCX]
    after = digests(out_of(root))
    assert {name for name in before if before[name] != after[name]} == {DOCX}
    assert not list(out_of(root).glob(".*.tmp"))
    monkeypatch.setattr(write, "swap_in", swap)
    assert build(root)[1] == []


def test_a_folder_nobody_may_write_to(root: Path) -> None:
    if os.name != "posix" or os.geteuid() == 0:
        pytest.skip("not here: root may write everywhere")
    assert build(root)[1] == []
    before = digests(out_of(root))
    write_project(root, "tiny", tiny(**LONGER))
    out_of(root).chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert build(root)[1] == ["F044"]
        assert digests(out_of(root)) == before
    finally:
        out_of(root).chmod(stat.S_IRWXU)


def test_an_error_writes_nothing(root: Path) -> None:
    assert build(root)[1] == []
    before = digests(out_of(root))
    write_project(root, "tiny", tiny(scope={"exclusion": ["a misspelt key"]}))
    report, found = build(root)
    assert found
    assert report.written == ()
    assert digests(out_of(root)) == before


def test_a_manifest_names_no_file_elsewhere(root: Path) -> None:
    """A manifest is a file like any other: it must not make a build delete what it names."""
    assert build(root)[1] == []
    victim = root / "projects" / "victim.txt"
    victim.write_text("mine")
    manifest = out_of(root) / "manifest.json"
    plain = json.loads(manifest.read_text())
    digest = hashlib.sha256(b"mine").hexdigest()
    plain["outputs"].append(
        {"name": "../../victim.txt", "kind": "x", "format": "docx", "sha256": digest}
    )
    manifest.write_text(json.dumps(plain))
    build(root)
    assert victim.read_text() == "mine"


def test_the_output_folder_is_no_way_out(root: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    out_of(root).symlink_to(elsewhere)
    assert build(root)[1] == ["F003"]
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("to", ["../../clauses", "../other/out", "out"])
def test_the_output_folder_is_no_link_inside_either(root: Path, to: str) -> None:
    (root / "projects" / "other" / "out").mkdir(parents=True)
    out_of(root).symlink_to(to)
    before = sorted(root.rglob("*"))
    assert build(root)[1] == ["F045"]
    assert sorted(root.rglob("*")) == before


@pytest.mark.parametrize("out", ["projects", "clauses", "templates/house", "projects/tiny/clauses"])
def test_no_folder_of_sources_is_an_output_folder(root: Path, out: str) -> None:
    before = sorted(root.rglob("*"))
    assert build(root, out=root / out)[1] == ["F045"]
    assert sorted(root.rglob("*")) == before


def test_no_project_of_another_workspace_is_an_output_folder(root: Path, tmp_path: Path) -> None:
    other = tiny_workspace(tmp_path / "other")
    assert build(root, out=other / "projects")[1] == ["F045"]
    (tmp_path / "link").symlink_to(root / "projects")
    assert build(root, out=tmp_path / "link")[1] == ["F045"]


@pytest.mark.parametrize("out", [".", "build", "projects/tiny/out"])
def test_other_folders_of_the_workspace_are_output_folders(root: Path, out: str) -> None:
    assert build(root, out=root / out)[1] == []
    assert (root / out / "tiny" / DOCX).is_file()


def test_two_builds_killed_in_a_row_leave_files_of_ours(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second journal must not forget what the first build had put in place."""
    from sowgen.publish import write

    assert build(root)[1] == []
    swap, calls = write.swap_in, 0

    def killed_after(number: int) -> None:
        def stopped(aside: Path, target: Path) -> None:
            nonlocal calls
            calls += 1
            if calls > number:
                raise KeyboardInterrupt
            swap(aside, target)

        monkeypatch.setattr(write, "swap_in", stopped)

    for round_, number in enumerate((2, 1)):  # journal and one file; the journal alone
        write_project(root, "tiny", tiny(scope={"exclusions": [f"exclusion {round_}"]}))
        calls = 0
        killed_after(number)
        with pytest.raises(KeyboardInterrupt):
            build(root)
    monkeypatch.setattr(write, "swap_in", swap)
    write_project(root, "tiny", tiny(**LONGER))
    assert build(root)[1] == []


def test_a_renamed_document_leaves_no_orphan(root: Path) -> None:
    assert build(root)[1] == []
    again = tiny()
    again["package"]["reference"] = "TINY-2"
    write_project(root, "tiny", again)
    assert build(root, kinds=("sow",))[1] == []
    assert [f.name for f in out_of(root).glob("TINY-1*")] == []
