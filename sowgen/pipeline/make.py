"""From a prepared package to the bytes of its files."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from sowgen.diagnostics import Diagnostic, Outcome
from sowgen.model.digest import digest_of_value
from sowgen.pipeline.designs import Designs
from sowgen.pipeline.fingerprint import tool_versions
from sowgen.pipeline.history import Held
from sowgen.pipeline.package import Package
from sowgen.pipeline.records import Finished
from sowgen.pipeline.reports import Order, Step, no_step
from sowgen.pipeline.run import Run
from sowgen.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    from sowgen import render
    from sowgen.model.artifact import Artifact, Design, Format
    from sowgen.model.document import Document
    from sowgen.model.kind import Audience
    from sowgen.model.provenance import Provenance
    from sowgen.publish import Manifest

Again: TypeAlias = "Callable[[str], tuple[bytes, Finished] | None]"
"""Gives the file that an earlier build made from what has this digest, None where there is none."""


def nothing_again(_key: str) -> None:
    """An `Again` that has no files."""


@dataclass(frozen=True, slots=True)
class Made:
    """The files of a package, with the manifest's facts, before a commit is put on them. By the
    name of each: the digest of what it was made from and what was found in writing it (`keys`);
    where it comes from but for the commit (`origins`, for documents); and which stamp it carries
    from an earlier build (`stamps`). `held` is what of the library decides the commit."""

    artifacts: tuple[Artifact, ...]
    manifest: Manifest
    keys: Mapping[str, tuple[str, tuple[Diagnostic, ...]]]
    whole: bool
    origins: Mapping[str, Provenance]
    stamps: Mapping[str, str]
    held: Held


def make(
    workspace: Workspace,
    package: Package,
    order: Order,
    run: Run,
    again: Again = nothing_again,
    step: Step = no_step,
) -> Outcome[Made]:
    """Each document in each format, inspected; the data files; the bound package.

    What an earlier build made from the same content is taken from there. Raises
    `workspace.ToolFailed` where a program fails.
    """
    return _Maker(workspace, package, order, run, again, step).make()


@dataclass(slots=True)
class _Maker:
    workspace: Workspace
    package: Package
    order: Order
    run: Run
    again: Again
    step: Step
    keys: dict[str, tuple[str, tuple[Diagnostic, ...]]] = field(default_factory=dict)
    origins: dict[str, Provenance] = field(default_factory=dict)
    stamps: dict[str, str] = field(default_factory=dict)

    def make(self) -> Outcome[Made]:
        from sowgen.model.artifact import PACKAGE_FORMATS

        ours = self.package.settings.formats or PACKAGE_FORMATS
        formats = self.order.formats or ours
        found: list[Diagnostic] = []
        artifacts = (*self.documents(formats, found), *self.exports(formats))
        whole = self.order.kinds is None and set(ours) <= set(formats)
        made = Made(artifacts, self.manifest(), self.keys, whole, self.origins, self.stamps,
                    self.held())  # fmt: skip
        return Outcome(made, tuple(found))

    def wants(self, kind: str) -> bool:
        return self.order.kinds is None or kind in self.order.kinds

    def documents(self, formats: tuple[Format, ...], found: list[Diagnostic]) -> Iterator[Artifact]:
        """The documents in their order, each in each of its formats."""
        from sowgen.model.artifact import Artifact
        from sowgen.render import render_all

        orders = self.orders(formats, found)
        inputs = [self.inputs_of(document, design) for document, design, _ in orders]
        digests = [self.key_of(decides) for decides in inputs]
        ready: dict[tuple[str, Format], tuple[bytes, Finished]] = {}
        missing: list[tuple[Document, Design, tuple[Format, ...]]] = []
        for (document, design, wanted), digest in zip(orders, digests, strict=True):
            known = {f: self.again(f"{digest}.{f}") for f in wanted}
            ready |= {(document.kind, f): old for f, old in known.items() if old}
            left = tuple(f for f, old in known.items() if not old)
            missing += [(document, design, left)] if left else []
        rendered = render_all(missing, self.render_memory())
        for (document, _, wanted), decides in zip(orders, inputs, strict=True):
            for format_ in wanted:
                name = f"{file_stem(document)}.{format_}"
                old = ready.get((document.kind, format_))
                if old is None:
                    self.step(f"writing {name}")
                    _, _, outcome = next(rendered)
                    data, said = outcome.value, outcome.diagnostics
                    _inspect(document, format_, data)
                else:
                    data, said = old[0], old[1].diagnostics
                    self.stamps[name] = old[1].stamp
                found += said
                if data is not None:
                    self.keys[name] = (f"{self.key_of(decides)}.{format_}", said)
                    self.origins[name] = self.origin_of(document, decides)
                    audience = self.audience(document.kind)
                    yield Artifact(document.kind, format_, name, data, audience, decides)

    def orders(
        self, formats: tuple[Format, ...], found: list[Diagnostic]
    ) -> list[tuple[Document, Design, tuple[Format, ...]]]:
        """What has to be there: documents, their designs and formats.

        What is read for kinds that are not asked for, and for a bundle, is read in any case: a
        part of a package has the inputs of the whole, and a later build can tell whether they
        changed.
        """
        from sowgen.render import WRITERS

        designs = Designs(self.run, self.workspace, self.package.settings)
        found += designs.read_fonts()
        assembly = self.package.assembly
        house = designs.of_house()
        wanted = tuple(f for f in formats if f in WRITERS)
        orders: list[tuple[Document, Design, tuple[Format, ...]]] = []
        for document, kind in zip(assembly.documents, assembly.kinds, strict=True):
            design = designs.of_kind(kind)
            if self.wants(kind.id):
                found += design.diagnostics
                orders += [(document, design.value, wanted)] if design.value else []
        if self.order.bundle:
            orders += bound(self.package, house, found)
        return orders

    def exports(self, formats: tuple[Format, ...]) -> Iterator[Artifact]:
        """The files of data that the kinds give beside their documents."""
        from sowgen.model.artifact import SUFFIXES, Artifact
        from sowgen.render import render_export

        assembly = self.package.assembly
        stems = {document.kind: file_stem(document) for document in assembly.documents}
        for export in assembly.exports:
            if not self.wants(export.kind) or export.format not in formats:
                continue
            name = f"{stems[export.kind]}.{SUFFIXES.get(export.format, export.format)}"
            inputs = digest_of_value(export.data)
            key = f"{self.key_of(inputs)}.{export.format}"
            old = self.again(key)
            if old is None:
                self.step(f"writing {name}")
            data = old[0] if old else render_export(export)
            self.keys[name] = (key, ())
            audience = self.audience(export.kind)
            yield Artifact(export.kind, export.format, name, data, audience, inputs)

    def render_memory(self) -> render.Memory | None:
        """What the writers keep between the builds of a drafting session."""
        from sowgen.render import Memory

        memory = self.run.memory
        if not memory.drafting:
            return None
        return memory.project(self.package.slug).derived("rendered", (), Memory)

    def inputs_of(self, document: Document, design: Design) -> str:
        """The digest of what decides the files of a document. In a drafting session it is computed
        for documents that are no longer the same object alone."""
        memory = self.run.memory
        if not memory.drafting:
            return inputs_of(document, design)
        return memory.project(self.package.slug).derived(
            f"inputs {document.kind}", (document, design), lambda: inputs_of(document, design)
        )

    def key_of(self, inputs: str) -> str:
        """The digest of what files were made from, and by which sowgen."""
        return hashlib.sha256(f"{self.run.made_by} {inputs}".encode()).hexdigest()

    def origin_of(self, document: Document, inputs: str) -> Provenance:
        """Where the files of a document come from, but for the commit."""
        from sowgen.model.provenance import Provenance

        version = self.package.spec.package.version
        return Provenance(self.package.slug, document.kind, version, "", inputs,
                          document.clauses, tool_versions(), self.order.issue)  # fmt: skip

    def held(self) -> Held:
        """What the package holds of the library."""
        lock = self.package.pinned.lock
        pins = lock.pins if lock else {}
        files = {
            pins[id_].file if id_ in pins else chosen.clause.span.file
            for id_, chosen in self.package.clauses.items()
        }
        return Held(tuple(sorted(files)), lock is not None)

    def audience(self, kind: str) -> Audience:
        """Who may get the files of a kind; the bound package is for the other party."""
        kinds = self.package.assembly.kinds
        return next((k.head.audience for k in kinds if k.id == kind), "outbound")

    def manifest(self) -> Manifest:
        """What the package is made from."""
        from sowgen.publish import Manifest

        spec = self.package.spec.package
        return Manifest(
            project=self.package.slug,
            reference=spec.reference or spec.id,
            version=spec.version,
            status=spec.status,
            inputs=self.workspace.inputs,
            clauses=tuple(
                {"id": c.clause.id, "version": c.clause.version, "position": c.position,
                 "sha256": c.clause.digest}
                for c in self.package.clauses.values()
            ),
            tools=tool_versions(),
        )  # fmt: skip


def bound(
    package: Package, house: Outcome[Design | None], found: list[Diagnostic]
) -> Iterator[tuple[Document, Design, tuple[Format, ...]]]:
    """The bound package as an order: always drawn by typst, in the design of the house."""
    from sowgen.assemble import bind

    document = bind(package.given, package.assembly)
    found += [*document.diagnostics, *house.diagnostics]
    if document.value is not None and house.value is not None:
        yield document.value, replace(house.value, print_word=None), ("pdf",)


def file_stem(document: Document) -> str:
    """`<reference>-<kind>`, with what no file system likes replaced by hyphens."""
    reference = re.sub(r"[^\w.-]+", "-", document.reference).strip("-.") or "package"
    return f"{reference[:80].rstrip('-.')}-{document.kind}"


def inputs_of(document: Document, design: Design) -> str:
    """The digest of all that decides a document's files, but for sowgen itself. Line ends of the
    page design are no difference."""
    return digest_of_value(
        (
            document,
            design.word_template.path,  # findings name it
            design.word_template.data,
            design.page.path,
            design.page.data.replace(b"\r\n", b"\n"),
            design.fonts_digest,
            design.pdf_standard,
            design.update_fields,
            design.print_word is not None,
        )
    )


def _inspect(document: Document, format_: Format, data: bytes | None) -> None:
    """Raises `publish.Damaged` where a writer lost something."""
    from sowgen.publish import inspect_docx, inspect_pdf

    if data is not None and format_ == "docx":
        inspect_docx(document, data)
    elif data is not None and format_ == "pdf":
        inspect_pdf(document, data)
