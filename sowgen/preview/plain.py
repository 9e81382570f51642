"""What browsers are told, as plain data: the state of the session, a document, a reason."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sowgen.diagnostics import Diagnostic, Span
from sowgen.model.clause import ChosenClause
from sowgen.model.document import Paragraph
from sowgen.preview.board import Board, Project, Shown
from sowgen.preview.changes import Change
from sowgen.preview.drawer import Drawing
from sowgen.preview.units import Reading, Spot
from sowgen.tracing import COVER, Reason


def state(board: Board, session: str, root: Path, internal: bool) -> dict[str, Any]:
    """Every project with its documents and findings; the internal documents only with `internal`.
    `session` tells servers apart, whose versions have nothing to do with each other."""
    return {
        "session": session,
        "version": board.version,
        "workspace": root.name,
        "root": root.as_posix(),
        "projects": [_project(project, internal) for project in board.projects.values()],
    }


def _project(project: Project, internal: bool) -> dict[str, Any]:
    return {
        "slug": project.slug,
        "title": project.title,
        "status": project.status,
        "blocked": project.blocked,
        "checked": project.checked,
        "held": bool(project.documents),
        "made": project.made,
        "seconds": project.seconds,
        "why": list(project.why),
        "findings": [finding(d) for d in project.found],
        "documents": [
            _document(kind, shown)
            for kind, shown in project.documents.items()
            if internal or not shown.internal
        ],
    }


def _document(kind: str, shown: Shown) -> dict[str, Any]:
    return {
        "kind": kind,
        "title": shown.reading.document.title.partition(":")[0],
        "internal": shown.internal,
        "version": shown.version,
        "changes": len(shown.changes),
        "since": len(shown.since),
        "clauses": _count_clauses(shown.changes),
    }


def _count_clauses(changes: Iterable[Change]) -> int:
    """How many clauses were touched; a change outside of clauses counts as one."""
    return len({change.clause or change.spots[0] for change in changes})


def finding(d: Diagnostic) -> dict[str, Any]:
    """A finding with its places."""
    return {
        "code": d.code,
        "severity": d.severity,
        "message": d.message,
        "hint": d.hint,
        "place": place(d.span),
        "related": [{"words": words, "place": place(span)} for words, span in d.related],
    }


def place(span: Span | None) -> dict[str, Any] | None:
    """A place in a file; None where there is none."""
    if span is None or not span.file:
        return None
    return {"file": span.file, "line": span.line, "col": span.col, "length": span.length}


def document(drawing: Drawing, now: Shown | None) -> dict[str, Any]:
    """The pages of a document with what lies over them, all of one version; its changes as they
    are `now`, where that is still the same version."""
    shown = now if now and now.version == drawing.shown.version else drawing.shown
    reading = shown.reading
    return {
        "kind": reading.document.kind,
        "title": reading.document.title,
        "language": reading.document.language,
        "version": shown.version,
        "pages": [[sheet.id, sheet.width, sheet.height] for sheet in drawing.sheets],
        "units": _units(reading),
        "overlays": [
            [o.page, round(o.x, 1), round(o.y, 1), round(o.width, 1), round(o.height, 1),
             spot(o.spot), o.continued]
            for o in drawing.overlays
        ],
        "changes": [_change(c) for c in shown.changes],
        "since": [_change(c) for c in shown.since],
        "findings": [finding(d) for d in drawing.found],
        "problem": drawing.problem,
    }  # fmt: skip


def spot(at: Spot) -> str:
    """A unit's name in the page: `12`, `12.3` for a row of a table, `-1` for the cover."""
    index, row = at
    return str(index) if row is None else f"{index}.{row}"


def _units(reading: Reading) -> dict[str, Any]:
    """Label, words, number and clause of each unit, and whether it is running text."""
    blocks = reading.document.blocks()
    return {
        spot(u.spot): [
            u.label, u.text, u.number, u.clause,
            u.spot[0] != COVER and isinstance(blocks[u.spot[0]], Paragraph),
        ]
        for u in reading.units
    }  # fmt: skip


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "spots": [spot(at) for at in change.spots],
        "before": change.before,
        "clause": change.clause,
        "number": change.number,
    }


def reason(why: Reason) -> dict[str, Any]:
    """Why a unit is there."""
    return {
        "number": why.where,
        "clause": _clause(why.clause) if why.clause else None,
        "place": place(why.span),
        "values": [
            {"words": v.words, "path": v.path, "place": place(v.span), "how": v.how}
            for v in why.values
        ],
    }


def _clause(chosen: ChosenClause) -> dict[str, Any]:
    return {
        "id": chosen.clause.id,
        "title": chosen.clause.title,
        "version": chosen.clause.version,
        "position": chosen.position,
        "reason": chosen.reason,
        "place": place(chosen.wording.span),
    }
