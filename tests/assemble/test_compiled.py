"""Texts compiled before: the same words, the same findings, whatever is in the cache."""

from __future__ import annotations

import pytest

from sowgen.assemble import fill
from sowgen.assemble.fill import Filler
from sowgen.assemble.words import Words
from sowgen.diagnostics import Outcome, Span
from sowgen.dialect import Dialect, stand_in

TEXTS = (
    "Plain.\n",
    "{% for n in [1, 2] %}{{ n }} {% endfor %}{{ 'a'|lower }}\n{% if 1 is given %}b{% endif %}\n",
    "One\n\n{{ nothing }}\n",
    "One\n\nTwo\n{% if 1 %}{{ [1].wrong.part }}{% endif %}\n",
    "One\n{% if %}\n",
    "{{ 'a'|nofilter }}\n",
    "{{ ''|list }} {{ 'b'|capital }} {{ [1, 2]|first }}\n",
    "é \U0001f600 {{ 1 + 1 }}\n",
)  # fmt: skip


def filled(source: str, compiled: dict[str, bytes]) -> Outcome[fill.Piece | None]:
    """The text filled as in a new process."""
    fill._template.cache_clear()
    return Filler(Words("en", {}), {}, compiled).fill(source, Span("clause.md", 5, 1), {}, {})


@pytest.mark.parametrize("source", TEXTS)
def test_from_the_cache_as_anew(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: dict[str, bytes] = {}
    anew = filled(source, compiled)
    monkeypatch.setattr(Dialect, "_code", lambda self, text: pytest.fail("compiled again"))
    if not compiled:
        assert anew.diagnostics
        return
    assert repr(filled(source, compiled)) == repr(anew)


def test_lines_of_findings_from_the_cache() -> None:
    compiled: dict[str, bytes] = {}
    for _ in range(2):
        (found,) = filled(TEXTS[2], compiled).diagnostics
        assert (found.code, found.span.line) == ("O102", 7)
    assert len(compiled) == 1


@pytest.mark.parametrize(
    "damage",
    [
        lambda entry: b"",
        lambda entry: entry[:-1],
        lambda entry: entry[32:],
        lambda entry: bytes(32) + entry[32:],
        lambda entry: entry[:32] + b"i\x01\x00\x00\x00",
    ],
)
def test_a_damaged_entry_is_compiled_anew(damage) -> None:  # type: ignore[no-untyped-def]
    compiled: dict[str, bytes] = {}
    anew = filled(TEXTS[1], compiled)
    ((key, entry),) = compiled.items()
    compiled[key] = damage(entry)
    assert repr(filled(TEXTS[1], compiled)) == repr(anew)
    assert compiled == {key: entry}


def test_an_entry_of_another_text_is_not_taken() -> None:
    compiled: dict[str, bytes] = {}
    one, other = filled(TEXTS[0], compiled), filled(TEXTS[1], compiled)
    compiled = dict(zip(compiled, reversed(compiled.values()), strict=True))
    assert repr(filled(TEXTS[0], compiled)) == repr(one)
    assert repr(filled(TEXTS[1], compiled)) == repr(other)


@pytest.mark.parametrize("source", TEXTS[:4])
def test_the_stand_in_compiles_what_is_filled(source: str) -> None:
    """The helper's code is that of the sandbox which fills the texts."""
    assert stand_in().form == fill._SANDBOX.form
    compiled: dict[str, bytes] = {}
    filled(source, compiled)
    assert compiled == {stand_in().key(source): stand_in().entry(source)}


def test_the_form_tells_what_decides_the_code() -> None:
    forms = {
        Dialect().form,
        stand_in().form,
        Dialect(fill._finalize).form,
        Dialect(None, {"more": len}).form,
        Dialect(lambda context, value: "").form,
    }
    assert len(forms) == 4  # what `finalize` does matters as far as it takes the context
