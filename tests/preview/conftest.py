"""A stage for each test, and one browser for all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.preview.stage import Stage, small_workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """The small workspace with its live page, built once."""
    with Stage(small_workspace(tmp_path)) as stage:
        stage.save()
        stage.until_good()
        yield stage


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    program = (
        shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if program is None:
        pytest.skip("Chromium is missing")
    api: Any = pytest.importorskip("playwright.sync_api", reason="playwright is missing")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()
