"""Takes in what the session makes and keeps the board, in a thread of its own.

The builder only hands things over: comparing documents must not cost it anything.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Self, TypeAlias

from sowgen.preview.board import Board, Project, Shown, Status
from sowgen.preview.changes import compare
from sowgen.preview.units import read

if TYPE_CHECKING:
    from sowgen.model.artifact import Design
    from sowgen.pipeline.package import Package
    from sowgen.watch import Round


@dataclass(frozen=True, slots=True)
class Decided:
    """A package whose documents are decided, the designs of its kinds, and when that was."""

    package: Package
    designs: Mapping[str, Design | None]
    when: float


News: TypeAlias = "Decided | Round"


def raised(problem: BaseException) -> None:
    """Raises the problem: what is done with bugs where nobody takes them."""
    raise problem


@dataclass
class Desk:
    """The board of a session. `changed` is called from the desk's thread after every change; it
    must not take long. Of `most` projects the documents are kept, those that are `busy` among
    them; the others are made again when somebody looks. To be used in a `with`."""

    changed: Callable[[], None]
    busy: Callable[[], frozenset[str]] = frozenset
    trouble: Callable[[BaseException], None] = raised
    most: int = 16
    board: Board = field(default_factory=Board)
    _news: deque[News | None] = field(default_factory=deque)
    _came: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    _thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._work, name="sowgen-desk", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._put(None)
        if self._thread is not None:
            self._thread.join()

    def expect(self, slugs: Iterable[str]) -> None:
        """Shows projects of which nothing is known yet. To be called before the desk is entered."""
        projects = {slug: Project(slug, slug) for slug in sorted(slugs)}
        self.board = Board(1, MappingProxyType(projects))

    def decided(self, package: Package, designs: Mapping[str, Design | None]) -> None:
        """The documents of a project are decided; from any thread, at once done."""
        self._put(Decided(package, designs, time.time()))

    def done(self, round_: Round) -> None:
        """A round of the session is over; from any thread, at once done."""
        self._put(round_)

    def _put(self, news: News | None) -> None:
        self._news.append(news)
        self._came.release()

    def _work(self) -> None:
        while True:
            self._came.acquire()
            news = self._news.popleft()
            if news is None:
                return
            try:
                self._take(news)
            except BaseException as problem:  # noqa: BLE001 - a bug leaves the board as it was
                self.trouble(problem)

    def _take(self, news: News) -> None:
        slug = news.package.slug if isinstance(news, Decided) else news.slug
        project = self.board.projects.get(slug) or Project(slug, slug)
        version = self.board.version + 1
        if isinstance(news, Decided):
            following = _take_package(project, news, version)
        else:
            following = _take_round(project, news)
        if following != project or slug not in self.board.projects:
            projects = self._bounded({**self.board.projects, slug: following}, slug)
            self.board = Board(version, MappingProxyType(dict(sorted(projects.items()))))
            self.changed()

    def _bounded(self, projects: dict[str, Project], newest: str) -> dict[str, Project]:
        """The projects, the oldest of too many packages let go."""
        held = {newest, *self.busy()}
        full = sorted((p for p in projects.values() if p.package), key=lambda p: p.made)
        idle = [p for p in full if p.slug not in held]
        for project in idle[: max(0, len(full) - self.most)]:
            projects[project.slug] = replace(
                project, package=None, documents=MappingProxyType({}), title=project.title
            )
        return projects


def _take_package(project: Project, news: Decided, version: int) -> Project:
    """The project with the documents of a newer package. Marks of the save before go where this
    one changed anything."""
    assembly = news.package.assembly
    documents: dict[str, Shown] = {}
    touched: set[str] = set()
    for document, kind in zip(assembly.documents, assembly.kinds, strict=True):
        design = news.designs.get(kind.id)
        old = project.documents.get(document.kind)
        if old is None:
            reading = read(document)
            shown = Shown(version, reading, reading, (), (), design, kind.head.audience)
        elif old.reading.document == document and old.design == design:
            shown = old
        else:
            reading = read(document, old.reading)
            changes = compare(old.reading, reading)
            touched |= {document.kind} if changes else set()
            shown = replace(
                old, version=version, reading=reading, changes=changes or old.changes,
                since=compare(old.first, reading), design=design,
            )  # fmt: skip
        documents[document.kind] = shown
    for kind_id in set(documents) - touched if touched else ():
        documents[kind_id] = replace(documents[kind_id], changes=())
    # A project that is up to date and only has to be shown is not being written.
    status: Status = "writing" if project.documents or project.status != "good" else "good"
    return replace(
        project, status=status, made=news.when, package=news.package,
        title=news.package.spec.package.title, documents=MappingProxyType(documents),
        quiet=bool(project.documents) and not touched,
    )  # fmt: skip


def _take_round(project: Project, news: Round) -> Project:
    """The project with the findings of a round."""
    if news.state == "abandoned":
        return project
    if news.state == "gone":
        return replace(project, status="gone", found=(), why=news.why, checked=False)
    found = news.report.diagnostics if news.report else project.found
    good = news.state in ("built", "fresh")
    status: Status = "good" if good else "kept"
    seconds = project.seconds if news.state == "fresh" else news.seconds
    documents = project.documents
    if project.quiet and news.state == "built" and news.why:
        # A save that changed no document is the last save all the same.
        documents = MappingProxyType({k: replace(s, changes=()) for k, s in documents.items()})
    return replace(
        project, status=status, found=found, why=news.why, blocked=news.state == "blocked",
        seconds=seconds, checked=project.checked or good or news.report is not None, quiet=False,
        documents=documents,
    )  # fmt: skip
