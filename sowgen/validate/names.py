"""Parties in the documents: one name each, a part in the deal, consent to subcontractors."""

from __future__ import annotations

from collections.abc import Iterable

from sowgen.diagnostics import Diagnostic
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.parties import Party
from sowgen.model.tree import Path, Tree
from sowgen.model.values import NotStated, ToBeAgreed
from sowgen.validate.finding import find
from sowgen.validate.references import REFERENCES
from sowgen.validate.walk import matching, stated

_SIDES = ("oem", "ems")


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """P127, P130, P131."""
    yield from _labels(spec, tree)
    yield from _parts(spec, tree)
    yield from _subcontractors(spec, tree)


def _labels(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    owners: dict[str, tuple[str, Path]] = {}
    for party_id, party in spec.parties.items():
        for path, name in _names(party_id, party):
            owner, place = owners.setdefault(_plain(name), (party_id, path))
            legal = place[-1] == path[-1] == "legal_name"
            if owner != party_id and not legal:
                yield find(
                    "P127",
                    f"`{name}` means `{party_id}` here and `{owner}` there",
                    tree.span(path),
                    "give each party a name of its own; older names go under `also_called`",
                    [("there", tree.span(place))],
                )


def _names(party_id: str, party: Party) -> Iterable[tuple[Path, str]]:
    at: Path = ("parties", party_id)
    yield (*at, "legal_name"), party.legal_name
    if party.label is not None:
        yield (*at, "label"), party.label
    for index, name in enumerate(party.also_called):
        yield (*at, "also_called", index), name


def _plain(name: str) -> str:
    return name.casefold().removeprefix("the ").strip()


def _parts(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    used = {
        stated(value)
        for pattern, kind in REFERENCES
        if kind in ("party", "site")
        for _, value in matching(spec, pattern)
    }
    for party_id, party in spec.parties.items():
        if party.role in _SIDES or party_id in used or used & set(party.sites):
            continue
        yield find(
            "P131",
            f"`{party_id}` is a party, but no service, part class, document or step names it",
            tree.key_span(("parties", party_id)),
            f"name it where it has its part, such as `party: {party_id}` of a service, or remove "
            "it",
        )


def _subcontractors(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    terms = spec.legal.subcontracting
    if isinstance(terms.consent, NotStated | ToBeAgreed):
        return
    allowed = " ".join(stated(terms.exceptions) or ()).casefold()
    said: set[str] = set()
    for service_id, service in spec.scope.services.items():
        party = spec.parties.get(service.party or "")
        if party is None or party.role != "subcontractor" or service.status != "in":
            continue
        names = (party.legal_name, party.label or "", *party.also_called)
        known = any(name and name.casefold() in allowed for name in names)
        if known or (service.party or "") in said:
            continue
        said.add(service.party or "")
        yield find(
            "P130",
            f"{party.legal_name} does `{service_id}`, but the terms on subcontracting do not name "
            "it, so it needs a consent of its own",
            tree.span(("scope", "services", service_id, "party")),
            f"add `{service.name.lower()} by {party.legal_name}` to "
            "`legal.subcontracting.exceptions`",
            [("the terms", tree.key_span(("legal", "subcontracting")))],
        )
