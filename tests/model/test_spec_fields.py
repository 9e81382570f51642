"""Every field of the specification says what it holds and shows an example that it accepts."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

import sowgen.model.spec
from sowgen.diagnostics import Span
from sowgen.load.clause_head import ClauseHead
from sowgen.model import settings
from sowgen.model.shape import shape
from sowgen.model.spec import ProjectSpec, SpecModel
from sowgen.model.spec.base import Date
from sowgen.model.spec.parties import Site
from sowgen.model.tree import Tree


def models() -> Iterator[type[SpecModel]]:
    for module in pkgutil.iter_modules(sowgen.model.spec.__path__, "sowgen.model.spec."):
        importlib.import_module(module.name)
    importlib.import_module(settings.__name__)
    waiting = [SpecModel]
    while waiting:
        for model in waiting.pop().__subclasses__():
            if model.__module__.startswith("sowgen."):
                waiting.append(model)
                yield model


FIELDS = [
    pytest.param(model, name, field, id=f"{model.__name__}.{name}")
    for model in sorted(models(), key=lambda m: (m.__module__, m.__name__))
    for name, field in model.model_fields.items()
]


@pytest.mark.parametrize(("model", "name", "field"), FIELDS)
def test_field_is_described_with_an_example(
    model: type[SpecModel], name: str, field: FieldInfo
) -> None:
    assert field.description, f"{model.__name__}.{name} has no description"
    assert field.examples, f"{model.__name__}.{name} has no example"


@pytest.mark.parametrize(("model", "name", "field"), FIELDS)
def test_examples_are_accepted(model: type[SpecModel], name: str, field: FieldInfo) -> None:
    partial = TypeAdapter(field.rebuild_annotation())
    for example in field.examples or ():
        partial.validate_python(example)


SMALL = {
    "package": {"id": "widget", "title": "Widget", "effective_date": "1.4.2011"},
    "parties": {"oem": {"role": "oem", "legal_name": "Example Devices", "country": "PL"}},
}


def test_sections_left_out_or_empty_are_there() -> None:
    spec = ProjectSpec.model_validate({**SMALL, "legal": None, "commercial": {"payment": None}})
    assert spec.commercial.payment.days is None
    assert spec.legal.term.initial is None
    assert spec.raci is None


@pytest.mark.parametrize(
    ("written", "printed"),
    [(45, "45 days"), ("30 working days", "30 working days"), ("not stated", "not stated")],
)
def test_payment_days(written: object, printed: str) -> None:
    spec = ProjectSpec.model_validate({**SMALL, "commercial": {"payment": {"days": written}}})
    assert str(spec.commercial.payment.days) == printed


def test_dump_reads_back_the_same() -> None:
    spec = ProjectSpec.model_validate(
        {
            **SMALL,
            "schedule": {
                "calendars": {"plant": {"shutdowns": [{"from": "2027-02-05", "to": "2027-02-19"}]}},
                "activities": {"smt": {"name": "SMT", "after": "pcb FS+2 working days"}},
            },
            "raci": {
                "variant": "RACI",
                "activities": {"fai": {"name": "FAI", "letters": {"ems.quality": ["A", "R"]}}},
            },
            "documents": {"bom": {"name": "BOM", "due": "30 working days before smt"}},
            "commercial": {"payment": {"late_interest": "to be agreed: rate"}},
        }
    )
    assert spec.raci is not None
    assert spec.raci.activities["fai"].letters["ems.quality"] == "A, R"
    assert ProjectSpec.model_validate_json(spec.model_dump_json()) == spec


def test_editor_schema_offers_enum_and_absent() -> None:
    schema = ProjectSpec.model_json_schema()
    rule = schema["$defs"]["Incoterm"]["properties"]["rule"]["anyOf"]
    assert "FCA" in rule[0]["enum"]
    assert any("to be agreed" in choice.get("pattern", "") for choice in rule)


WRONG = ("?", "Ada Sample", "", True, 12.5, [], {}, ["?"], {"?": "?"}, {"?": {}}, "2027-02-30")
REGULAR_EXPRESSION = re.compile(r"\\d|\^|\[[a-z0-9]-|\(\?|pattern:")


@pytest.mark.parametrize(
    ("model", "name"),
    [*((m, name) for m in models() for name in m.model_fields), (ClauseHead, "version")],
)
def test_no_finding_shows_a_regular_expression(model: type[BaseModel], name: str) -> None:
    """What is written wrongly is answered in words, whatever is written."""
    key = model.model_fields[name].alias or name
    for value in WRONG:
        tree = Tree({key: value}, {(): Span("p.yaml", 1, 1)}, {}, "p.yaml")
        for found in shape(model, tree).diagnostics:
            assert not REGULAR_EXPRESSION.search(found.message + found.hint), found


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2027-02-30", "the day 2027-02-30 does not exist: the days of 2027-02 are 01 to 28"),
        ("2028-02-30", "the days of 2028-02 are 01 to 29"),
        ("2027-13-01", "the months are 01 to 12"),
        ("0000-01-01", "the years are counted from 0001"),
        ("2027-2-5", "such as `2027-02-05`"),
        ("1 March 2027", "such as `2027-03-31`"),
    ],
)
def test_a_date_that_cannot_be(written: str, words: str) -> None:
    with pytest.raises(ValidationError) as problem:
        TypeAdapter(Date).validate_python(written)
    assert words in problem.value.errors()[0]["msg"]


def test_the_form_of_a_text_is_said_in_words() -> None:
    tree = Tree({"working_hours": "8am-5.30pm"}, {(): Span("p.yaml", 1, 1)}, {}, "p.yaml")
    (found,) = shape(Site, tree).diagnostics
    assert found.code == "S105"
    assert found.hint.endswith("with a hyphen between, such as `08:00-17:30`")
