"""The order of work inside `assemble`: fill, parse, build, link, check terms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

import jinja2

from sowgen.assemble.annexes import annex_label, annex_title, refused
from sowgen.assemble.build import Builder, Built, Draft, clauses_in_area
from sowgen.assemble.cover import make_cover, make_furniture, make_internal, party_label
from sowgen.assemble.exports import make_exports
from sowgen.assemble.fill import Piece
from sowgen.assemble.imprint import author_of, day_of
from sowgen.assemble.ingredients import Ingredients
from sowgen.assemble.markdown import Parser, Tree
from sowgen.assemble.memory import Memory, Same
from sowgen.assemble.number import Linker, table_of_contents
from sowgen.assemble.syntax import syntax_error
from sowgen.assemble.terms import check_terms, read_mentions
from sowgen.assemble.texts import Texts, inserts, world_of
from sowgen.assemble.words import MissingWord, Words
from sowgen.diagnostics import Diagnostic, Outcome, Span, did_you_mean, error
from sowgen.model.clause import Clause
from sowgen.model.document import Document, Section
from sowgen.model.export import Export
from sowgen.model.kind import Kind
from sowgen.sandbox import Sandbox, evaluate


@dataclass(frozen=True, slots=True)
class Assembly:
    """The documents of a package, in its order, with the kind of each, and the files of data
    that the kinds give beside them. `letters` are those of the annexes, by kind."""

    documents: tuple[Document, ...] = ()
    kinds: tuple[Kind, ...] = ()
    exports: tuple[Export, ...] = ()
    letters: Mapping[str, str] = field(default_factory=dict)


def assemble(ingredients: Ingredients, memory: Memory | None = None) -> Outcome[Assembly]:
    """Every document of the package that applies to the deal.

    `memory` holds what the last call for the same project made, and makes this one short where
    little has changed; documents that did not change are then the same objects as before. What
    comes out is the same with and without it.

    Codes: O101 to O119 (texts), O201 to O204 (terms), O301 to O305 (references and places),
    B102 to B104 (what may not be in a package).
    """
    memory = memory or Memory()
    try:
        assembler = _Assembler(ingredients, memory)
        made = assembler.assemble()
    except MissingWord as missing:
        return Outcome(Assembly(), (lacking(missing, ingredients),))
    memory.forget_unused()
    return Outcome(made, tuple(assembler.found))


def lacking(missing: MissingWord, ingredients: Ingredients) -> Diagnostic:
    """O104 for a word that the package's language lacks."""
    key = str(missing.args[0])
    file = f"templates/house/words/{ingredients.spec.package.language}.yaml"
    hint = did_you_mean(key, ingredients.words) or f"add `{key}:` to {file}"
    return error("O104", f"there is no word `{key}`", Span(file, 1, 1), hint)


@dataclass(slots=True)
class _Assembler:
    """One call of `assemble`, step by step; `found` grows with each."""

    given: Ingredients
    memory: Memory
    found: list[Diagnostic] = field(default_factory=list)
    words: Words = field(init=False)
    texts: Texts = field(init=False)

    def __post_init__(self) -> None:
        self.words = Words(self.given.spec.package.language, self.given.words)
        self.texts = Texts(self.given, self.words, self.memory)

    def assemble(self) -> Assembly:
        self.found += refused(self.given)
        with Parser(self.given.run, self.given.parsed, self.memory.trees) as parser:
            self.begin_clauses(parser)
            drafts = [draft for kind in self.given.kinds if (draft := self.start(kind))]
            parser.begin(draft.outline.markdown for draft in drafts)
            pieces = self.fill_clauses(drafts)
            kinds = tuple(draft.kind for draft in drafts)
            parser.finish()
            with suppress(MissingWord):  # it comes again, at its turn
                self.export(kinds)
            trees = self.parse(parser, drafts, pieces)
        builder = Builder(self.given, self.words, self.texts, self.memory, pieces, trees)
        built = {draft.kind.id: builder.build(draft) for draft in drafts}
        self.found += [finding for each in built.values() for finding in each.found]
        linker = Linker(
            self.words,
            {name: each.targets for name, each in built.items()},
            frozenset(d.kind.id for d in drafts if d.kind.head.audience == "internal"),
        )
        documents = tuple(
            self.finish(draft, built[draft.kind.id], linker, builder.span_of) for draft in drafts
        )
        self.check_terms(drafts, built.values(), documents)
        exports, found = self.export(kinds)
        self.found += found
        return Assembly(documents, kinds, exports, self.texts.letters)

    def begin_clauses(self, parser: Parser) -> None:
        """Lets pandoc begin with the clauses of the kinds, while the outlines are being filled.
        Those that turn out to have no place do no harm."""
        kinds = {kind.id for kind in self.given.kinds}
        entries = [e for e in self.given.clauses.values() if e.clause.document in kinds]
        filled = (self.texts.fill_clause(entry).value for entry in entries)
        parser.begin([piece.markdown for piece in filled if piece])

    def start(self, kind: Kind) -> Draft | None:
        """The kind's outline filled, or None where the kind does not apply."""
        if kind.applies_when is not None:
            names = self.texts.names[kind.head.audience]
            outcome = evaluate(kind.applies_when, names, "O102")
            self.found += outcome.diagnostics
            if not outcome.value:
                return None
        filled = self.texts.fill_outline(kind)
        self.found += filled.diagnostics
        if filled.value is None:
            return None
        title = self.words.word(kind.head.title)
        return Draft(kind, filled.value, title, tuple(self.place(kind, filled.value)))

    def place(self, kind: Kind, outline: Piece) -> list[str]:
        """Which clauses the outline puts where; a chosen clause without a place is an error."""
        chosen, known = self.given.clauses, self.given.known_clauses
        slots = [*inserts(outline)]
        for name in (s.names[0] for s in slots if s.verb == "clause" and s.names):
            if name not in known:
                message, span = f"there is no clause `{name}`", _place_of(outline, name)
                self.found.append(error("O302", message, span, did_you_mean(name, known)))
        placed: list[str] = []
        for slot in slots:
            if slot.verb == "clause":
                placed += [n for n in slot.names if n in chosen]
            elif slot.verb == "clauses":
                placed += clauses_in_area(self.given, kind, outline, slot)
        for entry in chosen.values():
            if entry.clause.document == kind.id and entry.clause.id not in placed:
                self.found.append(
                    error(
                        "O304",
                        f"the clause `{entry.clause.id}` has no place in the outline",
                        kind.span,
                        f'add `{{{{ clauses("{entry.clause.area}") }}}}`',
                        [("the clause", entry.clause.span)],
                    )
                )
        return placed

    def fill_clauses(self, drafts: Iterable[Draft]) -> dict[str, Piece]:
        """The clauses that have a place, filled, by id; one that fails is not among them."""
        pieces = {}
        for name in dict.fromkeys(name for draft in drafts for name in draft.placed):
            filled = self.texts.fill_clause(self.given.clauses[name])
            self.found += filled.diagnostics
            if filled.value is not None:
                pieces[name] = filled.value
        return pieces

    def parse(
        self, parser: Parser, drafts: Iterable[Draft], pieces: Mapping[str, Piece]
    ) -> dict[str, Tree]:
        """pandoc's tree of every filled text, by its Markdown."""
        texts = (*(draft.outline for draft in drafts), *pieces.values())
        markdown = [*dict.fromkeys(text.markdown for text in texts)]
        trees = parser.trees(markdown)
        self.memory.trees = dict(zip(markdown, trees, strict=True))
        return self.memory.trees

    def finish(
        self, draft: Draft, built: Built, linker: Linker, span_of: Callable[[str], Span]
    ) -> Document:
        """The document with its references resolved, its cover and its margins. Where that comes
        out as it was the last time, it is the same object."""
        kind, step = draft.kind, f"document {draft.kind.id}"
        mark = self.texts.letters.get(kind.id, "")
        clauses = tuple(
            (name, self.given.clauses[name].clause.version, self.given.clauses[name].position)
            for name in draft.placed
        )

        def finish() -> tuple[Document, tuple[Diagnostic, ...]]:
            sections, found = linker.link(kind.id, built.sections)
            document = self.bind(draft, sections, mark, clauses, span_of)
            before = self.memory.last(step)
            return before[0] if before and before[0] == document else document, found

        key = (
            world_of(self.given), Same(built), linker.targets, linker.internal, kind, draft.title,
            mark, clauses,
        )  # fmt: skip
        document, found = self.memory.recall(step, key, finish)
        self.found += found
        return document

    def bind(
        self,
        draft: Draft,
        sections: tuple[Section, ...],
        mark: str,
        clauses: tuple[tuple[str, str, str], ...],
        span_of: Callable[[str], Span],
    ) -> Document:
        """The sections as a document; `mark` is the letter of an annex."""
        spec, words, kind = self.given.spec, self.words, draft.kind
        package = spec.package
        cover = make_cover(spec, draft.title, words, span_of, mark)
        furniture = make_furniture(spec, annex_title(words, mark, draft.title), words)
        if kind.head.audience == "internal":
            cover, furniture = make_internal(cover, furniture, words)
        return Document(
            kind=kind.id,
            title=f"{draft.title}: {package.title}",
            reference=package.reference or package.id,
            language=package.language,
            date=day_of(spec).isoformat(),
            author=author_of(self.given),
            cover=cover,
            furniture=furniture,
            sections=sections,
            toc=table_of_contents(sections) if kind.head.contents else (),
            signature_anchors=self.given.settings.signatures.anchors,
            clauses=clauses,
        )

    def export(self, kinds: tuple[Kind, ...]) -> tuple[tuple[Export, ...], tuple[Diagnostic, ...]]:
        """The files of data beside the documents, with findings. Of the clauses they read the
        titles alone."""
        titles = tuple((name, entry.clause.title) for name, entry in self.given.clauses.items())

        def export() -> tuple[tuple[Export, ...], tuple[Diagnostic, ...]]:
            found: list[Diagnostic] = []
            made = tuple(make_exports(self.given, self.words, kinds, found))
            return made, tuple(found)

        return self.memory.recall("exports", (world_of(self.given), titles, kinds), export)

    def check_terms(
        self, drafts: Iterable[Draft], built: Iterable[Built], documents: Iterable[Document]
    ) -> None:
        built = [*built]
        marked = [use for each in built for use in each.used_terms]
        defined = [term for each in built for term in each.defined_terms]
        names = {n.strip() for n in self.given.words.get("proper_names", "").split(",")}
        for party in self.given.spec.parties.values():
            label = party_label(self.words, party)
            names |= {label, label.removeprefix("the ")}
        names |= set(self.words.locale.territories.values())
        names |= set(self.words.locale.languages.values())
        names |= {entry.clause.title for entry in self.given.clauses.values()}
        names |= {draft.title for draft in drafts}
        names |= {annex_label(self.words, sign) for sign in self.texts.letters.values()}
        mentions = [
            self.memory.recall(f"mentions {d.kind}", Same(d), partial(read_mentions, d))
            for d in documents
        ]
        self.found += check_terms(mentions, defined, marked, names)


def _place_of(outline: Piece, words: str) -> Span:
    """Where the words first stand in an outline."""
    source, span = outline.source, outline.span
    before = source[: max(source.find(words), 0)]
    line, col = span.line + before.count("\n"), len(before) - before.rfind("\n")
    return Span(span.file, line, col, len(words))


def check_wordings(clause: Clause) -> tuple[Diagnostic, ...]:
    """Syntax findings in every wording of a clause, also those that no project uses."""
    found = []
    sandbox = Sandbox()
    for wording in clause.wordings.values():
        try:
            sandbox.parse(wording.markdown)
        except jinja2.TemplateSyntaxError as problem:
            found.append(syntax_error(problem, wording.markdown, wording.span))
    return tuple(found)
