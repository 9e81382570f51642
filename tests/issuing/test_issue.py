"""What an issued version holds, and its tag."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from sowgen.issuing import issue
from sowgen.publish import read_manifest
from sowgen.publish.seal import read_seal
from sowgen.render import read_stamp
from sowgen.workspace import Workspace
from tests.documents.deal import tiny, tiny_workspace, write
from tests.issuing.lamp import ISSUED, PROJECT, change, codes, issued, lamp, versions
from tests.repository import Repo

FILES = {
    "TINY-1-sow.docx", "TINY-1-sow.pdf", "TINY-1-package.pdf", "TINY-1-package.zip",
    "manifest.json", "seal.json",
}  # fmt: skip


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def text_of(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return "".join(package.read(n).decode() for n in package.namelist() if n.endswith(".xml"))


def test_a_version(tmp_path: Path) -> None:
    repo = lamp(tmp_path, package={**tiny()["package"], "status": "draft", "version": "0.3"})
    before = (repo.root / PROJECT).read_bytes()
    result = issued(repo)
    assert codes(result) == []
    assert result.written
    there = files(repo.root / ISSUED / "1.0")
    assert set(there) == FILES
    assert there == result.files
    assert (repo.root / PROJECT).read_bytes() == before
    words = text_of(there["TINY-1-sow.docx"])
    assert "Version 1.0" in words
    assert "Issued" in words
    assert "Draft" not in words
    assert "DRAFT" not in words
    for name in ("TINY-1-sow.docx", "TINY-1-sow.pdf", "TINY-1-package.pdf"):
        stamp = read_stamp(there[name])
        assert stamp is not None
        assert (stamp.version, stamp.issued, stamp.commit) == ("1.0", "1.0", repo.head())


def test_its_facts(tmp_path: Path) -> None:
    repo = lamp(tmp_path)
    issued(repo)
    folder = repo.root / ISSUED / "1.0"
    there = files(folder)
    manifest, seal = read_manifest(folder), read_seal(there["seal.json"])
    assert manifest is not None
    assert seal is not None
    assert (manifest.version, manifest.status, manifest.commit) == ("1.0", "issued", repo.head())
    assert {o.name for o in manifest.outputs} == FILES - {"manifest.json", "seal.json"}
    assert {o.audience for o in manifest.outputs} == {"outbound"}
    assert seal.files == {
        name: hashlib.sha256(data).hexdigest()
        for name, data in there.items() if name != "seal.json"
    }  # fmt: skip
    assert (seal.project, seal.version, seal.commit) == ("tiny", "1.0", repo.head())
    assert seal.date == "2026-01-02T00:00:00Z"
    assert seal.left_out == ("notes",)
    assert b"only we may read" not in b"".join(there.values())


def test_a_clone_gives_the_same_bytes_on_another_day(tmp_path: Path) -> None:
    repo = lamp(tmp_path)
    clone = repo.clone(tmp_path / "elsewhere")
    issued(repo)
    clone.write("README.md", "of no concern to the package")
    clone.commit("another day")
    issued(clone)
    assert files(clone.root / ISSUED / "1.0") == files(repo.root / ISSUED / "1.0")


def test_a_trial_writes_nothing(tmp_path: Path) -> None:
    repo = lamp(tmp_path)
    result = issued(repo, trial=True)
    assert codes(result) == []
    assert set(result.files) == FILES
    assert not result.written
    assert repo.git("status", "--porcelain") == ""


def test_the_next_version(tmp_path: Path) -> None:
    repo = lamp(tmp_path)
    issued(repo)
    repo.commit("version 1.0")
    before = files(repo.root / ISSUED / "1.0")
    change(repo, scope={"exclusions": ["batteries"]})
    repo.commit("no batteries")
    assert codes(issued(repo, "1.1")) == []
    assert versions(repo) == ["1.0", "1.1"]
    assert files(repo.root / ISSUED / "1.0") == before


# --- tags ------------------------------------------------------------------------------------


def test_a_tag(tmp_path: Path) -> None:
    repo = lamp(tmp_path)
    assert issued(repo, tag=True).tag == "tiny/1.0"
    seal: Any = json.loads((repo.root / ISSUED / "1.0" / "seal.json").read_text("utf-8"))
    assert repo.git("cat-file", "-t", "tiny/1.0") == "tag"
    assert repo.git("rev-parse", "tiny/1.0^{commit}") == repo.head()
    assert f"seal: {seal['seal']}" in repo.git("cat-file", "-p", "tiny/1.0")
    assert "Ada Example <ada@example.com>" in repo.git("cat-file", "-p", "tiny/1.0")


def test_a_tag_that_is_there(tmp_path: Path) -> None:
    repo = lamp(tmp_path)
    repo.git("tag", "tiny/1.0")
    assert codes(issued(repo, tag=True)) == ["H409"]
    assert versions(repo) == []
    assert codes(issued(repo)) == []


def test_a_tag_of_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = lamp(tmp_path)
    monkeypatch.setenv("HOME", str(repo.home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(repo.home))
    repo.git("config", "--unset", "user.name")
    repo.git("config", "--unset", "user.email")
    repo.git("config", "user.useConfigOnly", "true")
    result = issued(repo, tag=True)
    assert codes(result) == ["H409"]
    assert versions(repo) == []


def test_a_tag_that_git_refuses(tmp_path: Path) -> None:
    """`tiny` itself is a tag, so that none can stand below it: the version is there, and said."""
    repo = lamp(tmp_path)
    repo.git("tag", "tiny")
    result = issued(repo, tag=True)
    assert codes(result) == ["H409"]
    assert result.written
    assert result.tag == ""
    assert versions(repo) == ["1.0"]


def test_a_workspace_below_the_top_of_the_repository(tmp_path: Path) -> None:
    top = Repo(tmp_path / "all")
    root = tiny_workspace(tmp_path / "all" / "legal deals")
    write(tmp_path / "all" / "README.md", "else")
    top.commit("all")
    result = issue(Workspace(root), "tiny", "1.0")
    assert codes(result) == []
    write(root / PROJECT, (root / PROJECT).read_text("utf-8") + "# more\n")
    found = issue(Workspace(root), "tiny", "1.1").diagnostics
    assert [(d.code, d.span.file) for d in found] == [("H402", PROJECT)]
