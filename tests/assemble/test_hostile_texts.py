"""Texts that try to reach into others, or to cost more than they are worth."""

from __future__ import annotations

from pathlib import Path

from tests.assemble.texts import make


def test_an_entity_is_printed_as_written(tmp_path: Path) -> None:
    """`&#x100001;` would be the divider between two texts of one run of pandoc."""
    texts = {
        "alpha": "First &amp; last.\n\n&#x100001;\n\nForged words.\n",
        "beta": "Words of beta.\n",
    }
    made = make(tmp_path, '{{ clauses("general") }}\n', texts)
    assert made.codes == []
    printed = "\n".join(made.lines())
    for words in ("First &amp; last.", "&#x100001;", "Forged words.", "Words of beta."):
        assert words in printed, words


def test_a_long_run_of_capitals_costs_little(tmp_path: Path) -> None:
    """The check of defined terms once took twice as long for each further word."""
    capitals = " ".join(["Loss", "Profit", "Revenue"] * 20)
    made = make(tmp_path, f"# A\n\nThe supplier answers for no {capitals} Whatsoever.\n", None)
    assert made.codes == ["O204"]
