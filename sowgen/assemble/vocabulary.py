"""The functions that outlines and clauses can call beside plain values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sowgen.assemble.cover import party_label, signing_parties
from sowgen.assemble.duties import Duties
from sowgen.assemble.particulars import label_of
from sowgen.assemble.rights import Rights, grouped
from sowgen.assemble.words import Words
from sowgen.model.letters import read_cell
from sowgen.model.plain import Branch, Leaf
from sowgen.model.spec import ProjectSpec
from sowgen.model.values import Clock

LEGENDS = {
    "RACI": ("A", "R", "C", "I"),
    "RASCI": ("A", "R", "S", "C", "I"),
    "RACI-VS": ("A", "R", "V", "S", "C", "I"),
    "RASCI-VS": ("A", "R", "Su", "V", "Si", "C", "I"),
    "DACI": ("D", "A", "C", "I"),
}
_OTHER_LETTERS = {
    ("RASCI", "S"): "raci_support",
    ("DACI", "A"): "raci_approves",
    ("DACI", "C"): "raci_contributes",
}
"""Letters that mean something else than in the other variants, with the keys of their words."""
_WIDEST_ACTIVITY = 46.0


@dataclass(frozen=True)
class Vocabulary:
    """Functions of one package; each takes and gives plain nodes."""

    spec: ProjectSpec
    words: Words

    def label(self, party: Branch) -> Leaf:
        """The name the contract uses for a party."""
        path = party.path if party.id else f"{party.path}.label"
        return Leaf(party_label(self.words, self.spec.parties[party.id]), path)

    def role_name(self, role: Any) -> Leaf:
        """The name of a role or contact by its id; the id where there is none."""
        name = str(role)
        found = self.spec.roles.get(name) or self.spec.contacts.get(name)
        return Leaf(found.name if found else name, f"roles.{name}.name")

    def role_short(self, role: Branch) -> Leaf:
        """A role's column heading."""
        return Leaf(self.spec.roles[role.id].short or self.spec.roles[role.id].name, role.path)

    def holders(self, role: Branch) -> list[Branch]:
        """The contacts that hold a role."""
        return [
            contact
            for contact in Branch(self.spec.contacts, "contacts")
            if isinstance(contact, Branch) and role.id in self.spec.contacts[contact.id].roles
        ]

    def signs(self, party: Branch) -> bool:
        """Whether a party signs the contract."""
        return any(name == party.id for name, _ in signing_parties(self.spec))

    def others(self) -> bool:
        """Whether companies that do not sign are named."""
        return len(signing_parties(self.spec)) < len(self.spec.parties)

    def sites(self) -> bool:
        """Whether any party names a site."""
        return any(party.sites for party in self.spec.parties.values())

    def due(self, when: Leaf) -> Leaf | str:
        """When something is due: a date, or a time before or after an activity by its name."""
        value = when.value
        if isinstance(value, Clock):
            duration = self.words.duration(value.duration, "short")
            relation = self.words.word(f"relation_{value.relation}")
            return f"{duration} {relation} {self._activity(value.event)}"
        return self._activity(value) if isinstance(value, str) else when

    def _activity(self, name: str) -> str:
        schedule = self.spec.schedule
        for entries in (schedule.activities, schedule.gates, schedule.milestones):
            if name in entries:
                return f"“{entries[name].name}”"
        return name

    def subdivision(self, country: Any, code: Any) -> str:
        """The name of a state or province by its code, as the source of the public holidays has
        it; the code where it has none."""
        import holidays

        source = getattr(holidays, str(country), None)
        known: dict[str, list[str]] = getattr(source, "get_subdivision_aliases", dict)()
        names = (aliases for key, aliases in known.items() if str(code) in (key, *aliases))
        return str(next((aliases[0] for aliases in names if aliases), code))

    def sign(self, op: Any) -> str:
        """A comparison as mathematics writes it."""
        return {"<=": "≤", ">=": "≥"}.get(str(op), str(op))

    def tenths(self, number: Leaf) -> str:
        """A number with one place behind the point, so that columns of them line up."""
        return self.words.tenths(number.value)

    def grouped(self, entries: Any) -> list[Branch]:
        """Rows or decisions with those of one group together."""
        return grouped(entries) if isinstance(entries, Branch) else []

    def role_sheet(self, role: Branch) -> Branch:
        """What the matrix and the decision rights mean for a role."""
        return Branch(self._duties.sheet(role.id), f"roles.{role.id}")

    def who_decides(self) -> list[Branch]:
        """The decision rights under their levels."""
        return [Branch(level, "decisions", level.id) for level in self._rights.who_decides()]

    def rights(self, decision: Branch) -> list[Branch]:
        """A decision on both sides of its limit."""
        return [Branch(r, decision.path) for r in self._rights.sides(decision.id)]

    def days_of(self, decision: Branch, time: Leaf) -> Leaf | None:
        """Whose working days a time of a decision counts, none for other times."""
        return self._rights.days_of(self.spec.decisions[decision.id], time)

    def deputies(self, role: Branch) -> list[Leaf]:
        """The contacts who stand in for those that hold a role."""
        stand_in = [self.spec.contacts[c.id].deputy for c in self.holders(role)]
        return [
            Leaf(self.spec.contacts[name].name, f"contacts.{name}.name")
            for name in dict.fromkeys(stand_in)
            if name in self.spec.contacts
        ]

    @cached_property
    def _rights(self) -> Rights:
        return Rights(self.spec, self.words)

    @cached_property
    def _duties(self) -> Duties:
        return Duties(self.spec, self._rights)

    def legend(self, variant: Any) -> list[str]:
        """The letters of a matrix variant, in the order of the legend."""
        return list(LEGENDS.get(str(variant), ()))

    def letter_name(self, variant: Any, letter: Any) -> str:
        """What a letter of a variant stands for: `S` is support in RASCI, and signs off in
        RACI-VS."""
        key = _OTHER_LETTERS.get((str(variant), str(letter)), f"letter_{str(letter).lower()}")
        return self.words.word(key)

    def letter_means(self, variant: Any, letter: Any) -> str:
        """What a role with a letter does."""
        own = _OTHER_LETTERS.get((str(variant), str(letter)))
        return self.words.word(f"{own or f'raci_letter_{str(letter).lower()}'}_means")

    def letters(self, row: Branch, role: Branch) -> list[str]:
        """The letters of a role in an activity's row."""
        if self.spec.raci is None:
            return []
        cell = self.spec.raci.activities[row.id].letters.get(role.id, "")
        return list(read_cell(cell, self.spec.raci.variant).letters)

    def assemblies(self) -> bool:
        """Whether any product lists its assemblies."""
        return any(product.assemblies for product in self.spec.products.values())

    def fields_used(self, entries: Branch, fields: list[str]) -> list[str]:
        """Those of the fields that at least one entry states."""
        sources = [getattr(entry, "source", None) for entry in entries]
        return [f for f in fields if any(getattr(s, f, None) not in (None, ()) for s in sources)]

    def field_label(self, entries: Branch, field: Any) -> str:
        """What a field of the entries is, in the words of the specification."""
        return label_of(type(next(iter(entries.source.values()))), str(field))

    def field_widths(self, columns: Any) -> str:
        """Column shares of a table with a label column and some columns of values."""
        return f"30 {70 / max(int(columns), 1):.2f}*"

    def matrix_widths(self, columns: Any) -> str:
        """Column shares of a matrix: narrow letter columns, the rest for the activity."""
        count = max(int(columns), 1)
        each = min(6.0, (100 - _WIDEST_ACTIVITY * 0.65) / count)
        return f"{100 - each * count:.2f} {each:.2f}*"

    def functions(self) -> dict[str, Callable[..., Any]]:
        """Every function by the name under which texts call it."""
        return {name: getattr(self, name) for name in NAMES}


NAMES = (
    "label",
    "role_name",
    "role_short",
    "holders",
    "signs",
    "others",
    "sites",
    "due",
    "sign",
    "tenths",
    "grouped",
    "role_sheet",
    "who_decides",
    "rights",
    "days_of",
    "deputies",
    "legend",
    "letter_name",
    "letter_means",
    "letters",
    "subdivision",
    "assemblies",
    "fields_used",
    "field_label",
    "field_widths",
    "matrix_widths",
)
"""What texts can call; `docs/outlines.md` describes each."""
