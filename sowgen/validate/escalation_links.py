"""What the annex on escalation names elsewhere: channels, rows, sites, severities, levels."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from sowgen.diagnostics import Diagnostic
from sowgen.model.clocks import average_days
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Path, Tree
from sowgen.validate.finding import find, listed, nearest
from sowgen.validate.walk import matching, stated

_AT: Path = ("escalation",)


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """E116 to E119 and E122. Roles, contacts and rows that are not there: see `references`."""
    yield from _inside(spec, tree)
    yield from _channels(spec, tree)
    yield from _answers(spec, tree)
    yield from _rows(spec, tree)
    yield from _sites(spec, tree)


def _inside(spec: ProjectSpec, tree: Tree) -> Iterator[Diagnostic]:
    escalation = spec.escalation
    for pattern, noun, known, where in (
        ("severities.*.starts_at", "level", escalation.ladder, "escalation.ladder"),
        ("eight_d.required_for", "severity", escalation.severities, "escalation.severities"),
        ("examples.*.severities", "severity", escalation.severities, "escalation.severities"),
    ):
        yield from _unknown(spec, pattern, noun, known, where, tree)


def _unknown(
    spec: ProjectSpec, pattern: str, noun: str, known: Collection[str], where: str, tree: Tree
) -> Iterator[Diagnostic]:
    for path, name in matching(spec.escalation, pattern):
        if name not in known:
            yield find(
                "E118",
                f"there is no {noun} `{name}`",
                tree.span((*_AT, *path)),
                nearest(name, known, where),
            )


def _channels(spec: ProjectSpec, tree: Tree) -> Iterator[Diagnostic]:
    known = spec.communication.channels
    for path, name in matching(spec.escalation, "severities.*.channels"):
        if name not in known:
            yield find(
                "E116",
                f"there is no channel `{name}`",
                tree.span((*_AT, *path)),
                nearest(name, known, "communication.channels"),
            )


def _answers(spec: ProjectSpec, tree: Tree) -> Iterator[Diagnostic]:
    """E122 for every channel of a severity that is answered later than the report has to be, or
    in working time where it has to be at any hour."""
    for name, severity in spec.escalation.severities.items():
        wanted = stated(severity.acknowledge)
        for index, channel in enumerate(severity.channels):
            agreed = spec.communication.channels.get(channel)
            answer = stated(agreed.answer_within) if agreed else None
            if wanted is None or answer is None:
                continue
            asleep = severity.round_the_clock and answer.calendar == "working"
            if asleep or average_days(answer) > average_days(wanted):
                drop = len(severity.channels) > 1
                remedy = f"leave `{channel}` away" if drop else "take a faster channel"
                at_any_hour = ", at any hour" if severity.round_the_clock else ""
                yield find(
                    "E122",
                    f"`{name}` is to be acknowledged within {wanted}{at_any_hour}, `{channel}` is "
                    f"answered within {answer}",
                    tree.span((*_AT, "severities", name, "channels", index)),
                    f"{remedy} for `{name}`, or change one of the two times",
                    [
                        (f"`{name}`", tree.span((*_AT, "severities", name, "acknowledge"))),
                        (
                            f"`{channel}`",
                            tree.span(("communication", "channels", channel, "answer_within")),
                        ),
                    ],
                )


def _rows(spec: ProjectSpec, tree: Tree) -> Iterator[Diagnostic]:
    escalation = spec.escalation
    if spec.raci is None or not spec.raci.strict:
        return
    wanted = {
        "corrective_action": bool(escalation.eight_d.steps),
        "stop_line": bool(escalation.severities),
    }
    missing = [
        f for f, is_wanted in wanted.items() if is_wanted and not getattr(escalation.rows, f)
    ]
    if missing:
        yield find(
            "E117",
            f"the annex does not name the row of the matrix for {listed(missing)}",
            tree.key_span(_AT),
            "add `rows: {" + ", ".join(f"{field}: …" for field in missing) + "}`",
        )


def _sites(spec: ProjectSpec, tree: Tree) -> Iterator[Diagnostic]:
    """E119; a site of no party at all is P102."""
    owners: dict[str, set[str]] = {}
    for party in spec.parties.values():
        for site in party.sites:
            owners.setdefault(site, set()).add(party.role)
    for side, words in (("oem", "the OEM"), ("ems", "the EMS")):
        site = getattr(spec.escalation.received_at, side)
        if site in owners and side not in owners[site]:
            yield find(
                "E119",
                f"`{site}` is no site of {words}",
                tree.span((*_AT, "received_at", side)),
                f"name a site of {words}",
            )
    for name, example in spec.escalation.examples.items():
        if example.site in owners and not owners[example.site] & {"oem", "ems"}:
            yield find(
                "E119",
                f"`{example.site}` is a site of neither the OEM nor the EMS",
                tree.span((*_AT, "examples", name, "site")),
                "name a site of the side that reports",
            )
