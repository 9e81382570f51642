"""Where people are when they meet: clocks, working hours and working days of a place.

Moments are counted in whole minutes of UTC since 1970, so that hours in common are plain
intersections. A local time that clocks skip is read with the offset before the change, one they
repeat as the first of the two (PEP 495, `fold=0`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.parties import USUAL_HOURS, Contact, Party, Site
from sowgen.model.spec.schedule import Activity
from sowgen.model.zones import zone
from sowgen.plan.calendars import CalendarRule
from sowgen.plan.sites import Sites, main_site

DAY = 1440
_EPOCH = datetime(1970, 1, 1)
_EPOCH_UTC = datetime(1970, 1, 1, tzinfo=UTC)
_FULL = b"\1\1"

Stretch = tuple[int, int]
"""From and to, in minutes of UTC since 1970; the end is not part of it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody works. `opens` and `closes` are minutes of the local day; a night shift
    closes after `DAY`. `calendar` is a key of `Sites.rules`; `label` heads its local times."""

    party: str
    label: str
    tz: str
    opens: int
    closes: int
    calendar: str

    @property
    def hours(self) -> str:
        """The working hours as they are written: `08:00-16:00`."""
        return f"{clock(self.opens)}-{clock(self.closes, end=True)}"


def clock(minute: int, *, end: bool = False) -> str:
    """A minute of the day as `HH:MM`; midnight at an end is `24:00`."""
    minute %= DAY
    if end and minute == 0:
        return "24:00"
    return f"{minute // 60:02}:{minute % 60:02}"


def read_hours(text: str) -> Stretch | None:
    """Minutes of the day of `08:00-16:30`, None where they are no stretch of a day (P123)."""
    times = [tuple(int(part) for part in time.split(":")) for time in text.split("-")]
    (hour, minute), (last_hour, last_minute) = times
    opens, closes = hour * 60 + minute, last_hour * 60 + last_minute
    if minute > 59 or last_minute > 59 or opens >= DAY or closes > DAY or opens == closes:
        return None
    return opens, closes if closes > opens else closes + DAY


@lru_cache(maxsize=1 << 16)
def instant(tz: str, day: date, minute: int) -> int:
    """The moment at which clocks of `tz` show that minute of `day` (over `DAY`: of the next)."""
    local = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)
    offset = local.replace(tzinfo=zone(tz)).utcoffset() or timedelta()
    return int((local - offset - _EPOCH).total_seconds() // 60)


def moment(at: int) -> datetime:
    """The moment as an aware datetime in UTC."""
    return _EPOCH_UTC + timedelta(minutes=at)


def local(tz: str, at: int) -> datetime:
    """What clocks of `tz` show at a moment, without zone."""
    return _EPOCH + timedelta(minutes=at + offset(tz, at))


@lru_cache(maxsize=1 << 15)
def offset(tz: str, at: int) -> int:
    """Minutes that clocks of `tz` are ahead of UTC."""
    found = moment(at).astimezone(zone(tz)).utcoffset() or timedelta()
    return int(found.total_seconds() // 60)


def window(place: Place, day: date) -> Stretch:
    """The working hours that begin on the local `day`."""
    return instant(place.tz, day, place.opens), instant(place.tz, day, place.closes)


class Places:
    """The places of one deal, and whether they work on a day."""

    def __init__(self, spec: ProjectSpec, sites: Sites) -> None:
        self.spec = spec
        self.sites = sites
        self._flags: dict[tuple[str, int], tuple[int, bytes]] = {}
        self._holders: dict[str, str] = {}
        for id_, contact in spec.contacts.items():
            for role in contact.roles:
                self._holders.setdefault(role, id_)

    def of_role(self, role_id: str) -> Place | None:
        """Where the first contact that holds the role works, otherwise the main site of its
        party; None where clocks or hours are not known there."""
        contact = self.holder(role_id)
        if contact:
            return self.of_contact(contact)
        role = self.spec.roles.get(role_id)
        party = self.spec.parties.get(role.party) if role else None
        if role is None or party is None or not party.sites:
            return None
        return self.of_site(role.party, main_site(party))

    def holder(self, role_id: str) -> Contact | None:
        """The first contact that holds the role."""
        return self.spec.contacts.get(self._holders.get(role_id, ""))

    def person(self, role_id: str) -> str:
        """The id of the first contact that holds the role, otherwise the role's own."""
        return self._holders.get(role_id, role_id)

    def of_contact(self, contact: Contact) -> Place | None:
        """Where the contact works, by the contact's own zone and hours where stated."""
        party = self.spec.parties.get(contact.party)
        if party is None:
            return None
        site = party.sites.get(contact.site or "")
        tz = contact.tz or (site.tz if site else None)
        own = contact.working_hours if isinstance(contact.working_hours, str) else None
        hours = own or (hours_of(site) if site else USUAL_HOURS)
        read = read_hours(hours) if hours else None
        if tz is None or read is None:
            return None
        # A zone of the contact's own is away from the site, whose town would be misleading.
        label = _label(party, site) if site and tz == site.tz else _town(tz)
        return Place(contact.party, label, tz, *read, self._calendar(contact.party, contact.site))

    def of_site(self, party_id: str, site_id: str) -> Place | None:
        """A site as a place; None where its zone or its hours are not known."""
        party = self.spec.parties[party_id]
        site = party.sites[site_id]
        hours = hours_of(site)
        read = read_hours(hours) if hours else None
        if site.tz is None or read is None:
            return None
        return Place(
            party_id, _label(party, site), site.tz, *read, self._calendar(party_id, site_id)
        )

    def _calendar(self, party_id: str, site_id: str | None) -> str:
        if not site_id:
            return self.sites.of_party(party_id)
        return self.sites.of_activity(Activity(name=site_id, party=party_id, site=site_id))[0][0]

    def works(self, place: Place, day: date) -> bool:
        """Whether the place works on all of `day`."""
        return self.halves(place, day) == _FULL

    def halves(self, place: Place, day: date) -> bytes:
        """The two halves of `day`, 1 where worked."""
        known = (place.calendar, day.year)
        if known not in self._flags:
            first = date(day.year, 1, 1).toordinal()
            self._flags[known] = first, self.rule(place).flags(day.year)
        first, flags = self._flags[known]
        at = 2 * (day.toordinal() - first)
        return flags[at : at + 2]

    def rule(self, place: Place) -> CalendarRule:
        """The calendar of the place."""
        return self.sites.rules[place.calendar]


def hours_of(site: Site) -> str | None:
    """The working hours of a site, the usual ones where it says nothing, None where it says
    that they are open."""
    if site.working_hours is None:
        return USUAL_HOURS
    return site.working_hours if isinstance(site.working_hours, str) else None


def _label(party: Party, site: Site) -> str:
    return site.city or site.name or party.label or party.legal_name


def _town(tz: str) -> str:
    return tz.rsplit("/", 1)[-1].replace("_", " ")
