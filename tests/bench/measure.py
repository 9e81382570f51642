"""Two commands side by side: how long each takes, and their ratio."""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.bench import inputs


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
    sides = f"{measured.name} {mine:.2f} s, {against.name} {other:.2f} s"
    report(title, ratio, aim, f"{sides}; processor time {used:.2f}")


def report(title: str, ratio: float, aim: float, words: str) -> None:
    """Prints a line: what was measured, the ratio, and whether it is as good as it should be."""
    verdict = "met" if ratio <= aim else "MISSED"
    print(f"{title:<10} {ratio:6.3f}  (aim: at most {aim:g}, {verdict})   {words}", flush=True)


def sowgen(*arguments: str) -> tuple[str, ...]:
    """A command line of this checkout's sowgen."""
    return (sys.executable, "-m", "sowgen", *arguments)


def cold(folder: Path) -> Callable[[], object]:
    """Takes away what earlier builds left of a workspace and in the cache."""

    def clean() -> None:
        for out in (*folder.glob("projects/*/out"), folder / ".sowgen"):
            shutil.rmtree(out, ignore_errors=True)
        shutil.rmtree(Path(os.environ["SOWGEN_CACHE"]) / "1", ignore_errors=True)

    return clean
