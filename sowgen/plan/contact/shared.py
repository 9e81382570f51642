"""Hours in common of places, on one date and over a period."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from sowgen.plan.contact.places import Place, Stretch, window

_ONE_DAY = timedelta(days=1)
_AROUND = (-1, 0, 1)
Works = Callable[[Place, date], bool]


def always(_place: Place, _day: date) -> bool:
    """Every day is worked: hours in common, holidays and weekends aside."""
    return True


def shared(places: Sequence[Place], day: date, works: Works = always) -> tuple[Stretch, ...]:
    """When all `places` work, within the working hours that begin on `day` at the first of them.

    The others may be a calendar day ahead or behind. Only working hours that begin on a day that
    `works` count. The stretches are in order and do not touch.
    """
    first, *others = places
    if not works(first, day):
        return ()
    found = [window(first, day)]
    for place in others:
        open_ = [
            window(place, near) for step in _AROUND if works(place, near := day + step * _ONE_DAY)
        ]
        found = [
            (max(lo, other_lo), min(hi, other_hi))
            for lo, hi in found
            for other_lo, other_hi in open_
            if max(lo, other_lo) < min(hi, other_hi)
        ]
    return tuple(_joined(sorted(found)))


def _joined(stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    """Stretches that touch or overlap (shifts that follow on each other) as one."""
    current: Stretch | None = None
    for lo, hi in stretches:
        if current and lo <= current[1]:
            current = current[0], max(current[1], hi)
            continue
        if current:
            yield current
        current = lo, hi
    if current:
        yield current


def total(stretches: Sequence[Stretch]) -> int:
    """Minutes in all."""
    return sum(hi - lo for lo, hi in stretches)


def outside(place: Place, stretch: Stretch, day: date) -> int:
    """How far the stretch reaches beyond the place's working hours of `day` or the day before:
    minutes before they begin or after they end, whichever is more."""
    return min(
        max(0, opens - stretch[0], stretch[1] - closes)
        for opens, closes in (window(place, day), window(place, day - _ONE_DAY))
    )


def days(start: date, end: date) -> Iterator[date]:
    """Every date from `start` to `end`, both counted."""
    for number in range((end - start).days + 1):
        yield start + timedelta(days=number)
