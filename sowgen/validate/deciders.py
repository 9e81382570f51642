"""The people of a decision: on the right side, in the matrix, with a deputy, a calendar and the
authority."""

from __future__ import annotations

from collections.abc import Iterable

from sowgen.diagnostics import Diagnostic
from sowgen.model.letters import DOES, SIGNS
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.decisions import Decision
from sowgen.model.tree import Path, Tree
from sowgen.model.values import Money
from sowgen.validate.finding import find, listed
from sowgen.validate.levels import LEVELS, levels_of, rows_of, side_of
from sowgen.validate.raci import readable_row
from sowgen.validate.walk import stated


def check(spec: ProjectSpec, decision: Decision, at: Path, tree: Tree) -> Iterable[Diagnostic]:
    """D110, D111, D114, D116 to D118, of one decision."""
    yield from _sides(spec, decision, at, tree)
    yield from _deputy(spec, decision, at, tree)
    yield from _calendar(spec, decision, at, tree)
    yield from _authority(spec, decision, at, tree)
    yield from _letters(spec, decision, at, tree)


def _sides(spec: ProjectSpec, decision: Decision, at: Path, tree: Tree) -> Iterable[Diagnostic]:
    decides = side_of(spec, decision.decided_by)
    asked = side_of(spec, decision.approved_by)
    if decides == "oem" and decision.level in ("L0", "L1", "L2"):
        yield find(
            "D110",
            f"at {decision.level} {LEVELS[decision.level]}, but "
            f"`{decision.decided_by}` is a role of the OEM",
            tree.span((*at, "decided_by")),
            "name a role of the EMS",
        )
    if decides == "ems" and decision.level == "L5":
        yield find(
            "D110",
            f"at L5 {LEVELS['L5']}, but `{decision.decided_by}` is a role of the EMS",
            tree.span((*at, "decided_by")),
            "name a role of the OEM",
        )
    if asked == "ems" and set(levels_of(decision)) & {"L2", "L3"} and decides != "oem":
        yield find(
            "D110",
            f"`{decision.approved_by}` is a role of the EMS, but the OEM is asked here",
            tree.span((*at, "approved_by")),
            "name a role of the OEM",
        )


def _deputy(spec: ProjectSpec, decision: Decision, at: Path, tree: Tree) -> Iterable[Diagnostic]:
    deputy = decision.deputy
    asked = decision.approved_by
    if deputy is None and asked in spec.roles and set(levels_of(decision)) & {"L2", "L3", "L4"}:
        holders = list(spec.holders(asked).values())
        named = [contact for contact in holders if stated(contact.name) is not None]
        if len(holders) == 1 and named and named[0].deputy is None:
            yield find(
                "D116",
                f"only {named[0].name} can answer for `{asked}`, and nobody stands in",
                tree.span((*at, "approved_by")),
                "add `deputy:` here, or to the contact",
            )
    if deputy is None or deputy not in spec.roles:
        return
    principals = [r for r in (decision.decided_by, asked) if r in spec.roles]
    here = tree.span((*at, "deputy"))
    if deputy in principals:
        yield find("D111", f"`{deputy}` stands in for itself", here, "name another role")
    elif principals and all(side_of(spec, r) != side_of(spec, deputy) for r in principals if r):
        yield find(
            "D111",
            f"`{deputy}` belongs to another party than the role it stands in for",
            here,
            "name a role of the same party",
        )


def _calendar(spec: ProjectSpec, decision: Decision, at: Path, tree: Tree) -> Iterable[Diagnostic]:
    """Working days of whom? Those of the site where the role is held that has to answer, or to
    inform; unclear where it is held at sites with different calendars."""
    if decision.calendar is not None:
        return
    informs = "oem" if decision.level == "L5" else "ems"
    for name, role, side in (
        ("response_window", decision.approved_by, "oem"),
        ("inform_within", decision.decided_by, informs),
    ):
        window = stated(getattr(decision, name))
        if window is None or window.calendar != "working":
            continue
        calendars = _calendars(spec, role, side)
        if len(calendars) > 1:
            yield find(
                "D114",
                f"`{window}` by which calendar? {listed(calendars)} are possible",
                tree.span((*at, name)),
                f"add `calendar: {calendars[0]}`, or name a role that is held at one site",
            )


def _calendars(spec: ProjectSpec, role: str | None, side: str) -> list[str]:
    """The calendars at the sites of those who hold a role; of its party where nobody does."""
    party_id = spec.roles[role].party if role in spec.roles else None
    parties = [
        p for n, p in spec.parties.items() if (n == party_id if party_id else p.role == side)
    ]
    places = {c.site for c in spec.holders(role).values() if c.site}
    found = [
        site.calendar
        for party in parties
        for name, site in party.sites.items()
        if site.calendar and (not places or name in places)
    ]
    return list(dict.fromkeys(found))


def _authority(spec: ProjectSpec, decision: Decision, at: Path, tree: Tree) -> Iterable[Diagnostic]:
    """Who decides up to an amount of money has to be allowed to commit that much."""
    limit = decision.threshold
    value = stated(limit.value) if limit else None
    if not isinstance(value, Money) or decision.level not in ("L0", "L1", "L2"):
        return
    highest: Money | None = None
    for contact in spec.holders(decision.decided_by).values():
        may = contact.authority
        most = stated(may.limit)
        if not may.may_commit or most is None or most.currency != value.currency:
            return
        highest = most if highest is None or most.amount > highest.amount else highest
    if highest is not None and highest.amount < value.amount:
        yield find(
            "D117",
            f"`{decision.decided_by}` decides up to {value}, but its holder may commit "
            f"no more than {highest}",
            tree.span((*at, "threshold", "value")),
            "lower the limit, or raise `authority.limit` of the contact",
        )


def _letters(spec: ProjectSpec, decision: Decision, at: Path, tree: Tree) -> Iterable[Diagnostic]:
    """The roles that the decision names must stand in its row with a letter that fits."""
    raci = spec.raci
    if raci is None:
        return
    does, sign = DOES[raci.variant], SIGNS.get(raci.variant, "A")
    fitting: dict[str, dict[str, tuple[str, ...]]] = {
        "decided_by": dict.fromkeys(("L0", "L1", "L2", "L5"), ("A", does)),
        "approved_by": {"L2": ("C", "V", sign, "A", does), "L3": ("A", sign), "L4": ("A", sign)},
    }
    for name, by_level in fitting.items():
        role = getattr(decision, name)
        for level, row_id in rows_of(decision).items():
            if role not in spec.roles or level not in by_level or row_id not in raci.activities:
                continue
            held = readable_row(spec, raci, row_id).get(role, ())
            wanted = dict.fromkeys(by_level[level])
            if set(held) & set(wanted):
                continue
            has = f"the letter {listed(held)}" if held else "no letter"
            verb = "decides" if name == "decided_by" else "is asked"
            yield find(
                "D118",
                f"`{role}` {verb} here at {level}, and has {has} in the row `{row_id}`",
                tree.span((*at, name)),
                f"name the role with {' or '.join(f'`{w}`' for w in wanted)} in that row, or "
                "change the letter",
                [("the row", tree.key_span(("raci", "activities", row_id)))],
            )
            break
