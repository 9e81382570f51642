"""The figure `overlaps`: a day on the clock of one site, and when the others work on it.

A figure for each site of the OEM that stands in the pairs, or group of sites that are alike: its
working hours on top, below them those of each site of the EMS, once for each difference between
the clocks in the period, with the hours in common drawn over them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from sowgen.assemble.figures.kit import (
    WIDE,
    Entry,
    Scale,
    Tick,
    axis,
    label,
    legend,
    width_of,
)
from sowgen.assemble.ingredients import Ingredients
from sowgen.assemble.words import Words
from sowgen.model.figure import Box, Figure, Role, Shape
from sowgen.model.figure import Words as FigureWords
from sowgen.model.meetings import SharedHours, Venue

_DAY = 1440
_TWO_HOURS = 120
_TOP, _ROW, _BAR, _NAME = 20.0, 20.0, 11.0, 8.0
_HOURS_ROOM = 84.0
_MOST_NAME = 220.0
_GAP = 8.0
_WIDE_BAR = 64.0

Stretch = tuple[int, int]


def draw(given: Ingredients, words: Words) -> tuple[Figure, ...]:
    """A figure for each group of sites of the OEM; none where no hours are known."""
    plan = given.plans.meetings
    pairs = plan.pairs if plan else ()
    return tuple(
        _figure(venue, [_Row(pair.second, hours) for pair in own for hours in pair.hours], words)
        for venue, group in groupby(pairs, key=lambda pair: pair.first)
        if (own := list(group))
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """A site of the other party with one difference between the clocks."""

    venue: Venue
    hours: SharedHours

    def name(self, words: Words) -> str:
        """The place, and how far its clock is ahead."""
        return f"{self.venue.city}, {_difference(self.hours.difference, words)}"

    def bars(self) -> list[Stretch]:
        """Its working hours on the clock of the first site, in minutes of its day."""
        opens = self.venue.opens - self.hours.difference
        closes = self.venue.closes - self.hours.difference
        shifted = [(opens + step, closes + step) for step in (-_DAY, 0, _DAY)]
        return [cut for each in shifted if (cut := _cut(each))]

    def shared(self, first: Venue) -> list[Stretch]:
        """The hours in common on that clock."""
        opens, closes = first.opens, min(first.closes, _DAY)
        found = [(max(lo, opens), min(hi, closes)) for lo, hi in self.bars()]
        return [(lo, hi) for lo, hi in found if lo < hi]


def _cut(stretch: Stretch) -> Stretch | None:
    lo, hi = max(stretch[0], 0), min(stretch[1], _DAY)
    return (lo, hi) if lo < hi else None


def _difference(minutes: int, words: Words) -> str:
    if minutes == 0:
        return words.word("comm_figure_same")
    key = "comm_figure_ahead" if minutes > 0 else "comm_figure_behind"
    return words.word(key, hours=words.number(_hours(abs(minutes))))


def _hours(minutes: int) -> Decimal:
    return (Decimal(minutes) / 60).quantize(Decimal("0.01")).normalize() + 0


def _common(hours: SharedHours, words: Words) -> str:
    if not hours.minutes:
        return words.word("comm_figure_none")
    return words.word("comm_figure_hours", hours=words.number(hours.duration))


def _figure(first: Venue, rows: list[_Row], words: Words) -> Figure:
    names = [first.city, *(row.name(words) for row in rows)]
    left = min(max(width_of(name, _NAME, bold=True) for name in names) + _GAP, _MOST_NAME)
    scale = Scale(0, _DAY, left, WIDE - _HOURS_ROOM)
    bottom = _TOP + _ROW * (len(rows) + 1)
    ticks = [
        Tick(minute, f"{minute // 60:02}:00" if minute < _DAY else "24:00")
        for minute in range(0, _DAY + 1, _TWO_HOURS)
    ]
    own = [cut for each in _all_day(first) if (cut := _cut(each))]
    entries = [
        Entry(words.word("comm_figure_working"), "bar"),
        Entry(words.word("comm_figure_shared"), "good"),
    ]
    samples, height = legend(entries, left, bottom + 6, WIDE - left)
    shapes: list[Shape] = [
        *(Box(scale.at(lo), _TOP, scale.at(hi) - scale.at(lo), bottom - _TOP, "shade")
          for lo, hi in own),
        *axis(scale, ticks, _TOP, bottom),
        label(0, _TOP + _ROW / 2 + 3, first.city, left - _GAP, role="strong", size=_NAME),
        *_bars(scale, 0, own, "bar"),
        *_ends(scale, 0, own, first),
    ]  # fmt: skip
    for number, row in enumerate(rows, start=1):
        middle = _TOP + _ROW * (number + 0.5)
        shapes += [
            label(0, middle + 3, row.name(words), left - _GAP, size=_NAME),
            *_bars(scale, number, row.bars(), "bar"),
            *_bars(scale, number, row.shared(first), "good"),
            *_ends(scale, number, row.bars(), row.venue),
            label(scale.end + _GAP, middle + 3, _common(row.hours, words), _HOURS_ROOM - _GAP,
                  role="strong" if row.hours.minutes else "quiet", size=_NAME),
        ]  # fmt: skip
    shapes += samples
    return Figure(
        WIDE,
        bottom + 6 + height,
        tuple(shapes),
        _alternative(first, rows, words),
        words.word("comm_figure_caption", place=first.city),
    )


def _all_day(venue: Venue) -> list[Stretch]:
    """The hours of a site on its own clock; a night shift also in the early morning."""
    return [(venue.opens - _DAY, venue.closes - _DAY), (venue.opens, venue.closes)]


def _bars(scale: Scale, number: int, stretches: Iterable[Stretch], role: Role) -> Iterator[Shape]:
    top = _TOP + _ROW * number + (_ROW - _BAR) / 2
    for lo, hi in stretches:
        x = scale.at(lo)
        yield Box(x, top, scale.at(hi) - x, _BAR, role, 1.5)


def _ends(scale: Scale, number: int, stretches: Iterable[Stretch], venue: Venue) -> Iterator[Shape]:
    """The local times at the ends of bars, inside where both fit there; none at the edge of the
    day, where a bar is only cut."""
    base = _TOP + _ROW * (number + 0.5) + 2.5
    for lo, hi in stretches:
        left, right = scale.at(lo), scale.at(hi)
        inside = right - left > _WIDE_BAR
        role: Role = "text" if inside else "quiet"
        if lo > 0 and inside:
            yield FigureWords(left + 3, base, venue.start, role, 7)
        elif lo > 0:
            yield FigureWords(left - 3, base, venue.start, role, 7, "right")
        if hi < _DAY and inside:
            yield FigureWords(right - 3, base, venue.end, role, 7, "right")
        elif hi < _DAY:
            yield FigureWords(right + 3, base, venue.end, role, 7)


def _alternative(first: Venue, rows: list[_Row], words: Words) -> str:
    parts = [
        words.word(
            "comm_figure_alt_row",
            place=row.venue.city,
            difference=_difference(row.hours.difference, words),
            start=row.venue.start,
            end=row.venue.end,
            shared=_common(row.hours, words),
        )
        for row in rows
    ]
    return words.word(
        "comm_figure_alt", place=first.city, start=first.start, end=first.end, rows="; ".join(parts)
    )
