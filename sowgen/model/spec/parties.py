"""Who the deal is between: parties with their sites, contacts, and the roles they fill."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sowgen.model.spec.base import (
    CountryCode,
    Date,
    Id,
    Ids,
    Language,
    SpecModel,
    Texts,
    TimeZone,
    WorkingDays,
    YesNo,
    keyed,
    need,
    opt,
    section,
    several,
)
from sowgen.model.values import Money, Stated, Text, form

WorkingHours = Annotated[
    Text,
    Field(pattern=r"^\d{2}:\d{2}-\d{2}:\d{2}$"),
    form("two times of the 24-hour day with a hyphen between", "08:00-17:30"),
]


USUAL_HOURS = "09:00-17:00"
"""The working hours of a site that says nothing of them."""


class Site(SpecModel):
    """A place where a party works; time zone and calendar come from here."""

    name: Text | None = opt("Name of the site. Default: its id.", "Gdynia plant")
    city: Text | None = opt("Town, heading its local times. Default: the name.", "Gdynia")
    address: Stated[Text] | None = opt("Postal address, several lines.", "1 Example Street\nGdynia")
    country: CountryCode | None = opt("Country code. Default: the party's.", "PL")
    subdivision: Text | None = opt(
        "State or province, for its holidays: ISO 3166-2 code without the country, or name.", "BY"
    )
    tz: TimeZone | None = opt("Time zone in the IANA database.", "Europe/Warsaw")
    calendar: Id | None = opt("Id in `schedule.calendars` of the site's working calendar.", "plant")
    working_hours: Stated[WorkingHours] | None = opt(
        "Local working hours. Default: 09:00-17:00.", "07:00-15:00"
    )
    function: (
        Literal["hq", "design", "plant", "backup", "warehouse", "repair", "laboratory", "office"]
        | None
    ) = opt("What the site is for.", "plant")


class Signatory(SpecModel):
    """A person who signs; every field may still be open."""

    name: Stated[Text] | None = opt("Name of the person.", "Ada Sample", "to be agreed")
    title: Stated[Text] | None = opt("Position of the person.", "Chief Executive Officer")
    signed_on: Stated[Date] | None = opt("Day of the signature.", "2027-02-01")


class PartyNotices(SpecModel):
    """Where a formal notice reaches a party."""

    attention: Stated[Text] | None = opt("Person or office a notice is addressed to.", "Legal")
    address: Stated[Text] | None = opt(
        "Postal address for notices. Default: the party's.", "As above"
    )
    email: Stated[Text] | None = opt("E-mail address for notices.", "notices@oem.example.com")
    fax: Stated[Text] | None = opt("Fax number for notices.", "+48 58 555 01 99")
    method: Stated[Texts] | None = opt("Means allowed.", ["registered mail", "e-mail"])


class Party(SpecModel):
    """A company in the deal, bound by its id and never by its name."""

    role: Literal[
        "oem", "ems", "subcontractor", "designer", "distributor", "nominated_supplier"
    ] = need("What the party is in the deal.", "oem")
    legal_name: Text = need("Registered name.", "Example Devices Sp. z o.o.")
    label: Text | None = opt(
        "Defined name in the text. Default: the legal name.", "the Customer", "the Contractor"
    )
    also_called: Texts = several("Other names in older papers.", ["Seller", "Supplier"])
    form: Stated[Text] | None = opt("Legal form.", "limited liability company")
    reg_no: Stated[Text] | None = opt("Number in the company register.", "KRS 0000000000")
    vat: Stated[Text] | None = opt("Tax number.", "PL0000000000")
    lei: Stated[Text] | None = opt("Legal entity identifier.", "00000000000000000000")
    country: CountryCode = need("Country of the seat.", "PL")
    subdivision: Text | None = opt(
        "State or province of the seat: ISO 3166-2 code without the country, or name.", "MA"
    )
    address: Stated[Text] | None = opt("Seat, several lines.", "1 Example Street\n00-001 Warsaw")
    language: Language | None = opt("Language the party is written to in.", "en")
    business_day: Stated[Text] | None = opt(
        "What a working day of this party is, in words.", "Sunday to Thursday"
    )
    sites: dict[Id, Site] = keyed("Sites by id.", {"plant": {"tz": "Europe/Warsaw"}})
    signatories: tuple[Signatory, ...] = several(
        "Persons who sign, in order.", [{"name": "Ada Sample", "title": "Director"}]
    )
    notices: PartyNotices = section(
        PartyNotices, "Where notices go.", {"email": "notices@oem.example.com"}
    )


class Authority(SpecModel):
    """What a contact may commit the party to."""

    may_commit: YesNo = opt(
        "Whether the contact may bind the party. Default: false.", True, default=False
    )
    limit: Stated[Money] | None = opt("Highest amount of one commitment.", "EUR 10,000")


class Contact(SpecModel):
    """A person to talk to."""

    name: Stated[Text] = need("Name of the person.", "Ben Sample")
    title: Text | None = opt("Position.", "Quality Manager")
    party: Id = need("Id of the party.", "oem")
    site: Id | None = opt("Id of a site of that party; gives time zone and calendar.", "plant")
    tz: TimeZone | None = opt("Time zone. Default: the site's.", "Europe/Warsaw")
    roles: Ids = several("Ids of the roles this person holds.", ["oem.quality"])
    phone: Stated[Text] | None = opt("Telephone.", "+48 58 555 01 00")
    out_of_hours: Stated[Text] | None = opt("Telephone outside hours.", "+48 58 555 01 12")
    email: Stated[Text] | None = opt("E-mail address.", "ben@oem.example.com")
    deputy: Id | None = opt("Id of the contact who stands in.", "carla")
    working_hours: Stated[WorkingHours] | None = opt(
        "Local working hours. Default: the site's.", "08:00-16:00"
    )
    languages: tuple[Language, ...] = several("Languages spoken.", ["en", "pl"])
    nationalities: tuple[CountryCode, ...] = several(
        "Countries the person is a national of; for export control, never printed.", ["PL"]
    )
    authority: Authority = section(
        Authority, "What the contact may commit to.", {"may_commit": True}
    )
    replaced_after: Stated[WorkingDays] | None = opt(
        "Notice before the person is replaced; a bare number counts working days.", 10
    )


class Role(SpecModel):
    """A function in the project: the columns of the responsibility matrix."""

    party: Id = need("Id of the party that fills the role.", "oem")
    name: Text = need("Name of the role.", "OEM quality")
    short: Text | None = opt("Column heading. Default: the name.", "OQ")
    does: Text | None = opt("What the role does, in one sentence.", "Approves the first article.")
