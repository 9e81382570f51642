"""The export `schedule`: the computed schedule as a spreadsheet with true dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from sowgen.assemble.imprint import author_of, day_of
from sowgen.assemble.ingredients import Ingredients
from sowgen.assemble.words import Words
from sowgen.model.schedule import CalendarNote, KeyDate, Plan, PlannedActivity, PlannedStep
from sowgen.model.workbook import Content, Look, Row, Sheet, SheetCell, Workbook

_DATE, _NAME, _SHORT = 13.0, 42.0, 12.0


def make(given: Ingredients, words: Words) -> Workbook | None:
    """The workbook, None where no dates can be computed."""
    plan, spec = given.plans.schedule, given.spec
    if plan is None:
        return None
    made = (
        _key_dates(plan, words),
        _activities(plan, words),
        _handover(plan, words),
        _gates(plan, words),
        _calendars(plan, words),
    )
    return Workbook(
        title=f"{spec.package.title}: {words.word('schedule')}",
        author=author_of(given),
        date=day_of(spec).isoformat(),
        sheets=tuple(sheet for sheet in made if len(sheet.rows) > 1),
    )


def _key_dates(plan: Plan, words: Words) -> Sheet:
    return _sheet(
        words.word("plan_dates"),
        (("plan_event", _NAME), ("plan_planned", _DATE), ("plan_latest", _DATE)),
        words,
        (
            (_text(_key_name(row, words)), _day(row.date), _day(row.latest))
            for row in plan.key_dates
        ),
    )


def _key_name(row: KeyDate, words: Words) -> str:
    return words.word(f"plan_{row.word}", party=row.party_name) if row.word else row.name


def _activities(plan: Plan, words: Words) -> Sheet:
    """Activities, gates and milestones in the order of the specification."""
    rows = {row.id: row for row in plan.activities}
    columns = (
        ("plan_id", 24.0), ("activity", _NAME), ("done_by", 26.0), ("plan_duration", 18.0),
        ("plan_waits_for", 36.0), ("plan_start", _DATE), ("plan_finish", _DATE),
        ("plan_latest_finish", _DATE), ("plan_float", _SHORT), ("plan_float_unit", 16.0),
        ("plan_critical", _SHORT),
    )  # fmt: skip
    return _sheet(
        words.word("plan_activities"),
        columns,
        words,
        (_activity(step, rows.get(step.id), plan, words) for step in plan.steps),
        frozen_columns=2,
    )


def _activity(
    step: PlannedStep, row: PlannedActivity | None, plan: Plan, words: Words
) -> Iterator[SheetCell]:
    done_by = (row.owner_name or row.party_name) if row else step.role_name
    yield _text(step.id)
    yield _text(step.name)
    yield _text(done_by[:1].upper() + done_by[1:])
    yield _text(_length(step, row, plan, words))
    yield _text("; ".join(_links(step, row)))
    yield _day(step.start.date)
    yield _day(step.finish.date)
    yield _day(step.late_finish.date)
    yield SheetCell(Decimal(step.total_float) / 2, "decimal")
    elapsed = row is not None and row.float_unit == "calendar"
    yield _text(words.word("plan_calendar_days" if elapsed else "plan_working_days"))
    mark = words.word("plan_critical_mark") if step.critical else ""
    yield SheetCell(mark, "critical" if step.critical else "text")


def _length(step: PlannedStep, row: PlannedActivity | None, plan: Plan, words: Words) -> str:
    length = row.duration if row else None
    if step.kind == "gate":
        length = next(gate.review for gate in plan.gates if gate.id == step.id)
    return words.duration(length, "short") if length else words.word("plan_milestone")


def _links(step: PlannedStep, row: PlannedActivity | None) -> Iterable[str]:
    """The links as stated; those of a gate include the activities that lead to it."""
    if row:
        return row.after
    return [link.step if link.type == "FS" else f"{link.step} {link.type}" for link in step.links]


def _handover(plan: Plan, words: Words) -> Sheet:
    columns = (
        ("plan_id", 24.0), ("document", _NAME), ("plan_from_to", 28.0), ("owner", 26.0),
        ("formats", 22.0), ("plan_needed_for", 36.0), ("plan_due", _DATE), ("plan_latest", _DATE),
        ("plan_frozen_at", 26.0),
    )  # fmt: skip
    return _sheet(
        words.word("plan_handover"),
        columns,
        words,
        (
            (
                _text(row.id),
                _text(row.name),
                _text(" → ".join(filter(None, (row.provider_name, row.receiver_name)))),
                _text(row.owner_name),
                _text(words.list(row.formats, either=True) if row.formats else ""),
                _text("; ".join(row.needed_for)),
                _day(row.due) if row.due else SheetCell(words.word("plan_no_date"), "missing"),
                _day(row.latest),
                _text(row.frozen_at_name),
            )
            for row in plan.handover
        ),
        frozen_columns=2,
    )


def _gates(plan: Plan, words: Words) -> Sheet:
    columns = (
        ("plan_gate", 34.0), ("plan_planned", _DATE), ("plan_latest", _DATE),
        ("plan_exit_criteria", 60.0), ("plan_signed_by", 28.0), ("plan_float", _SHORT),
        ("plan_critical", _SHORT),
    )  # fmt: skip
    return _sheet(
        words.word("plan_gates"),
        columns,
        words,
        (
            (
                _text(row.name),
                _day(row.date),
                _day(row.latest),
                _text("\n".join(row.exit_criteria)),
                _text(row.approver_name),
                SheetCell(row.total_float, "decimal"),
                SheetCell(words.word("plan_critical_mark") if row.critical else "",
                          "critical" if row.critical else "text"),
            )
            for row in plan.gates
        ),
    )  # fmt: skip


def _calendars(plan: Plan, words: Words) -> Sheet:
    """Every day on which a calendar departs from its week, one row a day or closure."""
    columns = (
        ("plan_calendar", 34.0), ("plan_first_day", _DATE), ("plan_last_day", _DATE),
        ("plan_reason", 48.0),
    )  # fmt: skip
    rows = [
        (_text(note.name or words.word("plan_plain_week")), _day(first), _day(last), _text(reason))
        for note in plan.calendars
        for first, last, reason in sorted(_departures(note, words))
    ]
    return _sheet(words.word("plan_calendars"), columns, words, rows)


def _departures(note: CalendarNote, words: Words) -> Iterator[tuple[date, date, str]]:
    for holiday in note.holidays:
        yield holiday.date, holiday.date, holiday.name
    for closure in note.shutdowns:
        reason = f": {closure.reason}" if closure.reason else ""
        yield closure.start, closure.end, words.word("plan_closed") + reason
    for day in note.make_up_days:
        yield day, day, words.word("plan_worked")
    for day in note.half_days:
        yield day, day, words.word("plan_half_day")


def _sheet(
    name: str,
    columns: Sequence[tuple[str, float]],
    words: Words,
    rows: Iterable[Iterable[SheetCell]],
    frozen_columns: int = 1,
) -> Sheet:
    header: Row = tuple(SheetCell(_heading(words.word(key)), "header") for key, _ in columns)
    return Sheet(
        name=name,
        widths=tuple(width for _, width in columns),
        rows=(header, *(tuple(row) for row in rows)),
        frozen=1,
        frozen_columns=frozen_columns,
        filtered=True,
    )


def _heading(word: str) -> str:
    plain = word.rstrip(":")
    return plain[:1].upper() + plain[1:]


def _text(content: str) -> SheetCell:
    return SheetCell(content, "wrapped")


def _day(day: date | None) -> SheetCell:
    look: Look = "date"
    content: Content = day
    return SheetCell(content, look)
