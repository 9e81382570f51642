"""Why a place does not work on a day."""

from __future__ import annotations

from datetime import date

from sowgen.model.meetings import Cause
from sowgen.plan.contact.places import Place, Places


def why_closed(places: Places, place: Place, day: date) -> tuple[Cause, str] | None:
    """The cause and its name (the holiday, the reason of the closure, the place); None where the
    place works on all of `day`."""
    if places.works(place, day):
        return None
    rule = places.rule(place)
    public = rule.holidays(day.year)
    if any(places.halves(place, day)):
        return "half", place.label
    for shutdown in rule.stated.shutdowns:
        if shutdown.from_ <= day <= shutdown.to:
            return "closed", ", ".join(part for part in (shutdown.reason, place.label) if part)
    if public and day in public.days:
        return "holiday", f"{public.days[day]}, {place.label}"
    if day.weekday() in rule.weekend(day.year):
        return "weekend", place.label
    return "closed", place.label
