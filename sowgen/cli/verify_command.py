"""`sowgen verify`: where files come from, and whether they were changed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sowgen.cli.group import EXIT_CODES, everywhere
from sowgen.cli.streams import put

if TYPE_CHECKING:
    from sowgen.diagnostics import Diagnostic
    from sowgen.verify.reports import Report
    from sowgen.workspace import Workspace

WORDS: Mapping[str, str] = {
    "untouched": "untouched",
    "outdated": "untouched, but the project has changed since",
    "resaved": "saved by another program, words as they were written",
    "edited": "edited",
    "unknown": "unknown",
}


@click.command("verify", epilog=EXIT_CODES)
@click.argument("files", metavar="FILE...", nargs=-1, required=True,
                type=click.Path(path_type=Path))  # fmt: skip
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object with every detail instead of lines."
)
@everywhere
def command(files: tuple[Path, ...], *, as_json: bool) -> int:
    """Tell which commit, project and clauses a file comes from, and whether it was changed.

    A FILE may have any name and lie anywhere; -C names the workspace. Each is untouched; untouched,
    but from inputs that have changed since; saved again by another program with the same words;
    edited, with the clauses whose text differs; or unknown. What a file says of itself is never
    believed: the document is built again from the commit, or taken from an issued version that is
    committed, and compared.

    The exit status is 0 where every file is untouched or has its words, whatever has changed in
    the project since; 1 where one is edited or unknown.

    \b
    Examples:
      sowgen verify contract-from-mail.docx
      sowgen verify -C ~/deals ~/Downloads/*.pdf
      sowgen verify returned.docx --json
    """
    from sowgen.cli.session import Session
    from sowgen.diagnostics import error
    from sowgen.verify import verify
    from sowgen.verify.findings import findings
    from sowgen.workspace import ToolFailed

    session = Session.current()
    reports: list[Report] = []
    found: list[Diagnostic] = []
    try:
        for path, report in zip(files, verify(session.workspace, files), strict=True):
            reports.append(report)
            found += findings(report, place_of(session.workspace, path))
            for one in () if as_json else (report, *report.members):
                session.say(line_of(one))
    except ToolFailed as problem:
        place = place_of(session.workspace, files[len(reports)])
        found.append(error("X011", str(problem), _span(place), "run `sowgen doctor`"))
    if as_json:
        whole = {"version": 1, "files": [plain(report) for report in reports]}
        put(json.dumps(whole, indent=2), sys.stdout)
    return session.finish(found, data=as_json)


def _span(place: str) -> Any:
    from sowgen.diagnostics import Span

    return Span(place)


def place_of(workspace: Workspace, path: Path) -> str:
    """The path of a file relative to the workspace; one outside as it was given where that is an
    absolute path."""
    whole = path.absolute()
    try:
        relative = os.path.relpath(whole, workspace.root)
    except ValueError:  # another drive on Windows
        relative = str(whole)
    outside = relative.startswith(os.pardir)
    return (str(path) if outside and path.is_absolute() else relative).replace(os.sep, "/")


def line_of(report: Report) -> str:
    """`deal.docx: untouched; sow of atlas-controller, version 1.0, commit 1234567890ab`."""
    origin = report.origin
    words = [f"{report.file}: {WORDS[report.verdict]}"]
    if origin is not None:
        claims = "it says: " if report.verdict == "unknown" else ""
        words.append(f"{claims}{origin.kind} of {origin.project}")
        parts = [f"version {origin.version}" if origin.version else ""]
        parts.append("issued" if origin.issued else "")
        parts.append(f"commit {origin.commit[:12]}" if origin.commit else "not committed")
        words[-1] += "".join(f", {part}" for part in parts if part)
    return "; ".join([*words, *report.notes])


def plain(report: Report) -> dict[str, Any]:
    """A report as JSON types; fields are added, never renamed."""
    origin, since = report.origin, report.since
    return {
        "file": report.file,
        "verdict": report.verdict,
        "reason": report.reason,
        "damaged": report.damaged,
        "notes": list(report.notes),
        "origin": origin and {
            "project": origin.project,
            "kind": origin.kind,
            "format": origin.format,
            "version": origin.version,
            "commit": origin.commit,
            "issued": origin.issued,
            "clauses": [
                {"id": id_, "version": version, "position": position}
                for id_, version, position in origin.clauses
            ],
        },
        "members": [plain(member) for member in report.members],
        "changes": _changes(report.changes),
        "more_changes": report.more,
        "since": since and {
            "changes": _changes(since.changes),
            "files": list(since.files),
            "kinds": list(since.kinds),
            "unknown": since.unknown,
        },
    }  # fmt: skip


def _changes(changes: Sequence[Any]) -> list[dict[str, str]]:
    return [
        {"what": c.what, "where": c.where, "clause": c.clause, "number": c.number, "words": c.words}
        for c in changes
    ]
