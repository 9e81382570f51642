"""Every finding of a project, without making its documents."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from sowgen.diagnostics import Diagnostic, Span, in_order
from sowgen.pipeline.issued import moved_on
from sowgen.pipeline.records import Records, Seen, namesakes
from sowgen.pipeline.reports import CheckReport, Uses
from sowgen.pipeline.run import Run
from sowgen.pipeline.seals import broken_seals
from sowgen.workspace import Workspace

if TYPE_CHECKING:
    from sowgen.model.kind import Kind

_NOTHING = Uses({}, {})


def checked(run: Run, slug: str) -> tuple[CheckReport, Uses] | None:
    """What `check` gave the last time, None where something has changed since. The seals of issued
    versions are looked at in any case."""
    known = Records(run).checked(slug)
    return known and (_with_seals(run, known[0]), known[1])


def check(run: Run, slug: str) -> tuple[CheckReport, Uses]:
    """The report of a project and the clauses that its documents use; as remembered where nothing
    has changed since."""
    known = checked(run, slug)
    if known is not None:
        return known
    from sowgen.pipeline.package import prepare

    workspace = run.workspace.fork()
    prepared = prepare(workspace, slug, run)
    package = prepared.value
    found = [*prepared.diagnostics, *_check_designs(workspace, run)]
    told = {(d.code, d.span.file) for d in found}
    found += [d for d in _check_wordings(workspace, run) if (d.code, d.span.file) not in told]
    found += moved_on(workspace, slug, package)
    open_values: tuple[tuple[str, Span, str], ...] = ()
    if package is not None:
        from sowgen.model.values import ToBeAgreed
        from sowgen.validate import list_open

        open_values = tuple(
            (path, span, value.note)
            for path, value, span in list_open(package.spec, package.tree)
            if isinstance(value, ToBeAgreed)
        )
    report = CheckReport(slug, in_order(found), open_values)
    uses = package.uses if package else _NOTHING
    Records(run).keep_check(seen(run, slug, workspace), report, uses)
    return _with_seals(run, report), uses


def _with_seals(run: Run, report: CheckReport) -> CheckReport:
    found = broken_seals(run, report.slug)
    return replace(report, diagnostics=in_order((*report.diagnostics, *found))) if found else report


def seen(run: Run, slug: str, workspace: Workspace) -> Seen:
    """What a result of this run rests on, `workspace` having been asked for it."""
    id_ = run.package_ids[slug][0] if slug in run.package_ids else _default_id(run)
    return Seen(workspace.trace, id_, tuple(namesakes(run, slug, id_)))


def _default_id(run: Run) -> str:
    """The package id of projects that state none; '' where the company has no default for it."""
    from sowgen.load import load_settings

    settings = run.memory.shared.read(run.workspace.fork(), "settings", load_settings).value
    return str(settings[1].get(("package", "id")) or "") if settings else ""


def _check_wordings(workspace: Workspace, run: Run) -> list[Diagnostic]:
    """What is wrong with the syntax of the library's wordings, also of positions that this deal
    does not take: a warning, since its documents do without them. The cache knows the clauses that
    nothing is wrong with."""
    from sowgen.assemble import check_wordings
    from sowgen.load import load_library

    library = run.memory.shared.read(workspace, "library", load_library).value

    def find() -> list[Diagnostic]:
        found: list[Diagnostic] = []
        for clause in library.clauses.values():
            key = hashlib.sha256(f"{run.made_by} {clause.digest}".encode()).hexdigest()
            if run.cache.get("wordings", key) is None:
                wrong = check_wordings(clause)
                found += [replace(d, severity="warning") for d in wrong]
                if not wrong:
                    run.cache.put("wordings", key, b"read")
        return found

    return run.memory.shared.derived("wordings", (library,), find)


def _check_designs(workspace: Workspace, run: Run) -> list[Diagnostic]:
    """Findings in the Word templates that the document kinds use, and page designs that are
    not there."""
    from sowgen.load import load_kinds

    kinds = run.memory.shared.read(workspace, "kinds", load_kinds).value
    files = sorted({path for kind in kinds for path in (kind.page, kind.word_template)})
    designs = run.memory.shared.read(
        workspace, f"designs {files}", lambda aside: list(_findings(aside, kinds))
    )
    return list(designs)


def _findings(workspace: Workspace, kinds: Iterable[Kind]) -> Iterable[Diagnostic]:
    from sowgen.load import load_asset
    from sowgen.render.docx.template import check_template

    kinds = tuple(kinds)
    for path in sorted({kind.page for kind in kinds}):
        yield from load_asset(workspace, path).diagnostics
    for path in sorted({kind.word_template for kind in kinds}):
        asset = load_asset(workspace, path)
        yield from asset.diagnostics
        if asset.value is not None:
            yield from check_template(asset.value)
