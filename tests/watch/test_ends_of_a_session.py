"""What ends a session, and what does not."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sowgen.watch import Round
from tests.documents.deal import ROOT, start, write_project
from tests.watch.driver import Driver, titled
from tests.watch.test_watch_command import Talk

Begin = Callable[..., Driver]


class Panic(BaseException):
    """As compiled code raises it."""


def test_the_workspace_is_deleted_with_the_current_folder(root: Path) -> None:
    talking = Talk(start(root, "watch"))
    talking.until("TINY-1-sow.pdf")
    kept = root.parent / "kept"
    shutil.copytree(root, kept)
    shutil.rmtree(root)
    talking.until("gone: sowgen waits")
    shutil.copytree(kept, root)
    write_project(root, "tiny", titled("lantern"))
    talking.until(f"wrote {root}/projects/tiny/out/TINY-1-sow.pdf")
    assert talking.end(signal.SIGINT) == 130
    assert not [line for line in talking.lines if "Traceback" in line or "internal error" in line]


@pytest.mark.parametrize("problem", [ZeroDivisionError("oh"), Panic("oh")])
@pytest.mark.parametrize("where", ["done", "decided"])
def test_a_listener_that_fails_ends_nothing(root: Path, where: str, problem: BaseException) -> None:
    class Bad:
        def decided(self, *_: Any) -> None:
            if where == "decided":
                raise problem

        def done(self, _round: Round) -> None:
            if where == "done":
                raise problem

    driver = Driver(root)
    told: list[BaseException] = []
    driver.session._trouble = told.append
    driver.session._listeners.insert(0, Bad())
    with driver:
        driver.until_built()
        write_project(root, "tiny", titled("lantern"))
        driver.until_built()
    assert len(told) >= 2
    assert set(told) == {problem}


def test_a_panic_in_a_build_ends_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def panic(*_: Any) -> None:
        raise Panic("oh")

    told: list[BaseException] = []
    driver = Driver(root)
    driver.session._trouble = told.append
    with monkeypatch.context() as patch, driver:
        patch.setattr("sowgen.watch.project.assemble_package", panic)
        driver.until_told("refused")
        patch.undo()
        write_project(root, "tiny", titled("lantern"))
        driver.until_built()
    assert [type(problem) for problem in told] == [Panic]


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_end_when_nobody_reads_any_more(root: Path, form: str) -> None:
    code = "import sys; from sowgen.cli import main; sys.exit(main(sys.argv[1:]))"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "watch", "--report", form], cwd=root, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    try:
        assert process.wait(30) == 0
        assert process.stderr.read() == b""
    finally:
        process.kill()
