"""The loop of a drafting session: wait for a hint, look what has changed, build that."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sowgen.diagnostics import Diagnostic
from sowgen.pipeline import Abandoned, Order, Run, list_projects
from sowgen.pipeline.kept import Memory
from sowgen.watch.events import Events
from sowgen.watch.listener import Listener, Round
from sowgen.watch.names import matters
from sowgen.watch.project import Check, Look, Project
from sowgen.workspace import SETTINGS, Workspace

if TYPE_CHECKING:
    from sowgen.pipeline.package import Package

PAUSE, SHARE = 2.0, 20
"""Seconds between looks of which no hint is the cause, at least; and how many times as long as the
look before it such a pause is, at least."""
POLLING, POLLING_SHARE = 1.0, 5
"""The same where the system gives no hints."""
PATIENCE = 3
"""So often in a row a build of a project is given up for newer input; the next one is not."""
MOST = 8
"""Of so many projects what was computed is kept in memory."""
SAVING = 0.2
"""For so many seconds an empty file is taken for one that is being saved."""
LOOKS = 10
"""So many looks follow each other without a pause, as long as each finds something to build."""


@dataclass(slots=True)
class _Stale:
    project: Project
    why: tuple[str, ...]

    @property
    def own(self) -> bool:
        """Whether somebody works on this very project."""
        return any(path.startswith(f"projects/{self.project.slug}/") for path in self.why)

    @property
    def inputs(self) -> bool:
        """Whether an input has changed, of which the system should have told."""
        return any(matters(PurePosixPath(path).parts) for path in self.why)


class Session:
    """Keeps the packages of the projects named (none: of all) up to date with their inputs.

    `say` gets lines for people about the session as a whole, `trouble` the exceptions that are
    bugs in sowgen. `stop`, `wake` and `prepare` may be called from any thread; the listeners are
    called in the thread of `run`.
    """

    def __init__(
        self,
        workspace: Workspace,
        order: Order | None = None,
        projects: Iterable[str] = (),
        *,
        poll: bool = False,
        say: Callable[[str], None] = lambda _line: None,
        trouble: Callable[[BaseException], None] | None = None,
    ) -> None:
        self.workspace = Workspace(workspace.root)
        self.order = order or Order()
        self._named = tuple(projects)
        self._say = say
        self._trouble = trouble or _raise
        self._listeners: list[Listener] = []
        self._projects: dict[str, Project] = {}
        self._asked: dict[str, None] = {}
        self._told: dict[str, tuple[Diagnostic, ...]] = {}
        self._memory = Memory(drafting=True)
        self._missing: tuple[str, ...] = ()
        self._empty: dict[str, float] = {}
        self._shared: frozenset[str] = frozenset()
        self._unannounced: int | None = None
        self._stopped = False
        ignored = [self.order.out] if self.order.out else []
        self._events = Events(workspace.root, ignored=ignored, poll=poll, say=say)

    @property
    def slugs(self) -> tuple[str, ...]:
        """The projects watched now."""
        return self._named or list_projects(self.workspace)

    def add(self, listener: Listener) -> None:
        """Tells this listener, too, from now on."""
        self._listeners.append(listener)

    def prepare(self, slug: str) -> None:
        """Asks for the decided documents of a project, changed or not: `decided` is called soon,
        unless a finding stands against it."""
        self._asked[slug] = None
        self.wake()

    def wake(self) -> None:
        """Has the session look now."""
        self._events.wake()

    def stop(self) -> None:
        """Ends `run` soon; a build under way is given up before its next step."""
        self._stopped = True
        self.wake()

    def run(self) -> None:
        """Watches until `stop`."""
        with self._events as events:
            hinted = True
            while not self._stopped:
                count, spent = self._look_until_settled(hinted)
                if self._stopped:
                    return
                least, share = (POLLING, POLLING_SHARE) if events.blind else (PAUSE, SHARE)
                hinted = events.wait(count, max(least, share * spent))
                self._notice_blindness()

    # --- looks -------------------------------------------------------------------------------

    def _look_until_settled(self, hinted: bool) -> tuple[int, float]:
        """Looks until nothing is left to build; how many hints there were before the last look,
        and the seconds that it took."""
        for number in range(LOOKS):
            count, start = self._events.count, time.monotonic()
            self._events.renew()
            if self._stopped or not self._look(count, idle=not hinted and not number):
                break
            if self._events.count != count:
                self._events.wait(count, 0)
        return count, time.monotonic() - start

    def _look(self, count: int, *, idle: bool) -> bool:
        """One look at all projects; whether something was built, so that another is due."""
        if not self._is_whole():
            return False
        run = Run.begin(self.workspace.fork(), memory=self._memory)
        slugs = self._named or list_projects(run.workspace)
        self._memory.most = max(1, min(len(slugs), MOST))
        stale = [found for slug in self._all(slugs) if (found := self._stale(run, slug))]
        if idle and self._unannounced is None and any(s.inputs for s in stale):
            self._unannounced = count
        if self._is_being_saved(run, stale):
            time.sleep(SAVING / 8)
            return True
        for found in sorted(stale, key=lambda s: not s.own):
            if self._stopped:
                return False
            self._tell(self._build(run, found.project, found.why))
            if self._events.count != count:
                return True
        self._prepare_asked(run)
        return bool(stale)

    def _is_being_saved(self, run: Run, stale: Iterable[_Stale]) -> bool:
        """Whether a file that changed was read as empty, and has not been so for long: many editors
        empty a file before they write it."""
        now, aside = time.monotonic(), run.workspace.fork()
        changed = {path for found in stale for path in found.why}
        empty = {path for path in changed if aside.read(path).value == b""}
        self._empty = {path: self._empty.get(path, now) for path in empty}
        return any(now - since < SAVING for since in self._empty.values())

    def _all(self, slugs: tuple[str, ...]) -> tuple[str, ...]:
        """The projects, and those that were there before."""
        return tuple(dict.fromkeys((*slugs, *self._projects)))

    def _stale(self, run: Run, slug: str) -> _Stale | None:
        """The project where it has to be built; what else is to be said of it is told."""
        project = self._projects.get(slug)
        if project is None:
            project = Project(slug, self.order, self._trouble)
            self._projects[slug] = project
        if not run.workspace.fork().find_files(f"projects/{slug}", ".yaml"):
            if not project.gone:
                project.gone = True
                self._tell(Round(slug, "gone", None, (f"projects/{slug}",), 0.0))
            return None
        came_back, project.gone = project.gone, False
        known = project.begin(run)
        if known is not None:
            self._tell(known)
            return None
        why = project.changes(run)
        if why is None or why:
            return _Stale(project, why or ())
        if project.waiting:
            self._tell(project.retry(run, self._check(project), self._show(run)), again=True)
        elif came_back:
            self._tell(project.back())
        return None

    def _is_whole(self) -> bool:
        """Whether the workspace is there with all folders that it had; says so when it no longer
        is, and when it is again. A library that is just being replaced is waited for."""
        root = self.workspace.root
        there = {name for name in ("clauses", "projects", "templates") if (root / name).is_dir()}
        missing = [] if (root / SETTINGS).is_file() else [SETTINGS]
        missing += [f"{name}/" for name in sorted(self._shared - there)]
        if tuple(missing) != self._missing:
            if missing:
                self._say(f"{_listed(missing)} gone: sowgen waits, and keeps the documents")
            else:
                self._say(f"{_listed(self._missing)} back")
            self._missing = tuple(missing)
        if not missing:
            self._shared = frozenset(there)
        return not missing

    # --- builds ------------------------------------------------------------------------------

    def _build(self, run: Run, project: Project, why: tuple[str, ...]) -> Round:
        return project.build(run, why, self._check(project), self._show(run))

    def _check(self, project: Project) -> Check:
        """Raises `Abandoned` at the end of the session, and where hints came in since the last
        check and what was read does not hold any more."""
        known = self._events.count

        def check(workspace: Workspace) -> None:
            nonlocal known
            if self._stopped:
                raise Abandoned
            count = self._events.count
            if count == known or project.tries >= PATIENCE:
                return
            known = count
            if not self.workspace.fork().holds(workspace.trace):
                raise Abandoned

        return check

    def _show(self, run: Run) -> Look:
        def show(package: Package, workspace: Workspace) -> None:
            self._asked.pop(package.slug, None)
            for listener in self._listeners:
                with self._guarded():
                    listener.decided(package, run, workspace)

        return show

    def _prepare_asked(self, run: Run) -> None:
        from sowgen.pipeline.package import prepare

        for slug in list(self._asked):
            self._asked.pop(slug, None)
            project = self._projects.get(slug)
            if project is None or project.gone or self._stopped:
                continue
            workspace = run.workspace.fork()
            package = prepare(workspace, slug, run).value
            if package is not None:
                self._show(run)(package, workspace)

    # --- telling -----------------------------------------------------------------------------

    def _tell(self, done: Round, *, again: bool = False) -> None:
        """Tells of a round; of another attempt only where it came to something else."""
        found = done.report.diagnostics if done.report else ()
        if again and done.state != "built" and found == self._told.get(done.slug):
            return
        if self._stopped and done.state == "abandoned":
            return
        if done.state != "abandoned":
            self._told[done.slug] = found
        for listener in self._listeners:
            with self._guarded():
                listener.done(done)

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[None]:
        """What goes wrong in a listener is a bug that does not end the session."""
        try:
            yield
        except (KeyboardInterrupt, SystemExit, GeneratorExit):
            raise
        except BaseException as problem:  # noqa: BLE001 - compiled code panics with no Exception
            self._trouble(problem)

    def _notice_blindness(self) -> None:
        """Where a change was found that no hint had announced, nor a hint came later."""
        if self._unannounced is None:
            return
        if self._events.count == self._unannounced and not self._events.blind:
            self._events.blind = True
            self._say("the system did not tell of a change (a network drive, or its limit of "
                      "watches): sowgen looks for changes once a second")  # fmt: skip
        self._unannounced = None


def _listed(names: Iterable[str]) -> str:
    names = tuple(names)
    return f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'}"


def _raise(problem: BaseException) -> None:
    raise problem
