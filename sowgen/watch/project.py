"""One project under watch: what its last build rests on, and the next build."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from sowgen.diagnostics import Outcome, Span, error
from sowgen.pipeline import Abandoned, BuildReport, Order, Run
from sowgen.pipeline.build import assemble_package, conclude, files_again, fresh
from sowgen.pipeline.check import seen
from sowgen.pipeline.history import still
from sowgen.pipeline.place import output_folder
from sowgen.pipeline.records import Finished, Last, Records, namesakes
from sowgen.watch.listener import Round, State
from sowgen.workspace import ToolFailed, Workspace

if TYPE_CHECKING:
    from sowgen.pipeline.make import Made
    from sowgen.pipeline.package import Package
    from sowgen.pipeline.records import Seen

Check: TypeAlias = Callable[[Workspace], None]
"""Raises `Abandoned` where what was read so far is out of date."""

HISTORY = ".git/HEAD"
"""Stands for a commit that a package comes from now, where no file of it has changed."""

Look: TypeAlias = "Callable[[Package, Workspace], None]"


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A finished package that could not be put into its folder."""

    prepared: Outcome[Made | None]
    place: Outcome[Path | None]
    rests_on: Seen
    finished: Mapping[str, Finished]


@dataclass(slots=True)
class Project:
    """What is known of a project. `gone`: its folder is not there. `tries`: builds given up since
    the last one that came to its end. `failed`: its last build ended with a broken tool, so
    that the next attempt may go better though no file has changed."""

    slug: str
    order: Order
    trouble: Callable[[BaseException], None]
    gone: bool = False
    tries: int = 0
    failed: bool = False
    report: BuildReport | None = None
    _last: Last | None = None
    _undelivered: Undelivered | None = None
    _begun: bool = field(default=False, repr=False)

    @property
    def waiting(self) -> bool:
        """Whether another attempt may go better though nothing that was read has changed."""
        return self.failed or self._undelivered is not None

    def begin(self, run: Run) -> Round | None:
        """At the first look: a round where an earlier run has left everything up to date."""
        if self._begun:
            return None
        self._begun = True
        folder = output_folder(run.workspace, self.slug, self.order).value
        self._last = Records(run).last(self.slug, self.order, folder) if folder else None
        report = fresh(run, self.slug, self.order) if self._last else None
        if report is None:
            if self._last and not self.changes(run):
                self._last = None  # Something else than its files: a build that was stopped.
            return None
        self.report = report
        state: State = "refused" if report.refused else "fresh"
        return Round(self.slug, state, report, (), report.seconds)

    def back(self) -> Round:
        """A round for a folder that was gone and is there again as it was."""
        report = self.report
        if report is not None:
            there = (*report.written, *report.unchanged)
            report = replace(report, written=(), unchanged=there, removed=(), fresh=True)
        state = _state(report)
        why = (f"projects/{self.slug}",)
        return Round(self.slug, "fresh" if state == "built" else state, report, why, 0.0)

    def changes(self, run: Run) -> tuple[str, ...] | None:
        """What has changed since the last build, as paths; None where there is no build to
        compare with."""
        last = self._last
        if last is None:
            return None
        found = list(run.workspace.changes(last.seen.trace))
        if namesakes(run, self.slug, last.seen.package_id) != list(last.seen.namesakes):
            found.append("projects")
        folder = output_folder(run.workspace, self.slug, self.order).value
        if folder is not None:
            found += [
                _shown(run.workspace, folder / stamp.name)
                for stamp in last.outputs
                if not stamp.holds(folder)
            ]
        return tuple(found) if found else self._commits(run, last)

    def _commits(self, run: Run, last: Last) -> tuple[str, ...]:
        """What to say where nothing but the commit of the package has changed."""
        if last.origin is None:
            return ()
        now = still(run, last.seen.trace, last.origin)
        if now is None:
            return (HISTORY,)
        self._last = replace(last, origin=now)
        return ()

    def build(self, run: Run, why: tuple[str, ...], check: Check, look: Look) -> Round:
        """Builds the project anew. What it finds, and what it rests on, is kept."""
        start = time.perf_counter()
        failed, workspace = False, run.workspace.fork()
        report: BuildReport | None = None
        waits = self._undelivered
        try:
            report = self._build(run, workspace, check, look)
        except Abandoned:
            self.tries += 1
            self._undelivered = waits
            return Round(self.slug, "abandoned", None, why, time.perf_counter() - start)
        except ToolFailed as problem:
            place = Span(f"projects/{self.slug}/project.yaml")
            found = error("X011", str(problem), place, "run `sowgen doctor`")
            report = BuildReport(self.slug, (found,), refused=True)
            failed = True
        except (KeyboardInterrupt, SystemExit, GeneratorExit):
            raise
        except BaseException as problem:  # noqa: BLE001 - a bug ends no session
            problem.add_note(f"in project `{self.slug}`")
            self.trouble(problem)
            for path in workspace.find_files(f"projects/{self.slug}", ".yaml"):
                workspace.read(path)  # It is tried again when one of these changes, at least.
        self.tries, self.failed = 0, failed
        spent = time.perf_counter() - start
        self.report = report and replace(report, seconds=spent)
        self._last = _left(seen(run, self.slug, workspace), report)
        return Round(self.slug, _state(report), self.report, why, spent)

    def retry(self, run: Run, check: Check, look: Look) -> Round:
        """Another attempt at what the last round could not do."""
        waits = self._undelivered
        if waits is None:
            return self.build(run, (), check, look)
        start = time.perf_counter()
        report = self._deliver(run, waits)
        spent = time.perf_counter() - start
        self.report = replace(report, seconds=spent)
        self._last = _left(waits.rests_on, report)
        return Round(self.slug, _state(report), self.report, (), spent)

    def _build(self, run: Run, workspace: Workspace, check: Check, look: Look) -> BuildReport:
        self._undelivered = None
        place = output_folder(workspace, self.slug, self.order)
        finished = Records(run).finished(self.slug, place.value) if place.value else {}
        prepared = assemble_package(
            run,
            workspace,
            self.slug,
            self.order,
            files_again(place.value, finished),
            lambda _what: check(workspace),
            lambda package: look(package, workspace),
        )
        if prepared.value is not None and place.value is not None:
            check(workspace)
        waits = Undelivered(prepared, place, seen(run, self.slug, workspace), finished)
        return self._deliver(run, waits)

    def _deliver(self, run: Run, waits: Undelivered) -> BuildReport:
        report = conclude(run, self.slug, self.order, waits.prepared, waits.place,
                          waits.rests_on, waits.finished)  # fmt: skip
        self._undelivered = waits if report.blocked else None
        return report


def _left(rests_on: Seen, report: BuildReport | None) -> Last:
    """What a build has left, for the next look."""
    return Last(rests_on, report.stamps, report.origin) if report else Last(rests_on, ())


def _state(report: BuildReport | None) -> State:
    if report is None or (report.refused and not report.blocked):
        return "refused"
    return "blocked" if report.blocked else "built"


def _shown(workspace: Workspace, path: Path) -> str:
    root = workspace.root
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()
