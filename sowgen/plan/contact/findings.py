"""What is wrong with the meeting calendar once it has dates: N201 to N210."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from sowgen.diagnostics import Diagnostic, error, info, warning
from sowgen.model.meetings import Load, PlannedMeeting
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.communication import DayRule, Meeting
from sowgen.model.tree import Path, Tree
from sowgen.plan.contact.booking import Placed, Request
from sowgen.plan.contact.pairs import Period, in_hours
from sowgen.plan.contact.requests import Steps, minutes_of
from sowgen.plan.contact.shared import always, shared

_SHOWN = 4
_TENTH = 0.1
_LONG_SILENCE = 62


def at(id_: str, *more: str | int) -> Path:
    """The path of a meeting in the specification."""
    return ("communication", "meetings", id_, *more)


def undated(spec: ProjectSpec, tree: Tree) -> Iterator[Diagnostic]:
    """N208: meetings have a rule, but the deal has no date from which to count."""
    if any(isinstance(m.day, DayRule) for m in spec.communication.meetings.values()):
        yield info(
            "N208", "the deal has no date to begin from, so no meeting gets a date",
            tree.key_span(("communication",)),
            "write `from:` under `communication`, or a date as `package.effective_date`",
        )  # fmt: skip


def of_range(
    id_: str, stated: Meeting, steps: Steps, period: Period, tree: Tree
) -> Iterator[Diagnostic]:
    """N206 and N207: dates of a meeting outside the period, or not known."""
    for key, when in (("from", stated.from_), ("until", stated.until), ("on", stated.on)):
        if not isinstance(when, date | str):
            continue
        day = steps.end(when) if key == "until" else steps.start(when)
        if day is None:
            yield _without_date(when, tree, at(id_, key))
        elif not period.start <= day <= period.end:
            yield warning(
                "N206", f"`{stated.name}` has the date {day}, outside {period.start} to "
                f"{period.end}", tree.span(at(id_, key)),
                "correct the date, or the period under `communication`, which is the term of the "
                "agreement unless stated",
            )  # fmt: skip
    for number, name in enumerate(stated.during):
        if name not in steps.spans:
            yield _without_date(name, tree, at(id_, "during", number))


def _without_date(when: object, tree: Tree, path: Path) -> Diagnostic:
    return warning(
        "N207", f"`{when}` has no date, so the meeting has none", tree.span(path),
        "name a step of the schedule, and give the schedule a start; or write a date",
    )  # fmt: skip


def of_meeting(
    stated: Meeting, request: Request, placed: Placed, tree: Tree
) -> Iterator[Diagnostic]:
    """N201 to N204 and N209: how the meetings came to lie."""
    span = tree.key_span(at(request.id))
    if request.terms and not placed.occurrences:
        yield error(
            "N202", f"`{stated.name}` finds no time at all on its {len(request.terms)} dates", span,
            "shorten it, widen `communication.outer_hours`, or agree on fewer sites",
        )  # fmt: skip
        return
    rotated = [o for o in placed.occurrences if o.rotated]
    if rotated and request.at is not None:
        if not stated.out_of_hours:
            yield warning(
                "N204", f"at {stated.at} `{stated.name}` lies outside somebody's working hours on "
                f"{len(rotated)} of {len(placed.occurrences)} dates, first on {rotated[0].date}",
                tree.span(at(request.id, "at")),
                "leave `at` out, so that the time is computed; or write `out_of_hours: true`",
            )  # fmt: skip
    elif rotated and not stated.out_of_hours:
        most = max(_longest(request, o.nominal) for o in rotated)
        yield warning(
            "N201", f"`{stated.name}` takes {request.length} minutes, but on {len(rotated)} of "
            f"{len(placed.occurrences)} dates the participants have at most {most} in common",
            tree.span(at(request.id, "duration")),
            "shorten it, or agree with `out_of_hours: true` that the parties bear early and late "
            "hours in turn",
        )  # fmt: skip
    if _matters(stated, placed):
        days = ", ".join(str(s.nominal) for s in placed.skipped[:_SHOWN])
        more = ", …" if len(placed.skipped) > _SHOWN else ""
        yield warning(
            "N203", f"`{stated.name}` is not held for {days}{more}: no common working day is left "
            "in the period", span, "choose another day, or accept that it is left out",
        )  # fmt: skip
    clashes = [o for o in placed.occurrences if o.clash]
    if clashes:
        yield warning(
            "N209", f"`{stated.name}` overlaps another meeting of the same roles on "
            f"{len(clashes)} dates, first on {clashes[0].date}", span,
            "choose another day for one of the two, or leave out roles",
        )  # fmt: skip


def _matters(stated: Meeting, placed: Placed) -> bool:
    """Whether what is left out is worth a finding: of a rare meeting each one, of a frequent one
    more than a tenth."""
    left_out, all_ = len(placed.skipped), len(placed.skipped) + len(placed.occurrences)
    if stated.cadence in ("daily", "weekly", "biweekly"):
        return left_out > _TENTH * all_
    return left_out > 0


def _longest(request: Request, day: date) -> int:
    stretches = shared(request.places, day, always)
    return max((hi - lo for lo, hi in stretches), default=0)


def of_loads(spec: ProjectSpec, loads: Iterable[Load], tree: Tree) -> Iterator[Diagnostic]:
    """N205: more hours of meetings in a month than a role should have."""
    minutes = minutes_of(spec.communication.load_cap)
    if minutes is None:
        return
    cap = in_hours(minutes)
    for load in loads:
        if load.busiest > cap:
            yield warning(
                "N205", f"`{load.role}` has {load.busiest} hours of meetings in "
                f"{load.month:%Y-%m}, more than the {cap:f} agreed as the most",
                tree.key_span(("roles", load.role)),
                "hold a meeting less often, make it shorter or leave the role out; or raise "
                "`communication.load_cap`",
            )  # fmt: skip


def of_silence(
    spec: ProjectSpec, meetings: Iterable[PlannedMeeting], tree: Tree
) -> Iterator[Diagnostic]:
    """N210: more than two months between two regular meetings."""
    regular = sorted(
        o.date for meeting in meetings for o in meeting.occurrences
        if spec.communication.meetings[meeting.id].cadence != "once"
    )  # fmt: skip
    for earlier, later in zip(regular, regular[1:], strict=False):
        if (later - earlier).days > _LONG_SILENCE:
            yield warning(
                "N210", f"no regular meeting between {earlier} and {later}",
                tree.key_span(("communication", "meetings")),
                "let one of the meetings run on; a short call a month keeps the parties in touch",
            )  # fmt: skip
            return
