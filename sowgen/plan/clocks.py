"""Escalation clocks worked through on real dates, in the local times of both sites."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from sowgen.diagnostics import Diagnostic, Outcome, warning
from sowgen.model.clock_chains import chains, reporting, step_length
from sowgen.model.clocks import (
    ClockPlan,
    Desk,
    LocalTime,
    Moment,
    ReportDeadlines,
    SeverityDeadlines,
    StepDeadline,
    WorkedExample,
)
from sowgen.model.schedule import Plan
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.escalation import Escalation
from sowgen.model.spec.parties import USUAL_HOURS, Site
from sowgen.model.tree import Tree
from sowgen.model.values import Duration
from sowgen.model.zones import zone
from sowgen.plan.calendars import WEEKDAYS
from sowgen.plan.clocks_examples import Begin, Side, by_rule, stated
from sowgen.plan.clocks_hours import SiteHours
from sowgen.plan.clocks_order import no_such_time, out_of_order
from sowgen.plan.sites import Sites, main_site
from sowgen.plan.working_time import OutOfRangeError

_SIDES: tuple[Side, Side] = ("oem", "ems")
Place = tuple[str, str]
"""Party and site by their ids."""


def plan_clocks(spec: ProjectSpec, tree: Tree, schedule: Plan | None) -> Outcome[ClockPlan | None]:
    """The examples of `spec`, those it states or those that follow from its schedule.

    Codes: E201 a site has no time zone, E202 a moment that no clock shows, E203 clocks that end
    in the wrong order on a real date. The value is None where no clock, or no date, is stated.
    """
    begin = _first_day(spec.escalation, schedule)
    if begin is None or not any(chain.clocks for chain in chains(spec.escalation)):
        return Outcome(None)
    places = {side: place for side in _SIDES if (place := _place(spec, side))}
    if len(places) < len(_SIDES):
        # A party or site that is missing has a finding of its own.
        return Outcome(None)
    without = [place for place in places.values() if not _site(spec, place).tz]
    if without:
        return Outcome(None, tuple(_without_zone(place, tree) for place in without))
    try:
        return _work_through(spec, tree, Sites(spec, tree, begin.year), begin, places)
    except OutOfRangeError:
        # A calendar on which nothing is ever worked has a finding of its own.
        return Outcome(None)


def _work_through(
    spec: ProjectSpec, tree: Tree, sites: Sites, begin: date, places: Mapping[Side, Place]
) -> Outcome[ClockPlan | None]:
    escalation = spec.escalation
    hours = {side: _hours(sites, place, _site(spec, place)) for side, place in places.items()}
    found: list[Diagnostic] = []
    begins: list[Begin] = []
    for name, moment in stated(spec, sites):
        if moment is None:
            found.append(no_such_time(escalation, name, tree))
        else:
            begins.append(moment)
    if not escalation.examples:
        rule = sites.rules[sites.of_site(*places["ems"])]
        begins += by_rule(begin, hours["oem"], hours["ems"], rule)
    examples = tuple(_example(escalation, each, hours) for each in begins)
    reports = [(each.at, hours[_other(each.reporter)]) for each in begins]
    found += out_of_order(escalation, reports, tree)
    oem, ems = (_desk(_site(spec, places[side]), places[side][1]) for side in _SIDES)
    same = all(e.found.oem == e.found.ems for e in examples)
    return Outcome(ClockPlan(oem, ems, same, examples), tuple(found))


def _first_day(escalation: Escalation, schedule: Plan | None) -> date | None:
    """The day from which examples are looked for: the start of production, else of the work."""
    for example in escalation.examples.values():
        return date.fromisoformat(example.at[:10])
    if schedule is None:
        return None
    return schedule.production_start or schedule.start


def _place(spec: ProjectSpec, side: Side) -> Place | None:
    """Party and site at which a side receives reports."""
    named = getattr(spec.escalation.received_at, side)
    for party_id, party in spec.parties.items():
        if party.role == side:
            site = named if named in party.sites else main_site(party)
            return (party_id, site) if site else None
    return None


def _site(spec: ProjectSpec, place: Place) -> Site:
    return spec.parties[place[0]].sites[place[1]]


def _without_zone(place: Place, tree: Tree) -> Diagnostic:
    party, site = place
    return warning(
        "E201",
        f"the site `{site}` has no time zone, so no clock can be worked through",
        tree.key_span(("parties", party, "sites", site)),
        "add `tz:`, such as `tz: Europe/Warsaw`",
    )


def _hours(sites: Sites, place: Place, site: Site) -> SiteHours:
    key = sites.of_site(*place)
    opens, closes = (_time(t) for t in _stretch(site))
    return SiteHours(zone(site.tz or "UTC"), opens, closes, sites.time((key,)),
                     sites.week((key,)))  # fmt: skip


def _stretch(site: Site) -> list[str]:
    """When the site opens and closes, as written or by default."""
    hours = site.working_hours
    return (hours if isinstance(hours, str) else USUAL_HOURS).split("-")


def _time(text: str) -> time:
    """`24:00` is the midnight at which a day ends; what is no time at all has a finding."""
    hour, minute = (int(part) for part in text.split(":"))
    return time(hour % 24, minute % 60)


def _desk(site: Site, site_id: str) -> Desk:
    opens, closes = _stretch(site)
    zone = site.tz or ""
    town = site.city or zone.rsplit("/", 1)[-1].replace("_", " ")
    return Desk(site.name or site_id, zone, town, opens, closes)


def _example(
    escalation: Escalation, begin: Begin, hours: Mapping[Side, SiteHours]
) -> WorkedExample:
    receiver = hours[_other(begin.reporter)]

    def due(length: object) -> Moment | None:
        if not isinstance(length, Duration):
            return None
        return _moment(receiver.due(begin.at, length), hours)

    severities = tuple(
        SeverityDeadlines(
            name, s.name, due(s.acknowledge), due(s.containment), due(s.action_plan),
            due(s.update_every), due(s.closure),
        )
        for name, s in escalation.severities.items()
        if not begin.severities or name in begin.severities
    )  # fmt: skip
    return WorkedExample(
        id=begin.id,
        word=begin.word,
        name=begin.name,
        holiday=begin.holiday,
        reporter=begin.reporter,
        found=_moment(begin.at, hours),
        counted_from=_moment(receiver.next_open(begin.at), hours),
        severities=severities,
        reports=tuple(
            ReportDeadlines(
                name,
                tuple(
                    StepDeadline(n, due(step_length(step, severity)))
                    for n, step in escalation.eight_d.steps.items()
                ),
            )
            for name, severity in reporting(escalation)
        ),
        ladder=tuple(StepDeadline(n, due(level.until)) for n, level in escalation.ladder.items()),
    )


def _other(side: Side) -> Side:
    return "ems" if side == "oem" else "oem"


def _moment(moment: datetime, hours: Mapping[Side, SiteHours]) -> Moment:
    def local(side: Side) -> LocalTime:
        shown = moment.astimezone(hours[side].zone).replace(tzinfo=None)
        return LocalTime(WEEKDAYS[shown.weekday()], shown)

    return Moment(local("oem"), local("ems"))
