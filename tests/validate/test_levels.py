"""Decision levels against the letters of a row: every level that fits, every one that does not."""

from __future__ import annotations

import pytest

from sowgen.validate.levels import _contradiction

FITS = [
    ("L0", "", "AR"),
    ("L1", "I", "AR"),
    ("L1", "V", "A"),
    ("L2", "C", "AR"),
    ("L2", "S", "AR"),
    ("L3", "S", "AR"),
    ("L3", "A", "R"),
    ("L4", "S", "S"),
    ("L4", "S", "AR"),
    ("L5", "AR", "I"),
    ("L5", "A", "R"),
]
CONTRADICTS = [
    ("L0", "A", "R"),
    ("L1", "", "AR"),
    ("L2", "I", "AR"),
    ("L2", "C", "R"),
    ("L3", "C", "AR"),
    ("L3", "V", "AR"),
    ("L4", "S", "R"),
    ("L4", "C", "AR"),
    ("L5", "A", ""),
    ("L5", "S", "AR"),
]


@pytest.mark.parametrize(("level", "oem", "ems"), FITS)
def test_fits(level: str, oem: str, ems: str) -> None:
    assert _contradiction(level, set(oem), set(ems), "S") == ""


@pytest.mark.parametrize(("level", "oem", "ems"), CONTRADICTS)
def test_contradicts(level: str, oem: str, ems: str) -> None:
    assert _contradiction(level, set(oem), set(ems), "S")


def test_without_a_letter_for_signing_only_accountability_counts() -> None:
    assert _contradiction("L3", {"C"}, {"A"}, "")
    assert not _contradiction("L4", {"C"}, {"A"}, "")
