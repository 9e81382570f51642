"""States and provinces: known by codes and names, checked wherever they are written."""

from __future__ import annotations

from typing import Any

import pytest

from sowgen.diagnostics import Diagnostic
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Tree
from sowgen.plan.provinces import check_provinces
from sowgen.plan.public_holidays import subdivision_name
from tests.plan.deals import deal, planned
from tests.plan.test_moves import BASE


def found(spec: ProjectSpec) -> list[Diagnostic]:
    return list(check_provinces(spec, Tree({})))


def placed(where: str, country: str, subdivision: str) -> ProjectSpec:
    """A deal, without a schedule, whose party, site or calendar is in a province."""
    data = deal().model_dump(mode="json", exclude_none=True)
    stated = {"country": country, "subdivision": subdivision}
    ems = data["parties"]["ems"]
    if where == "party":
        ems |= stated
    elif where == "site":
        ems["sites"]["plant"] |= stated
    elif where == "site of the party's country":
        ems["country"] = country
        ems["sites"]["plant"]["subdivision"] = subdivision
    elif where == "calendar":
        data["schedule"]["calendars"]["works"] |= stated
    else:
        ems["country"] = country
        data["schedule"]["calendars"]["works"]["subdivision"] = subdivision
    return ProjectSpec.model_validate(data)


@pytest.mark.parametrize(
    "where",
    ["party", "site", "site of the party's country", "calendar", "calendar of the site's country"],
)
@pytest.mark.parametrize(
    ("country", "subdivision", "wrong"),
    [
        ("DE", "BY", False),
        ("DE", "Bayern", False),
        ("DE", "DE-BY", True),
        ("MY", "PNG", False),
        ("MY", "07", False),
        ("MY", "Pulau Pinang", False),
        ("MY", "Penang", True),
        ("MX", "JAL", False),  # the package tells none apart
    ],
)
def test_a_province_is_known(where: str, country: str, subdivision: str, wrong: bool) -> None:
    codes = [finding.code for finding in found(placed(where, country, subdivision))]
    assert codes == (["T203"] if wrong else [])


def test_the_hint_has_codes_with_names_and_the_nearest_one() -> None:
    (finding,) = found(placed("site", "MY", "Penang"))
    assert finding.hint.startswith("did you mean `PNG` (Pulau Pinang)?")
    assert "JHR (Johor)" in finding.hint
    assert "01" not in finding.hint


@pytest.mark.parametrize(
    ("country", "subdivision", "name"),
    [
        ("MY", "PNG", "Pulau Pinang"),
        ("MY", "07", "Pulau Pinang"),
        ("US", "MA", "Massachusetts"),
        ("IN", "TS", "Telangana"),
        ("DE", "Bayern", "Bayern"),
        ("DE", "Augsburg", "Augsburg"),
        ("PL", "22", "Pomorskie"),
    ],
)
def test_a_province_is_printed_by_its_name(country: str, subdivision: str, name: str) -> None:
    assert subdivision_name(country, subdivision) == name


def test_a_province_beside_the_country_of_its_site_counts() -> None:
    works: dict[str, Any] = {"subdivision": "BY"}
    schedule = BASE["schedule"] | {"calendars": {"works": works}}
    data = deal(**(BASE | {"schedule": schedule})).model_dump(mode="json", exclude_none=True)
    data["parties"]["ems"]["country"] = "DE"
    plan = planned(ProjectSpec.model_validate(data)).value
    assert plan is not None
    (note,) = [note for note in plan.calendars if note.id == "works"]
    assert (note.country, note.subdivision) == ("DE", "Bayern")
