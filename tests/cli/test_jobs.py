"""Many projects at once: order, failures, interrupts, and what need not be done again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from sowgen.cli import main
from sowgen.cli.crash import Crash
from sowgen.cli.jobs import Result, default_jobs, run_all
from sowgen.diagnostics import Diagnostic
from sowgen.pipeline import Run
from sowgen.workspace import ToolFailed, Workspace
from tests.cli.department import department, outputs
from tests.documents.deal import ROOT, write

NAMES = ["a", "bad", "c", "d", "e", "f"]


class Odd(Exception):
    """Can be pickled, but not read back."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first)
        self.second = second


class Panic(BaseException):
    """As compiled code raises it."""


@dataclass(frozen=True)
class Shout:
    """The name in capitals; what `bad` does is `how`."""

    how: str = ""
    once: str = ""

    def known(self, _run: Run, slug: str) -> str | None:
        return "known" if slug == self.once else None

    def __call__(self, _run: Run, slug: str) -> str:
        if slug == "bad" and self.how:
            self.misbehave()
        return slug.upper()

    def misbehave(self) -> None:
        if self.how == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.how == "killed once" and not Path(self.once).exists():
            Path(self.once).write_text("done")
            os.kill(os.getpid(), signal.SIGKILL)
        if self.how == "no memory":
            raise MemoryError
        if self.how == "tool":
            raise ToolFailed("typst", "broke")
        if self.how == "odd":
            raise Odd("boom", "second")
        if self.how == "panic":
            raise Panic("boom")


def ran(task: Shout, jobs: int, folder: Path) -> tuple[list[Result[str]], int]:
    done: list[int] = []
    run = Run.begin(Workspace(folder))
    results = list(run_all(task, run, NAMES, jobs, lambda: done.append(1)))
    assert [r.slug for r in results] == NAMES
    assert len(done) == len(NAMES)
    return results, done.count(1)


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("how", ["odd", "panic"])
def test_a_bug_is_a_value_with_its_traceback(jobs: int, how: str, tmp_path: Path) -> None:
    results, _ = ran(Shout(how), jobs, tmp_path)
    assert [r.value for r in results] == ["A", None, "C", "D", "E", "F"]
    bug = results[1].problem
    assert isinstance(bug, Crash)
    assert "boom" in bug.line
    assert "in misbehave" in bug.trace
    assert "in project `bad`" in bug.trace


@pytest.mark.parametrize(
    ("jobs", "how", "code"),
    [
        (1, "no memory", "X009"),
        (2, "no memory", "X009"),
        (2, "killed", "X009"),
        (2, "tool", "X011"),
    ],
)
def test_the_culprit_is_reported_and_the_others_are_done(
    jobs: int, how: str, code: str, tmp_path: Path
) -> None:
    results, _ = ran(Shout(how), jobs, tmp_path)
    assert [r.value for r in results] == ["A", None, "C", "D", "E", "F"]
    found = results[1].problem
    assert isinstance(found, Diagnostic)
    assert found.code == code
    assert found.span.file == "projects/bad/project.yaml"


def test_who_is_killed_once_is_done_again(tmp_path: Path) -> None:
    results, _ = ran(Shout("killed once", str(tmp_path / "mark")), 2, tmp_path)
    assert [r.value for r in results] == ["A", "BAD", "C", "D", "E", "F"]


def test_what_is_known_is_not_asked_for(tmp_path: Path) -> None:
    results, _ = ran(Shout("killed", once="bad"), 2, tmp_path)
    assert [(r.value, r.fresh) for r in results[:2]] == [("A", False), ("known", True)]


def test_a_few_projects_need_no_pool() -> None:
    assert default_jobs(1) == 1
    assert default_jobs(8) == 1


# --- through the command line --------------------------------------------------------------------


def summary(text: str) -> str:
    return next(line for line in text.splitlines() if " projects: " in line)


def test_a_department(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One mistake stops one project; a pool gives the bytes of one process; what has not changed is
    left alone, and only what holds a changed clause is made again."""
    root = department(tmp_path / "w", 4)
    (root / "projects/p02/project.yaml").write_text("package: {\n")
    assert main(["-C", str(root), "build", "--jobs", "2"]) == 1
    out = capsys.readouterr().out
    lines = [line for line in out.splitlines() if line.startswith(("wrote", "p0"))]
    assert [line.rpartition("/")[2] for line in lines] == [
        "P00-sow.docx", "P01-sow.docx", "p02: not built, see below", "P03-sow.docx",
    ]  # fmt: skip
    assert summary(out).startswith("4 projects: 3 built, 1 with errors; 3 files written; ")
    made = outputs(root)
    for path in root.glob("projects/*/out/*.docx"):
        path.unlink()
    assert main(["-C", str(root), "build", "--jobs", "1"]) == 1
    assert outputs(root) == made
    capsys.readouterr()
    project = root / "projects/p01/project.yaml"
    write(project, project.read_text("utf-8").replace("Manufacture of", "Making of"))
    assert main(["-C", str(root), "build", "--report", "json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert [(p["slug"], p["state"], p["written"]) for p in said["projects"]] == [
        ("p00", "unchanged", 0),
        ("p01", "built", 1),
        ("p02", "refused", 0),
        ("p03", "unchanged", 0),
    ]
    assert said["summary"]["states"] == {"built": 1, "unchanged": 2, "refused": 1}
    assert said["summary"]["written"] == 1
    assert said["summary"]["projects"] == 4
    assert said["projects"][2]["errors"] == 1


def test_a_check_remembers_and_says_it_all_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = department(tmp_path / "w", 10)
    (root / "projects/p02/project.yaml").write_text("package: {\n")
    assert main(["-C", str(root), "check"]) == 1
    first = capsys.readouterr().out
    assert main(["-C", str(root), "check"]) == 1
    again = capsys.readouterr().out
    assert "10 projects: 9 checked, 1 with errors; " in summary(first)
    assert "10 projects: 9 up to date, 1 with errors; " in summary(again)
    assert first.partition("10 projects: ")[0] == again.partition("10 projects: ")[0]


def test_one_project_needs_no_summary(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = department(tmp_path / "w", 1)
    assert main(["-C", str(root), "build"]) == 0
    assert "projects:" not in capsys.readouterr().out


def test_nothing_changed_imports_no_room(tmp_path: Path) -> None:
    root = department(tmp_path / "w", 2)
    assert main(["-C", str(root), "build"]) == 0
    code = (
        "import sys; from sowgen.cli import main; main(sys.argv[1:]);"
        "print([m for m in sys.modules if m in ('multiprocessing', 'concurrent.futures')"
        " or m.split('.')[0] in ('pydantic', 'rich', 'lxml', 'jinja2', 'typst', 'yaml')"
        " or m.startswith(('sowgen.load', 'sowgen.render', 'sowgen.assemble'))], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "-C", str(root), "build"], cwd=ROOT, capture_output=True,
        check=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert b"2 up to date" in done.stdout
    assert done.stderr.strip() == b"[]"


def test_a_changed_clause_reaches_those_that_hold_it_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = "applies_when: package.id == 'p01'\n"
    root = department(tmp_path / "w", 3, care="", special=first)
    assert main(["-C", str(root), "build"]) == 0
    capsys.readouterr()
    path = root / "clauses/general/special.md"
    write(path, path.read_text("utf-8").replace("keep to", "hold to"))
    assert main(["-C", str(root), "build"]) == 0
    out = capsys.readouterr().out
    assert [line for line in out.splitlines() if line.startswith("wrote")] == [
        line for line in out.splitlines() if line.endswith("/p01/out/P01-sow.docx")
    ]
    assert "1 file written" in summary(out)
