"""Small deals for the tests of meetings: two sites, a role and a person at each."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sowgen.diagnostics import Outcome
from sowgen.model.meetings import MeetingPlan, PlannedMeeting
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Tree
from sowgen.plan.meetings import plan_meetings

PLAIN: dict[str, Any] = {"weekend": ["sat", "sun"]}
"""Monday to Friday, and the public holidays of Poland."""


def every_day(start: date, end: date) -> list[date]:
    """Each date from `start` to `end`, both counted."""
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]


EVERY_DAY: dict[str, Any] = {
    "weekend": [], "make_up_days": every_day(date(2025, 12, 30), date(2029, 1, 2)),
}  # fmt: skip
"""A calendar on which every day of 2026 to 2028 is worked, public holidays as well."""


def deal(
    first: dict[str, Any],
    second: dict[str, Any],
    *,
    calendars: tuple[dict[str, Any], dict[str, Any]] = (PLAIN, PLAIN),
    **communication: Any,
) -> ProjectSpec:
    """A deal between sites with the fields `first` and `second` (`tz`, `working_hours`)."""
    said: dict[str, Any] = {"from": "2027-01-01", "until": "2027-12-31"}
    return ProjectSpec.model_validate({
        "package": {"id": "lamp", "title": "Lamp"},
        "parties": {
            "oem": {
                "role": "oem", "legal_name": "Example Lamps", "country": "PL",
                "sites": {"hq": {"calendar": "office", "city": "Here", **first}},
            },
            "ems": {
                "role": "ems", "legal_name": "Example Works", "country": "PL",
                "sites": {"plant": {"calendar": "works", "city": "There", **second}},
            },
        },
        "roles": {
            "oem.lead": {"party": "oem", "name": "Customer lead"},
            "oem.quality": {"party": "oem", "name": "Customer quality"},
            "ems.lead": {"party": "ems", "name": "Contractor lead"},
        },
        "contacts": {
            "ada": {"name": "Ada Sample", "party": "oem", "site": "hq",
                    "roles": ["oem.lead", "oem.quality"]},
            "max": {"name": "Max Muster", "party": "ems", "site": "plant", "roles": ["ems.lead"]},
        },
        "schedule": {"calendars": {"office": calendars[0], "works": calendars[1]}},
        "communication": said | communication,
    })  # fmt: skip


def meeting(**fields: Any) -> dict[str, Any]:
    """A weekly meeting of 45 minutes that both leads attend."""
    stated = {
        "name": "Call", "cadence": "weekly", "day": "tue", "duration": 45,
        "participants": ["oem.lead", "ems.lead"], "chair": "oem.lead",
    }  # fmt: skip
    return {key: value for key, value in (stated | fields).items() if value is not None}


def planned(spec: ProjectSpec) -> Outcome[MeetingPlan | None]:
    """The meeting plan of a specification that was not read from a file."""
    return plan_meetings(spec, Tree({}), None)


def plan_of(spec: ProjectSpec) -> MeetingPlan:
    """Its value."""
    found = planned(spec).value
    assert found is not None
    return found


def only(spec: ProjectSpec) -> PlannedMeeting:
    """The one meeting of a deal."""
    (found,) = plan_of(spec).meetings
    return found


def codes(spec: ProjectSpec) -> list[str]:
    """The codes of the findings, in order."""
    return [finding.code for finding in planned(spec).diagnostics]
