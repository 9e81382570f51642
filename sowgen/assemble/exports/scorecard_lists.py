"""The sheets beside the points: gates, evidence, certificates, findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from sowgen.assemble.words import Words
from sowgen.model.plain import Leaf
from sowgen.model.scorecard import GateState, Scorecard
from sowgen.model.spec import ProjectSpec
from sowgen.model.values import NotStated, ToBeAgreed
from sowgen.model.workbook import Content, Look, Row, Sheet, SheetCell

_STATES: Mapping[GateState, Look] = MappingProxyType(
    {"pass": "text", "fail": "critical", "open": "missing"}
)


def list_sheets(spec: ProjectSpec, scorecard: Scorecard, words: Words) -> tuple[Sheet, ...]:
    """Those sheets that have rows."""
    sheets = (
        _candidates(spec, scorecard, words),
        _gates(scorecard, words),
        _evidence(scorecard, words),
        _certificates(spec, scorecard, words),
        _findings(spec, scorecard, words),
    )
    return tuple(sheet for sheet in sheets if len(sheet.rows) > 1)


def _sheet(
    words: Words, name: str, heads: Iterable[str], widths: tuple[float, ...], rows: Iterator[Row]
) -> Sheet:
    header = tuple(SheetCell(words.word(f"qual_{head}"), "header") for head in heads)
    return Sheet(
        words.word(f"qual_{name}"), widths, (header, *rows), frozen=1, frozen_columns=1,
        filtered=True,
    )  # fmt: skip


def _cell(words: Words, value: object) -> SheetCell:
    """A value of the project: dates as dates, numbers as numbers, all else in words."""
    if isinstance(value, ToBeAgreed | NotStated):
        return SheetCell(words.say(Leaf(value, ""))[0], "missing")
    if value is None or isinstance(value, str):
        return _text(value)
    return SheetCell(_content(words, value), "date" if isinstance(value, date) else "text")


def _content(words: Words, value: object) -> Content:
    if isinstance(value, date | int | Decimal):
        return value
    return words.words(value, "short")


def _text(value: str | None, look: Look = "wrapped") -> SheetCell:
    return SheetCell(value or None, look)


def _candidates(spec: ProjectSpec, scorecard: Scorecard, words: Words) -> Sheet:
    def rows() -> Iterator[Row]:
        for result in (*scorecard.candidates, *scorecard.dropped):
            candidate = spec.qualification.candidates[result.id]
            gates = "; ".join((*result.failed_gates, *result.open_gates))
            yield (
                _text(result.short), _text(candidate.name), _text(result.plant),
                _text(words.country(result.country) if result.country else None),
                SheetCell(result.years), _cell(words, candidate.price),
                _text(gates), _text(result.source), _text(result.dropped),
            )  # fmt: skip

    heads = ("candidate", "sheet_company", "plant", "sheet_country", "years", "price",
             "sheet_gates", "sheet_source", "dropped")  # fmt: skip
    return _sheet(words, "sheet_candidates", heads, (16, 28, 18, 12, 10, 14, 22, 26, 22), rows())


def _gates(scorecard: Scorecard, words: Words) -> Sheet:
    def rows() -> Iterator[Row]:
        for gate in scorecard.gates:
            for candidate, answer in zip(scorecard.candidates, gate.answers, strict=True):
                said = words.word(f"qual_gate_{answer.state}")
                state = SheetCell(said, _STATES[answer.state])
                yield (
                    _text(gate.name), _text(candidate.short), state,
                    _text(answer.evidence), _text(gate.rule),
                )  # fmt: skip

    heads = ("gate", "candidate", "sheet_answer", "evidence", "sheet_rule")
    return _sheet(words, "gates", heads, (30, 15, 11, 38, 40), rows())


def _evidence(scorecard: Scorecard, words: Words) -> Sheet:
    def rows() -> Iterator[Row]:
        for criterion in scorecard.criteria:
            for result in criterion.parts or (criterion,):
                for candidate, mark in zip(scorecard.candidates, result.marks, strict=True):
                    rests = words.word("qual_from_price") if mark.computed else mark.evidence
                    missing = SheetCell(words.word("qual_missing"), "missing")
                    yield (
                        _text(result.name), _text(candidate.short),
                        missing if mark.missing else SheetCell(mark.score, "decimal"),
                        _text(rests), _text(mark.assessor), SheetCell(mark.date, "date"),
                        _text(mark.note),
                    )  # fmt: skip

    heads = ("criterion", "candidate", "score", "evidence", "assessor", "day", "sheet_remark")
    return _sheet(words, "evidence", heads, (32, 15, 10, 38, 18, 13, 18), rows())


def _certificates(spec: ProjectSpec, scorecard: Scorecard, words: Words) -> Sheet:
    def rows() -> Iterator[Row]:
        for result in scorecard.candidates:
            for checked in result.certificates:
                held = spec.qualification.candidates[result.id].certificates[checked.id]
                issues = "; ".join(words.word(f"qual_issue_{issue}") for issue in checked.issues)
                yield (
                    _text(result.short), _text(held.standard), _cell(words, held.edition),
                    _cell(words, held.number), _cell(words, held.body), _cell(words, held.scope),
                    _text("; ".join(held.sites)), _cell(words, held.issued),
                    _cell(words, held.expires), SheetCell(checked.renew_by, "date"),
                    _text(issues or words.word("qual_issue_no_issue")),
                )  # fmt: skip

    heads = ("candidate", "standard", "sheet_edition", "sheet_number", "sheet_body",
             "sheet_scope", "sheet_sites", "sheet_issued", "expires", "sheet_renew_by",
             "checked")  # fmt: skip
    widths = (15, 13, 9, 17, 20, 26, 18, 12, 12, 12, 24)
    return _sheet(words, "certificates", heads, widths, rows())


def _findings(spec: ProjectSpec, scorecard: Scorecard, words: Words) -> Sheet:
    def rows() -> Iterator[Row]:
        for result in scorecard.candidates:
            for audit in spec.qualification.candidates[result.id].audits.values():
                for found in audit.findings.values():
                    yield (
                        _text(result.short), _text(words.word(f"qual_grade_{found.grade}")),
                        _text(found.text), _text(found.action), _text(found.owner),
                        _cell(words, found.due), _cell(words, found.closed),
                    )  # fmt: skip

    heads = ("candidate", "grade", "finding", "sheet_action", "sheet_owner", "due", "closed")
    return _sheet(words, "findings", heads, (15, 13, 36, 36, 20, 13, 13), rows())
