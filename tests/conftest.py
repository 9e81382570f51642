"""Options of the whole test suite."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true",
        help="accept what the code gives now as the expected output; look at `git diff` after it",
    )  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--update-golden") and os.environ.get("CI"):
        raise pytest.UsageError("--update-golden is refused in CI: goldens are accepted by people")
    if not hasattr(config, "workerinput"):  # the process that starts the others, which inherit it
        os.environ["SOWGEN_CACHE"] = tempfile.mkdtemp(prefix="sowgen-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ["SOWGEN_CACHE"], ignore_errors=True)


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether expected output is to be replaced by what the code gives now."""
    return bool(request.config.getoption("--update-golden"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI no test is skipped for want of a program. What the kind of machine rules out (root
    may write everywhere, no disk can be mounted) says so with `not here: ` and stays skipped."""
    report = yield
    missing = report.skipped and "not here: " not in str(report.longrepr)
    if os.environ.get("CI") and missing and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and CI must have what it needs"
    return report
