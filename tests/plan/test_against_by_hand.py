"""Five hundred random networks, computed twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sowgen.model.schedule import HalfDay
from tests.plan import by_hand
from tests.plan.by_hand import ZERO
from tests.plan.deals import deal, planned
from tests.plan.networks import BEGIN, network

BATCHES = 25
A_BATCH = 20


def half_day(number: int) -> HalfDay:
    return HalfDay(ZERO + timedelta(days=number // 2), bool(number % 2))


@pytest.mark.parametrize("batch", range(BATCHES))
def test_both_calculations_agree(batch: int) -> None:
    for seed in range(A_BATCH * batch, A_BATCH * (batch + 1)):
        compare(seed)


def compare(seed: int) -> None:
    given = network(seed)
    jobs = given.jobs
    early = by_hand.early(jobs, BEGIN)
    last = max(range(len(jobs)), key=lambda at: (early[at][1], -at))
    horizon = early[last][1]
    if given.wanted is not None:
        horizon = max(horizon, given.wanted)
        by = jobs[last].by
        jobs[last].by = given.wanted if by is None else min(by, given.wanted)
    late = by_hand.late(jobs, horizon)
    found = planned(deal(schedule=given.schedule)).value
    assert found is not None
    floats = []
    for number, job in enumerate(jobs):
        step = found.steps[number]
        if job.halves:
            assert (step.start, step.finish) == tuple(map(half_day, ends(early[number]))), seed
            dates = (step.late_start, step.late_finish)
            assert dates == tuple(map(half_day, ends(late[number]))), seed
        total = by_hand.worked_between(job, early[number][0], late[number][0])
        assert step.total_float == total, seed
        floats.append(total)
        if any(link[0] == number for other in jobs for link in other.links):
            bound = by_hand.latest(jobs, number, horizon + 60, early)
            free = max(0, by_hand.worked_between(job, early[number][0], bound))
            assert step.free_float == free, seed
    path = [int(id_[1:]) for id_ in found.critical_ids]
    assert path[-1] == last, seed
    assert by_hand.drives(jobs, BEGIN, early, path), seed
    critical = {number for number, total in enumerate(floats) if total <= 0} | set(path)
    assert {n for n, step in enumerate(found.steps) if step.critical} == critical, seed


def ends(times: by_hand.Times) -> tuple[int, int]:
    """The first and the last half day of a job."""
    return times[0], times[1] - 1


def test_the_networks_hold_what_they_are_to_show() -> None:
    """Every kind of link, lag, date and calendar occurs often enough to mean something."""
    seen: dict[str, int] = {}
    for seed in range(BATCHES * A_BATCH):
        for job, stated in zip(
            network(seed).jobs, network(seed).schedule["activities"].values(), strict=True
        ):
            dates = {"not_before", "must_start_on", "not_after", "deadline"} & set(stated)
            kinds = [kind for _, kind, _, _ in job.links]
            lags = [
                ("working " if working else "elapsed ") + ("lead" if lag < 0 else "lag")
                for _, _, lag, working in job.links
                if lag
            ]
            joint = ["joint"] if len(job.calendars) > 1 else []
            for each in (*dates, *kinds, *lags, *joint):
                seen[each] = seen.get(each, 0) + 1
    assert len(seen) == 13
    assert min(seen.values()) >= 150, seen
