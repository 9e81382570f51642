"""A history of real git commands: after each, the documents on the disk are those that a clean
build of the commit checked out gives, byte for byte. No step calls sowgen by itself, but for those
after `git reset`, for which git calls no hook."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sowgen.cli import main
from sowgen.hooks.places import runner_file
from tests.documents.sample import write_clause
from tests.hooks.stage import CARE, MATTER, OUTLINE_FILE, Stage, deal, said
from tests.hooks.warm import Warm

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the steps are written for a POSIX shell")
FEWEST = 40
Step = Callable[["History"], object]
STEPS: list[Step] = []


def step(function: Step) -> Step:
    """A step of the history, in the order of this file."""
    STEPS.append(function)
    return function


class History(Stage):
    """The repository between the steps, and what it remembers from one to the next."""

    mark = ""

    def __init__(self, root: Path, place: str) -> None:
        super().__init__(root, place)
        # A PDF takes most of a build's time, and says no more than the DOCX in most steps.
        with (self.workspace / "sowgen.yaml").open("a", encoding="utf-8") as settings:
            settings.write("formats: [docx]\n")

    def work(self, number: int, words: str) -> None:
        """A change of a project's title."""
        slug = {1: "one", 2: "two", 3: "three"}[number]
        self.put(slug, deal(number, words))

    def fails(self, *args: str, **env: str) -> str:
        """What git says of a command that stops half-way."""
        self.made += 1
        status, words = said(self, *args, **env)
        assert status != 0, words
        return words

    def does(self, *args: str, **env: str) -> str:
        """What git and the hooks say of a command that succeeds."""
        self.made += 1
        status, words = said(self, *args, **env)
        assert status == 0, words
        return words

    def check(self, name: str) -> None:
        """The law that holds after each step."""
        if self.git("rev-parse", "--verify", "--quiet", "HEAD", check=False):
            there, wanted = self.documents(), self.clean()
            assert sorted(there) == sorted(wanted), f"after {name}"
            differing = [path for path in wanted if there[path] != wanted[path]]
            assert differing == [], f"after {name}"


@step
def first_commit(h: History) -> None:
    h.commit("first")
    assert len(h.documents()) == 2


@step
def a_project_changes(h: History) -> None:
    h.work(1, "torch")
    h.commit("torch")


@step
def an_empty_commit(h: History) -> None:
    assert h.does("commit", "--allow-empty", "-m", "empty").count("sowgen") == 0


@step
def part_of_the_changes_is_staged(h: History) -> None:
    h.work(1, "lantern")
    h.work(2, "beacon")
    h.add("deals é/projects/one")
    h.commit("lantern alone", everything=False)


@step
def part_of_a_file_is_staged(h: History) -> None:
    h.work(1, "candle")
    h.add("deals é/projects/one")
    h.work(1, "candlestick")
    h.commit("candle", everything=False)


@step
def the_rest_is_committed_by_name(h: History) -> None:
    h.does("commit", "-m", "beacon", "--", "deals é/projects/two")


@step
def everything_tracked_is_committed(h: History) -> None:
    h.does("commit", "-a", "-m", "candlestick")


@step
def amend_with_another_content(h: History) -> None:
    h.work(1, "chandelier")
    h.does("commit", "-a", "--amend", "-m", "chandelier")


@step
def amend_of_the_message(h: History) -> None:
    h.does("commit", "--amend", "-m", "Chandelier")


@step
def a_clause_that_one_project_holds(h: History) -> None:
    h.edit(CARE, "take care", "take great care")
    words = h.does("commit", "-a", "-m", "great care")
    assert "1 project built" in words


@step
def a_clause_that_all_hold(h: History) -> None:
    h.edit(MATTER, "in good time", "at once")
    h.does("commit", "-a", "-m", "at once")


@step
def a_clause_applies_to_others(h: History) -> None:
    h.edit(CARE, "deal-1", "deal-2")
    h.does("commit", "-a", "-m", "care for the other")


@step
def a_new_clause(h: History) -> None:
    write_clause(h.workspace, "speed", "{{ oem | capital }} shall be quick.", order=3)
    h.commit("speed")


@step
def a_clause_is_renamed(h: History) -> None:
    h.does("mv", "deals é/clauses/general/speed.md", "deals é/clauses/general/haste.md")
    h.commit("haste")


@step
def a_clause_is_deleted(h: History) -> None:
    h.does("rm", "deals é/clauses/general/haste.md")
    h.commit("no haste")


@step
def a_template_changes(h: History) -> None:
    h.edit(OUTLINE_FILE, " by {{ ems }}", ", made by {{ ems }}")
    h.does("commit", "-a", "-m", "made by")


@step
def the_formats_change(h: History) -> None:
    h.edit("sowgen.yaml", "formats: [docx]", "formats: [docx, pdf]")
    h.does("commit", "-a", "-m", "a PDF too")
    assert len(h.documents()) == 4


@step
def a_project_with_a_pdf_changes(h: History) -> None:
    h.work(1, "lampshade")
    h.does("commit", "-a", "-m", "lampshade")


@step
def the_formats_are_those_of_before(h: History) -> None:
    h.does("revert", "--no-edit", "HEAD~1")
    assert len(h.documents()) == 2


@step
def something_else_changes(h: History) -> None:
    h.write("notes.txt", "nothing for sowgen")
    assert "sowgen" not in h.does("add", "notes.txt") + h.does("commit", "-m", "notes")


@step
def a_new_project(h: History) -> None:
    h.put("three", deal(3))
    h.commit("three")
    assert len(h.documents()) == 3


@step
def a_project_is_renamed(h: History) -> None:
    h.does("mv", "deals é/projects/three", "deals é/projects/third")
    h.commit("third")


@step
def a_branch_is_made(h: History) -> None:
    h.does("checkout", "-b", "side")


@step
def a_commit_on_the_branch(h: History) -> None:
    h.work(2, "flare")
    h.commit("flare")
    h.edit(MATTER, "at once", "without delay")
    h.commit("without delay")


@step
def back_to_main(h: History) -> None:
    h.does("checkout", "main")


@step
def fast_forward(h: History) -> None:
    h.does("merge", "--ff-only", "side~1")


@step
def a_merge_without_conflict(h: History) -> None:
    h.work(1, "streetlight")
    h.commit("streetlight")
    h.does("merge", "--no-edit", "side")


@step
def a_merge_with_a_conflict(h: History) -> None:
    h.does("checkout", "-b", "rival", "HEAD~1")
    h.work(1, "floodlight")
    h.commit("floodlight")
    h.does("checkout", "main")
    h.work(1, "headlight")
    h.commit("headlight")
    h.fails("merge", "--no-edit", "rival")


@step
def the_conflict_is_resolved(h: History) -> None:
    h.work(1, "searchlight")
    h.commit("merge of the rivals")


@step
def a_merge_is_given_up(h: History) -> None:
    h.does("checkout", "-b", "another", "HEAD~1")
    h.work(1, "spotlight")
    h.commit("spotlight")
    h.fails("merge", "--no-edit", "main")
    h.does("merge", "--abort")
    h.does("checkout", "main")


@step
def stash(h: History) -> None:
    h.work(1, "moonlight")
    h.does("stash")
    h.edit(MATTER, "without delay", "without any delay")
    h.commit("any delay")


@step
def stash_pop(h: History) -> None:
    h.does("stash", "pop")


@step
def a_file_is_checked_out(h: History) -> None:
    h.does("checkout", "--", "deals é/projects/one")


@step
def revert(h: History) -> None:
    h.does("revert", "--no-edit", "HEAD")


@step
def two_reverts_in_one_command(h: History) -> None:
    words = h.does("revert", "--no-edit", "HEAD", "HEAD~1")
    assert words.count("built") <= 1


@step
def cherry_pick(h: History) -> None:
    h.does("checkout", "-b", "picked", "main~6")
    h.work(2, "bulb")
    h.commit("bulb")
    h.mark = h.head()
    h.does("checkout", "main")
    h.does("cherry-pick", h.mark)


@step
def a_cherry_pick_with_a_conflict(h: History) -> None:
    h.does("checkout", "picked")
    h.work(2, "tube")
    h.commit("tube")
    h.mark = h.head()
    h.does("checkout", "main")
    h.work(2, "diode")
    h.commit("diode")
    h.fails("cherry-pick", h.mark)


@step
def the_cherry_pick_goes_on(h: History) -> None:
    h.work(2, "tube and diode")
    h.add()
    h.does("cherry-pick", "--continue")


@step
def rebase(h: History) -> None:
    h.does("checkout", "-b", "topic", "main~2")
    h.write("notes.txt", "more")
    h.commit("more notes")
    h.edit(MATTER, "shall look", "shall have a look")
    h.commit("have a look")
    h.put("four", deal(4))
    h.commit("four")
    words = h.does("rebase", "main")
    assert words.count("sowgen: ") == 1, words


@step
def an_interactive_rebase_with_a_conflict(h: History) -> None:
    for words in ("red", "green", "blue"):
        h.put("four", deal(4, words))
        h.commit(words)
    h.fails("rebase", "--interactive", "HEAD~3", GIT_SEQUENCE_EDITOR="sed -i 2d")
    h.put("four", deal(4, "bluish"))
    h.add()
    h.does("rebase", "--continue")


@step
def a_rebase_is_given_up(h: History) -> None:
    h.does("checkout", "-b", "given-up", "HEAD~1")
    h.put("four", deal(4, "yellow"))
    h.commit("yellow")
    h.fails("rebase", "topic")
    h.does("rebase", "--abort")


@step
def a_rebase_that_drops_the_last_commit(h: History) -> None:
    h.does("rebase", "--interactive", "HEAD~2", GIT_SEQUENCE_EDITOR="sed -i 2d")


@step
def a_rebase_whose_last_steps_make_no_commit(h: History) -> None:
    h.does("checkout", "-b", "shortened", "topic")
    h.put("four", deal(4, "violet"))
    h.commit("violet")
    h.does(
        "rebase",
        "--interactive",
        "HEAD~2",
        GIT_SEQUENCE_EDITOR="sed -i -e '1aexec true' -e 2s/pick/drop/",
    )


@step
def a_project_built_by_hand(h: History) -> None:
    h.work(2, "not committed")
    assert main(["-C", str(h.workspace), "-q", "build", "two"]) == 0
    h.does("checkout", "--", ".")
    h.does("checkout", "given-up")


@step
def a_rebase_that_is_a_fast_forward(h: History) -> None:
    h.does("rebase", "topic")


@step
def a_rebase_with_changes_put_aside(h: History) -> None:
    h.does("checkout", "-b", "aside", "main")
    h.edit(OUTLINE_FILE, "made by", "built by")
    h.commit("built by")
    h.work(1, "starlight")
    h.does("rebase", "--autostash", "topic")


@step
def the_old_kind_of_rebase(h: History) -> None:
    h.does("checkout", "--", ".")
    h.does("checkout", "-b", "old-kind", "topic~1")
    h.edit(CARE, "great care", "the greatest care")
    h.commit("the greatest care")
    h.does("rebase", "--apply", "topic")


@step
def patches_from_a_mailbox(h: History) -> None:
    h.does("format-patch", "-2", "aside", "-o", str(h.root.parent / "patches"))
    h.does("checkout", "main")
    h.does("checkout", "-b", "mailed", "aside~1")
    patches = sorted((h.root.parent / "patches").iterdir())
    h.does("am", str(patches[-1]))


@step
def a_detached_head(h: History) -> None:
    h.does("checkout", "--detach", "main~3")


@step
def a_commit_on_a_detached_head(h: History) -> None:
    h.edit(MATTER, "matter", "affair")
    h.commit("affair")


@step
def a_bisection(h: History) -> None:
    h.does("bisect", "start", "main", "main~8")
    h.does("bisect", "good")
    h.does("bisect", "reset", "main")


@step
def a_reset(h: History) -> None:
    h.does("reset", "--hard", "HEAD~2")
    assert main(["-C", str(h.workspace), "hooks", "run"]) == 0


@step
def a_commit_after_a_reset_that_nobody_told_of(h: History) -> None:
    h.does("reset", "--hard", "HEAD~1")
    h.write("notes.txt", "even more")
    h.commit("even more notes")


@step
def a_hook_of_another_tool(h: History) -> None:
    hook = h.root / ".git" / "hooks" / "pre-commit"
    hook.write_bytes(hook.read_bytes() + b"touch seen\n")
    h.work(1, "lamp")
    h.commit("lamp again")
    assert (h.root / "seen").exists()


@step
def a_project_with_a_mistake_is_stopped(h: History) -> None:
    h.edit("projects/one/project.yaml", "legal_name", "leagl_name")
    words = h.fails("commit", "-a", "-m", "mistake")
    assert "leagl_name" in words


@step
def the_mistake_is_mended(h: History) -> None:
    h.edit("projects/one/project.yaml", "leagl_name", "legal_name")
    h.does("commit", "-a", "--allow-empty", "-m", "no mistake")


@step
def a_project_is_deleted(h: History) -> None:
    h.does("rm", "-r", "--quiet", "deals é/projects/one")
    h.commit("one less")
    assert not any(path.startswith("one/") for path in h.documents())


@step
def a_worktree(h: History) -> None:
    other = h.root.parent / "other tree"
    h.does("worktree", "add", str(other), "side")
    there = h.documents(other / h.place)
    assert there == h.clean(top=other)
    h.work(2, "lamp of another tree")
    h.does("-C", str(other), "checkout", "rival")
    assert h.documents(other / h.place) == h.clean(top=other)


@step
def an_octopus(h: History) -> None:
    h.does("checkout", "--", ".")
    h.does("checkout", "-b", "octopus", "main~5")
    for name, path in (("arm-1", "a.txt"), ("arm-2", "b.txt")):
        h.does("checkout", "-b", name, "octopus")
        h.write(path, name)
        h.edit(MATTER if name == "arm-1" else CARE, "shall", "will")
        h.commit(name)
    h.does("checkout", "octopus")
    h.does("merge", "--no-edit", "arm-1", "arm-2")


@step
def a_pull(h: History) -> None:
    upstream = h.clone(h.root.parent / "upstream")
    upstream.git("checkout", "--quiet", "octopus")
    text = (upstream.root / h.place / MATTER).read_text("utf-8")
    upstream.write(f"{h.place}/{MATTER}", text.replace("will", "must"))
    upstream.commit("must")
    h.does("pull", "--ff-only", str(upstream.root), "octopus")


def test_the_documents_are_those_of_head_after_every_step(tmp_path: Path) -> None:
    assert len(STEPS) >= FEWEST
    with Warm(tmp_path / "warm") as warm:
        history = History(tmp_path / "Verträge 'a'", "deals é")
        warm.take(runner_file(history.repository))
        for function in STEPS:
            function(history)
            history.check(function.__name__)
