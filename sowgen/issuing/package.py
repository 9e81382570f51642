"""The package of a version: what is wrong with it, and the files that go out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sowgen.diagnostics import Diagnostic, Outcome
from sowgen.issuing.deviations import Approvals
from sowgen.issuing.marks import DraftWords, in_design, in_document, in_word_file
from sowgen.model.artifact import Artifact
from sowgen.model.kind import Kind
from sowgen.model.seal import Deviation
from sowgen.pipeline import Order, Run, Step
from sowgen.pipeline.history import commit_of
from sowgen.pipeline.make import make
from sowgen.pipeline.package import Package, prepare
from sowgen.pipeline.stamping import stamp_package
from sowgen.publish import Manifest, Output
from sowgen.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Looked:
    """A package whose documents are decided, and its departures from the library."""

    package: Package
    deviations: tuple[Deviation, ...]


def look_at(
    run: Run, workspace: Workspace, slug: str, order: Order, time: str, step: Step
) -> Outcome[Looked | None]:
    """The package as it would go out; None where its documents cannot be decided. H404, H407 and
    H412 are added to the findings of a build. `time` is that of the commit, as ISO 8601 in UTC.
    What is read is noted in `workspace`."""
    prepared = prepare(workspace, slug, run, step, order.issue)
    package, found = prepared.value, list(_for_issue(prepared.diagnostics))
    # A draft may have what stops an issue; its approvals can be looked at all the same.
    seen = package or prepare(workspace, slug, run, step).value
    if seen is None:
        return Outcome(None, tuple(found))
    approvals = _approvals(seen)
    deviations = approvals.deviations()
    # H404 says all that C208 does, and more.
    found = [d for d in found if d.code != "C208"]
    found += [*approvals.unapproved(deviations), *approvals.early(deviations, time)]
    if package is None:
        return Outcome(None, tuple(found))
    return Outcome(Looked(package, deviations), (*found, *_marks(workspace, package)))


def outbound_files(
    run: Run, workspace: Workspace, looked: Looked, order: Order, head: str, step: Step
) -> Outcome[tuple[tuple[Artifact, ...], Manifest]]:
    """The files for the other party, each with its origin in it, and a manifest that lists them.
    H407 is added to the findings of a build. `head` is the commit that `workspace` reads."""
    package = looked.package
    made = make(workspace, package, order, run, step=step)
    origin = commit_of(run, workspace.trace, made.value.held)
    ready = stamp_package(run, made.value, replace(origin, commit=origin.commit or head))
    out = tuple(a for a in ready.artifacts if a.audience == "outbound")
    build = ready.manifest.build
    listed = [Output(a.name, a.kind, a.format, a.digest, a.audience, build, a.inputs) for a in out]
    manifest = replace(ready.manifest, outputs=tuple(sorted(listed, key=lambda o: o.name)))
    documents = {d.kind: d for d in package.assembly.documents}
    kinds, draft = _outbound(package), DraftWords.of(package.given.words)
    found = list(made.diagnostics)
    for artifact in out:
        kind = kinds.get(artifact.kind)
        if artifact.format == "docx" and kind is not None:
            found += in_word_file(artifact, documents[kind.id], draft, kind)
    return Outcome((out, manifest), tuple(found))


def left_out(package: Package) -> tuple[str, ...]:
    """The kinds of the documents that do not go out, being internal."""
    return tuple(k.id for k in package.assembly.kinds if k.head.audience != "outbound")


def _for_issue(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The findings; to set another status is no advice, since the command sets it."""
    hint = "write the agreed value or `not stated`, and commit"
    for d in found:
        yield replace(d, hint=hint, related=()) if d.code == "P090" else d


def _approvals(package: Package) -> Approvals:
    levels = [level.id for level in package.settings.authority]
    library = package.pinned.clauses
    return Approvals(package.spec, package.tree, library, package.clauses, levels)


def _outbound(package: Package) -> dict[str, Kind]:
    return {k.id: k for k in package.assembly.kinds if k.head.audience == "outbound"}


def _marks(workspace: Workspace, package: Package) -> Iterator[Diagnostic]:
    kinds, draft = _outbound(package), DraftWords.of(package.given.words)
    place = package.tree.span(("package", "title"))
    for document in package.assembly.documents:
        if document.kind in kinds:
            yield from in_document(document, draft, place)
    for page, kind in {kind.page: kind for kind in kinds.values()}.items():
        yield from in_design(kind, workspace.read_text(page).value or "", draft)
