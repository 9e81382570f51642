"""The figure `gantt`: the schedule as bars on an axis of dates, with the critical path.

A row for each activity, gate and milestone, gates closing their phase. A schedule of many rows
comes as several charts, each with an axis of its own that shows the time its rows need.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from babel.dates import format_skeleton

from sowgen.assemble.figures.gantt_links import Bar, Route, routes
from sowgen.assemble.figures.gantt_rows import Group, charts, groups
from sowgen.assemble.figures.gantt_shade import shades
from sowgen.assemble.figures.gantt_words import alternative, caption, entries
from sowgen.assemble.figures.kit import TALL, WIDE, arrow, diamond, label, legend, line, width_of
from sowgen.assemble.figures.timeline import HEIGHT, Timeline
from sowgen.assemble.ingredients import Ingredients
from sowgen.assemble.words import Words
from sowgen.model import figure
from sowgen.model.figure import Box, Figure, Shape
from sowgen.model.schedule import HalfDay, Plan, PlannedStep

_MOST_ROWS = 30
_NAME, _DATE = 7.5, 6.5  # sizes of type
_NAMES_ROOM = 200.0  # the most that the column of names takes
_LEGEND_ROOM = 30.0
_ROW = 14.0  # the most that a row takes
_FEWEST_DAYS = 7


def draw(given: Ingredients, words: Words) -> tuple[Figure, ...]:
    """The charts of the schedule, none without one."""
    plan = given.plans.schedule
    if plan is None or not plan.steps:
        return ()
    parts = charts(groups(plan), _MOST_ROWS)
    return tuple(
        _Chart.of(plan, words, part).figure(number, len(parts))
        for number, part in enumerate(parts, start=1)
    )


@dataclass(frozen=True, slots=True)
class _Chart:
    """One chart: `groups` are its rows, `edges` the upper edges of the rows and the lower edge
    of the last, `papers` the days on which documents are due, which have a row above, and
    `last` the last day that anything in it needs."""

    plan: Plan
    words: Words
    groups: tuple[Group, ...]
    timeline: Timeline
    edges: tuple[float, ...]
    papers: tuple[date, ...]
    last: date

    @classmethod
    def of(cls, plan: Plan, words: Words, part: tuple[Group, ...]) -> _Chart:
        """The chart of `part`, laid out."""
        steps = [step for group in part for step in group]
        first = min(step.start.date for step in steps)
        done = max(step.finish.date for step in steps)
        # Float of many months would leave the bars no room: it may take a third of the chart.
        most = done + max((done - first) / 2, timedelta(days=_FEWEST_DAYS))
        last = min(most, max(_latest(plan, step).date for step in steps))
        wanted = plan.wanted_delivery
        if wanted and last < wanted <= last + (last - first) / 6:
            last = wanted
        due = sorted({day for paper in plan.handover if (day := paper.latest or paper.due)})
        begins = first - (last - first) / 6 if plan.start == first else first
        papers = [day for day in due if begins <= day <= last]
        first = min([first, *papers])
        end = max(last + (last - first) / 80, first + timedelta(days=_FEWEST_DAYS - 1))
        rows = len(steps) + bool(papers)
        heading = words.word("gantt_documents") if papers else ""
        names = max(width_of(text, _NAME, bold=True) for text in [heading, *_names(steps)])
        left = min(names + 8, _NAMES_ROOM)
        height = min(_ROW, (TALL - HEIGHT - _LEGEND_ROOM) / rows)
        edges = accumulate([height] * rows, initial=HEIGHT)
        return cls(
            plan, words, part, Timeline(first, end, left, WIDE), tuple(edges), tuple(papers), last
        )

    @property
    def steps(self) -> tuple[PlannedStep, ...]:
        """The rows from top to bottom."""
        return tuple(step for group in self.groups for step in group)

    def figure(self, part: int, parts: int) -> Figure:
        """The chart with its caption, legend and text alternative."""
        bars = self.bars()
        arrows = list(routes({step.id: step for step in self.steps}, bars))
        closed = list(shades(self.timeline, self.steps, self.plan.timetables, self.step_edges))
        bottom = self.edges[-1]
        shown = entries(
            self.words, self.steps, links=bool(arrows), closed=bool(closed),
            papers=bool(self.papers), wanted=self.wanted,
            floats=any(_latest(self.plan, step) != step.finish for step in self.steps),
        )  # fmt: skip
        samples, height = legend(shown, 0, bottom + 6, WIDE)
        shapes: list[Shape] = [
            *closed,
            *self.timeline.axis(0, bottom, self.words.locale),
            *self.rules(),
            *self.limit(),
            *(shape for arrow in arrows for shape in arrow.shapes()),
            *self.documents(),
            *(shape for step in self.steps for shape in self.row(step, bars[step.id], arrows)),
            *samples,
        ]
        return Figure(
            WIDE,
            bottom + 6 + height,
            tuple(shapes),
            alternative(self.words, self.plan, self.steps, part, parts),
            caption(self.words, self.timeline.first, self.last, part, parts),
        )

    @property
    def step_edges(self) -> Sequence[float]:
        """The edges of the rows that hold steps."""
        return self.edges[1:] if self.papers else self.edges

    def bars(self) -> dict[str, Bar]:
        """Where each step stands."""
        made = {}
        edges = self.step_edges
        for row, step in enumerate(self.steps):
            top, low = edges[row], edges[row + 1]
            start, end = _begin(self.timeline, step), _end(self.timeline, step)
            half = min(4.0, (low - top) * 0.29)
            end = max(end, start + 1.2) if step.halves else end
            made[step.id] = Bar(start, end, (top + low) / 2, half, row)
        return made

    def rules(self) -> Iterator[Shape]:
        """A line below each group, and around the rows."""
        row = 1 if self.papers else 0
        if self.papers:
            yield line(0, self.edges[1], self.timeline.right, self.edges[1], "grid", 0.6)
        for group in self.groups:
            row += len(group)
            role: figure.Role = "axis" if row == len(self.edges) - 1 else "grid"
            yield line(0, self.edges[row], self.timeline.right, self.edges[row], role, 0.6)

    @property
    def wanted(self) -> date | None:
        """The day on which the first delivery is wanted, where the chart shows it."""
        day = self.plan.wanted_delivery
        return day if day and self.timeline.first <= day <= self.timeline.last else None

    def limit(self) -> Iterator[Shape]:
        """The line at the end of the day on which the first delivery is wanted."""
        if self.wanted:
            x = self.timeline.at(self.wanted, 1)
            points = ((x, self.edges[0]), (x, self.edges[-1]))
            yield figure.Polyline(points, "gate", 0.9, dashed=True)

    def documents(self) -> Iterator[Shape]:
        """The row of the days on which hand-over documents are due at the latest."""
        if not self.papers:
            return
        y = (self.edges[0] + self.edges[1]) / 2
        text = self.words.word("gantt_documents")
        yield label(0, y + 2.6, text, self.timeline.left - 8, role="quiet", size=_NAME)
        for day in self.papers:
            yield Box(self.timeline.at(day, 0.5) - 2.2, y - 2.2, 4.4, 4.4, "third", 2.2)

    def row(self, step: PlannedStep, bar: Bar, arrows: Sequence[Route]) -> Iterator[Shape]:
        """A step's name, bar, float and marks."""
        named = (self.plan.production_id, self.plan.delivery_id)
        role: figure.Role = "strong" if step.kind == "gate" or step.id in named else "text"
        room = self.timeline.left - 8
        yield label(0, bar.y + 2.6, step.name, room, role=role, size=_NAME)
        late = _close(self.timeline, step, _latest(self.plan, step))
        if late > bar.end and _latest(self.plan, step).date > self.timeline.last:
            yield from arrow(((bar.end, bar.y), (late, bar.y)), "float", 1.2)
        elif late > bar.end:
            yield Box(bar.end, bar.y - 0.6, late - bar.end, 1.2, "float")
            yield Box(late - 0.6, bar.y - bar.half * 0.7, 1.2, bar.half * 1.4, "float")
        if step.halves:
            width = bar.end - bar.start
            kind: figure.Role = "critical" if step.critical else "bar"
            yield Box(bar.start, bar.y - bar.half, width, 2 * bar.half, kind)
        if step.kind == "gate" or not step.halves:
            kind = "gate" if step.kind == "gate" else "milestone"
            radius = bar.half + 0.8
            yield diamond(bar.end, bar.y, radius, kind)
            yield from self.dated(step, bar, max(late, bar.end), arrows)

    def dated(
        self, step: PlannedStep, bar: Bar, late: float, arrows: Sequence[Route]
    ) -> Iterator[Shape]:
        """The day of a gate or milestone beside it, where it meets no arrow and nothing else."""
        text = str(format_skeleton("MMMd", step.finish.date, locale=self.words.locale))
        width = width_of(text, _DATE)
        right, left = max(late + 5, bar.end + bar.half + 4), bar.start - bar.half - 4 - width
        limit = self.timeline.at(self.wanted, 1) if self.wanted else self.timeline.right
        for x in (right, left):
            clear = self.timeline.left + 2 <= x and not x - 2 <= limit <= x + width + 2
            clear = clear and x + width <= self.timeline.right - 2
            if clear and not any(a.crosses(x - 1, x + width + 1, bar.y) for a in arrows):
                yield label(x, bar.y + 2.3, text, width + 1, role="quiet", size=_DATE)
                return


def _names(steps: Sequence[PlannedStep]) -> list[str]:
    return [step.name for step in steps]


def _latest(plan: Plan, step: PlannedStep) -> HalfDay:
    """The end of a step's float; its own end where it has none, or where nothing waits for a
    milestone, so that its float says nothing."""
    idle = any(m.id == step.id and m.latest is None for m in plan.milestones)
    late, early = step.late_finish, step.finish
    later = (late.date, late.afternoon) > (early.date, early.afternoon)
    return late if later and not idle else early


def _begin(timeline: Timeline, step: PlannedStep) -> float:
    """The coordinate at which a step begins; a point in time that follows others stands at
    the end of its half day."""
    if not step.halves and step.follows:
        return _end(timeline, step)
    return timeline.at(step.start.date, 0.5 if step.start.afternoon else 0)


def _end(timeline: Timeline, step: PlannedStep) -> float:
    return _close(timeline, step, step.finish)


def _close(timeline: Timeline, step: PlannedStep, half: HalfDay) -> float:
    """The coordinate at which a step ends that ends in this half day: at its end, but at its
    beginning for a point in time that follows nothing."""
    before = 0.5 if step.halves or step.follows else 0
    return timeline.at(half.date, before + (0.5 if half.afternoon else 0))
