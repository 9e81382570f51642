"""A project's clauses against the library's: which have moved, and taking the library's state."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from sowgen.diagnostics import Diagnostic, Outcome, in_order
from sowgen.model.lock import Lock, Pin
from sowgen.pipeline.run import Run
from sowgen.workspace import Workspace

if TYPE_CHECKING:
    from sowgen.model.clause import ChosenClause, Clause
    from sowgen.model.spec import ProjectSpec
    from sowgen.model.tree import Tree

State: TypeAlias = Literal["moved", "new", "gone", "unused"]
"""What can be said of a clause: the library has another text; the deal would have it and the lock
does not; the library has it no more; it is pinned and the deal does not have it."""


@dataclass(frozen=True, slots=True)
class Move:
    """A clause whose pin is not what the library and the deal would make it. `old` is the clause
    as the deal sees it now, `new` as the library has it, with their positions ('' where it is no
    part of the deal so, or that is not known). `values` names the parameters that have another
    value in the deal with the library's clause."""

    id: str
    state: State
    pin: Pin | None
    old: Clause | None = None
    new: Clause | None = None
    old_position: str = ""
    new_position: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outdated:
    """How far a project is behind the library. `pinned` counts the clauses in its lock, None for a
    project without one. `decided`: it has no mistake that keeps its clauses from being decided.
    `hurdles` are the errors that it would have with the library's clauses, and has not now."""

    slug: str
    pinned: int | None
    decided: bool
    moves: tuple[Move, ...] = ()
    hurdles: tuple[Diagnostic, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def behind(self) -> tuple[Move, ...]:
        """The moves that an upgrade would bring into the deal."""
        return tuple(move for move in self.moves if move.state != "unused")


@dataclass(frozen=True, slots=True)
class Taken:
    """A clause whose pin has changed; None where it had none, or has none any more."""

    id: str
    old: Pin | None
    new: Pin | None


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What was taken into a lock, how many pins it has, and the ids asked for that the deal does
    not have."""

    slug: str
    taken: tuple[Taken, ...]
    pinned: int
    unused: tuple[str, ...] = ()


class UnknownClause(LookupError):
    """An id that is neither in the library nor in the lock."""


@dataclass(frozen=True, slots=True)
class _Deal:
    """A project as far as its clauses need it, and what is wrong with it so far."""

    spec: ProjectSpec | None
    tree: Tree | None
    library: Mapping[str, Clause]
    own: Sequence[Clause]
    levels: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...] = field(default=())

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        return tuple(d for d in self.diagnostics if d.is_error)

    def choose(
        self, clauses: Mapping[str, Clause], lock: Lock | None
    ) -> Outcome[Mapping[str, ChosenClause]]:
        """The clauses of the deal; none where its specification cannot be read."""
        from sowgen.resolve import resolve

        if self.spec is None or self.tree is None:
            return Outcome({})
        chosen = resolve(self.spec, self.tree, clauses, self.own, self.levels, lock)
        return Outcome(chosen.value.clauses, chosen.diagnostics)


def _read_deal(run: Run, workspace: Workspace, slug: str) -> _Deal:
    from sowgen.load import load_library, load_own_clauses, load_project, load_settings
    from sowgen.validate import validate

    shared = run.memory.shared
    settings = shared.read(workspace, "settings", load_settings)
    library = shared.read(workspace, "library", load_library)
    own = load_own_clauses(workspace, slug)
    found = [*settings.diagnostics, *library.diagnostics, *own.diagnostics]
    spec, tree = None, None
    levels: tuple[str, ...] = ()
    if settings.value is not None:
        levels = tuple(level.id for level in settings.value[0].authority)
        project = load_project(workspace, slug, settings.value[1])
        found += project.diagnostics
        tree = project.value
    if tree is not None:
        validated = validate(tree)
        found += validated.diagnostics
        spec = validated.value
    return _Deal(spec, tree, library.value.clauses, own.value, levels, tuple(found))


# --- what has moved --------------------------------------------------------------------------


def outdated(run: Run, slug: str) -> Outdated:
    """What an upgrade of the project would take, and what is in its way."""
    from sowgen.load import Library, load_lock, pin_library

    workspace = run.workspace.fork()
    locked = load_lock(workspace, slug)
    lock = locked.value
    if lock is None:
        return Outdated(slug, None, decided=locked.ok, diagnostics=locked.diagnostics)
    deal = _read_deal(run, workspace, slug)
    pinned = pin_library(Library(deal.library), lock)
    now = deal.choose(pinned.value.clauses, lock)
    then = deal.choose(deal.library, None)
    errors = [d for d in (*deal.errors, *locked.diagnostics, *pinned.diagnostics, *now.diagnostics)
              if d.is_error]  # fmt: skip
    return Outdated(
        slug,
        len(lock.pins),
        not errors,
        tuple(_moves(deal, lock, pinned.value.clauses, now.value, then.value)),
        tuple(d for d in then.diagnostics if d.is_error and d not in errors),
        in_order(errors),
    )


def _moves(
    deal: _Deal,
    lock: Lock,
    seen: Mapping[str, Clause],
    now: Mapping[str, ChosenClause],
    then: Mapping[str, ChosenClause],
) -> Iterator[Move]:
    positions = [{id_: c.position for id_, c in chosen.items() if not c.clause.own}
                 for chosen in (now, then)]  # fmt: skip
    for id_ in sorted({*lock.pins, *positions[1]}):
        pin, new = lock.pins.get(id_), deal.library.get(id_)
        here, there = (known.get(id_, "") for known in positions)
        state: State | None = None
        if pin is None:
            state = "new"
        elif new is None:
            state = "gone"
        elif deal.spec is not None and not here and not there:
            state = "unused"
        elif not pin.is_of(new):
            state = "moved"
        if state is not None:
            old = seen.get(id_) if pin else None
            values = _other_values(now.get(id_), then.get(id_)) if state == "moved" else ()
            yield Move(id_, state, pin, old, new, here if pin else "", there, values)


def _other_values(old: ChosenClause | None, new: ChosenClause | None) -> tuple[str, ...]:
    """The parameters of both that have another value."""
    if old is None or new is None:
        return ()
    return tuple(
        name for name, bound in new.values.items()
        if name in old.values and old.values[name].value != bound.value
    )  # fmt: skip


# --- taking it -------------------------------------------------------------------------------


def upgrade(run: Run, slug: str, ids: Collection[str] = ()) -> Outcome[Upgraded | None]:
    """Pins the project to the library's clauses: all that the deal has, or those named, where it
    has a lock. None with the errors that keep its clauses from being decided, or the files from
    being written; nothing has changed then. Raises `UnknownClause`, and `LookupError` for ids of a
    project without a lock."""
    from sowgen.load import read_pins

    workspace = run.workspace.fork()
    before = read_pins(workspace, slug)
    if before.diagnostics:
        return Outcome(None, before.diagnostics)
    deal = _read_deal(run, workspace, slug)
    if deal.errors:
        return Outcome(None, in_order(deal.errors))
    if ids:
        if before.value is None:
            raise LookupError(slug)
        chosen = _choose_some(deal, workspace, before.value, ids)
    else:
        chosen = deal.choose(deal.library, None)
    errors = [d for d in chosen.diagnostics if d.is_error]
    if errors:
        return Outcome(None, in_order(errors))
    old = before.value.pins if before.value else {}
    taken = {id_: Pin.of(c.clause) for id_, c in chosen.value.items()
             if not c.clause.own and (not ids or id_ in ids)}  # fmt: skip
    kept = {id_: pin for id_, pin in old.items() if ids and id_ not in ids}
    lock = Lock(slug, dict(sorted({**kept, **taken}.items())))
    found = _write(workspace, lock, [deal.library[id_] for id_ in taken])
    if found:
        return Outcome(None, found)
    unused = tuple(id_ for id_ in ids if id_ not in old and id_ not in taken)
    return Outcome(Upgraded(slug, tuple(_changes(old, lock.pins)), len(lock.pins), unused))


def _changes(old: Mapping[str, Pin], new: Mapping[str, Pin]) -> Iterator[Taken]:
    for id_ in sorted({*old, *new}):
        before, after = old.get(id_), new.get(id_)
        if before is None or after is None or not before.is_as(after):
            yield Taken(id_, before, after)


def _choose_some(
    deal: _Deal, workspace: Workspace, lock: Lock, ids: Collection[str]
) -> Outcome[Mapping[str, ChosenClause]]:
    """The clauses of the deal with the library's state of those named, and the others as pinned."""
    from sowgen.load import Library, load_texts, pin_library

    for id_ in ids:
        if id_ not in deal.library and id_ not in lock.pins:
            raise UnknownClause(id_)
    others = replace(lock, pins={i: pin for i, pin in lock.pins.items() if i not in ids})
    texts = load_texts(workspace, others)
    assert texts.value is not None  # noqa: S101 - texts that are not there are findings
    seen = pin_library(Library(deal.library), texts.value)
    wanted = {i: Pin.of(deal.library[i]) for i in ids if i in deal.library}
    chosen = deal.choose(seen.value.clauses, replace(others, pins={**others.pins, **wanted}))
    return Outcome(chosen.value, (*texts.diagnostics, *seen.diagnostics, *chosen.diagnostics))


def _write(workspace: Workspace, lock: Lock, clauses: Iterable[Clause]) -> tuple[Diagnostic, ...]:
    """The lock and the texts of the clauses that were taken."""
    from sowgen.publish.lock import write_lock

    texts: dict[str, str] = {}
    for clause in clauses:
        text = workspace.read_text(clause.span.file)
        if text.value is None:
            return text.diagnostics
        texts[lock.pins[clause.id].file] = text.value
    return write_lock(workspace, lock, texts, lambda: _named(Workspace(workspace.root)))


def _named(workspace: Workspace) -> frozenset[str] | None:
    """The pinned files that the locks of all projects name, None where one cannot be read."""
    from sowgen.load import read_pins

    named: set[str] = set()
    for slug in workspace.find_folders("projects"):
        lock = read_pins(workspace, slug)
        if lock.diagnostics:
            return None
        named |= {pin.file for pin in lock.value.pins.values()} if lock.value else set()
    return frozenset(named)
