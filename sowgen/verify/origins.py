"""From a file to its verdict: which document it claims or seems to be, and whether it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from sowgen.model.artifact import Format
from sowgen.model.provenance import Provenance
from sowgen.render import read_stamp
from sowgen.verify.archives import archived, of_archive
from sowgen.verify.data_files import verify_data
from sowgen.verify.docx_file import read_docx
from sowgen.verify.docx_parts import open_parts
from sowgen.verify.issued import Issued, place_of
from sowgen.verify.judge import Base, judge, since
from sowgen.verify.limits import Unreadable
from sowgen.verify.match import Looks, bases_like
from sowgen.verify.passages import Change
from sowgen.verify.pdf_compare import read_texts
from sowgen.verify.reports import Origin, Report, Since
from sowgen.verify.states import State, States

_BEGINNING = 4_096
_MOST_TRIES = 8


@dataclass(frozen=True)
class Verifier:
    """Tells of one file after the other; what several of them need is made once."""

    states: States
    issued: Issued

    def report(self, file: str, data: bytes) -> Report:
        """The verdict on the file with these bytes. Raises `ToolFailed`."""
        found = self._issued(file, data)
        if found is not None:
            return found
        format_ = _format_of(data)
        try:
            if format_ is None:
                members = archived(data)
                if members is not None:
                    return of_archive(file, members, self.report)
                return verify_data(self.states, file, data)
            claim = read_stamp(data)
            if claim is None:
                return self._without_stamp(file, data, format_)
            return self._with_stamp(file, data, format_, claim)
        except Unreadable as problem:
            return Report(file, "unknown", reason=str(problem), damaged=True)

    # --- issued ------------------------------------------------------------------------------

    def _issued(self, file: str, data: bytes) -> Report | None:
        """The verdict on the very bytes of a file of an issued version."""
        path = self.issued.find(data)
        place = place_of(path) if path else None
        if place is None:
            return None
        project, version = place
        claim = read_stamp(data)
        name = PurePosixPath(path)
        kind, commit = self.issued.facts(path)
        format_ = _format_of(data) or name.suffix.lstrip(".")
        origin = Origin(
            project, claim.kind if claim else kind, format_, version,
            claim.commit if claim else commit, version, claim.clauses if claim else (),
        )  # fmt: skip
        report = Report(file, "untouched", origin, notes=(f"the same as {path}",))
        state = self._state(claim) if claim else None
        return report if state is None else self._since(report, state)

    # --- with a stamp ------------------------------------------------------------------------

    def _state(self, claim: Provenance) -> State | None:
        return self.states.state(claim.project, claim.commit, claim.issued)

    def _with_stamp(self, file: str, data: bytes, format_: Format, claim: Provenance) -> Report:
        reason = self._refusal(claim)
        state = self._state(claim)
        if state is None or reason:
            return self._told(Report(file, "unknown", _claimed(claim, format_), reason=reason),
                              data, format_)  # fmt: skip
        path = self.issued.file_of(claim.project, claim.issued, claim.kind, format_)
        written = self.issued.read(path) if claim.issued and path else None
        base = Base(state, claim.kind, format_, written)
        report, alike = judge(file, data, claim, base)
        if report.verdict == "edited":
            if not alike:
                return self._forged(report, Looks(file, data, format_))
            if not claim.commit:
                reason = "it was made from files that were not committed, and they are others now"
                return replace(report, verdict="unknown", reason=reason)
            return self._as_now(report, data, base)
        if not claim.commit:
            note = "made from files that were not committed; the workspace gives the same now"
            report = replace(report, notes=(*report.notes, note))
        return self._since(report, state)

    def _refusal(self, claim: Provenance) -> str:
        """Why what a stamp says cannot be looked into, '' where it can."""
        if claim.commit and self.states.repository is None:
            return "the workspace is in no git repository, so that its commit cannot be looked up"
        if self.states.at(claim.commit) is None:
            return f"its commit {claim.commit[:12]} is not in this repository"
        state = self._state(claim)
        when = f" at commit {claim.commit[:12]}" if claim.commit else ""
        if state is None:
            return f"there is no project `{claim.project}`{when}"
        if state.prepared.value is None:
            problem = state.problem
            return f"`{claim.project}` cannot be built{when}: {problem.message if problem else ''}"
        if state.document(claim.kind) is None:
            return f"`{claim.project}` has no document `{claim.kind}`{when}"
        return ""

    def _forged(self, report: Report, looks: Looks) -> Report:
        """A file whose words are not at all those of the document that its stamp names."""
        stated = report.origin
        named = f"`{stated.kind}` of `{stated.project}`" if stated else "another document"
        match = self._equal(looks)
        if match is None:
            reason = f"its stamp names {named}, and its words are not those of that document"
            return replace(report, verdict="unknown", changes=(), more=0, reason=reason)
        words = f"the stamp is that of {named}"
        return replace(match, changes=(Change("metadata", "stamp", words),))

    def _as_now(self, report: Report, data: bytes, base: Base) -> Report:
        """An edited file, with a note where its words are those of the project as it is now."""
        now = self.states.state(base.state.slug, "")
        if now is None or now.digest(base.kind) in ("", base.state.digest(base.kind)):
            return report
        other, _ = judge(report.file, data, None, Base(now, base.kind, base.format))
        if len(other.changes) > 1:
            return report
        note = "its words are those that the project gives now: the stamp is of another commit"
        return replace(report, notes=(*report.notes, note))

    # --- without a stamp ---------------------------------------------------------------------

    def _without_stamp(self, file: str, data: bytes, format_: Format) -> Report:
        looks = Looks(file, data, format_)
        best: Report | None = None
        for report in self._tries(looks):
            if best is None or _weight(report) < _weight(best):
                best = report
            if len(report.changes) == 1:
                break
        if best is None:
            if not looks.words:
                _refuse_damaged(data, format_)
            reason = "it carries no stamp, and no document of this workspace is like it"
            return Report(file, "unknown", reason=reason)
        return replace(best, notes=(*best.notes, "found by its words"))

    def _tries(self, looks: Looks) -> Iterator[Report]:
        """The file held against the documents that it may be, each content once."""
        tried: set[str] = set()
        for base in bases_like(self.states, looks):
            digest = base.state.digest(base.kind)
            if not digest or digest in tried:
                continue
            tried.add(digest)
            report, alike = judge(looks.file, looks.data, None, base)
            if alike:
                yield report
            if len(tried) >= _MOST_TRIES:
                return

    def _equal(self, looks: Looks) -> Report | None:
        """The report on the file as the document whose very words it has, None where none has."""
        reports = self._tries(looks)
        return next((report for report in reports if len(report.changes) == 1), None)

    def _told(self, report: Report, data: bytes, format_: Format) -> Report:
        """A report on a file of unknown origin, with a note where we have its words."""
        match = self._equal(Looks(report.file, data, format_))
        if match is None or match.origin is None:
            return report
        at = f"commit {match.origin.commit[:12]}" if match.origin.commit else "the workspace now"
        note = f"its words are those of `{match.origin.kind}` of `{match.origin.project}` at {at}"
        return replace(report, notes=(*report.notes, note))

    # --- since -------------------------------------------------------------------------------

    def _since(self, report: Report, state: State) -> Report:
        """The report with what has changed since; `outdated` where it was untouched."""
        if report.origin is None or state.document(report.origin.kind) is None:
            return report
        now = self.states.state(state.slug, "", state.issue)
        base = Base(state, report.origin.kind, _as_format(report.origin.format))
        changed = since(base, now)
        if changed == Since():
            return report
        verdict = report.verdict
        if verdict == "untouched" and not changed.unknown:
            verdict = "outdated"
        return replace(report, verdict=verdict, since=changed)


def _weight(report: Report) -> tuple[int, int]:
    return len(report.changes) + report.more, sum(len(change.words) for change in report.changes)


def _claimed(claim: Provenance, format_: Format) -> Origin:
    return Origin(claim.project, claim.kind, format_, claim.version, claim.commit, claim.issued,
                  claim.clauses)  # fmt: skip


def _format_of(data: bytes) -> Format | None:
    """`pdf` and `docx` by their first bytes and parts; None for anything else."""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if not data.startswith(b"PK\x03\x04"):
        return None
    try:
        names = open_parts(data).names
        word = "[Content_Types].xml" in names and any(n.startswith("word/") for n in names)
    except Unreadable:  # its list of parts stands at its end
        word = b"[Content_Types].xml" in data[:_BEGINNING] and b"word/" in data[:_BEGINNING]
    return "docx" if word else None


def _as_format(name: str) -> Format:
    return "pdf" if name == "pdf" else "docx"


def _refuse_damaged(data: bytes, format_: Format) -> None:
    """Raises `Unreadable` where a file has no words because it cannot be read."""
    if format_ == "docx":
        read_docx(data)
    else:
        read_texts(data)
