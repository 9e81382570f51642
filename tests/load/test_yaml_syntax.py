"""YAML that cannot be read: in plain words, with the line where the mapping began."""

from __future__ import annotations

import pytest
import yaml

import sowgen.load.yaml
from sowgen.load.yaml import load_yaml

PARSERS = [getattr(yaml, "CSafeLoader", yaml.SafeLoader), yaml.SafeLoader]
Place = tuple[int, int]


@pytest.fixture(params=PARSERS, ids=["c", "python"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the parser in C and with the one that stands in where it is missing."""
    monkeypatch.setattr(sowgen.load.yaml, "_LOADER", request.param)


@pytest.mark.parametrize(
    ("text", "place", "words", "note"),
    [
        ("contacts:\n  ada: {}\n   ben: {}\n", (3, 4), "its mapping begins in column 3", (2, 3)),
        ("contacts:\n ada: {}\n  ben: {}\n", (3, 3), "its mapping begins in column 2", (2, 2)),
        ("contacts:\n  ada: {}\n ben: {}\n", (3, 2), "column 2, where nothing above", (2, 3)),
        ("a:\n  b:\n    c: 1\n\n# x\n    e: 1\n   d: 2\n", (7, 4), "nothing above", (3, 5)),
        ("a: {}\nb:\n  - x: 1\n    y: 2\n   z: 3\n", (5, 4), "nothing above", (4, 5)),
        ("  a: 1\nb: 2\n", (2, 1), "column 1, where nothing above it begins", (1, 3)),
        ("a:\n  - x\n  b: 2\n", (3, 3), "a key stands among the items of a list", (2, 3)),
        ("a:\n  b: 2\n  - x\n", (3, 3), "a list item stands among the keys", (2, 3)),
    ],
)
def test_a_line_that_is_indented_wrongly(text: str, place: Place, words: str, note: Place) -> None:
    (found,) = load_yaml(text, "project.yaml", first_line=1).diagnostics
    assert (found.code, found.span.line, found.span.col) == ("Y101", *place)
    assert words in found.message
    assert "indent" in found.hint
    assert [(span.line, span.col) for _, span in found.related] == [note]


def test_front_matter_counts_its_lines_in_the_file() -> None:
    (found,) = load_yaml("a:\n  b: {}\n   c: {}\n", "clause.md", first_line=11).diagnostics
    assert found.span.line == 13
    assert [span.line for _, span in found.related] == [12]


def test_a_bracket_left_open_is_shown() -> None:
    (found,) = load_yaml("a:\n  b: {c: 1\nd: 2\n", "project.yaml").diagnostics
    assert found.hint == "a bracket is not closed, or a comma is missing"
    assert [(span.line, span.col) for _, span in found.related] == [(2, 6)]


@pytest.mark.parametrize("text", ["a: [b]]\n", "a: 'b'c\n", "a: @b\n", "a:\n\tb: 1\n", "a: b: c\n"])
def test_other_slips_have_a_hint_and_no_note(text: str) -> None:
    (found,) = load_yaml(text, "project.yaml").diagnostics
    assert found.hint
    assert found.related == ()
