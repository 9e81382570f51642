"""Legal terms: time, term, property, secrecy, liability, end, law and disputes."""

from __future__ import annotations

from typing import Literal

from sowgen.model.spec.base import (
    Count,
    CountryCode,
    Days,
    Hours,
    Id,
    Language,
    Months,
    Span,
    SpecModel,
    Texts,
    Times,
    WorkingDays,
    Years,
    YesNo,
    keyed,
    need,
    opt,
    section,
    several,
)
from sowgen.model.spec.risk import Continuity, ForceMajeure, Indemnities, Insurance, Liability
from sowgen.model.values import Stated, Text


class Definitions(SpecModel):
    """How days and terms are read."""

    day: Stated[Literal["calendar", "working"]] | None = opt("What a plain `day` is.", "calendar")
    working_day: Stated[Text] | None = opt(
        "What a working day is. Default: as the schedule counts it.",
        "a day worked on the calendar of the party that has to act",
    )
    holidays: Stated[Text] | None = opt(
        "Whose holidays count. Default: as the schedule lists them.",
        "of the calendars in the schedule",
    )
    terms: dict[Text, Text] = keyed(
        "Further defined terms.", {"Contract Price": "the price in the price list PL-2027-01"}
    )


class Term(SpecModel):
    """How long the agreement runs."""

    initial: Stated[Months] | None = opt("First term; a bare number counts months.", 36, "3 years")
    starts: Stated[Text] | None = opt("Event it starts from.", "the effective date")
    renewal: Stated[Literal["automatic", "by_agreement", "none"]] | None = opt(
        "Renewal.", "automatic"
    )
    renewal_term: Stated[Months] | None = opt("Length of a renewal, in months.", 12)
    renewals: Stated[Times] | None = opt("Number of renewals.", "unlimited")
    notice: Stated[Days] | None = opt("Notice against renewal, in days.", 90)


class Property(SpecModel):
    """Intellectual property."""

    background: Stated[Text] | None = opt("What each brings.", "stays with each party")
    foreground: Stated[Text] | None = opt("What comes about.", "product: OEM; process: EMS")
    licence: Stated[Text] | None = opt("Licence to manufacture.", "for this agreement only")
    process_licence: Stated[Text] | None = opt(
        "Licence to the EMS's process.", "perpetual, own use"
    )


class Confidentiality(SpecModel):
    """Secrecy."""

    direction: Stated[Literal["mutual", "oem", "ems"]] | None = opt(
        "Whose information is protected.", "mutual"
    )
    use: Stated[Text] | None = opt("Allowed use.", "this agreement only")
    exceptions: Stated[Texts] | None = opt("Exceptions.", ["public information"])
    people: Stated[Text] | None = opt("People bound alike.", "employees who take part")
    survival: Stated[Span] | None = opt("Time after the end.", "5 years", "unlimited")
    visitors: Stated[Text] | None = opt("Visitors on the line.", "only with consent")


class Restraint(SpecModel):
    """A restraint after the end: hiring staff, making own products."""

    period: Stated[Years] | None = opt("Length, in years.", 1)
    counted_from: Stated[Text] | None = opt("Event it counts from.", "the person's leaving")
    binds: Stated[Literal["oem", "ems", "both"]] | None = opt("Who is bound.", "both")
    waiver: Stated[Text] | None = opt("How it is waived.", "in writing")


class Export(SpecModel):
    """Export control."""

    controlled: Stated[YesNo] | None = opt("Whether controlled items are in the deal.", False)
    regimes: Stated[Texts] | None = opt("Regimes that apply.", ["EAR", "EU dual-use"])
    eccn: Stated[Text] | None = opt("Highest control number.", "EAR99")
    licences_by: Stated[Id] | None = opt("Id of the party that gets licences.", "oem")
    nationalities: Stated[tuple[CountryCode, ...]] | None = opt(
        "Countries whose nationals may have access to what is controlled.", ["PL", "DE"]
    )


class Compliance(SpecModel):
    """Laws and codes the parties keep."""

    rules: Stated[Texts] | None = opt("Laws and codes.", ["RoHS", "REACH", "RBA code of conduct"])
    declarations: Stated[Text] | None = opt("How often declarations are renewed.", "yearly")
    update_within: Stated[Days] | None = opt("Time to renew after a change, in days.", 30)


class Termination(SpecModel):
    """How the agreement ends."""

    cure: Stated[Days] | None = opt("Time to cure a breach, in days.", 30)
    cure_form: Stated[Text] | None = opt("What counts as cure.", "cure or an acceptable plan")
    material_breach: Stated[YesNo] | None = opt("Whether only a material breach counts.", True)
    notice_after_cure: Stated[Days] | None = opt("Notice after a failed cure, in days.", 60)
    convenience_oem: Stated[Days] | None = opt("Notice of the OEM without cause.", "4 months")
    convenience_ems: Stated[Days] | None = opt("Notice of the EMS without cause.", "180 days")
    convenience_from: Stated[Text] | None = opt(
        "From when that is allowed.", "after the first term"
    )
    insolvency: Stated[Days] | None = opt("Notice on insolvency, in days.", 0)
    insolvency_events: Stated[Texts] | None = opt("Events of insolvency.", ["receivership"])
    change_of_control: Stated[Text] | None = opt("Change of control.", "30 days' notice")
    payments: Stated[Text] | None = opt("What is paid at the end.", "all accepted orders")
    compensation: Stated[Text] | None = opt(
        "Compensation at the end.", "unless the EMS is in default"
    )
    handover: Stated[Texts] | None = opt("What is handed over.", ["products", "tooling"])
    papers_within: Stated[Days] | None = opt("Time to return papers, in days.", 14)
    survival: Stated[Texts] | None = opt("What goes on after the end.", ["warranty"])


class Exit(SpecModel):
    """Transfer to another maker."""

    assistance: Stated[Days] | None = opt("Help after the end, in days.", 90)
    extension: Stated[Days] | None = opt("Longer help on request, in days.", 90)
    last_time_build: Stated[Text] | None = opt("Last build.", "12 months of forecast")
    know_how: Stated[Text] | None = opt("Know-how.", "free of charge")
    step_in: Stated[Text] | None = opt("Step-in right.", "after 30 days of stoppage")
    data_return: Stated[Days] | None = opt("Time to return data, in days.", 14)


class Law(SpecModel):
    """Governing law and forum."""

    governing: Stated[Text] | None = opt("Law, in words.", "the laws of Poland")
    country: CountryCode | None = opt("Country of that law.", "PL")
    forum: Stated[Literal["court", "arbitration"]] | None = opt("Court or arbitration.", "court")
    institution: Stated[Text] | None = opt("Court or institution.", "ICC")
    seat: Stated[Text] | None = opt("Place.", "Warsaw")
    arbitrators: Stated[Count] | None = opt("Number of arbitrators.", 3)
    language: Stated[Language] | None = opt("Language of proceedings.", "en")
    exclusive: Stated[YesNo] | None = opt("Whether the forum is exclusive.", True)
    cisg_excluded: Stated[YesNo] | None = opt("Whether the UN sales convention is excluded.", True)


class DisputeStep(SpecModel):
    """A step before the forum."""

    name: Text = need("What is done.", "Meeting of senior management")
    oem: Stated[Id] | None = opt("Id of the OEM's role.", "oem.exec")
    ems: Stated[Id] | None = opt("Id of the EMS's role.", "ems.exec")
    within: Stated[Days] | None = opt("Time for the step, in days.", 15)


class Disputes(SpecModel):
    """How a dispute is settled."""

    steps: tuple[DisputeStep, ...] = several("Steps in order.", [{"name": "Senior management"}])
    period: Stated[Days] | None = opt("Time before the forum is open, in days.", 30)
    starts: Stated[Text] | None = opt(
        "Event the time starts from.", "written notice of the dispute"
    )
    no_stoppage: Stated[YesNo] | None = opt("Whether work goes on meanwhile.", True)


class Consent(SpecModel):
    """Something that needs consent: assignment, subcontracting, publicity."""

    consent: Stated[Text] | None = opt("Consent.", "prior written consent")
    exceptions: Stated[Texts] | None = opt("Exceptions.", ["receivables to a bank"])
    response: Stated[WorkingDays] | None = opt("Time to answer, in working days.", 10)


class Audit(SpecModel):
    """Audits by the OEM."""

    notice: Stated[WorkingDays] | None = opt("Notice, in working days.", 3)
    per_year: Stated[Count] | None = opt("Audits a year.", 1)
    scope: Stated[Text] | None = opt("What is audited.", "quality procedures")
    findings_within: Stated[WorkingDays] | None = opt(
        "Time to answer findings, in working days.", 20
    )
    records: Stated[Years] | None = opt("Time records are kept, in years.", 5)
    resident: Stated[YesNo] | None = opt("Whether the OEM may keep a person on site.", False)


class Notices(SpecModel):
    """Formal notices."""

    form: Stated[Text] | None = opt("Form.", "written")
    channels: Stated[Texts] | None = opt("Channels.", ["registered mail", "e-mail"])
    mail: Stated[WorkingDays] | None = opt("Deemed receipt of mail, in working days.", 3)
    courier: Stated[WorkingDays] | None = opt("Deemed receipt by courier, in working days.", 1)
    electronic: Stated[WorkingDays] | None = opt(
        "Deemed receipt of e-mail or fax, in working days.", 1
    )
    language: Stated[Language] | None = opt("Language.", "en")
    problem: Stated[Hours] | None = opt("Time to report a problem to the other side, in hours.", 24)


class General(SpecModel):
    """Closing provisions."""

    entire_agreement: Stated[Text] | None = opt("What it replaces.", "all earlier understandings")
    amendment: Stated[Text] | None = opt("Form of changes.", "in writing, signed by both")
    waiver: Stated[Text] | None = opt("Form of a waiver.", "in writing")
    severability: Stated[Text] | None = opt("An invalid clause.", "replaced by a close one")
    relationship: Stated[Text] | None = opt("Relationship.", "independent contractors")
    counterparts: Stated[Text] | None = opt("Copies.", "any number")


class Legal(SpecModel):
    """Legal terms."""

    definitions: Definitions = section(
        Definitions, "How days and terms are read.", {"day": "calendar"}
    )
    term: Term = section(Term, "Term and renewal.", {"initial": 36})
    ip: Property = section(Property, "Intellectual property.", {"background": "stays"})
    confidentiality: Confidentiality = section(Confidentiality, "Secrecy.", {"survival": "5 years"})
    non_solicitation: Restraint = section(Restraint, "Hiring of staff.", {"period": 1})
    non_competition: Restraint = section(Restraint, "Own products of the EMS.", {"period": 2})
    export: Export = section(Export, "Export control.", {"controlled": False})
    compliance: Compliance = section(Compliance, "Laws and codes.", {"rules": ["RoHS"]})
    insurance: dict[Id, Insurance] = keyed("Insurances by id.", {"cargo": {"kind": "cargo"}})
    liability: Liability = section(Liability, "Limits of liability.", {"excluded": ["punitive"]})
    indemnities: Indemnities = section(Indemnities, "Indemnities.", {"notice": 3})
    termination: Termination = section(Termination, "End of the agreement.", {"cure": 30})
    exit: Exit = section(Exit, "Transfer to another maker.", {"assistance": 90})
    law: Law = section(Law, "Law and forum.", {"forum": "court"})
    disputes: Disputes = section(Disputes, "Disputes.", {"period": 30})
    force_majeure: ForceMajeure = section(
        ForceMajeure, "Events beyond control.", {"exit_after": 90}
    )
    assignment: Consent = section(Consent, "Assignment.", {"consent": "prior written consent"})
    subcontracting: Consent = section(Consent, "Subcontracting.", {"consent": "in writing"})
    publicity: Consent = section(Consent, "Publicity and marks.", {"consent": "in writing"})
    audit: Audit = section(Audit, "Audits.", {"notice": 3})
    continuity: Continuity = section(Continuity, "Business continuity.", {"plan_within": 60})
    notices: Notices = section(Notices, "Formal notices.", {"mail": 3})
    data_security: Stated[Text] | None = opt("Data, firmware and scrap.", "scrap under witness")
    general: General = section(General, "Closing provisions.", {"counterparts": "any number"})
