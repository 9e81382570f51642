"""Candidates → who passes, who ranks where, and how firmly.

Takes: a `ProjectSpec`, the `Tree` it was read from, the computed `Plan` (for certificates that
must last through the schedule). Gives: `Outcome[Scorecard | None]`, None without candidates.
May read: nothing.
Never does: count what is missing as zero, look at today's date, put figures into words.
Start with: `score` below, then `grid`.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from sowgen.diagnostics import Outcome, in_order
from sowgen.model.schedule import Plan
from sowgen.model.scorecard import Scorecard, Sensitivity
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Tree
from sowgen.score.certificates import check_certificates
from sowgen.score.compare import Comparison, in_ranking, ranked_only, short_name, states_of
from sowgen.score.days import Days, days_of
from sowgen.score.findings import all_of
from sowgen.score.gates import judge_gates
from sowgen.score.grid import Grid, first_of, rank, tenths, totals
from sowgen.score.marks import Bench, columns_of, grid_of
from sowgen.score.open_points import open_points
from sowgen.score.record import record_of
from sowgen.score.sensitivity import sensitivity_of

__all__ = ["score"]


def score(spec: ProjectSpec, tree: Tree, schedule: Plan | None) -> Outcome[Scorecard | None]:
    """The comparison of the candidates of `spec.qualification`, with the findings `V201` to
    `V214`. The same input gives the same comparison on any day."""
    if not spec.qualification.candidates:
        return Outcome(None)
    days = days_of(spec, schedule)
    scorecard = _compare(spec, days)
    return Outcome(scorecard, in_order(all_of(spec, tree, scorecard)))


def _compare(spec: ProjectSpec, days: Days) -> Scorecard:
    qualification = spec.qualification
    held = {
        name: check_certificates(spec, name, candidate, days)
        for name, candidate in qualification.candidates.items()
    }
    gates = judge_gates(qualification, held)
    states = states_of(spec, gates)
    columns = columns_of(qualification)
    counted = {name for name, state in states.items() if state == "ranked"}
    listed = grid_of(qualification, columns, counted)
    order = in_ranking(qualification, listed, states)
    grid = Grid(listed.criteria, listed.weights, {n: listed.marks[n] for n in order})
    gates = tuple(
        replace(gate, answers=tuple(sorted(gate.answers, key=lambda a: order.index(a.candidate))))
        for gate in gates
    )
    field = ranked_only(grid, states)
    comparison = Comparison(spec, days, columns, grid, field, states, gates, held)
    candidates = comparison.results((*order, *(n for n in states if n not in order)))
    first = first_of(rank(totals(field))) if columns else ()
    sensitivity = sensitivity_of(spec, field)
    names = tuple(short_name(spec, name) for name in first)
    decision = qualification.decision
    chosen = next((c for c in candidates if decision and c.id == decision.chosen), None)
    return Scorecard(
        as_of=days.as_of,
        production_start=days.production_start,
        term_end=days.term_end,
        weighted=bool(columns),
        candidates=tuple(c for c in candidates if c.state != "dropped"),
        dropped=tuple(c for c in candidates if c.state == "dropped"),
        gates=gates,
        criteria=Bench(spec, columns, grid).rows(),
        sensitivity=sensitivity,
        first=names,
        lead=_lead(field, first[0]) if len(first) == 1 and len(field.marks) > 1 else None,
        steady=_is_steady(sensitivity, names) if names and sensitivity else None,
        open_points=open_points(spec, candidates),
        chosen=chosen,
        record=record_of(spec, chosen, gates) if chosen else None,
    )


def _lead(field: Grid, first: str) -> Decimal:
    """How far the first is ahead of what any other can reach, in printed points."""
    ranges = totals(field)
    highest = max(tenths(high) for name, (_, high) in ranges.items() if name != first)
    return tenths(ranges[first][0]) - highest


def _is_steady(sensitivity: tuple[Sensitivity, ...], first: tuple[str, ...]) -> bool:
    return all(s.lower_first == s.upper_first == first for s in sensitivity)
