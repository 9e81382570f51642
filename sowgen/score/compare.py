"""Everything on each candidate put together: state, points, ranks, ties, dominance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sowgen.model.scorecard import (
    CandidateResult,
    CandidateState,
    CertificateResult,
    GateResult,
    GateState,
)
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.candidates import Candidate
from sowgen.model.spec.qualification import Qualification
from sowgen.score.audits import list_audits, plant_of
from sowgen.score.days import Days, full_years, known_day, stated
from sowgen.score.grid import UNKNOWN, Grid, Ranks, dominates, points, rank, tenths, tied, totals
from sowgen.score.marks import Column


def states_of(spec: ProjectSpec, gates: Sequence[GateResult]) -> dict[str, CandidateState]:
    """Whether each candidate is in the ranking, failed a gate, or left the comparison."""
    failed = {a.candidate for gate in gates for a in gate.answers if a.state == "fail"}
    return {
        name: "dropped" if candidate.dropped else "excluded" if name in failed else "ranked"
        for name, candidate in spec.qualification.candidates.items()
    }


def ranked_only(grid: Grid, states: Mapping[str, CandidateState]) -> Grid:
    """The grid of those candidates that are ranked."""
    kept = {name: marks for name, marks in grid.marks.items() if states[name] == "ranked"}
    return Grid(grid.criteria, grid.weights, kept)


def in_ranking(
    qualification: Qualification, grid: Grid, states: Mapping[str, CandidateState]
) -> tuple[str, ...]:
    """Those compared, from the first to the last, the middle of the range deciding where ranks
    are open; behind them those that fail a gate. Where points are equal, as listed."""
    ranges = totals(grid)
    return tuple(
        sorted(
            (n for n, candidate in qualification.candidates.items() if not candidate.dropped),
            key=lambda name: (states[name] != "ranked", -sum(ranges[name])),
        )
    )


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is needed to describe a candidate; `field` is the grid of those ranked."""

    spec: ProjectSpec
    days: Days
    columns: tuple[Column, ...]
    grid: Grid
    field: Grid
    states: Mapping[str, CandidateState]
    gates: tuple[GateResult, ...]
    held: Mapping[str, tuple[CertificateResult, ...]]

    def results(self, order: Sequence[str]) -> tuple[CandidateResult, ...]:
        """The candidates in `order`."""
        ranks = rank(totals(self.field)) if self.columns else {}
        candidates = self.spec.qualification.candidates
        return tuple(self._result(name, candidates[name], ranks) for name in order)

    def _result(
        self, name: str, candidate: Candidate, ranks: Mapping[str, Ranks]
    ) -> CandidateResult:
        low, high = self._points(name)
        best, worst = ranks.get(name, (None, None))
        years, counted = self._years(candidate)
        return CandidateResult(
            id=name,
            name=candidate.name,
            short=short_name(self.spec, name),
            party=candidate.party or "",
            country=candidate.country or "",
            plant=plant_of(self.spec, candidate),
            source=candidate.source or "",
            years=years,
            years_counted=counted,
            price=stated(candidate.price),
            state=self.states[name],
            dropped=candidate.dropped or "",
            total=low if low == high else None,
            low=low,
            high=high,
            rank_best=best,
            rank_worst=worst,
            missing=self._missing(name),
            failed_gates=self._gates(name, "fail"),
            open_gates=self._gates(name, "open"),
            tied_with=self._tied(name),
            dominated_by=self._dominated_by(name),
            certificates=self.held[name],
            audits=list_audits(self.spec, name, candidate),
        )

    def _points(self, name: str) -> tuple[Decimal | None, Decimal | None]:
        if not self.columns or name not in self.grid.marks:
            return None, None
        low, high = points(self.grid.weights, self.grid.marks[name])
        return tenths(low), tenths(high)

    def _years(self, candidate: Candidate) -> tuple[Decimal | None, bool]:
        """Years in business: counted from the register where it is known, else as stated."""
        entered = known_day(candidate.registered_on)
        if entered and self.days.as_of:
            return Decimal(full_years(entered, self.days.as_of)), True
        return stated(candidate.years_on_market), False

    def _missing(self, name: str) -> tuple[str, ...]:
        marks = self.grid.marks.get(name, ())
        pairs = zip(self.columns, marks, strict=False)
        return tuple(column.name for column, mark in pairs if mark == UNKNOWN)

    def _gates(self, name: str, state: GateState) -> tuple[str, ...]:
        return tuple(
            gate.name
            for gate in self.gates
            for answer in gate.answers
            if answer.candidate == name and answer.state == state
        )

    def _tied(self, name: str) -> tuple[str, ...]:
        if not self.columns or name not in self.field.marks:
            return ()
        return self._names(tied(totals(self.field), name))

    def _dominated_by(self, name: str) -> tuple[str, ...]:
        """Those in the ranking that are nowhere worse and somewhere better."""
        own = self.grid.marks.get(name)
        if own is None:
            return ()
        better = (n for n, marks in self.field.marks.items() if n != name and dominates(marks, own))
        return self._names(tuple(better))

    def _names(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(short_name(self.spec, id_) for id_ in ids)


def short_name(spec: ProjectSpec, id_: str) -> str:
    """What a candidate is called in tables and charts."""
    candidate = spec.qualification.candidates[id_]
    return candidate.short or candidate.name
