"""Small things: *start*, *unchanged*, *length*."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.bench import inputs
from tests.bench.measure import Side, cold, compare, sowgen

FEW, MANY = 40, 400


def compare_start(rounds: int) -> None:
    """The help against the import of click."""
    click = (sys.executable, "-c", "import click")
    compare(
        "start", Side("sowgen --help", sowgen("--help")), Side("import click", click), 2, rounds
    )


def compare_unchanged(folder: Path, rounds: int) -> None:
    """A build with nothing changed, in a repository, against the import of libraries that such a
    tool uses."""
    workspace = inputs.committed(inputs.example_workspace(folder / "unchanged"))
    cold(workspace)()
    build = Side("nothing changed", sowgen("-C", str(workspace), "-q", "build", inputs.EXAMPLE))
    build.seconds()
    imports = (sys.executable, "-c", "import click, pydantic, ruamel.yaml")
    compare("unchanged", build, Side("imports", imports), 1.6, rounds)


def compare_length(folder: Path, rounds: int) -> None:
    """Ten times the clauses."""
    sides = []
    for count in (MANY, FEW):
        place = folder / str(count)
        place.mkdir()
        workspace = inputs.long_workspace(place, count)
        command = sowgen("-C", str(workspace), "-q", "build", "long")
        sides.append(Side(f"{count} clauses", command, cold(workspace)))
    compare("length", *sides, 11, rounds)
