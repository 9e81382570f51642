"""What is said of data that does not fit its field, in our own words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from sowgen.diagnostics import Diagnostic
from sowgen.load.clause_head import ClauseHead
from sowgen.load.yaml import load_yaml
from sowgen.model.kind import OutlineHead
from sowgen.model.settings import WorkspaceSettings
from sowgen.model.shape import shape
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Tree

HEAD = "title: Care\nversion: 1.0.0\norder: 1\nsummary: A test.\n"
BAD = ["x", "", True, -1, 10**30, 1.5, float("inf"), float("nan"), "9" * 5000, [], ["a"], [1],
       [[]], {}, {"a": 1}, {"a": {}}, {"a": []}]  # fmt: skip
THEIRS = re.compile(
    r"\binput\b|should|unable|dictionary|decimal|integer|\bstring\b|function-|literal\["
)


def found_at(model: type[BaseModel], text: str, line: int) -> Diagnostic:
    tree = load_yaml(text, "a.yaml").value
    assert tree is not None
    (one,) = (d for d in shape(model, tree).diagnostics if d.span.line == line)
    return one


@pytest.mark.parametrize(
    ("field", "message", "hint"),
    [
        ("annual_volume: many", "expected a whole number", "such as `12000`, or `to be agreed`"),
        ("annual_volume: 1.5", "expected a whole number", "such as `12000`, or `to be agreed`"),
        ("annual_volume: [1]", "expected a whole number", "such as `12000`, or `to be agreed`"),
        ("annual_volume: 1e999", "expected a number", "such as `12000`, or `to be agreed`"),
        ("annual_volume: -1", "expected 0 or more", ""),
    ],
)
def test_numbers_of_a_product(field: str, message: str, hint: str) -> None:
    one = found_at(ProjectSpec, f"products:\n  widget:\n    {field}\n", 3)
    assert (one.message, one.hint) == (f"`products.widget.{field.split(':')[0]}`: {message}", hint)


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        (HEAD.replace("order: 1", "order: first"), 3, "expected a whole number", "such as `120`"),
        (HEAD.replace("Care", "C"), 1, "expected at least 2 characters", ""),
    ],
)
def test_front_matter_has_nothing_to_be_agreed(
    text: str, line: int, message: str, hint: str
) -> None:
    one = found_at(ClauseHead, text, line)
    assert one.message.endswith(message)
    assert one.hint == hint


def models_in(annotation: Any) -> Iterable[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for info in annotation.model_fields.values():
            yield from models_in(info.annotation)
    for inner in get_args(annotation):
        yield from models_in(inner)


@pytest.mark.parametrize("root", [ProjectSpec, ClauseHead, OutlineHead, WorkspaceSettings])
def test_no_field_answers_in_the_words_of_pydantic(root: type[BaseModel]) -> None:
    said = {
        found.message
        for model in dict.fromkeys(models_in(root))
        for name, info in model.model_fields.items()
        for value in BAD
        for found in shape(model, Tree({info.alias or name: value})).diagnostics
    }
    assert said
    assert [message for message in said if THEIRS.search(message.lower())] == []
