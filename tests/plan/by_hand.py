"""A second, slow calculation of a schedule, to compare the first with.

It walks over half days one by one and tries every start in turn until all rules hold; it
shares no code with `sowgen.plan`. Half days are numbered from the first of January 2027,
and a point is the beginning of the half day of the same number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

ZERO = date(2027, 1, 1)


@dataclass
class Job:
    """`halves` of work, on `working` days or elapsed ones, after `links`: (job, type, lag in
    half days, whether the lag is in working time).
    """

    halves: int
    working: bool
    closed: set[date]
    links: list[tuple[int, str, int, bool]] = field(default_factory=list)

    def works(self, half: int, working: bool = True) -> bool:
        if not working:
            return True
        day = ZERO + timedelta(days=half // 2)
        return day.weekday() < 5 and day not in self.closed


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


def holds(link: tuple[int, str, int, bool], job: Job, first: tuple[int, int],
          second: tuple[int, int]) -> bool:  # fmt: skip
    """Whether starts and finishes of two jobs respect a link of the second one, `job`."""
    _, kind, lag, working = link
    base = first[1] if kind[0] == "F" else first[0]
    bound = walk(job, base, lag, working)
    return (second[0] if kind[1] == "S" else second[1]) >= bound


def early(jobs: list[Job], begin: int) -> list[tuple[int, int]]:
    """Starts and finishes: for each job the first start at which every link holds."""
    found: list[tuple[int, int]] = []
    for job in jobs:
        start = begin
        while not (
            can_begin(job, start)
            and all(
                holds(link, job, found[link[0]], (start, finish(job, start))) for link in job.links
            )
        ):
            start += 1
        found.append((start, finish(job, start)))
    return found


def latest(jobs: list[Job], number: int, horizon: int, others: list[tuple[int, int]]) -> int:
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


def late(jobs: list[Job], horizon: int) -> list[tuple[int, int]]:
    """Starts and finishes as late as the horizon and the successors allow."""
    found = [(horizon, horizon)] * len(jobs)
    for number in reversed(range(len(jobs))):
        start = latest(jobs, number, horizon, found)
        found[number] = (start, finish(jobs[number], start))
    return found


def worked_between(job: Job, first: int, second: int) -> int:
    """Half days worked from one point to a later one; negative where it is earlier."""
    if second < first:
        return -worked_between(job, second, first)
    return sum(job.works(half, job.working) for half in range(first, second))
