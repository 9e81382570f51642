"""What is kept of parsed files: the same text is parsed once, another text anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowgen.load import load_library, yaml
from sowgen.load.yaml import load_yaml
from sowgen.model.tree import Tree, below, merge, without
from sowgen.workspace import Workspace

CLAUSE = """\
---
title: Payment
version: 1.0.0
order: 10
summary: When the OEM pays.
---
# Standard
{words}
"""


def test_the_same_text_gives_the_same_tree() -> None:
    assert load_yaml("a: 1\n", "one.yaml") is load_yaml("a: 1\n", "one.yaml")


@pytest.mark.parametrize(
    ("text", "file", "line"),
    [("a: 2\n", "one.yaml", 1), ("a: 1\n", "two.yaml", 1), ("a: 1\n", "one.yaml", 3)],
)
def test_another_text_file_or_line_is_parsed_anew(text: str, file: str, line: int) -> None:
    first = load_yaml("a: 1\n", "one.yaml").value
    other = load_yaml(text, file, first_line=line).value
    assert first
    assert other
    assert other.data == {"a": 2 if "2" in text else 1}
    assert (other.span(("a",)).file, other.span(("a",)).line) == (file, line)


def test_one_changed_clause_is_all_that_is_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    area = tmp_path / "clauses" / "prices"
    area.mkdir(parents=True)
    for name in ("one", "two"):
        (area / f"{name}.md").write_text(CLAUSE.format(words=name), "utf-8")
    before = load_library(Workspace(tmp_path)).value.clauses
    (area / "two.md").write_text(CLAUSE.format(words="three"), "utf-8")
    parsed: list[int] = []
    events = yaml.events
    monkeypatch.setattr(yaml, "events", lambda text: parsed.append(1) or events(text))
    workspace = Workspace(tmp_path)
    after = load_library(workspace).value.clauses
    assert after["one"] is before["one"]
    assert after["two"].wordings["standard"].markdown == "three"
    assert after["two"].digest != before["two"].digest
    assert not parsed, "the front matter of both is as it was"
    assert sorted(workspace.reads) == ["clauses/prices/one.md", "clauses/prices/two.md"]


def test_places_of_an_alias_are_those_of_its_anchor() -> None:
    tree = load_yaml("a: &x\n  b: [1, 2]\nc: *x\n", "p.yaml").value
    assert tree
    assert tree.data == {"a": {"b": [1, 2]}, "c": {"b": [1, 2]}}
    for path in (("b",), ("b", 0), ("b", 1)):
        assert tree.values[("c", *path)] == tree.values[("a", *path)]
    assert tree.keys[("c", "b")] == tree.keys[("a", "b")]
    assert (tree.keys[("c",)].line, tree.values[("c",)]) == (3, tree.values[("a",)])


def read(text: str, file: str) -> Tree:
    tree = load_yaml(text, file).value
    assert tree
    return tree


def test_what_is_replaced_whole_leaves_no_place_behind() -> None:
    whole = merge(
        read("a: {b: 1, c: 2}\nd: [1, 2]\ne: {f: 1}\n", "under.yaml"),
        read("a: {c: 3}\nd: [9]\ne: none\n", "over.yaml"),
    )
    assert whole.data == {"a": {"b": 1, "c": 3}, "d": [9], "e": "none"}
    assert ("d", 1) not in whole.values
    assert ("e", "f") not in whole.values
    assert ("e", "f") not in whole.keys
    files = {path: span.file for path, span in whole.values.items()}
    assert files[("a", "b")] == "under.yaml"
    assert {files[path] for path in files if path != ("a", "b")} == {"over.yaml"}


def test_a_tree_below_a_key_and_without_an_entry() -> None:
    tree = below("s", read("a: {b: 1, c: 2}\n", "s.yaml"))
    less = without(tree, ("s", "a", "b"))
    assert less.data == {"s": {"a": {"c": 2}}}
    assert ("s", "a", "b") in tree.values
    assert set(less.values) == {("s",), ("s", "a"), ("s", "a", "c")}
    assert set(less.keys) == {("s", "a"), ("s", "a", "c")}
