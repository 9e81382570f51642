"""Findings as GitHub workflow commands, shown as annotations in a pull request.

The escaping follows the Actions toolkit: `%`, CR and LF everywhere, `:` and `,` besides in
properties. Other control characters are shown as escapes: the log stands on terminals, too.
GitHub shows ten annotations of a kind for a step; the log has them all.
"""

from __future__ import annotations

from sowgen.cli.report import Report
from sowgen.cli.report.as_text import counted, totals
from sowgen.cli.report.excerpt import display
from sowgen.diagnostics import Diagnostic

LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def write(report: Report) -> str:
    """One workflow command a line, then a plain summary line for the log."""
    lines = [_finding(report, d) for d in report.diagnostics]
    counts = report.counts
    if report.projects:
        lines.append(
            f"{counted(counts['error'], 'error')}, {counted(counts['warning'], 'warning')} "
            f"in {counted(report.projects, 'project')}"
        )
    if len(report.results) > 1:
        lines.append(totals(report))
    return "".join(line + "\n" for line in lines)


def _data(text: str) -> str:
    shown = "".join(c if c in "\r\n\t" else display(c, 0)[0] for c in text)
    return shown.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _finding(report: Report, found: Diagnostic) -> str:
    span = found.span
    properties = []
    if span.file:
        properties.append(("file", report.shown(span.file)))
        if span.line:
            properties.append(("line", str(span.line)))
        if span.line and span.col:
            properties.append(("col", str(span.col)))
            properties.append(("endColumn", str(span.col + max(span.length, 1))))
    properties.append(("title", found.code))
    words = found.message + (f"\nhint: {found.hint}" if found.hint else "")
    for note, place in found.related:
        words += f"\n{report.shown(place.file)}:{place.line}: {note}"
    given = ",".join(f"{name}={_property(value)}" for name, value in properties)
    return f"::{LEVELS[found.severity]} {given}::{_data(words)}"
