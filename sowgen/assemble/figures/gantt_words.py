"""What a chart says in words: its caption, its legend, and the text alternative."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sowgen.assemble.figures.kit import Entry
from sowgen.assemble.words import Words
from sowgen.model.schedule import Plan, PlannedStep

_NAMED = 60
"""How many names of the critical path a text alternative holds."""


def caption(words: Words, first: date, last: date, part: int, parts: int) -> str:
    """The line above a chart."""
    said = words.word("gantt_caption", **_span(words, first, last))
    return words.word("gantt_part", caption=said, **_part(part, parts)) if parts > 1 else said


def alternative(
    words: Words, plan: Plan, shown: Iterable[PlannedStep], part: int, parts: int
) -> str:
    """What the chart shows, for a reader who does not see it: the schedule as a whole in the
    first, and in each of several what stands in it."""
    sentences = []
    if part == 1:
        count = sum(step.kind == "activity" for step in plan.steps)
        span = _span(words, plan.start, plan.end)
        sentences.append(words.word("gantt_alt", count=str(count), **span))
        if plan.production_start:
            day = words.date(plan.production_start)
            sentences.append(words.word("gantt_alt_production", date=day))
        sentences.append(words.word("gantt_alt_delivery", date=words.date(plan.first_delivery)))
        if plan.critical_path:
            names = _named(words, plan.critical_path)
            sentences.append(words.word("gantt_alt_critical", names=names))
    if parts > 1:
        rows = tuple(shown)
        steps = _named(words, tuple(step.name for step in rows))
        first = min(step.start.date for step in rows)
        span = _span(words, first, max(step.finish.date for step in rows))
        sentences.append(words.word("gantt_alt_part", names=steps, **_part(part, parts), **span))
    return " ".join(sentences)


def entries(
    words: Words,
    steps: Iterable[PlannedStep],
    *,
    links: bool,
    closed: bool,
    papers: bool,
    floats: bool,
    wanted: date | None,
) -> list[Entry]:
    """The legend of what a chart holds: arrows, closed days, days on which documents are due,
    floats, the day on which the delivery is wanted."""
    rows = tuple(steps)
    activities = [step for step in rows if step.kind == "activity" and step.halves]
    found = [
        (any(s.critical for s in activities), Entry(words.word("gantt_critical"), "critical")),
        (any(not s.critical for s in activities), Entry(words.word("gantt_activity"), "bar")),
        (floats, Entry(words.word("gantt_float"), "float", "thin")),
        (any(s.kind == "gate" for s in rows), Entry(words.word("gantt_gate"), "gate", "diamond")),
        (
            any(s.kind != "gate" and not s.halves for s in rows),
            Entry(words.word("gantt_milestone"), "milestone", "diamond"),
        ),
        (papers, Entry(words.word("gantt_document"), "third", "dot")),
        (links, Entry(words.word("gantt_link"), "link", "arrow")),
        (closed, Entry(words.word("gantt_closed"), "shade")),
    ]
    if wanted:
        day = words.word("gantt_wanted", date=words.date(wanted, "short"))
        found.append((True, Entry(day, "gate", "dashed")))
    return [entry for there, entry in found if there]


def _span(words: Words, first: date, last: date) -> dict[str, str]:
    return {"from": words.date(first), "to": words.date(last)}


def _part(part: int, parts: int) -> dict[str, str]:
    return {"part": str(part), "parts": str(parts)}


def _named(words: Words, names: tuple[str, ...]) -> str:
    """The names in order; a long list ends in how many more there are."""
    more = len(names) - _NAMED
    listed = "; ".join(names[:_NAMED])
    return words.word("gantt_alt_more", names=listed, count=str(more)) if more > 0 else listed
