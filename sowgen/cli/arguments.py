"""Arguments several commands share: projects, document kinds, formats, the output folder; their
checks and their completion in the shell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from sowgen.diagnostics import did_you_mean

if TYPE_CHECKING:
    from sowgen.cli.group import F
    from sowgen.cli.session import Session
    from sowgen.model.artifact import Format
    from sowgen.pipeline import Order
    from sowgen.workspace import Workspace

FORMATS = ("docx", "pdf", "xlsx", "ics", "mspdi", "json")


json_option = click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="One JSON object instead of lines; so does --report json.",
)
"""`--json` of the commands whose answer is data."""


def chosen_projects(session: Session, named: Iterable[str]) -> tuple[str, ...]:
    """The projects named, each once and in the order given; all of them where none is.

    A project may be named by its slug or by its folder (`projects/widget/`), which the
    shell completes. Raises `click.UsageError` for one that is not there.
    """
    from sowgen.pipeline import list_projects

    known = list_projects(session.workspace)
    chosen = dict.fromkeys(_slug(session.workspace, name) for name in named)
    for slug in chosen:
        if slug not in known:
            raise click.UsageError(_unknown("project", slug, known))
    return tuple(chosen) or known


def _slug(workspace: Workspace, name: str) -> str:
    path = Path(name)
    if "/" in name or "\\" in name:
        folder = path.parent if path.name == "project.yaml" else path
        if folder.resolve().parent == (workspace.root / "projects").resolve():
            return folder.resolve().name
        if folder.parent.as_posix() == "projects":
            return folder.name
    return name


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    near = did_you_mean(name, known)
    return f"there is no {what} `{name}`" + (f"; {near}" if near else "")


def one_of(what: str, name: str, known: Iterable[str]) -> str:
    """`name`, where it is known. Raises `click.UsageError` with the nearest name."""
    names = tuple(known)
    if name not in names:
        raise click.UsageError(_unknown(what, name, names))
    return name


def separated(values: Iterable[str]) -> tuple[str, ...]:
    """The parts of repeated and comma-separated options, each once: `a,b` and `c` make three."""
    parts = (part.strip() for value in values for part in value.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def list_kinds(workspace: Workspace) -> tuple[str, ...]:
    """Document kinds: the folders under `templates/` that have an outline."""
    return tuple(
        kind
        for kind in workspace.find_folders("templates")
        if workspace.exists(f"templates/{kind}/outline.md")
    )


def only_option(function: F) -> F:
    """Adds --only, as `only`."""
    return click.option(
        "--only",
        metavar="KIND",
        multiple=True,
        shell_complete=complete_kinds,
        help="Document kinds to build, such as sow or raci; repeatable, or with commas.",
    )(function)


def to_option(words: str) -> Callable[[F], F]:
    """Adds --to with this help, as `to`."""
    return click.option(
        "--to", metavar="FORMAT", multiple=True, shell_complete=complete_formats, help=words
    )


def out_option(words: str) -> Callable[[F], F]:
    """Adds --out with this help, as `out`."""
    return click.option(
        "--out", metavar="DIR", type=click.Path(file_okay=False, path_type=Path), help=words
    )


def rev_option(words: str) -> Callable[[F], F]:
    """Adds --rev with this help; `Session.workspace` has the files of that revision."""
    from sowgen.cli.group import remember

    return click.option(
        "--rev", metavar="REV", expose_value=False, callback=remember,
        shell_complete=complete_revisions, help=words,
    )  # fmt: skip


def ordered(session: Session, only: Iterable[str], to: Iterable[str], out: Path | None) -> Order:
    """What --only, --to and --out ask for, and --strict. Raises `click.UsageError` for a
    document kind or a format that is not there."""
    from sowgen.pipeline import Order

    kinds = tuple(
        one_of("document kind", kind, list_kinds(session.workspace)) for kind in separated(only)
    )
    formats = tuple(cast("Format", one_of("format", name, FORMATS)) for name in separated(to))
    folder = _folder(out) if out else None
    return Order(kinds or None, formats or None, folder, strict=session.strict)


def _folder(out: Path) -> Path:
    """The folder as an absolute path. Raises `click.UsageError` for links in a circle."""
    try:
        return out.resolve()
    except (OSError, RuntimeError):  # the latter before Python 3.13
        raise click.UsageError(f"--out: `{out}` cannot be followed") from None


def _workspace(ctx: click.Context) -> Workspace | None:
    """The workspace while completing, at the revision that was typed before; never an error, since
    the shell would show it."""
    from sowgen.pipeline.revisions import open_revision
    from sowgen.workspace import ToolFailed, find_workspace

    given: dict[str, Any] = ctx.find_root().ensure_object(dict)
    start = Path(given.get("directory") or ".")
    try:
        rev = given.get("rev")
        return open_revision(start, rev).value if rev else find_workspace(start).value
    except (ToolFailed, OSError):
        return None


def complete_revisions(ctx: click.Context, _param: click.Parameter, typed: str) -> list[str]:
    """Branches, tags, `HEAD` and `:staged` that begin with what was typed."""
    from sowgen.pipeline.revisions import list_revisions
    from sowgen.workspace import ToolFailed

    given: dict[str, Any] = ctx.find_root().ensure_object(dict)
    try:
        names = list_revisions(Path(given.get("directory") or "."))
    except (ToolFailed, OSError):
        return []
    return [name for name in names if name.startswith(typed)]


def complete_projects(ctx: click.Context, _param: click.Parameter, typed: str) -> list[str]:
    """Slugs that begin with what was typed."""
    workspace = _workspace(ctx)
    names = workspace.find_folders("projects") if workspace else ()
    return [name for name in names if name.startswith(typed)]


def complete_kinds(ctx: click.Context, _param: click.Parameter, typed: str) -> list[str]:
    """Document kinds that begin with the last part of what was typed."""
    workspace = _workspace(ctx)
    return _parts(typed, list_kinds(workspace) if workspace else ())


def complete_formats(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[str]:
    """Formats that begin with the last part of what was typed."""
    return _parts(typed, FORMATS)


def complete_codes(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[str]:
    """Diagnostic codes that begin with what was typed, in either case."""
    from sowgen.codes import all_codes

    return [code for code in all_codes() if code.startswith(typed.upper())]


def complete_clauses(ctx: click.Context, _param: click.Parameter, typed: str) -> list[str]:
    """Clause ids, which are the names of the library's files."""
    workspace = _workspace(ctx)
    if workspace is None:
        return []
    files = (
        path
        for area in workspace.find_folders("clauses")
        for path in workspace.find_files(f"clauses/{area}", ".md")
    )
    ids = sorted(path.rpartition("/")[2].removesuffix(".md") for path in files)
    return [name for name in ids if name.startswith(typed)]


def _parts(typed: str, known: Iterable[str]) -> list[str]:
    done, comma, last = typed.rpartition(",")
    return [done + comma + name for name in known if name.startswith(last)]
