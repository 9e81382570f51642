"""From a place in a document back to clause, value and line."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from sowgen.diagnostics import Span
from sowgen.model.document import Origin, Paragraph, Text, Value
from sowgen.model.lock import Pinned
from sowgen.model.tree import Tree
from sowgen.tracing import names, trace

LINE = Span("projects/atlas/project.yaml", 41, 11)
DAYS = Value("45 days", Origin("commercial.payment.days", LINE))


def paragraph(number: str, level: int, *inlines: Any, clause: str = "payment-terms") -> Paragraph:
    return Paragraph("clause", inlines, level, number, clause=clause)


@pytest.fixture
def package() -> Any:
    blocks = (
        paragraph("8", 1, Text("Payment")),
        paragraph("8.1", 2, Text("Pay within "), DAYS, Text(".")),
        Paragraph("body", (Text("And "), DAYS), 2, clause="payment-terms"),
        paragraph("8.2", 2, Text("Interest.")),
        paragraph("9", 1, Text("Title"), clause=""),
    )
    document = SimpleNamespace(kind="sow", cover=None, blocks=lambda: blocks)
    bound = SimpleNamespace(
        value=("a", True), path="commercial.payment.days", span=LINE, from_default=False
    )
    clause = SimpleNamespace(id="payment-terms", version="1.0.0")
    chosen = SimpleNamespace(
        clause=clause, position="balanced", reason="agreed",
        wording=SimpleNamespace(span=Span("clauses/p.md", 20, 1)), values={"days": bound},
    )  # fmt: skip
    return SimpleNamespace(
        assembly=SimpleNamespace(documents=(document,)),
        clauses={"payment-terms": chosen},
        tree=Tree({}, {("commercial", "payment", "days"): LINE}),
        pinned=Pinned(None, {}),
    )


VERSION = "clause payment-terms 1.0.0, position balanced, clauses/p.md:20:1, because: agreed"


def test_a_number(package: Any) -> None:
    assert trace(package, "sow:8.1") == (
        "sow:8.1  Pay within 45 days.",
        f"  {VERSION}",
        "  45 days  commercial.payment.days  projects/atlas/project.yaml:41:11",
    )
    assert len(trace(package, "sow:8")) == 3
    assert trace(package, "sow:8.2")[1:] == (f"  {VERSION}",)
    assert trace(package, "sow:7") == ()


def test_a_clause(package: Any) -> None:
    assert trace(package, "payment-terms") == (
        VERSION,
        "  stands in sow:8  Payment",
        "  days  a, true  commercial.payment.days  projects/atlas/project.yaml:41:11",
    )


def test_a_path(package: Any) -> None:
    lines = trace(package, "commercial.payment.days")
    assert lines == (
        "commercial.payment.days  projects/atlas/project.yaml:41:11",
        f"  parameter days of {VERSION}",
        "  45 days in sow:8.1  Pay within 45 days.",
        "  45 days in sow:8.1  And 45 days",
    )
    assert trace(package, "commercial.payment")[1:] == lines[1:]
    assert trace(package, "commercial.pay") == ()


def test_names(package: Any) -> None:
    assert {"payment-terms", "sow:8.2", "commercial.payment.days"} <= set(names(package))
