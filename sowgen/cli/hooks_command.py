"""`sowgen hooks`: documents on commit."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sowgen.cli.group import EXIT_CODES, everywhere
from sowgen.cli.places import from_here
from sowgen.cli.streams import put

if TYPE_CHECKING:
    from sowgen.cli.session import Session
    from sowgen.hooks import HookState
    from sowgen.workspace.git import Repository


@click.group("hooks", epilog=EXIT_CODES)
@everywhere
def command() -> None:
    """Check what is staged before a commit, and build what was committed after it.

    The hooks stand beside those of other tools. Before a commit the projects that it touches are
    checked, as they are staged; an error stops it. After a commit, a merge, a checkout or a rebase
    the documents that it reaches are built from what was committed, whatever the working tree
    holds.

    \b
    Examples:
      sowgen hooks install
      sowgen hooks status
      sowgen hooks run
      sowgen hooks uninstall
    """


@command.command("install", epilog=EXIT_CODES)
@everywhere
def install() -> int:
    """Put the hooks into this repository.

    Hooks of other tools are kept and called. `core.hooksPath` is honoured where it leads to a
    folder of this repository. Run again after sowgen was moved, or another tool wrote over a hook.
    """
    from sowgen.cli.session import Session
    from sowgen.hooks import install as work

    session = Session.current()
    done = work(_repository(session))
    if done.value is not None:
        session.say(f"installed in {from_here(done.value)}")
    return session.finish(done.diagnostics, data=True)


@command.command("uninstall", epilog=EXIT_CODES)
@everywhere
def uninstall() -> int:
    """Take the hooks out of this repository.

    Hooks of other tools are as they were before, byte for byte, and nothing of sowgen's is left.
    """
    from sowgen.cli.session import Session
    from sowgen.hooks import uninstall as work

    session = Session.current()
    done = work(_repository(session))
    session.say("removed" if done.value else "there was nothing to remove")
    return session.finish(done.diagnostics, data=True)


@command.command("status", epilog=EXIT_CODES)
@everywhere
def status() -> int:
    """Tell how the hooks stand, and which commit was built."""
    from sowgen.cli.session import Session
    from sowgen.hooks import hook_folder, state_of

    session = Session.current()
    repository = _repository(session)
    state = state_of(repository)
    lines = [f"{name}: {standing}" for name, standing in state.hooks]
    if state.folder is not None:
        lines.insert(0, f"hooks in {from_here(state.folder)}")
    if not state.complete:
        lines.append("run `sowgen hooks install`")
    lines += _due(repository, state)
    put("\n".join(lines), sys.stdout)
    return session.finish(hook_folder(repository).diagnostics, data=True)


@command.command("check", epilog=EXIT_CODES)
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path())
@click.option("--hook", hidden=True)
@everywhere
def check(files: tuple[str, ...], *, hook: str | None) -> int:
    """Check the projects touched, as they are staged.

    What the working tree holds beside that plays no part. Of clauses, templates and settings that
    are staged the syntax is checked, and the projects that they reach are counted. With a FILE,
    the projects of these files are checked too: so it is called by the pre-commit framework.
    """
    from sowgen.cli.hooks_check import check_staged
    from sowgen.cli.session import Session

    session = Session.current()
    return check_staged(session, _repository(session, hook), files)


@command.command("run", epilog=EXIT_CODES)
@click.option("--hook", hidden=True)
@everywhere
def run(*, hook: str | None) -> int:
    """Build the documents of the commit that is checked out.

    The hooks build what is due. Called by you, it looks at the documents of every project: after
    `git reset`, for which git calls no hook, or where documents were built or deleted by hand.
    """
    from sowgen.cli.hooks_run import build_due
    from sowgen.cli.session import Session

    session = Session.current()
    return build_due(session, _repository(session, hook), hook=hook is not None)


def _repository(session: Session, hook: str | None = None) -> Repository:
    """The repository around the workspace; without one the command ends with H301. `hook`: the
    workspace's place below the top, which the hooks name, as the disk may not have it."""
    from sowgen.diagnostics import Span, error
    from sowgen.workspace.git import find_repository

    if hook is not None:
        top = find_repository(session.directory or Path.cwd())
        if top is not None:
            return top.at(top.top / hook)
    root = session.workspace.root
    found = find_repository(root)
    if found is None:
        message = f"`{root}` is in no git repository with a working tree that git accepts"
        hint = "run `git init`; `git status` tells why git refuses one"
        session.leave([error("H301", message, Span("sowgen.yaml"), hint)], data=True)
    assert found is not None  # noqa: S101
    return found


def _due(repository: Repository, state: HookState) -> Iterator[str]:
    """Which commit's documents are there, and what is to be built."""
    from sowgen.cli.report.as_text import counted
    from sowgen.hooks import due_now
    from sowgen.pipeline import Order, Run
    from sowgen.pipeline.build import fresh

    due = due_now(repository, state.marker)
    if due is None:
        yield "nothing is committed yet"
        return
    if not state.marker.commit:
        then = ", or with the next commit" if state.complete else ""
        yield f"everything is to be built: `sowgen hooks run`{then}"
        return
    run, failed = Run.begin(due.workspace), state.marker.again | state.marker.refused
    known = {slug: fresh(run, slug, Order()) for slug in due.every}
    wanting = [slug for slug, report in known.items() if report is None and slug not in failed]
    if wanting:
        yield f"{counted(len(wanting), 'project')} to be built: `sowgen hooks run`"
    else:
        yield f"the documents are those of {due.commit[:12]}, which is checked out"
    yield from (f"{slug}: not built" for slug in sorted(failed))
