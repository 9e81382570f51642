"""Every id that one part of the deal uses must be defined in another.

`REFERENCES` is the whole knowledge: where an id stands, and what it names.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sowgen.diagnostics import Diagnostic
from sowgen.model.spec import Link, ProjectSpec
from sowgen.model.tree import Path, Tree
from sowgen.model.values import Clock
from sowgen.validate.finding import find, nearest
from sowgen.validate.walk import matching, stated


class Kind(NamedTuple):
    """What an id names: the code where it is unknown, the noun, the place to define it."""

    code: str
    noun: str
    where: str


KINDS: dict[str, Kind] = {
    "party": Kind("P101", "party", "parties"),
    "site": Kind("P102", "site", "parties.<party>.sites"),
    "role": Kind("P103", "role", "roles"),
    "contact": Kind("P104", "contact", "contacts"),
    "calendar": Kind("T101", "calendar", "schedule.calendars"),
    "step": Kind("T102", "activity, gate or milestone", "schedule.activities"),
    "gate": Kind("T103", "gate", "schedule.gates"),
    "approved": Kind("T104", "document, deliverable or activity", "documents"),
    "document": Kind("Q101", "document", "documents"),
    "product": Kind("Q102", "product", "products"),
    "assembly": Kind("Q103", "assembly", "products.<product>.assemblies"),
    "service": Kind("Q104", "service", "scope.services"),
    "evidence": Kind("Q105", "document or deliverable", "documents"),
    "row": Kind("D101", "row of the responsibility matrix", "raci.activities"),
}

REFERENCES: tuple[tuple[str, str], ...] = (
    ("parties.*.sites.*.calendar", "calendar"),
    ("contacts.*.party", "party"),
    ("contacts.*.roles", "role"),
    ("contacts.*.deputy", "contact"),
    ("roles.*.party", "party"),
    ("products.*.assemblies.*.bom", "document"),
    ("materials.split.*.bought_by", "party"),
    ("materials.split.*.negotiated_by", "party"),
    ("materials.split.*.liable", "party"),
    ("materials.split.*.supplier", "party"),
    ("materials.eoq.approved_by", "party"),
    ("materials.long_lead.proposed_by", "party"),
    ("materials.long_lead.approved_by", "party"),
    ("materials.ncnr.approved_by", "party"),
    ("materials.consigned.risk_of_loss", "party"),
    ("documents.*.provider", "party"),
    ("documents.*.receiver", "party"),
    ("documents.*.owner", "role"),
    ("documents.*.product", "product"),
    ("documents.*.needed_for", "service"),
    ("documents.*.alternative_to", "document"),
    ("documents.*.due", "step"),
    ("documents.*.frozen_at", "gate"),
    ("scope.services.*.assembly", "assembly"),
    ("scope.services.*.party", "party"),
    ("scope.services.*.site", "site"),
    ("deliverables.*.owner", "role"),
    ("deliverables.*.product", "product"),
    ("deliverables.*.due", "step"),
    ("deliverables.*.activity", "step"),
    ("deliverables.*.gate", "gate"),
    ("deliverables.*.acceptance.measured_by", "role"),
    ("deliverables.*.acceptance.accepted_by", "role"),
    ("deliverables.*.evidence", "evidence"),
    ("quality.standards.*.party", "party"),
    ("quality.plan", "document"),
    ("quality.control_plan", "document"),
    ("quality.acceptance_test.document", "document"),
    ("quality.acceptance_test.run_by", "party"),
    ("kpis.*.owner", "role"),
    ("kpis.*.product", "product"),
    ("commercial.delivery.domestic.by", "party"),
    ("commercial.delivery.export.by", "party"),
    ("commercial.nre.*.paid_by", "party"),
    ("commercial.tooling.*.owner", "party"),
    ("commercial.tooling.*.site", "site"),
    ("commercial.tooling.*.paid_by", "party"),
    ("commercial.tooling.*.maintained_by", "party"),
    ("commercial.tooling_terms.marked_by", "party"),
    ("commercial.tooling_terms.insured_by", "party"),
    ("change.eco.proposed_by", "party"),
    ("change.eco.obsolete_stock", "party"),
    ("change.process.approved_by", "party"),
    ("change.site_move.approved_by", "party"),
    ("change.deviation.approved_by", "role"),
    ("warranty.remedy_chosen_by", "party"),
    ("warranty.freight_to", "party"),
    ("warranty.freight_back", "party"),
    ("legal.export.licences_by", "party"),
    ("legal.insurance.*.party", "party"),
    ("legal.disputes.steps.*.oem", "role"),
    ("legal.disputes.steps.*.ems", "role"),
    ("legal.continuity.backup_site", "site"),
    ("decisions.*.decided_by", "role"),
    ("decisions.*.approved_by", "role"),
    ("decisions.*.deputy", "role"),
    ("decisions.*.activity", "row"),
    ("decisions.*.threshold.activity", "row"),
    ("decisions.*.calendar", "calendar"),
    ("schedule.production_start", "step"),
    ("schedule.first_delivery", "step"),
    ("schedule.activities.*.owner", "role"),
    ("schedule.activities.*.party", "party"),
    ("schedule.activities.*.site", "site"),
    ("schedule.activities.*.calendar", "calendar"),
    ("schedule.activities.*.after", "step"),
    ("schedule.activities.*.gate", "gate"),
    ("schedule.activities.*.uses", "document"),
    ("schedule.activities.*.product", "product"),
    ("schedule.activities.*.approval_of", "approved"),
    ("schedule.gates.*.approver", "role"),
    ("schedule.gates.*.after", "step"),
    ("schedule.milestones.*.after", "step"),
    ("communication.meetings.*.on", "step"),
    ("communication.meetings.*.from", "step"),
    ("communication.meetings.*.until", "step"),
    ("communication.meetings.*.during", "step"),
    ("communication.meetings.*.participants", "role"),
    ("communication.meetings.*.chair", "role"),
    ("communication.meetings.*.site", "site"),
    ("communication.reports.*.from", "step"),
    ("communication.reports.*.until", "step"),
    ("communication.reports.*.sender", "role"),
    ("communication.reports.*.recipients", "role"),
    ("communication.reports.*.deliverable", "evidence"),
    ("escalation.received_at.oem", "site"),
    ("escalation.received_at.ems", "site"),
    ("escalation.severities.*.told", "role"),
    ("escalation.ladder.*.oem_deputy", "contact"),
    ("escalation.ladder.*.ems_deputy", "contact"),
    ("escalation.eight_d.effectiveness.checked_by", "role"),
    ("escalation.record.kept_by", "role"),
    ("escalation.rows.corrective_action", "row"),
    ("escalation.rows.stop_line", "row"),
    ("escalation.examples.*.site", "site"),
)


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """P101 to P104, T101 to T105, Q101 to Q105, D101: ids that nothing defines."""
    known = known_ids(spec)
    for pattern, kind in REFERENCES:
        for path, value in matching(spec, pattern):
            word = _word(stated(value))
            if word is None or word in known[kind]:
                continue
            place = _one_or_list(tree, path)
            if isinstance(value, Clock) and " " in word:
                yield find(
                    "T105",
                    f"the schedule cannot count from `{word}`",
                    tree.span(place),
                    "name an activity, gate or milestone by its id, such as "
                    f"`{value.duration} {value.relation} {_example(known['step'])}`",
                )
            else:
                yield _unknown(kind, word, known, tree, place)
    yield from _contact_sites(spec, tree)


def known_ids(spec: ProjectSpec) -> dict[str, frozenset[str]]:
    """The ids that are defined, by kind (the keys of `KINDS`)."""
    plan = spec.schedule
    return {
        "party": frozenset(spec.parties),
        "site": frozenset(site for party in spec.parties.values() for site in party.sites),
        "role": frozenset(spec.roles),
        "contact": frozenset(spec.contacts),
        "calendar": frozenset(plan.calendars),
        "step": frozenset([*plan.activities, *plan.gates, *plan.milestones]),
        "gate": frozenset(plan.gates),
        "approved": frozenset([*spec.documents, *spec.deliverables, *plan.activities]),
        "document": frozenset(spec.documents),
        "product": frozenset(spec.products),
        "assembly": frozenset(a for p in spec.products.values() for a in p.assemblies),
        "service": frozenset(spec.scope.services),
        "evidence": frozenset([*spec.documents, *spec.deliverables]),
        "row": frozenset(spec.raci.activities if spec.raci else ()),
    }


def _word(value: object) -> str | None:
    """The id in a reference, None for a date."""
    if isinstance(value, Link):
        return value.activity
    if isinstance(value, Clock):
        return value.event
    return value if isinstance(value, str) else None


def _one_or_list(tree: Tree, path: Path) -> Path:
    """A list of one may be written as the item itself: then its place is the list's."""
    return path if path in tree.values or not isinstance(path[-1], int) else path[:-1]


def _unknown(
    kind: str, word: str, known: dict[str, frozenset[str]], tree: Tree, path: Path
) -> Diagnostic:
    code, noun, where = KINDS[kind]
    hint = nearest(word, known[kind], where)
    if kind == "role" and word in known["party"]:
        hint = f"`{word}` is a party; name one of its roles"
    elif kind == "party" and word in known["role"]:
        hint = f"`{word}` is a role; name the party"
    return find(code, f"there is no {noun} `{word}`", tree.span(path), hint)


def _example(steps: frozenset[str]) -> str:
    return min(steps, default="pcb-fab")


def _contact_sites(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    for name, contact in spec.contacts.items():
        party = spec.parties.get(contact.party)
        if contact.site is None or party is None or contact.site in party.sites:
            continue
        yield find(
            "P102",
            f"`{contact.party}` has no site `{contact.site}`",
            tree.span(("contacts", name, "site")),
            nearest(contact.site, party.sites, f"parties.{contact.party}.sites"),
        )
