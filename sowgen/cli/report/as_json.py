"""Findings as one JSON object, for scripts. Fields are added, never renamed or removed
without a new `version`; `docs/cli.md` describes each."""

from __future__ import annotations

import json
from typing import Any

from sowgen.cli.report import Report
from sowgen.diagnostics import Diagnostic, Span

VERSION = 1


def write(report: Report) -> str:
    """The report as indented UTF-8 JSON. Paths are relative to the workspace; `workspace`
    leads there from the current folder."""
    counts = report.counts
    whole: dict[str, Any] = {
        "version": VERSION,
        "workspace": report.prefix.rstrip("/") or ".",
        "diagnostics": [_finding(d) for d in report.diagnostics],
        "open_values": [
            {"project": v.project, "path": v.path, "note": v.note, **_place(v.span)}
            for v in report.open_values
        ],
        "outputs": [
            {"project": o.project, "path": o.path, "state": o.state} for o in report.outputs
        ],
        "projects": [
            {
                "slug": r.slug,
                "state": r.state,
                "seconds": round(r.seconds, 3),
                "errors": r.errors,
                "warnings": r.warnings,
                "written": r.written,
            }
            for r in report.results
        ],
        "summary": {
            "errors": counts["error"],
            "warnings": counts["warning"],
            "infos": counts["info"],
            "projects": report.projects,
            "failed": report.failed,
            "states": report.states,
            "written": report.written,
            "seconds": round(report.seconds, 3),
        },
    }
    return _encoded(whole)


def _encoded(whole: object) -> str:
    """Lone surrogates, which UTF-8 does not have, stay as JSON escapes."""
    text = json.dumps(whole, ensure_ascii=False, indent=2)
    try:
        text.encode()
    except UnicodeEncodeError:
        text = json.dumps(whole, indent=2)
    return text + "\n"


def _place(span: Span) -> dict[str, Any]:
    return {"file": span.file, "line": span.line, "column": span.col, "length": span.length}


def _finding(found: Diagnostic) -> dict[str, Any]:
    return {
        **_place(found.span),
        "severity": found.severity,
        "code": found.code,
        "message": found.message,
        "hint": found.hint,
        "related": [{"message": note, **_place(span)} for note, span in found.related],
    }
