"""The states and provinces that a project names, held against those with known holidays."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from sowgen.diagnostics import Diagnostic, error
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Path, Tree
from sowgen.plan.public_holidays import (
    fault,
    subdivision_codes,
    subdivision_name,
    subdivisions,
)
from sowgen.plan.sites import country_of_calendar


def check_provinces(spec: ProjectSpec, tree: Tree) -> Iterator[Diagnostic]:
    """`T203` on each `subdivision` that its country does not have, whether or not a date hangs
    on it. A country that is not known itself is left to those that count by it.
    """
    for path, country, subdivision in _stated(spec):
        if country and subdivision and fault(country, subdivision) == "subdivision":
            yield error(
                "T203",
                f"`{country}` has no state or province `{subdivision}`",
                tree.span((*path, "subdivision")),
                _hint(country, subdivision),
            )


def _stated(spec: ProjectSpec) -> Iterator[tuple[Path, str, str | None]]:
    for party_id, party in spec.parties.items():
        path: Path = ("parties", party_id)
        yield path, party.country, party.subdivision
        for site_id, site in party.sites.items():
            yield (*path, "sites", site_id), site.country or party.country, site.subdivision
    for id_, calendar in spec.schedule.calendars.items():
        country = calendar.country or country_of_calendar(spec, id_)[0]
        yield ("schedule", "calendars", id_), country, calendar.subdivision


def _hint(country: str, subdivision: str) -> str:
    known = subdivision_codes(country)
    listed = ", ".join(
        code if name == code else f"{code} ({name})" for code, name in sorted(known.items())
    )
    near = _nearest(country, subdivision)
    return f"{near}write one of {listed}"


def _nearest(country: str, subdivision: str) -> str:
    """What was probably meant: a code, a name, or a word of a name that is nearly the same."""
    spelt: dict[str, str] = {}
    for code, others in subdivisions(country).items():
        for each in (code, *others):
            spelt |= {word.casefold(): code for word in (each, *each.split()) if len(word) > 1}
    near = get_close_matches(subdivision.casefold(), spelt, n=1)
    if not near:
        return ""
    name = subdivision_name(country, spelt[near[0]])
    code = next(code for code, other in subdivision_codes(country).items() if other == name)
    return f"did you mean `{code}`{f' ({name})' if name != code else ''}? Otherwise "
