"""Who may bind a party, and who may see what is controlled: signatories, limits, nationalities."""

from __future__ import annotations

from collections.abc import Iterable

from sowgen.diagnostics import Diagnostic
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.decisions import Decision
from sowgen.model.spec.parties import Contact
from sowgen.model.tree import Path, Tree
from sowgen.model.values import Money
from sowgen.validate.finding import find, listed
from sowgen.validate.levels import levels_of
from sowgen.validate.walk import stated


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """P128, P129 on authority; P132 and P133 on export control."""
    yield from _signatories(spec, tree)
    for name, decision in spec.decisions.items():
        yield from _limits(spec, name, decision, tree)
    if stated(spec.legal.export.controlled) is True:
        yield from _nationalities(spec, tree)


def _signatories(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """A signatory is known among the contacts by name; one whose authority the project leaves
    out is not judged."""
    people = {(c.party, stated(c.name)): (name, c) for name, c in spec.contacts.items()}
    for party_id, party in spec.parties.items():
        for index, signatory in enumerate(party.signatories):
            known = people.get((party_id, stated(signatory.name)))
            if known is None or not stated(signatory.name):
                continue
            contact_id, contact = known
            at: Path = ("contacts", contact_id, "authority")
            limit = stated(contact.authority.limit)
            if at not in tree.values or (contact.authority.may_commit and limit is None):
                continue
            may = f"only up to {limit}" if contact.authority.may_commit else "not at all"
            yield find(
                "P128",
                f"{signatory.name} signs for `{party_id}`, but as contact `{contact_id}` may "
                f"commit it {may}",
                tree.span(("parties", party_id, "signatories", index, "name")),
                "name another signatory, or let the contact commit without a limit",
                [("the authority of the contact", tree.span(at))],
            )


def _limits(spec: ProjectSpec, name: str, decision: Decision, tree: Tree) -> Iterable[Diagnostic]:
    """Beyond the limit the OEM approves: its people must be able to commit to more than it.
    (Who decides within the limit: D117.)"""
    value = stated(decision.threshold.value) if decision.threshold else None
    role = decision.approved_by
    if not isinstance(value, Money) or not {"L3", "L4"} & set(levels_of(decision)):
        return
    holders = [(key, c) for key, c in spec.contacts.items() if role in c.roles]
    short = [key for key, contact in holders if _short(contact, value)]
    if not holders or len(short) < len(holders):
        return
    limit = spec.contacts[short[0]].authority.limit
    yield find(
        "P129",
        f"`{role}` approves `{name}` above {value}, but `{short[0]}`, who holds the role, may "
        f"commit only to {limit}",
        tree.span(("contacts", short[0], "authority", "limit")),
        f"raise the limit of `{short[0]}`, or name another role under "
        f"`decisions.{name}.approved_by`",
        [("the decision", tree.span(("decisions", name, "threshold", "value")))],
    )


def _short(contact: Contact, value: Money) -> bool:
    limit = stated(contact.authority.limit)
    return limit is not None and limit.currency == value.currency and limit.amount <= value.amount


def _nationalities(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    export = spec.legal.export
    at: Path = ("legal", "export", "controlled")
    allowed = stated(export.nationalities)
    if export.nationalities is None:
        yield find(
            "P132",
            "the deal is export-controlled, but nothing says whose nationals may have access",
            tree.span(at),
            "add `nationalities: [PL, DE]` under `legal.export`, or `not stated`",
        )
    people = {name: c for name, c in spec.contacts.items() if stated(c.name)}
    silent = [name for name, contact in people.items() if not contact.nationalities]
    if silent and allowed is not None:
        yield find(
            "P132",
            f"whether {listed(silent)} may have access cannot be judged: no nationality is stated",
            tree.key_span(("contacts", silent[0])),
            "add `nationalities:` to each of them, such as `nationalities: [PL]`",
            [("the countries allowed", tree.span(("legal", "export", "nationalities")))],
        )
    for name, contact in people.items():
        if (
            allowed is None
            or not contact.nationalities
            or set(contact.nationalities) & set(allowed)
        ):
            continue
        yield find(
            "P133",
            f"`{name}` is a national of {listed(contact.nationalities)}, and access is limited to "
            f"nationals of {listed(allowed)}",
            tree.span(("contacts", name, "nationalities")),
            "name another contact, or add the country once the licence is there",
            [("the countries allowed", tree.span(("legal", "export", "nationalities")))],
        )
