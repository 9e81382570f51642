"""The letters of a responsibility matrix: what each variant allows, and reading one cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

VARIANTS: Mapping[str, Mapping[str, str]] = {
    "RACI": {"R": "responsible", "A": "accountable", "C": "consulted", "I": "informed"},
    "RASCI": {
        "R": "responsible",
        "A": "accountable",
        "S": "supports",
        "C": "consulted",
        "I": "informed",
    },
    "RACI-VS": {
        "R": "responsible",
        "A": "accountable",
        "C": "consulted",
        "I": "informed",
        "V": "verifies",
        "S": "signs off",
    },
    "RASCI-VS": {
        "R": "responsible",
        "A": "accountable",
        "Su": "supports",
        "C": "consulted",
        "I": "informed",
        "V": "verifies",
        "Si": "signs off",
    },
    "DACI": {"D": "drives", "A": "approves", "C": "contributes", "I": "informed"},
}

DOES: Mapping[str, str] = {variant: "D" if variant == "DACI" else "R" for variant in VARIANTS}
"""The letter of the role that does the work, by variant."""

SIGNS: Mapping[str, str] = {"RACI-VS": "S", "RASCI-VS": "Si"}
"""The letter for signing off, in the variants that have one."""

STANDARD_LETTERS: Mapping[str, Mapping[str, str]] = {
    "RACI-VS": {letter: letter for letter in "RACIVS"},
    "RASCI-VS": {"R": "R", "A": "A", "C": "C", "I": "I", "V": "V", "S": "Si"},
    "RASCI": {"R": "R", "A": "A", "C": "C", "I": "I", "V": "", "S": ""},
    "RACI": {"R": "R", "A": "A", "C": "C", "I": "I", "V": "", "S": ""},
}
"""The letters of the standard rows, which are written in RACI-VS, in the variants that can hold
them; '' where a variant has no letter of that meaning."""


def strongest(letters: Iterable[str]) -> tuple[str, ...]:
    """The letters each once, `A` first, without those that say less than another: who has a part
    in the work or its result need not be consulted, who is consulted need not be informed."""
    given = dict.fromkeys(letters)
    part = [letter for letter in ("A", "R", "D", "Su", "V", "S", "Si") if letter in given]
    if part:
        return tuple(part)
    return tuple(letter for letter in ("C", "I") if letter in given)[:1]


class Cell(NamedTuple):
    """A cell as read: its `letters`; `unknown` words; whether it could mean two things."""

    letters: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    ambiguous: bool = False


@lru_cache(maxsize=4096)
def read_cell(text: str, variant: str) -> Cell:
    """The letters of one cell, separated by commas: `A, R`.

    `A/R` and `AR` are read alike, since one role is often both. Any other slash, an `or`,
    and words for sharing (`joint`, `shared`) leave open who does what: `ambiguous`.
    """
    known = VARIANTS[variant]
    both = {"A", DOES[variant]}
    compact = re.sub(r"[\s,/+&]", "", text)
    if len(compact) == 2 and set(compact) == both and "or" not in text:
        return Cell(tuple(letter for letter in ("A", DOES[variant])))
    if re.search(r"/|\bor\b|\bjoint(ly)?\b|\bshared\b", text, re.IGNORECASE):
        return Cell((), (), True)
    words = [word for word in re.split(r"[,;+&\s]+", text.strip()) if word]
    return Cell(
        tuple(dict.fromkeys(word for word in words if word in known)),
        tuple(word for word in words if word not in known),
    )
