"""Stated scores and prices → marks, and the criteria as the documents show them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sowgen.model.scorecard import CriterionResult, Mark
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.candidates import Candidate
from sowgen.model.spec.qualification import Anchors, Criterion, Qualification
from sowgen.score.days import stated
from sowgen.score.grid import TOP, UNKNOWN, Grid, Range, points, tenths


@dataclass(frozen=True, slots=True)
class Column:
    """What is scored by itself: a criterion without parts (`part` is ''), or a part. `weight`
    in points, exactly."""

    criterion: str
    part: str
    name: str
    weight: Fraction
    priced: bool
    anchors: Anchors

    @property
    def key(self) -> str:
        """The id under which scores are written."""
        return f"{self.criterion}.{self.part}" if self.part else self.criterion


def columns_of(qualification: Qualification) -> tuple[Column, ...]:
    """The columns in order. A part's weight is its share of the criterion's; parts without a
    stated share divide equally what the others leave."""
    return tuple(c for i, criterion in qualification.criteria.items() for c in _split(i, criterion))


def _split(id_: str, criterion: Criterion) -> Iterator[Column]:
    weight = Fraction(criterion.weight)
    if not criterion.parts:
        yield Column(id_, "", criterion.name, weight, criterion.priced, criterion.anchors)
        return
    shares = [part.share for part in criterion.parts.values()]
    left = max(100 - sum((Fraction(s) for s in shares if s is not None), Fraction(0)), Fraction(0))
    each = left / max(shares.count(None), 1)
    for part_id, part in criterion.parts.items():
        share = each if part.share is None else Fraction(part.share)
        yield Column(id_, part_id, part.name, weight * share / 100, part.priced, part.anchors)


def grid_of(
    qualification: Qualification, columns: tuple[Column, ...], counted: Collection[str]
) -> Grid:
    """The marks of every candidate in the comparison. The lowest price is that of the `counted`
    candidates: one that cannot be chosen sets no measure for the others."""
    prices = _prices(qualification)
    lowest = min((p for name, p in prices.items() if name in counted), default=None)
    return Grid(
        tuple(c.criterion for c in columns),
        tuple(c.weight for c in columns),
        {
            name: tuple(_mark(c, candidate, prices.get(name), lowest) for c in columns)
            for name, candidate in qualification.candidates.items()
            if not candidate.dropped
        },
    )


def _prices(qualification: Qualification) -> dict[str, Fraction]:
    """Prices that can be compared: above zero, and all in one currency."""
    stated_prices = {
        name: price
        for name, candidate in qualification.candidates.items()
        if (price := stated(candidate.price)) and price.amount > 0
    }
    if len({price.currency for price in stated_prices.values()}) > 1:
        return {}
    return {name: Fraction(price.amount) for name, price in stated_prices.items()}


def _mark(
    column: Column, candidate: Candidate, price: Fraction | None, lowest: Fraction | None
) -> Range:
    if column.priced and price is not None and lowest is not None:
        score = min(TOP * lowest / price, Fraction(TOP))
        return score, score
    given = candidate.scores.get(column.key)
    value = stated(given.score) if given else None
    return UNKNOWN if value is None else (Fraction(value), Fraction(value))


@dataclass(frozen=True, slots=True)
class Bench:
    """Makes the criteria's rows from the marks."""

    spec: ProjectSpec
    columns: tuple[Column, ...]
    grid: Grid

    def rows(self) -> tuple[CriterionResult, ...]:
        """The criteria in order, each with its parts."""
        return tuple(
            self._criterion(id_, criterion)
            for id_, criterion in self.spec.qualification.criteria.items()
        )

    def _criterion(self, id_: str, criterion: Criterion) -> CriterionResult:
        own = [n for n, column in enumerate(self.columns) if column.criterion == id_]
        if not criterion.parts:
            return self._column(own[0])
        return CriterionResult(
            id=id_,
            key="",
            name=criterion.name,
            weight=criterion.weight,
            share=None,
            priced=False,
            marks=tuple(self._sum(name, own) for name in self.grid.marks),
            parts=tuple(self._column(n) for n in own),
            anchors=_anchors(criterion.anchors),
        )

    def _column(self, number: int) -> CriterionResult:
        column = self.columns[number]
        criterion = self.spec.qualification.criteria[column.criterion]
        part = criterion.parts.get(column.part)
        return CriterionResult(
            id=column.part or column.criterion,
            key=column.key,
            name=column.name,
            weight=tenths(column.weight) if part else criterion.weight,
            share=part.share if part else None,
            priced=column.priced,
            marks=tuple(self._mark(name, number) for name in self.grid.marks),
            parts=(),
            anchors=_anchors(column.anchors),
        )

    def _sum(self, name: str, own: list[int]) -> Mark:
        marks = [self.grid.marks[name][n] for n in own]
        low, high = points([self.columns[n].weight for n in own], marks)
        missing = UNKNOWN in marks
        return Mark(name, tenths(low), tenths(high), None, missing, False, "", "", None, "")

    def _mark(self, name: str, number: int) -> Mark:
        column, mark = self.columns[number], self.grid.marks[name][number]
        low, high = points([column.weight], [mark])
        candidate = self.spec.qualification.candidates[name]
        given = candidate.scores.get(column.key)
        value = stated(given.score) if given else None
        missing = mark == UNKNOWN
        computed = not missing and column.priced and value != mark[0]
        return Mark(
            candidate=name,
            low=tenths(low),
            high=tenths(high),
            score=None if missing else value if not computed else tenths(mark[0]),
            missing=missing,
            computed=computed,
            evidence=(given.evidence or "") if given else "",
            assessor=assessor_name(self.spec, (given and given.assessor) or candidate.assessor),
            date=(given and given.date) or candidate.assessed_on,
            note=(given.note or "") if given else "",
        )


def _anchors(anchors: Anchors) -> tuple[tuple[int, str], ...]:
    return tuple(sorted((int(score), words) for score, words in anchors.items()))


def assessor_name(spec: ProjectSpec, id_: str | None) -> str:
    """The name of an assessor or contact by its id; the id where there is none."""
    if id_ is None:
        return ""
    assessor, contact = spec.qualification.assessors.get(id_), spec.contacts.get(id_)
    return (assessor and assessor.name) or (contact and stated(contact.name)) or id_


def weights_total(qualification: Qualification) -> Decimal:
    """The sum of the criteria's weights."""
    return sum((c.weight for c in qualification.criteria.values()), Decimal(0))
