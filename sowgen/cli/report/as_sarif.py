"""Findings as SARIF 2.1.0 (OASIS), which code-scanning services and editors read.

Columns are counted from 1 in Unicode code points; URIs are relative to the current folder
(in GitHub Actions: the repository) and percent-encoded.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import quote

from sowgen import __version__
from sowgen.cli.report import Report
from sowgen.codes import Code, all_codes
from sowgen.diagnostics import Diagnostic, Span

LEVELS = {"error": "error", "warning": "warning", "info": "note"}
SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def write(report: Report) -> str:
    """One run of the tool `sowgen`; its rules are the codes that occur, sorted."""
    used = sorted({d.code for d in report.diagnostics})
    index = {code: number for number, code in enumerate(used)}
    codes = all_codes()
    run = {
        "tool": {
            "driver": {
                "name": "sowgen",
                "semanticVersion": __version__,
                "rules": [_rule(code, codes.get(code)) for code in used],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True}],
        "results": [_result(report, d, index) for d in report.diagnostics],
    }
    whole = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(whole, indent=2) + "\n"


def _rule(name: str, code: Code | None) -> dict[str, Any]:
    if code is None:
        return {"id": name}
    return {
        "id": code.id,
        "shortDescription": {"text": code.title},
        "fullDescription": {"text": code.why},
        "help": {"text": f"{code.why}\n\nWhat to do: {code.mend}"},
        "defaultConfiguration": {"level": LEVELS[code.severity]},
    }


def _location(report: Report, span: Span) -> dict[str, Any]:
    # An absolute path needs the file scheme: "C:/x" on its own would be a URI of scheme "C".
    path = report.shown(span.file)
    uri = quote(path, safe="/")
    if path.startswith("/"):
        uri = "file://" + uri
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    if span.line:
        region: dict[str, Any] = {"startLine": span.line}
        if span.col:
            region["startColumn"] = span.col
            region["endColumn"] = span.col + max(span.length, 1)
        physical["region"] = region
    return {"physicalLocation": physical}


def _result(report: Report, found: Diagnostic, index: dict[str, int]) -> dict[str, Any]:
    words = found.message + (f"\nhint: {found.hint}" if found.hint else "")
    result: dict[str, Any] = {
        "ruleId": found.code,
        "ruleIndex": index[found.code],
        "level": LEVELS[found.severity],
        "message": {"text": words},
        "locations": [_location(report, found.span)] if found.span.file else [],
        "partialFingerprints": {"sowgenFinding/v1": _fingerprint(report, found)},
    }
    if found.related:
        result["relatedLocations"] = [
            {**_location(report, span), "id": number, "message": {"text": note}}
            for number, (note, span) in enumerate(found.related)
        ]
    return result


def _fingerprint(report: Report, found: Diagnostic) -> str:
    """Stays the same when lines are added above, so a dismissed finding stays dismissed."""
    line = report.read_line(found.span.file, found.span.line) if found.span.line else ""
    parts = (found.code, found.span.file, found.message, line.strip())
    return hashlib.sha256("\0".join(parts).encode(errors="backslashreplace")).hexdigest()[:32]
