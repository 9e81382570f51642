"""The deal as it was probably meant, so that one slip of the pen gives one finding.

A contact whose role or deputy is misspelt would leave the role without a person in every annex.
The slip itself is reported by `references`, with the nearest id; the other rules read that id.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from sowgen.diagnostics import nearest_of
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.parties import Contact, Role

Owned = TypeVar("Owned", Contact, Role)


def as_meant(spec: ProjectSpec) -> ProjectSpec:
    """`spec`, with every role and deputy of a contact that nothing defines replaced by the
    nearest one, where that is of the contact's party."""
    contacts = {name: _contact(contact, spec) for name, contact in spec.contacts.items()}
    return spec if contacts == spec.contacts else spec.model_copy(update={"contacts": contacts})


def _contact(contact: Contact, spec: ProjectSpec) -> Contact:
    roles = tuple(_id(role, contact, spec.roles) for role in contact.roles)
    deputy = contact.deputy and _id(contact.deputy, contact, spec.contacts)
    return contact.model_copy(update={"roles": roles, "deputy": deputy})


def _id(written: str, contact: Contact, known: Mapping[str, Owned]) -> str:
    if written in known:
        return written
    near = nearest_of(written, known)
    return near if near and known[near].party == contact.party else written
