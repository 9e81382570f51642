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
    from sowgen.load import Library
    from sowgen.model.clause import ChosenClause, Clause
    from sowgen.model.document import Document
    from sowgen.model.lock import Lock, Pinned
    from sowgen.model.settings import WorkspaceSettings
    from sowgen.model.spec import ProjectSpec
    from sowgen.model.tree import Tree


@dataclass(frozen=True, slots=True)
class Package:
    """A project on the last stretch: its documents decided, nothing rendered yet. `pinned` is the
    library as the project sees it."""

    slug: str
    spec: ProjectSpec
    tree: Tree
    settings: WorkspaceSettings
    clauses: Mapping[str, ChosenClause]
    given: Ingredients
    assembly: Assembly
    pinned: Pinned

    @property
    def uses(self) -> Uses:
        """Which clauses stand in which documents."""
        documents = self.assembly.documents
        return Uses({d.kind: (d.title, d.clauses) for d in documents}, _linked(documents))


def prepare(
    workspace: Workspace, slug: str, run: Run | None = None, step: Step = no_step, issue: str = ""
) -> Outcome[Package | None]:
    """A project through every room up to `assemble`; None where an error stops it.

    What is read is noted in `workspace`; `run` has what is known from projects before, and from
    the last time. `issue` is that of `Order`.
    """
    run = run or Run.begin(workspace)
    with texts_ahead(run) as compiled:
        return _prepare(workspace, slug, run, step, compiled, issue)


def _prepare(
    workspace: Workspace, slug: str, run: Run, step: Step, compiled: Ahead, issue: str
) -> Outcome[Package | None]:
    from sowgen.load import (
        find_namesakes,
        load_kinds,
        load_library,
        load_lock,
        load_own_clauses,
        load_project,
        load_settings,
        load_words,
    )
    from sowgen.pipeline.overlay import with_issue

    shared, kept = run.memory.shared, run.memory.project(slug)

    def load_tree(aside: Workspace) -> Outcome[Tree | None]:
        settings = load_settings(aside).value
        if settings is None:
            return Outcome(None)
        loaded = load_project(aside, slug, settings[1])
        return with_issue(loaded, issue) if issue else loaded

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
    project = kept.read(workspace, f"project {issue}", load_tree)
    own = kept.read(workspace, "own clauses", lambda aside: load_own_clauses(aside, slug))
    locked = kept.read(workspace, "lock", lambda aside: load_lock(aside, slug))
    held = kept.derived("held", (library, locked), lambda: _held(library.value, locked))
    found = [*settings.diagnostics, *project.diagnostics, *library.diagnostics,
             *own.diagnostics, *kinds.diagnostics, *held.diagnostics]  # fmt: skip
    if project.value is None:
        return Outcome(None, in_order(found))
    tree = project.value
    step("checking")
    validated = kept.derived("spec", (tree,), lambda: validate(tree))
    found += validated.diagnostics
    if validated.value is None or held.value is None:
        return Outcome(None, in_order(found))
    spec, pinned = validated.value, held.value
    clauses = pinned.clauses
    levels = tuple(level.id for level in options.authority)
    chosen = kept.derived(
        "chosen", (spec, tree, held, own, settings),
        lambda: resolve(spec, tree, clauses, own.value, levels, pinned.lock),
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
        known_clauses=_known(clauses, own.value),
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
    made = assembled.value
    package = Package(slug, spec, tree, options, given.clauses, given, made, pinned)
    return Outcome(package, in_order(found))


def _held(library: Library, locked: Outcome[Lock | None]) -> Outcome[Pinned | None]:
    """The library as the project sees it; None where its lock cannot be read."""
    from sowgen.load import pin_library
    from sowgen.model.lock import Pinned

    if locked.value is not None:
        pinned = pin_library(library, locked.value)
        return Outcome(pinned.value, (*locked.diagnostics, *pinned.diagnostics))
    if locked.diagnostics:
        return Outcome(None, locked.diagnostics)
    return Outcome(Pinned(None, library.clauses))


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
