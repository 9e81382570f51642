"""Projects in a pool of processes."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from sowgen.cli import main
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
    assert (results[0].value, results[0].problem) == (None, None)


def test_a_few_projects_need_no_pool() -> None:
    assert default_jobs(1) == 1
    assert default_jobs(8) == 1


def test_check_goes_on_after_a_bug(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A project that brings sowgen down does not keep the findings of the others back."""
    from sowgen import pipeline
    from sowgen.diagnostics import Span, error

    (tmp_path / "sowgen.yaml").write_text("language: en\n")
    for slug in ("bad", "good"):
        (tmp_path / "projects" / slug).mkdir(parents=True)
        (tmp_path / "projects" / slug / "project.yaml").write_text("package: {}\n")

    def check(_workspace: object, slug: str) -> pipeline.CheckReport:
        if slug == "bad":
            raise RuntimeError("a bug")
        return pipeline.CheckReport(slug, (error("S101", "found it", Span("sowgen.yaml", 1, 1)),))

    monkeypatch.setattr(pipeline, "check_project", check)
    assert main(["-C", str(tmp_path), "check"]) == 3
    out, err = capsys.readouterr()
    assert "found it" in out
    assert "a bug" in err
