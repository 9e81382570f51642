"""A second, slow calculation of a schedule, to compare the first with.

It walks over half days one by one and tries every start in turn until all rules hold; it
shares no code with `sowgen.plan`. Half days are numbered from the first of January 2027,
and a point is the beginning of the half day of the same number.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import pairwise

ZERO = date(2027, 1, 1)

Link = tuple[int, str, int, bool]
"""A job waited for, FS, SS, FF or SF, a lag in half days, whether the lag is in working time."""


@dataclass(frozen=True)
class Calendar:
    """Free weekdays (0 for Monday), and half days that are worked or not in spite of them."""

    free: frozenset[int]
    closed: frozenset[int] = frozenset()
    opened: frozenset[int] = frozenset()

    def works(self, half: int) -> bool:
        if half in self.closed:
            return False
        return half in self.opened or (ZERO.weekday() + half // 2) % 7 not in self.free


BACK, ON = 1000, 3000
"""How many half days before and after the first of January are looked at."""


@cache
def worked(calendars: tuple[Calendar, ...]) -> list[bool]:
    """From `BACK` half days before the first of January on, whether all calendars work."""
    return [all(each.works(half) for each in calendars) for half in range(-BACK, ON)]


@dataclass
class Job:
    """`halves` of work on days that all `calendars` work, or of elapsed time, after `links`.

    `not_before` and `fixed` are the points at which a day begins, `by` one at which a day ends.
    """

    halves: int
    working: bool
    calendars: tuple[Calendar, ...]
    links: list[Link] = field(default_factory=list)
    not_before: int | None = None
    fixed: int | None = None
    by: int | None = None

    def __post_init__(self) -> None:
        self.worked = worked(self.calendars)

    def works(self, half: int, working: bool = True) -> bool:
        return not working or self.worked[half + BACK]


Times = tuple[int, int]
"""A start and a finish."""


def walk(job: Job, point: int, halves: int, working: bool) -> int:
    """The point after so many half days of work onwards, or back where negative."""
    here = point
    while halves > 0:
        if job.works(here, working):
            halves -= 1
        here += 1
    while halves < 0:
        here -= 1
        if job.works(here, working):
            halves += 1
    return here


def finish(job: Job, start: int) -> int:
    return walk(job, start, job.halves, job.working)


def can_begin(job: Job, start: int) -> bool:
    return not job.halves or job.works(start, job.working)


def holds(link: Link, job: Job, first: Times, second: Times) -> bool:
    """Whether starts and finishes of two jobs respect a link of the second one, `job`."""
    _, kind, lag, working = link
    base = first[1] if kind[0] == "F" else first[0]
    bound = walk(job, base, lag, working)
    return (second[0] if kind[1] == "S" else second[1]) >= bound


def earliest(job: Job, begin: int, found: list[Times], links: list[Link]) -> int:
    """The first start from `begin` on at which `links` hold, and what is fixed where it can be."""
    start = begin if job.not_before is None else max(begin, job.not_before)
    while not (
        can_begin(job, start)
        and all(holds(link, job, found[link[0]], (start, finish(job, start))) for link in links)
    ):
        start += 1
    return start if job.fixed is None else max(start, first_from(job, job.fixed))


def first_from(job: Job, point: int) -> int:
    """The first point from `point` on at which the job can begin."""
    while not can_begin(job, point):
        point += 1
    return point


def early(jobs: list[Job], begin: int) -> list[Times]:
    """Starts and finishes: for each job the first start at which every link holds."""
    found: list[Times] = []
    for job in jobs:
        start = earliest(job, begin, found, job.links)
        found.append((start, finish(job, start)))
    return found


def latest(jobs: list[Job], number: int, horizon: int, others: list[Times]) -> int:
    """The last start of a job that ends by `horizon` and breaks no link of `others`."""
    job, start = jobs[number], horizon
    while not (
        can_begin(job, start)
        and finish(job, start) <= horizon
        and all(
            holds(link, after, (start, finish(job, start)), others[at])
            for at, after in enumerate(jobs)
            for link in after.links
            if link[0] == number
        )
    ):
        start -= 1
    return start


def late(jobs: list[Job], horizon: int) -> list[Times]:
    """Starts and finishes as late as the horizon, the dates to be held and what is fixed, and
    the successors allow."""
    found = [(horizon, horizon)] * len(jobs)
    for number in reversed(range(len(jobs))):
        job = jobs[number]
        limit = horizon if job.by is None else min(horizon, job.by)
        start = latest(jobs, number, limit, found)
        if job.fixed is not None:
            start = min(start, first_from(job, job.fixed))
        found[number] = (start, finish(job, start))
    return found


def worked_between(job: Job, first: int, second: int) -> int:
    """Half days worked from one point to a later one; negative where it is earlier."""
    if second < first:
        return -worked_between(job, second, first)
    return sum(job.works(half, job.working) for half in range(first, second))


def drives(jobs: list[Job], begin: int, found: list[Times], path: list[int]) -> bool:
    """Whether each job of the path starts when it does because of a link to the one before it,
    and the first one whatever it waits for."""
    if earliest(jobs[path[0]], begin, found, []) != found[path[0]][0]:
        return False
    for before, after in pairwise(path):
        free = replace(jobs[after], not_before=None, fixed=None)
        links = [link for link in free.links if link[0] == before]
        if found[after][0] not in [earliest(free, begin, found, [link]) for link in links]:
            return False
    return True
