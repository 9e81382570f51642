"""The figure `scores`: points of the candidates as bars, with what is still open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sowgen.assemble.figures.kit import (
    WIDE,
    Entry,
    Scale,
    Tick,
    axis,
    label,
    legend,
)
from sowgen.assemble.ingredients import Ingredients
from sowgen.assemble.words import Words
from sowgen.model.figure import Box, Figure, Role, Shape
from sowgen.model.figure import Words as Label
from sowgen.model.scorecard import CandidateResult, Scorecard

_NAMES, _RIGHT, _TOP = 150.0, 96.0, 18.0
_ROW, _BAR = 19.0, 11.0
_ON_A_PAGE = 15


def draw(given: Ingredients, words: Words) -> tuple[Figure, ...]:
    """Bars in the order of the scorecard, a figure for every fifteen candidates. Nothing where
    nothing is weighted. What a candidate that fails a gate could still reach is not drawn."""
    scorecard = given.scorecard
    if scorecard is None or not scorecard.weighted or not scorecard.candidates:
        return ()
    every = scorecard.candidates
    pages = (every[n : n + _ON_A_PAGE] for n in range(0, len(every), _ON_A_PAGE))
    return tuple(_figure(page, scorecard, words) for page in pages)


def _figure(page: Sequence[CandidateResult], scorecard: Scorecard, words: Words) -> Figure:
    scale = Scale(0.0, 100.0, _NAMES, WIDE - _RIGHT)
    bottom = _TOP + _ROW * len(page) + 2
    ticks = (Tick(float(v), str(v), strong=v == 0) for v in range(0, 101, 20))
    shapes: list[Shape] = [*axis(scale, ticks, _TOP, bottom)]
    for number, candidate in enumerate(page):
        shapes += _bar(candidate, scorecard, words, scale, _TOP + _ROW * number + 2 + _ROW / 2)
    samples, height = legend(_entries(page, scorecard, words), _NAMES, bottom + 6, WIDE - _NAMES)
    alt = f"{words.word('qual_chart_alt')} " + " ".join(_said(c, words) for c in page)
    caption = words.word("qual_chart")
    return Figure(WIDE, bottom + height + 8, (*shapes, *samples), alt, caption)


def _bar(
    candidate: CandidateResult, scorecard: Scorecard, words: Words, scale: Scale, middle: float
) -> Iterator[Shape]:
    low, high = float(candidate.low or 0), float(candidate.high or 0)
    base, top = middle + 3, middle - _BAR / 2
    first = candidate.short in scorecard.first
    room = _NAMES - 34
    yield label(_NAMES - 8, base, candidate.short, room, role="strong" if first else "text",
                align="right", size=8.5)  # fmt: skip
    yield Label(4, base, _ranks(candidate, words), "quiet", 8.5)
    start = scale.at(0)
    if low > 0:
        yield Box(start, top, scale.at(low) - start, _BAR, _role(candidate, scorecard))
    end = high if candidate.state == "ranked" else low
    if end > low:
        yield Box(scale.at(low), top, scale.at(high) - scale.at(low), _BAR, "missing")
    # Behind the bar, where there is white.
    yield Label(scale.at(end) + 5, base, _points(candidate, words), "strong" if first else "text")


def _role(candidate: CandidateResult, scorecard: Scorecard) -> Role:
    if candidate.state != "ranked":
        return "weak"
    return "first" if candidate.short in scorecard.first else "second"


def _entries(
    page: Sequence[CandidateResult], scorecard: Scorecard, words: Words
) -> Iterator[Entry]:
    """What the bars of this page mean, those that occur."""
    roles = {_role(candidate, scorecard) for candidate in page}
    meanings: tuple[tuple[Role, str], ...] = (
        ("first", "qual_chart_first"), ("second", "qual_chart_other"),
        ("weak", "qual_chart_excluded"),
    )  # fmt: skip
    for role, key in meanings:
        if role in roles:
            yield Entry(words.word(key), role)
    if any(c.low != c.high for c in page if c.state == "ranked"):
        yield Entry(words.word("qual_chart_range"), "missing")


def _points(candidate: CandidateResult, words: Words) -> str:
    low, high = candidate.low, candidate.high
    if low is None or high is None:
        return ""
    if low == high:
        return words.tenths(low)
    return f"{words.tenths(low)} {words.word('qual_to')} {words.tenths(high)}"


def _ranks(candidate: CandidateResult, words: Words) -> str:
    best, worst = candidate.rank_best, candidate.rank_worst
    if best is None:
        return "–"
    return str(best) if best == worst else f"{best} {words.word('qual_to')} {worst}"


def _said(candidate: CandidateResult, words: Words) -> str:
    """A bar as a sentence, for who cannot see it."""
    told = f"{candidate.short}: {_points(candidate, words)}"
    if candidate.state != "ranked":
        return f"{told} ({words.word('qual_chart_excluded')})."
    return f"{told}, {words.word('qual_rank')} {_ranks(candidate, words)}."
