"""Problems and escalation: what the broken inputs cannot show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from sowgen.load.project import load_project
from sowgen.load.standard_sections import STANDARDS, with_standard_sections
from sowgen.load.yaml import load_yaml
from sowgen.model.clock_chains import chains
from sowgen.model.clocks import average_days
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.escalation import Escalation
from sowgen.model.tree import Tree
from sowgen.model.values import Duration
from sowgen.resolve.choose import resolve
from sowgen.validate import validate
from sowgen.validate.escalation import check
from sowgen.workspace import Workspace
from tests.validate.test_rules import BASE, tree

SHIPPED = next(s.file for s in STANDARDS if s.section == "escalation")
ROOT = Path(__file__).parents[2]
LIBRARY = Workspace(ROOT)

HOLDERS = """
contacts:
  ada: {phone: +48 58 555 01 00, out_of_hours: +48 600 555 000}
  ben: {phone: +48 58 555 01 01}
  max: {phone: +49 341 555 01 00, out_of_hours: +49 600 555 000}
  nora: {phone: +49 341 555 01 01}
"""
TAKEN = """
escalation:
  standard: true
  leave_out: [l3, l4]
  ladder:
    l1: {oem: oem.quality, ems: ems.quality}
    l2: {oem: oem.program, ems: ems.program}
  severities:
    s2: {told: [oem.program, ems.program]}
"""


@pytest.fixture(scope="module")
def base() -> Tree:
    whole = tree(BASE.read_text("utf-8"), "sowgen.yaml")
    return Tree(whole.data["defaults"], file="sowgen.yaml")


def deal(base: Tree, text: str) -> Tree:
    """The base with `text` laid over it, and the standard below."""
    own = tree(text)
    data = _laid(base.data, own.data)
    whole = Tree(data, own.values, own.keys, own.file)
    full = with_standard_sections(LIBRARY, whole).value
    assert full is not None
    return full


def _laid(under: Any, over: Any) -> Any:
    if not (isinstance(under, dict) and isinstance(over, dict)):
        return over
    merged = {key: _laid(under.get(key), value) for key, value in over.items()}
    return {**under, **merged}


def codes(whole: Tree) -> list[str]:
    outcome = validate(whole)
    assert outcome.value is not None, outcome.diagnostics
    return [d.code for d in outcome.diagnostics]


def standard() -> Escalation:
    return Escalation.model_validate(yaml.safe_load((ROOT / SHIPPED).read_text("utf-8")))


def test_the_standard_needs_nobody_but_people(base: Tree) -> None:
    """With people on its levels it is quiet; alone it misses just them."""
    assert codes(deal(base, HOLDERS + TAKEN)) == []
    bare = codes(deal(base, "escalation: {standard: true}"))
    assert set(bare) == {"E106", "E109"}
    assert bare.count("E106") == 8


def test_the_standard_fits_the_values_that_the_library_proposes(base: Tree) -> None:
    from sowgen.load.clauses import load_library

    library = load_library(LIBRARY).value.clauses
    whole = deal(base, HOLDERS + TAKEN)
    spec = ProjectSpec.model_validate(whole.data)
    found = resolve(spec, whole, library, (), ("buyer", "sourcing-lead", "legal", "executive"))
    assert [d for d in found.diagnostics if d.code == "E130"] == []
    slower = whole.data["escalation"] | {}
    slower["eight_d"] = {"steps": {"d8": {"name": "Closure", "by": "46 days"}}}
    spec = ProjectSpec.model_validate(whole.data | {"escalation": slower})
    found = resolve(spec, whole, library, (), ("buyer", "sourcing-lead", "legal", "executive"))
    assert [d.message for d in found.diagnostics if d.code == "E130"] == [
        "`d8` allows 46 days, the contract only 45 days"
    ]


def test_the_clause_says_nothing_on_reports_on_lesser_problems(base: Tree) -> None:
    from sowgen.load.clauses import load_library

    library = load_library(LIBRARY).value.clauses
    text = """
escalation:
  severities:
    s1: {name: Critical, serious: true, acknowledge: 1 hour}
    s3: {name: Minor, acknowledge: 1 working day}
  eight_d: {required_for: [s3], steps: {d3: {name: Containment, by: 9 days}}}
"""
    for severity, expected in (("s3", []), ("s1", ["`d3` allows 9 days, the contract only 24"])):
        whole = deal(base, text.replace("[s3]", f"[{severity}]"))
        spec = ProjectSpec.model_validate(whole.data)
        found = resolve(spec, whole, library, (), ("buyer", "sourcing-lead", "legal", "executive"))
        messages = [d.message for d in found.diagnostics if d.code == "E130"]
        assert [m.removesuffix(" hours") for m in messages] == expected


def test_the_example_of_the_documentation_is_sound(base: Tree) -> None:
    page = (ROOT / "docs" / "escalation.md").read_text("utf-8")
    example = page.split("```yaml\n# projects/<name>/escalation.yaml\n")[1].split("```")[0]
    own = yaml.safe_load(example)
    roles = {"oem.exec": "oem", "ems.exec": "ems", "oem.sourcing": "oem", "ems.operations": "ems"}
    text = {
        **yaml.safe_load(HOLDERS),
        "roles": {name: {"party": party, "name": name} for name, party in roles.items()},
        "escalation": own,
    }
    found = codes(deal(base, yaml.safe_dump(text, sort_keys=False)))
    # The base has nobody for two of the levels.
    assert {code for code in found if code[0] == "E"} == {"E106"}
    assert own["severities"]["s1"]["containment"] == "12 hours"


def test_a_shipped_value_is_mended_in_the_project(base: Tree) -> None:
    text = HOLDERS + TAKEN.replace("    s2:", "    s1: {closure: 20 days}\n    s2:")
    [found] = validate(deal(base, text)).diagnostics
    assert (found.code, found.span.file) == ("E111", "project.yaml")
    assert found.hint.endswith("`eight_d: {steps: {d6: {by: 20 days}}}`")
    mended = text + "  eight_d: {steps: {d6: {by: 20 days}}}\n"
    assert codes(deal(base, mended)) == []


def test_somebody_with_an_unknown_role_is_not_missed_at_night(base: Tree) -> None:
    text = HOLDERS.replace(", out_of_hours: +48 600 555 000", "") + TAKEN
    found = [d.message for d in validate(deal(base, text)).diagnostics if d.code == "E109"]
    assert len(found) == 2
    assert all(message.endswith(": `ada` and `ben` have no such number") for message in found)
    one = text.replace("  ben: {", "  ben: {roles: [night-watch], ")
    assert "E109" not in codes(deal(base, one))
    assert "P103" in codes(deal(base, one))


@pytest.mark.parametrize(
    ("night", "acknowledge", "answer", "found"),
    [
        (True, "4 hours", "1 hour", 0),
        (True, "4 hours", "1 working day", 1),
        (True, "4 hours", "30 working minutes", 1),
        (False, "4 working hours", "30 working minutes", 0),
        (False, "1 working day", "2 working days", 1),
        (False, "1 working day", "not stated", 0),
        (False, "not stated", "2 working days", 0),
    ],
)
def test_a_channel_is_answered_before_the_severity_is_acknowledged(
    base: Tree, night: bool, acknowledge: str, answer: str, found: int
) -> None:
    text = f"""
contacts:
  ada: {{out_of_hours: +48 600 555 000}}
  max: {{out_of_hours: +49 600 555 000}}
communication:
  channels:
    line: {{matter: Problems, medium: phone, answer_within: {answer}}}
escalation:
  severities:
    s1: {{name: Critical, safety: true, round_the_clock: {str(night).lower()}, acknowledge: {acknowledge}, channels: [line], told: [oem.program, ems.program]}}
"""  # noqa: E501
    assert codes(deal(base, text)).count("E122") == found


def test_values_of_the_project_replace_those_of_the_standard(base: Tree) -> None:
    whole = deal(base, "escalation: {standard: true, leave_out: [s4, d0],"
                       " severities: {s1: {containment: 12 hours}}}")  # fmt: skip
    escalation = ProjectSpec.model_validate(whole.data).escalation
    assert list(escalation.severities) == ["s1", "s2", "s3"]
    assert next(iter(escalation.eight_d.steps)) == "d1"
    assert escalation.severities["s1"].containment == Duration.parse("12 hours")
    assert escalation.severities["s1"].name == standard().severities["s1"].name
    path = ("escalation", "severities", "s1", "containment")
    assert whole.span(path).file == "project.yaml"
    assert whole.span((*path[:3], "name")).file == SHIPPED


def test_without_the_word_nothing_is_added(base: Tree) -> None:
    for text in ("escalation: {}", "escalation: {standard: false}", "escalation:"):
        assert ProjectSpec.model_validate(deal(base, text).data).escalation == Escalation()


def test_every_chain_of_the_standard_rises() -> None:
    kinds = []
    for chain in chains(standard()):
        lengths = [average_days(length) for _, length in chain.clocks]
        assert lengths == sorted(lengths)
        kinds.append((chain.kind, len(lengths)))
    assert kinds.count(("severity", 4)) == 3
    assert ("ladder", 4) in kinds
    assert kinds.count(("steps", 9)) == 2


@pytest.mark.parametrize(
    ("shorter", "longer"),
    [
        ("4 hours", "4 working hours"),
        ("8 working hours", "12 working hours"),
        ("12 working hours", "2 working days"),
        ("24 hours", "1 working day"),
        ("1 working day", "2 days"),
        ("5 working days", "8 days"),
    ],
)
def test_clocks_that_count_differently_can_be_compared(shorter: str, longer: str) -> None:
    assert average_days(Duration.parse(shorter)) < average_days(Duration.parse(longer))


def test_a_working_day_is_eight_working_hours() -> None:
    day, hours, week = (Duration.parse(t) for t in ("1 working day", "8 working hours", "7 days"))
    assert average_days(day) == average_days(hours)
    assert average_days(Duration.parse("1 working week")) == average_days(week)


@pytest.mark.parametrize(
    ("classes", "found"),
    [
        ("[design, process, measurement]", 0),
        ("[Operator error]", 1),
        ("[operator's mistake, Human failure]", 2),
        ("[carelessness]", 1),
        ("[operator instruction]", 0),
        ("[machine error, human-machine interface]", 0),
    ],
)
def test_only_blame_is_refused(base: Tree, classes: str, found: int) -> None:
    whole = deal(base, f"escalation: {{eight_d: {{cause_classes: {classes}}}}}")
    assert codes(whole) == ["E114"] * found


def test_open_values_ask_for_nothing(base: Tree) -> None:
    text = """
escalation:
  severities:
    s1: {name: Critical, safety: true, round_the_clock: true, acknowledge: not stated, closure: "to be agreed: by legal"}
  ladder:
    l1: {name: Meeting, until: "not stated: no time", oem: "not stated: nobody named", ems: to be agreed}
"""  # noqa: E501
    assert codes(deal(base, text)) == []


@pytest.mark.parametrize(
    ("period", "expected"), [("10 days", ["E110"]), ("14 days", []), ("not stated", [])]
)
def test_the_ladder_may_take_as_long_as_the_dispute_clause(
    base: Tree, period: str, expected: list[str]
) -> None:
    text = f"""
legal: {{disputes: {{period: {period}}}}}
escalation:
  ladder:
    l1: {{name: Executives, until: 10 working days, oem: not stated, ems: not stated}}
"""
    assert codes(deal(base, text)) == expected


def test_the_first_level_can_be_reached_by_its_deputy(base: Tree) -> None:
    text = """
contacts:
  ada: {phone: +48 58 555 01 00, out_of_hours: +48 600 555 000}
  ben: {phone: +48 58 555 01 01}
  nora: {phone: +49 341 555 01 01, out_of_hours: +49 600 555 000}
escalation:
  severities:
    s1: {name: Critical, safety: true, round_the_clock: true, acknowledge: 1 hour}
  ladder:
    l1: {name: Quality, until: 1 working day, oem: ben, ems: nora}
"""
    assert codes(deal(base, text)) == []
    assert codes(deal(base, text.replace("oem: ben", "oem: ben, oem_deputy: max"))) == ["E106"]
    silent = text.replace(", out_of_hours: +48 600 555 000", "")
    silent = silent.replace("  ben: {", "  ben: {deputy: null, ")
    [message] = [d.message for d in validate(deal(base, silent)).diagnostics if d.code == "E109"]
    assert message.endswith(": `ben` has no such number")


def test_a_shipped_project_is_quiet() -> None:
    for slug in ("atlas-controller", "turnkey-2011"):
        project = load_project(LIBRARY, slug, Tree({}, {}, {}, "")).value
        assert project is not None
        spec = ProjectSpec.model_validate(project.data)
        assert list(check(spec, project)) == []
        assert spec.escalation.ladder


def test_a_broken_standard_is_reported(tmp_path: Path, base: Tree) -> None:
    (tmp_path / "templates" / "escalation").mkdir(parents=True)
    for text, code in (
        ("severities: [", "Y1"),
        ("- a list\n", "S1"),
        ("severities: [a]\nladder: {}\neight_d: {steps: {}}\n", "S1"),
        ("", "S1"),
        (None, "F0"),
    ):
        file = tmp_path / SHIPPED
        file.unlink(missing_ok=True)
        if text is not None:
            file.write_text(text, "utf-8")
        project = load_yaml("escalation: {standard: true}", "project.yaml").value
        assert project is not None
        outcome = with_standard_sections(Workspace(tmp_path), project)
        assert outcome.value is None
        assert [d.code[:2] for d in outcome.diagnostics] == [code]


def test_a_standard_may_lack_a_part(tmp_path: Path) -> None:
    file = tmp_path / SHIPPED
    file.parent.mkdir(parents=True)
    file.write_text("severities: {s1: {name: Critical}}\n", "utf-8")
    project = load_yaml("escalation: {standard: true}", "project.yaml").value
    assert project is not None
    outcome = with_standard_sections(Workspace(tmp_path), project)
    assert outcome.ok
    assert outcome.value is not None
    assert outcome.value.get(("escalation", "severities", "s1", "name")) == "Critical"
