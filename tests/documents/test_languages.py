"""A package in another language: fixed words, dates, numbers, durations and lists."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from sowgen import pipeline
from sowgen.assemble.words import Words
from sowgen.model.document import Document
from sowgen.model.values import Clock, Duration, Money, Percent
from tests.documents.deal import ROOT, TINY, tiny, tiny_workspace, write, write_project
from tests.documents.pages import compare, letters
from tests.documents.tagged import tagged_text

FOLDER = ROOT / "templates" / "house" / "words"
LANGUAGES = sorted(p.stem for p in FOLDER.glob("*.yaml"))
OUTLINE = """---
title: statement_of_work
order: 10
signatures: true
contents: true
---

{{ contents() }}

# {{ word("scope") }} {#scope-of-work}

[]{#first}{{ word("date") }}: {{ package.effective_date }}. {{ commercial.payment.days }}.
{{ planning.lead_time }}. {{ commercial.credit.limit }}. {{ commercial.payment.late_interest }}.
{{ ref("first") }}. {{ scope.exclusions }}. {{ oem }}. {{ "DE" | country }}.

{{ signatures() }}
"""


def table(language: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((FOLDER / f"{language}.yaml").read_text("utf-8"))
    return loaded


def words(language: str) -> Words:
    return Words(language, {str(k): str(v) for k, v in table(language).items()})


def parts(text: object) -> set[str]:
    """The gaps of a fixed word."""
    return set(re.findall(r"\{\w+\}", str(text)))


def test_english_and_german_are_there() -> None:
    assert {"de", "en"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_words_file_has_the_same_keys(language: str) -> None:
    assert set(table(language)) ^ set(table("en")) == set()
    assert all(isinstance(k, str) and isinstance(v, str) and v for k, v in table(language).items())


@pytest.mark.parametrize("language", LANGUAGES)
def test_gaps_are_filled(language: str) -> None:
    """A translation may leave a gap out, but has none that nobody fills, and an open value's
    remark, an amount and a number are never left out."""
    mine, english = table(language), table("en")
    assert [k for k in english if parts(mine[k]) - parts(english[k])] == []
    needed = {"{note}", "{number}", "{amount}", "{page}", "{pages}", "{percent}", "{count}"}
    kept = [k for k in english if parts(english[k]) & needed]
    assert len(kept) >= 7
    assert [k for k in kept if parts(mine[k]) != parts(english[k])] == []


def test_german_values() -> None:
    german = words("de")
    said = {
        "31. März 2027": german.words(date(2027, 3, 31)),
        "31. März 2027 14:30": german.words(datetime(2027, 3, 31, 14, 30)),
        "12.500,5": german.number(Decimal("12500.5")),
        "2011": german.number(Decimal(2011)),
        "45 (fünfundvierzig) Tage": german.words(Duration.parse("45 days")),
        "1 (eins) Tag": german.words(Duration.parse("1 day")),
        "5 Arbeitstage": german.words(Duration.parse("5 working days"), "short"),
        "1.250,50 EUR": german.words(Money.parse("EUR 1250.50")),
        "2,5\u00a0%": german.words(Percent.parse("2.5%")),
        "a, b und c": german.list(["a", "b", "c"]),
        "a oder b": german.list(["a", "b"], either=True),
        "Deutschland": german.country("DE"),
        "ja": german.words(True),
    }
    assert list(said) == list(said.values())


def test_english_values() -> None:
    english = words("en")
    assert english.words(date(2027, 3, 31)) == "31 March 2027"
    assert english.words(Duration.parse("45 days")) == "45 (forty-five) days"
    assert english.words(Money.parse("EUR 1250.50")) == "EUR 1,250.50"
    assert english.list(["a", "b", "c"]) == "a, b and c"
    assert english.words(Clock.parse("30 days after receipt"), "short") == "30 days after receipt"


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> tuple[Document, Path]:
    """A German package: its document and its PDF."""
    root = tiny_workspace(tmp_path_factory.mktemp("german"), OUTLINE)
    package = TINY["package"] | {"language": "de", "effective_date": "2027-03-31"}
    deal = tiny(
        package=package,
        scope={"exclusions": ["die Zulassung", "der Transport", "die Batterien"]},
        commercial={"payment": {"days": 45, "late_interest": "1.5%"},
                    "credit": {"limit": "EUR 1250.50"}},
        planning={"lead_time": "6 weeks"},
    )  # fmt: skip
    for party in deal["parties"].values():
        del party["label"]
    write_project(root, "tiny", deal)
    workspace = pipeline.open_workspace(root).value
    assert workspace is not None
    report = pipeline.build_project(workspace, "tiny")
    assert [(d.code, d.message) for d in report.diagnostics if d.is_error] == []
    assert [d.message for d in report.diagnostics if d.code == "O204"] == []
    made = pipeline.prepare(workspace, "tiny").value
    assert made is not None
    return made.assembly.documents[0], root / "projects" / "tiny" / "out" / "TINY-1-sow.pdf"


def test_a_german_package(german: tuple[Document, Path]) -> None:
    document, file = german
    text = tagged_text(file)
    assert compare(document, text) == ""
    said = " ".join(" ".join(text).split())
    for expected in (
        "Leistungsbeschreibung", "Inhalt", "Datum: 31. März 2027.", "45 (fünfundvierzig) Tage.",
        "6 (sechs) Wochen.", "1.250,50 EUR", "1,5 %", "Ziffer 1.1.",
        "die Zulassung, der Transport und die Batterien.", "der Auftraggeber", "Deutschland",
        "Unterschrift",
    ):  # fmt: skip
        assert letters(expected) in letters(said), expected


def test_no_english_word_is_left(german: tuple[Document, Path]) -> None:
    _, file = german
    said = " ".join(tagged_text(file))
    english, other = table("en"), table("de")
    shared = {w.casefold() for v in other.values() for w in re.findall(r"\w+", v)}
    small = {"of", "the", "is", "by", "on", "for", "parties"}
    foreign = {w.casefold() for v in english.values() for w in re.findall(r"[A-Za-z]{4,}", v)}
    foreign |= small
    given = {"manufacture", "lamp", "lamps", "works", "director", "example", "sample"}
    assert {w.casefold() for w in re.findall(r"\w+", said)} & foreign - shared - given == {
        "of", "the"  # the package's title, which is given
    }  # fmt: skip


def test_a_language_without_words(tmp_path: Path) -> None:
    root = tiny_workspace(tmp_path)
    write_project(root, "tiny", tiny(package=TINY["package"] | {"language": "fr"}))
    workspace = pipeline.open_workspace(root).value
    assert workspace is not None
    report = pipeline.build_project(workspace, "tiny")
    assert [d.code for d in report.diagnostics if d.is_error] == ["F031"]
    (root / "templates/house/words/fr.yaml").write_text("date: Date\n", "utf-8")
    report = pipeline.build_project(workspace, "tiny")
    assert {d.code for d in report.diagnostics if d.is_error} == {"O104"}
    write(root / "templates/house/words/fr.yaml", (FOLDER / "en.yaml").read_text("utf-8"))
    assert [d for d in pipeline.build_project(workspace, "tiny").diagnostics if d.is_error] == []
