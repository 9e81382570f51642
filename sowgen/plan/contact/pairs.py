"""Hours in common of every pair of sites over the period, in runs of equal days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import groupby

from sowgen.model.meetings import Days, LocalTime, Pair, SharedHours, Venue
from sowgen.model.spec.communication import WEEKDAYS
from sowgen.plan.contact.places import (
    DAY,
    Place,
    Places,
    Stretch,
    clock,
    local,
    offset,
    window,
)
from sowgen.plan.contact.shared import always, days, shared, total
from sowgen.plan.contact.slots import central, turns

_NEAR = 8
FARTHEST = timedelta(days=3660)
"""The longest period for which hours and meetings are computed: ten years."""


@dataclass(frozen=True, slots=True)
class Period:
    """What the hours in common are computed for: dates, both counted, the length of the slot to
    recommend, and the local times that a slot outside working hours keeps to."""

    start: date
    end: date
    slot: int
    outer: Stretch


def pairs(places: Places, oem: str, ems: str, period: Period) -> tuple[Pair, ...]:
    """Every site of `oem` with every one of `ems`; sites with equal clocks, hours and weekdays
    stand together."""
    return tuple(
        _pair(first, second, venue, other, period)
        for first, venue in venues(places, oem, period)
        for second, other in venues(places, ems, period)
    )


def venues(places: Places, party_id: str, period: Period) -> list[tuple[Place, Venue]]:
    """The sites of a party whose clocks and hours are known, those that are alike as one."""
    party = places.spec.parties[party_id]
    alike: dict[tuple[str, frozenset[int], tuple[int, ...]], list[tuple[str, Place]]] = {}
    for site_id in party.sites:
        place = places.of_site(party_id, site_id)
        if place is None:
            continue
        free = places.rule(place).weekend(period.start.year)
        alike.setdefault((place.hours, free, clocks(place.tz, period)), []).append((site_id, place))
    found = []
    for (_, free, _), group in alike.items():
        first = group[0][1]
        stated = [party.sites[site_id] for site_id, _ in group]
        found.append((first, Venue(
            party=party_id,
            party_name=party.label or party.legal_name,
            names=tuple(s.name or site_id for (site_id, _), s in zip(group, stated, strict=True)),
            city=first.label,
            tz=first.tz,
            start=clock(first.opens),
            end=clock(first.closes, end=True),
            opens=first.opens,
            closes=first.closes,
            assumed=any(site.working_hours is None for site in stated),
            weekdays=tuple(d for at, d in enumerate(WEEKDAYS) if at not in free),
        )))  # fmt: skip
    return found


@lru_cache(maxsize=64)
def clocks(tz: str, period: Period) -> tuple[int, ...]:
    """The offset from UTC at its noon on every day of the period: zones with the same one show the
    same times."""
    noon = (period.start - date(1970, 1, 1)).days * DAY + DAY // 2
    return tuple(
        offset(tz, noon + day * DAY) for day in range((period.end - period.start).days + 1)
    )


def _pair(first: Place, second: Place, venue: Venue, other: Venue, period: Period) -> Pair:
    hours = tuple(_hours(first, second, period))
    return Pair(
        first=venue,
        second=other,
        weekdays=tuple(day for day in venue.weekdays if day in other.weekdays),
        least=min(each.minutes for each in hours),
        most=max(each.minutes for each in hours),
        hours=hours,
    )


def _hours(first: Place, second: Place, period: Period) -> Iterator[SharedHours]:
    steady: dict[Stretch, tuple[object, ...]] = {}
    ours, theirs = clocks(first.tz, period), clocks(second.tz, period)

    def pattern(day: date) -> tuple[object, ...]:
        """As `_pattern`, which is the same for all days with equal clocks, unless one of the two
        clocks changes near them."""
        at = (day - period.start).days
        if not (_is_steady(ours, at) and _is_steady(theirs, at)):
            return _pattern(first, second, day)
        ahead = ours[at], theirs[at]
        if ahead not in steady:
            steady[ahead] = _pattern(first, second, day)
        return steady[ahead]

    spans: dict[tuple[object, ...], list[Days]] = {}
    for like, group in groupby(days(period.start, period.end), key=pattern):
        alike = list(group)
        spans.setdefault(like, []).append(Days(alike[0], alike[-1]))
    for found in spans.values():
        yield _shared(first, second, tuple(found), period)


def _is_steady(ahead: Sequence[int], at: int) -> bool:
    """Whether a clock is known to keep its offset on every day whose working hours can overlap
    those of day number `at`, wherever the two places are."""
    near = ahead[max(0, at - 3) : at + 5]
    return len(near) == _NEAR and near.count(near[0]) == _NEAR


def _pattern(first: Place, second: Place, day: date) -> tuple[object, ...]:
    """What makes two days alike: the hours in common by UTC and by both clocks."""
    midnight = (day - date(1970, 1, 1)).days * DAY
    found = tuple((lo - midnight, hi - midnight) for lo, hi in shared((first, second), day))
    at = window(first, day)[0]
    return found, offset(first.tz, at), offset(second.tz, at)


def _shared(first: Place, second: Place, spans: tuple[Days, ...], period: Period) -> SharedHours:
    start = spans[0].start
    stretches = shared((first, second), start)
    middle = central(stretches, period.slot, first.tz)
    if middle is not None:
        slots = [middle]
    else:
        offered = turns((first, second), start, period.slot, period.outer, always)
        slots = list(dict.fromkeys(turn.start for turn in offered.values()))
    at = window(first, start)[0]
    return SharedHours(
        spans=spans,
        minutes=total(stretches),
        duration=in_hours(total(stretches)),
        difference=offset(second.tz, at) - offset(first.tz, at),
        first=tuple(shown(first.label, first.tz, stretch, start) for stretch in stretches),
        second=tuple(shown(second.label, second.tz, stretch, start) for stretch in stretches),
        utc=tuple(shown("UTC", "UTC", stretch, start) for stretch in stretches),
        slots=tuple(
            (
                shown(first.label, first.tz, (slot, slot + period.slot), start),
                shown(second.label, second.tz, (slot, slot + period.slot), start),
            )
            for slot in slots
        ),
        rotates=middle is None,
    )


def in_hours(minutes: int) -> Decimal:
    """Minutes as hours with two decimals at most."""
    return (Decimal(minutes) / 60).quantize(Decimal("0.01")).normalize() + 0


def shown(label: str, tz: str, stretch: Stretch, day: date) -> LocalTime:
    """A stretch as clocks of `tz` show it, named by the date `day`."""
    begins, ends = local(tz, stretch[0]), local(tz, stretch[1])
    return LocalTime(
        place=label,
        date=begins.date(),
        start=clock(begins.hour * 60 + begins.minute),
        end=clock(ends.hour * 60 + ends.minute, end=True),
        days=(begins.date() - day) // timedelta(days=1),
    )
