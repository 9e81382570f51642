"""The page of the project file: every section and field, from the models."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, Literal, Union

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from sowgen.model.spec.base import ID_PATTERN
from sowgen.model.values import NotStated, Scalar, ToBeAgreed

INTRODUCTION = """\
# The project file

A project is a folder `projects/<slug>/` with a `project.yaml`. Each heading below that is a
single word is a top-level key; it may live in a file of its own beside `project.yaml` (the key
`raci` in `raci.yaml`). Company defaults in `sowgen.yaml` lie under every project.

**open** in the column *type* marks a field that may also be `to be agreed` or `not stated`,
each with a note after a colon where that helps: `to be agreed: after the pilot`. A field that
is left out says nothing, and the clause's own default applies.

Values are written as contracts write them:

| type | form | examples |
|---|---|---|
{scalars}

`<id>` stands for a name of your choice: small letters and digits, joined by dots, hyphens or
underscores."""

SETTINGS = """\
# The workspace file

`sowgen.yaml` stands at the root of the workspace."""

_NAMES = {"str": "text", "int": "whole number", "Decimal": "number", "bool": "true or false",
          "date": "date", "object": "any", "NoneType": ""}  # fmt: skip
_PATTERNS = {
    ID_PATTERN: "id",
    r"^[A-Z]{3}$": "currency code",
    r"^[A-Z]{2}$": "country code",
}


def specification_page() -> str:
    """Sections of the project, then of the workspace file, one table each."""
    from sowgen.model.settings import WorkspaceSettings
    from sowgen.model.spec import ProjectSpec

    parts = [INTRODUCTION.format(scalars="\n".join(_scalars()))]
    for name, field in ProjectSpec.model_fields.items():
        parts.extend(_section(name, field, 2))
    parts.append(SETTINGS)
    plain: dict[str, FieldInfo] = {}
    for name, field in WorkspaceSettings.model_fields.items():
        if _model(field.annotation):
            parts.extend(_section(name, field, 2))
        else:
            plain[name] = field
    parts.insert(parts.index(SETTINGS) + 1, _table(plain))
    return "\n\n".join(parts) + "\n"


def _scalars() -> Iterator[str]:
    # A dataclass with slots is made twice, and both stay among the subclasses: hence by name.
    kinds = {kind.__name__.lower(): kind for kind in Scalar.__subclasses__() if kind.FORM}
    for name, kind in sorted(kinds.items()):
        examples = ", ".join(_code(e) for e in kind.EXAMPLES)
        yield f"| {name} | {_cell(kind.FORM)} | {examples} |"


def _section(path: str, field: FieldInfo, level: int) -> Iterator[str]:
    """The section at `path`, then the sections inside it, in reading order."""
    found = _model(field.annotation)
    if found is None:
        words = _cell(field.description or "")
        yield f"{'#' * level} `{path}`\n\n{words}\n\n{_table({path: field})}"
        return
    model, step = found
    here = path + step
    lines = [f"{'#' * level} `{here}`", model.__doc__ or ""]
    inner = {_key(n, f): f for n, f in model.model_fields.items()}
    yield "\n\n".join(line.strip() for line in lines if line) + "\n\n" + _table(inner)
    for name, sub in inner.items():
        if _model(sub.annotation):
            yield from _section(f"{here}.{name}", sub, min(level + 1, 4))


def _key(name: str, field: FieldInfo) -> str:
    return field.alias or name


def _table(fields: dict[str, FieldInfo]) -> str:
    rows = ["| field | type | default | description | example |", "|---|---|---|---|---|"]
    rows += [
        f"| `{name}` | {_cell(_type(field.annotation, field.metadata))} | {_default(field)} "
        f"| {_cell(field.description or '')} | {_example(field)} |"
        for name, field in fields.items()
    ]
    return "\n".join(rows)


def _model(annotation: Any) -> tuple[type[BaseModel], str] | None:
    """The model a field holds and the step that leads to it: '' for the model itself,
    `.<id>` in a mapping, `[]` in a list."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, ""
    origin, inner = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Annotated:
        return _model(inner[0])
    if origin in (Union, types.UnionType):
        return next((found for part in inner if (found := _model(part))), None)
    if origin is dict and (found := _model(inner[1])):
        return found[0], f".<id>{found[1]}"
    if origin is tuple and (found := _model(inner[0])):
        return found[0], f"[]{found[1]}"
    return None


def _type(annotation: Any, metadata: Any = ()) -> str:
    """The type in words."""
    origin, inner = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Annotated:
        return _type(inner[0], inner[1:])
    if origin is Literal:
        return " or ".join(f"`{word}`" for word in inner)
    if origin in (Union, types.UnionType):
        parts = [p for p in inner if p not in (type(None), ToBeAgreed, NotStated)]
        words = " or ".join(dict.fromkeys(_type(p) for p in parts))
        return f"{words}; **open**" if ToBeAgreed in inner else words
    if origin is dict:
        return f"mapping of {_type(inner[1])}"
    if origin is tuple:
        return f"list of {_type(inner[0])}"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "section"
    name = getattr(annotation, "__name__", str(annotation))
    return _PATTERNS.get(_pattern(metadata) or "", _NAMES.get(name, name.lower()))


def _pattern(metadata: Any) -> str | None:
    """The pattern among the constraints of a text, at whatever depth pydantic keeps it."""
    for item in metadata:
        found = getattr(item, "pattern", None) or _pattern(getattr(item, "metadata", ()))
        if isinstance(found, str):
            return found
    return None


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "**required**"
    value = field.default
    if value is PydanticUndefined or value is None or value == ():
        return ""
    return _code(str(value).lower() if isinstance(value, bool) else str(value))


def _example(field: FieldInfo) -> str:
    import yaml

    words = []
    for example in field.examples or ():
        text = yaml.dump(
            example,
            Dumper=_dumper(),
            default_flow_style=True,
            default_style='"' if isinstance(example, str) and "\n" in example else None,
            allow_unicode=True,
            width=10_000,
            sort_keys=False,
        )
        words.append(_code(text.removesuffix("\n").removesuffix("\n...")))
    return ", ".join(words)


@cache
def _dumper() -> Any:
    """A YAML 1.2 dumper: dates are text there, and need no quotation marks."""
    import yaml

    resolvers = {
        first: [(tag, form) for tag, form in found if not tag.endswith(":timestamp")]
        for first, found in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }
    return type("Dumper", (yaml.SafeDumper,), {"yaml_implicit_resolvers": resolvers})


def _code(text: str) -> str:
    """Code in a table cell; a backtick inside would end it."""
    shown = text.replace("\n", " ").replace("|", "\\|")
    return f"`` {shown} ``" if "`" in shown else f"`{shown}`"


def _cell(text: str) -> str:
    escaped = text.replace("\n", " ").replace("|", "\\|")
    parts = escaped.split("`")
    parts[::2] = [part.replace("<", "&lt;") for part in parts[::2]]
    return "`".join(parts)
