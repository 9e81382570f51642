"""What is wrong with the meeting calendar once it has dates: N201 to N211."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from sowgen.diagnostics import Diagnostic, error, info, warning
from sowgen.model.meetings import Cause, Load, PlannedMeeting
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.communication import DayRule, Meeting
from sowgen.model.tree import Path, Tree
from sowgen.plan.contact.booking import Placed, Request
from sowgen.plan.contact.pairs import Period, in_hours
from sowgen.plan.contact.requests import Steps, minutes_of
from sowgen.plan.contact.shared import always, shared

_SHOWN = 4
_TENTH = 0.1
_OFTEN = 0.4
"""More than what a rarer meeting on the same weekday takes: a quarterly one every third date of
a monthly one, a monthly one every fourth of a weekly one."""
_LONG_SILENCE = 62
_THREE_TIMES = 3


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
    """N201 to N204, N209 and N211: how the meetings came to lie."""
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
    crowded = _displaced(placed, "clash")
    if _matters(stated, placed) and not crowded:
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
    yield from _never_on_its_day(request, stated, placed, tree)


def _never_on_its_day(
    request: Request, stated: Meeting, placed: Placed, tree: Tree
) -> Iterator[Diagnostic]:
    """N209 and N211: the rule names a day that the meeting hardly ever has, because of another
    meeting or of a weekday that is free at one of the places."""
    if stated.cadence == "once":
        return
    all_ = len(placed.occurrences) + len(placed.skipped)
    span = tree.span(at(request.id, "day")) if stated.day else tree.key_span(at(request.id))
    if crowded := _displaced(placed, "clash"):
        other = Counter(name for _, name in crowded).most_common(1)[0][0]
        yield warning(
            "N209", f"`{stated.name}` is not held on the day of its rule on {len(crowded)} of "
            f"{all_} dates, first on {crowded[0][0]}: `{other}` takes the time of the same roles",
            span, "choose another day or time for one of the two, or leave out roles",
        )  # fmt: skip
    weekday = isinstance(stated.day, DayRule) and stated.day.kind == "weekday"
    if weekday and (free := _displaced(placed, "weekend")):
        place = Counter(name for _, name in free).most_common(1)[0][0]
        yield warning(
            "N211", f"`{stated.name}` is not held on the day of its rule on {len(free)} of {all_} "
            f"dates, first on {free[0][0]}: {place} does not work on that weekday", span,
            "choose a day that all sites work",
        )  # fmt: skip


def _displaced(placed: Placed, cause: Cause) -> list[tuple[date, str]]:
    """Days of the rule that the meeting loses to `cause`, each with the cause's name, by date;
    empty where that is rare."""
    lost = [(o.nominal, o.cause_name) for o in placed.occurrences if o.moved and o.cause == cause]
    lost += [(s.nominal, s.cause_name) for s in placed.skipped if s.cause == cause]
    all_ = len(placed.occurrences) + len(placed.skipped)
    return sorted(lost) if len(lost) >= max(_THREE_TIMES, _OFTEN * all_) else []


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
