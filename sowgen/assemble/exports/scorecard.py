"""The export `scorecard`: weights and scores that compute totals and ranks when changed, and
what they rest on. Internal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from sowgen.assemble.exports.scorecard_lists import list_sheets
from sowgen.assemble.imprint import author_of, day_of
from sowgen.assemble.ingredients import Ingredients
from sowgen.assemble.words import Words
from sowgen.model.scorecard import CandidateResult, CriterionResult, Mark, Scorecard
from sowgen.model.workbook import Content, Formula, Row, Sheet, SheetCell, Workbook

_FROZEN = 4
"""Rows above the first criterion: title, how to use it, an empty one, the header."""

Line: TypeAlias = tuple[CriterionResult, CriterionResult | None]
"""A criterion, or a part and the criterion it belongs to."""


def make(given: Ingredients, words: Words) -> Workbook | None:
    """The workbook, None without candidates. Without criteria it has no sheet of points."""
    scorecard = given.scorecard
    if scorecard is None:
        return None
    sheets = list_sheets(given.spec, scorecard, words)
    if scorecard.weighted and scorecard.candidates:
        sheets = (_Points(scorecard, words).sheet(), *sheets)
    package = given.spec.package
    return Workbook(
        title=f"{words.word('qual_title')}: {package.title}",
        author=author_of(given),
        date=day_of(given.spec).isoformat(),
        sheets=sheets,
    )


def column(number: int) -> str:
    """The letters of a column, counted from 0: `A`, `Z`, `AA`."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class _Points:
    """The sheet that computes: a row for each criterion and part, a column for each candidate.

    Columns: A name, B weight of a criterion, C share of a part, D points, then the candidates.
    Below them: price, whether the candidate is ranked (1 or 0), lowest price, the points
    certain and possible, the total and the best and worst rank.
    """

    scorecard: Scorecard
    words: Words

    def lines(self) -> tuple[Line, ...]:
        """The rows of the sheet: each criterion, and behind it its parts."""
        return tuple(
            line
            for criterion in self.scorecard.criteria
            for line in ((criterion, None), *((part, criterion) for part in criterion.parts))
        )

    def sheet(self) -> Sheet:
        """The whole sheet."""
        names = [candidate.short for candidate in self.scorecard.candidates]
        heads = [self.words.word(f"qual_{key}") for key in _HEADS]
        rows: list[Row] = [
            (SheetCell(self.words.word("qual_title"), "title"),),
            (SheetCell(self.words.word("qual_sheet_how"), "quiet"),),
            (),
            tuple(SheetCell(text, "header") for text in (*heads, *names)),
        ]
        rows += [self._line(n, line) for n, line in enumerate(self.lines())]
        rows += [tuple(row) for row in self._below()]
        return Sheet(
            name=self.words.word("qual_sheet_points"),
            widths=(42.0, 9.0, 9.0, 9.0, *(15.0 for _ in names)),
            rows=tuple(rows),
            frozen=_FROZEN,
            frozen_columns=1,
        )

    def _line(self, number: int, line: Line) -> Row:
        result, whole = line
        row = _FROZEN + 1 + number
        cells: list[SheetCell] = [SheetCell(_indent(result.name, whole), "wrapped")]
        if whole is None:
            cells += [SheetCell(_plain(result.weight), "input"), SheetCell(None)]
        else:
            cells += [SheetCell(None), SheetCell(_share(result, whole), "input")]
        if result.parts:
            return (*cells, SheetCell(None), *(SheetCell(None) for _ in result.marks))
        if whole is None:
            points = Formula(f"=B{row}", result.weight)
        else:
            points = Formula(f"=B{self._row_of(whole)}*C{row}/100", _points(result, whole))
        marks = enumerate(zip(result.marks, self.scorecard.candidates, strict=True))
        return (
            *cells,
            SheetCell(points, "decimal"),
            *(self._mark(4 + n, mark, c, priced=result.priced) for n, (mark, c) in marks),
        )

    def _mark(self, at: int, mark: Mark, candidate: CandidateResult, *, priced: bool) -> SheetCell:
        """A score: to be written, or computed from the price where the criterion asks for it."""
        price, lowest = _price(candidate), self._lowest()
        if priced and (price is not None or mark.missing):
            name, row = column(at), self._first_below()
            own, least = f"{name}${row}", f"{name}${row + 2}"
            text = f'=IF(OR({own}="",{least}=0),"",MIN(5,5*{least}/{own}))'
            score = "" if mark.missing or not price else min(Decimal(5), 5 * lowest / price)
            return SheetCell(Formula(text, score), "decimal")
        if mark.missing or mark.score is None:
            return SheetCell(None, "missing")
        return SheetCell(mark.score, "input")

    def _row_of(self, criterion: CriterionResult) -> int:
        lines = self.lines()
        return _FROZEN + 1 + next(n for n, (result, _) in enumerate(lines) if result is criterion)

    def _first_below(self) -> int:
        """The row of the prices."""
        return _FROZEN + 1 + len(self.lines())

    def _below(self) -> Iterator[list[SheetCell]]:
        """Prices, ranking, totals and ranks; the rows that `_mark` points at come first."""
        candidates = self.scorecard.candidates
        row = self._first_below()
        yield self._named("price", (SheetCell(_price(c), "input") for c in candidates))
        ranked = (SheetCell(int(c.state == "ranked"), "input") for c in candidates)
        yield self._named("sheet_ranked", ranked)
        lowest = self._lowest()
        yield self._named("sheet_lowest", (
            SheetCell(Formula(self._lowest_text(row), lowest), "decimal") for _ in candidates
        ))  # fmt: skip
        yield self._named("sheet_least", (self._least(n, c) for n, c in enumerate(candidates)))
        yield self._named("sheet_most", (self._most(n, c) for n, c in enumerate(candidates)))
        yield self._sums([self._total(n, c) for n, c in enumerate(candidates)])
        for best, key in ((True, "sheet_best"), (False, "sheet_worst")):
            ranks = (self._rank(n, c, best=best) for n, c in enumerate(candidates))
            yield self._named(key, ranks, "total")

    def _sums(self, totals: list[SheetCell]) -> list[SheetCell]:
        """The totals, with those of weights and points, which have to be 100."""
        row = self._first_below() - 1
        weights = sum((c.weight for c in self.scorecard.criteria), Decimal(0))
        sums = (Formula(f"=SUM({n}{_FROZEN + 1}:{n}{row})", weights) for n in "BD")
        weight, points = (SheetCell(total, "total") for total in sums)
        name = SheetCell(self.words.word("qual_total"), "total")
        return [name, weight, SheetCell(None, "total"), points, *totals]

    def _lowest_text(self, row: int) -> str:
        """The lowest price of those ranked; written without an array formula, so that every
        program computes it: the smallest price, those not ranked made too large to count."""
        first, last = column(4), column(3 + len(self.scorecard.candidates))
        prices, ranked = f"${first}{row}:${last}{row}", f"${first}{row + 1}:${last}{row + 1}"
        counted = f'SUMPRODUCT(({prices}<>"")*({ranked}=1))'
        return (
            f'=IF({counted}=0,0,SUMPRODUCT(MIN(({prices}="")*1E+15+({ranked}<>1)*1E+15+{prices})))'
        )

    def _lowest(self) -> Decimal:
        ranked = (c for c in self.scorecard.candidates if c.state == "ranked")
        return min((p for c in ranked if (p := _price(c)) is not None), default=Decimal(0))

    def _named(
        self, key: str, cells: Iterable[SheetCell], look: Literal["text", "total"] = "text"
    ) -> list[SheetCell]:
        """A row below the criteria: its name, nothing under weights, then the cells."""
        head = SheetCell(self.words.word(f"qual_{key}"), "quiet" if look == "text" else look)
        return [head, *(SheetCell(None, look) for _ in range(3)), *cells]

    def _scores(self, number: int) -> tuple[str, str]:
        """The ranges of the points and of a candidate's scores."""
        last = self._first_below() - 1
        name = column(4 + number)
        return f"$D${_FROZEN + 1}:$D${last}", f"{name}${_FROZEN + 1}:{name}${last}"

    def _least(self, number: int, candidate: CandidateResult) -> SheetCell:
        points, scores = self._scores(number)
        value = candidate.low if candidate.low is not None else ""
        return SheetCell(Formula(f"=ROUND(SUMPRODUCT({points},{scores})/5,1)", value), "decimal")

    def _most(self, number: int, candidate: CandidateResult) -> SheetCell:
        points, scores = self._scores(number)
        missing = f'SUMPRODUCT({points},--({scores}=""))'
        value = candidate.high if candidate.high is not None else ""
        text = f"=ROUND(SUMPRODUCT({points},{scores})/5+{missing},1)"
        return SheetCell(Formula(text, value), "decimal")

    def _total(self, number: int, candidate: CandidateResult) -> SheetCell:
        """The points where nothing is missing; else blank, never an average."""
        points, scores = self._scores(number)
        least = f"{column(4 + number)}{self._first_below() + 3}"
        value = "" if candidate.total is None else candidate.total
        return SheetCell(
            Formula(f'=IF(COUNT({scores})=COUNT({points}),{least},"")', value), "total"
        )

    def _rank(self, number: int, candidate: CandidateResult, *, best: bool) -> SheetCell:
        first, last = column(4), column(3 + len(self.scorecard.candidates))
        row, own = self._first_below(), column(4 + number)
        ranked, least, most = (f"${first}{row + n}:${last}{row + n}" for n in (1, 3, 4))
        if best:
            ahead = f"SUMPRODUCT(({ranked}=1)*({least}>{own}{row + 4}))"
            value: int | str | None = candidate.rank_best
        else:
            itself = f"({own}{row + 4}>{own}{row + 3})"
            ahead = f"SUMPRODUCT(({ranked}=1)*({most}>{own}{row + 3}))-{itself}"
            value = candidate.rank_worst
        text = f'=IF({own}{row + 1}=1,1+{ahead},"")'
        return SheetCell(Formula(text, "" if value is None else value), "total")


_HEADS = ("criterion", "weight", "sheet_share", "points")


def _indent(name: str, whole: CriterionResult | None) -> str:
    return name if whole is None else f"    {name}"


def _plain(value: Decimal) -> Content:
    """A whole number as one."""
    return int(value) if value == value.to_integral_value() else value


def _price(candidate: CandidateResult) -> Decimal | None:
    return candidate.price.amount if candidate.price else None


def _share(part: CriterionResult, whole: CriterionResult) -> Content:
    """The share as stated, else an equal part of what the others leave, exactly."""
    if part.share is not None:
        return _plain(part.share)
    said = sum((p.share for p in whole.parts if p.share is not None), Decimal(0))
    equal = sum(p.share is None for p in whole.parts)
    return Formula(f"=(100-{said:f})/{equal}", max(100 - said, Decimal(0)) / equal)


def _points(part: CriterionResult, whole: CriterionResult) -> Decimal:
    share = _share(part, whole)
    value = share.value if isinstance(share, Formula) else share
    return whole.weight * Decimal(str(value)) / 100
