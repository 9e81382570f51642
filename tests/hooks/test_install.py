"""Hooks are put beside those of others, and taken out without a trace."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from sowgen.hooks import install, state_of, uninstall
from sowgen.hooks.places import HOOKS
from sowgen.hooks.script import block, has_block, without_block
from sowgen.workspace.git import Repository, find_repository
from tests.documents.deal import write
from tests.hooks.stage import said, tree_of
from tests.repository import Repo

pytestmark = pytest.mark.skipif(os.name == "nt", reason="modes and links of a POSIX system")

SHELL = {
    "sh": b"#!/bin/sh\necho theirs >>seen\nexit 0\n",
    "bash by env": b"#!/usr/bin/env bash\nset -eu\necho theirs >>seen\n",
    "no last line feed": b"#!/bin/sh\necho theirs >>seen",
    "a heredoc first": b"#!/bin/bash -e\ncat >>seen <<END\ntheirs\nEND\n",
}
OTHER = {
    "python": b"#!/usr/bin/env python3\nopen('seen', 'a').write('theirs\\n')\n",
    "no first line": b"echo theirs >>seen\n",
}


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository with a workspace at its top, and no hooks."""
    repo = Repo(tmp_path / "deals")
    write(repo.root / "sowgen.yaml", "language: en\n")
    repo.commit("first")
    return repo


def opened(root: Path) -> Repository:
    found = find_repository(root)
    assert found is not None
    return found


def hook(repo: Repo, name: str, text: bytes, mode: int = 0o755, folder: str = ".git/hooks") -> Path:
    path = repo.write(f"{folder}/{name}", text)
    path.chmod(mode)
    return path


def test_installed_and_removed_without_a_trace(repo: Repo) -> None:
    before = tree_of(repo.root / ".git")
    repository = opened(repo.root)
    assert install(repository).value == repo.root / ".git" / "hooks"
    assert state_of(repository).complete
    assert all(os.access(repo.root / ".git" / "hooks" / name, os.X_OK) for name in HOOKS)
    assert uninstall(repository).value
    assert tree_of(repo.root / ".git") == before
    assert not uninstall(repository).value


def test_installing_again_changes_nothing(repo: Repo) -> None:
    hook(repo, "pre-commit", SHELL["sh"])
    hook(repo, "post-merge", OTHER["python"])
    install(opened(repo.root))
    once = tree_of(repo.root / ".git")
    install(opened(repo.root))
    assert tree_of(repo.root / ".git") == once


@pytest.mark.parametrize("mode", [0o755, 0o700, 0o775])
@pytest.mark.parametrize("text", [*SHELL.values(), *OTHER.values()], ids=[*SHELL, *OTHER])
def test_a_hook_of_another_tool_runs_and_comes_back(repo: Repo, text: bytes, mode: int) -> None:
    hook(repo, "pre-commit", text, mode)
    before = tree_of(repo.root / ".git" / "hooks")
    install(opened(repo.root))
    assert said(repo, "commit", "--allow-empty", "-m", "x")[0] == 0
    assert (repo.root / "seen").read_text() == "theirs\n"
    uninstall(opened(repo.root))
    assert tree_of(repo.root / ".git" / "hooks") == before


@pytest.mark.parametrize("text", [b"#!/bin/sh\nexit 3\n", b"#!/usr/bin/env python3\nexit(3)\n"])
def test_the_other_hook_still_stops_a_commit(repo: Repo, text: bytes) -> None:
    hook(repo, "pre-commit", text)
    install(opened(repo.root))
    assert said(repo, "commit", "--allow-empty", "-m", "x")[0] != 0


def test_a_script_of_one_line_comes_back(repo: Repo) -> None:
    path = hook(repo, "pre-commit", b"#!/bin/sh")
    install(opened(repo.root))
    uninstall(opened(repo.root))
    assert path.read_bytes() == b"#!/bin/sh"


def test_a_hook_that_git_ignores_stays_ignored(repo: Repo) -> None:
    path = hook(repo, "pre-commit", SHELL["sh"], 0o644)
    install(opened(repo.root))
    said(repo, "commit", "--allow-empty", "-m", "x")
    assert not (repo.root / "seen").exists()
    uninstall(opened(repo.root))
    assert path.read_bytes() == SHELL["sh"]
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_hook_that_is_a_link_stays_one(repo: Repo) -> None:
    write(repo.root / "tools" / "hook.sh", "#!/bin/sh\necho theirs >>seen\n")
    (repo.root / "tools" / "hook.sh").chmod(0o755)
    link = repo.root / ".git" / "hooks" / "pre-commit"
    link.symlink_to("../../tools/hook.sh")
    before = tree_of(repo.root)
    install(opened(repo.root))
    assert tree_of(repo.root / "tools") == tree_of(repo.root / "tools")
    said(repo, "commit", "--allow-empty", "-m", "x")
    assert (repo.root / "seen").read_text() == "theirs\n"
    uninstall(opened(repo.root))
    assert link.is_symlink()
    assert tree_of(repo.root / "tools")["hook.sh"] == before["tools/hook.sh"]


def test_lines_added_to_a_hook_meanwhile_stay(repo: Repo) -> None:
    path = hook(repo, "post-commit", SHELL["sh"])
    install(opened(repo.root))
    path.write_bytes(path.read_bytes() + b"echo more\n")
    uninstall(opened(repo.root))
    assert path.read_bytes() == SHELL["sh"] + b"echo more\n"


def test_lines_added_below_ours_keep_both_files(repo: Repo) -> None:
    path = hook(repo, "post-commit", OTHER["python"])
    install(opened(repo.root))
    path.write_bytes(path.read_bytes() + b"echo more\n")
    done = uninstall(opened(repo.root))
    assert [d.code for d in done.diagnostics] == ["H304"]
    assert path.read_bytes() == b"#!/bin/sh\necho more\n"
    assert path.with_name("post-commit.before-sowgen").read_bytes() == OTHER["python"]


def test_an_older_block_is_brought_up_to_date(repo: Repo) -> None:
    old = block("pre-commit").replace(b"hooks 1", b"hooks 0").replace(b"unset", b"unset -v")
    path = hook(repo, "pre-commit", b"#!/bin/sh\n" + old + b"echo theirs\n")
    assert dict(state_of(opened(repo.root)).hooks)["pre-commit"] == "out of date"
    install(opened(repo.root))
    assert path.read_bytes() == b"#!/bin/sh\n" + block("pre-commit") + b"echo theirs\n"
    assert dict(state_of(opened(repo.root)).hooks)["pre-commit"] == "installed"


def test_another_tool_wrote_over_the_hook(repo: Repo) -> None:
    install(opened(repo.root))
    path = hook(repo, "pre-commit", SHELL["sh"])
    state = state_of(opened(repo.root))
    assert not state.complete
    assert dict(state.hooks)["pre-commit"] == "missing"
    install(opened(repo.root))
    assert has_block(path.read_bytes())
    assert without_block(path.read_bytes()) == SHELL["sh"]


@pytest.mark.parametrize("named", [".husky", "tools/my hooks", ".git/hooks", ".git/more/hooks"])
def test_a_folder_of_hooks_in_the_repository(repo: Repo, named: str) -> None:
    hook(repo, "pre-commit", SHELL["sh"], folder=named)
    repo.git("config", "core.hooksPath", named)
    before = tree_of(repo.root)
    assert install(opened(repo.root)).value == repo.root / named
    assert said(repo, "commit", "--allow-empty", "-m", "x")[0] == 0
    assert (repo.root / "seen").read_text() == "theirs\n"
    (repo.root / "seen").unlink()
    uninstall(opened(repo.root))
    after = tree_of(repo.root)
    theirs = {name for name in before if name.startswith(named)}
    assert {name: after[name] for name in theirs} == {name: before[name] for name in theirs}
    assert not [name for name in after.keys() - before.keys() if "hook" in name]


def test_an_absolute_folder_in_the_repository(repo: Repo) -> None:
    repo.git("config", "core.hooksPath", str(repo.root / "hooks"))
    install(opened(repo.root))
    assert (repo.root / "hooks" / "post-commit").is_file()
    uninstall(opened(repo.root))
    assert not (repo.root / "hooks").exists()


@pytest.mark.parametrize("scope", ["--local", "--global"])
def test_a_folder_that_others_share_is_refused(
    repo: Repo, scope: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(repo.home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(repo.home))
    shared = repo.root.parent / "shared"
    repo.git("config", scope, "core.hooksPath", str(shared))
    done = install(opened(repo.root))
    assert [d.code for d in done.diagnostics] == ["H302"]
    assert not shared.exists()
    assert not (repo.root / ".git" / "sowgen").exists()


def test_the_folder_of_hooks_was_changed_after_the_installation(repo: Repo) -> None:
    install(opened(repo.root))
    repo.git("config", "core.hooksPath", ".husky")
    assert not state_of(opened(repo.root)).complete
    install(opened(repo.root))
    assert not (repo.root / ".git" / "hooks" / "post-commit").exists()
    assert (repo.root / ".husky" / "post-commit").is_file()


def test_something_is_in_the_way(repo: Repo) -> None:
    hook(repo, "pre-commit", OTHER["python"])
    hook(repo, "pre-commit.before-sowgen", b"mine")
    done = install(opened(repo.root))
    assert [d.code for d in done.diagnostics] == ["H303"]
    assert (repo.root / ".git" / "hooks" / "pre-commit").read_bytes() == OTHER["python"]


def test_a_folder_stands_where_a_hook_should(repo: Repo) -> None:
    hooks = repo.root / ".git" / "hooks"
    (hooks / "pre-commit" / "x").mkdir(parents=True)
    before = tree_of(hooks)
    install(opened(repo.root))
    uninstall(opened(repo.root))
    assert tree_of(hooks) == before


def test_two_workspaces_in_one_repository(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "both")
    for name in ("a", "b b"):
        write(repo.root / name / "sowgen.yaml", "language: en\n")
    repo.commit("first")
    before = tree_of(repo.root / ".git")
    one, two = opened(repo.root / "a"), opened(repo.root / "b b")
    install(one)
    install(two)
    runner = repo.root / ".git" / "sowgen" / "hook"
    assert runner.read_text().count("\nworkspace ") == 2
    uninstall(one)
    assert state_of(two).complete
    assert not state_of(one).complete
    assert runner.read_text().count("\nworkspace ") == 1
    uninstall(two)
    assert tree_of(repo.root / ".git") == before


def test_worktrees_share_hooks_and_lose_all_traces(repo: Repo) -> None:
    other = repo.root.parent / "other"
    repo.git("worktree", "add", "--quiet", str(other))
    install(opened(other))
    assert state_of(opened(repo.root)).complete
    write(repo.root / ".git" / "worktrees" / "other" / "sowgen" / "built-x", "x\n")
    uninstall(opened(repo.root))
    assert not list((repo.root / ".git").rglob("sowgen"))
    assert not state_of(opened(other)).complete


def test_a_submodule_has_hooks_of_its_own(repo: Repo, tmp_path: Path) -> None:
    above = Repo(tmp_path / "above")
    above.commit("first")
    above.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add",
              str(repo.root), "deals")  # fmt: skip
    folder = install(opened(above.root / "deals")).value
    assert folder == above.root / ".git" / "modules" / "deals" / "hooks"
    assert not (above.root / ".git" / "hooks" / "post-commit").exists()


def test_a_bare_repository_is_none(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "x")
    repo.git("init", "--quiet", "--bare", str(tmp_path / "bare.git"))
    assert find_repository(tmp_path / "bare.git") is None


def test_scripts_have_no_carriage_return(repo: Repo) -> None:
    install(opened(repo.root))
    texts = [path.read_bytes() for path in (repo.root / ".git" / "hooks").iterdir()]
    texts.append((repo.root / ".git" / "sowgen" / "hook").read_bytes())
    assert all(b"\r" not in text for text in texts)


@pytest.mark.parametrize("notes", [b"{", b"[]", b'{"folder": 1}', b"\xff", b"null"])
def test_notes_that_nobody_can_read_are_passed_over(repo: Repo, notes: bytes) -> None:
    before = tree_of(repo.root / ".git")
    install(opened(repo.root))
    (repo.root / ".git" / "sowgen" / "installed.json").write_bytes(notes)
    uninstall(opened(repo.root))
    assert tree_of(repo.root / ".git") == before


def test_each_working_tree_has_hooks_in_a_folder_of_its_own(repo: Repo) -> None:
    repo.git("config", "core.hooksPath", ".githooks")
    install(opened(repo.root))
    before = tree_of(repo.root / ".githooks")
    other = repo.root.parent / "other"
    repo.git("worktree", "add", "--quiet", str(other))
    assert install(opened(other)).value == other / ".githooks"
    assert tree_of(repo.root / ".githooks") == before
    assert tree_of(other / ".githooks") == before
    assert state_of(opened(repo.root)).complete
    assert uninstall(opened(other)).value
    assert not (repo.root / ".githooks").exists()
    assert not (other / ".githooks").exists()


def test_a_copy_of_the_repository_leaves_the_first_alone(repo: Repo) -> None:
    install(opened(repo.root))
    before = tree_of(repo.root / ".git")
    copy = repo.root.parent / "copy"
    shutil.copytree(repo.root, copy, symlinks=True)
    assert state_of(opened(copy)).complete
    repo.git("config", "core.hooksPath", ".husky", cwd=copy)
    install(opened(copy))
    assert uninstall(opened(copy)).value
    assert not (copy / ".husky" / "post-commit").exists()
    assert tree_of(repo.root / ".git") == before


def test_hooks_that_are_a_link_out_of_the_repository_are_refused(repo: Repo) -> None:
    shared, hooks = repo.root.parent / "shared", repo.root / ".git" / "hooks"
    shared.mkdir()
    shutil.rmtree(hooks, ignore_errors=True)
    hooks.symlink_to(shared)
    assert [d.code for d in install(opened(repo.root)).diagnostics] == ["H302"]
    assert not list(shared.iterdir())
    assert not (repo.root / ".git" / "sowgen").exists()


def test_a_link_within_the_repository_is_followed(repo: Repo) -> None:
    hooks, tools = repo.root / ".git" / "hooks", repo.root / "tools"
    tools.mkdir()
    shutil.rmtree(hooks, ignore_errors=True)
    hooks.symlink_to(tools)
    assert install(opened(repo.root)).value == hooks
    assert (tools / "post-commit").is_file()


def test_an_empty_folder_of_hooks_is_refused(repo: Repo) -> None:
    repo.git("config", "core.hooksPath", "")
    (problem,) = install(opened(repo.root)).diagnostics
    assert (problem.code, "empty" in problem.message) == ("H302", True)
    assert not state_of(opened(repo.root)).complete
    assert not (repo.root / ".git" / "sowgen").exists()
