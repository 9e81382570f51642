"""Reports and channels: who writes what to whom, how, and whether anything promised is left out."""

from __future__ import annotations

from collections.abc import Iterator

from sowgen.diagnostics import Diagnostic
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.communication import Report, Topic
from sowgen.model.tree import Path, Tree
from sowgen.validate.finding import find, nearest
from sowgen.validate.walk import stated

_MATTERS: dict[Topic, str] = {
    "progress": "progress against the schedule",
    "kpi": "the key figures",
    "inventory": "excess and ageing material",
    "clear_to_build": "whether the material for the next builds is there",
    "forecast": "the forecast",
}


def check(spec: ProjectSpec, tree: Tree) -> Iterator[Diagnostic]:
    """N101, N105, N113 to N116, N119, N121 and N122."""
    for id_, report in spec.communication.reports.items():
        yield from _report(spec, id_, report, tree)
    yield from _promised(spec, tree)
    for id_, channel in spec.communication.channels.items():
        if channel.answer_within is None:
            yield find(
                "N119",
                f"`{channel.matter}` has no time to answer",
                tree.key_span(("communication", "channels", id_)),
                "add `answer_within: 1 working day`, or `not stated`",
            )
        yield from _spoken(spec, id_, stated(channel.language), tree)


def _at(id_: str, *more: str | int) -> Path:
    return ("communication", "reports", id_, *more)


def _report(spec: ProjectSpec, id_: str, report: Report, tree: Tree) -> Iterator[Diagnostic]:
    if not report.sender or not report.recipients:
        missing = "sender" if not report.sender else "recipients"
        yield find(
            "N114",
            f"`{report.name}` has no {missing}",
            tree.key_span(_at(id_)),
            f"add `{missing}:`",
        )
    elif all(_party(spec, role) == _party(spec, report.sender) for role in report.recipients):
        yield find(
            "N114",
            f"nobody of the other party receives `{report.name}`",
            tree.span(_at(id_, "recipients")),
            "add a role of the other party",
        )
    channels = spec.communication.channels
    if report.channel and report.channel not in channels:
        yield find(
            "N101",
            f"there is no channel `{report.channel}`",
            tree.span(_at(id_, "channel")),
            nearest(report.channel, channels, "communication.channels"),
        )
    if report.what is None and not set(report.covers) - {"other"}:
        yield find(
            "N122",
            f"nothing says what `{report.name}` tells",
            tree.key_span(_at(id_)),
            "add `covers:` with the matters, or `what:` in words",
        )
    cadence = stated(report.cadence)
    if cadence not in (None, "daily", "once", "on_event") and report.day is None:
        yield find(
            "N121",
            f"`{report.name}` has no due day",
            tree.key_span(_at(id_)),
            "add `day: fri`" if cadence in ("weekly", "biweekly") else "add `day: 5th working day`",
        )
    day = stated(report.day)
    of_week = cadence in ("weekly", "biweekly")
    if day is not None and (
        cadence in ("daily", "once", "on_event") or (cadence and day.of_week != of_week)
    ):
        yield find(
            "N108",
            f"`{day}` is no day for a report sent {cadence}".replace("_", " "),
            tree.span(_at(id_, "day")),
            "a day of the week: `fri`" if of_week else "one of the month: `second tue`",
        )
    yield from _people(spec, id_, report, tree)


def _people(spec: ProjectSpec, id_: str, report: Report, tree: Tree) -> Iterator[Diagnostic]:
    language = stated(report.language)
    roles: list[tuple[str, Path]] = [(report.sender, _at(id_, "sender"))] if report.sender else []
    roles += [(role, _at(id_, "recipients", n)) for n, role in enumerate(report.recipients)]
    for role, path in roles:
        people = [contact for contact in spec.contacts.values() if role in contact.roles]
        if role not in spec.roles:
            continue
        if not people:
            yield find(
                "N105",
                f"nobody holds the role `{role}`",
                tree.span(path),
                f"add `roles: [{role}]` to a contact",
            )
        spoken = {each for contact in people for each in contact.languages}
        if language and spoken and not _reads(language, spoken):
            yield find(
                "N113",
                f"nobody with the role `{role}` reads `{language}`",
                tree.span(path),
                "look at the `languages` of the contacts",
            )


def _reads(language: str, spoken: set[str]) -> bool:
    return language.split("-")[0] in {each.split("-")[0] for each in spoken}


def _party(spec: ProjectSpec, role: str) -> str:
    found = spec.roles.get(role)
    return found.party if found else role


def _promised(spec: ProjectSpec, tree: Tree) -> Iterator[Diagnostic]:
    """The contract's own words on a matter, and no report that covers it."""
    if not spec.communication.reports:
        return
    planning = spec.planning
    promised: list[tuple[Topic, Path, bool]] = [
        ("progress", ("schedule", "activities"), bool(spec.schedule.activities)),
        ("kpi", ("kpis",), bool(spec.kpis)),
        (
            "inventory",
            ("planning", "material_liability", "cadence"),
            stated(planning.material_liability.cadence) is not None,
        ),
        (
            "clear_to_build",
            ("planning", "clear_to_build"),
            stated(planning.clear_to_build) is not None,
        ),
        (
            "forecast",
            ("planning", "forecast", "cadence"),
            stated(planning.forecast.cadence) is not None,
        ),
    ]
    covered = {topic for report in spec.communication.reports.values() for topic in report.covers}
    for topic, path, there in promised:
        if there and topic not in covered:
            yield find(
                "N116",
                f"no report covers {_MATTERS[topic]}",
                tree.key_span(path),
                f"add `covers: [{topic}]` to a report",
            )


def _spoken(spec: ProjectSpec, id_: str, language: str | None, tree: Tree) -> Iterator[Diagnostic]:
    """A channel's language is spoken on both sides, as far as the contacts say."""
    for party_id, party in spec.parties.items():
        people = [c for c in spec.contacts.values() if c.party == party_id and c.languages]
        spoken = {each for contact in people for each in contact.languages}
        if language and party.role in ("oem", "ems") and people and not _reads(language, spoken):
            yield find(
                "N115",
                f"no contact of `{party_id}` speaks `{language}`",
                tree.span(("communication", "channels", id_, "language")),
                "choose a language that both parties speak",
            )
