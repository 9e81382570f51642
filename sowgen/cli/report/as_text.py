"""Findings for people: one line each that editors can follow, the source line with a caret,
the hint, related places, and a summary at the end.

    projects/widget/project.yaml:12:9 error[M104] the late-payment interest has no base
       12 |   rate: 8 %
          |         ^^^
      hint: write `8 % of the overdue amount`
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sowgen.cli.report import ProjectResult, Report
from sowgen.cli.report.excerpt import excerpt, one_line
from sowgen.diagnostics import Diagnostic, Span

Segment = tuple[str, str]
"""A run of text and its style: a rich style name, '' for plain."""

ENDS = ("built", "checked", "up to date", "with errors", "with warnings", "failed")
"""What a project can come to, in the order of the summary. Where warnings fail a build, one that
has them is told apart."""

STYLES = {"error": "bold red", "warning": "bold yellow", "info": "bold cyan"}


def write(report: Report) -> str:
    """The report without colour."""
    return "".join(text for text, _ in segments(report))


def segments(report: Report) -> Iterator[Segment]:
    """The report piece by piece, each with its style."""
    for diagnostic in report.diagnostics:
        yield from _finding(report, diagnostic)
    yield from _open(report)
    yield from _summary(report)


def _place(report: Report, span: Span) -> str:
    file = one_line(report.shown(span.file)) or "sowgen"
    return f"{file}:{max(span.line, 1)}:{max(span.col, 1)}"


def _finding(report: Report, found: Diagnostic) -> Iterator[Segment]:
    yield _place(report, found.span), "bold"
    yield " ", ""
    yield f"{found.severity}[{found.code}]", STYLES[found.severity]
    yield f" {one_line(found.message)}\n", ""
    yield from _source(report, found.span, STYLES[found.severity])
    if found.hint:
        yield "  hint: ", "bold green"
        yield f"{one_line(found.hint)}\n", ""
    for note, span in found.related:
        yield f"  {_place(report, span)}: {one_line(note)}\n", ""
        yield from _source(report, span, "cyan")


def _source(report: Report, span: Span, style: str) -> Iterator[Segment]:
    line = report.read_line(span.file, span.line) if span.line > 0 else ""
    if not line.strip():
        return
    text, marker = excerpt(line, span.col, span.length)
    gutter = f"{span.line:>5} | "
    yield gutter, "dim"
    yield f"{text}\n", ""
    if marker:
        yield " " * (len(gutter) - 2) + "| ", "dim"
        yield f"{marker}\n", style


def _open(report: Report) -> Iterator[Segment]:
    for value in report.open_values:
        note = f": {one_line(value.note)}" if value.note else ""
        yield _place(report, value.span), "bold"
        yield f" to be agreed: {value.path}{note}\n", ""


def _summary(report: Report) -> Iterator[Segment]:
    counts = report.counts
    parts = [counted(counts[s], s) for s in ("error", "warning") if counts[s]]
    if counts["info"]:
        parts.append(counted(counts["info"], "remark"))
    words = ", ".join(parts) or "no mistakes found"
    where = f" in {counted(report.projects, 'project')}" if report.projects else ""
    if parts or report.projects:
        style = STYLES["error"] if report.failed else "green" if not parts else STYLES["warning"]
        yield f"{words}{where}\n", style
    if len(report.results) > 1:
        yield f"{totals(report)}\n", STYLES["error"] if "failed" in report.states else ""


def totals(report: Report) -> str:
    """What came of the projects, in a line."""
    found = Counter(map(_came_to, report.results))
    ends = ", ".join(f"{found[end]} {end}" for end in ENDS if found[end])
    written = f"; {counted(report.written, 'file')} written" if report.written else ""
    return f"{len(report.results)} projects: {ends}{written}; {report.seconds:.2f} s"


def _came_to(result: ProjectResult) -> str:
    """One of `ENDS`."""
    if result.state != "failed" and result.errors:
        return "with errors"
    return {"unchanged": "up to date", "refused": "with warnings"}.get(result.state, result.state)


def counted(number: int, noun: str) -> str:
    """`1 error`, `3 errors`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
