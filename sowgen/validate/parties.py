"""Parties, their sites, contacts and roles."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from babel import Locale

from sowgen.diagnostics import Diagnostic
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Path, Tree
from sowgen.validate.finding import find, listed
from sowgen.validate.walk import matching, stated

_EMAIL = re.compile(r"[^@\s,;<>]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_SIDES = {"oem": "the OEM", "ems": "the EMS"}


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """P110 to P127: who the deal is between, and whether each can be reached."""
    yield from _sides(spec, tree)
    yield from _parties(spec, tree)
    yield from _contacts(spec, tree)
    yield from _deputies(spec, tree)
    yield from _roles(spec, tree)
    yield from _forms(spec, tree)


def _sides(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    for side, words in _SIDES.items():
        ids = [name for name, party in spec.parties.items() if party.role == side]
        if not ids:
            yield find(
                "P110",
                f"no party is {words}",
                tree.key_span(("parties",)),
                f"give one party `role: {side}`",
            )
        for extra in ids[1:]:
            yield find(
                "P111",
                f"`{extra}` is a second party with `role: {side}`",
                tree.span(("parties", extra, "role")),
                "a deal has one OEM and one EMS; others are `subcontractor`, `designer`, "
                "`distributor` or `nominated_supplier`",
                [("the first", tree.span(("parties", ids[0], "role")))],
            )


def _parties(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    names: dict[str, str] = {}
    for name, party in spec.parties.items():
        at = tree.key_span(("parties", name))
        if party.role in _SIDES:
            if not party.sites:
                yield find(
                    "P112",
                    f"`{name}` has no site",
                    at,
                    "add `sites:` with a time zone, so that calendars and hours are known",
                )
            if not party.signatories:
                yield find(
                    "P113",
                    f"nobody signs for `{name}`",
                    at,
                    "add `signatories:` with a name and a title, or `name: to be agreed`",
                )
        other = names.setdefault(party.legal_name.casefold(), name)
        if other != name:
            yield find(
                "P126",
                f"`{name}` has the same legal name as `{other}`",
                tree.span(("parties", name, "legal_name")),
                "a company stands once under `parties`; give it sites and roles there",
            )


def _contacts(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    emails: dict[str, list[str]] = defaultdict(list)
    for name, contact in spec.contacts.items():
        at = tree.key_span(("contacts", name))
        party = spec.parties.get(contact.party)
        site = party.sites.get(contact.site or "") if party else None
        if contact.tz is None and (site is None or site.tz is None):
            yield find(
                "P114",
                f"the time zone of `{name}` is not known",
                at,
                "add `tz:`, or a `site:` that has one, such as `tz: Europe/Warsaw`",
            )
        if not contact.roles:
            yield find("P116", f"`{name}` holds no role", at, "add `roles:`, or remove the contact")
        for index, role_id in enumerate(contact.roles):
            role = spec.roles.get(role_id)
            if role is None or party is None or role.party not in spec.parties:
                continue
            if role.party != contact.party:
                yield find(
                    "P121",
                    f"`{role_id}` is a role of `{role.party}`, but `{name}` "
                    f"belongs to `{contact.party}`",
                    tree.span(("contacts", name, "roles", index)),
                    f"give `{name}` a role of `{contact.party}`",
                )
        email = stated(contact.email)
        if email:
            emails[email.casefold()].append(name)
    for email, names in emails.items():
        for name in names[1:]:
            yield find(
                "P119",
                f"`{name}` and `{names[0]}` have the same e-mail address {email}",
                tree.span(("contacts", name, "email")),
                "give each person an address of their own",
                [("the other", tree.span(("contacts", names[0], "email")))],
            )


def _deputies(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    for name, contact in spec.contacts.items():
        deputy = contact.deputy
        at = tree.span(("contacts", name, "deputy"))
        if deputy is None or deputy not in spec.contacts:
            continue
        if deputy == name:
            yield find("P117", f"`{name}` is named as their own deputy", at, "name someone else")
        elif spec.contacts[deputy].party != contact.party:
            yield find(
                "P118",
                f"the deputy `{deputy}` belongs to "
                f"`{spec.contacts[deputy].party}`, not to `{contact.party}`",
                at,
                f"name a contact of `{contact.party}`",
            )


def _roles(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    held = {role for contact in spec.contacts.values() for role in contact.roles}
    for role in spec.roles:
        if role not in held:
            yield find(
                "P115",
                f"nobody holds the role `{role}`",
                tree.key_span(("roles", role)),
                f"add `roles: [{role}]` to a contact",
            )


def _forms(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    for pattern in ("contacts.*.email", "parties.*.notices.email"):
        for path, value in matching(spec, pattern):
            email = stated(value)
            if email and not _EMAIL.fullmatch(email):
                yield find(
                    "P120",
                    f"`{email}` is not an e-mail address",
                    tree.span(path),
                    "write one address, such as `ada@example.com`",
                )
    for pattern in (
        "contacts.*.working_hours",
        "parties.*.sites.*.working_hours",
        "communication.outer_hours",
    ):
        for path, value in matching(spec, pattern):
            hours = stated(value)
            if hours and not _is_clock_range(hours):
                yield find(
                    "P123",
                    f"`{value}` is not a stretch of a day",
                    tree.span(path),
                    "write two different times from 00:00 to 24:00, such as `08:00-16:30`",
                )
    yield from _countries(spec, tree)
    yield from _ambiguous_sites(spec, tree)


def _is_clock_range(text: str) -> bool:
    times = [tuple(int(part) for part in time.split(":")) for time in text.split("-")]
    return times[0] != times[1] and all(
        minute < 60 and (hour < 24 or (hour, minute) == (24, 0)) for hour, minute in times
    )


def _countries(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    territories = Locale("en").territories
    for pattern in (
        "parties.*.country",
        "parties.*.sites.*.country",
        "products.*.country_of_origin",
        "legal.law.country",
        "schedule.calendars.*.country",
    ):
        for path, value in matching(spec, pattern):
            code = stated(value)
            if code and (code not in territories or code in ("EU", "UN", "XA", "XB", "ZZ")):
                hint = "the United Kingdom is `GB`" if code == "UK" else "two letters of ISO 3166-1"
                yield find("P124", f"`{code}` is not a country code", tree.span(path), hint)


def _ambiguous_sites(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    owners: dict[str, list[str]] = defaultdict(list)
    for name, party in spec.parties.items():
        for site in party.sites:
            owners[site].append(name)
    for pattern in (
        "scope.services.*.site",
        "commercial.tooling.*.site",
        "schedule.activities.*.site",
        "legal.continuity.backup_site",
    ):
        for path, value in matching(spec, pattern):
            where = stated(value)
            if where and len(owners[where]) > 1 and not _names_party(spec, path):
                yield find(
                    "P122",
                    f"the site `{where}` could be of {listed(owners[where])}",
                    tree.span(path),
                    "give each site an id of its own",
                )


def _names_party(spec: ProjectSpec, path: Path) -> bool:
    """Whether the activity or service beside the site says whose site it is."""
    if path[:2] == ("schedule", "activities"):
        activity = spec.schedule.activities[str(path[2])]
        return activity.party is not None or activity.owner in spec.roles
    if path[:2] == ("scope", "services"):
        return spec.scope.services[str(path[2])].party is not None
    return False
