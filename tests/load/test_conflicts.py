"""What git leaves in a file of a merge that was not finished."""

from __future__ import annotations

import pytest
import yaml

import sowgen.load.yaml
from sowgen.diagnostics import Diagnostic
from sowgen.load.front_matter import split_front_matter
from sowgen.load.yaml import load_yaml

SIDES = "<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> rates\n"


@pytest.fixture(
    params=[getattr(yaml, "CSafeLoader", yaml.SafeLoader), yaml.SafeLoader],
    ids=["c", "python"],
    autouse=True,
)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    sowgen.load.yaml._load.cache_clear()
    monkeypatch.setattr(sowgen.load.yaml, "_LOADER", request.param)


def check(found: tuple[Diagnostic, ...], line: int, length: int) -> None:
    (one,) = found
    assert (one.code, one.span.line, one.span.col, one.span.length) == ("Y111", line, 1, length)
    assert one.message == "git left a conflict here"
    assert one.hint == "keep one side, delete the marks"


@pytest.mark.parametrize(
    ("text", "line", "length"),
    [
        ("a: 1\n" + SIDES, 2, 12),
        ("a:\n  c: 1\n" + SIDES.replace("b:", "  b:"), 3, 12),
        ("a: {c: 1,\n" + SIDES + "}\n", 2, 12),
        ("a: |\n  text\n" + SIDES, 3, 12),
        (SIDES, 1, 12),
        ("<<<<<<< HEAD\n=======\n>>>>>>> rates\n", 1, 12),
        ("a: 1\nb: 3\n>>>>>>> rates\n", 3, 13),
        ("a: 1\nb: 2\n=======\nb: 3\n", 3, 7),
        ("a: 1\nb: 2\n||||||| 1f0c9a6\nb: 3\n", 3, 15),
    ],
)
def test_marks_in_yaml(text: str, line: int, length: int) -> None:
    check(load_yaml(text, "a.yaml").diagnostics, line, length)
    check(load_yaml(text, "a.md", first_line=11).diagnostics, line + 10, length)


@pytest.mark.parametrize(
    "text", ["a: |\n  <<<<<<< HEAD\n", "a: <<<<<<< HEAD\n", "# ======= one\na: '\n\n======='\n"]
)
def test_what_is_no_mark_in_yaml(text: str) -> None:
    assert load_yaml(text, "a.yaml").ok


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"---\na: 1\n{SIDES}---\n\nText.\n", 3),
        (f"---\na: 1\n---\n\n{SIDES}", 5),
        ("<<<<<<< HEAD\n---\na: 1\n---\n=======\n---\na: 2\n---\n>>>>>>> rates\n", 1),
        ("---\na: 1\n<<<<<<< HEAD\nb: 2\n---\n\nText.\n=======\nb: 3\n---\n>>>>>>> rates\n", 3),
    ],
)
def test_marks_in_a_clause_or_outline(text: str, line: int) -> None:
    check(split_front_matter(text, "clause.md").diagnostics, line, 12)


def test_headings_and_quotations_are_no_marks() -> None:
    text = "---\na: 1\n---\n\nHeading\n=======\n\n> > quoted\n\n||||||| x\n"
    assert split_front_matter(text, "clause.md").ok
