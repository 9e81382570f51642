"""`sowgen watch`: the documents of the projects named, built again after each save."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from sowgen.cli import BUG, INTERRUPTED, OK, TOOL
from sowgen.cli.arguments import (
    chosen_projects,
    complete_projects,
    only_option,
    ordered,
    out_option,
    to_option,
)
from sowgen.cli.group import EXIT_CODES, everywhere

if TYPE_CHECKING:
    from sowgen.cli.watch_terminal import Telling
    from sowgen.preview import Server
    from sowgen.watch import Session

FORMS = ("text", "json")
PREPARED = 8
"""Of so many projects the page has the documents from the start; of others when asked."""


@click.command("watch", epilog=EXIT_CODES)
@click.argument("projects", metavar="[PROJECT]...", nargs=-1, shell_complete=complete_projects)
@only_option
@to_option("Formats, as for build; repeatable, or with commas.")
@out_option("Where the files go, as for build.")
@click.option(
    "--poll",
    is_flag=True,
    help="Look for changes once a second; for network drives that tell of none.",
)
@click.option(
    "--preview",
    is_flag=True,
    help="Serve a page with the documents, for browsers on this computer.",
)
@click.option(
    "--port",
    metavar="N",
    type=click.IntRange(0, 65535),
    default=0,
    help="The port of the page; by default one that is free.",
)
@click.option("--open", "browse", is_flag=True, help="Open the page in the browser.")
@everywhere
def command(
    projects: tuple[str, ...],
    only: tuple[str, ...],
    to: tuple[str, ...],
    out: Path | None,
    poll: bool,
    preview: bool,
    port: int,
    browse: bool,
) -> int:
    """Build the documents of the projects, and build them again after each save.

    Without a PROJECT all are watched, those included that come later. What has changed is
    decided by content, so a save that changes nothing builds nothing. While a project has an
    error, its last documents stay; with --strict so they do while it has a warning. Ctrl-C ends
    the session with status 130, SIGTERM with 0.

    \b
    Examples:
      sowgen watch
      sowgen watch atlas-controller --preview
      sowgen watch atlas-controller --only sow --to docx
      sowgen watch --poll -C /mnt/share/deals
    """  # fmt: skip
    from sowgen.cli.session import Session as Line
    from sowgen.cli.watch_terminal import Telling
    from sowgen.watch import Session

    line = Line.current()
    if line.report not in FORMS:
        raise click.UsageError("watch reports as text or json")
    if not preview and (port or browse):
        raise click.UsageError("--port and --open belong to --preview")
    slugs = chosen_projects(line, projects)
    order = ordered(line, only, to, out)
    telling = Telling(line, line.workspace.root, order.out)
    session = Session(
        line.workspace, order, slugs if projects else (),
        poll=poll, say=telling.say, trouble=telling.trouble,
    )  # fmt: skip
    session.add(telling)
    telling.end = session.stop
    if not preview:
        return _watch(session, telling, slugs)
    try:
        from sowgen.preview import serve
    except ModuleNotFoundError as missing:
        if missing.name and missing.name.partition(".")[0] == "sowgen":
            raise
        return _without_preview(missing)
    try:
        page = serve(session, port, telling.trouble)
    except OSError as problem:
        raise click.UsageError(_no_port(port, problem)) from None
    with page as server:
        session.add(server)
        for slug in slugs[:PREPARED]:
            session.prepare(slug)
        return _watch(session, telling, slugs, server, browse=browse)


def _watch(
    session: Session,
    telling: Telling,
    slugs: tuple[str, ...],
    server: Server | None = None,
    *,
    browse: bool = False,
) -> int:
    with _ended_by_signals(session.stop) as ended:
        telling.begin(slugs, server.address if server else None)
        if server and browse:
            import webbrowser

            webbrowser.open(server.address)
        session.run()
    if telling.lost:
        raise telling.lost
    if signal.SIGINT in ended:
        return INTERRUPTED
    return BUG if telling.bugs else OK


@contextlib.contextmanager
def _ended_by_signals(stop: Callable[[], None]) -> Iterator[list[int]]:
    """Has Ctrl-C and SIGTERM call `stop`, and gives those that came. A second Ctrl-C does not wait
    for the step under way."""
    came: list[int] = []

    def end(number: int, _frame: FrameType | None) -> None:
        if number == signal.SIGINT and number in came:
            raise KeyboardInterrupt
        came.append(number)
        stop()

    if threading.current_thread() is not threading.main_thread():
        yield came
        return
    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _no_port(port: int, problem: OSError) -> str:
    """Why the page cannot be served there. `create_server` adds its own words to `strerror`."""
    if problem.errno == errno.EADDRINUSE:
        return f"port {port} is in use; take another with --port"
    if isinstance(problem, PermissionError):
        return f"port {port} is reserved by the system; take one above 1023 with --port"
    why = os.strerror(problem.errno) if problem.errno else str(problem)
    return f"the page cannot be served on port {port}: {why}"


def _without_preview(missing: ModuleNotFoundError) -> int:
    from sowgen.cli.streams import put

    put(
        f"sowgen: --preview needs the Python package {missing.name}\n"
        "hint: pip install 'sowgen[preview]'; in a clone pip install '.[preview]'",
        sys.stderr,
    )
    return TOOL
