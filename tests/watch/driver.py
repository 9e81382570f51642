"""A drafting session in a thread, on a workspace of one short document, and what it came to."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from sowgen.cache import Cache
from sowgen.pipeline import Order, Run, open_workspace
from sowgen.pipeline.build import build
from sowgen.watch import Round, Session
from sowgen.workspace import Workspace
from tests.documents.deal import tiny, tiny_workspace, write_project
from tests.documents.sample import OUTLINE, write_clause

PROJECT = "projects/tiny/project.yaml"
MATTER = "clauses/general/matter.md"
TEMPLATE = "templates/house/document.docx"
PATIENCE = 30.0


def small_workspace(folder: Path) -> Path:
    """One document, one clause, no fonts (those of typst do), one project: built in a blink."""
    root = tiny_workspace(folder / "deals", OUTLINE)
    write_clause(root, "matter", "{{ oem | capital }} shall look at the matter in good time.")
    write_project(root, "tiny", titled("lamp"))
    return root


def titled(word: str) -> dict[str, Any]:
    """The small deal about something else."""
    deal = tiny()
    return deal | {"package": deal["package"] | {"title": f"Manufacture of the {word}"}}


def opened(root: Path) -> Workspace:
    """The workspace at `root`."""
    workspace = open_workspace(root).value
    assert workspace is not None
    return workspace


def outputs(folder: Path) -> dict[str, bytes]:
    """The files of an output folder, those of sowgen's own housekeeping left out."""
    return {
        path.name: path.read_bytes()
        for path in sorted(folder.glob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


class Driver:
    """Runs a session and waits for what it does. `rounds` are those told so far, `said` the lines
    about the session, `decided` the projects whose documents were decided."""

    def __init__(
        self, root: Path, *projects: str, order: Order | None = None, poll: bool = False
    ) -> None:
        self.root = root
        self.rounds: list[Round] = []
        self.said: list[str] = []
        self.deciding: list[str] = []
        self.session = Session(
            opened(root), order, projects, poll=poll, say=self.said.append
        )  # fmt: skip
        self.session.add(self)
        self.failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        try:
            self.session.run()
        except BaseException as problem:
            self.failure = problem
            raise

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *problem: object) -> None:
        self.session.stop()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), "the session did not end"
        assert self.failure is None

    def decided(self, package: Any, run: Run, workspace: Workspace) -> None:
        self.deciding.append(package.slug)

    def done(self, round: Round) -> None:  # noqa: A002
        self.rounds.append(round)

    def states(self, slug: str = "tiny") -> list[str]:
        """The states of the rounds of a project."""
        return [r.state for r in self.rounds if r.slug == slug]

    def until(self, holds: Callable[[], object], what: str = "") -> None:
        """Waits until the condition holds; fails after a long time."""
        end = time.monotonic() + PATIENCE
        while not holds():
            assert self.failure is None, self.failure
            assert time.monotonic() < end, f"in vain: {what}; {self.rounds[-3:]} {self.said}"
            time.sleep(0.005)

    def until_built(self, slug: str = "tiny") -> None:
        """Waits until the files are those that a clean build of the inputs gives."""
        wanted = clean(self.root, slug)
        out = self.root / "projects" / slug / "out"

        def same() -> bool:
            try:
                return outputs(out) == wanted
            except OSError:
                return False

        self.until(same, "the last state is not built")

    def until_told(self, state: str, after: int = 0, slug: str = "tiny") -> Round:
        """Waits for a round of that state among those after the first `after`."""
        self.until(lambda: state in self.states(slug)[after:], f"no round was {state}")
        mine = [r for r in self.rounds if r.slug == slug]
        return next(r for r in mine[after:] if r.state == state)


_CLEAN: dict[Path, int] = {}


def clean(root: Path, slug: str = "tiny") -> dict[str, bytes]:
    """What a build in an empty folder, without any cache, gives for these inputs."""
    number = _CLEAN[root] = _CLEAN.get(root, 0) + 1
    other = root.parent / f"clean-{number}" / root.name
    shutil.copytree(root, other, ignore=shutil.ignore_patterns("out"))
    report = build(Run.begin(opened(other), Cache(None)), slug, Order())
    assert not report.refused, report.diagnostics
    return outputs(other / "projects" / slug / "out")
