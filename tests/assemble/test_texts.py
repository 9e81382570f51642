"""How a clause's Markdown becomes numbered paragraphs, tables, sections and values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sowgen.assemble.blocks import bookmark
from sowgen.assemble.number import letter, roman
from sowgen.model.document import (
    Badge,
    Contents,
    LineBreak,
    PageBreak,
    Paragraph,
    Reference,
    Table,
    Term,
    Text,
    Value,
)
from tests.assemble.texts import make


def test_four_levels(tmp_path: Path) -> None:
    text = "First:\n\n1. a;\n2. b:\n\n    1. deep;\n    2. deeper.\n\nSecond.\n"
    made = make(tmp_path, '{{ clauses("general") }}\n', {"alpha": text, "beta": "Third.\n"})
    assert made.codes == []
    assert made.lines() == [
        "1 Alpha", "1.1 First:", "(a) a;", "(b) b:", "(i) deep;", "(ii) deeper.", "1.2 Second.",
        "2 Beta", "2.1 Third.",
    ]  # fmt: skip
    numbers = [b.number for b in made.blocks if isinstance(b, Paragraph)]
    assert numbers == [
        "1", "1.1", "1.1(a)", "1.1(b)", "1.1(b)(i)", "1.1(b)(ii)", "1.2", "2", "2.1"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("First:\n\n1. a:\n\n    1. x\n\n2. b\n", ["1.1 First:", "(a) a:"]),
        ("First:\n\n- a:\n    - x\n- b:\n- c\n", ["1.1 First:", "a:"]),
        ("First:\n\nSecond.\n\n1. a\n", []),
    ],
)
def test_what_introduces_a_list_stays_with_it(tmp_path: Path, text: str, kept: list[str]) -> None:
    made = make(tmp_path, '{{ clauses("general") }}\n', {"alpha": text})
    assert made.codes == []
    keeps = [isinstance(b, Paragraph) and b.keep_next for b in made.blocks]
    lines = [line for line, keep in zip(made.lines(), keeps, strict=True) if keep]
    assert lines == ["1 Alpha", *kept]


def test_a_second_paragraph_of_an_item_has_no_number(tmp_path: Path) -> None:
    text = "First:\n\n1. a\n\n    more of a\n\n2. b\n"
    made = make(tmp_path, '{{ clauses("general") }}\n', {"alpha": text})
    assert made.lines()[1:] == ["1.1 First:", "(a) a", "more of a", "(b) b"]
    assert [(b.role, b.level) for b in made.blocks if isinstance(b, Paragraph)][3] == ("body", 3)


@pytest.mark.parametrize("remark", ["<!-- {{ nothing }} -->", "<!--\n\nwhy\n-->", "{## why ##}"])
def test_a_remark_is_not_printed(tmp_path: Path, remark: str) -> None:
    text = f"First{remark}.\n\n{remark}\n\nSecond {{{{ unknown }}}}.\n"
    (finding,) = make(tmp_path / "a", '{{ clauses("general") }}\n', {"alpha": text}).found
    source = (tmp_path / "a" / finding.span.file).read_text("utf-8").split("\n")
    assert "unknown" in source[finding.span.line - 1]
    known = {"alpha": text.replace("{{ unknown }}", "x")}
    made = make(tmp_path / "b", '{{ clauses("general") }}\n', known)
    assert made.lines() == ["1 Alpha", "1.1 First.", "1.2 Second x."]


def test_bullets_and_plain_text(tmp_path: Path) -> None:
    text = "First:\n\n- x\n- y\n\n::: {.plain}\n\nNo number.\n\n:::\n\n"
    text += "::: {.note}\n\nSmall.\n\n:::\n"
    made = make(tmp_path, '{{ clauses("general") }}\n', {"alpha": text})
    assert made.codes == []
    roles = [(b.role, b.label) for b in made.blocks if isinstance(b, Paragraph)]
    assert roles == [
        ("clause", "1"), ("clause", "1.1"), ("bullet", ""), ("bullet", ""), ("body", ""),
        ("note", ""),
    ]  # fmt: skip


def test_parts_and_headings(tmp_path: Path) -> None:
    made = make(tmp_path, "# Part {.part}\n\nLead.\n\n# Article\n\nText.\n\n## Heading\n")
    assert [(b.role, b.label) for b in made.blocks if isinstance(b, Paragraph)] == [
        ("part", ""), ("body", ""), ("clause", "1"), ("clause", "1.1"), ("heading", ""),
    ]  # fmt: skip
    assert [(e.level, e.number, e.text) for e in made.documents[0].toc] == [
        (0, "", "Part"), (1, "1", "Article"), (2, "", "Heading"),
    ]  # fmt: skip


def test_landscape_makes_a_section_of_its_own(tmp_path: Path) -> None:
    made = make(tmp_path, "# A\n\nOne.\n\n::: {.landscape}\n\nTwo.\n\n:::\n\nThree.\n")
    sections = made.documents[0].sections
    assert [s.landscape for s in sections] == [False, True, False]
    assert made.lines() == ["1 A", "1.1 One.", "1.2 Two.", "1.3 Three."]


def test_landscape_inside_a_clause(tmp_path: Path) -> None:
    text = "One.\n\n::: {.landscape}\n\nTwo.\n\n:::\n\nThree.\n"
    made = make(tmp_path, '# Lead\n\n{{ clauses("general") }}\n', {"alpha": text, "beta": "End.\n"})
    assert [s.landscape for s in made.documents[0].sections] == [False, True, False]
    assert made.lines() == [
        "1 Lead", "2 Alpha", "2.1 One.", "2.2 Two.", "2.3 Three.", "3 Beta", "3.1 End.",
    ]  # fmt: skip


def test_a_name_in_two_clauses(tmp_path: Path) -> None:
    texts = {"alpha": "[]{#x}One.\n", "beta": "[]{#x}Two.\n"}
    made = make(tmp_path, '{{ clauses("general") }}\n', texts)
    assert made.codes == ["O303"]
    found = made.one("O303")
    assert found.span.file == "clauses/general/beta.md"
    assert [span.file for _, span in found.related] == ["clauses/general/alpha.md"]


def test_inserts(tmp_path: Path) -> None:
    made = make(tmp_path, "{{ contents() }}\n\n{{ pagebreak() }}\n\n# A\n\nText.\n")
    assert [type(b) for b in made.blocks[:2]] == [Contents, PageBreak]


def table_of(folder: Path, options: str, rows: str) -> Table:
    made = make(folder, f"# A\n\n::: {{.table {options}}}\n\n{rows}\n:::\n")
    assert made.codes == []
    (table,) = [b for b in made.blocks if isinstance(b, Table)]
    return table


def test_table_options(tmp_path: Path) -> None:
    rows = "| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |\n"
    table = table_of(tmp_path, 'widths="40 3*" style="matrix" turned="true" alt="words"', rows)
    assert (table.style, table.turned_header, table.alt) == ("matrix", True, "words")
    assert table.widths == pytest.approx((86.96, 6.52, 6.52), abs=0.01)
    assert [c.align for c in table.rows[0]] == ["left", "center", "right"]
    assert len(table.header) == 1


def test_a_plain_table_needs_no_header(tmp_path: Path) -> None:
    table = table_of(tmp_path, 'style="plain"', "|   |   |\n|---|---|\n| a | b |\n")
    assert (table.header, len(table.rows)) == ((), 1)


def test_widths_are_measured_where_none_are_given(tmp_path: Path) -> None:
    rows = "| a | long |\n|---|---|\n| 1 | " + "words " * 20 + "|\n"
    table = table_of(tmp_path, 'alt="x"', rows)
    assert sum(table.widths) == pytest.approx(100, abs=0.1)
    assert table.widths[1] > 5 * table.widths[0]


def test_each_column_has_room_for_its_longest_word(tmp_path: Path) -> None:
    rows = "| Type | b | c |\n|---|---|---|\n| | " + "words " * 20 + "| " + "words " * 20 + "|\n"
    assert table_of(tmp_path, 'alt="x"', rows).widths[0] >= 7
    many = "|" + " characteristics |" * 8 + "\n|" + "---|" * 8 + "\n|" + " x |" * 8 + "\n"
    assert table_of(tmp_path / "many", 'alt="x"', many).widths == pytest.approx((12.5,) * 8)


def test_inlines(tmp_path: Path) -> None:
    text = 'A **b** *c* "d" [Lamp]{.def}, Lamp\\\nnew {{ badge("R") }} {{ package.title }}.\n'
    made = make(tmp_path, f"# A\n\n{text}")
    assert made.codes == []
    paragraph = made.blocks[1]
    assert isinstance(paragraph, Paragraph)
    kinds = [type(i) for i in paragraph.inlines]
    assert {Text, Term, LineBreak, Badge, Value} == set(kinds)
    assert [(i.text, i.bold, i.italic) for i in paragraph.inlines if isinstance(i, Text)][:4] == [
        ("A ", False, False), ("b", True, False), (" ", False, False), ("c", False, True)
    ]  # fmt: skip
    value = next(i for i in paragraph.inlines if isinstance(i, Value))
    assert value.origin
    assert (value.origin.path, value.origin.span.file) == (
        "package.title", "projects/tiny/project.yaml"
    )  # fmt: skip


FORGERIES = [
    "**bold** _it_ `c` [a](b) # head",
    "{{ oem }} {% if x %} {# c #}",
    "\n\n# Forged article\n\nForged.",
    "\n\n1. forged",
    "| x | y |\n|---|---|",
    "\n:::\n\n::: {.landscape}",
    "<b>x</b> &amp; \\ * ~ ^ $x$ @cite",
    '"quoted" -- and --- so... on',
]


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_value_never_becomes_markup(forgery: str, tmp_path: Path) -> None:
    rows = "| a |\n|---|\n| {{ package.title }} |\n"
    outline = (
        "# A\n\nOne {{ package.title }} two, **{{ package.title }}**.\n\n1. {{ package.title }}\n\n"
        f'::: {{.table widths="100" alt="{{{{ package.title }}}}"}}\n\n{rows}\n:::\n'
    )
    package: dict[str, Any] = {"id": "tiny", "title": forgery, "reference": "TINY-1"}
    made = make(tmp_path, outline, package=package)
    assert made.codes == []
    assert [type(b) for b in made.blocks] == [Paragraph, Paragraph, Paragraph, Table]
    first, table = made.blocks[1], made.blocks[3]
    assert isinstance(first, Paragraph)
    assert isinstance(table, Table)
    values = [i for i in first.inlines if isinstance(i, Value)]
    assert [(v.text, v.bold, v.italic) for v in values] == [
        (forgery, False, False), (forgery, True, False)
    ]  # fmt: skip
    assert [getattr(i, "text", "") for i in table.rows[0][0].inlines] == [forgery]
    assert table.alt == forgery


def test_references(tmp_path: Path) -> None:
    text = "One.\n\n[]{#mark}Two:\n\n1. a\n2. []{#item}b\n\n"
    text += 'See {{ ref("mark") }}, {{ ref("item") }}, '
    text += '{{ ref("beta") }}, {{ ref("beta", bare=true) }} and **{{ ref("item", true) }}**.\n'
    made = make(tmp_path, '{{ clauses("general") }}\n', {"alpha": text, "beta": "End.\n"})
    assert made.codes == []
    assert "1.3 See clause 1.2, clause 1.2(b), clause 2, 2 and 1.2(b)." in made.lines()
    references = [i for b in made.blocks if isinstance(b, Paragraph) for i in b.inlines
                  if isinstance(i, Reference)]  # fmt: skip
    anchors = {b.anchor: b.number for b in made.blocks if isinstance(b, Paragraph) and b.anchor}
    assert [anchors[str(r.target)] for r in references] == [r.text for r in references]
    assert references[-1].bold


def test_references_across_documents(tmp_path: Path) -> None:
    made = make(
        tmp_path,
        "# A {#here}\n\n[]{#only-here}One.\n",
        kinds={"annex": '# B {#here}\n\nSee {{ ref("only-here") }} and {{ ref("here") }}.\n'},
    )
    assert made.codes == []
    assert "1.1 See clause 1.1 of the Statement of Work and clause 1." in made.lines()
    last = made.documents[-1].blocks()[-1]
    assert isinstance(last, Paragraph)
    references = [i for i in last.inlines if isinstance(i, Reference)]
    assert [r.target is None for r in references] == [True, False]


def test_terms_count_over_the_whole_package(tmp_path: Path) -> None:
    made = make(
        tmp_path,
        "# A\n\nThe [Lamp]{.def} is bright. Many Lamps shine. Its [Battery]{.def} lasts.\n",
        kinds={"annex": "# B\n\nUse the [Batteries]{.term} of the Lamp.\n"},
    )
    assert made.codes == []


def test_an_unclosed_fence_stays_in_its_clause(tmp_path: Path) -> None:
    made = make(
        tmp_path, '{{ clauses("general") }}\n',
        {"alpha": "::: {.plain}\n\nOne.\n", "beta": "Two.\n"},
    )  # fmt: skip
    assert made.codes == ["O106"]
    assert [line for line in made.lines() if line.endswith("Two.")] == ["2.1 Two."]


@given(st.text(min_size=1, max_size=80))
def test_bookmarks_fit_word(name: str) -> None:
    made = bookmark(name)
    assert len(made) <= 40
    assert made.isascii()
    assert made.replace("_", "a").isalnum()


@given(st.integers(1, 3000))
def test_letters_and_romans(number: int) -> None:
    assert set(letter(number)) == {"abcdefghijklmnopqrstuvwxyz"[(number - 1) % 26]}
    values = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
    figures = [values[c] for c in roman(number)]
    total = sum(-a if a < b else a for a, b in zip(figures, [*figures[1:], 0], strict=True))
    assert total == number
