"""Whose files the exports are."""

from __future__ import annotations

from sowgen.assemble.ingredients import Ingredients


def author_of(given: Ingredients) -> str:
    """The drafting company, as in the documents: the workspace's, else the project's OEM."""
    parties = given.spec.parties.values()
    oem = next((party.legal_name for party in parties if party.role == "oem"), "")
    return given.settings.company.name or oem
