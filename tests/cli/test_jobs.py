"""Projects in a pool of processes."""

from __future__ import annotations

import os
import signal

import pytest

from sowgen.cli.jobs import default_jobs, run_all


def shout(slug: str) -> str:
    if slug == "bad":
        raise ValueError("boom")
    return slug.upper()


def die(slug: str) -> str:
    if slug == "bad":
        os.kill(os.getpid(), signal.SIGKILL)
    return slug


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_order_and_problems_are_values(jobs: int) -> None:
    done: list[int] = []
    results = list(run_all(shout, ["a", "bad", "c"], jobs, lambda: done.append(1)))
    assert [r.slug for r in results] == ["a", "bad", "c"]
    assert [r.value for r in results] == ["A", None, "C"]
    assert isinstance(results[1].problem, ValueError)
    assert len(done) == 3


def test_a_killed_worker_is_reported() -> None:
    results = list(run_all(die, ["bad", "b"], 2, lambda: None))
    assert results[0].lost


def test_a_few_projects_need_no_pool() -> None:
    assert default_jobs(1) == 1
    assert default_jobs(8) == 1
