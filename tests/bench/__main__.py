"""What sowgen costs, as ratios within one run: `python -m tests.bench`.

Each comparison runs its two sides in turn, several times, each time in a new process, and prints
their medians and the median ratio. `--rounds N` changes how often. On a busy machine the ratio of
processor times tells more.

- *build*: `sowgen build` of the larger project, all kinds as DOCX and PDF, against a plain script
  that fills as many Word templates with the same content through docxtpl and prints them with one
  call of LibreOffice (aim: at most 0.5);
- *start*: `sowgen --help` against `python -c "import click"` (at most 2);
- *length*: a document of 400 clauses against one of 40 (at most 11).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.bench import inputs

FEW, MANY = 40, 400


@dataclass(frozen=True)
class Side:
    """One side of a comparison: a command, and what puts things back before it."""

    name: str
    command: tuple[str, ...]
    before: Callable[[], object] = lambda: None

    def seconds(self) -> tuple[float, float]:
        """Wall and processor time of the command in a new process."""
        self.before()
        begun, used = time.perf_counter(), _processor()
        subprocess.run(
            self.command, cwd=inputs.ROOT, check=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        return time.perf_counter() - begun, _processor() - used


def _processor() -> float:
    """The processor time of all ended child processes."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def compare(title: str, measured: Side, against: Side, aim: float, rounds: int) -> None:
    """Prints the medians of both sides and their ratio. Each side runs once beforehand."""
    for side in (measured, against):
        side.seconds()
    pairs = [(measured.seconds(), against.seconds()) for _ in range(rounds)]
    wall = [(a[0], b[0]) for a, b in pairs]
    ratio = statistics.median(a / b for a, b in wall)
    used = statistics.median(a[1] / b[1] for a, b in pairs)
    mine, other = (statistics.median(times) for times in zip(*wall, strict=True))
    verdict = "met" if ratio <= aim else "MISSED"
    sides = f"{measured.name} {mine:.2f} s, {against.name} {other:.2f} s"
    print(f"{title:<7} {ratio:5.2f}  (aim: at most {aim:g}, {verdict})   {sides}; "
          f"processor time {used:.2f}", flush=True)  # fmt: skip


def sowgen(*arguments: str) -> tuple[str, ...]:
    """A command line of this checkout's sowgen."""
    return (sys.executable, "-m", "sowgen", *arguments)


def fresh(folder: Path) -> Callable[[], object]:
    """Takes away what earlier builds left in a workspace: a cold build."""

    def clean() -> None:
        for out in (*folder.glob("projects/*/out"), folder / ".sowgen"):
            shutil.rmtree(out, ignore_errors=True)

    return clean


def compare_build(folder: Path, rounds: int) -> None:
    """Against docxtpl and LibreOffice."""
    workspace = inputs.example_workspace(folder / "example")
    plain = folder / "plain"
    plain.mkdir()
    (plain / "content.json").write_text(json.dumps(inputs.example_contents(workspace)), "utf-8")
    inputs.write_template(plain / "template.docx")
    script = str(Path(__file__).with_name("plain_script.py"))
    build = sowgen("-C", str(workspace), "-q", "build", inputs.EXAMPLE,
                   "--to", "docx,pdf")  # fmt: skip
    other = (sys.executable, script, str(plain / "content.json"), str(plain))
    compare("build", Side("sowgen build", build, fresh(workspace)), Side("plain script", other),
            0.5, rounds)  # fmt: skip


def compare_start(rounds: int) -> None:
    """Against the import of click."""
    click = (sys.executable, "-c", "import click")
    compare(
        "start", Side("sowgen --help", sowgen("--help")), Side("import click", click), 2, rounds
    )


def compare_length(folder: Path, rounds: int) -> None:
    """Ten times the clauses."""
    sides = []
    for count in (MANY, FEW):
        place = folder / str(count)
        place.mkdir()
        workspace = inputs.long_workspace(place, count)
        command = sowgen("-C", str(workspace), "-q", "build", "long")
        sides.append(Side(f"{count} clauses", command, fresh(workspace)))
    compare("length", *sides, 11, rounds)


def main() -> None:
    """Runs the comparisons named, all of them by default."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__,
                                     formatter_class=argparse.RawTextHelpFormatter)  # fmt: skip
    known = ("build", "start", "length")
    parser.add_argument("names", nargs="*", default=known, metavar="build|start|length")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    os.environ["PYTHONPATH"] = str(inputs.ROOT)
    with tempfile.TemporaryDirectory(prefix="sowgen-bench-") as name:
        folder = Path(name)
        if "start" in given.names:
            compare_start(3 * given.rounds)
        if "length" in given.names:
            compare_length(folder, given.rounds)
        if "build" in given.names:
            if shutil.which("soffice"):
                compare_build(folder, given.rounds)
            else:
                print("build   skipped: LibreOffice (soffice) is not installed")


if __name__ == "__main__":
    main()
