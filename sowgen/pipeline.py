"""The order of the rooms: load, validate, resolve, plan, assemble, render, publish.

The one module that knows all of them. Each function takes a workspace and gives plain
values; nothing here is kept between calls.
"""

from __future__ import annotations

import importlib.metadata
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sowgen import __version__
from sowgen.diagnostics import Diagnostic, Outcome, Span, in_order, warning
from sowgen.workspace import Workspace, find_workspace, print_with_libreoffice, run_program

if TYPE_CHECKING:
    from sowgen.assemble import Assembly, Ingredients
    from sowgen.load import Library
    from sowgen.model.artifact import Artifact, Design, Format
    from sowgen.model.clause import ChosenClause, Clause
    from sowgen.model.document import Document
    from sowgen.model.kind import Kind
    from sowgen.model.settings import WorkspaceSettings
    from sowgen.model.spec import ProjectSpec
    from sowgen.model.tree import Tree
    from sowgen.publish import Manifest

_HOUSE = "templates/house"
_FONTS = f"{_HOUSE}/fonts"
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
    """What a build wrote, and what it found. `seconds` is wall time.

    `removed` are files of earlier builds that are no part of the package any more; `older` those
    that this build did not make and that come from other inputs. `refused`: nothing was written,
    for the reasons among the findings.
    """

    slug: str
    diagnostics: tuple[Diagnostic, ...]
    written: tuple[Path, ...] = ()
    unchanged: tuple[Path, ...] = ()
    seconds: float = 0.0
    removed: tuple[Path, ...] = ()
    older: tuple[Path, ...] = ()
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Package:
    """A project on the last stretch: its documents decided, nothing rendered yet."""

    slug: str
    spec: ProjectSpec
    tree: Tree
    settings: WorkspaceSettings
    clauses: Mapping[str, ChosenClause]
    given: Ingredients
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
    from sowgen.load import load_kinds

    return _prepare(workspace, slug, load_kinds(workspace))


def _prepare(
    workspace: Workspace, slug: str, kinds: Outcome[tuple[Kind, ...]]
) -> Outcome[Package | None]:
    """As `prepare`, with the document kinds loaded."""
    from sowgen.assemble import Ingredients, assemble
    from sowgen.load import (
        find_namesakes,
        load_library,
        load_own_clauses,
        load_project,
        load_settings,
        load_words,
    )
    from sowgen.plan import plan
    from sowgen.resolve import resolve
    from sowgen.score import score
    from sowgen.validate import validate

    settings = load_settings(workspace)
    if settings.value is None:
        return Outcome(None, settings.diagnostics)
    options, defaults = settings.value
    project = load_project(workspace, slug, defaults)
    library = load_library(workspace)
    own = load_own_clauses(workspace, slug)
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
    scored = score(spec.value, tree, planned.value.schedule)
    words = load_words(workspace, spec.value.package.language)
    found += [*chosen.diagnostics, *planned.diagnostics, *scored.diagnostics, *words.diagnostics]
    found += _languages(options, spec.value, tree)
    found += find_namesakes(workspace, slug, tree, list_projects(workspace))
    if words.value is None or any(d.is_error for d in found):
        return Outcome(None, in_order(found))
    given = Ingredients(
        spec=spec.value,
        tree=tree,
        settings=options,
        kinds=kinds.value,
        clauses=chosen.value.clauses,
        known_clauses=_known(library.value.clauses, own.value),
        words=words.value,
        plans=planned.value,
        scorecard=scored.value,
        run=_run_pandoc,
    )
    assembled = assemble(given)
    found += assembled.diagnostics
    package = Package(slug, spec.value, tree, options, given.clauses, given, assembled.value)
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
    from sowgen.load import load_kinds
    from sowgen.model.values import ToBeAgreed
    from sowgen.validate import list_open

    kinds = load_kinds(workspace)
    prepared = _prepare(workspace, slug, kinds)
    package = prepared.value
    found = list(prepared.diagnostics)
    found += _check_designs(workspace, kinds.value)
    open_values: tuple[tuple[str, Span, str], ...] = ()
    if package is not None:
        open_values = tuple(
            (path, span, value.note)
            for path, value, span in list_open(package.spec, package.tree)
            if isinstance(value, ToBeAgreed)
        )
    return CheckReport(slug, in_order(found), open_values)


def _check_designs(workspace: Workspace, kinds: Iterable[Kind]) -> list[Diagnostic]:
    """Findings in the Word templates that the document kinds use, and page designs that are
    not there."""
    from sowgen.load import load_asset
    from sowgen.render.docx.template import check_template

    found: list[Diagnostic] = []
    kinds = tuple(kinds)
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
    formats: tuple[Format, ...] | None = None,
    out: Path | None = None,
    force: bool = False,
    strict: bool = False,
    bundle: bool = False,
) -> BuildReport:
    """The project's package in its output folder, or in `out/<slug>`.

    With any error nothing is written, and with `strict` with any warning. `kinds` None builds
    all of them, `formats` None those of the workspace. `bundle` adds the bound package and its
    archive, which take the whole package: `ValueError` with `kinds` or `formats`. Raises
    `workspace.ToolFailed` where a program fails.
    """
    if bundle and (kinds is not None or formats is not None):
        raise ValueError("a bundle takes the whole package")
    start = time.perf_counter()
    stopping = ("error", "warning") if strict else ("error",)

    def refused(found: Iterable[Diagnostic]) -> BuildReport:
        spent = time.perf_counter() - start
        return BuildReport(slug, in_order(found), seconds=spent, refused=True)

    prepared = prepare(workspace, slug)
    found = list(prepared.diagnostics)
    package = prepared.value
    if package is None or any(d.severity in stopping for d in found):
        return refused(found)
    ours = _formats(package.settings)
    rendered = _render(workspace, package, kinds, formats or ours, bundle=bundle)
    found += rendered.diagnostics
    if any(d.severity in stopping for d in found):
        return refused(found)
    from sowgen.publish import publish

    # The project's own output folder may not be a link out of the workspace.
    place = Outcome(out / slug) if out else workspace.resolve(f"projects/{slug}/out")
    folder = place.value
    if folder is None:
        return refused([*found, *place.diagnostics])
    whole = kinds is None and set(ours) <= set(formats or ours)
    done = publish(folder, rendered.value, _manifest(workspace, package), whole=whole, force=force)
    found += done.diagnostics
    if not done.ok:
        return refused(found)
    return BuildReport(
        slug,
        in_order(found),
        done.value.written,
        done.value.unchanged,
        time.perf_counter() - start,
        done.value.removed,
        done.value.older,
    )


def _formats(settings: WorkspaceSettings) -> tuple[Format, ...]:
    """What the workspace's packages consist of."""
    from sowgen.model.artifact import PACKAGE_FORMATS

    return settings.formats or PACKAGE_FORMATS


def _render(
    workspace: Workspace,
    package: Package,
    kinds: tuple[str, ...] | None,
    formats: tuple[Format, ...],
    *,
    bundle: bool,
) -> Outcome[tuple[Artifact, ...]]:
    """Each document in each format, inspected; the data files; the bound package."""
    from sowgen.model.artifact import BUNDLE, Artifact
    from sowgen.publish import inspect_docx, inspect_pdf, pack
    from sowgen.render import WRITERS, render_all

    found = _read_fonts(workspace)
    # What is read for kinds that are not asked for, and for a bundle, is read in any case: a part
    # of a package has the inputs of the whole, and a later build can tell whether they changed.
    house = _design(workspace, package.settings, f"{_HOUSE}/document.docx", f"{_HOUSE}/page.typ")
    wanted = tuple(f for f in formats if f in WRITERS)
    orders: list[tuple[Document, Design, tuple[Format, ...]]] = []
    for document, kind in zip(package.assembly.documents, package.assembly.kinds, strict=True):
        design = _design(workspace, package.settings, kind.word_template, kind.page)
        if kinds is None or kind.id in kinds:
            found += design.diagnostics
            orders += [(document, design.value, wanted)] if design.value else []
    orders += _bound(package, house, found) if bundle else []
    audiences = {kind.id: kind.head.audience for kind in package.assembly.kinds}
    made: list[Artifact] = []
    for document, format_, outcome in render_all(orders):
        found += outcome.diagnostics
        if outcome.value is None:
            continue
        if format_ == "docx":
            inspect_docx(document, outcome.value)
        elif format_ == "pdf":
            inspect_pdf(document, outcome.value)
        name = f"{file_stem(document)}.{format_}"
        audience = audiences.get(document.kind, "outbound")
        made.append(Artifact(document.kind, format_, name, outcome.value, audience))
    made += _exports(package, kinds, formats)
    bound = next((a for a in made if a.kind == BUNDLE), None)
    if bound is not None:
        made.append(pack(made, bound.name.removesuffix("pdf") + "zip"))
    return Outcome(tuple(made), tuple(found))


def _bound(
    package: Package, house: Outcome[Design | None], found: list[Diagnostic]
) -> Iterator[tuple[Document, Design, tuple[Format, ...]]]:
    """The bound package as an order: always drawn by typst, in the design of the house."""
    from sowgen.assemble import bind

    bound = bind(package.given, package.assembly)
    found += [*bound.diagnostics, *house.diagnostics]
    if bound.value is not None and house.value is not None:
        yield bound.value, replace(house.value, print_word=None), ("pdf",)


def _exports(
    package: Package, kinds: tuple[str, ...] | None, formats: tuple[Format, ...]
) -> Iterator[Artifact]:
    """The files of data that the kinds give beside their documents."""
    from sowgen.model.artifact import SUFFIXES, Artifact
    from sowgen.render import render_export

    assembly = package.assembly
    stems = {document.kind: file_stem(document) for document in assembly.documents}
    audiences = {kind.id: kind.head.audience for kind in assembly.kinds}
    for export in assembly.exports:
        if (kinds is not None and export.kind not in kinds) or export.format not in formats:
            continue
        name = f"{stems[export.kind]}.{SUFFIXES.get(export.format, export.format)}"
        data = render_export(export)
        yield Artifact(export.kind, export.format, name, data, audiences[export.kind])


def _read_fonts(workspace: Workspace) -> list[Diagnostic]:
    """What is wrong with the font files. typst opens them by itself; reading them here notes
    their hashes for the manifest."""
    paths = (*workspace.find_files(_FONTS, ".ttf"), *workspace.find_files(_FONTS, ".otf"))
    return [finding for path in paths for finding in workspace.read(path).diagnostics]


def _design(
    workspace: Workspace, settings: WorkspaceSettings, word_template: str, page_design: str
) -> Outcome[Design | None]:
    from sowgen.load import load_asset
    from sowgen.model.artifact import Design

    word = load_asset(workspace, word_template)
    page = load_asset(workspace, page_design)
    found = (*word.diagnostics, *page.diagnostics)
    if word.value is None or page.value is None:
        return Outcome(None, found)
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
