"""LibreOffice counts the clauses again: with every cached number wiped, it must print the
numbers and references that `assemble` decided."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from sowgen.model.document import Block, Paragraph, Reference, Text
from sowgen.render.docx.numbering import Counter, letter, roman
from tests.render.docx.word import SOFFICE, changed, printed_text, written
from tests.render.sample import sample_document, small_document

needs_soffice = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice (soffice) or pdftotext is not installed"
)


ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


def tree(seed: int, count: int) -> list[tuple[int, str]]:
    """`count` levels and full numbers of a random four-level tree, counted independently."""
    chance = random.Random(seed)
    counts = [0, 0, 0, 0]
    made: list[tuple[int, str]] = []
    level = 0
    for _ in range(count):
        level = 1 if not made else chance.randint(1, min(level + 1, 4))
        counts[level - 1] += 1
        counts[level:] = [0] * (4 - level)
        number = str(counts[0])
        if level > 1:
            number += f".{counts[1]}"
        if level > 2:
            number += f"({'abcdefghijklmnopqrstuvwxyz'[counts[2] - 1]})"
        if level > 3:
            number += (
                "("
                + (["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"])[
                    counts[3] - 1
                ]
                + ")"
            )
        made.append((level, number))
    return made


def test_letters_and_romans_are_words_own() -> None:
    assert [letter(n) for n in (1, 26, 27, 28, 53)] == ["a", "z", "aa", "bb", "aaa"]
    assert [roman(n) for n in (1, 4, 9, 14, 40)] == ["i", "iv", "ix", "xiv", "xl"]


def test_the_counter_follows_a_random_tree() -> None:
    counter = Counter()
    for level, number in tree(3, 200):
        counter.take(Paragraph("clause", (), level, number))
    assert counter.restarts == []


@needs_soffice
def test_libreoffice_recomputes_every_number_and_reference(tmp_path: Path) -> None:
    chance = random.Random(11)
    numbers = tree(11, 120)
    targets = [chance.randrange(len(numbers)) for _ in numbers]
    blocks: list[Block] = [
        Paragraph(
            "clause",
            (Text(f"K{i} to "), Reference(numbers[target][1], f"k{target}"), Text(" end")),
            level,
            number,
            anchor=f"k{i}",
        )
        for i, ((level, number), target) in enumerate(zip(numbers, targets, strict=True))
    ]
    data = changed(written(small_document(*blocks)), "word/document.xml", _wiped)
    # Only a conversion that lays out pages recomputes fields; plain text prints what is cached.
    text = printed_text(data, tmp_path)
    found = re.findall(r"^\s*(\S+)\s+K(\d+) to (\S*) end", text, re.MULTILINE)
    assert len(found) == len(numbers)
    for printed, index, reference in found:
        level, number = numbers[int(index)]
        label = number if level < 3 else number[number.rindex("(") :]
        assert printed == label
        assert reference == numbers[targets[int(index)]][1]


def _wiped(document: bytes) -> bytes:
    """Every cached result of a REF field replaced by `?`."""
    result = rb'(REF k\d+ .*?w:fldCharType="separate"/></w:r><w:r><w:t[^>]*>)[^<]*'
    made, count = re.subn(result, rb"\1?", document, flags=re.DOTALL)
    assert count == 120
    return made


@needs_soffice
def test_libreoffice_prints_the_whole_sample(tmp_path: Path) -> None:
    text = " ".join(printed_text(written(sample_document()), tmp_path).split())
    for words in (
        "“Product” means the Widget Controller in the revision listed in clause 4.1.",
        "test every unit as clause 2.1(b)(iii) and the test specification require.",
        "See clauses 1.2, 2.1(a) and 2.1(b)(i), article 2 and Annex 2.",
        "{{ title }} {% if x %} {# note #} {_{x}_} {_%y%_}",
        "Close the project",
    ):
        assert words in text
