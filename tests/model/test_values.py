"""Scalars read what contracts write, print it back, and refuse with a sentence."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from sowgen.model.spec.schedule import Link
from sowgen.model.values import (
    Clock,
    Duration,
    Money,
    NotStated,
    Percent,
    RawFloat,
    Scalar,
    Stated,
    Text,
    ToBeAgreed,
)


@pytest.mark.parametrize("kind", [Duration, Money, Percent, Clock, Link])
def test_examples_print_back_and_parse_again(kind: type[Scalar]) -> None:
    for example in kind.EXAMPLES:
        value = kind.parse(example)
        assert str(value) == example
        assert kind.parse(str(value)) == value


@given(st.decimals(0, 10**6, places=2), st.sampled_from(["EUR", "USD"]))
def test_money_survives_printing(amount: Decimal, currency: str) -> None:
    assert Money.parse(str(Money(amount, currency))) == Money(amount, currency)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Duration, "soon"),
        (Duration, "3 working months"),
        (Money, "200"),
        (Percent, "2"),
        (Clock, "30 days"),
        (Link, "PCB fab"),
        (Link, "pcb FS + soon"),
    ],
)
def test_refusals(kind: type[Scalar], text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        kind.parse(text)


def test_business_days_count_as_working_and_keep_their_word() -> None:
    value = Duration.parse("5 business days")
    assert value.calendar == "working"
    assert str(value) == "5 business days"


def test_clock_of_two_events() -> None:
    value = Clock.parse("30 days after the earlier of delivery and invoice")
    assert value.pick == "earlier"
    assert value.events == ("delivery", "invoice")


def test_link_lead_is_negative() -> None:
    lead = Link.parse("stencil SS-3 days").lag
    assert lead is not None
    assert lead.amount == -3


def test_text_keeps_the_digits_of_a_number() -> None:
    assert TypeAdapter(Text).validate_python(RawFloat(1.1, "1.10")) == "1.10"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("to be agreed", ToBeAgreed()),
        ("to be agreed: by March", ToBeAgreed("by March")),
        ("not stated: blank in the draft", NotStated("blank in the draft")),
        ("30 days", Duration.parse("30 days")),
    ],
)
def test_stated(written: str, value: object) -> None:
    assert TypeAdapter(Stated[Duration]).validate_python(written) == value


def test_stated_refuses_other_text() -> None:
    with pytest.raises(ValidationError, match="not a duration"):
        TypeAdapter(Stated[Duration]).validate_python("agreed later")


def test_stated_schema_of_a_number() -> None:
    choices = TypeAdapter(Stated[int]).json_schema()["anyOf"]
    assert {"type": "integer"} in choices
    assert any(choice.get("pattern", "").startswith("^(to be agreed") for choice in choices)
