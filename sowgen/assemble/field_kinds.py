"""Which fields of the specification hold codes, and of what."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, TypeAlias, get_args, get_origin

from pydantic import BaseModel

from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.base import CountryCode, Id, Language

FieldKind: TypeAlias = Literal["text", "choice", "id", "country", "language"]
_CODES: tuple[tuple[Any, FieldKind], ...] = (
    (Id, "id"),
    (CountryCode, "country"),
    (Language, "language"),
)


@cache
def kind_of(model: type[BaseModel], field: str) -> FieldKind:
    """What the texts of a field are: words, one of some choices, an id, a country's code or a
    language's."""
    for part in _parts(model.model_fields[field].annotation):
        if get_origin(part) is Literal:
            return "choice"
        for code, kind in _CODES:
            if part == code:
                return kind
    return "text"


@cache
def kind_at(path: str) -> FieldKind:
    """The same for the field at a path of the specification (`legal.law.country`); words for a
    path that leads to no field."""
    model: type[BaseModel] = ProjectSpec
    kind: FieldKind = "text"
    for step in path.split("."):
        found = next((n for n, info in model.model_fields.items() if step in (n, info.alias)), None)
        if found is None:
            return "text"
        kind = kind_of(model, found)
        below = (p for p in _parts(model.model_fields[found].annotation) if _is_model(p))
        model = next(below, BaseModel)
    return kind


def _is_model(part: Any) -> bool:
    return isinstance(part, type) and issubclass(part, BaseModel)


def _parts(annotation: Any) -> Iterator[Any]:
    """An annotation and all it is made of, from outside to inside."""
    yield annotation
    if get_origin(annotation) is Literal:
        return
    for part in get_args(annotation):
        yield from _parts(part)
