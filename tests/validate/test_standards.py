"""Finding a standard by the ways in which people write it."""

from __future__ import annotations

import pytest

from sowgen.validate.tables import find_standard, known_standards, needed_documents


@pytest.mark.parametrize(
    ("written", "key", "edition"),
    [
        ("IPC-A-610", "ipc-a-610", ""),
        ("IPC610.B", "ipc-a-610", "B"),
        ("IPC-A-610 rev. J", "ipc-a-610", "J"),
        ("ISO 9001:2015", "iso-9001", "2015"),
        ("EN ISO 13485:2016", "iso-13485", "2016"),
        ("ISO 13488", "iso-13488", ""),
        ("J-STD-033D", "j-std-033", "D"),
        ("ANSI/ESD S20.20-2021", "esd-s20.20", "2021"),
        ("IATF 16949", "iatf-16949", ""),
    ],
)
def test_found(written: str, key: str, edition: str) -> None:
    found = find_standard(written)
    assert found is not None
    assert (found[0].key, found[1]) == (key, edition)


@pytest.mark.parametrize("written", ["House standard 7", "IPC-A-61", "ISO", ""])
def test_not_found(written: str) -> None:
    assert find_standard(written) is None


def test_the_tables_are_sound() -> None:
    states = {"current", "superseded", "withdrawn", "draft"}
    for standard in known_standards().values():
        assert standard.status in states
        assert {edition.state for edition in standard.editions} <= states
        assert standard.status != "withdrawn" or standard.replaced_by
    for needed in needed_documents():
        assert needed.id in needed.ids
        assert needed.services
        assert needed.name
