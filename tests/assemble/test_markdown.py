"""Texts through pandoc, once each: what is kept of them, and what is never believed."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sowgen.assemble.markdown import ENOUGH, Parser, Run, Tree
from sowgen.model.entries import Entries
from sowgen.workspace import ToolFailed, run_program

TEXTS = ("One *two* “three”.\n", "- a\n- b\n", "| a | b |\n|---|---|\n| 1 | 2 |\n", "")


def run(argv: Sequence[str], text: bytes) -> bytes:
    return run_program(argv, stdin=text)


def parse_markdown(
    texts: Sequence[str],
    run: Run,
    parsed: Entries,
    known: Mapping[str, Tree] | None = None,
) -> tuple[Tree, ...]:
    with Parser(run, parsed, known or {}) as parser:
        return parser.trees(texts)


def refuse(argv: Sequence[str], text: bytes) -> bytes:
    raise AssertionError("pandoc was started")


def test_one_process_for_what_is_missing_and_none_for_what_is_known() -> None:
    calls: list[bytes] = []

    def count(argv: Sequence[str], text: bytes) -> bytes:
        calls.append(text)
        return run(argv, text)

    parsed: dict[str, bytes] = {}
    first = parse_markdown(TEXTS[:2], count, parsed)
    assert parse_markdown(TEXTS[:2], refuse, parsed) == first
    assert parse_markdown(TEXTS, count, parsed)[:2] == first
    assert [b"One *two*" in text for text in calls] == [True, False]
    known = dict(zip(TEXTS, parse_markdown(TEXTS, refuse, parsed), strict=True))
    assert parse_markdown(TEXTS, refuse, {}, known) == tuple(known.values())


def test_a_text_alone_is_parsed_as_among_others() -> None:
    together = parse_markdown(TEXTS, run, {})
    assert together == tuple(parse_markdown([text], run, {})[0] for text in TEXTS)


def test_what_is_kept_is_what_pandoc_gave() -> None:
    parsed: dict[str, bytes] = {}
    made = parse_markdown(TEXTS, run, parsed)
    assert parse_markdown(TEXTS, refuse, parsed) == made
    assert len(parsed) == len(TEXTS)
    assert sum(map(len, parsed.values())) < 2000


@pytest.mark.parametrize(
    "damage",
    [
        lambda entry: b"",
        lambda entry: b"[]",
        lambda entry: entry[:-1],
        lambda entry: entry.replace(b"three", b"seven"),
        lambda entry: b'{"blocks": 1}',
        lambda entry: entry[:32] + b'[{"t": "Para"}]',
    ],
)
def test_a_damaged_entry_is_made_anew(damage) -> None:  # type: ignore[no-untyped-def]
    parsed: dict[str, bytes] = {}
    made = parse_markdown(TEXTS[:1], run, parsed)
    ((key, entry),) = parsed.items()
    parsed[key] = damage(entry)
    assert parsed[key] != entry
    assert parse_markdown(TEXTS[:1], run, parsed) == made
    assert parsed[key] == entry


def test_an_entry_counts_only_for_its_own_text() -> None:
    parsed: dict[str, bytes] = {}
    made = parse_markdown(TEXTS[:2], run, parsed)
    one, two = parsed
    parsed[one] = parsed[two]
    assert parse_markdown(TEXTS[:2], run, parsed) == made


@pytest.mark.parametrize(
    "definition", ["[it]: https://x.example", "- a\n\n    [it]: https://x.example"]
)
def test_a_text_defines_no_link_for_another(definition: str) -> None:
    """What is kept of a text must not depend on what was parsed beside it."""
    text = "See [words][it].\n"
    beside, _ = parse_markdown([text, definition], run, {})
    (alone,) = parse_markdown([text], run, {})
    assert beside == alone
    assert "Link" not in json.dumps(beside)


def test_a_drowned_list_can_still_be_told() -> None:
    (tree,) = parse_markdown(["The supplier shall:\n1. test\nand pack;\n- send.\n"], run, {})
    assert [node["t"] for node in tree[0]["c"]] == ["Str", "SoftBreak", "Str", "SoftBreak", "Str"]


WORDS = st.lists(
    st.sampled_from(
        ["word", "S.A.", ".", "*x*", "**y**", "\n", "\\\n", "1.", "-", "“q”", "'s", "`c`"]
    ),
    max_size=12,
).map(" ".join)


@settings(max_examples=25, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=6))
def test_trees_have_every_word_of_pandoc_s(texts: list[str]) -> None:
    def words(node: object) -> str:
        if isinstance(node, dict):
            if node["t"] in ("Space", "SoftBreak"):
                return " "
            return words(node.get("c"))
        if isinstance(node, list):
            return "".join(map(words, node))
        return node if isinstance(node, str) else ""

    raw: list[object] = []

    def keep(argv: Sequence[str], text: bytes) -> bytes:
        data = run(argv, text)
        raw.append(json.loads(data)["blocks"])
        return data

    for text in texts:
        raw.clear()
        (tree,) = parse_markdown([text], keep, {})
        before = copy.deepcopy(tree)
        divider = chr(0x100000)
        assert words(raw[0]).replace(divider, "", 1) == words(tree)
        assert tree == before


LONG = tuple(f"{word} & *{word}* &amp; more.\n\n" * ENOUGH for word in ("a", "b"))


def test_what_was_begun_is_what_would_have_been_parsed() -> None:
    """Two processes for much text, the same trees, each text parsed once."""
    calls: list[bytes] = []

    def count(argv: Sequence[str], text: bytes) -> bytes:
        calls.append(text)
        return run(argv, text)

    long = tuple(text[:ENOUGH] for text in LONG)
    parsed: dict[str, bytes] = {}
    with Parser(count, parsed) as parser:
        parser.begin((*long[:1], TEXTS[0]))
        parser.begin(TEXTS[1:])  # too little
        parser.begin(long)
        trees = parser.trees((*long, *TEXTS))
    assert trees == parse_markdown((*long, *TEXTS), run, {})
    assert len(parsed) == len((*long, *TEXTS))
    assert len(calls) == 3
    assert all(sum(word in call for call in calls) == 1 for word in (b"*a*", b"*b*", b"*two*"))


def test_a_failure_in_what_was_begun_is_raised_by_who_needs_it() -> None:
    def fail(argv: Sequence[str], text: bytes) -> bytes:
        raise ToolFailed("pandoc", "no")

    with Parser(fail, {}) as parser:
        parser.begin(LONG)
        with pytest.raises(ToolFailed):
            parser.trees(LONG)
