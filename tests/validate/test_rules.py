"""What the broken inputs cannot show: that good deals stay quiet, and open values are listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowgen.codes import all_codes
from sowgen.load.yaml import load_yaml
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Tree, merge
from sowgen.validate import RULES, list_open, validate
from sowgen.validate.references import KINDS, REFERENCES
from sowgen.validate.walk import leaves, matching

BASE = Path(__file__).parents[1] / "broken" / "base" / "sowgen.yaml"


def tree(text: str, file: str = "project.yaml") -> Tree:
    loaded = load_yaml(text, file).value
    assert loaded is not None
    return loaded


@pytest.fixture(scope="module")
def base() -> Tree:
    whole = tree(BASE.read_text("utf-8"), "sowgen.yaml")
    return Tree(
        whole.data["defaults"],
        {path[1:]: span for path, span in whole.values.items() if path[:1] == ("defaults",)},
        {path[1:]: span for path, span in whole.keys.items() if path[:1] == ("defaults",)},
        "sowgen.yaml",
    )


def codes(base: Tree, text: str) -> set[str]:
    return {d.code for d in validate(merge(base, tree(text))).diagnostics}


def test_the_base_is_quiet(base: Tree) -> None:
    assert validate(base).diagnostics == ()


def test_a_wrong_shape_gives_no_value(base: Tree) -> None:
    outcome = validate(merge(base, tree("package: {titel: Widget}")))
    assert outcome.value is None
    assert [d.code for d in outcome.diagnostics] == ["S101"]


def test_not_stated_is_an_answer(base: Tree) -> None:
    """Whoever says that nothing is stated is not asked again."""
    assert (
        codes(
            base,
            """
decisions:
  price: {topic: Price, level: L2, response_window: not stated, silence: not stated}
  overtime: {topic: Overtime, level: L1, inform_within: not stated}
documents:
  stencil: {name: Paste layers, due: not stated}
quality:
  standards:
    soldering: {name: J-STD-001, edition: not stated}
commercial:
  delivery: {incoterm: {place: not stated, edition: to be agreed}}
  late_delivery: {tiers: [{from_day: 3, rate: 1 %}], cap: not stated}
""",
        )
        == set()
    )


def test_open_values_are_listed_with_their_places(base: Tree) -> None:
    whole = merge(
        base,
        tree(
            "commercial:\n  payment:\n    days: 'to be agreed: 30 or 45'\n"
            "warranty: {period: not stated}\n"
            "clauses: {use: {publicity: {parameters: {days: to be agreed}}}}\n"
        ),
    )
    spec = ProjectSpec.model_validate(whole.data)
    found = {
        path: (str(value), span.line, span.col) for path, value, span in list_open(spec, whole)
    }
    assert found == {
        "commercial.payment.days": ("to be agreed: 30 or 45", 3, 11),
        "warranty.period": ("not stated", 4, 20),
        "clauses.use.publicity.parameters.days": ("to be agreed", 5, 48),
    }


def test_a_limit_moves_the_level(base: Tree) -> None:
    """Below the limit the EMS informs, above it the OEM signs: one row can hold both."""
    assert (
        codes(
            base,
            "decisions:\n  alternates: {level: L1, inform_within: 1,"
            " threshold: {metric: cost, value: EUR 200, above: L3}}\n",
        )
        == set()
    )


def test_a_second_document_of_board_data_may_be_an_alternative(base: Tree) -> None:
    text = "documents:\n  odbpp: {name: ODB++, due: not stated, alternative_to: [gerber]}\n"
    assert codes(base, text) == set()


UNDATED = """schedule:
  start: not stated
  wanted_delivery: not stated
  activities: {fai: {uses: [plan]}}"""


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("", {"Q138"}),
        ("    needed_for: [smt-build]", set()),
        ("schedule: {activities: {fai: {uses: [plan]}}}", set()),
        ("schedule: {start: not stated, activities: {fai: {uses: [plan]}}}", set()),
        (UNDATED, {"Q138"}),
    ],
)
def test_a_day_that_the_schedule_computes_need_not_be_stated(
    base: Tree, more: str, found: set[str]
) -> None:
    text = f"documents:\n  plan:\n    name: Assembly plan\n{more}\n"
    assert codes(base, text) & {"Q138"} == found


def test_two_circles_are_two_findings(base: Tree) -> None:
    text = """
schedule:
  activities:
    a: {name: A, duration: 1, after: b}
    b: {name: B, duration: 1, after: a}
    c: {name: C, duration: 1, after: [d, release]}
    d: {name: D, duration: 1, after: c}
"""
    found = [d for d in validate(merge(base, tree(text))).diagnostics if d.code == "T112"]
    assert len(found) == 2
    assert found[0].message.endswith("a → b → a")


def test_a_long_chain_does_not_exhaust_the_stack(base: Tree) -> None:
    lines = [f"    a{n}: {{name: A{n}, duration: 1, after: a{n - 1}}}" for n in range(1, 800)]
    text = "schedule:\n  activities:\n    a0: {name: A0, duration: 1}\n" + "\n".join(lines)
    assert codes(base, text) == set()


def test_each_reference_leads_somewhere(base: Tree) -> None:
    """A field renamed in the specification must be renamed in the table."""
    known = set(_patterns(ProjectSpec))
    assert {pattern for pattern, _ in REFERENCES} <= known
    assert {kind for _, kind in REFERENCES} <= set(KINDS)


def _patterns(model: type, prefix: str = "") -> list[str]:
    from sowgen.model.shape import _models_in

    found: list[str] = []
    for name, info in model.model_fields.items():  # type: ignore[attr-defined]
        path = f"{prefix}{info.alias or name}"
        found.append(path)
        text = str(info.annotation)
        star = ".*" if "dict[" in text or "tuple[" in text else ""
        for inner in _models_in(info.annotation):
            found += _patterns(inner, f"{path}{star}.")
    return found


def test_walking_gives_paths_as_written(base: Tree) -> None:
    spec = validate(merge(base, tree(
        "schedule: {calendars: {plant: {shutdowns: [{from: 2027-02-05, to: 2027-02-06}]}}}"
    ))).value  # fmt: skip
    assert spec is not None
    paths = [path for path, _ in leaves(spec)]
    assert ("schedule", "calendars", "plant", "shutdowns", 0, "from") in paths
    assert next(p for p, _ in matching(spec, "contacts.*.roles")) == ("contacts", "ada", "roles", 0)


def test_every_code_a_rule_gives_is_explained() -> None:
    import re

    import sowgen.validate

    folder = Path(sowgen.validate.__file__).parent
    used = {
        code
        for file in folder.glob("*.py")
        for code in re.findall(r'"([PRDTMQNEV]\d{3})"', file.read_text("utf-8"))
    }
    assert used <= set(all_codes())
    assert len(RULES) >= 13


@pytest.mark.parametrize(
    ("nora", "found"),
    [
        ("roles: [ems.qualty]", "P103"),
        ("roles: [ems.quality], deputy: maxx", "P104"),
    ],
)
def test_a_slip_in_a_contact_is_one_finding(base: Tree, nora: str, found: str) -> None:
    """The role is not also without a person in the matrix, the meetings and the ladder."""
    text = f"""
contacts:
  nora: {{{nora}}}
raci:
  activities:
    fai: {{name: First article, letters: {{ems.quality: "A, R", oem.quality: C}}}}
escalation:
  severities:
    s1: {{name: Critical, round_the_clock: false}}
  ladder: {{l1: {{name: Quality, oem: oem.quality, ems: ems.quality}}}}
"""
    given = {d.code for d in validate(merge(base, tree(text))).diagnostics}
    mended = text.replace("qualty", "quality").replace("maxx", "max")
    meant = {d.code for d in validate(merge(base, tree(mended))).diagnostics}
    assert given == meant | {found}
    assert found not in meant


def test_a_role_without_a_person_is_told_once_and_in_the_project(base: Tree) -> None:
    text = """
roles: {ems.test: {party: ems, name: Test}}
raci:
  activities:
    ict: {name: In-circuit test, letters: {ems.test: "A, R", oem.quality: I}}
    fct: {name: Functional test, letters: {ems.test: "A, R", oem.quality: I}}
    burn-in: {name: Burn-in, letters: {ems.test: "A, R", oem.quality: I}}
"""
    found = [d for d in validate(merge(base, tree(text))).diagnostics if d.code == "R010"]
    assert [(d.span.line, d.span.col, d.message) for d in found] == [
        (2, 9, "`ems.test` is accountable for `ict` and 2 more, but no contact holds the role")
    ]


def test_causes_stand_before_what_follows_from_them(base: Tree) -> None:
    """By file and line the unknown deputy would come last."""
    text = """
communication:
  meetings:
    call:
      {name: Call, tier: operational, cadence: weekly, duration: 30, day: tue,
       participants: [ems.test], purpose: News}
contacts:
  ben: {deputy: zzz}
roles: {ems.test: {party: ems, name: Test}}
"""
    found = [d.code for d in validate(merge(base, tree(text))).diagnostics]
    assert found[:2] == ["P104", "P115"]
    assert "N105" in found[2:]
