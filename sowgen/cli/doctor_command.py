"""`sowgen doctor`: the tools sowgen needs, the versions here, and what is wrong with them."""

from __future__ import annotations

import locale
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from sowgen.cli.group import EXIT_CODES, everywhere
from sowgen.diagnostics import Diagnostic, Span, error, warning

HERE = Span("")
PYTHON = (3, 11)
EXTRAS = {
    "preview": (("starlette", "uvicorn"), "`sowgen watch --preview`"),
    "cluster": (("distributed",), "`sowgen build --scheduler`"),
}
"""The optional parts of sowgen: the packages of each, and what they are for."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One tool: its name, what was found, and what is wrong (None: nothing). `there` is False
    for what is not installed and need not be."""

    tool: str
    found: str
    problem: Diagnostic | None = None
    there: bool = True

    def __str__(self) -> str:
        mark = self.problem.severity if self.problem else "ok" if self.there else "-"
        return f"{mark:<7}  {self.tool:<16}  {self.found}"


@click.command("doctor", epilog=EXIT_CODES)
@everywhere
def command() -> int:
    """Check Python, the packages and programs sowgen uses, fonts, locale, cache and workspace.

    LibreOffice is needed only where sowgen.yaml says `pdf.engine: libreoffice`, git only for
    dates and hooks. Exit status 4 tells that something needed is missing or too old.

    \b
    Example:
      sowgen doctor
    """
    from sowgen import __version__
    from sowgen.cli.session import Session

    session = Session.current()
    session.say(f"sowgen {__version__} in {Path(__file__).resolve().parent.parent}")
    checks = {
        "python": _python(), "packages": _packages(), "pandoc": _pandoc(), "typst": _typst(),
        "LibreOffice": _libreoffice(), "git": _git(), "locale": _locale(),
        "cache": _cache(), "extras": _extras(),
        "workspace": _workspace(session.directory or Path()),
    }  # fmt: skip
    findings = [f for name, check in checks.items() for f in _guarded(name, check)]
    for finding in findings:
        session.say(str(finding))
    return session.finish(f.problem for f in findings if f.problem)


def _guarded(name: str, check: Iterator[Finding]) -> list[Finding]:
    """What the check finds. A tool that breaks in an unforeseen way is a finding too."""
    try:
        return list(check)
    except Exception as problem:  # noqa: BLE001 - a broken installation can raise anything
        return [Finding(name, "broken", error("X001", f"{name} does not work: {problem}", HERE))]


def _python() -> Iterator[Finding]:
    found = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    problem = error("X010", f"Python {found} is too old", HERE)
    yield Finding("python", found, problem if sys.version_info[:2] < PYTHON else None)


def minimum_versions() -> dict[str, str]:
    """The packages sowgen needs and the oldest release of each, from its own metadata; from
    pyproject.toml in a checkout that is not installed. Extras are left out."""
    import tomllib
    from importlib.metadata import PackageNotFoundError, requires

    try:
        lines = requires("sowgen") or []
    except PackageNotFoundError:
        project = Path(__file__).resolve().parents[2] / "pyproject.toml"
        lines = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"]
    needed = (line.split(";")[0].partition(">=") for line in lines if "extra ==" not in line)
    return {name.strip(): version.strip() for name, _, version in needed}


def _numbers(version: str) -> tuple[int, ...]:
    """`3.1.6rc1` as (3, 1, 6), for comparisons."""
    import re

    return tuple(int(n) for n in re.findall(r"\d+", re.split(r"[a-z+-]", version)[0]))


def _packages() -> Iterator[Finding]:
    from importlib.metadata import PackageNotFoundError, version

    for name, least in sorted(minimum_versions().items()):
        try:
            found = version(name)
        except PackageNotFoundError:
            found = "missing"
        old = found == "missing" or _numbers(found) < _numbers(least)
        message = f"the package `{name}` is {found}, {least} or newer is needed"
        hint = f"pip install --upgrade '{name}>={least}'"
        yield Finding(name, found, error("X001", message, HERE, hint) if old else None)


def _pandoc() -> Iterator[Finding]:
    try:
        import pypandoc

        yield Finding("pandoc", f"{pypandoc.get_pandoc_version()} ({pypandoc.get_pandoc_path()})")
    except (ImportError, OSError):
        problem = error("X002", "pandoc is missing", HERE, "pip install pypandoc_binary")
        yield Finding("pandoc", "missing", problem)


def _typst() -> Iterator[Finding]:
    try:
        import typst

        size = len(typst.compile(b"#set page(width: 2cm, height: 2cm)\nx"))
        yield Finding("typst", f"compiles (a test page of {size} bytes)")
    except (ImportError, OSError, RuntimeError) as problem:
        message = f"typst does not work: {problem}"
        yield Finding("typst", "broken", error("X004", message, HERE, "pip install typst"))


def _version_of(*programs: str) -> str:
    from sowgen.workspace import ToolFailed, find_program, run_program

    path = find_program(*programs)
    if path is None:
        return ""
    try:
        said = run_program([path, "--version"], timeout=30).decode("utf-8", "replace")
    except ToolFailed as problem:
        return f"does not answer: {problem}"
    return f"{said.strip().splitlines()[0]} ({path})" if said.strip() else path


def _libreoffice() -> Iterator[Finding]:
    found = _version_of("soffice", "libreoffice")
    without = "not installed; only `pdf.engine: libreoffice` needs it"
    yield Finding("LibreOffice", found or without, there=bool(found))


def _git() -> Iterator[Finding]:
    found = _version_of("git")
    problem = None if found else warning("X007", "git is not installed", HERE)
    yield Finding("git", found or "not installed", problem)


def _locale() -> Iterator[Finding]:
    output = getattr(sys.stdout, "encoding", None) or "unknown"
    files = sys.getfilesystemencoding()
    name = locale.setlocale(locale.LC_CTYPE)
    yield Finding("locale", f"{name}, output {output}, file names {files}")


def _cache() -> Iterator[Finding]:
    """Where results are kept between runs, or why none are."""
    from sowgen.cache import OFF, VARIABLE, open_cache
    from sowgen.workspace import environment

    cache = open_cache()
    if cache.folder is not None:
        count, size = cache.size()
        entries = "1 entry" if count == 1 else f"{count:,} entries"
        yield Finding("cache", f"{cache.folder}, {entries}, {size / 2**20:.1f} MiB")
    elif environment(VARIABLE) == OFF:
        yield Finding("cache", f"off, as {VARIABLE} says; unchanged projects are built again")
    else:
        why = _unusable(environment(VARIABLE))
        hint = f"mend the folder or name another in {VARIABLE}; `chmod go-w` takes others' rights"
        yield Finding("cache", f"not used: {why}", warning("X014", f"no cache: {why}", HERE, hint))


def _unusable(named: str | None) -> str:
    """Why nothing is kept in the cache's folder."""
    if not named:
        return "the user's folder for caches cannot be written, or others may write there"
    folder = Path(named)
    if not folder.is_absolute():
        return f"SOWGEN_CACHE names {named}, which is no absolute path"
    if not folder.is_dir():
        return f"SOWGEN_CACHE names {named}, which is no folder and cannot be made"
    return f"SOWGEN_CACHE names {named}, which belongs to somebody else or can be written by others"


def _extras() -> Iterator[Finding]:
    """What was installed beside sowgen for some of its commands."""
    from importlib.util import find_spec

    for extra, (modules, use) in EXTRAS.items():
        missing = [name for name in modules if find_spec(name) is None]
        hint = (f"not installed; {use} needs it: pip install 'sowgen[{extra}]', "
                f"in a clone pip install '.[{extra}]'")  # fmt: skip
        yield Finding(extra, hint if missing else "installed", there=not missing)


def _workspace(start: Path) -> Iterator[Finding]:
    from sowgen.pipeline import open_workspace
    from sowgen.workspace import find_program

    outcome = open_workspace(start)
    workspace = outcome.value
    if workspace is None:
        yield Finding("workspace", "none here or above; `sowgen init DIR` makes one")
        return
    yield Finding("workspace", str(workspace.root))
    folder = "templates/house/fonts"
    fonts = [f for s in (".ttf", ".otf") for f in workspace.find_files(folder, s)]
    hint = "copy the fonts from a new workspace"
    missing = warning("X008", f"there is no font in {folder}", Span(folder), hint)
    yield Finding("fonts", f"{len(fonts)} files" if fonts else "none", None if fonts else missing)
    settings = getattr(workspace, "settings", None)
    engine = settings.pdf.engine if settings is not None else "typst"
    if engine == "libreoffice" and not find_program("soffice", "libreoffice"):
        problem = error("X005", "sowgen.yaml asks for LibreOffice, which is not installed",
                        Span("sowgen.yaml"), "install it, or write `engine: typst`")  # fmt: skip
        yield Finding("PDF engine", "LibreOffice is missing", problem)
