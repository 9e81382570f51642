"""The door to git: what a revision holds, what changed it, and what must never run."""

from __future__ import annotations

import os
import pickle
import stat
import sys
from pathlib import Path
from typing import TypeVar

import pytest

from sowgen.workspace import Disk, ToolFailed, Workspace
from sowgen.workspace.git import (
    STAGED,
    Conflicts,
    Repository,
    find_repository,
    find_with_head,
)
from sowgen.workspace.git_call import answer_of
from tests.repository import Repo

T = TypeVar("T")
LIMIT = 20_000_000


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / ".home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".home"))


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path / "repo")


def found(root: Path) -> Repository:
    repository = find_repository(root)
    assert repository is not None
    return repository


def text(repository: Repository, rev: str, path: str) -> bytes | None:
    return repository.tree(rev).read(path, LIMIT).value


def code(repository: Repository, rev: str, path: str, limit: int = LIMIT) -> str:
    (problem,) = repository.tree(rev).read(path, limit).diagnostics
    return problem.code


# --- where the repository is ---------------------------------------------------------------------


def test_workspace_in_a_subfolder(repo: Repo) -> None:
    repo.write("deals of ours/sowgen.yaml", "a")
    repo.write("other/b", "b")
    repo.commit()
    repository = found(repo.root / "deals of ours")
    assert repository.prefix == "deals of ours/"
    assert repository.top == repo.root.resolve()
    assert set(repository.blobs("HEAD")) == {"sowgen.yaml"}
    assert text(repository, "HEAD", "sowgen.yaml") == b"a"
    assert code(repository, "HEAD", "../other/b") == "F003"


def test_subfolder_that_a_revision_does_not_have(repo: Repo) -> None:
    first = repo.commit()
    repo.write("deals/a", "a")
    repo.commit()
    assert found(repo.root / "deals").blobs(first) == {}
    repo.write("file", "no folder")
    (repo.root / "deals/a").unlink()
    (repo.root / "deals").rmdir()
    repo.write("deals", "a file once")
    then = repo.commit()
    (repo.root / "deals").unlink()
    repo.write("deals/a", "a")
    repo.commit()
    assert found(repo.root / "deals").blobs(then) == {}


def test_names_with_spaces_and_letters_of_all_kinds(repo: Repo) -> None:
    names = [
        "a b/c d.yaml",
        "Verträge/Über.yaml",
        "日本/契約.md",
        'quo"te/back.md',
        "tab\tx.md",
        "-x",
    ]
    for name in names:
        repo.write(name, name)
    repo.commit()
    repository = found(repo.root)
    assert set(repository.blobs("HEAD")) == set(names)
    for name in names:
        assert text(repository, "HEAD", name) == name.encode()
        assert repository.newest("HEAD", [name]) == repo.head()


def test_no_repository(tmp_path: Path) -> None:
    assert find_repository(tmp_path) is None


def test_bare_repository(repo: Repo, tmp_path: Path) -> None:
    repo.write("a", "a")
    repo.commit()
    repo.clone(tmp_path / "bare.git", "--bare")
    assert find_repository(tmp_path / "bare.git") is None


def test_worktree(repo: Repo, tmp_path: Path) -> None:
    repo.write("a", "one")
    first = repo.commit()
    repo.git("worktree", "add", "-q", "-b", "side", str(tmp_path / "side tree"))
    side = Repo(tmp_path / "side tree", repo.home, repo.made)
    side.write("a", "two")
    second = side.commit()
    ours, theirs = found(repo.root), found(side.root)
    assert (ours.head(), theirs.head()) == (first, second)
    assert ours.common_dir == theirs.common_dir
    assert ours.git_dir != theirs.git_dir
    side.write("a", "staged")
    side.add()
    assert text(theirs, STAGED, "a") == b"staged"
    assert text(ours, STAGED, "a") == b"one"


def test_submodule(repo: Repo, tmp_path: Path) -> None:
    inner = Repo(tmp_path / "inner", repo.home)
    inner.write("a", "a")
    inner.commit()
    repo.write("own", "own")
    repo.git(
        "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.root), "in"
    )
    repo.commit()
    outer = found(repo.root)
    assert set(outer.blobs("HEAD")) == {".gitmodules", "own"}
    assert code(outer, "HEAD", "in/a") == "F002"
    within = found(repo.root / "in")
    assert within.top == (repo.root / "in").resolve()
    assert text(within, "HEAD", "a") == b"a"


def test_before_the_first_commit(repo: Repo) -> None:
    repository = found(repo.root)
    assert repository.head() is None
    assert repository.resolve("HEAD") is None
    with pytest.raises(ToolFailed):
        repository.tree("HEAD")
    assert repository.blobs(STAGED) == {}
    repo.write("a", "a")
    repo.add()
    assert text(repository, STAGED, "a") == b"a"


def test_shallow_clone(repo: Repo, tmp_path: Path) -> None:
    repo.write("a", "a")
    repo.commit()
    repo.write("b", "b")
    second = repo.commit()
    clone = repo.clone(tmp_path / "clone", "--depth=1")
    repository = found(clone.root)
    assert repository.newest("HEAD", ["a"]) == second
    assert text(repository, "HEAD", "a") == b"a"


def test_git_is_missing(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = found(repo.root)
    monkeypatch.setenv("PATH", "")
    assert find_repository(repo.root) is None
    with pytest.raises(ToolFailed, match="not installed"):
        repository.head()


def test_repository_of_another_user(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit()
    from sowgen.workspace import git_call

    before = git_call.environment_of_git
    monkeypatch.setattr(
        git_call, "environment_of_git",
        lambda more=None: before(more) | {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"},
    )  # fmt: skip
    assert find_repository(repo.root) is None


def test_settings_of_the_user_in_the_environment(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a container has them, where the files are another user's; what they set is nothing that
    runs."""
    repo.write("a", "1")
    head = repo.commit()
    from sowgen.workspace import git_call

    safe = {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}
    monkeypatch.setattr(git_call, "_SAFE", git_call._SAFE | safe)
    assert find_repository(repo.root) is None
    trap, sprung = tmp_path / "trap.sh", tmp_path / "sprung"
    trap.write_text(f'#!/bin/sh\necho "$0" >> "{sprung}"\n')
    trap.chmod(0o755)
    settings = {"safe.directory": "*", "core.fsmonitor": str(trap), "core.pager": str(trap)}
    monkeypatch.setenv("GIT_CONFIG_COUNT", str(len(settings)))
    for number, (name, value) in enumerate(settings.items()):
        monkeypatch.setenv(f"GIT_CONFIG_KEY_{number}", name)
        monkeypatch.setenv(f"GIT_CONFIG_VALUE_{number}", value)
    assert text(found(repo.root), STAGED, "a") == b"1"
    monkeypatch.delenv("GIT_CONFIG_COUNT")
    assert find_repository(repo.root) is None
    everywhere = tmp_path / "everywhere"
    everywhere.write_text("[safe]\n\tdirectory = *\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(everywhere))
    monkeypatch.setenv("GIT_DIR", str(tmp_path))
    assert found(repo.root).head() == head
    assert not sprung.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="names that POSIX systems alone take")
@pytest.mark.parametrize("name", ["a\u2028b", "a\x0cb", "a\nb", "a\rb", "a\n"])
def test_line_ends_in_the_path_of_a_repository(tmp_path: Path, name: str) -> None:
    repo = Repo(tmp_path / name / "r")
    assert find_with_head(repo.root) == (find_repository(repo.root), "")
    repo.write(f"{name}/x", "1")
    head = repo.commit()
    repo.branch("x\u2028y")
    repository, said = find_with_head(repo.root / name)
    assert repository is not None
    assert (said, repository.head()) == (head, head)
    assert repository.top == repo.root.resolve()
    assert repository.names() == ("main", "x\u2028y")
    assert text(repository, "HEAD", "x") == b"1"


def test_the_head_is_damaged(repo: Repo) -> None:
    repo.write("a", "1")
    head = repo.commit()
    place = repo.root / ".git/objects" / head[:2] / head[2:]
    place.chmod(stat.S_IWUSR | stat.S_IRUSR)
    place.write_bytes(b"x")
    repository, said = find_with_head(repo.root)
    assert repository is not None
    assert said == ""
    assert repository.resolve("HEAD") is None


# --- revisions -----------------------------------------------------------------------------------


def test_names_of_revisions(repo: Repo) -> None:
    repo.write("a", "1")
    first = repo.commit("first")
    repo.git("tag", "-a", "v1", "-m", "one")
    repo.write("a", "2")
    second = repo.commit("second")
    repo.branch("feature/x")
    repository = found(repo.root)
    assert repository.resolve("v1") == first
    assert repository.resolve("HEAD~1") == first
    assert repository.resolve("feature/x") == second
    assert repository.resolve(":/first") == first
    assert repository.resolve(first[:10]) == first
    tree = repo.git("rev-parse", "HEAD^{tree}")
    assert repository.resolve(tree) == tree
    for wrong in ("", "none", "-h", "--all", "v1..HEAD", "HEAD:a", "a\nb", "0" * 40, "f" * 64):
        assert repository.resolve(wrong) is None, wrong


def test_staged_is_not_the_working_tree(repo: Repo) -> None:
    repo.write("a", "committed")
    repo.write("gone", "gone")
    repo.commit()
    repo.write("a", "staged")
    repo.git("rm", "-q", "gone")
    repo.add()
    repo.write("a", "working")
    repo.write("new", "new")
    before = (repo.root / ".git/index").read_bytes()
    repository = found(repo.root)
    assert text(repository, STAGED, "a") == b"staged"
    assert set(repository.blobs(STAGED)) == {"a"}
    assert (repo.root / ".git/index").read_bytes() == before
    assert not (repo.root / ".git/index.lock").exists()


def test_index_of_a_commit_that_is_being_made(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.write("a", "1")
    repo.write("b", "1")
    repo.commit()
    repo.write("a", "2")
    env = {"GIT_INDEX_FILE": str(repo.root / ".git/next-index")}
    repo.git("read-tree", "HEAD", env=env)
    repo.git("add", "a", env=env)
    repository = found(repo.root)
    assert text(repository, STAGED, "a") == b"1"
    for name in (".git/next-index", str(repo.root / ".git/next-index")):
        monkeypatch.setenv("GIT_INDEX_FILE", name)
        assert text(repository, STAGED, "a") == b"2"
        assert repository.head() == repo.head()
    other = Repo(tmp_path / "other", repo.home)
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    assert text(repository, STAGED, "a") == b"1"


def test_conflicts_in_the_index(repo: Repo) -> None:
    repo.write("a", "1")
    repo.commit()
    repo.branch("side")
    repo.write("a", "2")
    repo.commit()
    repo.checkout("main")
    repo.write("a", "3")
    repo.commit()
    repo.git("merge", "-q", "side", check=False)
    with pytest.raises(Conflicts):
        found(repo.root).tree(STAGED)
    assert text(found(repo.root), "HEAD", "a") == b"3"


# --- files ---------------------------------------------------------------------------------------


def test_reads_what_the_disk_reads(repo: Repo) -> None:
    repo.write("clauses/law/a.md", "a")
    repo.write("clauses/law/B.MD", "b")
    repo.write("clauses/law/deep/c.md", "c")
    repo.write("clauses/.hidden.md", "h")
    repo.write("top", "t")
    repo.write("crlf.yaml", b"a: 1\r\nb: 2\r\n")
    (repo.root / "clauses/link.md").symlink_to("law/a.md")
    (repo.root / "clauses/all").symlink_to("law")
    (repo.root / "clauses/broken.md").symlink_to("nowhere.md")
    (repo.root / "clauses/out.md").symlink_to("../../elsewhere.md")
    (repo.root / "clauses/loop.md").symlink_to("loop.md")
    (repo.root / "clauses/absolute.md").symlink_to("/etc/passwd")
    (repo.root / "whole").symlink_to("clauses/all")
    repo.commit()
    disk, tree = Disk(repo.root.resolve()), found(repo.root).tree("HEAD")
    for folder in (
        "clauses",
        "clauses/law",
        "clauses/all",
        "whole",
        "none",
        "top",
        "clauses/loop.md",
    ):
        assert tree.entries(folder) == disk.entries(folder), folder
        if folder not in ("top", "none"):
            assert tree.below(folder, (".md",)) == disk.below(folder, (".md",)), folder
    assert tree.below("clauses", ("",)) == disk.below("clauses", ("",))
    for path in (
        "clauses/law/a.md", "clauses/link.md", "clauses/all/a.md", "whole/deep/c.md", "crlf.yaml",
        "clauses/broken.md", "clauses/out.md", "clauses/loop.md", "clauses/absolute.md", "none",
        "clauses", "clauses/all", "top/below", "../x", "/etc/passwd", "none/none", "clauses/../top",
    ):  # fmt: skip
        assert tree.read(path, LIMIT) == disk.read(path, LIMIT), path
        assert tree.is_file(path) == disk.is_file(path), path
        assert tree.digest(path, LIMIT) == disk.digest(path, LIMIT), path
    assert tree.read("crlf.yaml", 3) == disk.read("crlf.yaml", 3)
    assert tree.digest("crlf.yaml", 3) == disk.digest("crlf.yaml", 3)
    assert tree.read("crlf.yaml", LIMIT) == disk.read("crlf.yaml", LIMIT)


def test_names_that_are_no_text(repo: Repo) -> None:
    repo.write("a", "a")
    Path(os.fsdecode(os.fsencode(repo.root) + b"/\xff.md")).write_bytes(b"x")
    repo.commit()
    disk, tree = Disk(repo.root.resolve()), found(repo.root).tree("HEAD")
    assert [n for n, _ in tree.entries("")] == ["a"]
    assert tree.below("", (".md",)) == [n for n in disk.below(".", (".md",)) if ".git" not in n]


def test_folder_for_programs(repo: Repo) -> None:
    repo.write("fonts/a.ttf", "a")
    repo.write("fonts/deep/b.ttf", "b")
    (repo.root / "fonts/l.ttf").symlink_to("deep/b.ttf")
    repo.commit()
    tree = found(repo.root).tree("HEAD")
    place = tree.folder("fonts")
    assert place == tree.folder("fonts")
    assert {p.relative_to(place).as_posix(): p.read_text() for p in place.rglob("*.ttf")} == {
        "a.ttf": "a", "deep/b.ttf": "b", "l.ttf": "b",
    }  # fmt: skip
    assert list(tree.folder("none").iterdir()) == []


def sent(what: T) -> T:
    """As it arrives in another process."""
    there: T = pickle.loads(pickle.dumps(what))  # noqa: S301 - made here
    return there


def test_travels_to_another_process(repo: Repo) -> None:
    repo.write("a", "1")
    repo.commit()
    tree = found(repo.root).tree("HEAD")
    tree.read("a", LIMIT)
    repo.write("a", "2")
    repo.commit()
    assert sent(tree).read("a", LIMIT).value == b"1"
    workspace = Workspace(repo.root, tree).once()
    assert sent(workspace).read("a").value == b"1"
    assert sent(Workspace(repo.root)).read("a").value == b"2"


def test_contents_that_the_repository_has_lost(repo: Repo) -> None:
    repo.write("a", "1")
    repo.write("b", "2")
    repo.commit()
    id_ = repo.git("rev-parse", "HEAD:a")
    lost = repo.root / ".git/objects" / id_[:2] / id_[2:]
    lost.chmod(stat.S_IWUSR)
    lost.unlink()
    repository = found(repo.root)
    assert code(repository, "HEAD", "a") == "F004"
    assert text(repository, "HEAD", "b") == b"2"


def test_a_link_that_the_repository_has_lost(repo: Repo) -> None:
    repo.write("b", "2")
    (repo.root / "a").symlink_to("b")
    repo.commit()
    id_ = repo.git("rev-parse", "HEAD:a")
    lost = repo.root / ".git/objects" / id_[:2] / id_[2:]
    lost.unlink()
    tree = found(repo.root).tree("HEAD")
    (problem,) = tree.read("a", LIMIT).diagnostics
    assert (problem.code, problem.span.file) == ("F004", "a")
    assert not tree.is_file("a")
    assert tree.entries("") == [("a", False), ("b", False)]
    assert tree.trail("a") == ("a", "a")


def test_what_git_lfs_keeps_is_no_file(repo: Repo) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 9\n"
    repo.write("fonts/a.ttf", pointer)
    repo.commit()
    (problem,) = found(repo.root).tree("HEAD").read("fonts/a.ttf", LIMIT).diagnostics
    assert (problem.code, "Git LFS" in problem.message) == ("F004", True)


def test_git_says_nothing_of_grafts(repo: Repo) -> None:
    repo.commit()
    assert answer_of(repo.root, ("log", "-1"))[::2] == (0, "")


# --- history -------------------------------------------------------------------------------------


def test_newest_commit(repo: Repo) -> None:
    repo.write("deals/a", "1")
    first = repo.commit()
    repo.write("deals/b", "1")
    second = repo.commit()
    repo.write("other", "1")
    repo.commit()
    repository = found(repo.root / "deals")
    assert repository.newest("HEAD", ["a"]) == first
    assert repository.newest("HEAD", ["a", "b"]) == second
    assert repository.newest("HEAD", ["none"]) == repository.newest("HEAD", []) == ""
    (repo.root / "deals/a").unlink()
    gone = repo.commit()
    assert repository.newest("HEAD", ["a"]) == gone


def test_paths_are_no_patterns(repo: Repo) -> None:
    repo.write("a*", "1")
    first = repo.commit()
    repo.write("ab", "1")
    repo.write(":(top)x", "1")
    second = repo.commit()
    repository = found(repo.root)
    assert repository.newest("HEAD", ["a*"]) == first
    assert repository.newest("HEAD", [":(top)x"]) == second
    assert repository.newest("HEAD", ["line\nbreak", "a*"]) == first


def test_merge_of_two_changes_is_the_newest(repo: Repo) -> None:
    repo.write("a", "1")
    repo.write("b", "1")
    base = repo.commit()
    repo.branch("side")
    repo.write("b", "2")
    side = repo.commit()
    repo.checkout("main")
    repo.write("a", "2")
    main = repo.commit()
    merged = repo.merge("side")
    repository = found(repo.root)
    assert repository.newest("HEAD", ["a", "b"]) == merged
    assert repository.newest("HEAD", ["a"]) == main
    assert repository.newest("HEAD", ["b"]) == side
    assert repository.touched(main, merged) == {"b"}
    assert repository.touched(side, merged) == {"a"}
    assert repository.touched(side, main) == {"a", "b"}
    assert repository.touched(base, base) == frozenset()


def test_change_that_was_taken_back_counts_as_touched(repo: Repo) -> None:
    repo.write("a b/ü", "1")
    base = repo.commit()
    repo.write("a b/ü", "2")
    repo.commit()
    repo.write("a b/ü", "1")
    last = repo.commit()
    assert found(repo.root / "a b").touched(base, last) == {"ü"}
    assert found(repo.root / "a b").differing(base, last) == frozenset()


def test_merges_across(repo: Repo) -> None:
    """The same change on two branches, each merged into the other."""
    repo.write("a", "1")
    repo.commit()
    repo.branch("side")
    repo.write("a", "2")
    side = repo.commit("side")
    repo.checkout("main")
    repo.write("a", "2")
    main = repo.commit("main")
    one = repo.merge("side")
    repo.checkout("side")
    two = repo.merge(main)
    repository = found(repo.root)
    assert repository.newest(one, ["a"]) == main
    assert repository.newest(two, ["a"]) == side
    assert repository.touched(one, two) == frozenset()


def test_merge_that_changes_more_is_touched(repo: Repo) -> None:
    repo.write("a", "1")
    repo.write("b", "1")
    repo.commit()
    repo.branch("side")
    repo.write("b", "2")
    repo.commit()
    repo.checkout("main")
    repo.write("a", "2")
    main = repo.commit()
    repo.git("merge", "-q", "--no-commit", "--no-ff", "side")
    repo.write("a", "3")
    merged = repo.commit("more than a merge")
    assert found(repo.root).touched(main, merged) == {"a", "b"}
    assert found(repo.root).newest("HEAD", ["a"]) == merged


def test_rename_and_first_commit_are_touched(repo: Repo) -> None:
    repo.write("a", "text\n" * 20)
    first = repo.commit()
    repo.git("mv", "a", "b")
    second = repo.commit()
    assert found(repo.root).touched(first, second) == {"a", "b"}
    repo.git("checkout", "-q", "--orphan", "other")
    repo.git("rm", "-rfq", ".")
    repo.write("c", "c")
    other = repo.commit()
    assert found(repo.root).touched(second, other) == {"a", "b", "c"}


def test_commit_that_is_not_there(repo: Repo) -> None:
    head = repo.commit()
    with pytest.raises(ToolFailed):
        found(repo.root).touched("f" * 40, head)


# --- a hostile repository ------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="the traps are shell scripts")
def test_nothing_of_the_repository_runs(repo: Repo, tmp_path: Path) -> None:
    sprung = tmp_path / "sprung"
    trap = tmp_path / "trap.sh"
    trap.write_text(f'#!/bin/sh\necho "$0 $*" >> "{sprung}"\ncat\n')
    trap.chmod(0o755)
    repo.write("a", "1")
    repo.write("deep/b", "1")
    first = repo.commit()
    hooks = repo.root / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for hook in ("post-index-change", "reference-transaction", "pre-auto-gc", "post-checkout"):
        (hooks / hook).write_text(trap.read_text())
        (hooks / hook).chmod(0o755)
    repo.write("a", "2")
    repo.write(".gitattributes", "* filter=trap diff=trap merge=trap eol=crlf\n")
    second = repo.commit()
    for name in (
        "core.fsmonitor", "core.pager", "core.sshCommand", "core.editor", "core.askPass",
        "core.gitProxy", "core.alternateRefsCommand", "diff.external", "filter.trap.clean",
        "filter.trap.smudge", "filter.trap.process", "diff.trap.command", "diff.trap.textconv",
        "merge.trap.driver", "gpg.program", "credential.helper", "uploadpack.packObjectsHook",
        "pager.rev-list", "pager.diff-tree", "pager.ls-tree", "pager.cat-file", "pager.rev-parse",
    ):  # fmt: skip
        repo.git("config", name, str(trap))
    for name in ("rev-parse", "ls-tree", "cat-file", "rev-list", "diff-tree", "write-tree"):
        repo.git("config", f"alias.{name}", f"!{trap}")
    repo.git("config", "core.hooksPath", str(hooks))
    repo.git("config", "log.showSignature", "true")
    repo.git("config", "remote.origin.url", f"ext::{trap}")
    repo.git("config", "remote.origin.promisor", "true")
    repo.git("config", "protocol.ext.allow", "always")
    sprung.unlink(missing_ok=True)
    repository = found(repo.root)
    assert text(repository, "HEAD", "a") == b"2"
    assert text(repository, STAGED, "a") == b"2"
    assert repository.touched(first, second) == {"a", ".gitattributes"}
    assert repository.newest("HEAD", ["deep/b"]) == first
    assert repository.resolve("nobody") is None
    with pytest.raises(ToolFailed):
        repository.touched("f" * 40, second)
    id_ = repo.git("rev-parse", f"{first}:a")
    lost = repo.root / ".git/objects" / id_[:2] / id_[2:]
    lost.unlink()
    assert code(repository, first, "a") == "F004"
    assert not sprung.exists(), sprung.read_text()


def test_replaced_objects_play_no_part(repo: Repo) -> None:
    repo.write("a", "1")
    first = repo.commit()
    repo.write("a", "2")
    second = repo.commit()
    repo.git("replace", second, first)
    assert text(found(repo.root), second, "a") == b"2"


def test_steps_between_two_commits(repo: Repo) -> None:
    repo.write("a", "1")
    base = repo.commit()
    repo.branch("side")
    repo.write("b", "1")
    side = repo.commit()
    repo.checkout("main")
    repo.write("a", "2")
    main = repo.commit()
    nothing = repo.commit("nothing")
    merged = repo.merge("side")
    repository = found(repo.root)
    assert repository.steps(base, merged) == {
        merged: ((nothing, frozenset("b")), (side, frozenset("a"))),
        nothing: ((main, frozenset()),),
        main: ((base, frozenset("a")),),
        side: ((base, frozenset("b")),),
    }
    assert repository.steps(nothing, merged) == {
        merged: ((nothing, frozenset("b")), (side, frozenset("a"))),
        side: ((base, frozenset("b")),),
    }
    assert repository.steps(merged, base) == {}
    assert repository.steps(base, merged, most=3) is None


def test_steps_back_to_the_first_commit(repo: Repo) -> None:
    repo.write("a", "1")
    first = repo.commit()
    repo.git("checkout", "-q", "--orphan", "other")
    other = repo.commit("another beginning")
    assert found(repo.root).steps(other, first) == {first: ()}
