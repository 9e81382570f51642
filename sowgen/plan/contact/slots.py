"""The time of day of a meeting: within everybody's working hours, or outside them in turn.

A slot begins on the quarter of an hour. Where the hours in common are long enough, the one in
their middle is recommended, a full hour before a half and a half before a quarter. Where they are
not, each party in turn bears the early or late end: for every party there is the slot that asks
as little as possible of the others, and the party that has borne less so far takes the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sowgen.plan.contact.places import DAY, Place, Stretch, instant, local, offset, window
from sowgen.plan.contact.shared import Works

GRID = 15
_HOUR, _HALF_HOUR = 60, 30
_WIDEST = (-2, -1, 0, 1, 2)
Free = Callable[[Stretch], bool]


@dataclass(frozen=True, slots=True)
class Turn:
    """A slot outside the working hours of at least one party; `burdens` are minutes by party."""

    start: int
    burdens: Mapping[str, int]


def starts(stretches: Iterable[Stretch], length: int, tz: str) -> list[int]:
    """Every moment on the quarter of an hour of `tz` at which a slot of `length` fits."""
    found: list[int] = []
    for lo, hi in stretches:
        ahead = offset(tz, lo) % GRID
        first = -(-(lo + ahead) // GRID) * GRID - ahead
        found.extend(range(first, hi - length + 1, GRID))
    return found


def roundness(minute: int) -> int:
    """0 for a full hour, 1 for a half, 2 for a quarter."""
    return 0 if minute % _HOUR == 0 else 1 if minute % _HALF_HOUR == 0 else 2


def central(stretches: Sequence[Stretch], length: int, tz: str) -> int | None:
    """The slot in the middle of the longest stretch, by its start; None where none is long
    enough."""
    longest = max(stretches, key=lambda s: s[1] - s[0], default=None)
    if longest is None:
        return None
    lo, hi = longest
    return min(
        starts([longest], length, tz),
        key=lambda at: (_off_middle(at, length, lo, hi), roundness(_minute(tz, at)), at),
        default=None,
    )


def _off_middle(at: int, length: int, lo: int, hi: int) -> int:
    """How far from the middle, in steps of an hour, so that full hours have a chance."""
    return abs(2 * at + length - lo - hi) // (2 * _HOUR)


def _minute(tz: str, at: int) -> int:
    shown = local(tz, at)
    return shown.hour * 60 + shown.minute


def usual(choices: Sequence[tuple[date, Sequence[Stretch]]], length: int, tz: str) -> int | None:
    """The local minute of the day that fits on the most of the days given, each with its hours in
    common; among those, the one nearest to their middle. Minutes over `DAY` are after midnight."""
    fits: dict[int, int] = {}
    off: dict[int, int] = {}
    for day, stretches in choices:
        for lo, hi in stretches:
            for at in starts([(lo, hi)], length, tz):
                minute = wall(tz, day, at)
                fits[minute] = fits.get(minute, 0) + 1
                off[minute] = off.get(minute, 0) + abs(2 * at + length - lo - hi) // 2
    if not fits:
        return None
    return min(
        fits,
        key=lambda m: (-fits[m], off[m] // fits[m] // _HOUR, roundness(m), off[m] // fits[m], m),
    )


def wall(tz: str, day: date, at: int) -> int:
    """What clocks show at a moment, as minutes since the midnight with which `day` begins."""
    shown = local(tz, at)
    return (shown.date() - day).days * DAY + shown.hour * _HOUR + shown.minute


def nearest(candidates: Sequence[int], wanted: int) -> int | None:
    """The start nearest to the wanted moment, the earlier of two."""
    return min(candidates, key=lambda at: (abs(at - wanted), at), default=None)


def turns(
    places: Sequence[Place],
    day: date,
    length: int,
    outer: Stretch,
    works: Works,
    free: Free = lambda _slot: True,
) -> dict[str, Turn]:
    """By party, the slot of the local `day` at the first place in which that party bears the
    early or late end.

    It lies between the `outer` local times of every place (or within its working hours), on a
    day that each of them works, and asks as little as possible of the other parties, then of the
    party itself; among equals the full hour, then the earliest. A party without such a slot is
    left out.
    """
    midnight = instant(places[0].tz, day, 0)
    following = instant(places[0].tz, day + timedelta(days=1), 0)
    near = [(place.party, [*_local_days(place, day, outer, works)]) for place in places]
    possible: list[tuple[int, dict[str, int]]] = []
    for at in _candidates(near, range(midnight, following, GRID), length):
        burdens = _burdens(near, at, at + length)
        if burdens and any(burdens.values()) and free((at, at + length)):
            possible.append((at, burdens))
    found: dict[str, Turn] = {}
    for party in dict.fromkeys(place.party for place in places) if possible else ():
        at, burdens = min(
            possible,
            key=lambda each: (
                sum(minutes for name, minutes in each[1].items() if name != party),
                each[1][party],
                roundness(each[0] - midnight),
                each[0],
            ),
        )
        found[party] = Turn(at, burdens)
    return found


@dataclass(frozen=True, slots=True)
class _LocalDay:
    """A date at a place: its midnights, whether it is worked, the working hours that may reach
    into it, and the times that a meeting outside them keeps to."""

    begins: int
    ends: int
    works: bool
    windows: tuple[Stretch, Stretch]
    outer: Stretch

    def widest(self) -> Stretch:
        """From the earliest to the latest moment of the date that may hold a meeting."""
        (opens, closes), (_, last) = self.windows
        first = self.begins if last > self.begins else min(self.outer[0], opens)
        return first, max(self.outer[1], closes)


def _local_days(place: Place, day: date, outer: Stretch, works: Works) -> Iterator[_LocalDay]:
    """The dates at the place that a day elsewhere can fall on."""
    for step in _WIDEST:
        there = day + timedelta(days=step)
        yield _LocalDay(
            instant(place.tz, there, 0),
            instant(place.tz, there + timedelta(days=1), 0),
            works(place, there),
            (window(place, there), window(place, there - timedelta(days=1))),
            (instant(place.tz, there, outer[0]), instant(place.tz, there, outer[1])),
        )


def _candidates(
    near: Sequence[tuple[str, Sequence[_LocalDay]]], grid: range, length: int
) -> Iterator[int]:
    """Those of the moments at which the slot can lie between the widest hours of all places."""
    found = [(grid.start, grid.stop + length)]
    for _, days in near:
        widest = [day.widest() for day in days if day.works]
        found = [
            (max(lo, opens), min(hi, closes))
            for lo, hi in found
            for opens, closes in widest
            if max(lo, opens) < min(hi, closes)
        ]
    for lo, hi in found:
        first = grid.start + -(-(lo - grid.start) // GRID) * GRID
        yield from range(first, min(hi - length + 1, grid.stop), GRID)


def _burdens(near: Sequence[tuple[str, Sequence[_LocalDay]]], at: int, end: int) -> dict[str, int]:
    """Minutes outside working hours by party, the most of its places; empty where not possible."""
    found: dict[str, int] = {}
    for party, days in near:
        day = next(each for each in days if each.begins <= at < each.ends)
        beyond = min(max(0, opens - at, end - closes) for opens, closes in day.windows)
        kept = day.outer[0] <= at and end <= day.outer[1]
        if not day.works or (beyond and not kept):
            return {}
        found[party] = max(found.get(party, 0), beyond)
    return found


def next_carrier(turns_: Mapping[str, Turn], borne: Mapping[str, int]) -> str:
    """Whose turn it is: the party that has borne the fewest minutes so far, the party of the home
    place first where equal (it is the first of `turns_`)."""
    return min(turns_, key=lambda party: borne.get(party, 0))
