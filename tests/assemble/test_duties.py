"""What the annex says of each role, held against the matrix and the decision rights themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sowgen.assemble.duties import Duties
from sowgen.assemble.exports.matrix import make
from sowgen.assemble.ingredients import Ingredients
from sowgen.assemble.rights import Right, Rights, grouped
from sowgen.assemble.words import Words
from sowgen.load import load_project, load_settings, load_words
from sowgen.load.yaml import load_yaml
from sowgen.model.letters import read_cell
from sowgen.model.plain import Branch
from sowgen.model.plans import Plans
from sowgen.model.settings import WorkspaceSettings
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.decisions import Decision
from sowgen.model.tree import Tree
from sowgen.model.workbook import Sheet, Workbook
from sowgen.validate import validate
from sowgen.workspace import Workspace

ROOT = Path(__file__).parents[2]
PROJECTS = ("atlas-controller", "turnkey-2011")


def shipped(slug: str) -> ProjectSpec:
    workspace = Workspace(ROOT)
    settings = load_settings(workspace).value
    assert settings is not None
    tree = load_project(workspace, slug, settings[1]).value
    assert tree is not None
    spec = validate(tree).value
    assert spec is not None
    return spec


def words(language: str = "en") -> Words:
    table = load_words(Workspace(ROOT), language).value
    assert table is not None
    return Words(language, table)


def duties_of(spec: ProjectSpec) -> Duties:
    return Duties(spec, Rights(spec, words()))


@pytest.fixture(scope="module", params=PROJECTS)
def spec(request: pytest.FixtureRequest) -> ProjectSpec:
    return shipped(request.param)


def said_of_roles(spec: ProjectSpec) -> Iterator[tuple[str, str, str]]:
    """Row, role and letter, as the sheets of all roles tell them."""
    duties = duties_of(spec)
    for role in spec.roles:
        sheet = duties.sheet(role)
        for part in sheet.parts:
            for letter in part.letters:
                yield part.activity.id, role, letter
        for asker in sheet.askers:
            for node in asker.activities:
                yield node.id, role, "C"
        for node in sheet.informed:
            yield node.id, role, "I"


def test_the_sheets_say_what_the_matrix_says(spec: ProjectSpec) -> None:
    """Every letter of every cell is on the page of its role, once, and no other."""
    assert spec.raci is not None
    matrix = sorted(
        (row_id, role, letter)
        for row_id, row in spec.raci.activities.items()
        for role, text in row.letters.items()
        for letter in read_cell(text, spec.raci.variant).letters
    )
    assert sorted(said_of_roles(spec)) == matrix


def test_who_is_asked_is_asked_by_the_one_that_answers(spec: ProjectSpec) -> None:
    assert spec.raci is not None
    duties = duties_of(spec)
    for role in spec.roles:
        for asker in duties.sheet(role).askers:
            asking = next(r for r, entry in spec.roles.items() if entry.name == str(asker.name))
            for node in asker.activities:
                cells = spec.raci.activities[node.id].letters
                assert "A" in cells[asking]
                assert "C" in cells[role]


def test_every_right_stands_under_its_level(spec: ProjectSpec) -> None:
    """Once without a limit, and once on each side of it."""
    duties = duties_of(spec)
    shown = sorted(
        (right.decision.id, level.id)
        for level in duties.rights.who_decides()
        for right in level.rights
    )
    stated = sorted(
        (name, level)
        for name, decision in spec.decisions.items()
        for level in (decision.level, *([decision.threshold.above] if decision.threshold else []))
    )
    assert shown == stated


def levels_of(decision: Decision) -> set[str]:
    """The levels on both sides of its limit."""
    return {decision.level, *([decision.threshold.above] if decision.threshold else [])}


def test_each_right_is_on_the_pages_of_the_roles_it_names(spec: ProjectSpec) -> None:
    duties = duties_of(spec)
    on_pages = {
        (topic.decision.id, role) for role in spec.roles for topic in duties.sheet(role).topics
    }
    named = {
        (name, role)
        for name, decision in spec.decisions.items()
        for role in (decision.decided_by, decision.approved_by)
        # Nobody is told of what the EMS decides alone, on either side of a limit.
        if role and not (role == decision.approved_by and levels_of(decision) == {"L0"})
    }
    assert on_pages == named


DEAL = """
package: {id: d, title: D}
parties:
  oem: {role: oem, legal_name: Example Devices, label: the Customer, country: PL}
  ems: {role: ems, legal_name: Example Works, label: the Works, country: DE}
roles:
  oem.buyer: {party: oem, name: Buyer}
  oem.chief: {party: oem, name: Chief}
  ems.planner: {party: ems, name: Planner}
schedule: {calendars: {plant: {name: Plant in Leipzig, country: DE}}}
"""


def small(decision: str) -> Duties:
    tree = load_yaml(f"{DEAL}\ndecisions:\n  buy: {{topic: Buy, {decision}}}\n", "p.yaml").value
    assert tree is not None
    spec = validate(tree).value
    assert spec is not None
    return duties_of(spec)


@pytest.mark.parametrize(
    ("op", "at", "signs"),
    [
        ("<=", "", ["≤", ">"]),
        (">=", "", ["≥", "<"]),
        ("<", "", ["<", ">"]),
        (">", "", [">", "<"]),
        ("<", "L3", ["<", "≥"]),
        ("<", "L1", ["≤", ">"]),
        (">", "L3", [">", "≤"]),
        (">", "L1", ["≥", "<"]),
    ],
)
def test_the_two_sides_of_a_limit(op: str, at: str, signs: list[str]) -> None:
    """The limit itself belongs to one side, or to none where nothing is said of it."""
    exactly = f", at: {at}" if at else ""
    limit = f"threshold: {{metric: sum, op: '{op}', value: EUR 5, above: L3{exactly}}}"
    rights = small(f"level: L1, inform_within: 2, {limit}").rights.sides("buy")
    assert [right.limit.sign for right in rights if right.limit] == signs
    assert [right.level for right in rights] == ["L1", "L3"]


def one(duties: Duties, role: str) -> Right:
    (topic,) = duties.sheet(role).topics
    return topic.rights[0]


@pytest.mark.parametrize(
    ("level", "ems", "oem", "time"),
    [
        ("L0", "decides alone", None, None),
        ("L1", "decides, then informs Buyer", "is informed by Planner", "inform_within"),
        ("L2", "decides after asking Buyer", "is asked by Planner", "response_window"),
        ("L3", "asks Buyer for approval", "approves for Planner", "response_window"),
        ("L4", "decides together with Buyer", "decides together with Planner", "response_window"),
    ],
)
def test_a_right_from_both_sides(level: str, ems: str, oem: str | None, time: str | None) -> None:
    duties = small(
        f"level: {level}, decided_by: ems.planner, approved_by: oem.buyer, "
        "inform_within: 1, response_window: 2"
    )
    mine = one(duties, "ems.planner")
    assert mine.says == ems
    assert (mine.time.path if mine.time else None) == (f"decisions.buy.{time}" if time else None)
    if oem is None:
        assert duties.sheet("oem.buyer").topics == ()
    else:
        assert one(duties, "oem.buyer").says == oem


def test_the_oem_alone() -> None:
    duties = small("level: L5, decided_by: oem.buyer, deputy: oem.chief, inform_within: 1")
    assert one(duties, "oem.buyer").says == "decides alone, then informs the Works"
    assert [str(name) for name in duties.sheet("oem.buyer").deputies] == ["Chief"]
    assert [str(name) for name in duties.sheet("oem.chief").stands_for] == ["Buyer"]


@pytest.mark.parametrize(
    ("decision", "field", "whose"),
    [
        ("level: L3, response_window: 2 working days", "response_window", "the Customer"),
        ("level: L1, inform_within: 2", "inform_within", "the Works"),
        ("level: L5, inform_within: 2", "inform_within", "the Customer"),
        ("level: L3, response_window: 2, calendar: plant", "response_window", "Plant in Leipzig"),
        ("level: L3, response_window: 2 calendar days", "response_window", "None"),
        ("level: L3, response_window: 4 hours", "response_window", "None"),
        ("level: L3, response_window: to be agreed", "response_window", "None"),
    ],
)
def test_whose_working_days(decision: str, field: str, whose: str) -> None:
    right = small(decision).rights.sides("buy")[0]
    assert right.time is not None
    assert right.time.path == f"decisions.buy.{field}"
    assert str(right.days_of) == whose


def test_groups_stand_together() -> None:
    text = "decisions:\n" + "".join(
        f"  {name}: {{topic: T, level: L0{', group: ' + group if group else ''}}}\n"
        for name, group in (("a", "X"), ("b", "Y"), ("c", "X"), ("d", ""), ("e", "Y"))
    )
    tree = load_yaml(DEAL + text, "p.yaml").value
    assert tree is not None
    spec = validate(tree).value
    assert spec is not None
    assert [node.id for node in grouped(Branch(spec.decisions, ""))] == ["d", "a", "c", "b", "e"]


def workbook(spec: ProjectSpec, language: str = "en") -> Workbook:
    table = words(language)
    given = Ingredients(
        spec, Tree({}), WorkspaceSettings(), (), {}, frozenset(), table.table, Plans(), None,
        lambda _argv, _text: b"",
    )  # fmt: skip
    made = make(given, table)
    assert made is not None
    return made


def column(sheet: Sheet, number: int) -> list[object]:
    return [row[number].content for row in sheet.rows]


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_spreadsheet_holds_every_cell(spec: ProjectSpec, language: str) -> None:
    assert spec.raci is not None
    matrix, decisions, legend = workbook(spec, language).sheets
    width = len(matrix.widths)
    assert {len(row) for row in matrix.rows} == {width}
    activities = {row[0].content: row for row in matrix.rows}
    for row in spec.raci.activities.values():
        for number, role in enumerate(spec.roles, start=1):
            held = read_cell(row.letters.get(role, ""), spec.raci.variant).letters
            assert activities[row.name][number].content == (", ".join(held) or None)
    assert (matrix.frozen, matrix.frozen_columns) == (2, 1)
    assert sorted(map(str, column(decisions, 0)[1:])) == sorted(
        decision.topic for decision in spec.decisions.values()
    )
    assert {len(row) for row in decisions.rows} == {len(decisions.widths)}
    assert {role.name for role in spec.roles.values()} <= set(column(legend, 1))


def test_without_rows_and_rights_there_is_no_spreadsheet() -> None:
    tree = load_yaml(DEAL, "p.yaml").value
    assert tree is not None
    spec = validate(tree).value
    assert spec is not None
    given = Ingredients(
        spec, Tree({}), WorkspaceSettings(), (), {}, frozenset(), {}, Plans(), None,
        lambda _argv, _text: b"",
    )  # fmt: skip
    assert make(given, words()) is None


def test_letters_of_the_same_shape_are_told_apart() -> None:
    """S is support in RASCI and signs off in RACI-VS."""
    from sowgen.assemble.vocabulary import LEGENDS, Vocabulary

    tree = load_yaml(DEAL, "p.yaml").value
    assert tree is not None
    spec = validate(tree).value
    assert spec is not None
    says = Vocabulary(spec, words())
    assert says.letter_name("RASCI", "S") == "Supports"
    assert says.letter_name("RACI-VS", "S") == "Signs off"
    assert says.letter_name("DACI", "A") == "Approves"
    assert says.letter_name("RACI", "A") == "Accountable"
    for variant, letters in LEGENDS.items():
        for letter in letters:
            assert says.letter_means(variant, letter)
