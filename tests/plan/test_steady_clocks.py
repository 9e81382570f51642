"""Hours in common that are computed once for days alike, against every day by itself."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from sowgen.plan.contact import pairs
from sowgen.plan.contact.pairs import Period
from sowgen.plan.contact.places import Place

ZONES = ("Europe/Warsaw", "America/Mexico_City", "America/Los_Angeles", "Pacific/Kiritimati",
         "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Pago_Pago", "UTC")  # fmt: skip
HOURS = ((480, 960), (1320, 1800))
PERIODS = (Period(date(2026, 12, 30), date(2027, 4, 10), 60, (360, 1320)),
           Period(date(2027, 3, 26), date(2027, 3, 29), 60, (360, 1320)))  # fmt: skip


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("hours", list(product(HOURS, HOURS)))
def test_as_day_by_day(
    hours: tuple[tuple[int, int], ...], period: Period, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = [
        (Place("a", one, one, *hours[0], ""), Place("b", two, two, *hours[1], ""))
        for one, two in product(ZONES, ZONES)
    ]
    found = [list(pairs._hours(*pair, period)) for pair in places]
    monkeypatch.setattr(pairs, "_is_steady", lambda _ahead, _at: False)
    assert found == [list(pairs._hours(*pair, period)) for pair in places]
