"""How firmly the first place stands against other weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from sowgen.model.scorecard import RankChange, Sensitivity
from sowgen.model.spec import ProjectSpec
from sowgen.score.compare import short_name
from sowgen.score.grid import (
    Grid,
    Ranks,
    first_of,
    holds_between,
    rank,
    shifted,
    tenths,
    totals,
)

STEP = Fraction(1, 5)
"""Practice: each weight is tried a fifth lower and a fifth higher."""


def sensitivity_of(spec: ProjectSpec, field: Grid) -> tuple[Sensitivity, ...]:
    """Each criterion's weight moved down and up, over the candidates that are ranked.

    Nothing for fewer than two of them, nor for a criterion without weight or with all of it.
    """
    if len(field.marks) < 2:
        return ()
    return tuple(_each(spec, field))


def _each(spec: ProjectSpec, field: Grid) -> Iterator[Sensitivity]:
    before = rank(totals(field))
    leaders = first_of(before)
    whole = sum(field.weights, Fraction(0))
    for id_, criterion in spec.qualification.criteria.items():
        weight = field.weight_of(id_)
        if not 0 < weight < whole:
            continue
        lower, upper = weight * (1 - STEP), min(weight * (1 + STEP), whole)
        less, more = (rank(totals(field, shifted(field, id_, w))) for w in (lower, upper))
        held = holds_between(field, id_, leaders[0]) if len(leaders) == 1 else None
        yield Sensitivity(
            criterion=id_,
            name=criterion.name,
            weight=tenths(weight),
            lower=tenths(lower),
            upper=tenths(upper),
            lower_first=_names(spec, first_of(less)),
            upper_first=_names(spec, first_of(more)),
            lower_changes=_changes(spec, before, less),
            upper_changes=_changes(spec, before, more),
            # Rounded inwards: at the weights named the first is still first.
            holds_from=-tenths_down(-held[0]) if held else None,
            holds_to=tenths_down(held[1]) if held else None,
        )


def tenths_down(value: Fraction) -> Decimal:
    """The value rounded down to tenths."""
    return Decimal(value * 10 // 1) / 10


def _changes(
    spec: ProjectSpec, before: Mapping[str, Ranks], after: Mapping[str, Ranks]
) -> tuple[RankChange, ...]:
    return tuple(
        RankChange(name, short_name(spec, name), before[name], after[name])
        for name in before
        if before[name] != after[name]
    )


def _names(spec: ProjectSpec, ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(short_name(spec, id_) for id_ in ids)
