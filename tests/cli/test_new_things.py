"""`init`, `new`, `schema`: files that were not there before."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from sowgen.model.spec import ProjectSpec
from sowgen.publish import scaffold
from sowgen.publish.schema import project_schema
from sowgen.publish.starter import project_files, starter_files
from tests.cli.conftest import Stand

Run = Callable[..., tuple[int, str, str]]


def files_of(folder: Path) -> dict[str, bytes]:
    paths = (p for p in folder.rglob("*") if p.is_file() and ".git" not in p.parts)
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in paths}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_init_copies_what_is_shipped(here: Path, sowgen: Run) -> None:
    status, out, _ = sowgen("init", "deals")
    assert status == 0
    assert "next: cd deals && sowgen check" in out
    made = files_of(here / "deals")
    shipped = starter_files()
    assert shipped.items() <= made.items()
    assert any(path.startswith("clauses/") for path in shipped)
    assert not any("/out/" in path for path in shipped)
    assert set(made) - set(shipped) == {
        ".gitignore", ".sowgen/schema/project.json", ".sowgen/schema/workspace.json",
        ".vscode/extensions.json", ".vscode/settings.json",
    }  # fmt: skip
    assert list(here.iterdir()) == [here / "deals"]


def test_init_fills_an_empty_folder_or_a_fresh_repository(here: Path, sowgen: Run) -> None:
    (here / ".git").mkdir()
    assert sowgen("init", ".")[0] == 0
    assert (here / ".gitignore").is_file()
    assert not list(here.glob(".sowgen-new-*"))


def test_init_refuses_a_folder_in_use(here: Path, sowgen: Run) -> None:
    (here / "deals").mkdir()
    (here / "deals" / "notes.txt").write_text("mine")
    status, out, _ = sowgen("init", "deals")
    assert status == 1
    assert "error[F901]" in out
    assert files_of(here) == {"deals/notes.txt": b"mine"}
    assert "error[F901]" in sowgen("init", "deals/notes.txt")[1]


def test_a_failure_halfway_leaves_nothing(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = here / "deals"
    target.mkdir()
    rename = Path.rename

    def fail_at_last(self: Path, to: Path) -> Path:
        if self.name == "b":
            raise OSError(28, "No space left on device")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", fail_at_last)
    (found,) = scaffold.write_folder(target, {"a": b"", "b/c": b""})
    assert found.code == "F904"
    assert "No space left" in found.message
    assert list(target.iterdir()) == []


def test_new(stand: Stand, sowgen: Run) -> None:
    status, out, _ = sowgen("new", "harbour-gateway")
    assert status == 0
    path = stand.root / "projects" / "harbour-gateway" / "project.yaml"
    assert "created projects/harbour-gateway/project.yaml" in out
    assert path.read_text("utf-8").startswith("# yaml-language-server: $schema=")
    assert sowgen("new", "harbour-gateway")[0] == 1


@pytest.mark.parametrize("slug", ["", "Upper", "a b", "../x", "-a", "a-", "nul", "com1", "a" * 65])
def test_new_refuses_a_bad_name(stand: Stand, sowgen: Run, slug: str) -> None:
    before = files_of(stand.root)
    status, out, _ = sowgen("new", "--", slug)
    assert status == 1
    assert "error[F902]" in out
    assert files_of(stand.root) == before


@pytest.mark.parametrize("slug", ["harbour-gateway", "12", "true", "null", "1e5", "0x1"])
def test_the_starter_project_has_the_right_shape(slug: str) -> None:
    text = project_files(slug)["project.yaml"].decode()
    assert "@" not in text.replace("@oem.example.com", "").replace("@ems.example.com", "")
    spec = ProjectSpec.model_validate(yaml.safe_load(text))
    assert spec.package.id == slug


def test_schema_is_json_schema_with_words_for_every_key(sowgen: Run) -> None:
    status, out, _ = sowgen("schema")
    assert status == 0
    whole = json.loads(out)
    assert whole == json.loads(json.dumps(project_schema()))
    assert "required" not in whole
    assert all("description" in p or "$ref" in p for p in whole["properties"].values())
    assert "pdf" in json.loads(sowgen("schema", "--workspace")[1])["properties"]


def test_the_starter_project_checks_clean(stand: Stand, sowgen: Run) -> None:
    from sowgen.load import load_project, load_settings
    from sowgen.validate import list_open, validate
    from sowgen.workspace import Workspace

    assert sowgen("new", "harbour-gateway")[0] == 0
    workspace = Workspace(stand.root)
    settings = load_settings(workspace).value
    assert settings is not None
    tree = load_project(workspace, "harbour-gateway", settings[1])
    assert tree.value is not None
    spec = validate(tree.value)
    assert [*tree.diagnostics, *spec.diagnostics] == []
    assert spec.value is not None
    assert len(list_open(spec.value, tree.value)) > 5
