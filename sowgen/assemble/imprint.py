"""Whose files a package's are, and of which day."""

from __future__ import annotations

from datetime import date

from sowgen.assemble.ingredients import Ingredients
from sowgen.model.spec import ProjectSpec

_NO_DATE = date(1980, 1, 1)


def author_of(given: Ingredients) -> str:
    """The drafting company: the workspace's, else the project's OEM."""
    parties = given.spec.parties.values()
    oem = next((party.legal_name for party in parties if party.role == "oem"), "")
    return given.settings.company.name or oem


def day_of(spec: ProjectSpec) -> date:
    """The package's date, else its effective date, else 1980-01-01; never today."""
    effective = spec.package.effective_date
    return spec.package.date or (effective if isinstance(effective, date) else _NO_DATE)
