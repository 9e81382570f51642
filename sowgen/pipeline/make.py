"""From a prepared package to the bytes of its files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from sowgen.diagnostics import Diagnostic, Outcome
from sowgen.model.digest import digest_of_value
from sowgen.pipeline.designs import Designs
from sowgen.pipeline.fingerprint import tool_versions
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
    from sowgen.publish import Manifest

Again: TypeAlias = "Callable[[str], tuple[bytes, Finished] | None]"
"""Gives the file that an earlier build made from what has this digest, None where there is none."""


def nothing_again(_key: str) -> None:
    """An `Again` that has no files."""


@dataclass(frozen=True, slots=True)
class Made:
    """The files of a package with the manifest's facts, and for each, by its name, the digest of
    what it was made from and what was found in writing it."""

    artifacts: tuple[Artifact, ...]
    manifest: Manifest
    keys: Mapping[str, tuple[str, tuple[Diagnostic, ...]]]
    whole: bool


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

    def make(self) -> Outcome[Made]:
        from sowgen.model.artifact import BUNDLE, PACKAGE_FORMATS
        from sowgen.publish import pack

        ours = self.package.settings.formats or PACKAGE_FORMATS
        formats = self.order.formats or ours
        found: list[Diagnostic] = []
        keys: dict[str, tuple[str, tuple[Diagnostic, ...]]] = {}
        made = list(self.documents(formats, found, keys))
        made += self.exports(formats, keys)
        bound = next((a for a in made if a.kind == BUNDLE), None)
        if bound is not None:
            made.append(pack(made, bound.name.removesuffix("pdf") + "zip"))
        whole = self.order.kinds is None and set(ours) <= set(formats)
        return Outcome(Made(tuple(made), self.manifest(), keys, whole), tuple(found))

    def wants(self, kind: str) -> bool:
        return self.order.kinds is None or kind in self.order.kinds

    def documents(
        self,
        formats: tuple[Format, ...],
        found: list[Diagnostic],
        keys: dict[str, tuple[str, tuple[Diagnostic, ...]]],
    ) -> Iterator[Artifact]:
        """The documents in their order, each in each of its formats."""
        from sowgen.model.artifact import Artifact
        from sowgen.render import render_all

        orders = self.orders(formats, found)
        digests = [self.key_of(document, design) for document, design, _ in orders]
        ready: dict[tuple[str, Format], tuple[bytes, Finished]] = {}
        missing: list[tuple[Document, Design, tuple[Format, ...]]] = []
        for (document, design, wanted), digest in zip(orders, digests, strict=True):
            known = {f: self.again(f"{digest}.{f}") for f in wanted}
            ready |= {(document.kind, f): old for f, old in known.items() if old}
            left = tuple(f for f, old in known.items() if not old)
            missing += [(document, design, left)] if left else []
        rendered = render_all(missing, self.render_memory())
        for (document, _, wanted), digest in zip(orders, digests, strict=True):
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
                found += said
                if data is not None:
                    keys[name] = (f"{digest}.{format_}", said)
                    yield Artifact(document.kind, format_, name, data, self.audience(document.kind))

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

    def exports(
        self,
        formats: tuple[Format, ...],
        keys: dict[str, tuple[str, tuple[Diagnostic, ...]]],
    ) -> Iterator[Artifact]:
        """The files of data that the kinds give beside their documents."""
        from sowgen.model.artifact import SUFFIXES, Artifact
        from sowgen.render import render_export

        assembly = self.package.assembly
        stems = {document.kind: file_stem(document) for document in assembly.documents}
        for export in assembly.exports:
            if not self.wants(export.kind) or export.format not in formats:
                continue
            name = f"{stems[export.kind]}.{SUFFIXES.get(export.format, export.format)}"
            key = f"{digest_of_value((self.run.made_by, export.data))}.{export.format}"
            old = self.again(key)
            if old is None:
                self.step(f"writing {name}")
            data = old[0] if old else render_export(export)
            keys[name] = (key, ())
            yield Artifact(export.kind, export.format, name, data, self.audience(export.kind))

    def render_memory(self) -> render.Memory | None:
        """What the writers keep between the builds of a drafting session."""
        from sowgen.render import Memory

        memory = self.run.memory
        if not memory.drafting:
            return None
        return memory.project(self.package.slug).derived("rendered", (), Memory)

    def key_of(self, document: Document, design: Design) -> str:
        """The digest of what the files of a document are made from. In a drafting session it is
        computed for documents that are no longer the same object alone."""
        memory, made_by = self.run.memory, self.run.made_by
        if not memory.drafting:
            return _key_of(document, design, made_by)
        return memory.project(self.package.slug).derived(
            f"key {document.kind}",
            (document, design, made_by),
            lambda: _key_of(document, design, made_by),
        )

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


def _key_of(document: Document, design: Design, made_by: str) -> str:
    """The digest of all that decides the bytes of a document's files."""
    return digest_of_value(
        (
            made_by,
            document,
            design.word_template.path,  # findings name it
            design.word_template.data,
            design.page.path,
            design.page.data,
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
