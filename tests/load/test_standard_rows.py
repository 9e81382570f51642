"""The standard rows and decision rights: taken, changed, put into other roles and letters."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sowgen.diagnostics import Outcome
from sowgen.load.project import load_project
from sowgen.load.yaml import load_yaml
from sowgen.model.letters import read_cell
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Tree
from sowgen.validate import validate
from sowgen.workspace import Workspace

ROOT = Path(__file__).parents[2]
ROWS = yaml.safe_load((ROOT / "templates/raci/activities.yaml").read_text("utf-8"))
RIGHTS = yaml.safe_load((ROOT / "templates/raci/decisions.yaml").read_text("utf-8"))
ROLES = sorted({role for row in ROWS.values() for role in row["letters"]})

Load = Callable[..., Outcome[Tree | None]]


def deal(raci: str = "", decisions: str = "", roles: list[str] | None = None) -> str:
    """A deal in which every role has a person and every person a deputy."""
    held = ROLES if roles is None else roles
    lines = [
        "package: {id: deal, title: A deal, currency: EUR}",
        "parties:",
        "  oem: {role: oem, legal_name: Example Devices, country: PL}",
        "  ems: {role: ems, legal_name: Example Works, country: DE}",
        "roles:",
        *(f"  {role}: {{party: {role[:3]}, name: {role}}}" for role in held),
        "contacts:",
    ]
    for role in held:
        other = next((r for r in held if r[:3] == role[:3] and r != role), role)
        name, deputy = role.replace(".", "-"), other.replace(".", "-")
        lines.append(
            f"  {name}: {{name: {name}, party: {role[:3]}, roles: [{role}], deputy: {deputy}}}"
        )
    return "\n".join([*lines, raci, decisions]) + "\n"


@pytest.fixture
def load(tmp_path: Path) -> Load:
    shutil.copytree(ROOT / "templates" / "raci", tmp_path / "templates" / "raci")
    folder = tmp_path / "projects" / "deal"
    folder.mkdir(parents=True)

    def read(text: str, defaults: str = "") -> Outcome[Tree | None]:
        (folder / "project.yaml").write_text(text, "utf-8")
        below = load_yaml(defaults, "sowgen.yaml").value if defaults else None
        return load_project(Workspace(tmp_path), "deal", below or Tree({}))

    return read


def tree_of(outcome: Outcome[Tree | None]) -> Tree:
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def spec_of(outcome: Outcome[Tree | None]) -> ProjectSpec:
    checked = validate(tree_of(outcome))
    assert checked.value is not None, checked.diagnostics
    return checked.value


def codes(outcome: Outcome[Any]) -> list[str]:
    return [d.code for d in outcome.diagnostics]


ALL = "raci: {variant: RACI-VS, standard: {activities: all, decisions: all}}"


def test_the_shipped_set_is_whole() -> None:
    """42 rows; the 32 topics of practice, four of them as two rights each."""
    assert len(ROWS) == 42
    assert len(RIGHTS) == 36
    assert not set(ROWS) & set(RIGHTS)
    assert {right["activity"] for right in RIGHTS.values()} <= set(ROWS)


def test_the_shipped_set_agrees_with_every_rule(load: Load) -> None:
    """Rows among themselves, rights among themselves, and both with each other."""
    found = validate(tree_of(load(deal(ALL)))).diagnostics
    assert [d for d in found if d.code[0] in "RD"] == []


def test_each_right_is_left_to_the_deal_where_it_needs_a_figure(load: Load) -> None:
    spec = spec_of(load(deal(ALL)))
    limits = {id_: str(d.threshold.value) for id_, d in spec.decisions.items() if d.threshold}
    # The clause on delivery says how early goods may come; the others are for the deal to fill.
    assert limits.pop("early-shipment") == "5 working days"
    assert len(limits) == 5
    assert all(value.startswith("to be agreed") for value in limits.values())


def test_nothing_is_taken_unasked(load: Load) -> None:
    spec = spec_of(load(deal("raci: {variant: RACI-VS}")))
    assert spec.raci is not None
    assert spec.raci.activities == {}
    assert spec.decisions == {}


def test_some_rows_in_the_order_of_the_file(load: Load) -> None:
    spec = spec_of(load(deal("raci: {variant: RACI-VS, standard: {activities: [pilot, rfq]}}")))
    assert spec.raci is not None
    assert list(spec.raci.activities) == ["rfq", "pilot"]


def test_all_rights_are_those_whose_rows_are_there(load: Load) -> None:
    standard = "standard: {activities: [purchasing, stop-line], decisions: all}"
    raci = f"raci: {{variant: RACI-VS, {standard}}}"
    assert list(spec_of(load(deal(raci))).decisions) == ["alternate-listed", "line-stop"]


def test_a_right_may_be_given_a_row_of_the_project(load: Load) -> None:
    raci = (
        "raci:\n  variant: RACI-VS\n  standard: {decisions: all}\n  activities:\n"
        "    halt: {name: Halt, letters: {ems.quality: 'A, R', oem.quality: I}}"
    )
    spec = spec_of(load(deal(raci, "decisions: {line-stop: {activity: halt}}")))
    assert list(spec.decisions) == ["line-stop"]


def test_what_is_left_out(load: Load) -> None:
    raci = (
        "raci: {variant: RACI-VS, standard: {activities: all, decisions: all, "
        "without: [consigned-supply, recall]}}"
    )
    spec = spec_of(load(deal(raci)))
    assert spec.raci is not None
    assert set(ROWS) - set(spec.raci.activities) == {"consigned-supply"}
    assert set(RIGHTS) - set(spec.decisions) == {"recall", "consigned-use"}


def test_one_letter_is_changed_and_every_place_stays_known(load: Load) -> None:
    changed = "activities: {first-article: {letters: {oem.program: C}}}"
    raci = f"raci: {{variant: RACI-VS, standard: {{activities: all}}, {changed}}}"
    tree = tree_of(load(deal(raci)))
    path = ("raci", "activities", "first-article", "letters")
    assert tree.get(path) == {**ROWS["first-article"]["letters"], "oem.program": "C"}
    assert tree.span((*path, "oem.program")).file == "projects/deal/project.yaml"
    kept = tree.span((*path, "ems.quality"))
    shipped = (ROOT / kept.file).read_text("utf-8").split("\n")
    assert kept.file == "templates/raci/activities.yaml"
    assert shipped[kept.line - 1][kept.col - 1 :].startswith('"A, R"')
    assert shipped[kept.line - 4] == "first-article:"
    name = tree.key_span(("raci", "activities", "first-article", "name"))
    assert (name.file, shipped[name.line - 1].strip()[:5]) == (kept.file, "name:")


def test_none_takes_a_letter_or_a_field_away(load: Load) -> None:
    raci = (
        "raci:\n  variant: RACI-VS\n  standard: {activities: all, decisions: all}\n"
        "  activities:\n    contract: {note: none, letters: {ems.materials: none}}"
    )
    rights = (
        "decisions:\n  scrap: {threshold: none, level: L3, inform_within: none}\n"
        "  part-price: {threshold: {period: none, value: EUR 5}}"
    )
    spec = spec_of(load(deal(raci, rights)))
    assert spec.raci is not None
    row = spec.raci.activities["contract"]
    assert row.note is None
    assert set(ROWS["contract"]["letters"]) - set(row.letters) == {"ems.materials"}
    assert spec.decisions["scrap"].threshold is None
    assert spec.decisions["scrap"].inform_within is None
    price = spec.decisions["part-price"].threshold
    assert price is not None
    assert (price.period, str(price.value), price.above) == (None, "EUR 5", "L3")


def test_none_is_an_ordinary_word_in_an_entry_of_the_project(load: Load) -> None:
    rights = "decisions: {gift: {topic: Gifts, level: L0, record: none}}"
    assert spec_of(load(deal(ALL, rights))).decisions["gift"].record == "none"


def test_two_roles_that_become_one_keep_the_stronger_letters(load: Load) -> None:
    """Of the row on end of life: sourcing A, executive S; engineering C, quality I."""
    raci = (
        "raci: {variant: RACI-VS, standard: {activities: [end-of-life], roles: "
        "{oem.exec: oem.sourcing, oem.engineering: oem.quality, ems.program: ems.materials}}}"
    )
    spec = spec_of(load(deal(raci)))
    assert spec.raci is not None
    assert spec.raci.activities["end-of-life"].letters == {
        "oem.sourcing": "A, S",
        "ems.materials": "R",
        "oem.quality": "C",
    }


def test_a_role_that_nobody_takes(load: Load) -> None:
    """Its letters go, and it decides nothing; a deputy who became the one asked goes as well."""
    raci = (
        "raci: {variant: RACI-VS, standard: {activities: all, decisions: [alternate-new], "
        "roles: {ems.exec: none, ems.materials: none, oem.quality: oem.engineering}}}"
    )
    spec = spec_of(load(deal(raci)))
    assert spec.raci is not None
    assert all("ems.exec" not in row.letters for row in spec.raci.activities.values())
    right = spec.decisions["alternate-new"]
    assert (right.decided_by, right.approved_by, right.deputy) == (None, "oem.engineering", None)


@pytest.mark.parametrize(
    ("variant", "more", "quality", "engineering"),
    [
        ("RACI-VS", "", "S", "C"),
        ("RASCI-VS", "", "Si", "C"),
        ("RACI", ", letters: {V: C, S: C}", "C", "C"),
        ("RASCI", ", letters: {V: I, S: A}", "A", "C"),
        ("RACI", ", letters: {V: none, S: none}", None, "C"),
    ],
)
def test_letters_of_other_variants(
    load: Load, variant: str, more: str, quality: str | None, engineering: str
) -> None:
    """In the row on deviations the OEM's quality signs off and its engineering is asked."""
    raci = f"raci: {{variant: {variant}, standard: {{activities: [deviation]{more}}}}}"
    tree = tree_of(load(deal(raci)))
    letters = tree.get(("raci", "activities", "deviation", "letters"))
    assert letters.get("oem.quality") == quality
    assert letters["oem.engineering"] == engineering
    assert all(not read_cell(text, variant).unknown for text in letters.values())


@pytest.mark.parametrize(
    ("variant", "expected"),
    [("RACI", ["R018", "R018"]), ("RASCI", ["R018", "R018"]), ("DACI", ["R018"])],
)
def test_letters_are_never_guessed(load: Load, variant: str, expected: list[str]) -> None:
    raci = f"raci: {{variant: {variant}, standard: {{activities: all}}}}"
    outcome = load(deal(raci))
    assert outcome.value is None
    assert codes(outcome) == expected
    assert {d.span.file for d in outcome.diagnostics} == {"projects/deal/project.yaml"}


def test_roles_are_never_guessed(load: Load) -> None:
    roles = [role for role in ROLES if role not in ("oem.sourcing", "ems.exec")]
    outcome = load(deal(ALL, roles=roles))
    assert codes(outcome) == ["R016", "R016"]
    hint = outcome.diagnostics[0].hint
    assert "raci.standard.roles: {oem.sourcing: oem." in hint


def test_the_company_can_say_it_for_all_deals(load: Load) -> None:
    defaults = (
        "raci:\n  variant: RACI-VS\n  standard: {activities: [rfq]}\n"
        "  activities: {rfq: {letters: {ems.program: C}}}\n"
    )
    outcome = load(deal("raci: {activities: {rfq: {letters: {oem.quality: none}}}}"), defaults)
    tree = tree_of(outcome)
    letters = tree.get(("raci", "activities", "rfq", "letters"))
    assert letters["ems.program"] == "C"
    assert "oem.quality" not in letters
    place = tree.span(("raci", "activities", "rfq", "letters", "ems.program"))
    assert place.file == "sowgen.yaml"


@pytest.mark.parametrize(
    "raci",
    [
        "raci: {variant: RACI-VS, standard: all}",
        "raci: {variant: RACI-VS, standard: {activities: [[rfq]]}}",
        "raci: {variant: RACI-VS, standard: {activities: {rfq: true}}}",
        "raci: {variant: RACI-VS, standard: {roles: [oem.exec]}}",
        "raci: {variant: {a: b}, standard: {activities: all}}",
        "raci: {variant: RACI-VS, standard: {activities: all}, activities: [rfq]}",
        "raci: {variant: RACI-VS, standard: {activities: all}, activities: {rfq: 5}}",
        "raci: {variant: RACI-VS, standard: {activities: [rfq], roles: {oem.exec: [a]}}}",
        "raci: [standard]",
    ],
)
def test_a_wrong_shape_is_a_finding(load: Load, raci: str) -> None:
    outcome = load(deal(raci))
    found = list(outcome.diagnostics)
    if outcome.value is not None:
        found += validate(outcome.value).diagnostics
    assert any(d.is_error for d in found)


@pytest.mark.parametrize("text", ["- rfq\n", "rfq: 5\n", "rfq: {name: [}\n"])
def test_a_shipped_file_that_was_spoilt(load: Load, tmp_path: Path, text: str) -> None:
    file = tmp_path / "templates" / "raci" / "activities.yaml"
    file.write_text(text, "utf-8")
    outcome = load(deal(ALL))
    assert outcome.value is None
    assert {d.span.file for d in outcome.diagnostics} == {"templates/raci/activities.yaml"}
    assert all(d.span.line >= 1 for d in outcome.diagnostics)


def test_a_shipped_file_that_is_gone(load: Load, tmp_path: Path) -> None:
    (tmp_path / "templates" / "raci" / "decisions.yaml").unlink()
    assert codes(load(deal(ALL))) == ["F002"]
    assert codes(load(deal("raci: {variant: RACI-VS}"))) == []


def test_an_own_letter_in_the_shipped_file_is_found_there(load: Load, tmp_path: Path) -> None:
    file = tmp_path / "templates" / "raci" / "activities.yaml"
    file.write_text(file.read_text("utf-8").replace("oem.exec: V", "oem.exec: Q"), "utf-8")
    found = validate(tree_of(load(deal(ALL)))).diagnostics
    places = [(d.code, d.span.file) for d in found if d.code == "R003"]
    assert places == [("R003", "templates/raci/activities.yaml")]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(st.sampled_from(sorted(ROWS)), unique=True),
    without=st.lists(st.sampled_from([*ROWS, *RIGHTS]), unique=True),
)
def test_any_selection(load: Load, rows: list[str], without: list[str]) -> None:
    """Exactly the rows that are named and not left out, and every right whose rows are there."""
    raci = (
        f"raci: {{variant: RACI-VS, standard: {{activities: {rows or '[]'}, decisions: all, "
        f"without: {without or '[]'}}}}}"
    )
    spec = spec_of(load(deal(raci.replace("'", ""))))
    assert spec.raci is not None
    taken = [name for name in ROWS if name in rows and name not in without]
    assert list(spec.raci.activities) == taken
    there = {
        name
        for name, right in RIGHTS.items()
        if name not in without
        and right["activity"] in taken
        and right.get("threshold", {}).get("activity", right["activity"]) in taken
    }
    assert set(spec.decisions) == there
