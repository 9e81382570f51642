"""A project through every room up to `assemble`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sowgen.diagnostics import Diagnostic, Outcome, in_order, warning
from sowgen.pipeline.ahead import Ahead, texts_ahead
from sowgen.pipeline.reports import Step, Uses, no_step
from sowgen.pipeline.run import Run
from sowgen.workspace import Workspace, run_program

if TYPE_CHECKING:
    from sowgen.assemble import Assembly, Ingredients
    from sowgen.model.clause import ChosenClause, Clause
    from sowgen.model.document import Document
    from sowgen.model.settings import WorkspaceSettings
    from sowgen.model.spec import ProjectSpec
    from sowgen.model.tree import Tree


@dataclass(frozen=True, slots=True)
class Package:
    """A project on the last stretch: its documents decided, nothing rendered yet."""

    slug: str
    spec: ProjectSpec
    tree: Tree
    settings: WorkspaceSettings
    clauses: Mapping[str, ChosenClause]
    given: Ingredients
    assembly: Assembly

    @property
    def uses(self) -> Uses:
        """Which clauses stand in which documents."""
        documents = self.assembly.documents
        return Uses({d.kind: (d.title, d.clauses) for d in documents}, _linked(documents))


def prepare(
    workspace: Workspace, slug: str, run: Run | None = None, step: Step = no_step
) -> Outcome[Package | None]:
    """A project through every room up to `assemble`; None where an error stops it.

    What is read is noted in `workspace`; `run` has what is known from projects before, and from
    the last time.
    """
    run = run or Run.begin(workspace)
    with texts_ahead(run) as compiled:
        return _prepare(workspace, slug, run, step, compiled)


def _prepare(
    workspace: Workspace, slug: str, run: Run, step: Step, compiled: Ahead
) -> Outcome[Package | None]:
    from sowgen.load import (
        find_namesakes,
        load_kinds,
        load_library,
        load_own_clauses,
        load_project,
        load_settings,
        load_words,
    )

    shared, kept = run.memory.shared, run.memory.project(slug)

    def load_tree(aside: Workspace) -> Outcome[Tree | None]:
        settings = load_settings(aside).value
        return load_project(aside, slug, settings[1]) if settings else Outcome(None)

    step("reading")
    settings = shared.read(workspace, "settings", load_settings)
    if settings.value is None:
        return Outcome(None, settings.diagnostics)
    options = settings.value[0]
    kinds = shared.read(workspace, "kinds", load_kinds)
    compiled.ask(kind.markdown for kind in kinds.value)
    from sowgen.assemble import Ingredients, Memory, assemble
    from sowgen.plan import plan
    from sowgen.resolve import resolve
    from sowgen.score import score
    from sowgen.validate import validate

    library = shared.read(workspace, "library", load_library)
    project = kept.read(workspace, "project", load_tree)
    own = kept.read(workspace, "own clauses", lambda aside: load_own_clauses(aside, slug))
    found = [*settings.diagnostics, *project.diagnostics, *library.diagnostics,
             *own.diagnostics, *kinds.diagnostics]  # fmt: skip
    if project.value is None:
        return Outcome(None, in_order(found))
    tree = project.value
    step("checking")
    validated = kept.derived("spec", (tree,), lambda: validate(tree))
    found += validated.diagnostics
    if validated.value is None:
        return Outcome(None, in_order(found))
    spec = validated.value
    levels = tuple(level.id for level in options.authority)
    chosen = kept.derived(
        "chosen", (spec, tree, library, own, settings),
        lambda: resolve(spec, tree, library.value.clauses, own.value, levels),
    )  # fmt: skip
    compiled.ask(entry.wording.markdown for entry in chosen.value.clauses.values())
    step("computing dates")
    planned = kept.derived("plans", (spec, tree), lambda: plan(spec, tree))
    plans = planned.value
    scored = kept.derived("score", (spec, tree, planned), lambda: score(spec, tree, plans.schedule))
    language = spec.package.language
    words = shared.read(workspace, f"words {language}", lambda aside: load_words(aside, language))
    found += [*chosen.diagnostics, *planned.diagnostics, *scored.diagnostics, *words.diagnostics]
    found += _languages(options, spec, tree)
    found += find_namesakes(tree, slug, run.package_ids)
    if words.value is None or any(d.is_error for d in found):
        return Outcome(None, in_order(found))
    given = Ingredients(
        spec=spec,
        tree=tree,
        settings=options,
        kinds=kinds.value,
        clauses=chosen.value.clauses,
        known_clauses=_known(library.value.clauses, own.value),
        words=words.value,
        plans=plans,
        scorecard=scored.value,
        run=_run_pandoc,
        parsed=run.cache.view("pandoc"),
        compiled=compiled,
    )
    step("assembling")
    memory = kept.derived("assembled", (), Memory) if run.memory.drafting else None
    assembled = assemble(given, memory)
    found += assembled.diagnostics
    package = Package(slug, spec, tree, options, given.clauses, given, assembled.value)
    return Outcome(package, in_order(found))


def _languages(settings: WorkspaceSettings, spec: ProjectSpec, tree: Tree) -> list[Diagnostic]:
    """C218 where the package asks for another language than the library is written in."""
    wanted, written = spec.package.language, settings.language
    if wanted.split("-")[0] == written.split("-")[0]:
        return []
    message = f"the package is in `{wanted}`, but the clauses are written in `{written}`"
    hint = "translate the clauses that the deal uses, and set `language:` in sowgen.yaml"
    return [warning("C218", message, tree.span(("package", "language")), hint)]


def _known(library: Mapping[str, Clause], own: Iterable[Clause]) -> frozenset[str]:
    return frozenset([*library, *(clause.id for clause in own)])


def _run_pandoc(argv: Sequence[str], text: bytes) -> bytes:
    """pandoc's answer, whatever the user keeps in pandoc's own folder (a list of abbreviations
    there would change the spaces after them): below a program there is no folder."""
    return run_program([*argv, f"--data-dir={argv[0]}/none"], stdin=text)


def _linked(documents: Sequence[Document]) -> dict[str, tuple[str, ...]]:
    """By clause id, the kinds of the documents that refer to it and do not hold it."""
    from sowgen.model.document import Paragraph, references

    holders = {d.kind: {clause for clause, _, _ in d.clauses} for d in documents}
    anchors = {
        (d.kind, block.anchor): block.clause
        for d in documents
        for block in d.blocks()
        if isinstance(block, Paragraph)
    }
    linked: dict[str, dict[str, None]] = {}
    for document in documents:
        for reference in references(document):
            clause = anchors.get(reference.away) if reference.away else None
            if clause and clause not in holders[document.kind]:
                linked.setdefault(clause, {})[document.kind] = None
    return {clause: tuple(kinds) for clause, kinds in linked.items()}
