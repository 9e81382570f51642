"""`sowgen init`: a new workspace."""

from __future__ import annotations

from pathlib import Path

import click

from sowgen.cli.group import EXIT_CODES, everywhere

GITIGNORE = """\
# What sowgen generates.
projects/*/out/
# Its cache; the schemas stay, so that editors of fresh clones know them.
.sowgen/*
!.sowgen/schema/
# Locks and backups of Word, LibreOffice and editors.
~$*
.~lock.*
*~
"""


@click.command("init", epilog=EXIT_CODES)
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@everywhere
def command(target: Path) -> int:
    """Create a workspace in DIR: the clause library, the templates, an example project,
    settings in sowgen.yaml, a .gitignore, and the schemas by which editors complete and
    check project.yaml.

    DIR must be new or empty (a fresh git repository counts as empty). Nothing is left behind
    when it cannot be written in full.

    \b
    Example:
      sowgen init deals && cd deals && sowgen check
    """
    from sowgen.cli.session import Session
    from sowgen.publish.scaffold import write_folder
    from sowgen.publish.schema import editor_files
    from sowgen.publish.starter import EXAMPLE, starter_files

    session = Session.current()
    place = (session.directory or Path()) / target
    files = {**starter_files(), **editor_files(), ".gitignore": GITIGNORE.encode()}
    problems = write_folder(place, files)
    if problems:
        return session.finish(problems)
    clauses = sum(path.startswith("clauses/") for path in files)
    kinds = sum(path.endswith("/outline.md") for path in files)
    session.say(
        f"created {place.as_posix()}: {clauses} clauses, {kinds} kinds of document, "
        f"the example project {EXAMPLE}\n"
        f"next: cd {place.as_posix()} && sowgen check && sowgen build"
    )
    return session.finish(())
