"""Five hundred random networks in Microsoft Project's format, read and computed by MPXJ.

MPXJ is another author's program, and its `MicrosoftScheduler` follows Microsoft Project. It
differs from sowgen in what its networks leave out (`networks.network`, `plain`), and
counts the latest dates of leads, lags and links between starts only roughly; those are compared
by hand (`test_against_by_hand`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from sowgen.model.schedule import HalfDay, PlannedStep
from sowgen.model.spec import ProjectSpec
from sowgen.render.mspdi import write
from tests.plan import by_hand, mpxj
from tests.plan.by_hand import Job
from tests.plan.deals import codes, deal, exported, planned
from tests.plan.networks import BEGIN, SHARE, network, point, together

BATCHES = [range(first, first + SHARE) for first in range(0, 500, SHARE)]


def at(moment: Any) -> int:
    """The point of a moment: what ends in the evening is the next day's beginning."""
    when = datetime.fromisoformat(str(moment))
    hours = when.hour + when.minute / 60
    return point(when.date()) + (0 if hours <= 8 else 1 if hours < 17 else 2)


def slot(half: HalfDay) -> int:
    return point(half.date) + half.afternoon


def steps_of(spec: ProjectSpec) -> tuple[PlannedStep, ...]:
    outcome = planned(spec)
    assert outcome.value is not None
    assert not {"T212", "T213"} & set(codes(outcome))
    return outcome.value.steps


def computed(spec: ProjectSpec) -> dict[str, Any]:
    """The tasks by id after MPXJ has computed them anew."""
    project = mpxj.read(write(exported(spec)))
    mpxj.schedule(project)
    return mpxj.tasks(project)


def ends_when_nobody_works(jobs: list[Job]) -> bool:
    """Whether a link asks for an end in free time. MPXJ takes the evening before for it, sowgen
    the first working time after, since only that is not too early."""
    found = by_hand.early(jobs, BEGIN)
    for job in jobs:
        for other, kind, lag, working in job.links:
            base = found[other][1] if kind[0] == "F" else found[other][0]
            bound = by_hand.walk(job, base, lag, working)
            if kind[1] == "F" and not job.works(bound - 1, job.working):
                return True
    return False


@pytest.mark.parametrize("batch", BATCHES, ids=str)
def test_the_early_dates_agree(batch: range) -> None:
    """All four types of link, leads and lags, calendars, joint steps, half days, constraints."""
    mpxj.machine()
    spec = deal(schedule=together(batch))
    tasks, jobs = computed(spec), [job for seed in batch for job in network(seed, True).jobs]
    left_out = {seed for seed in batch if ends_when_nobody_works(network(seed, True).jobs)}
    assert len(left_out) <= len(batch) / 10
    for job, step in zip(jobs, steps_of(spec), strict=True):
        task, seed = tasks[step.id], int(step.id[1:].split("-")[0])
        if seed in left_out:
            continue
        # MPXJ leaves a start in the free time before the first work.
        assert by_hand.first_from(job, at(task.getEarlyStart())) == slot(step.start), step.id
        assert at(task.getEarlyFinish()) == slot(step.finish) + 1, step.id


@pytest.mark.parametrize("batch", BATCHES, ids=str)
def test_the_latest_dates_and_the_float_agree(batch: range) -> None:
    """The same networks with every link from end to start: all dates, the float, criticality."""
    mpxj.machine()
    schedule = together(batch)
    for activity in schedule["activities"].values():
        activity["after"] = [link.split()[0] for link in activity["after"]]
        activity.pop("must_start_on", None)
    spec = deal(schedule=schedule)
    tasks, jobs = computed(spec), [job for seed in batch for job in network(seed, True).jobs]
    for job, step in zip(jobs, steps_of(spec), strict=True):
        task = tasks[step.id]
        assert by_hand.first_from(job, at(task.getEarlyStart())) == slot(step.start), step.id
        assert at(task.getEarlyFinish()) == slot(step.finish) + 1, step.id
        assert by_hand.first_from(job, at(task.getLateStart())) == slot(step.late_start), step.id
        assert at(task.getLateFinish()) == slot(step.late_finish) + 1, step.id
        slack = task.getTotalSlack().getDuration() * 2
        # The fifteen hours of a night, a half day and a quarter, may count in elapsed slack.
        assert abs(slack - step.total_float) < (1.3 if step.elapsed else 0.01), step.id
