"""The schedule annex finds all its words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from sowgen import assemble

TEMPLATES = Path(__file__).parents[2] / "templates"
EXPORTS = Path(assemble.__file__).parent / "exports"
MADE = ("schedule", "milestones", "network")
WEEKDAYS = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
KEY_DATES = {
    "project_start", "production_start",
    "first_delivery", "wanted_delivery", "project_end",
}  # fmt: skip
KEY_DATES |= {
    f"{which}documents_due{whose}" for which in ("", "first_", "last_") for whose in ("", "_from")
}
EVES = {"eves_full", "eves_half", "eves_off"}


def used() -> set[str]:
    """The keys of the outline and of the exports, with those put together from data."""
    outline = (TEMPLATES / "schedule" / "outline.md").read_text(encoding="utf-8")
    made = [(EXPORTS / f"{name}.py").read_text("utf-8") for name in MADE]
    literal = set(re.findall(r"word\(['\"]([a-z_]+)['\"][,)]", outline))
    literal |= {key for text in made for key in re.findall(r'"(plan_[a-z_]*[a-z])"', text)}
    return literal | {f"plan_{each}" for each in WEEKDAYS | KEY_DATES | EVES} | {"schedule"}


def words(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for folder in ("house", "schedule"):
        file = TEMPLATES / folder / "words" / f"{language}.yaml"
        found |= yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


def test_english_has_every_word_of_the_annex() -> None:
    assert not used() - set(words("en"))


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_word_of_the_annex_is_left_unused(language: str) -> None:
    assert {key for key in words(language) if key.startswith("plan_")} <= used()


def test_german_has_the_words_that_only_the_annex_uses() -> None:
    assert {key for key in used() if key.startswith("plan_")} <= set(words("de"))
