"""The commit on a package: whatever is done in git, the newest one that changed what it is made of,
and from whose tree the same package comes."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sowgen.cache import Cache
from sowgen.pipeline import Order, Run
from sowgen.pipeline.build import build, fresh
from sowgen.pipeline.history import History
from sowgen.render import read_stamp
from sowgen.workspace import Workspace
from sowgen.workspace.git import STAGED, find_repository
from tests.pipeline.builders import Builder, Result, one_pandoc
from tests.pipeline.edits import MOVES, TEXTS, Desk
from tests.pipeline.lamp import FOLDER, PROJECT, SLUG, make_lamp, put, states
from tests.repository import Repo

JSON = Order(formats=("json",))
DEAL, SCOPE, OTHER = f"{PROJECT}/project.yaml", "clauses/general/scope.md", "clauses/money/spare.md"
CLAUSE = """---
title: Other
version: 1.0.0
order: 80
summary: A test.
applies_when: {rule}
---

# Standard

{text}
"""
_PANDOC: dict[tuple[str, ...], bytes] = {}


class Revision(Builder):
    """Builds from a revision in the place of the working tree."""

    rev = "HEAD"

    def _run(self) -> Run:
        repository = find_repository(self.root)
        assert repository is not None
        return Run.begin(Workspace(self.root, repository.tree(self.rev)), self.cache, self._memory)

    def at(self, rev: str) -> Revision:
        self.rev = rev
        return self

    def anew(self, rev: str, order: Order) -> Result:
        """Into an empty folder."""
        shutil.rmtree(self.place, ignore_errors=True)
        return self.at(rev).build(order)


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / ".home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".home"))


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """The lamp, not committed yet."""
    repo = Repo(tmp_path / "workspace")
    make_lamp(repo.root)
    repo.write(OTHER, CLAUSE.format(rule="false", text="Not of this deal."))
    return repo


@pytest.fixture
def made(repo: Repo, tmp_path: Path) -> Made:
    return Made(repo, tmp_path)


class Made:
    """Builders of the same workspace; every build of all of them gives the same."""

    def __init__(self, repo: Repo, place: Path) -> None:
        self.repo, root = repo, repo.root
        self.clean = Builder(root, place / "clean")
        self.others = [
            Builder(root, place / "cache", Cache(place / "c1")),
            Builder(root, place / "session", drafting=True),
            Builder(root, place / "both", Cache(place / "c2"), drafting=True),
        ]
        self.revision = Revision(root, place / "revision", Cache(place / "c3"))
        self.then = Revision(root, place / "then")

    def build(self, order: Order = JSON) -> Result:
        with one_pandoc(_PANDOC):
            found = [builder.build(order) for builder in self.others]
            clean = self.clean.build(order)
            for result in found:
                assert result.report == clean.report
                assert result.files == clean.files
            self.compare(clean, order)
        return clean

    def compare(self, clean: Result, order: Order) -> None:
        """Fails where the tree of the commit that is named gives other documents, or a clean
        working tree something else than its revision."""
        commit = commit_in(clean)
        if clean.report.refused:
            return
        if commit:
            there = self.then.anew(commit, order)
            assert documents(there) == documents(clean), commit
            assert commit_in(there) == commit
        whole = (self.repo.root / ".git").exists()
        if whole and not self.repo.git("status", "--porcelain", "--ignored"):
            there = self.then.anew("HEAD", order)
            assert documents(there) == documents(clean)
            assert facts(there) == facts(clean)
            assert commit

    def commit(self) -> str:
        return commit_in(self.build())


def commit_in(result: Result) -> str:
    manifest = result.files.get("manifest.json")
    return str(json.loads(manifest)["commit"]) if manifest else ""


def facts(result: Result) -> dict[str, Any]:
    """The manifest without the files that are listed."""
    manifest = json.loads(result.files["manifest.json"])
    return {name: fact for name, fact in manifest.items() if name not in ("outputs", "earlier")}


def documents(result: Result) -> dict[str, bytes]:
    """The files that this very build made, or found as it would have made them."""
    made = (*result.report.written, *result.report.unchanged)
    return {path.name: result.files[path.name] for path in made}


# --- what counts ---------------------------------------------------------------------------------


def test_newest_commit_that_changed_what_the_package_is_made_of(repo: Repo, made: Made) -> None:
    assert made.commit() == ""
    first = repo.commit()
    assert made.commit() == first
    repo.write("notes.txt", "for nobody")
    repo.write("projects/another/notes.txt", "of another project")
    repo.commit()
    assert made.commit() == first
    put(repo.root, SCOPE, states()[SCOPE][1])
    assert made.commit() == ""
    second = repo.commit()
    assert made.commit() == second
    repo.write(DEAL, b"# A remark.\n" + (repo.root / DEAL).read_bytes())
    third = repo.commit()
    assert made.commit() == third


def test_clause_that_the_package_does_not_hold_does_not_count(repo: Repo, made: Made) -> None:
    first = repo.commit()
    repo.write(OTHER, CLAUSE.format(rule="false", text="Another text."))
    assert made.commit() == first, "its text is not in the package, committed or not"
    repo.commit()
    assert made.commit() == first
    repo.write("clauses/money/new.md", CLAUSE.format(rule="false", text="A new one."))
    assert made.commit() == first
    repo.commit()
    assert made.commit() == first


def test_clause_that_left_the_package_counts(repo: Repo, made: Made) -> None:
    repo.write(OTHER, CLAUSE.format(rule="true", text="Of this deal."))
    first = repo.commit()
    assert made.commit() == first
    repo.write(OTHER, CLAUSE.format(rule="false", text="Of this deal."))
    assert made.commit() == "", "the working tree gives another package than any commit"
    second = repo.commit()
    assert made.commit() == second
    repo.write(OTHER, CLAUSE.format(rule="true", text="Of this deal."))
    repo.commit()
    (repo.root / OTHER).unlink()
    assert made.commit() == ""
    last = repo.commit()
    assert made.commit() == last


def test_file_of_the_project_that_is_gone_counts(repo: Repo, made: Made) -> None:
    first = repo.commit()
    assert made.commit() == first
    (repo.root / f"{PROJECT}/raci.yaml").unlink()
    gone = made.build()
    assert not gone.report.refused, gone.report.diagnostics
    assert commit_in(gone) == ""
    second = repo.commit()
    assert made.commit() == second


def test_line_ends_of_the_working_tree_do_not_count(repo: Repo, made: Made) -> None:
    first = repo.commit()
    for name in (SCOPE, DEAL, "templates/house/page.typ"):
        path = repo.root / name
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    order = Order(formats=("docx", "pdf", "json"))
    result = made.build(order)
    assert commit_in(result) == first
    revision = made.revision.build(order)
    assert result.files == revision.files, "the manifest has the digests of the commit"


def test_links_count_with_what_they_lead_to(repo: Repo, made: Made) -> None:
    (repo.root / "shared").mkdir()
    (repo.root / SCOPE).rename(repo.root / "shared/scope.md")
    (repo.root / SCOPE).symlink_to("../../shared/scope.md")
    first = repo.commit()
    assert made.commit() == first
    repo.write("shared/scope.md", states()[SCOPE][1] or b"")
    assert made.commit() == ""
    second = repo.commit()
    assert made.commit() == second


def test_before_the_first_commit_and_what_is_staged(repo: Repo, made: Made) -> None:
    repo.add()
    staged = made.revision.at(STAGED).build(JSON)
    assert commit_in(staged) == ""
    first = repo.commit()
    assert commit_in(made.revision.at(STAGED).build(JSON)) == "", (
        "nothing that is staged is a commit"
    )
    assert commit_in(made.revision.at("HEAD").build(JSON)) == first
    assert commit_in(made.revision.at(STAGED).build(JSON)) == ""


def test_repository_that_git_refuses_is_none(
    repo: Repo, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit()
    monkeypatch.setenv("PATH", str(repo.root))
    assert History.of(Workspace(repo.root)) is None


def test_repository_comes_and_goes(repo: Repo, made: Made, tmp_path: Path) -> None:
    first = repo.commit()
    assert made.commit() == first
    (repo.root / ".git").rename(tmp_path / "away")
    assert made.commit() == ""
    (tmp_path / "away").rename(repo.root / ".git")
    assert made.commit() == first


# --- histories -----------------------------------------------------------------------------------


def test_amend_reset_and_checkout(repo: Repo, made: Made) -> None:
    first = repo.commit()
    put(repo.root, SCOPE, states()[SCOPE][1])
    second = repo.commit()
    assert made.commit() == second
    repo.made += 1
    repo.git("commit", "-q", "--amend", "-m", "other words")
    amended = repo.head()
    assert made.commit() == amended != second
    repo.git("reset", "-q", "--soft", first)
    assert made.commit() == ""
    repo.git("reset", "-q", "--hard", first)
    assert made.commit() == first
    repo.checkout(second)
    assert made.commit() == second


def test_merges_across(repo: Repo, made: Made) -> None:
    """The same change on two branches, each merged into the other: the merges have the same files,
    and the first parents' history counts."""
    repo.commit()
    repo.branch("side")
    put(repo.root, SCOPE, states()[SCOPE][1])
    side = repo.commit("side")
    repo.checkout("main")
    put(repo.root, SCOPE, states()[SCOPE][1])
    main = repo.commit("main")
    one = repo.merge("side")
    assert made.commit() == main
    repo.checkout("side")
    two = repo.merge(main)
    assert made.commit() == side
    repo.checkout(one)
    assert made.commit() == main
    repo.checkout(two)
    assert made.commit() == side


def test_change_taken_back_on_another_way(repo: Repo, made: Made) -> None:
    """A branch that began before a change and its revert, and is merged the other way round."""
    first = repo.commit()
    put(repo.root, SCOPE, states()[SCOPE][1])
    repo.commit()
    repo.git("revert", "--no-edit", "HEAD")
    reverted = repo.head()
    assert made.commit() == reverted
    repo.branch("side", first)
    repo.write("notes.txt", "x")
    repo.commit()
    repo.merge("main")
    assert made.commit() == first


@pytest.mark.parametrize("seed", range(8))
def test_any_history(repo: Repo, made: Made, seed: int) -> None:
    order = random.Random(seed)
    desk = Desk(repo.root)
    repo.commit()
    orders = (JSON, JSON, JSON, Order(formats=("json", "xlsx", "ics")), Order(formats=("docx",)))
    for number in range(14):
        match order.choice(
            ("edit", "edit", "commit", "commit", "branch", "checkout", "merge", "other")
        ):
            case "edit":
                edit(desk, order)
            case "commit":
                repo.commit(f"commit {number}")
            case "other":
                rule = order.choice(("true", "false"))
                repo.write(OTHER, CLAUSE.format(rule=rule, text=f"Number {number}."))
            case "branch":
                repo.commit(f"before {number}")
                repo.branch(f"b{number}")
            case "checkout":
                repo.commit(f"before {number}")
                repo.checkout(order.choice(repo.git("branch", "--format=%(refname:short)").split()))
            case "merge":
                repo.commit(f"before {number}")
                name = order.choice(repo.git("branch", "--format=%(refname:short)").split())
                side = order.choice(("ours", "theirs"))
                repo.git("merge", "-q", "-X", side, "-m", f"merge {number}", name, check=False)
                repo.commit(f"resolved {number}")
        look(desk)
        made.build(order.choice(orders))


def edit(desk: Desk, order: random.Random) -> None:
    """An edit that a person would commit."""
    files = sorted(states())
    path = order.choice(files)
    desk.edit(
        order.choice(
            (("put", path, order.randrange(15)), ("put", path, order.randrange(15)),
             ("remark", order.choice(TEXTS), 0), ("undo", "", order.randrange(1, 3)),
             ("move", "", order.randrange(len(MOVES))))
        )
    )  # fmt: skip


def look(desk: Desk) -> None:
    """What stands on the desk, after git has changed it."""
    for path in {*desk.now, *states()}:
        file = desk.root / path
        desk.now[path] = FOLDER if file.is_dir() else file.read_bytes() if file.is_file() else None


# --- what is written -----------------------------------------------------------------------------


def test_every_document_says_where_it_comes_from(repo: Repo, made: Made) -> None:
    first = repo.commit()
    order = Order(bundle=True)
    result = made.build(order)
    manifest = json.loads(result.files["manifest.json"])
    listed = {output["name"]: output for output in manifest["outputs"]}
    stamped = {name: read_stamp(data) for name, data in result.files.items()
               if name.endswith((".docx", ".pdf"))}  # fmt: skip
    assert {"package", "sow"} <= {stamp.kind for stamp in stamped.values() if stamp}
    for name, stamp in stamped.items():
        assert stamp is not None, name
        assert (stamp.project, stamp.commit, stamp.issued) == (SLUG, first, "")
        assert stamp.inputs == listed[name]["inputs"]
        assert stamp.kind == listed[name]["kind"]
        assert stamp.version == manifest["version"]
        assert dict(stamp.tools) == manifest["tools"]
    known = {(c["id"], c["version"], c["position"]) for c in manifest["clauses"]}
    assert {c for stamp in stamped.values() if stamp for c in stamp.clauses} <= known
    assert any(stamp.clauses for stamp in stamped.values() if stamp)
    assert all(o["inputs"] for name, o in listed.items() if not name.endswith(".zip"))


def test_a_commit_changes_the_stamp_and_nothing_else(repo: Repo, made: Made) -> None:
    order = Order(formats=("docx", "pdf", "xlsx"))
    repo.commit()
    before = made.build(order)
    repo.write(DEAL, b"# A remark.\n" + (repo.root / DEAL).read_bytes())
    second = repo.commit()
    after = made.build(order)
    for name, data in after.files.items():
        stamp, old = read_stamp(data), read_stamp(before.files[name])
        if name.endswith(".xlsx"):
            assert data == before.files[name]
        elif stamp is not None and old is not None:
            assert stamp == replace(old, commit=second)


def test_package_of_an_unchanged_project_is_not_touched(repo: Repo, tmp_path: Path) -> None:
    repo.commit()
    cache = Cache(tmp_path / "cache")

    def run() -> Run:
        return Run.begin(Workspace(repo.root), cache)

    order = Order(formats=("json",), out=tmp_path / "out")
    build(run(), SLUG, order)
    repo.write("notes.txt", "x")
    repo.commit()
    assert fresh(run(), SLUG, order) is not None
    put(repo.root, SCOPE, states()[SCOPE][1])
    repo.commit()
    assert fresh(run(), SLUG, order) is None
    build(run(), SLUG, order)
    repo.git("checkout", "-q", "--orphan", "elsewhere")
    repo.commit("the same files, another history")
    assert fresh(run(), SLUG, order) is None
    shutil.rmtree(repo.root / ".git")
    assert fresh(run(), SLUG, order) is None
