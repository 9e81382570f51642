"""What differs between two texts, word by word."""

from __future__ import annotations

import random
import time

import pytest

from sowgen.model.word_diff import Change, diff


def shown(old: str, new: str) -> str:
    parts = []
    for change in diff(old.split(), new.split()):
        if change.same:
            parts.append(" ".join(change.old))
            continue
        parts += [f"[-{' '.join(change.old)}-]"] if change.old else []
        parts += [f"{{+{' '.join(change.new)}+}}"] if change.new else []
    return " ".join(parts)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ""),
        ("pay in time", "pay in time", "pay in time"),
        ("", "pay", "{+pay+}"),
        ("pay", "", "[-pay-]"),
        ("within 30 days after", "within 45 days after", "within [-30-] {+45+} days after"),
        ("a a a b", "a a b", "a a [-a-] b"),
        ("the A pays the B", "the B pays the A", "the [-A-] {+B+} pays the [-B-] {+A+}"),
        # one word that stayed in the midst of a rewritten sentence is no help to a reader
        ("one two three the four five six", "u v w the x y z",
         "[-one two three the four five six-] {+u v w the x y z+}"),
    ],
)  # fmt: skip
def test_changed_words(old: str, new: str, expected: str) -> None:
    assert shown(old, new) == expected


def test_indexes() -> None:
    assert diff(["a", "b", "c"], ["a", "x", "y", "c"]) == (
        Change(("a",), ("a",), 0, 0),
        Change(("b",), ("x", "y"), 1, 1),
        Change(("c",), ("c",), 2, 3),
    )


@pytest.mark.parametrize("words", [2, 3, 6, 40])
def test_the_stretches_make_up_both_texts(words: int) -> None:
    """Of random texts: nothing is lost, indexes fit, changed and unchanged stretches alternate."""
    rng = random.Random(words)
    for _ in range(1500):
        old = [str(rng.randrange(words)) for _ in range(rng.randrange(14))]
        new = [str(rng.randrange(words)) for _ in range(rng.randrange(14))]
        if rng.random() < 0.5:
            new = [word for word in old if rng.random() < 0.8]
        changes = diff(old, new)
        assert [word for change in changes for word in change.old] == old
        assert [word for change in changes for word in change.new] == new
        assert all(old[c.old_at : c.old_at + len(c.old)] == list(c.old) for c in changes)
        assert all(new[c.new_at : c.new_at + len(c.new)] == list(c.new) for c in changes)
        assert all(a.same != b.same for a, b in zip(changes, changes[1:], strict=False))
        assert all(change.size for change in changes)


def test_what_is_deleted_alone_is_all_that_changes() -> None:
    rng = random.Random(7)
    for _ in range(500):
        old = [str(rng.randrange(5)) for _ in range(20)]
        at = rng.randrange(20)
        changes = diff(old, old[:at] + old[at + 1 :])
        assert sum(change.size for change in changes if not change.same) == 1


@pytest.mark.parametrize("kind", ["repeated", "reversed", "random"])
def test_no_text_takes_long(kind: str) -> None:
    rng = random.Random(3)
    old, new = {
        "repeated": (["a", "b"] * 20_000, ["b", "a", "c"] * 15_000),
        "reversed": ([str(n) for n in range(40_000)], [str(n) for n in range(40_000)][::-1]),
        "random": ([str(rng.randrange(900)) for _ in range(40_000)],
                   [str(rng.randrange(900)) for _ in range(40_000)]),
    }[kind]  # fmt: skip
    begun = time.process_time()
    diff(old, new)
    assert time.process_time() - begun < 5
