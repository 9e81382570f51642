"""Typed clause parameters: reading a written value, comparing it with a range."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from sowgen.model.clause import Parameter, ParameterType
from sowgen.model.values import (
    Clock,
    Duration,
    Money,
    Percent,
    Scalar,
    parse_absent,
    written,
)

_SCALARS: dict[str, type[Scalar]] = {
    "duration": Duration,
    "clock": Clock,
    "money": Money,
    "percent": Percent,
}
_FORMS = {
    "integer": "a whole number, such as `3`",
    "number": "a number, such as `1.5`",
    "text": "text",
    "boolean": "`true` or `false`",
    "date": "a date, such as `2026-03-31`",
    "list": "a list of texts",
    "table": "a list of mappings",
}


def read_parameter(parameter: Parameter, raw: Any) -> Any:
    """The typed value of `raw` for `parameter`: a scalar of `values`, int, Decimal, text, bool,
    `date`, tuple of texts, tuple of dicts, or `ToBeAgreed` / `NotStated`.

    `raw` comes from YAML or, already typed, from the specification.
    Raises `ValueError` with a sentence that says what is expected.
    """
    absent = parse_absent(raw)
    if absent is not None:
        return absent
    value = _read(parameter.type, raw, parameter.unit)
    if parameter.type == "choice" and value not in parameter.choices:
        words = ", ".join(f"`{c}`" for c in parameter.choices)
        raise ValueError(f"`{value}` is not one of {words}")
    if parameter.type == "table":
        return tuple(_row(parameter, row) for row in value)
    return value


def _read(kind: ParameterType, raw: Any, unit: str) -> Any:
    if kind in _SCALARS:
        return _scalar(_SCALARS[kind], raw, unit)
    value = _READERS[kind](raw)
    if value is None:
        raise ValueError(f"`{raw}` is not {_FORMS.get(kind, kind)}")
    return value


def _read_text(raw: Any) -> str | None:
    plain = isinstance(raw, str | int | float | Decimal | date | Scalar)
    return written(raw) if plain and not isinstance(raw, bool) else None


def _read_boolean(raw: Any) -> bool | None:
    return raw if isinstance(raw, bool) else None


def _read_integer(raw: Any) -> int | None:
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal) or raw != int(raw):
        return None
    return int(raw)


def _read_number(raw: Any) -> Decimal | None:
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        return None
    return Decimal(written(raw))


def _read_date(raw: Any) -> date | None:
    if isinstance(raw, date):
        return raw
    return date.fromisoformat(raw) if isinstance(raw, str) else None


def _read_table(raw: Any) -> tuple[dict[str, Any], ...] | None:
    if isinstance(raw, Mapping):
        return tuple({"id": key, **_plain(row)} for key, row in raw.items())
    if isinstance(raw, Sequence) and not isinstance(raw, str):
        return tuple(_plain(row) for row in raw)
    return None


def _scalar(kind: type[Scalar], raw: Any, unit: str) -> Any:
    if isinstance(raw, kind):
        return raw
    if isinstance(raw, bool) or not isinstance(raw, str | int | float | Decimal):
        raise ValueError(f"expected {kind.FORM}, such as `{kind.EXAMPLES[0]}`")
    text = written(raw)
    if unit and not isinstance(raw, str):
        text = f"{text} {unit}"
    try:
        return kind.parse(text)
    except ValueError as problem:
        raise ValueError(f"{problem}; expected {kind.FORM}, such as `{kind.EXAMPLES[0]}`") from None


def _texts(raw: Any) -> tuple[Any, ...]:
    if isinstance(raw, Mapping):
        raw = [getattr(row, "name", key) for key, row in raw.items()]
    if isinstance(raw, str) or not isinstance(raw, Sequence):
        raise ValueError(f"`{raw}` is not {_FORMS['list']}")
    texts = []
    for item in raw:
        if isinstance(item, BaseModel):
            item = getattr(item, "name", None)
        if isinstance(item, bool) or not isinstance(item, str | int | float | Scalar):
            raise ValueError("every item of the list has to be text")
        texts.append(written(item))
    return tuple(texts)


def _plain(row: Any) -> dict[str, Any]:
    if isinstance(row, BaseModel):
        return {name: getattr(row, name) for name in type(row).model_fields}
    if isinstance(row, Mapping):
        return dict(row)
    raise ValueError(f"`{row}` is not a row: write `field: value` pairs")


def _row(parameter: Parameter, row: dict[str, Any]) -> dict[str, Any]:
    for name in row:
        if parameter.columns and name not in parameter.columns and name != "id":
            raise ValueError(
                f"a row has no field `{name}`; its fields are {', '.join(parameter.columns)}"
            )
    return {name: parse_absent(value) or value for name, value in row.items()}


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "text": _read_text,
    "choice": _read_text,
    "boolean": _read_boolean,
    "integer": _read_integer,
    "number": _read_number,
    "date": _read_date,
    "list": _texts,
    "table": _read_table,
}


def magnitude(value: Any) -> Decimal | None:
    """The value as a number that ranges compare, None where it has none.

    Durations count in calendar days, money in units of its currency, percentages in percent.
    """
    if isinstance(value, Clock):
        value = value.duration
    if isinstance(value, Duration):
        return value.in_days
    if isinstance(value, Money):
        return value.amount
    if isinstance(value, Percent):
        return value.value
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    return Decimal(value)


def within(value: Any, low: Any, high: Any) -> bool:
    """Whether `value` lies in the range; a bound of None is open, an absent value passes."""
    size, least, most = magnitude(value), magnitude(low), magnitude(high)
    if size is None:
        return True
    return (least is None or least <= size) and (most is None or size <= most)
