"""The Gantt chart: bars at their dates, every step once, words that keep apart."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sowgen.assemble.figures.gantt import draw
from sowgen.assemble.figures.gantt_rows import charts, groups
from sowgen.assemble.figures.kit import WIDE, width_of
from sowgen.assemble.figures.timeline import HEIGHT, Timeline
from sowgen.assemble.words import Words as Fixed
from sowgen.model.figure import Box, Figure, Polyline, Words
from sowgen.model.plans import Plans
from sowgen.model.schedule import Plan, PlannedStep
from tests.plan.deals import deal, planned

HOUSE = Path(__file__).parents[2] / "templates" / "house" / "words"
TEXT_HEIGHT = 445.0
"""Points between the margins of a landscape page."""


def fixed(language: str = "en") -> Fixed:
    """The house's words."""
    return Fixed(language, yaml.safe_load((HOUSE / f"{language}.yaml").read_text("utf-8")))


def plan_of(**schedule: Any) -> Plan:
    """The plan of a schedule."""
    documents = schedule.pop("documents", {})
    plan = planned(deal(schedule=schedule, documents=documents)).value
    assert plan is not None
    return plan


def figures(plan: Plan | None, language: str = "en") -> tuple[Figure, ...]:
    """The charts of a plan."""
    return draw(SimpleNamespace(plans=Plans(plan)), fixed(language))  # type: ignore[arg-type]


def small() -> Plan:
    """Two activities, a gate and a milestone in one week of March 2027; the second of March is
    a Tuesday."""
    return plan_of(
        start="2027-03-02",
        activities={
            "build": {"name": "Build", "duration": 3, "party": "ems", "gate": "g1"},
            "paint": {"name": "Paint", "duration": 1, "party": "ems"},
            "send": {"name": "Send", "duration": 2, "party": "ems", "after": ["g1", "paint"]},
        },
        gates={"g1": {"name": "G1 Built", "approver": "oem.quality"}},
        milestones={"end": {"name": "Sent", "after": "send"}},
    )


def long_ago() -> Plan:
    """Five years, with names of every kind."""
    names = ["Framework", "A " + "very " * 40 + "long name", "חברת אלקטרוניקה לדוגמה", "例" * 60]
    return plan_of(
        start="2027-03-04",
        wanted_delivery="2032-06-01",
        activities={
            f"a{n}": {"name": name, "duration": 320, "party": "ems"}
            | ({"after": f"a{n - 1}"} if n else {})
            for n, name in enumerate(names)
        },
    )


def two_days() -> Plan:
    """Three activities in two days."""
    return plan_of(
        start="2027-03-04",
        activities={
            "a": {"name": "Unpack", "duration": 0.5, "party": "ems"},
            "b": {"name": "Count", "duration": 1, "party": "oem", "after": "a"},
            "c": {"name": "Sign", "duration": 0.5, "party": "ems", "after": "b"},
        },
    )


def many(seed: int = 7, count: int = 400) -> Plan:
    """Activities with links of all kinds, and a gate for every forty."""
    chance = random.Random(seed)
    activities: dict[str, Any] = {}
    for n in range(count):
        step = {
            "name": f"Activity {n} "
            + chance.choice(["", "of the plant", "order and receive " * 5]),
            "duration": chance.choice([0.5, 1, 2, 5, 10]),
            "party": chance.choice(["oem", "ems"]),
        }
        if n:
            kind = chance.choice(["", "", " SS + 1 working day", " FF"])
            step["after"] = [f"a{max(0, n - chance.randint(1, 12))}{kind}"]
        if n % 40 == 39:
            step["gate"] = f"g{n // 40}"
        activities[f"a{n}"] = step
    gates = {
        f"g{n}": {"name": f"G{n} of all", "approver": "oem.quality", "review": "2 working days"}
        for n in range(count // 40)
    }
    return plan_of(start="2027-01-04", activities=activities, gates=gates)


PLANS = {"small": small, "five years": long_ago, "two days": two_days, "many": many}


def room(words: Words) -> tuple[float, float, float, float]:
    """What a line of words takes: left, top, right, bottom."""
    wide = width_of(words.text, words.size, bold=words.role == "strong")
    left = words.x - {"left": 0, "center": wide / 2, "right": wide}[words.align]
    return left, words.y - 0.72 * words.size, left + wide, words.y + 0.2 * words.size


def meet(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether two rooms overlap."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def words_of(figure: Figure) -> list[Words]:
    return [shape for shape in figure.shapes if isinstance(shape, Words)]


def boxes_of(figure: Figure, *roles: str) -> list[Box]:
    """The boxes of these roles above the legend."""
    lowest = legend_at(figure)
    boxes = [s for s in figure.shapes if isinstance(s, Box) and s.role in roles]
    return [b for b in boxes if b.y < lowest]


def legend_at(figure: Figure) -> float:
    """The upper edge of the legend: below the lowest level line."""
    return max(
        s.points[0][1]
        for s in figure.shapes
        if isinstance(s, Polyline) and s.role == "axis" and s.points[0][1] == s.points[1][1]
    )


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("language", ["en", "de"])
def test_words_keep_apart_and_inside(name: str, language: str) -> None:
    for figure in figures(PLANS[name](), language):
        rooms = [(words.text, room(words)) for words in words_of(figure)]
        for text, (left, top, right, bottom) in rooms:
            assert min(left, top) >= 0, text
            assert right <= figure.width + 0.01, text
            assert bottom <= figure.height + 0.01, text
        overlaps = [(a, b) for (a, one), (b, other) in combinations(rooms, 2) if meet(one, other)]
        assert overlaps == []


@pytest.mark.parametrize("name", PLANS)
def test_no_words_stand_on_bars(name: str) -> None:
    for figure in figures(PLANS[name]()):
        bars = [
            (b.x, b.y, b.x + b.width, b.y + b.height)
            for b in boxes_of(figure, "bar", "critical", "float")
        ]
        for words in words_of(figure):
            assert not any(meet(room(words), bar) for bar in bars), words.text


@pytest.mark.parametrize("name", PLANS)
def test_shapes_stay_inside_and_fit_on_a_page(name: str) -> None:
    for figure in figures(PLANS[name]()):
        assert figure.width <= WIDE
        assert figure.height <= TEXT_HEIGHT - 55, "heading and caption have to stand above"
        for shape in figure.shapes:
            if isinstance(shape, Box):
                corners = [(shape.x, shape.y), (shape.x + shape.width, shape.y + shape.height)]
            elif isinstance(shape, Polyline):
                corners = list(shape.points)
            else:
                continue
            assert all(-0.1 <= x <= figure.width + 5 for x, _ in corners), shape
            assert all(-0.1 <= y <= figure.height for _, y in corners), shape


@pytest.mark.parametrize("name", PLANS)
def test_every_step_has_one_row(name: str) -> None:
    plan = PLANS[name]()
    rows = [
        words.text
        for figure in figures(plan)
        for words in words_of(figure)
        if words.x == 0 and words.size == 7.5
    ]
    assert len(rows) == len(plan.steps)
    cut = [row.removesuffix("…") for row in rows]
    assert all(any(step.name.startswith(row) for step in plan.steps) for row in cut)
    if name == "small":
        assert rows == ["Build", "Paint", "G1 Built", "Send", "Sent"]


def test_a_name_that_is_too_long_ends_in_an_ellipsis() -> None:
    (figure,) = figures(long_ago())
    names = [words.text for words in words_of(figure) if words.x == 0 and words.size == 7.5]
    assert [name.endswith("…") for name in names] == [False, True, False, True]
    assert names[1].startswith("A very very")


def test_bars_stand_at_their_dates() -> None:
    (figure,) = figures(small())
    names = max(width_of(step.name, 7.5, bold=True) for step in small().steps)
    left, day = names + 8, (WIDE - names - 8) / 7  # a week is the least that is shown
    bars = boxes_of(figure, "bar", "critical")
    assert [(bar.role, round(bar.x, 3), round(bar.width, 3)) for bar in bars] == [
        ("critical", round(left, 3), round(3 * day, 3)),
        ("bar", round(left, 3), round(day, 3)),
        # Friday and Monday, with the weekend between them.
        ("critical", round(left + 3 * day, 3), round(4 * day, 3)),
    ]  # fmt: skip
    (line, _tick) = boxes_of(figure, "float")
    assert (line.x, line.width) == (pytest.approx(left + day), pytest.approx(2 * day))
    shade = [(b.x, b.width) for b in boxes_of(figure, "shade")]
    assert shade == [(pytest.approx(left + 4 * day), pytest.approx(2 * day))]


def test_half_days_are_half_as_wide() -> None:
    (figure,) = figures(two_days())
    widths = [bar.width for bar in boxes_of(figure, "critical")]
    assert widths[1] == pytest.approx(2 * widths[0]) == pytest.approx(2 * widths[2])
    starts = [bar.x for bar in boxes_of(figure, "critical")]
    assert starts[1] == pytest.approx(starts[0] + widths[0])


def test_a_closed_site_shades_its_own_rows_only() -> None:
    plan = plan_of(
        start="2027-03-01",
        calendars={"works": {"shutdowns": [{"from": "2027-03-09", "to": "2027-03-11"}]}},
        activities={
            "office": {"name": "Draw", "duration": 15, "party": "oem", "site": "hq"},
            "works": {"name": "Build", "duration": 10, "party": "ems", "site": "plant"},
        },
    )
    (figure,) = figures(plan)
    weekends = [b for b in boxes_of(figure, "shade") if b.height > 20]
    closed = [b for b in boxes_of(figure, "shade") if b.height < 20]
    assert len(weekends) == 2
    day = weekends[0].width / 2
    (own,) = closed
    assert own.width == pytest.approx(3 * day)
    (bar,) = boxes_of(figure, "bar")  # "Build" is not critical: "Draw" takes longer
    assert own.y < bar.y < own.y + own.height


def test_the_alternative_tells_what_the_chart_shows() -> None:
    (figure,) = figures(small())
    assert figure.alt == (
        "Gantt chart of the schedule from 2 March 2027 to 8 March 2027. Number of activities: 3. "
        "Production starts on 2 March 2027. The first delivery is planned for 8 March 2027. "
        "The critical path, in order: Build; G1 Built; Send."
    )
    (german,) = figures(small(), "de")
    assert german.alt.startswith("Balkendiagramm des Terminplans vom 2. März 2027")
    parts = figures(many())
    assert parts[0].alt.count(";") > 60
    assert all(f"Part {n} of {len(parts)}" in f.alt for n, f in enumerate(parts, start=1))
    assert all(f"(part {n} of {len(parts)})" in f.caption for n, f in enumerate(parts, start=1))


def test_the_critical_path_is_joined_by_arrows() -> None:
    (figure,) = figures(small())
    heads = [
        s for s in figure.shapes
        if isinstance(s, Polyline) and s.closed and s.role == "critical" and len(s.points) == 3
    ]  # fmt: skip
    assert len(heads) == 3  # build to gate, gate to send, send to the end
    bars = {b.y for b in boxes_of(figure, "bar", "critical")}
    tips = sorted(head.points[0][1] for head in heads)
    assert tips[1] in bars, "an arrow ends at its bar"


def test_documents_are_marked_on_their_latest_day() -> None:
    schedule = {
        "start": "2027-03-01",
        "activities": {
            "wait": {"name": "Wait", "duration": 10, "party": "ems"},
            "build": {
                "name": "Build", "duration": 5, "party": "ems", "after": "wait", "uses": ["bom"],
            },
        },
    }  # fmt: skip
    plan = plan_of(**schedule, documents={"bom": {"name": "Bill of materials"}})
    (paper,) = plan.handover
    (figure,) = figures(plan)
    (dot,) = boxes_of(figure, "third")
    (bar,) = (b for b in boxes_of(figure, "critical") if b.x > dot.x)
    assert paper.latest is not None
    days = (date(2027, 3, 15) - paper.latest).days
    day = (bar.width) / 5
    assert bar.x - (dot.x + dot.width / 2) == pytest.approx((days - 0.5) * day, abs=0.01)
    assert any(w.text == "latest date of a hand-over document" for w in words_of(figure))
    assert "third" not in {getattr(s, "role", "") for s in figures(plan_of(**schedule))[0].shapes}


def test_nothing_to_draw() -> None:
    assert figures(None) == ()


AXES = {
    date(2027, 3, 8): "March 2027|Mon 1 Tue 2",
    date(2027, 5, 20): "March 2027|1 8 15 22 29",
    date(2028, 6, 1): "2027|Mar Apr May",
    date(2031, 6, 1): "2027|M A M J J A",
    date(2035, 6, 1): "2027|Q2 Q3 Q4 Q1",
    date(2058, 6, 1): "2030|27 28 29",
}


@pytest.mark.parametrize("last", AXES, ids=str)
def test_the_axis_is_as_fine_as_the_room_allows(last: date) -> None:
    timeline = Timeline(date(2027, 3, 1), last, 200, 710)
    shapes = timeline.axis(0, 100, fixed().locale)
    words = [s for s in shapes if isinstance(s, Words)]
    coarse = [w.text for w in words if w.y < HEIGHT - 10]
    fine = [w.text for w in words if w.y > HEIGHT - 10]
    said_coarse, said_fine = AXES[last].split("|")
    assert said_coarse in coarse
    assert " ".join(fine).startswith(said_fine)
    assert all(one[2] < other[0] for one, other in _neighbours(words))


def _neighbours(words: Iterable[Words]) -> Iterable[tuple[Sequence[float], Sequence[float]]]:
    lines: dict[float, list[Sequence[float]]] = {}
    for each in words:
        lines.setdefault(each.y, []).append(room(each))
    for rooms in lines.values():
        ordered = sorted(rooms)
        yield from zip(ordered, ordered[1:], strict=False)


def test_weeks_begin_as_the_language_has_it() -> None:
    def first(language: str) -> str:
        axis = Timeline(date(2027, 3, 10), date(2027, 5, 20), 200, 710).axis(
            0, 100, Fixed(language, {}).locale
        )
        return next(s.text for s in axis if isinstance(s, Words) and s.y > HEIGHT - 10)

    assert (first("en-GB"), first("en-US")) == ("8", "7")


STEP = many(3, 40).steps[0]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 70), max_size=12), st.integers(1, 40))
def test_rows_are_shared_out_evenly_and_in_order(sizes: list[int], most: int) -> None:
    found = [(STEP,) * size for size in sizes]
    parts = charts(found, most)
    rows = [sum(len(group) for group in part) for part in parts]
    assert sum(rows) == sum(sizes)
    assert all(0 < count <= most for count in rows)
    assert len(rows) <= 2 * -(-sum(sizes) // most) + 1


def test_gates_close_their_phase() -> None:
    plan = many()
    steps: list[PlannedStep] = []
    for group in groups(plan):
        gates = [step for step in group if step.kind == "gate"]
        assert gates == [group[-1]] or not gates
        steps += group
    assert sorted(step.id for step in steps) == sorted(step.id for step in plan.steps)


def test_a_float_of_many_months_leaves_the_bars_room() -> None:
    plan = plan_of(
        start="2027-03-01",
        wanted_delivery="2029-03-01",
        activities={"a": {"name": "Build", "duration": 10, "party": "ems"}},
    )
    (figure,) = figures(plan)
    (bar,) = boxes_of(figure, "critical")
    assert bar.width > 0.4 * figure.width
    ends = [s for s in figure.shapes if isinstance(s, Polyline) and s.role == "float" and s.closed]
    assert len(ends) == 1, "the line of the float goes on beyond the chart"
    assert plan.steps[0].late_finish.date - plan.steps[0].finish.date > timedelta(days=600)


def test_a_point_in_time_without_float_has_no_line() -> None:
    plan = plan_of(
        start="2027-03-01",
        activities={
            "order": {"name": "Order", "duration": 0, "party": "ems"},
            "build": {"name": "Build", "duration": 5, "party": "ems", "after": "order"},
        },
    )
    (figure,) = figures(plan)
    assert boxes_of(figure, "float") == []
    (mark,) = (
        s for s in figure.shapes
        if isinstance(s, Polyline) and s.role == "milestone" and s.points[0][1] < legend_at(figure)
    )  # fmt: skip
    (bar,) = boxes_of(figure, "critical")
    assert mark.points[0][0] == pytest.approx(bar.x)
