"""A workspace and a session for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from sowgen.watch import session
from tests.watch.driver import Driver, small_workspace


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small workspace with the project `tiny`."""
    return small_workspace(tmp_path)


@pytest.fixture
def watching(root: Path) -> Iterator[Callable[..., Driver]]:
    """Begins a session on the workspace; waits until all is built; ends it after the test."""
    with ExitStack() as stack:

        def begin(*projects: str, **options: Any) -> Driver:
            driver = stack.enter_context(Driver(root, *projects, **options))
            driver.until(lambda: driver.rounds, "nothing was built at the start")
            return driver

        yield begin


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has the session look often without a hint, so that tests need not wait."""
    monkeypatch.setattr(session, "PAUSE", 0.1)
    monkeypatch.setattr(session, "POLLING", 0.1)
    monkeypatch.setattr(session, "SHARE", 1)
    monkeypatch.setattr(session, "POLLING_SHARE", 1)
