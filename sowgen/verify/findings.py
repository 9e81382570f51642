"""Reports as diagnostics, for every form of report that the command line knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sowgen.diagnostics import Diagnostic, Span, error, info
from sowgen.verify.passages import Change
from sowgen.verify.reports import NO_FILE, Report, Since

_SHOWN = 5


def findings(report: Report, place: str) -> Iterator[Diagnostic]:
    """What is to be said of a file; `place` is its path relative to the workspace."""
    span, notes = Span(place), "; ".join(report.notes)
    if report.verdict == "unknown":
        if report.damaged:
            missing = report.reason == NO_FILE
            hint = "name a file that is there" if missing else "ask for the file again"
            yield error("H205", f"the file cannot be looked into: {report.reason}", span, hint)
        elif not report.members:
            yield error("H204", f"where the file comes from is not proven: {report.reason}", span,
                        notes)  # fmt: skip
    for change in report.changes:
        yield _changed(change, span, notes)
    if report.more:
        yield error("H201", f"{report.more} more places of the file were changed", span)
    if report.verdict == "resaved":
        message = "another program saved the file; its words are as they were written"
        yield info("H206", message, span, notes)
    if report.since is not None:
        yield info("H207", _since(report.since), span)
    for member in report.members:
        yield from findings(member, place + member.file.removeprefix(report.file))


def _changed(change: Change, span: Span, notes: str) -> Diagnostic:
    clause = f" (`{change.clause}`)" if change.clause else ""
    where = f"{change.where}{clause}: {change.words}"
    if change.what == "metadata":
        return error("H203", f"what the file says of itself was changed: {where}", span, notes)
    if change.what in ("added", "tracked"):
        what = "tracked change" if change.what == "tracked" else "added to the file"
        return error("H202", f"{what}: {where}", span, notes)
    return error("H201", f"edited at {where}", span, notes)


def _since(changed: Since) -> str:
    if changed.unknown:
        return f"what has changed since cannot be told: {changed.unknown}"
    parts = []
    if changed.changes:
        parts.append(_some(f"{c.where}: {c.words}" for c in changed.changes))
    if changed.files:
        parts.append("other inputs: " + _some(changed.files))
    if changed.kinds:
        parts.append("other documents that changed: " + ", ".join(changed.kinds))
    return "the project gives another document now; " + "; ".join(parts)


def _some(texts: Iterable[str]) -> str:
    every = list(texts)
    more = f" and {len(every) - _SHOWN} more" if len(every) > _SHOWN else ""
    return "; ".join(every[:_SHOWN]) + more
