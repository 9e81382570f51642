"""`sowgen new`: a project to fill in."""

from __future__ import annotations

import click

from sowgen.cli.group import EXIT_CODES, everywhere

# Windows opens a device under these names, whatever folder they stand in.
DEVICES = frozenset({"con", "prn", "aux", "nul"} | {f"{d}{n}" for d in ("com", "lpt")
                                                     for n in range(10)})  # fmt: skip


@click.command("new", epilog=EXIT_CODES)
@click.argument("slug", metavar="SLUG")
@everywhere
def command(slug: str) -> int:
    """Create projects/SLUG with a commented project.yaml to fill in.

    SLUG is the project's short name: small letters, digits and hyphens. The new project
    checks without an error; what the parties have to agree is written `to be agreed`, and
    `sowgen check -v` lists it.

    \b
    Example:
      sowgen new harbour-gateway
    """
    from sowgen.cli.session import Session
    from sowgen.diagnostics import Span, error
    from sowgen.publish.scaffold import write_folder
    from sowgen.publish.starter import project_files
    from sowgen.workspace import SLUG

    session = Session.current()
    folder = f"projects/{slug}"
    if not SLUG.fullmatch(slug) or slug in DEVICES:
        return session.finish(
            [error("F902", f"`{slug}` cannot name a project", Span("projects"),
                   "use small letters, digits and hyphens, such as `harbour-gateway`")]
        )  # fmt: skip
    place = session.workspace.root / "projects" / slug
    if place.exists():
        return session.finish(
            [error("F903", f"there is a project `{slug}` already", Span(folder),
                   "choose another name, or edit its project.yaml")]
        )  # fmt: skip
    problems = write_folder(place, project_files(slug))
    if not problems:
        session.say(f"created {folder}/project.yaml\nnext: fill it in, then sowgen check {slug}")
    return session.finish(problems)
