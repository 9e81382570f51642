"""The pure steps of a build in a worker: files in memory come in, finished files go out."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sowgen.diagnostics import Diagnostic, Outcome, Span
from sowgen.pipeline.build import assemble_package
from sowgen.pipeline.check import seen
from sowgen.pipeline.fingerprint import portable_fingerprint
from sowgen.pipeline.kept import Memory
from sowgen.pipeline.records import Finished, Seen
from sowgen.pipeline.reports import Order
from sowgen.pipeline.run import Run
from sowgen.workspace import OneRead, Snapshot, Source, Workspace

if TYPE_CHECKING:
    from sowgen.pipeline.make import Made


class OtherSowgen(Exception):
    """A worker runs another sowgen, or other tools, than the one that asks it."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What all projects have in common: files by path; what the asking sowgen is (`made_by`), and
    what has to be equal in a worker (`portable`)."""

    files: Mapping[str, bytes]
    made_by: str
    portable: str


@dataclass(frozen=True, slots=True)
class Job:
    """A project: its files by path, the package ids that matter to it, and the files that an
    earlier build made, by what they were made from."""

    slug: str
    order: Order
    files: Mapping[str, bytes]
    package_ids: Mapping[str, tuple[str, Span]]
    earlier: Mapping[str, tuple[bytes, Finished]]


@dataclass(frozen=True, slots=True)
class Parcel:
    """What came of a job: finished files or None, the findings, and what the result rests on."""

    made: Made | None
    diagnostics: tuple[Diagnostic, ...]
    seen: Seen

    @property
    def outcome(self) -> Outcome[Made | None]:
        """The files with the findings."""
        return Outcome(self.made, self.diagnostics)


@dataclass(frozen=True)
class _Sources:
    """The shared files, each read once, and a project's own."""

    shared: Source
    own: Source

    def of(self, path: str) -> Source:
        return self.own if path.startswith("projects/") else self.shared

    def read(self, path: str, limit: int) -> Outcome[bytes | None]:
        """As `Source.read`."""
        return self.of(path).read(path, limit)

    def entries(self, folder: str) -> list[tuple[str, bool]]:
        """As `Source.entries`."""
        return self.of(folder).entries(folder)

    def below(self, folder: str, suffixes: tuple[str, ...]) -> list[str]:
        """As `Source.below`."""
        return self.of(folder).below(folder, suffixes)

    def is_file(self, path: str) -> bool:
        """As `Source.is_file`."""
        return self.of(path).is_file(path)

    def digest(self, path: str, limit: int) -> str:
        """As `Source.digest`."""
        return self.of(path).digest(path, limit)

    def folder(self, path: str) -> Path:
        """As `Source.folder`."""
        return self.of(path).folder(path)


@dataclass
class _Bench:
    """What a worker process keeps from one job to the next."""

    given: Shared
    shared: Source
    memory: Memory = field(default_factory=Memory)


_BENCH: list[_Bench] = []
_ONE_AT_A_TIME = threading.Lock()


def work(shared: Shared, job: Job) -> Parcel:
    """Makes a project's files. Raises `OtherSowgen`, and `workspace.ToolFailed` where a program
    fails. In a process with several threads the jobs wait for each other."""
    if portable_fingerprint() != shared.portable:
        raise OtherSowgen("the worker runs another sowgen, or other versions of its tools")
    with _ONE_AT_A_TIME:
        if not _BENCH or _BENCH[0].given is not shared:
            _BENCH[:] = [_Bench(shared, OneRead(Snapshot(shared.files)))]
        return _make(_BENCH[0], job)


def _make(bench: _Bench, job: Job) -> Parcel:
    workspace = Workspace(Path(), _Sources(bench.shared, Snapshot(job.files)))
    run = Run(workspace, memory=bench.memory, made_by=bench.given.made_by)
    run.package_ids = job.package_ids
    done = assemble_package(run, workspace, job.slug, job.order, job.earlier.get)
    return Parcel(done.value, done.diagnostics, seen(run, job.slug, workspace))
