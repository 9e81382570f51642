"""Clauses that a project's lock keeps out of the deal."""

from __future__ import annotations

from sowgen.diagnostics import Diagnostic, warning
from sowgen.model.clause import Clause
from sowgen.model.lock import Lock


def is_left_out(lock: Lock | None, clause: Clause) -> bool:
    """Whether the lock keeps the clause out: it is the library's, and not pinned."""
    return lock is not None and not clause.own and clause.id not in lock.pins


def upgrade(lock: Lock, clause: Clause) -> str:
    """The command that takes the clause into the lock."""
    return f"`sowgen clauses upgrade {lock.slug} {clause.id}`"


def left_out(lock: Lock, clause: Clause) -> Diagnostic:
    """C226."""
    return warning(
        "C226",
        f"`{clause.id}` applies to the deal, but is not in its lock, and is left out",
        lock.span,
        f"{upgrade(lock, clause)} takes it in; `clauses.use.{clause.id}.omit` with a reason "
        "leaves it out for good",
        [("the clause", clause.span)],
    )
