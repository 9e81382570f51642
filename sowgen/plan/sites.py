"""Who works by which calendar.

A site follows the calendar it names, otherwise its country's week and public holidays. A
party follows its main site: the one with the function that fits its role (a plant for the
EMS and subcontractors, the head office or design office for everybody else), otherwise its
first site, otherwise its country. A calendar without a country takes the one of the first
site that names it.

An activity follows its own `calendar`; otherwise everybody who takes part in it: its site,
its party, the party of its owner. Where that is more than one party, it is worked only when
all of them work.
"""

from __future__ import annotations

from sowgen.diagnostics import Diagnostic, error
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.parties import Party, Site
from sowgen.model.spec.schedule import Activity, WorkCalendar
from sowgen.model.tree import Path, Tree
from sowgen.plan.calendars import CalendarRule
from sowgen.plan.public_holidays import countries, fault, subdivisions
from sowgen.plan.working_time import WorkingTime, joint

_MAIN_SITE = {"ems": ("plant", "hq"), "subcontractor": ("plant", "hq")}
Keys = tuple[str, ...]


class Sites:
    """The project's calendars by key; a key is a calendar's id or a place's country."""

    def __init__(self, spec: ProjectSpec, tree: Tree, around: int) -> None:
        self.spec = spec
        self.findings: list[Diagnostic] = []
        self.rules: dict[str, CalendarRule] = {}
        self.users: dict[str, dict[str, None]] = {}
        self.worked: set[str] = set()
        self.paths: dict[str, Path] = {}
        self._tree = tree
        self._around = around
        self._times: dict[Keys, WorkingTime] = {}

    def time(self, keys: Keys) -> WorkingTime:
        """The time on which all of `keys` work."""
        worked = tuple(dict.fromkeys(keys))
        if worked not in self._times:
            single = [self.rules[key].time(self._around) for key in worked]
            self._times[worked] = single[0] if len(single) == 1 else joint(single, self._around)
        return self._times[worked]

    def week(self, keys: Keys) -> int:
        """Working days in an ordinary week of the shortest-working of `keys`."""
        return min((self.rules[k].week(self._around) for k in keys if k in self.rules), default=7)

    def of_activity(self, activity: Activity) -> tuple[Keys, str, str]:
        """The calendars an activity follows, its party and its site as `party.site` or ''."""
        owner = self.spec.roles.get(activity.owner or "")
        owner_party = owner.party if owner else ""
        place = self.find_site(activity.site or "", activity.party or owner_party)
        party = activity.party or owner_party or (place[0] if place else "")
        site = ".".join(place) if place else ""
        if activity.calendar:
            return self._named(activity.calendar), party, site
        keys: dict[str, str] = {}
        if place:
            keys[place[0]] = self.of_site(*place)
        for each in (activity.party or "", owner_party):
            if each in self.spec.parties and each not in keys:
                keys[each] = self.of_party(each)
        return tuple(dict.fromkeys(keys.values())) or (self._country("", ""),), party, site

    def of_party(self, party_id: str) -> str:
        """The calendar of a party's main site; Monday to Friday for an unknown party."""
        party = self.spec.parties.get(party_id)
        if not party:
            return self._country("", "")
        site = main_site(party)
        if site:
            return self.of_site(party_id, site)
        key = self._country(party.country, party.subdivision or "", ("parties", party_id))
        self._note(key, party.label or party.legal_name)
        return key

    def calendars_of(self, party_id: str) -> set[str]:
        """The calendars of all sites of a party."""
        party = self.spec.parties.get(party_id)
        if not party:
            return set()
        return {self.of_party(party_id), *(self.of_site(party_id, site) for site in party.sites)}

    def find_site(self, site: str, party: str) -> tuple[str, str] | None:
        """Party and site of a site's id, alone or as `party.site`; the party's own first."""
        for each in [party, *self.spec.parties]:
            known = self.spec.parties.get(each)
            if known and site in known.sites:
                return each, site
        head, _, tail = site.partition(".")
        known = self.spec.parties.get(head)
        return (head, tail) if known and tail in known.sites else None

    def of_site(self, party_id: str, site_id: str) -> str:
        """The calendar of a known site of a known party."""
        party = self.spec.parties[party_id]
        site = party.sites[site_id]
        if site.calendar and site.calendar in self.spec.schedule.calendars:
            key = self._named(site.calendar)[0]
        else:
            own = ("parties", party_id, "sites", site_id)
            path: Path = own if site.country else ("parties", party_id)
            key = self._country(*_country_of(party, site), path)
        self._note(key, site.name or f"{party.label or party.legal_name}, {site_id}")
        return key

    def _note(self, key: str, user: str) -> None:
        self.users.setdefault(key, {})[user] = None

    def _named(self, calendar_id: str) -> Keys:
        stated = self.spec.schedule.calendars.get(calendar_id)
        if stated is None:
            return (self._country("", ""),)
        if calendar_id not in self.rules:
            path: Path = ("schedule", "calendars", calendar_id)
            country, subdivision = stated.country or "", stated.subdivision or ""
            if not country:
                country, others = country_of_calendar(self.spec, calendar_id)
                subdivision = subdivision or others
            self._add(calendar_id, stated, country, subdivision, path)
        return (calendar_id,)

    def _country(self, country: str, subdivision: str, path: Path = ()) -> str:
        # Upper case, so that it cannot be the id of a calendar.
        key = f"{country}/{subdivision}" if subdivision else country
        if key not in self.rules:
            self._add(key, WorkCalendar(), country, subdivision, path)
        return key

    def _add(self, key: str, stated: WorkCalendar, country: str, sub: str, path: Path) -> None:
        wrong = fault(country, sub) if country else ""
        if wrong == "country":
            self.findings.append(_unknown(self._tree, path, country))
        language = self.spec.package.language.split("-")[0]
        country = "" if wrong == "country" else country
        self.paths[key] = path
        told_apart = country and not wrong and subdivisions(country)
        self.rules[key] = CalendarRule(key, stated, country, sub if told_apart else "", language)


def main_site(party: Party) -> str:
    """The id of the site whose calendar a party follows, '' where it names none."""
    functions = _MAIN_SITE.get(party.role, ("hq", "design"))
    for function in functions:
        for site_id, site in party.sites.items():
            if site.function == function:
                return site_id
    return next(iter(party.sites), "")


def country_of_calendar(spec: ProjectSpec, calendar_id: str) -> tuple[str, str]:
    """Country and subdivision of the first site that follows a calendar, '' where none does."""
    for party in spec.parties.values():
        for site in party.sites.values():
            if site.calendar == calendar_id:
                return _country_of(party, site)
    return "", ""


def _country_of(party: Party, site: Site) -> tuple[str, str]:
    if site.country:
        return site.country, site.subdivision or ""
    return party.country, site.subdivision or party.subdivision or ""


def _unknown(tree: Tree, path: Path, country: str) -> Diagnostic:
    known = ", ".join(code for code in countries() if code[0] == country[0])
    return error("T203", f"no public holidays are known for the country `{country}`",
                 tree.span((*path, "country")),
                 f"write an ISO 3166-1 code, such as {known}" if known else "")  # fmt: skip
