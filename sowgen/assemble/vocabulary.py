"""The functions that outlines and clauses can call beside plain values."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sowgen.assemble.cover import party_label
from sowgen.assemble.words import Words
from sowgen.model.plain import Branch, Leaf, Node
from sowgen.model.spec import ProjectSpec
from sowgen.model.values import Clock

LEGENDS = {
    "RACI": ("A", "R", "C", "I"),
    "RASCI": ("A", "R", "S", "C", "I"),
    "RACI-VS": ("A", "R", "V", "S", "C", "I"),
    "RASCI-VS": ("A", "R", "Su", "V", "Si", "C", "I"),
    "DACI": ("D", "A", "C", "I"),
}
_WIDEST_ACTIVITY = 46.0


def vocabulary(spec: ProjectSpec, words: Words) -> dict[str, Callable[..., Any]]:
    """Functions by name; each takes and gives plain nodes."""

    def label(party: Branch) -> Leaf:
        """The name the contract uses for a party."""
        path = party.path if party.id else f"{party.path}.label"
        return Leaf(party_label(words, spec.parties[party.id]), path)

    def role_name(role: Any) -> Leaf:
        """The name of a role or contact by its id; the id where there is none."""
        name = str(role)
        found = spec.roles.get(name) or spec.contacts.get(name)
        return Leaf(found.name if found else name, f"roles.{name}.name")

    def role_short(role: Branch) -> Leaf:
        """A role's column heading."""
        return Leaf(spec.roles[role.id].short or spec.roles[role.id].name, role.path)

    def holders(role: Branch) -> list[Node]:
        """The contacts that hold a role."""
        return [
            contact
            for contact in Branch(spec.contacts, "contacts")
            if isinstance(contact, Branch) and role.id in spec.contacts[contact.id].roles
        ]

    def sites() -> bool:
        """Whether any party names a site."""
        return any(party.sites for party in spec.parties.values())

    def due(when: Leaf) -> Leaf | str:
        """When something is due: a date, or a time before or after an activity by its name."""
        value = when.value
        if isinstance(value, Clock):
            duration = words.duration(value.duration, "short")
            return f"{duration} {words.word(f'relation_{value.relation}')} {activity(value.event)}"
        return activity(value) if isinstance(value, str) else when

    def activity(name: str) -> str:
        schedule = spec.schedule
        for entries in (schedule.activities, schedule.gates, schedule.milestones):
            if name in entries:
                return str(entries[name].name)
        return name

    def sign(op: Any) -> str:
        """A comparison as mathematics writes it."""
        return {"<=": "≤", ">=": "≥"}.get(str(op), str(op))

    def legend(variant: Any) -> list[str]:
        """The letters of a matrix variant, in the order of the legend."""
        return list(LEGENDS.get(str(variant), ()))

    def letters(row: Branch, role: Branch) -> list[str]:
        """The letters of a role in an activity's row."""
        if spec.raci is None:
            return []
        cell = spec.raci.activities[row.id].letters.get(role.id, "")
        parts = cell if isinstance(cell, tuple) else re.split(r"[,/\s]+", str(cell))
        return [str(part) for part in parts if part]

    def matrix_widths(columns: Any) -> str:
        """Column shares of a matrix: narrow letter columns, the rest for the activity."""
        count = max(int(columns), 1)
        each = min(6.0, (100 - _WIDEST_ACTIVITY * 0.65) / count)
        return f"{100 - each * count:.2f} {each:.2f}*"

    return {
        "label": label,
        "role_name": role_name,
        "role_short": role_short,
        "holders": holders,
        "sites": sites,
        "due": due,
        "sign": sign,
        "legend": legend,
        "letters": letters,
        "matrix_widths": matrix_widths,
    }

