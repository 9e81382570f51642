"""One document of a package: its outline with clauses and tables in their places, numbered, with
references still pending."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial

from sowgen.assemble.blocks import BlockReader, Body
from sowgen.assemble.cover import make_signatures, party_label
from sowgen.assemble.figures import draw, drawable
from sowgen.assemble.fill import InsertSlot, Piece
from sowgen.assemble.ingredients import Ingredients
from sowgen.assemble.markdown import Tree
from sowgen.assemble.memory import Memory, Same
from sowgen.assemble.number import Target, find_targets, number_paragraphs
from sowgen.assemble.particulars import Names, particulars_rows, particulars_table, stated_table
from sowgen.assemble.texts import Texts, inserts, world_of
from sowgen.assemble.words import Words
from sowgen.diagnostics import Diagnostic, Span, did_you_mean, error
from sowgen.model.clause import ChosenClause
from sowgen.model.document import Cell, Contents, PageBreak, Section, Text
from sowgen.model.kind import Kind
from sowgen.model.plain import Branch, Leaf


@dataclass(frozen=True, slots=True)
class Draft:
    """A document to build: its filled outline, and the chosen clauses that this places."""

    kind: Kind
    outline: Piece
    title: str
    placed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """A document's sections, what in it has a name, the defined terms that it defines and uses
    with their places, and findings."""

    sections: tuple[Section, ...]
    targets: Mapping[str, Target]
    defined_terms: tuple[tuple[str, Span], ...]
    used_terms: tuple[tuple[str, Span], ...]
    found: tuple[Diagnostic, ...]


def clauses_in_area(given: Ingredients, kind: Kind, outline: Piece, slot: InsertSlot) -> list[str]:
    """The chosen clauses that `{{ clauses(…) }}` puts into an outline: those of its areas that
    the outline does not name elsewhere."""
    named = {s.names[0] for s in inserts(outline) if s.verb == "clause" and s.names}
    return [
        entry.clause.id
        for entry in given.clauses.values()
        if entry.clause.area in slot.names
        and entry.clause.document == kind.id
        and entry.clause.id not in named
    ]


@dataclass
class Builder:
    """Builds the documents of one package. `pieces` are its filled clauses by id, `trees` the
    trees of all pieces by their Markdown."""

    given: Ingredients
    words: Words
    texts: Texts
    memory: Memory
    pieces: Mapping[str, Piece]
    trees: Mapping[str, Tree]
    _places: Mapping[str, Span] = field(init=False)
    _found_places: dict[str, Span] = field(default_factory=dict)
    _read: tuple[object, ...] = field(init=False)

    def __post_init__(self) -> None:
        self._places = {
            bound.path: bound.span
            for entry in self.given.clauses.values()
            for bound in entry.values.values()
        }
        read = (world_of(self.given), self._places)
        self._read = self.memory.recall("read by blocks", read, lambda: read)

    def span_of(self, path: str) -> Span:
        """Where the value at a path is written."""
        span = self._found_places.get(path)
        if span is None:
            span = self._places.get(path) or self.given.tree.find(path)
            self._found_places[path] = span
        return span

    @cached_property
    def _names(self) -> Names:
        return _names(self.given, self.words)

    def build(self, draft: Draft) -> Built:
        """The document, or that of the last time where all of its parts are the same."""
        clauses = tuple(
            (self.given.clauses[name], Same(self.pieces.get(name))) for name in draft.placed
        )
        key = (self._read, draft.kind, draft.title, Same(draft.outline), clauses)
        return self.memory.recall(f"build {draft.kind.id}", key, lambda: self._build(draft))

    def _build(self, draft: Draft) -> Built:
        body = Body(self.words, self.span_of)

        def insert(slot: InsertSlot, into: Body) -> None:
            if slot.verb == "clause":
                self._put_clauses(slot.names, into)
            elif slot.verb == "clauses":
                names = clauses_in_area(self.given, draft.kind, draft.outline, slot)
                self._put_clauses(names, into)
            else:
                self._put(slot, draft, into)

        BlockReader(draft.outline, body, insert).read(self.trees[draft.outline.markdown])
        body.close()
        sections = number_paragraphs(body.sections)
        return Built(
            sections,
            find_targets(draft.kind.id, draft.title, body, sections),
            tuple(body.defined_terms),
            tuple(body.used_terms),
            tuple(body.found),
        )

    def _put_clauses(self, names: Iterable[str], into: Body) -> None:
        for name in names:
            if name in self.pieces:
                self._put_clause(self.given.clauses[name], into)

    def _put_clause(self, entry: ChosenClause, into: Body) -> None:
        """The clause's article: as it was read last where that is the same, by itself."""
        piece = self.pieces[entry.clause.id]
        key = (
            self._read, Same(piece), into.landscape, entry.clause.title, entry.clause.replaces,
            entry.clause.span, entry.position, entry.wording.span,
        )  # fmt: skip

        def read() -> Body:
            alone = Body(self.words, self.span_of, landscape=into.landscape)
            self._read_clause(entry, alone)
            return alone

        article = self.memory.recall(f"article {entry.clause.id}", key, read)
        if not into.take(article):
            self._read_clause(entry, into)

    def _read_clause(self, entry: ChosenClause, into: Body) -> None:
        clause, piece = entry.clause, self.pieces[entry.clause.id]
        reader = BlockReader(piece, into, None, clause.id, entry.position)
        anchor = into.name(clause.id, clause.span)
        if clause.replaces:
            into.names[clause.replaces] = (anchor, clause.span)
        reader.article(Text(clause.title), anchor, entry.wording.span)
        reader.read(self.trees[piece.markdown])

    def _put(self, slot: InsertSlot, draft: Draft, into: Body) -> None:
        if slot.verb == "contents":
            into.add(Contents(self.words.word("contents")))
        elif slot.verb == "pagebreak":
            into.add(PageBreak())
        elif slot.verb == "signatures":
            settings = self.given.settings.signatures
            for block in make_signatures(self.given.spec, self.words, self.span_of, settings):
                into.add(block)
        elif slot.verb == "particulars":
            table = particulars_table(self._particulars(draft), self.words)
            if table is not None:
                into.add(table)
        elif slot.verb == "figure":
            self._put_figures(slot, draft, into)
        else:
            self._put_stated(slot, draft, into)

    def _particulars(self, draft: Draft) -> list[tuple[Cell, ...]]:
        """The rows of every article's particulars."""
        rows: list[tuple[Cell, ...]] = []
        for name in (name for name in draft.placed if name in self.pieces):
            entry, piece = self.given.clauses[name], self.pieces[name]
            rows += self.memory.recall(
                f"particulars {name}",
                (self._read, entry, Same(piece)),
                partial(particulars_rows, entry, piece, self.words, self._names),
            )
        return rows

    def _put_figures(self, slot: InsertSlot, draft: Draft, into: Body) -> None:
        """The drawings named; a name that is not known, or not for this audience, is O118."""
        known = drawable(draft.kind.head.audience)
        for name in slot.names or ("",):
            if name not in known:
                into.found.append(
                    error(
                        "O118",
                        f"there is no figure `{name}`",
                        slot.span,
                        did_you_mean(name, known) or "figures: " + ", ".join(known),
                    )
                )
                continue
            figures = self.memory.recall(
                f"figure {name}", self._read, partial(draw, name, self.given, self.words)
            )
            for figure in figures:
                into.add(figure)

    def _put_stated(self, slot: InsertSlot, draft: Draft, into: Body) -> None:
        """Tables of what sections state, apart from what stands in the document elsewhere."""
        known = self.texts.names[draft.kind.head.audience]
        texts = (draft.outline, *(self.pieces.get(name) for name in draft.placed))
        printed = {
            part.path for text in texts if text for part in text.slots if isinstance(part, Leaf)
        }
        left_out = {name.removeprefix("-") for name in slot.names if name.startswith("-")}
        skip = frozenset((self._places.keys() | printed | left_out) - {""})
        for name in (n for n in slot.names if not n.startswith("-")):
            section = known.get(name)
            if not isinstance(section, Branch):
                into.found.append(
                    error(
                        "O305",
                        f"the specification has no section `{name}`",
                        slot.span,
                        did_you_mean(name, known),
                    )
                )
                continue
            table = self.memory.recall(
                f"stated {draft.kind.id} {name}",
                (self._read, skip),
                partial(stated_table, section, self.words, skip, self.span_of, self._names),
            )
            if table is not None:
                into.add(table)


def _names(given: Ingredients, words: Words) -> Names:
    """What ids stand for on paper, and what the contract calls its two sides."""
    spec = given.spec
    steps = (spec.schedule.activities, spec.schedule.gates, spec.schedule.milestones)
    sites = (site for party in spec.parties.values() for site in party.sites.items())
    named = {
        **{key: site.name or key for key, site in sites},
        **{key: f"“{step.name}”" for entries in steps for key, step in entries.items()},
        **{key: document.name for key, document in spec.documents.items()},
        **{key: role.name for key, role in spec.roles.items()},
    }
    parties = {key: party_label(words, party) for key, party in spec.parties.items()}
    sides = {
        side: next(
            (parties[key] for key, party in spec.parties.items() if party.role == side),
            words.word(f"label_{side}"),
        )
        for side in ("oem", "ems")
    }
    return Names({**named, **sides, **parties}, sides)
