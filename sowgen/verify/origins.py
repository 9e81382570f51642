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
from sowgen.verify.issued import IssuedFiles, place_of
from sowgen.verify.judge import NO_STAMP, Base, judge, since
from sowgen.verify.kinds import as_format, format_of, inside, refuse_damaged
from sowgen.verify.limits import Unreadable
from sowgen.verify.match import Looks, bases_like
from sowgen.verify.passages import Change
from sowgen.verify.reports import Origin, Report, Since
from sowgen.verify.states import State, States

_MOST_TRIES = 8


@dataclass(frozen=True)
class Verifier:
    """Tells of one file after the other; what several of them need is made once."""

    states: States
    issued: IssuedFiles

    def report(self, file: str, data: bytes) -> Report:
        """The verdict on the file with these bytes. Raises `ToolFailed`."""
        format_ = format_of(data)
        claim = read_stamp(data) if format_ else None
        found = self._issued(file, data, claim)
        if found is not None:
            return found
        try:
            if format_ is None:
                members = archived(data)
                if members is not None:
                    return of_archive(file, members, self.report, self._archived_names)
                return verify_data(self.states, file, data)
            if claim is None:
                return self._without_stamp(file, data, format_)
            return self._with_stamp(file, data, format_, claim)
        except Unreadable as problem:
            return Report(file, "unknown", reason=str(problem), damaged=True)

    def _archived_names(self, origin: Origin) -> frozenset[str]:
        state = self.states.state(origin.project, origin.commit, origin.issued)
        return state.archived_names() if state else frozenset()

    # --- issued ------------------------------------------------------------------------------

    def _issued(self, file: str, data: bytes, claim: Provenance | None) -> Report | None:
        """The verdict on the very bytes of a file of an issued version."""
        issued = self._with_version(claim) or self.issued
        paths = issued.find(data)
        itself = inside(self.states.now.root, file)
        path = min(paths, key=lambda path: _nearness(path, itself, claim), default="")
        place = place_of(path) if path else None
        if place is None:
            return None
        project, version = place
        kind, commit = issued.facts(path)
        format_ = format_of(data) or PurePosixPath(path).suffix.lstrip(".")
        origin = Origin(
            project, claim.kind if claim else kind, format_, version,
            claim.commit if claim else commit, version, claim.clauses if claim else (),
        )  # fmt: skip
        same = ", ".join(sorted(paths, key=lambda p: p != path)[path == itself :])
        report = Report(file, "untouched", origin, notes=(f"the same as {same}",) if same else ())
        report = self._reached(report)
        state = self._state(claim) if claim else None
        return report if state is None else self._since(report, state)

    def _with_version(self, claim: Provenance | None) -> IssuedFiles | None:
        """The issued files among which the version is that the stamp names."""
        if claim is None or not claim.issued:
            return None
        return self.issued.with_version(claim.project, claim.issued)

    def _reached(self, report: Report) -> Report:
        """The report, with a note where no branch leads to the commit that it names."""
        commit = report.origin.commit if report.origin else ""
        if not commit or self.states.repository is None:
            return report
        note = ""
        if self.states.at(commit) is None:
            note = f"its commit {commit[:12]} is not in this repository"
        elif not self.states.is_on_a_branch(commit):
            note = f"its commit {commit[:12]} is on no branch and behind no tag of this repository"
        return replace(report, notes=(*report.notes, note)) if note else report

    # --- with a stamp ------------------------------------------------------------------------

    def _state(self, claim: Provenance) -> State | None:
        return self.states.state(claim.project, claim.commit, claim.issued)

    def _with_stamp(self, file: str, data: bytes, format_: Format, claim: Provenance) -> Report:
        reason = self._refusal(claim)
        state = self._state(claim)
        issued = self._with_version(claim)
        written = None
        if issued is not None:
            path = issued.file_of(claim.project, claim.issued, claim.kind, format_)
            written = issued.read(path) if path else None
            if written and reason:
                state = self.states.state(claim.project, issued.added(path), claim.issued)
                reason = _lacking(state, claim)
        if state is None or reason:
            return self._told(Report(file, "unknown", _claimed(claim, format_), reason=reason),
                              data, format_)  # fmt: skip
        report = self._judged(file, data, claim, Base(state, claim.kind, format_, written))
        if claim.issued and not written and report.verdict not in ("edited", "unknown"):
            reason = (f"no commit on a branch or tag of this repository holds it as a file of "
                      f"version `{claim.issued}`, which it says it was issued as")  # fmt: skip
            return replace(report, verdict="unknown", since=None, reason=reason)
        return self._reached(report)

    def _judged(self, file: str, data: bytes, claim: Provenance, base: Base) -> Report:
        """The verdict on a file that says it is `base`."""
        report, alike = judge(file, data, claim, base)
        if report.verdict == "unknown":
            return report
        if report.verdict == "edited":
            if not alike:
                return self._forged(report, Looks(file, data, base.format))
            if not claim.commit:
                reason = "it was made from files that were not committed, and they are others now"
                return replace(report, verdict="unknown", reason=reason)
            return self._as_now(report, data, base)
        if not claim.commit:
            note = "made from files that were not committed; the workspace gives the same now"
            report = replace(report, notes=(*report.notes, note))
        return self._since(report, base.state)

    def _refusal(self, claim: Provenance) -> str:
        """Why what a stamp says cannot be looked into, '' where it can."""
        if claim.commit and self.states.repository is None:
            return "the workspace is in no git repository, so that its commit cannot be looked up"
        if self.states.at(claim.commit) is None:
            return f"its commit {claim.commit[:12]} is not in this repository"
        return _lacking(self._state(claim), claim)

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
        best = self._nearest(looks)
        if best is None:
            if not looks.words:
                refuse_damaged(data, format_)
            reason = "it carries no stamp, and no document of this workspace is like it"
            return Report(file, "unknown", reason=reason)
        return replace(best, notes=(*best.notes, "found by its words"))

    def _nearest(self, looks: Looks) -> Report | None:
        """The report on the file as the document that it is most like, None where it is like
        none."""
        best: Report | None = None
        for report in self._tries(looks):
            if best is None or _weight(report) < _weight(best):
                best = report
            if len(report.changes) == 1:
                break
        return best

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
        """A report on a file whose stamp leads nowhere: a note where we have its words, else
        where it differs from the document that it is most like."""
        match = self._nearest(Looks(report.file, data, format_))
        if match is None or match.origin is None:
            return report
        at = f"commit {match.origin.commit[:12]}" if match.origin.commit else "the workspace now"
        named = f"`{match.origin.kind}` of `{match.origin.project}` at {at}"
        if len(match.changes) == 1:
            return replace(report, notes=(*report.notes, f"its words are those of {named}"))
        stamp = Change("metadata", "stamp", report.reason)
        changes = [stamp if c == NO_STAMP else c for c in match.changes]
        note = f"held against {named}, which it is most like"
        return replace(match, changes=tuple(changes), notes=(*match.notes, note))

    # --- since -------------------------------------------------------------------------------

    def _since(self, report: Report, state: State) -> Report:
        """The report with what has changed since; `outdated` where it was untouched."""
        if report.origin is None or state.document(report.origin.kind) is None:
            return report
        now = self.states.state(state.slug, "", state.issue)
        base = Base(state, report.origin.kind, as_format(report.origin.format))
        changed = since(base, now)
        if changed == Since():
            return report
        verdict = report.verdict
        if verdict == "untouched" and not changed.unknown:
            verdict = "outdated"
        return replace(report, verdict=verdict, since=changed)


def _lacking(state: State | None, claim: Provenance) -> str:
    """Why a state does not give the document that a stamp names, '' where it does."""
    when = f" at commit {claim.commit[:12]}" if claim.commit else ""
    if state is None:
        return f"there is no project `{claim.project}`{when}"
    if state.prepared.value is None:
        problem = state.problem
        return f"`{claim.project}` cannot be built{when}: {problem.message if problem else ''}"
    if state.document(claim.kind) is None:
        return f"`{claim.project}` has no document `{claim.kind}`{when}"
    return ""


def _nearness(path: str, itself: str, claim: Provenance | None) -> tuple[bool, bool, str]:
    """The path that was given comes first, then the version that the stamp names."""
    place = place_of(path)
    return path != itself, not (claim and place == (claim.project, claim.issued)), path


def _weight(report: Report) -> tuple[int, int]:
    return len(report.changes) + report.more, sum(len(change.words) for change in report.changes)


def _claimed(claim: Provenance, format_: Format) -> Origin:
    return Origin(claim.project, claim.kind, format_, claim.version, claim.commit, claim.issued,
                  claim.clauses)  # fmt: skip
