"""What the outlines and clauses of one package can read and call, and how they are filled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sowgen.assemble.annexes import annex_letters, annex_title
from sowgen.assemble.cover import party_label
from sowgen.assemble.fill import Filler, InsertSlot, Piece
from sowgen.assemble.ingredients import INTERNAL_NAMES, Ingredients
from sowgen.assemble.memory import Memory, Same
from sowgen.assemble.vocabulary import Vocabulary
from sowgen.assemble.watched import watched
from sowgen.assemble.words import Words
from sowgen.diagnostics import Outcome
from sowgen.model.clause import ChosenClause
from sowgen.model.kind import Audience, Kind
from sowgen.model.plain import Branch, Leaf, wrap

_INSERTS = (
    "clause",
    "clauses",
    "particulars",
    "stated",
    "figure",
    "signatures",
    "contents",
    "pagebreak",
)


def world_of(given: Ingredients) -> tuple[Same, ...]:
    """Everything of a package that is the same for all of its texts, as a part of keys."""
    parts = (
        given.spec, given.tree, given.settings, given.words, given.plans, given.scorecard,
    )  # fmt: skip
    return tuple(Same(part) for part in parts)


@dataclass(slots=True)
class Texts:
    """Fills the texts of one package. `letters` are those of the annexes, by kind."""

    given: Ingredients
    words: Words
    memory: Memory
    letters: Mapping[str, str] = field(init=False)
    names: Mapping[Audience, Mapping[str, Any]] = field(init=False)
    _vocabulary: Vocabulary = field(init=False)
    _read: tuple[object, ...] = field(init=False)

    def __post_init__(self) -> None:
        given = self.given
        internal = _names(given, self.words)
        outbound = {name: node for name, node in internal.items() if name not in INTERNAL_NAMES}
        self.names = {"outbound": outbound, "internal": internal}
        self._vocabulary = Vocabulary(given.spec, self.words)
        self.letters = annex_letters(given.kinds, outbound)
        read = (
            world_of(given),
            tuple(_told(entry) for entry in given.clauses.values()),
            tuple(self.letters.items()),
            tuple((kind.id, kind.head.title) for kind in given.kinds),
        )
        # The very object of the last time, so that keys with it are compared quickly.
        self._read = self.memory.recall("read by texts", read, lambda: read)

    def fill_outline(self, kind: Kind) -> Outcome[Piece | None]:
        """The kind's outline with its values in place, None with a finding where it fails."""
        filler = Filler(self.words, self.names[kind.head.audience], self.given.compiled)
        return self.memory.recall(
            f"outline {kind.id}",
            (self._read, kind.head.audience, kind.markdown, kind.span),
            lambda: filler.fill(kind.markdown, kind.span, {}, self._functions(filler)),
        )

    def fill_clause(self, entry: ChosenClause) -> Outcome[Piece | None]:
        """A clause with its values in place, None with a finding where it fails."""

        def fill() -> Outcome[Piece | None]:
            asked: set[str] = set()
            values = watched(clause_values(entry), asked)
            filler = Filler(self.words, self.names["outbound"], self.given.compiled)
            markdown, span = entry.wording.markdown, entry.wording.span
            filled = filler.fill(markdown, span, values, self._functions(filler))
            if filled.value is None:
                return filled
            return replace(filled, value=replace(filled.value, asked=frozenset(asked)))

        return self.memory.recall(
            f"clause {entry.clause.id}",
            (self._read, tuple(entry.clause.parameters), entry.wording),
            fill,
        )

    def _functions(self, filler: Filler) -> dict[str, Callable[..., Any]]:
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
            **self._vocabulary.functions(),
            "annexes": self._annexes,
            "has": lambda name: name in chosen or name in replaced,
            "position": lambda name: chosen[name].position if name in chosen else "",
            "params": params,
            **{verb: insert(verb) for verb in _INSERTS},
        }

    def _annexes(self) -> list[str]:
        """The titles of the annexes with their letters, in order."""
        titles = {kind.id: self.words.word(kind.head.title) for kind in self.given.kinds}
        return [annex_title(self.words, sign, titles[k]) for k, sign in self.letters.items()]


def _names(given: Ingredients, words: Words) -> dict[str, Any]:
    """What every text of an internal document can read."""
    spec, plans, scorecard = given.spec, given.plans, given.scorecard
    names: dict[str, Any] = dict(Branch(spec, "").items())
    computed = {
        "plan": plans.schedule, "meetings": plans.meetings, "clocks": plans.clocks,
        "scorecard": scorecard, "chosen_supplier": scorecard.record if scorecard else None,
    }  # fmt: skip
    for name, value in computed.items():
        names[name] = wrap(value, name) if value else Leaf(None, name)
    for role in ("oem", "ems"):
        name = next((i for i, p in spec.parties.items() if p.role == role), role)
        if name in spec.parties:
            label = party_label(words, spec.parties[name])
            names[role] = Leaf(label, f"parties.{name}.label")
    return names


def _told(entry: ChosenClause) -> tuple[object, ...]:
    """What other texts can learn of a chosen clause. Values count by what they look like: equal
    numbers can be written with different digits."""
    values = tuple((name, b.path, repr(b.value)) for name, b in entry.values.items())
    return entry.clause.id, entry.clause.replaces, entry.position, values


def clause_values(entry: ChosenClause) -> dict[str, Any]:
    """The clause's parameters as nodes by name; one without a value is a leaf of None."""
    return {
        name: wrap(entry.values[name].value, entry.values[name].path)
        if name in entry.values
        else Leaf(None, f"clauses.{entry.clause.id}.{name}")
        for name in entry.clause.parameters
    }


def inserts(piece: Piece) -> Iterable[InsertSlot]:
    """The lines of an outline in whose place other blocks come, in its order."""
    return (slot for slot in piece.slots if isinstance(slot, InsertSlot))
