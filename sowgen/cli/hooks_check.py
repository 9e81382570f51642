"""The check before a commit: errors in full, warnings in a line each."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sowgen.cli.streams import put

if TYPE_CHECKING:
    from sowgen.cli.session import Session
    from sowgen.diagnostics import Diagnostic
    from sowgen.hooks import Staged
    from sowgen.workspace import Workspace
    from sowgen.workspace.git import Repository

_MOST = 10
"""So many warnings are named; the others are counted."""


def check_staged(session: Session, repository: Repository, files: Iterable[str]) -> int:
    """Checks what is staged and the projects of the files, and gives the exit status."""
    from sowgen.diagnostics import Span, error
    from sowgen.hooks import find_staged
    from sowgen.workspace.git import Conflicts

    try:
        staged = find_staged(repository, _in_workspace(repository.root, files))
    except Conflicts as problem:
        hint = "resolve them and stage the files"
        found = [error("H103", problem.detail, Span("sowgen.yaml"), hint)]
        return session.finish(found)
    if staged is None or not (staged.projects or staged.shared):
        return session.finish(())
    return _report(session, staged)


def _in_workspace(root: Path, files: Iterable[str]) -> Iterator[str]:
    """The files as paths of the workspace, those elsewhere left out."""
    for name in files:
        path = Path(os.path.abspath(name))  # noqa: PTH100 - a link is itself what is staged
        folder = Path(os.path.realpath(path.parent))
        if (folder / path.name).is_relative_to(root):
            yield (folder / path.name).relative_to(root).as_posix()


def _report(session: Session, staged: Staged) -> int:
    from sowgen.cli.check_command import Check
    from sowgen.cli.jobs import failures, report_bugs, run_all
    from sowgen.cli.places import prefix
    from sowgen.cli.report import Report, reporter
    from sowgen.cli.session import status_of
    from sowgen.diagnostics import in_order
    from sowgen.hooks.staged import check_shared
    from sowgen.pipeline import Run

    run = Run.begin(staged.workspace)
    results = list(run_all(Check(), run, staged.projects, None, lambda: None))
    found, bugs = failures(results)
    found += [d for r in results if r.value is not None for d in r.value.diagnostics]
    found += check_shared(staged)
    listed = [_hinted(staged.workspace, d) for d in in_order(found)]
    full = [d for d in listed if d.is_error or session.report != "text" or session.verbose]
    report = Report(
        tuple(full),
        projects=len(staged.projects),
        prefix=prefix(staged.workspace.root, session.report),
        strict=session.strict,
        read_line=staged.workspace.line,
    )
    if full or session.report != "text":
        put(reporter(session.report)(report), sys.stdout)
    _say_short(session, report.shown, [d for d in listed if d not in full])
    if staged.further and not session.quiet:
        words = "project" if staged.further == 1 else "projects"
        session.say(f"the change reaches {staged.further} further {words}: "
                    "built after the commit, not checked before it")  # fmt: skip
    return report_bugs(session, bugs, status_of(listed, strict=session.strict))


def _hinted(workspace: Workspace, found: Diagnostic) -> Diagnostic:
    """The finding; where the file on the disk is another than the one staged, with a hint."""
    from sowgen.cli.places import from_here
    from sowgen.workspace import Workspace as Files

    path = found.span.file
    if not path or found.severity == "info":
        return found
    texts = [files.read(path).value for files in (workspace.fork(), Files(workspace.root))]
    staged, there = (text and text.replace(b"\r\n", b"\n") for text in texts)
    if staged is None or there is None or staged == there:
        return found
    also = (
        "this is what is staged; the file on the disk is another: "
        f"`git add {shlex.quote(from_here(workspace.root / path))}`"
    )
    return replace(found, hint=f"{found.hint}; {also}" if found.hint else also)


def _say_short(session: Session, shown: Callable[[str], str], found: Sequence[Diagnostic]) -> None:
    """Warnings in a line each; remarks are left out."""
    warnings = [d for d in found if d.severity == "warning"]
    for d in warnings[:_MOST]:
        session.say(short(shown(d.span.file), d))
    if len(warnings) > _MOST:
        session.say(f"and {len(warnings) - _MOST} more warnings; `sowgen check` lists them")


def short(file: str, found: Diagnostic) -> str:
    """A finding in a line."""
    from sowgen.cli.report.excerpt import one_line

    place = f"{one_line(file)}:{max(found.span.line, 1)}:{max(found.span.col, 1)}"
    return f"{place} {found.severity}[{found.code}] {one_line(found.message)}"
