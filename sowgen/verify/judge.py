"""A file held against the document that it should be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sowgen.model.artifact import Format
from sowgen.model.document import Document
from sowgen.model.provenance import Provenance
from sowgen.model.word_diff import diff
from sowgen.pipeline.fingerprint import tool_versions
from sowgen.render import stamp
from sowgen.verify.clauses import pieces
from sowgen.verify.docx_compare import compare_docx
from sowgen.verify.docx_file import read_docx
from sowgen.verify.docx_parts import BROKEN, open_parts
from sowgen.verify.limits import MAX_CHANGES, Unreadable
from sowgen.verify.passages import Change, Comparison, word_diff
from sowgen.verify.pdf_compare import compare_pdf
from sowgen.verify.reports import Origin, Report, Since
from sowgen.verify.states import State

_DRAWN = "the words are the same, and it is drawn otherwise"


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

    @property
    def origin(self) -> Origin:
        """Where the file comes from, as the state has it and not as any file says."""
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
    said = list(_stamp_changes(claim, base))
    if not said and claim is not None and _same(base, ours, data, claim):
        return report, True
    foreign = _other_tools(claim)
    compared = _compare(base.format, ours, data, document)
    changes = list(compared.changes)
    if foreign or _printed(base):
        changes = [c for c in changes if _DRAWN not in c.words]
    changes += said
    if not changes:
        notes = (f"made with other versions of the tools: {foreign}",) if foreign else ()
        return replace(report, verdict="resaved", notes=notes), True
    more = max(len(changes) - MAX_CHANGES, 0)
    told = tuple(changes[:MAX_CHANGES])
    return replace(report, verdict="edited", changes=told, more=more), compared.alike


def _same(base: Base, ours: bytes, data: bytes, claim: Provenance) -> bool:
    """Whether these are our bytes, under the stamp that the file carries and that is true."""
    stamped = base.written or stamp(base.format, ours, claim)
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


def _stamp_changes(claim: Provenance | None, base: Base) -> Iterator[Change]:
    """What a stamp says that is not so. The commit is not among it: the document is what the
    project gives there."""
    if claim is None:
        yield Change("metadata", "stamp", "it carries no stamp")
        return
    origin = base.origin
    facts = (
        ("project", origin.project, claim.project),
        ("kind", origin.kind, claim.kind),
        ("version", origin.version, claim.version),
        ("issued version", origin.issued, claim.issued),
        ("clauses", _shown(origin.clauses), _shown(claim.clauses)),
    )
    for name, true, said in facts:
        if true != said:
            yield Change("metadata", "stamp", f"{name}: {word_diff(true, said)}")
    if not _other_tools(claim) and claim.inputs != base.state.digest(base.kind):
        yield Change("metadata", "stamp", "inputs: the digest is another")


def _shown(clauses: tuple[tuple[str, str, str], ...]) -> str:
    return ", ".join("/".join(clause) for clause in clauses)


def _other_tools(claim: Provenance | None) -> str:
    """The tools that made the file in other versions than those here, in words."""
    if claim is None:
        return ""
    here = tool_versions()
    return ", ".join(
        f"{name} {version}" for name, version in sorted(claim.tools.items())
        if here.get(name) != version
    )  # fmt: skip


def _printed(base: Base) -> bool:
    """Whether a program prints the PDF whose version no stamp has."""
    drawn = base.state.drawn(base.kind)
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
