"""A file held against the document that it should be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sowgen.model.artifact import Format
from sowgen.model.document import Document
from sowgen.model.provenance import Provenance
from sowgen.model.word_diff import diff
from sowgen.pipeline.fingerprint import tool_versions
from sowgen.render import read_stamp, stamp
from sowgen.verify.clauses import pieces
from sowgen.verify.docx_compare import compare_docx
from sowgen.verify.docx_file import read_docx
from sowgen.verify.docx_parts import BROKEN, open_parts
from sowgen.verify.limits import MAX_CHANGES, Unreadable
from sowgen.verify.passages import Change, Comparison, shortened, word_diff
from sowgen.verify.pdf_compare import compare_pdf
from sowgen.verify.reports import Origin, Report, Since
from sowgen.verify.states import State

_VERSION = re.compile(r"[0-9][0-9A-Za-z.+-]{0,30}")
NO_STAMP = Change("metadata", "stamp", "it carries no stamp")
_SHOWN = 5
_WIDTH = 120
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Base:
    """What a file should be: the document of `kind` in `state`. `written` are the bytes of an
    issued file that is committed, None where the file has to be written again."""

    state: State
    kind: str
    format: Format
    written: bytes | None = None

    @property
    def document(self) -> Document | None:
        """The document, None where the package has none of that kind."""
        return self.state.document(self.kind)

    @property
    def bytes(self) -> bytes | None:
        """The file, without a stamp unless it is an issued one. Raises `ToolFailed`."""
        return self.written or self.state.file(self.kind, self.format)

    @cached_property
    def sealed(self) -> Provenance | None:
        """The stamp of the issued file, None for any other."""
        return read_stamp(self.written) if self.written else None

    def truth(self, commit: str) -> Provenance:
        """The stamp that the file carries where nobody touched it and these tools made it."""
        if self.sealed is not None:
            return self.sealed
        its = self.origin
        inputs = self.state.digest(self.kind)
        return Provenance(its.project, its.kind, its.version, commit, inputs, its.clauses,
                          tool_versions(), its.issued)  # fmt: skip

    @property
    def origin(self) -> Origin:
        """Where the file comes from, as the state or the issued file has it and not as any other
        file says."""
        its = self.sealed
        if its is not None:
            return Origin(its.project, its.kind, self.format, its.version, its.commit, its.issued,
                          its.clauses)  # fmt: skip
        package, document = self.state.prepared.value, self.document
        version = package.spec.package.version if package else ""
        clauses = document.clauses if document else ()
        return Origin(self.state.slug, self.kind, self.format, version, self.state.commit,
                      self.state.issue, clauses)  # fmt: skip


def judge(file: str, data: bytes, claim: Provenance | None, base: Base) -> tuple[Report, bool]:
    """The verdict on a file that says it is `base` (`claim`), or is held to be (None); and whether
    it can be a copy of that document at all.

    Raises `Unreadable`, and `ToolFailed` where a program that writes documents fails.
    """
    ours, document = base.bytes, base.document
    if ours is None or document is None:
        raise Unreadable(f"`{base.kind}` cannot be written any more")
    report = Report(file, "untouched", base.origin)
    truth = base.truth(claim.commit if claim else "")
    foreign = "" if base.sealed else _other_tools(claim, truth)
    said = list(_stamp_changes(claim, truth, foreign))
    if claim == truth and _same(base, ours, data, truth):
        return report, True
    compared = _compare(base.format, ours, data, document)
    changes = [*compared.changes, *said]
    notes = (f"made with other versions of the tools: {foreign}",) if foreign else ()
    if not changes:
        return replace(report, verdict="resaved", notes=notes), True
    may_differ = foreign or ("LibreOffice" if _printed(base) else "")
    if may_differ and all(change.what == "drawn" for change in changes):
        reason = _drawn_otherwise(changes, may_differ)
        return replace(report, verdict="unknown", reason=reason), True
    more = max(len(changes) - MAX_CHANGES, 0)
    told = tuple(changes[:MAX_CHANGES])
    report = replace(report, verdict="edited", changes=told, more=more, notes=notes)
    return report, compared.alike


def _drawn_otherwise(changes: Sequence[Change], tools: str) -> str:
    pages = ", ".join(change.where for change in changes[:_SHOWN])
    more = f" and {len(changes) - _SHOWN} more" if len(changes) > _SHOWN else ""
    return (
        f"its words are those of the document, and it is drawn otherwise ({pages}{more}); whether "
        f"another version of the tools did that ({tools}) or a person cannot be told here"
    )


def _same(base: Base, ours: bytes, data: bytes, truth: Provenance) -> bool:
    """Whether these are our bytes, under the stamp that is true."""
    stamped = base.written or stamp(base.format, ours, truth)
    return stamped == data or (base.format == "docx" and _same_parts(stamped, data))


def _same_parts(one: bytes, other: bytes) -> bool:
    """Whether two archives hold the same, whatever deflated them."""
    first, second = open_parts(one).archive, open_parts(other).archive
    if first.namelist() != second.namelist():
        return False
    try:
        return all(first.read(name) == second.read(name) for name in first.namelist())
    except BROKEN as problem:
        raise Unreadable("it is damaged") from problem


def _compare(format_: Format, ours: bytes, theirs: bytes, document: Document) -> Comparison:
    if format_ == "docx":
        return compare_docx(read_docx(ours), read_docx(theirs), document)
    return compare_pdf(ours, theirs, document)


def _stamp_changes(claim: Provenance | None, truth: Provenance, foreign: str) -> Iterator[Change]:
    """What a stamp says that is not so. `foreign` are the tools that may have other versions."""
    if claim is None:
        yield NO_STAMP
        return
    facts = (
        ("project", truth.project, claim.project),
        ("kind", truth.kind, claim.kind),
        ("version", truth.version, claim.version),
        ("commit", truth.commit, claim.commit),
        ("issued version", truth.issued, claim.issued),
        ("clauses", _shown(truth.clauses), _shown(claim.clauses)),
    )
    for name, true, said in facts:
        if true != said:
            yield Change("metadata", "stamp", f"{name}: {word_diff(true, said)}")
    for name, version in sorted(claim.tools.items()):
        known = truth.tools.get(name) == version
        if not known and not (foreign and name in truth.tools and _is_version(version)):
            words = shortened(f"tools: `{name} {version}` is not what made it", _WIDTH)
            yield Change("metadata", "stamp", words)
    if claim.inputs != truth.inputs and not (foreign and _DIGEST.fullmatch(claim.inputs)):
        yield Change("metadata", "stamp", "inputs: the digest is another")


def _is_version(text: str) -> bool:
    return text == "unknown" or _VERSION.fullmatch(text) is not None


def _shown(clauses: tuple[tuple[str, str, str], ...]) -> str:
    return ", ".join("/".join(clause) for clause in clauses)


def _other_tools(claim: Provenance | None, truth: Provenance) -> str:
    """The tools that the stamp names in other versions than the true one, in words."""
    if claim is None:
        return ""
    return ", ".join(
        f"{name} {version}" for name, version in sorted(claim.tools.items())
        if name in truth.tools and _is_version(version) and truth.tools[name] != version
    )  # fmt: skip


def _printed(base: Base) -> bool:
    """Whether a program prints the PDF anew whose version no stamp has."""
    drawn = None if base.sealed else base.state.drawn(base.kind)
    return base.format == "pdf" and drawn is not None and drawn[1].print_word is not None


def since(base: Base, now: State | None) -> Since:
    """What has changed in the project since then."""
    if now is None:
        return Since(unknown=f"the project `{base.state.slug}` is not there any more")
    if now.prepared.value is None:
        problem = now.problem
        why = f": {problem.message}" if problem else ""
        return Since(unknown=f"the project has mistakes now{why}")
    old, new = base.document, now.document(base.kind)
    if base.state.digest(base.kind) == now.digest(base.kind):
        return Since()
    changes = tuple(_between(old, new)) if old and new else ()
    if new is None:
        changes = (Change("words", "document", "the package has no such document any more"),)
    before, after = base.state.inputs, now.inputs
    files = sorted(p for p in {*before, *after} if before.get(p) != after.get(p))
    kinds = sorted({*base.state.documents(), *now.documents()} - {base.kind})
    others = [kind for kind in kinds if base.state.digest(kind) != now.digest(kind)]
    return Since(changes[:MAX_CHANGES], tuple(files), tuple(others))


def _between(old: Document, new: Document) -> Iterator[Change]:
    """What differs in the words of two documents, and which clauses have another version."""
    before, after = list(pieces(old)), list(pieces(new))
    for stretch in diff([text for text, _ in before], [text for text, _ in after]):
        if not stretch.same:
            at = stretch.old_at if stretch.old else max(stretch.old_at - 1, 0)
            owner = before[min(at, len(before) - 1)][1]
            words = word_diff(" ".join(stretch.old), " ".join(stretch.new))
            yield Change("words", owner.where, words, owner.clause, owner.number)
    versions = {id_: (version, position) for id_, version, position in old.clauses}
    for id_, version, position in new.clauses:
        was = versions.get(id_)
        if was and was != (version, position):
            words = word_diff(" ".join(was), f"{version} {position}")
            yield Change("metadata", id_, words, id_)
