"""Values in words, and the ways a text can ask for them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from sowgen.assemble.words import MissingWord, Words, capitalised
from sowgen.model.document import Table, Value
from sowgen.model.plain import Leaf
from sowgen.model.values import Clock, Duration, Money, NotStated, Percent, ToBeAgreed
from tests.assemble.texts import make
from tests.documents.deal import ROOT
from tests.documents.pages import words_of

EN = Words("en", yaml.safe_load((ROOT / "templates/house/words/en.yaml").read_text("utf-8")))


@pytest.mark.parametrize(
    ("value", "full", "short"),
    [
        (Duration.parse("45 days"), "45 (forty-five) days", "45 days"),
        (Duration.parse("1 week"), "1 (one) week", "1 week"),
        (Duration.parse("1.5 hours"), "1.5 hours", "1.5 hours"),
        (Duration.parse("5 working days"), "5 (five) working days", "5 working days"),
        (Clock.parse("30 days after receipt"), "30 (thirty) days after receipt",
         "30 days after receipt"),
        (Money.parse("EUR 8000"), "EUR 8,000", "EUR 8,000"),
        (Money.parse("USD 0.5"), "USD 0.50", "USD 0.50"),
        (Percent.parse("2.5 %"), "2.5%", "2.5%"),
        (date(2027, 3, 31), "31 March 2027", "31 Mar 2027"),
        (datetime(2027, 3, 31, 9, 5), "31 March 2027 09:05", "31 Mar 2027 09:05"),
        (1234567, "1,234,567", "1,234,567"),
        (Decimal("0.65"), "0.65", "0.65"),
        (True, "yes", "yes"),
        ("as it is", "as it is", "as it is"),
    ],
)  # fmt: skip
def test_a_value_in_words(value: Any, full: str, short: str) -> None:
    assert EN.say(Leaf(value, "x")) == (full, "agreed")
    assert EN.say(Leaf(value, "x", "short")) == (short, "agreed")


def test_open_and_silent_values() -> None:
    assert EN.say(Leaf(ToBeAgreed(), "x")) == ("[to be agreed]", "open")
    assert EN.say(Leaf(ToBeAgreed("by May"), "x")) == ("[to be agreed: by May]", "open")
    assert EN.say(Leaf(NotStated(), "x")) == ("not stated", "silent")
    assert EN.say(Leaf(NotStated("a gap"), "x")) == ("not stated (a gap)", "silent")


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("the contact list", "The contact list"),
        ("émile", "Émile"),
        ("", ""),
        ("https://tickets.example.com and the desk", "https://tickets.example.com and the desk"),
        ("desk@ems.example.com", "desk@ems.example.com"),
        ("the desk, https://tickets.example.com", "The desk, https://tickets.example.com"),
    ],
)
def test_a_capital_letter_first_but_in_an_address(text: str, printed: str) -> None:
    assert capitalised(text) == printed


def test_a_missing_word() -> None:
    with pytest.raises(MissingWord):
        EN.word("no_such_word")
    with pytest.raises(MissingWord):
        Words("en", {}).words(Duration.parse("1 day"))


@pytest.mark.parametrize(
    ("parts", "both", "either"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a and b", "a or b"),
        (["a", "b", "c"], "a, b and c", "a, b or c"),
    ],
)
def test_lists(parts: list[str], both: str, either: str) -> None:
    assert (EN.list(parts), EN.list(parts, either=True)) == (both, either)


DEAL: dict[str, Any] = {
    "commercial": {"payment": {"days": 45, "trigger": "receipt of the invoice"}},
    "scope": {"exclusions": ["approvals", "freight, packing"]},
    "planning": {"lead_time": "to be agreed: with the first order"},
}


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("{{ commercial.payment.days }}", "45 (forty-five) days"),
        ("{{ commercial.payment.days | short }}", "45 days"),
        ("{{ commercial.payment.trigger | capital }}", "Receipt of the invoice"),
        ("{{ scope.exclusions }}", "approvals and freight, packing"),
        ("{{ scope.exclusions | either }}", "approvals or freight, packing"),
        ("{{ scope.exclusions | length }}", "2"),
        ("{{ oem | capital }} and {{ ems }}", "The Customer and the Manufacturer"),
        ("{{ parties.oem.country | country }}", "United Kingdom"),
        ("{{ planning.lead_time }}", "[to be agreed: with the first order]"),
        ("{% if planning.lead_time %}x{% else %}y{% endif %}", "y"),
        ("{% if is_open(planning.lead_time) %}open{% endif %}", "open"),
        ("{% if commercial.payment.days > 30 %}late{% endif %}", "late"),
        ('{% if commercial.payment.days <= "6 weeks" %}x{% else %}longer{% endif %}', "longer"),
        ("{% if commercial.credit.limit is given %}x{% else %}none{% endif %}", "none"),
        ("{% for x in scope.exclusions %}<{{ x }}>{% endfor %}", "<approvals><freight, packing>"),
    ],
)
def test_how_a_text_asks(text: str, printed: str, tmp_path: Path) -> None:
    made = make(tmp_path, f"# A\n\n{text}\n", **DEAL)
    assert [c for c in made.codes if c[0] == "O"] == []
    assert made.lines()[1:] == [f"1.1 {printed}"]


CLAUSE = """---
title: Payment
version: 1.0.0
order: 1
summary: When invoices are paid.
parameters:
  days:
    type: duration
    description: Payment period
    from: commercial.payment.days
---

# Standard

The Customer pays within {{ days }}.
"""


def test_tables_of_particulars(tmp_path: Path) -> None:
    from sowgen import pipeline
    from tests.assemble.texts import HEAD
    from tests.documents.deal import tiny, tiny_workspace, write, write_project

    outline = '{{ clauses("commercial") }}\n\n# Values\n\n{{ particulars() }}\n\n'
    outline += '{{ stated("commercial", "scope") }}\n'
    root = tiny_workspace(tmp_path, HEAD + outline)
    write(root / "clauses/commercial/payment.md", CLAUSE)
    write_project(root, "tiny", tiny(**DEAL))
    workspace = pipeline.open_workspace(root).value
    assert workspace is not None
    prepared = pipeline.prepare(workspace, "tiny")
    assert prepared.value is not None
    tables = [b for b in prepared.value.assembly.documents[0].blocks() if isinstance(b, Table)]
    rows = [[[words_of(c.inlines, "en") for c in row] for row in t.rows] for t in tables]
    assert rows[0] == [["Payment period", "45 days", "1"]]
    values = [i for c in tables[0].rows[0] for i in c.inlines if isinstance(i, Value)]
    assert values[0].origin
    assert values[0].origin.path == "commercial.payment.days"
    assert values[0].origin.span.line > 0
    others = [row for table in rows[1:] for row in table]
    # What a clause prints is not listed a second time.
    assert not any("45 days" in row[-1] for row in others)
    assert any(row[-1] == "receipt of the invoice" for row in others)
    assert any(row[-1] == "approvals\nfreight, packing" for row in others)
