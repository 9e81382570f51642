"""The order of work inside `assemble`: fill, parse, build, number, link, check terms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import jinja2

from sowgen.assemble.annexes import annex_label, annex_letters, annex_title, refused
from sowgen.assemble.blocks import BlockReader, Body
from sowgen.assemble.cover import (
    make_cover,
    make_furniture,
    make_internal,
    make_signatures,
    party_label,
)
from sowgen.assemble.exports import make_exports
from sowgen.assemble.figures import draw, drawable
from sowgen.assemble.fill import Filler, InsertSlot, Piece
from sowgen.assemble.imprint import author_of, day_of
from sowgen.assemble.ingredients import INTERNAL_NAMES, Ingredients
from sowgen.assemble.markdown import parse_markdown
from sowgen.assemble.number import (
    Linker,
    Target,
    find_targets,
    number_paragraphs,
    table_of_contents,
)
from sowgen.assemble.particulars import Names, particulars_table, stated_table
from sowgen.assemble.terms import check_terms
from sowgen.assemble.vocabulary import Vocabulary
from sowgen.assemble.watched import watched
from sowgen.assemble.words import MissingWord, Words
from sowgen.diagnostics import Diagnostic, Outcome, Span, did_you_mean, error
from sowgen.model.clause import ChosenClause, Clause
from sowgen.model.document import Contents, Document, PageBreak, Section, Text
from sowgen.model.export import Export
from sowgen.model.kind import Audience, Kind
from sowgen.model.plain import Branch, Leaf, wrap
from sowgen.sandbox import Sandbox, evaluate


@dataclass(frozen=True, slots=True)
class Assembly:
    """The documents of a package, in its order, with the kind of each, and the files of data
    that the kinds give beside them. `letters` are those of the annexes, by kind."""

    documents: tuple[Document, ...] = ()
    kinds: tuple[Kind, ...] = ()
    exports: tuple[Export, ...] = ()
    letters: Mapping[str, str] = field(default_factory=dict)


def assemble(ingredients: Ingredients) -> Outcome[Assembly]:
    """Every document of the package that applies to the deal.

    Codes: O101 to O119 (texts), O201 to O204 (terms), O301 to O305 (references and places),
    B102 to B104 (what may not be in a package).
    """
    try:
        assembler = _Assembler(ingredients)
        documents = assembler.assemble()
        exports = (*make_exports(ingredients, assembler.words, assembler.kinds, assembler.found),)
    except MissingWord as missing:
        return Outcome(Assembly(), (lacking(missing, ingredients),))
    made = Assembly(tuple(documents), tuple(assembler.kinds), exports, assembler.letters)
    return Outcome(made, tuple(assembler.found))


def lacking(missing: MissingWord, ingredients: Ingredients) -> Diagnostic:
    """O104 for a word that the package's language lacks."""
    key = str(missing.args[0])
    file = f"templates/house/words/{ingredients.spec.package.language}.yaml"
    hint = did_you_mean(key, ingredients.words) or f"add `{key}:` to {file}"
    return error("O104", f"there is no word `{key}`", Span(file, 1, 1), hint)


@dataclass(slots=True)
class _Draft:
    """A document under way."""

    kind: Kind
    outline: Piece
    title: str
    placed: list[str] = field(default_factory=list)
    body: Body | None = None
    sections: tuple[Section, ...] = ()


@dataclass(slots=True)
class _Assembler:
    given: Ingredients
    found: list[Diagnostic] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)
    letters: dict[str, str] = field(default_factory=dict)
    words: Words = field(init=False)
    fillers: dict[Audience, Filler] = field(init=False)
    spans: dict[str, Span] = field(default_factory=dict)

    def __post_init__(self) -> None:
        spec = self.given.spec
        self.words = Words(spec.package.language, self.given.words)
        names: dict[str, Any] = dict(Branch(spec, "").items())
        plans, scorecard = self.given.plans, self.given.scorecard
        record = scorecard.record if scorecard else None
        computed = {
            "plan": plans.schedule, "meetings": plans.meetings, "clocks": plans.clocks,
            "scorecard": scorecard, "chosen_supplier": record,
        }  # fmt: skip
        for name, value in computed.items():
            names[name] = wrap(value, name) if value else Leaf(None, name)
        for role in ("oem", "ems"):
            name = next((i for i, p in spec.parties.items() if p.role == role), role)
            if name in spec.parties:
                names[role] = Leaf(
                    party_label(self.words, spec.parties[name]), f"parties.{name}.label"
                )
        outbound = {name: node for name, node in names.items() if name not in INTERNAL_NAMES}
        self.fillers = {
            "outbound": Filler(self.words, outbound),
            "internal": Filler(self.words, names),
        }
        for entry in self.given.clauses.values():
            for bound in entry.values.values():
                self.spans[bound.path] = bound.span

    def span_of(self, path: str) -> Span:
        """Where the value at a path is written."""
        return self.spans.get(path) or self.given.tree.find(path)

    def assemble(self) -> list[Document]:
        self.found += refused(self.given)
        self.letters = annex_letters(self.given.kinds, self.fillers["outbound"].names)
        drafts = [draft for kind in self.given.kinds if (draft := self.start(kind))]
        self.kinds = [draft.kind for draft in drafts]
        pieces: dict[str, Piece] = {f"kind:{d.kind.id}": d.outline for d in drafts}
        for name in dict.fromkeys(name for draft in drafts for name in draft.placed):
            piece = self.fill_clause(self.given.clauses[name])
            if piece is not None:
                pieces[f"clause:{name}"] = piece
        trees = parse_markdown([piece.markdown for piece in pieces.values()], self.given.run)
        parsed = dict(zip(pieces, trees, strict=True))
        for draft in drafts:
            self.build(draft, pieces, parsed)
        targets: dict[str, Mapping[str, Target]] = {
            d.kind.id: find_targets(d.kind.id, d.title, d.body, d.sections)
            for d in drafts
            if d.body is not None
        }
        internal = frozenset(d.kind.id for d in drafts if d.kind.head.audience == "internal")
        linker = Linker(self.words, targets, self.found, internal & targets.keys())
        documents = [self.finish(d, linker.link(d.kind.id, d.sections)) for d in drafts]
        self.check_terms(drafts, documents)
        return documents

    def start(self, kind: Kind) -> _Draft | None:
        """The kind's outline filled, or None where the kind does not apply."""
        filler = self.fillers[kind.head.audience]
        if kind.applies_when is not None:
            outcome = evaluate(kind.applies_when, filler.names, "O102")
            self.found += outcome.diagnostics
            if not outcome.value:
                return None
        filled = filler.fill(kind.markdown, kind.span, {}, self.functions(filler))
        self.found += filled.diagnostics
        if filled.value is None:
            return None
        draft = _Draft(kind, filled.value, self.words.word(kind.head.title))
        self.place(draft)
        return draft

    def functions(self, filler: Filler) -> dict[str, Callable[..., Any]]:
        """What outlines and clauses can call."""
        chosen = self.given.clauses
        replaced = {c.clause.replaces: c for c in chosen.values() if c.clause.replaces}

        def insert(verb: str) -> Callable[..., InsertSlot]:
            return lambda *names: InsertSlot(verb, tuple(str(n) for n in names), filler.span)

        def params(name: str) -> Branch:
            entry = chosen.get(name)
            values = {n: wrap(v.value, v.path) for n, v in entry.values.items()} if entry else {}
            return Branch(values, f"clauses.{name}")

        return {
            **Vocabulary(self.given.spec, self.words).functions(),
            "annexes": self.annexes,
            "has": lambda name: name in chosen or name in replaced,
            "position": lambda name: chosen[name].position if name in chosen else "",
            "params": params,
            **{
                verb: insert(verb)
                for verb in (
                    "clause",
                    "clauses",
                    "particulars",
                    "stated",
                    "figure",
                    "signatures",
                    "contents",
                    "pagebreak",
                )
            },
        }

    def annexes(self) -> list[str]:
        """The titles of the annexes with their letters, in order."""
        titles = {kind.id: self.words.word(kind.head.title) for kind in self.given.kinds}
        return [annex_title(self.words, sign, titles[k]) for k, sign in self.letters.items()]

    def place(self, draft: _Draft) -> None:
        """Which clauses the outline puts where; a chosen clause without a place is an error."""
        chosen = self.given.clauses
        slots = [s for s in draft.outline.slots if isinstance(s, InsertSlot)]
        named = [s.names[0] for s in slots if s.verb == "clause" and s.names]
        for name in named:
            if name not in self.given.known_clauses:
                self.found.append(
                    error(
                        "O302",
                        f"there is no clause `{name}`",
                        self.where(draft, name),
                        did_you_mean(name, self.given.known_clauses),
                    )
                )
        for slot in slots:
            if slot.verb == "clause":
                draft.placed += [n for n in slot.names if n in chosen]
            elif slot.verb == "clauses":
                draft.placed += self.in_area(draft, slot)
        for entry in chosen.values():
            if entry.clause.document == draft.kind.id and entry.clause.id not in draft.placed:
                self.found.append(
                    error(
                        "O304",
                        f"the clause `{entry.clause.id}` has no place in the outline",
                        draft.kind.span,
                        f'add `{{{{ clauses("{entry.clause.area}") }}}}`',
                        [("the clause", entry.clause.span)],
                    )
                )

    def in_area(self, draft: _Draft, slot: InsertSlot) -> list[str]:
        named = {
            s.names[0]
            for s in draft.outline.slots
            if isinstance(s, InsertSlot) and s.verb == "clause" and s.names
        }
        return [
            entry.clause.id
            for entry in self.given.clauses.values()
            if entry.clause.area in slot.names
            and entry.clause.document == draft.kind.id
            and entry.clause.id not in named
        ]

    def where(self, draft: _Draft, words: str) -> Span:
        source, span = draft.outline.source, draft.outline.span
        before = source[: max(source.find(words), 0)]
        return Span(
            span.file, span.line + before.count("\n"), len(before) - before.rfind("\n"), len(words)
        )

    def fill_clause(self, entry: ChosenClause) -> Piece | None:
        asked: set[str] = set()
        values = watched(clause_values(entry), asked)
        filler = self.fillers["outbound"]
        filled = filler.fill(
            entry.wording.markdown, entry.wording.span, values, self.functions(filler)
        )
        self.found += filled.diagnostics
        return replace(filled.value, asked=frozenset(asked)) if filled.value else None

    def build(self, draft: _Draft, pieces: Mapping[str, Piece], parsed: Mapping[str, Any]) -> None:
        """The document's blocks, numbered, with references still pending."""
        body = Body(self.words, self.span_of, self.found)
        draft.body = body

        def insert(slot: InsertSlot, into: Body) -> None:
            if slot.verb in ("clause", "clauses"):
                names = slot.names if slot.verb == "clause" else self.in_area(draft, slot)
                for name in names:
                    if f"clause:{name}" in parsed:
                        self.put_clause(self.given.clauses[name], pieces, parsed, into)
            else:
                self.put(slot, draft, pieces, into)

        key = f"kind:{draft.kind.id}"
        BlockReader(pieces[key], body, insert).read(parsed[key])
        body.close()
        draft.sections = number_paragraphs(body.sections)

    def put_clause(
        self,
        entry: ChosenClause,
        pieces: Mapping[str, Piece],
        parsed: Mapping[str, Any],
        into: Body,
    ) -> None:
        clause = entry.clause
        key = f"clause:{clause.id}"
        reader = BlockReader(pieces[key], into, None, clause.id, entry.position)
        anchor = into.name(clause.id, clause.span)
        if clause.replaces:
            into.names[clause.replaces] = (anchor, clause.span)
        reader.article(Text(clause.title), anchor, entry.wording.span)
        reader.read(parsed[key])

    def put(self, slot: InsertSlot, draft: _Draft, pieces: Mapping[str, Piece], into: Body) -> None:
        if slot.verb == "contents":
            into.add(Contents(self.words.word("contents")))
        elif slot.verb == "pagebreak":
            into.add(PageBreak())
        elif slot.verb == "signatures":
            settings = self.given.settings.signatures
            for block in make_signatures(self.given.spec, self.words, self.span_of, settings):
                into.add(block)
        elif slot.verb == "particulars":
            chosen = [
                (self.given.clauses[name], pieces[f"clause:{name}"])
                for name in draft.placed
                if f"clause:{name}" in pieces
            ]
            table = particulars_table(chosen, self.words, self.names())
            if table is not None:
                into.add(table)
        elif slot.verb == "figure":
            self.put_figures(slot, draft, into)
        else:
            self.put_stated(slot, draft, pieces, into)

    def put_figures(self, slot: InsertSlot, draft: _Draft, into: Body) -> None:
        """The drawings named; a name that is not known, or not for this audience, is O118."""
        known = drawable(draft.kind.head.audience)
        for name in slot.names or ("",):
            if name not in known:
                self.found.append(
                    error(
                        "O118",
                        f"there is no figure `{name}`",
                        slot.span,
                        did_you_mean(name, known) or "figures: " + ", ".join(known),
                    )
                )
                continue
            for figure in draw(name, self.given, self.words):
                into.add(figure)

    def put_stated(
        self, slot: InsertSlot, draft: _Draft, pieces: Mapping[str, Piece], into: Body
    ) -> None:
        """Tables of what sections state, apart from what stands in the document elsewhere."""
        known = self.fillers[draft.kind.head.audience].names
        bound = {b.path for e in self.given.clauses.values() for b in e.values.values()}
        texts = (draft.outline, *(pieces.get(f"clause:{name}") for name in draft.placed))
        printed = {
            part.path for text in texts if text for part in text.slots if isinstance(part, Leaf)
        }
        left_out = {name.removeprefix("-") for name in slot.names if name.startswith("-")}
        skip = (bound | printed | left_out) - {""}
        for name in (n for n in slot.names if not n.startswith("-")):
            section = known.get(name)
            if not isinstance(section, Branch):
                self.found.append(
                    error(
                        "O305",
                        f"the specification has no section `{name}`",
                        slot.span,
                        did_you_mean(name, known),
                    )
                )
                continue
            table = stated_table(section, self.words, skip, self.span_of, self.names())
            if table is not None:
                into.add(table)

    def names(self) -> Names:
        """What ids stand for on paper, and what the contract calls its two sides."""
        spec = self.given.spec
        steps = (spec.schedule.activities, spec.schedule.gates, spec.schedule.milestones)
        sites = (site for party in spec.parties.values() for site in party.sites.items())
        named = {
            **{key: site.name or key for key, site in sites},
            **{key: f"“{step.name}”" for entries in steps for key, step in entries.items()},
            **{key: document.name for key, document in spec.documents.items()},
            **{key: role.name for key, role in spec.roles.items()},
        }
        parties = {key: party_label(self.words, party) for key, party in spec.parties.items()}
        sides = {
            side: next(
                (parties[key] for key, party in spec.parties.items() if party.role == side),
                self.words.word(f"label_{side}"),
            )
            for side in ("oem", "ems")
        }
        return Names({**named, **sides, **parties}, sides)

    def finish(self, draft: _Draft, sections: tuple[Section, ...]) -> Document:
        spec, settings = self.given.spec, self.given.settings
        package = spec.package
        kind, words = draft.kind, self.words
        mark = self.letters.get(kind.id, "")
        cover = make_cover(spec, draft.title, words, self.span_of, mark)
        furniture = make_furniture(spec, annex_title(words, mark, draft.title), words)
        if kind.head.audience == "internal":
            cover, furniture = make_internal(cover, furniture, words)
        return Document(
            kind=draft.kind.id,
            title=f"{draft.title}: {package.title}",
            reference=package.reference or package.id,
            language=package.language,
            date=day_of(spec).isoformat(),
            author=author_of(self.given),
            cover=cover,
            furniture=furniture,
            sections=sections,
            toc=table_of_contents(sections) if draft.kind.head.contents else (),
            signature_anchors=settings.signatures.anchors,
            clauses=tuple(
                (name, self.given.clauses[name].clause.version, self.given.clauses[name].position)
                for name in draft.placed
            ),
        )

    def check_terms(self, drafts: Iterable[_Draft], documents: Iterable[Document]) -> None:
        bodies = [draft.body for draft in drafts if draft.body]
        marked = [use for body in bodies for use in body.used_terms]
        defined = [term for body in bodies for term in body.defined_terms]
        names = {n.strip() for n in self.given.words.get("proper_names", "").split(",")}
        for party in self.given.spec.parties.values():
            label = party_label(self.words, party)
            names |= {label, label.removeprefix("the ")}
        names |= set(self.words.locale.territories.values())
        names |= set(self.words.locale.languages.values())
        names |= {entry.clause.title for entry in self.given.clauses.values()}
        names |= {draft.title for draft in drafts}
        names |= {annex_label(self.words, sign) for sign in self.letters.values()}
        self.found += check_terms(documents, defined, marked, names)


def clause_values(entry: ChosenClause) -> dict[str, Any]:
    """The clause's parameters as nodes by name; one without a value is a leaf of None."""
    return {
        name: wrap(entry.values[name].value, entry.values[name].path)
        if name in entry.values
        else Leaf(None, f"clauses.{entry.clause.id}.{name}")
        for name in entry.clause.parameters
    }


def check_wordings(clause: Clause) -> tuple[Diagnostic, ...]:
    """Syntax findings in every wording of a clause, also those that no project uses."""
    found = []
    sandbox = Sandbox()
    for wording in clause.wordings.values():
        try:
            sandbox.parse(wording.markdown)
        except jinja2.TemplateSyntaxError as problem:
            line = wording.span.line + problem.lineno - 1
            found.append(error("O101", problem.message or "", Span(wording.span.file, line, 1)))
    return tuple(found)
