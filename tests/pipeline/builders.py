"""Builders of the project `lamp`: one that begins from nothing, and those that remember."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sowgen.cache import Cache
from sowgen.diagnostics import Diagnostic
from sowgen.pipeline import BuildReport, CheckReport, Order, Run, Uses
from sowgen.pipeline import package as pipeline_package
from sowgen.pipeline.build import build
from sowgen.pipeline.check import check
from sowgen.pipeline.kept import Memory
from sowgen.workspace import Workspace
from tests.pipeline.lamp import SLUG


@dataclass(frozen=True)
class Result:
    """All that a build gives: what it tells, and every file that is there after it."""

    report: BuildReport
    files: dict[str, bytes]


@dataclass
class Builder:
    """A builder with an output folder of its own below `place`. `cache`: None for none;
    `drafting`: one memory for all its builds."""

    root: Path
    place: Path
    cache: Cache = field(default_factory=lambda: Cache(None))
    drafting: bool = False

    def __post_init__(self) -> None:
        self._memory = Memory(drafting=True, most=8) if self.drafting else None

    @property
    def folder(self) -> Path:
        """Where its files go."""
        return self.place / SLUG

    def build(self, order: Order) -> Result:
        """A build in a run of its own."""
        report = build(self._run(), SLUG, replace(order, out=self.place))
        return Result(self._told(report), self.files())

    def check(self) -> tuple[CheckReport, Uses]:
        """A check in a run of its own."""
        return check(self._run(), SLUG)

    def files(self) -> dict[str, bytes]:
        """The files in its folder."""
        found = self.folder.rglob("*") if self.folder.exists() else ()
        return {p.name: p.read_bytes() for p in found if p.is_file() and p.name != ".lock"}

    def _run(self) -> Run:
        return Run.begin(Workspace(self.root), self.cache, self._memory)

    def _told(self, report: BuildReport) -> BuildReport:
        """The report without what differs between two builders: folder, time, whether it worked."""
        names: dict[str, Any] = {
            what: tuple(sorted(Path(path.name) for path in getattr(report, what)))
            for what in ("written", "unchanged", "removed", "older")
        }
        found = tuple(self._neutral(d) for d in report.diagnostics)
        return replace(report, diagnostics=found, seconds=0.0, fresh=False, **names)

    def _neutral(self, finding: Diagnostic) -> Diagnostic:
        place = self.place.as_posix()
        span = replace(finding.span, file=finding.span.file.replace(place, "OUT"))
        return replace(finding, message=finding.message.replace(place, "OUT"), span=span)


@contextmanager
def one_pandoc(answers: dict[tuple[str, ...], bytes]) -> Iterator[None]:
    """pandoc runs once for each input: it is a program that reads nothing else."""
    real = pipeline_package._run_pandoc

    def run(argv: Any, text: bytes) -> bytes:
        key = (*argv, text.decode())
        if key not in answers:
            answers[key] = real(argv, text)
        return answers[key]

    with patch.object(pipeline_package, "_run_pandoc", run):
        yield
