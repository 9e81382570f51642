"""Data with places → a typed model, or one finding for each thing that does not fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from sowgen.diagnostics import Diagnostic, Outcome, did_you_mean, error
from sowgen.model.tree import Path, Tree
from sowgen.model.values import ToBeAgreed

M = TypeVar("M", bound=BaseModel)

_CODES = {
    "extra_forbidden": "S101",
    "missing": "S102",
    "scalar_form": "S103",
    "scalar_type": "S103",
    "literal_error": "S104",
    "enum": "S104",
    "text_form": "S105",
    "greater_than": "S106",
    "greater_than_equal": "S106",
    "less_than": "S106",
    "less_than_equal": "S106",
    "too_short": "S107",
    "too_long": "S107",
    "string_too_short": "S107",
    "string_too_long": "S107",
    "value_error": "S108",
    "iso_date": "S108",
    "time_zone": "S108",
    "dict_type": "S109",
    "mapping_type": "S109",
    "model_type": "S109",
    "model_attributes_type": "S109",
    "list_type": "S110",
    "tuple_type": "S110",
    "string_type": "S111",
    "bool_type": "S112",
    "bool_parsing": "S112",
}

_NUMBERS = {
    "int_parsing": "a whole number",
    "int_parsing_size": "a whole number of fewer digits",
    "int_from_float": "a whole number",
    "int_type": "a whole number",
    "decimal_parsing": "a number",
    "decimal_type": "a number",
    "finite_number": "a number",
}
_BOUNDS = {
    "greater_than": "more than {gt}",
    "greater_than_equal": "{ge} or more",
    "less_than": "less than {lt}",
    "less_than_equal": "{le} or less",
    "string_too_short": "at least {min_length} characters",
    "string_too_long": "at most {max_length} characters",
}


def shape(model: type[M], tree: Tree, at: Path = ()) -> Outcome[M | None]:
    """The data at `at` as a `model`; on failure None and every mismatch with its place."""
    try:
        return Outcome(model.model_validate(tree.get(at)))
    except ValidationError as problem:
        found = [_finding(model, tree, at, e) for e in problem.errors()]
        return Outcome(None, tuple(_first_per_place(found)))


def _first_per_place(found: Iterable[Diagnostic]) -> Iterable[Diagnostic]:
    """A union that fails complains once per branch; the first complaint is the one to show."""
    seen: set[object] = set()
    for diagnostic in found:
        place = (diagnostic.span, diagnostic.code == "S102" and diagnostic.message)
        if place not in seen:
            seen.add(place)
            yield diagnostic


def _finding(model: type[BaseModel], tree: Tree, at: Path, e: Mapping[str, Any]) -> Diagnostic:
    kind = str(e["type"])
    path = _real_path(tree, at, e["loc"], missing=kind == "missing")
    where = ".".join(str(step) for step in path) or "the file"
    code = _CODES.get(kind, "S100")
    context = e.get("ctx", {})
    if kind == "extra_forbidden":
        known = _fields_at(model, e["loc"][:-1])
        hint = did_you_mean(str(path[-1]), known)
        if not hint and known:
            hint = "known here: " + ", ".join(f"`{k}`" for k in sorted(known)[:12])
        return error(code, f"`{path[-1]}` is not a field here", tree.key_span(path), hint)
    if kind == "missing":
        name = path[-1]
        parent = ".".join(str(step) for step in path[:-1])
        message = f"`{name}` is missing" + (f" in `{parent}`" if parent else "")
        hint = f"add `{name}:`" + _example(model, e["loc"])
        return error(code, message, tree.key_span(path[:-1]), hint)
    if kind in ("literal_error", "enum"):
        expected = str(context.get("expected", ""))
        words = [w.strip("' ") for w in expected.replace(" or ", ", ").split(",")]
        hint = did_you_mean(str(e["input"]), words) or f"one of: {', '.join(words)}"
        return error(
            code, f"`{where}`: `{e['input']}` is not one of its values", tree.span(path), hint
        )
    if kind in _NUMBERS:
        message, hint = f"expected {_NUMBERS[kind]}", _number_hint(model, e["loc"])
    else:
        message, hint = _say(kind, e, context)
    span = tree.key_span(path) if e["loc"][-1:] == ("[key]",) else tree.span(path)
    return error(code, f"`{where}`: {message}", span, hint)


def _say(kind: str, e: Mapping[str, Any], context: Mapping[str, Any]) -> tuple[str, str]:
    if kind == "scalar_form":
        problem = str(context.get("problem") or "does not fit")
        return problem, f"write {context['form']}, such as `{context['example']}`"
    if kind == "scalar_type":
        return f"expected {context['form']}", f"such as `{context['example']}`"
    if kind == "text_form":
        return (
            f"`{e['input']}` does not have the right form",
            f"write {context['form']}, such as `{context['example']}`",
        )
    if kind == "value_error":
        return str(context.get("error", e["msg"])), ""
    if kind == "string_type":
        return "expected text", "put it in quotes" if not isinstance(
            e["input"], dict | list
        ) else ""
    if kind in ("dict_type", "mapping_type", "model_type", "model_attributes_type"):
        return "expected a mapping (`key: value` lines, indented)", ""
    if kind in ("list_type", "tuple_type"):
        return "expected a list (`- item` lines)", ""
    if kind in ("bool_type", "bool_parsing"):
        return "expected `true` or `false`", ""
    if kind in _BOUNDS:
        return f"expected {_BOUNDS[kind].format(**context)}", ""
    message = str(e["msg"])
    return message[:1].lower() + message[1:], ""


def _real_path(tree: Tree, at: Path, loc: tuple[str | int, ...], *, missing: bool) -> Path:
    """pydantic's location without the steps it adds for union branches and dict keys. `missing`:
    the last step is not in the data."""
    path = at
    node = tree.get(at)
    for index, step in enumerate(loc):
        if isinstance(node, dict) and (step in node or (missing and index == len(loc) - 1)):
            path = (*path, step)
            node = node.get(step)
        elif isinstance(node, list) and isinstance(step, int):
            path = (*path, step)
            node = node[step] if step < len(node) else None
    return path


def _models_in(annotation: Any) -> Iterable[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


def _model_at(model: type[BaseModel], loc: tuple[str | int, ...]) -> Iterable[type[BaseModel]]:
    """The models that may stand at a location; steps that are no field of one (dict keys,
    list indexes, union branches) are passed over."""
    here: list[type[BaseModel]] = [model]
    for step in loc:
        inner = [
            found
            for candidate in here
            for name, info in candidate.model_fields.items()
            if step in (name, info.alias)
            for found in _models_in(info.annotation)
        ]
        here = inner or here
    return here


def _fields_at(model: type[BaseModel], loc: tuple[str | int, ...]) -> set[str]:
    return {
        info.alias or name
        for found in _model_at(model, loc)
        for name, info in found.model_fields.items()
    }


def _field_at(model: type[BaseModel], loc: tuple[str | int, ...]) -> FieldInfo | None:
    """The innermost field that a location lies in."""
    for end in range(len(loc) - 1, -1, -1):
        for found in _model_at(model, loc[:end]):
            for name, info in found.model_fields.items():
                if loc[end] in (name, info.alias):
                    return info
    return None


def _holds(annotation: Any, kind: type) -> bool:
    return annotation is kind or any(_holds(inner, kind) for inner in get_args(annotation))


def _number_hint(model: type[BaseModel], loc: tuple[str | int, ...]) -> str:
    info = _field_at(model, loc)
    if info is None:
        return ""
    given = info.examples[0] if info.examples else None
    example = f"such as `{given}`" if isinstance(given, int | float) else "write it in digits"
    return example + (", or `to be agreed`" if _holds(info.annotation, ToBeAgreed) else "")


def _example(model: type[BaseModel], loc: tuple[str | int, ...]) -> str:
    for found in _model_at(model, loc[:-1]):
        for name, info in found.model_fields.items():
            if loc[-1] in (name, info.alias) and info.examples:
                example = info.examples[0]
                if isinstance(example, str | int | float):
                    return f" for example `{name}: {example}`"
    return ""
