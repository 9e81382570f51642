"""Small deals for the tests of the clause library: a minimal one, and one that says everything."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from sowgen import pipeline
from sowgen.diagnostics import Diagnostic
from sowgen.load import Library, load_library
from sowgen.load.yaml import load_yaml
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.base import SpecModel
from sowgen.model.tree import Tree
from sowgen.resolve import Resolution, resolve
from sowgen.validate import validate

ROOT = Path(__file__).resolve().parents[2]
LEVELS = ("buyer", "sourcing-lead", "legal", "executive")

MINIMAL: dict[str, Any] = yaml.safe_load("""
package: {id: kiosk, title: Kiosk, reference: SOW-KIOSK, version: "0.1", status: draft,
          language: en, currency: EUR}
parties:
  oem:
    {role: oem, legal_name: Example Kiosks Ltd, label: the Customer, country: GB,
     address: 1 Example Street, sites: {office: {tz: Europe/London, function: hq}},
     signatories: [{name: Ann Example, title: Director}]}
  ems:
    {role: ems, legal_name: Example Boards GmbH, label: the Manufacturer, country: DE,
     address: 2 Example Street, sites: {plant: {tz: Europe/Berlin, function: plant}},
     signatories: [{name: Ben Example, title: Director}]}
contacts:
  ann: {name: Ann Example, party: oem, site: office, roles: [oem.quality],
        email: ann@oem.example.com}
  ben: {name: Ben Example, party: ems, site: plant, roles: [ems.quality],
        email: ben@ems.example.com}
roles:
  oem.quality: {party: oem, name: OEM quality}
  ems.quality: {party: ems, name: EMS quality}
products:
  board: {name: Kiosk board, type: pcba}
scope: {summary: Assembly and test., services: {smt: {name: Surface-mount assembly}}}
commercial:
  currency: EUR
  payment: {days: 30}
  delivery: {incoterm: {rule: FCA, edition: 2020, place: Hamburg}}
legal:
  law: {governing: the laws of Germany, institution: the district court, seat: Hamburg}
raci:
  variant: RACI
  activities:
    purchasing: {name: Purchasing, letters: {ems.quality: "A, R", oem.quality: C}}
decisions:
  ncnr: {topic: Parts that cannot be cancelled, level: L3, response_window: 5, silence: reject,
         decided_by: ems.quality, approved_by: oem.quality}
clauses: {stance: balanced}
""")


def merged(deal: Mapping[str, Any], *patches: Mapping[str, Any]) -> dict[str, Any]:
    """`deal` with the patches laid over it, mapping by mapping; None takes a key away."""
    result = copy.deepcopy(dict(deal))
    for patch in patches:
        for key, value in patch.items():
            old = result.get(key)
            if value is None:
                result.pop(key, None)
            elif isinstance(value, Mapping):
                result[key] = merged(old if isinstance(old, Mapping) else {}, value)
            else:
                result[key] = copy.deepcopy(value)
    return result


def _examples(model: type[SpecModel]) -> dict[str, Any]:
    """The first example of every field of a section, sections within it included."""
    values: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        kind = info.annotation
        if isinstance(kind, type) and issubclass(kind, SpecModel):
            values[info.alias or name] = _examples(kind)
        elif info.examples:
            values[info.alias or name] = info.examples[0]
    return values


def rich() -> dict[str, Any]:
    """A deal in which every field of the terms has a value and every clause applies."""
    sections = ("legal", "planning", "commercial", "materials", "change", "warranty", "quality")
    stated = {name: _examples(ProjectSpec.model_fields[name].annotation) for name in sections}  # type: ignore[arg-type]
    adapted: dict[str, Any] = {
        "legal": {
            "continuity": {"backup_site": "plant"},
            "definitions": {"terms": None},
            "disputes": {"steps": [{"name": "Executives meet", "oem": "oem.quality",
                                    "ems": "ems.quality", "within": 10}]},
            "export": {"controlled": True},
            "publicity": {"exceptions": ["press reports"]},
        },
        "materials": {"model": "hybrid"},
        "commercial": {"payment": {"currency": "EUR"}},
        "quality": {
            "plan": None, "control_plan": None, "acceptance_test": {"document": None},
            "standards": {"iso-13485": {"name": "ISO 13485", "edition": "2016", "kind": "system"},
                          "iso-9001": {"name": "ISO 9001", "edition": "2015", "kind": "system"}},
        },
        "products": {
            "board": {"ipc_class": 3, "sector": "medical"},
            "unit": {"name": "Kiosk unit", "type": "box_build", "sector": "automotive"},
        },
    }  # fmt: skip
    return merged(MINIMAL, stated, adapted)


def unsettled(word: str) -> dict[str, Any]:
    """The rich deal with `word` (`to be agreed`, `not stated`) wherever a clause takes a value
    that can stay open."""
    deal = rich()
    for clause in library().clauses.values():
        for parameter in clause.parameters.values():
            if parameter.source in _NEVER_OPEN or (clause.id, word) in _NEEDED:
                continue
            *path, last = parameter.source.split(".") if parameter.source else [""]
            section = deal
            for step in path:
                section = section.setdefault(step, {})
            if last:
                section[last] = word
    return deal


# Tables, which have rows or none, and the level that an automotive deal cannot do without.
_NEVER_OPEN = {
    "commercial.late_delivery.tiers", "legal.disputes.steps", "package.order_of_precedence",
    "planning.flexibility", "planning.forecast.binding",
}  # fmt: skip
_NEEDED = {("automotive-ppap", "not stated")}


@cache
def library() -> Library:
    """The clause library of the repository; it has no findings."""
    workspace = pipeline.open_workspace(ROOT).value
    assert workspace is not None
    loaded = load_library(workspace)
    assert not loaded.diagnostics
    return loaded.value


def read(deal: Mapping[str, Any]) -> tuple[ProjectSpec, Tree, tuple[Diagnostic, ...]]:
    """The deal as a specification, its positions, and what `validate` says of it."""
    text = yaml.safe_dump(dict(deal), sort_keys=False, allow_unicode=True)
    tree = load_yaml(text, "project.yaml").value
    assert tree is not None
    spec = validate(tree)
    assert spec.value is not None, spec.diagnostics
    return spec.value, tree, spec.diagnostics


def choose(deal: Mapping[str, Any]) -> tuple[Resolution, set[tuple[str, str]]]:
    """The clauses of a deal and the findings on them, as pairs of code and each name in them."""
    spec, tree, _ = read(deal)
    chosen = resolve(spec, tree, library().clauses, (), LEVELS)
    return chosen.value, {
        (d.code, name) for d in chosen.diagnostics for name in d.message.split("`")[1::2]
    }
