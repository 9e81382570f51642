"""The seal of a version, as bytes and back."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from sowgen.model.seal import Deviation, Seal
from sowgen.publish.seal import read_seal, seal_bytes

SEAL = Seal(
    project="widget",
    version="1.0",
    commit="c" * 40,
    date="2026-01-02T00:00:00Z",
    files={"W-1-sow.docx": "a" * 64, "manifest.json": "b" * 64},
    deviations=(Deviation("warranty", "position `ems`", "legal", "legal", "2026-01-01", "Größe"),),
    left_out=("qualification",),
)


def changed(**parts: Any) -> bytes:
    return json.dumps({**json.loads(seal_bytes(SEAL)), **parts}).encode()


def test_and_back() -> None:
    assert read_seal(seal_bytes(SEAL)) == SEAL


def test_another_form_of_the_same_json_is_the_same_seal() -> None:
    assert read_seal(changed()) == SEAL


@pytest.mark.parametrize(
    "parts",
    [
        {"version": "1.1"},
        {"commit": "d" * 40},
        {"date": "2027-01-02T00:00:00Z"},
        {"left_out": []},
        {"deviations": []},
        {"files": {"W-1-sow.docx": "a" * 64}},
        {"files": {"W-1-sow.docx": "c" * 64, "manifest.json": "b" * 64}},
        {"seal": "0" * 64},
        {"format": 2},
        {"more": "words"},
    ],
)
def test_a_changed_fact_breaks_it(parts: dict[str, Any]) -> None:
    assert read_seal(changed(**parts)) is None


@pytest.mark.parametrize(
    "parts",
    [
        {"files": {"../W": "a"}},
        {"files": {"W": 3}},
        {"files": ["W"]},
        {"files": None},
        {"deviations": [{"clause": "a"}]},
        {"deviations": ["a"]},
        {"deviations": [{"clause": "a", "what": "b", "else": "c"}]},
        {"left_out": [1]},
        {"project": None},
        {"version": "\ud800"},
    ],
)
def test_other_shapes(parts: dict[str, Any]) -> None:
    assert read_seal(changed(**parts)) is None


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"null", b"{}", b"\xff", b"[" * 100_000, b'{"format": 1}']
)
def test_no_seal(data: bytes) -> None:
    assert read_seal(data) is None


def test_no_changed_byte_goes_unseen() -> None:
    chance = random.Random(1)
    whole = seal_bytes(SEAL)
    for _ in range(500):
        at, byte = chance.randrange(len(whole)), chance.randrange(256)
        other = whole[:at] + bytes([byte]) + whole[at + 1 :]
        seal = read_seal(other)
        assert seal is None or seal == SEAL
