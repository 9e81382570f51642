"""The order of the rooms: load, validate, resolve, plan, assemble, render, publish.

The one module that knows all of them. Each function takes a workspace and gives plain
values; nothing here is kept between calls.
"""

from __future__ import annotations

import importlib.metadata
import re
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sowgen import __version__
from sowgen.diagnostics import Diagnostic, Outcome, Span, in_order, warning
from sowgen.workspace import Workspace, find_workspace, print_with_libreoffice, run_program

if TYPE_CHECKING:
    from sowgen.assemble import Assembly
    from sowgen.load import Library
    from sowgen.model.artifact import Artifact, Design, Format
    from sowgen.model.clause import ChosenClause, Clause
    from sowgen.model.document import Document
    from sowgen.model.kind import Kind
    from sowgen.model.settings import WorkspaceSettings
    from sowgen.model.spec import ProjectSpec
    from sowgen.model.tree import Tree
    from sowgen.publish import Manifest

_FONTS = "templates/house/fonts"
_TOOLS = ("babel", "docxtpl", "holidays", "jinja2", "num2words", "pypandoc_binary", "typst")


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Every finding of a project, and what is still to be agreed: the path of each value,
    where it is written, and the remark beside it."""

    slug: str
    diagnostics: tuple[Diagnostic, ...]
    open_values: tuple[tuple[str, Span, str], ...] = ()


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build wrote, and what it found. `seconds` is wall time."""

    slug: str
    diagnostics: tuple[Diagnostic, ...]
    written: tuple[Path, ...] = ()
    unchanged: tuple[Path, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Package:
    """A project on the last stretch: its documents decided, nothing rendered yet."""

    slug: str
    spec: ProjectSpec
    tree: Tree
    settings: WorkspaceSettings
    clauses: Mapping[str, ChosenClause]
    assembly: Assembly


def open_workspace(start: Path | None = None) -> Outcome[Workspace | None]:
    """The workspace at `start` (the current folder by default) or above it."""
    return find_workspace(start or Path.cwd())


def list_projects(workspace: Workspace) -> tuple[str, ...]:
    """The names of all projects, sorted."""
    return tuple(
        name
        for name in workspace.find_folders("projects")
        if workspace.find_files(f"projects/{name}", ".yaml")
    )


def load_library(workspace: Workspace) -> Outcome[Library]:
    """The clause library of the workspace, every wording checked for its syntax."""
    from sowgen.assemble import check_wordings
    from sowgen.load import load_library as load

    library = load(workspace)
    found = [d for c in library.value.clauses.values() for d in check_wordings(c)]
    return Outcome(library.value, (*library.diagnostics, *found))


def prepare(workspace: Workspace, slug: str) -> Outcome[Package | None]:
    """A project through every room up to `assemble`; None where an error stops it."""
    from sowgen.assemble import Ingredients, assemble
    from sowgen.load import (
        load_kinds,
        load_library,
        load_own_clauses,
        load_project,
        load_settings,
        load_words,
    )
    from sowgen.plan import plan
    from sowgen.resolve import resolve
    from sowgen.validate import validate

    settings = load_settings(workspace)
    if settings.value is None:
        return Outcome(None, settings.diagnostics)
    options, defaults = settings.value
    project = load_project(workspace, slug, defaults)
    library = load_library(workspace)
    own = load_own_clauses(workspace, slug)
    kinds = load_kinds(workspace)
    found = [*settings.diagnostics, *project.diagnostics, *library.diagnostics,
             *own.diagnostics, *kinds.diagnostics]  # fmt: skip
    if project.value is None:
        return Outcome(None, in_order(found))
    tree = project.value
    spec = validate(tree)
    found += spec.diagnostics
    if spec.value is None:
        return Outcome(None, in_order(found))
    levels = tuple(level.id for level in options.authority)
    chosen = resolve(spec.value, tree, library.value.clauses, own.value, levels)
    planned = plan(spec.value, tree)
    words = load_words(workspace, spec.value.package.language)
    found += [*chosen.diagnostics, *planned.diagnostics, *words.diagnostics]
    found += _languages(options, spec.value, tree)
    if words.value is None or any(d.is_error for d in found):
        return Outcome(None, in_order(found))
    assembled = assemble(
        Ingredients(
            spec=spec.value,
            tree=tree,
            settings=options,
            kinds=kinds.value,
            clauses=chosen.value.clauses,
            known_clauses=_known(library.value.clauses, own.value),
            words=words.value,
            plan=planned.value,
            run=_run_pandoc,
        )
    )
    found += assembled.diagnostics
    package = Package(slug, spec.value, tree, options, chosen.value.clauses, assembled.value)
    return Outcome(package, in_order(found))


def _languages(settings: WorkspaceSettings, spec: ProjectSpec, tree: Tree) -> list[Diagnostic]:
    """C218 where the package asks for another language than the library is written in."""
    wanted, written = spec.package.language, settings.language
    if wanted.split("-")[0] == written.split("-")[0]:
        return []
    message = f"the package is in `{wanted}`, but the clauses are written in `{written}`"
    hint = "translate the clauses that the deal uses, and set `language:` in sowgen.yaml"
    return [warning("C218", message, tree.span(("package", "language")), hint)]


def _known(library: Mapping[str, Clause], own: Iterable[Clause]) -> frozenset[str]:
    return frozenset([*library, *(clause.id for clause in own)])


def _run_pandoc(argv: Sequence[str], text: bytes) -> bytes:
    return run_program(argv, stdin=text)


def check_project(workspace: Workspace, slug: str) -> CheckReport:
    """Everything that can be said of a project without rendering it; writes nothing."""
    from sowgen.model.values import ToBeAgreed
    from sowgen.validate import list_open

    prepared = prepare(workspace, slug)
    package = prepared.value
    found = list(prepared.diagnostics)
    found += _check_designs(workspace)
    open_values: tuple[tuple[str, Span, str], ...] = ()
    if package is not None:
        open_values = tuple(
            (path, span, value.note)
            for path, value, span in list_open(package.spec, package.tree)
            if isinstance(value, ToBeAgreed)
        )
    return CheckReport(slug, in_order(found), open_values)


def _check_designs(workspace: Workspace) -> list[Diagnostic]:
    """Findings in the Word templates that the document kinds use, and page designs that are
    not there."""
    from sowgen.load import load_asset, load_kinds
    from sowgen.render.docx.template import check_template

    found: list[Diagnostic] = []
    kinds = load_kinds(workspace).value
    for path in sorted({kind.page for kind in kinds}):
        found += load_asset(workspace, path).diagnostics
    for path in sorted({kind.word_template for kind in kinds}):
        asset = load_asset(workspace, path)
        found += asset.diagnostics
        if asset.value is not None:
            found += check_template(asset.value)
    return found


def build_project(
    workspace: Workspace,
    slug: str,
    *,
    kinds: tuple[str, ...] | None = None,
    formats: tuple[Format, ...] = ("docx", "pdf"),
    out: Path | None = None,
    force: bool = False,
) -> BuildReport:
    """The project's package in its output folder, or in `out/<slug>`.

    With any error nothing is written. `kinds` None builds all of them. Raises
    `workspace.ToolFailed` where a program fails.
    """
    start = time.perf_counter()
    prepared = prepare(workspace, slug)
    found = list(prepared.diagnostics)
    package = prepared.value
    if package is None or not prepared.ok:
        return BuildReport(slug, prepared.diagnostics, seconds=time.perf_counter() - start)
    rendered = _render(workspace, package, kinds, formats)
    found += rendered.diagnostics
    if any(d.is_error for d in found):
        return BuildReport(slug, in_order(found), seconds=time.perf_counter() - start)
    from sowgen.publish import publish

    # The project's own output folder may not be a link out of the workspace.
    place = Outcome(out / slug) if out else workspace.resolve(f"projects/{slug}/out")
    folder = place.value
    if folder is None:
        return BuildReport(slug, in_order([*found, *place.diagnostics]))
    whole = kinds is None and {"docx", "pdf"} <= set(formats)
    done = publish(folder, rendered.value, _manifest(workspace, package), whole=whole, force=force)
    found += done.diagnostics
    return BuildReport(
        slug, in_order(found), done.value.written, done.value.unchanged, time.perf_counter() - start
    )


def _render(
    workspace: Workspace,
    package: Package,
    kinds: tuple[str, ...] | None,
    formats: tuple[Format, ...],
) -> Outcome[tuple[Artifact, ...]]:
    """Each document in each format, inspected."""
    from sowgen.model.artifact import Artifact
    from sowgen.publish import inspect_docx, inspect_pdf
    from sowgen.render import render_all

    found = _read_fonts(workspace)
    ready: list[tuple[Document, Design]] = []
    for document, kind in zip(package.assembly.documents, package.assembly.kinds, strict=True):
        if kinds is not None and kind.id not in kinds:
            continue
        design = _design(workspace, package, kind)
        found += design.diagnostics
        if design.value is not None:
            ready.append((document, design.value))
    made: list[Artifact] = []
    for document, format_, outcome in render_all(ready, formats):
        found += outcome.diagnostics
        if outcome.value is None:
            continue
        if format_ == "docx":
            inspect_docx(document, outcome.value)
        elif format_ == "pdf":
            inspect_pdf(document, outcome.value)
        name = f"{file_stem(document)}.{format_}"
        made.append(Artifact(document.kind, format_, name, outcome.value))
    return Outcome(tuple(made), tuple(found))


def _read_fonts(workspace: Workspace) -> list[Diagnostic]:
    """What is wrong with the font files. typst opens them by itself; reading them here notes
    their hashes for the manifest."""
    paths = (*workspace.find_files(_FONTS, ".ttf"), *workspace.find_files(_FONTS, ".otf"))
    return [finding for path in paths for finding in workspace.read(path).diagnostics]


def _design(workspace: Workspace, package: Package, kind: Kind) -> Outcome[Design | None]:
    from sowgen.load import load_asset
    from sowgen.model.artifact import Design

    word = load_asset(workspace, kind.word_template)
    page = load_asset(workspace, kind.page)
    found = (*word.diagnostics, *page.diagnostics)
    if word.value is None or page.value is None:
        return Outcome(None, found)
    settings = package.settings
    libreoffice = settings.pdf.engine == "libreoffice"
    return Outcome(
        Design(
            word_template=word.value,
            page=page.value,
            font_dirs=(str(workspace.root / _FONTS),),
            pdf_standard=settings.pdf.standard,
            print_word=print_with_libreoffice if libreoffice else None,
            update_fields=settings.word.update_fields_on_open,
        ),
        found,
    )


def file_stem(document: Document) -> str:
    """`<reference>-<kind>`, with what no file system likes replaced by hyphens."""
    reference = re.sub(r"[^\w.-]+", "-", document.reference).strip("-.") or "package"
    return f"{reference[:80].rstrip('-.')}-{document.kind}"


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "unknown"


def _manifest(workspace: Workspace, package: Package) -> Manifest:
    from sowgen.publish import Manifest

    spec = package.spec.package
    tools = {"sowgen": __version__, **{t: _version(t) for t in _TOOLS}}
    return Manifest(
        project=package.slug,
        reference=spec.reference or spec.id,
        version=spec.version,
        status=spec.status,
        inputs=dict(sorted(workspace.reads.items())),
        clauses=tuple(
            {"id": c.clause.id, "version": c.clause.version, "position": c.position,
             "sha256": c.clause.digest}
            for c in package.clauses.values()
        ),
        tools=tools,
    )  # fmt: skip
