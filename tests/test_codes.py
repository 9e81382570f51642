"""The table of codes and the source agree: no code without an entry, no entry without use."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from sowgen.codes import Code, all_codes

PACKAGE = Path(__file__).resolve().parent.parent / "sowgen"
_CODE = re.compile(r"[A-Z]\d{3}")


def codes_in(source: str) -> set[str]:
    """Every string of the source that is a code by itself."""
    return {
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and _CODE.fullmatch(node.value)
    }


def used() -> dict[str, str]:
    """The codes that the package's modules use, each with one place."""
    files = [p for p in sorted(PACKAGE.rglob("*.py")) if p.parent.name != "codes"]
    return {
        code: path.relative_to(PACKAGE).as_posix()
        for path in files
        for code in codes_in(path.read_text("utf-8"))
    }


def lacking(these: Iterable[str], those: Iterable[str]) -> list[str]:
    """What is among these but not among those."""
    return sorted(set(these) - set(those))


def test_every_code_used_is_in_the_table() -> None:
    places = used()
    assert {c: places[c] for c in lacking(places, all_codes())} == {}


def test_every_code_of_the_table_is_used() -> None:
    assert lacking(all_codes(), used()) == []


def test_both_guards_can_fail() -> None:
    assert codes_in('error("Z999", f"see {x}", "Z999 words")') == {"Z999"}
    assert lacking({"Z999"}, all_codes()) == ["Z999"]


@pytest.mark.parametrize("code", all_codes().values(), ids=lambda c: c.id)
def test_an_entry_says_what_a_reader_needs(code: Code) -> None:
    assert all(text.strip() == text and text for text in (code.title, code.why, code.mend))
    assert code.example.strip()
    assert code.why.endswith((".", "?", "`")), code.why
    assert len(code.title) <= 70
