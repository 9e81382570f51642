"""`sowgen clauses upgrade`: pins a project to the library as it is now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from sowgen.cli.arguments import chosen_projects, complete_clauses, complete_projects, one_of
from sowgen.cli.group import EXIT_CODES, everywhere

if TYPE_CHECKING:
    from sowgen.model.lock import Pin
    from sowgen.pipeline.pins import Upgraded


@click.command("upgrade", epilog=EXIT_CODES)
@click.argument("project", metavar="PROJECT", shell_complete=complete_projects)
@click.argument("ids", metavar="[ID]...", nargs=-1, shell_complete=complete_clauses)
@everywhere
def upgrade(project: str, ids: tuple[str, ...]) -> int:
    """Take the library's clauses into the lock of a project, or make its lock.

    Without an ID all clauses of the deal are taken; those that it no longer has leave the lock.
    With IDs these alone are. The clauses of a new lock are counted, and named with -v. The texts
    are kept in clauses/.pinned, which belongs into git beside clauses.lock; those that no project
    names any more are removed.

    \b
    Examples:
      sowgen clauses upgrade atlas-controller
      sowgen clauses upgrade atlas-controller payment-terms warranty
    """
    from sowgen.cli.places import from_here
    from sowgen.cli.session import Session
    from sowgen.model.lock import PINNED, lock_file
    from sowgen.pipeline import Run
    from sowgen.pipeline.pins import UnknownClause
    from sowgen.pipeline.pins import upgrade as take
    from sowgen.workspace.git import find_repository

    session = Session.current()
    (slug,) = chosen_projects(session, [project])
    run = Run.begin(session.workspace)
    try:
        done = take(run, slug, tuple(dict.fromkeys(ids)))
    except UnknownClause as unknown:
        from sowgen.pipeline import load_library

        one_of("clause", str(unknown), load_library(run.workspace).value.clauses)
        raise
    except LookupError:
        raise click.UsageError(
            f"`{slug}` has no lock yet: `sowgen clauses upgrade {slug}` pins all its clauses"
        ) from None
    if done.value is not None:
        for line in _lines(done.value, full=bool(session.verbose)):
            session.say(line)
        if done.value.taken and find_repository(run.workspace.root) is not None:
            paths = (lock_file(slug), PINNED)
            places = " ".join(from_here(run.workspace.root / path) for path in paths)
            session.say(f"next: git add {places} && git commit")
    return session.finish(done.diagnostics)


def _lines(done: Upgraded, *, full: bool) -> Iterator[str]:
    """What was taken, each clause in a line; of a new lock the count alone, unless `full`."""
    from sowgen.cli.report.as_text import counted

    what = f"{counted(len(done.taken), 'clause')} taken" if done.taken else "nothing to take"
    yield f"{done.slug}: {what}, {done.pinned} pinned"
    first = len(done.taken) == done.pinned and all(taken.old is None for taken in done.taken)
    named = () if first and not full else done.taken
    wide = max((len(taken.id) for taken in named), default=0)
    for taken in named:
        yield f"  {taken.id:<{wide}}  {_change(taken.old, taken.new)}"
    for name in done.unused:
        yield f"  `{name}` is no library clause of this deal, and is not pinned"


def _change(old: Pin | None, new: Pin | None) -> str:
    if old is None:
        return f"{new.version if new else ''}, new"
    if new is None:
        return f"{old.version}, no longer pinned"
    if old.version == new.version:
        return f"{new.version}, another text under the same version"
    return f"{old.version} → {new.version}"
