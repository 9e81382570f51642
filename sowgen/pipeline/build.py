"""A project's package, from its files to its output folder."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from sowgen.diagnostics import Diagnostic, Outcome, in_order
from sowgen.pipeline.check import seen
from sowgen.pipeline.history import commit_of
from sowgen.pipeline.place import output_folder
from sowgen.pipeline.records import Finished, Records, Seen
from sowgen.pipeline.reports import BuildReport, Order, Step, no_step
from sowgen.pipeline.run import Run
from sowgen.workspace import Workspace, read_bytes

if TYPE_CHECKING:
    from sowgen.pipeline.make import Made
    from sowgen.pipeline.package import Package

Look: TypeAlias = "Callable[[Package], None]"
"""Called with a package once its documents are decided and no finding forbids them, before they are
written."""


def fresh(run: Run, slug: str, order: Order) -> BuildReport | None:
    """The report of a build for which nothing has to be done, None where something has changed
    since the last one like it."""
    start = time.perf_counter()
    folder = output_folder(run.workspace, slug, order).value
    known = Records(run).built(slug, order, folder) if folder else None
    return known and replace(known, seconds=time.perf_counter() - start)


def build(
    run: Run, slug: str, order: Order, step: Step = no_step, look: Look | None = None
) -> BuildReport:
    """The project's package in its output folder.

    With any error nothing is written, and with `order.strict` with any warning. Files whose content
    has not changed since the last build are not made again. Raises `workspace.ToolFailed` where a
    program fails, and whatever `step` raises.
    """
    known = fresh(run, slug, order) if look is None else None
    if known is not None:
        return known
    start = time.perf_counter()
    workspace = run.workspace.fork()
    place = output_folder(workspace, slug, order)
    finished = Records(run).finished(slug, place.value) if place.value else {}
    prepared = assemble_package(
        run, workspace, slug, order, files_again(place.value, finished), step, look
    )
    step("putting the files in their place")
    report = conclude(run, slug, order, prepared, place, seen(run, slug, workspace), finished)
    return replace(report, seconds=time.perf_counter() - start)


def conclude(
    run: Run,
    slug: str,
    order: Order,
    prepared: Outcome[Made | None],
    place: Outcome[Path | None],
    rests_on: Seen,
    finished: Mapping[str, Finished],
) -> BuildReport:
    """The end of a build: finished files into their folder where nothing forbids it. What came of
    it is remembered."""
    found = [*prepared.diagnostics, *place.diagnostics]
    if prepared.value is not None and place.value is not None:
        return deliver(run, slug, order, prepared.value, found, place.value, rests_on, finished)
    report = BuildReport(slug, in_order(found), refused=True)
    if place.value:
        Records(run).keep_build(rests_on, order, place.value, report)
    return report


def assemble_package(
    run: Run,
    workspace: Workspace,
    slug: str,
    order: Order,
    again: Callable[[str], tuple[bytes, Finished] | None],
    step: Step = no_step,
    look: Look | None = None,
) -> Outcome[Made | None]:
    """The finished files of a project, none of them on the disk; None where findings forbid it.
    What was read is noted in `workspace`."""
    from sowgen.pipeline.make import make
    from sowgen.pipeline.package import prepare

    prepared = prepare(workspace, slug, run, step, order.issue)
    package, found = prepared.value, list(prepared.diagnostics)
    if package is None or order.refuses(found):
        return Outcome(None, in_order(found))
    if look is not None:
        look(package)
    made = make(workspace, package, order, run, again, step)
    found += made.diagnostics
    return Outcome(None if order.refuses(found) else made.value, in_order(found))


def deliver(
    run: Run,
    slug: str,
    order: Order,
    made: Made,
    found: Iterable[Diagnostic],
    folder: Path,
    rests_on: Seen,
    finished: Mapping[str, Finished],
) -> BuildReport:
    """Finished files into their folder, with the commit that they come from; the next build will
    know what they were made from."""
    from sowgen.pipeline.stamping import stamp_package
    from sowgen.publish import publish

    records = Records(run)
    origin = commit_of(run, rests_on.trace, made.held)
    ready = stamp_package(run, made, origin)
    done = publish(folder, ready.artifacts, ready.manifest, whole=made.whole, force=order.force)
    report = BuildReport(
        slug,
        in_order((*found, *done.diagnostics)),
        done.value.written,
        done.value.unchanged,
        removed=done.value.removed,
        older=done.value.older,
        refused=not done.ok,
        blocked=not done.ok,
        stamps=done.value.stamps,
        origin=origin,
    )
    if done.ok:
        digests = {a.name: a.digest for a in ready.artifacts}
        new = {key: Finished(name, digests[name], said, ready.stamps.get(name, ""))
               for name, (key, said) in made.keys.items()}  # fmt: skip
        there = {key: f for key, f in finished.items() if f.name not in digests}
        records.keep_finished(slug, folder, {**there, **new})
        # What is left to mend is told again by the next build, so that one is no repetition.
        if all(d.severity == "info" for d in done.diagnostics):
            records.keep_build(rests_on, order, folder, report)
    return report


def files_again(
    folder: Path | None, finished: Mapping[str, Finished]
) -> Callable[[str], tuple[bytes, Finished] | None]:
    """Takes files of an earlier build from the output folder, as far as they are untouched."""
    import hashlib

    def take(key: str) -> tuple[bytes, Finished] | None:
        known = finished.get(key)
        if known is None or folder is None:
            return None
        try:
            data = read_bytes(folder / known.name)
        except OSError:
            return None
        if data is None or hashlib.sha256(data).hexdigest() != known.sha256:
            return None
        return data, known

    return take
