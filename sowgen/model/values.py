"""Scalar values as contracts write them: durations with a calendar, money with a currency,
percentages with a base, clocks with the event they start from, and the two ways of
having no value: *to be agreed* and *not stated*.

Each scalar is written in YAML as one string (`5 working days`, `USD 200`, `2 % of the
compensation due`), parsed by its `parse`, and printed back in the same form by `str()`.
Words for documents are made in `assemble`, never here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, ClassVar, Literal, Self, TypeAlias, TypeVar, get_args

from pydantic import (
    BeforeValidator,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


class RawInt(int):
    """A whole number from YAML that remembers how it was written (`raw`)."""

    raw: str

    def __new__(cls, value: int, raw: str) -> Self:
        self = super().__new__(cls, value)
        self.raw = raw
        return self


class RawFloat(float):
    """A decimal number from YAML that remembers how it was written: `1.10` stays `1.10`."""

    raw: str

    def __new__(cls, value: float, raw: str) -> Self:
        self = super().__new__(cls, value)
        self.raw = raw
        return self


def written(value: object) -> str:
    """The value as the user wrote it: numbers keep their digits, text is itself."""
    return value.raw if isinstance(value, RawInt | RawFloat) else str(value)


class Scalar:
    """A value written as one string. Subclasses give `parse`, `FORM`, `EXAMPLES`.

    `parse` raises `ValueError` with a sentence a user can act on.
    """

    FORM: ClassVar[str] = ""
    EXAMPLES: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        raise NotImplementedError

    @classmethod
    def _validate(cls, value: object) -> Self:
        if isinstance(value, cls):
            return value
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise PydanticCustomError(
                "scalar_type", "expected {form}, such as `{example}`", cls._context()
            )
        try:
            return cls.parse(written(value))
        except ValueError as problem:
            raise PydanticCustomError(
                "scalar_form",
                "{problem}; expected {form}, such as `{example}`",
                {**cls._context(), "problem": str(problem)},
            ) from None

    @classmethod
    def _context(cls) -> dict[str, Any]:
        return {"form": cls.FORM, "example": cls.EXAMPLES[0], "type": cls.__name__}

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: object, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._validate, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {
            "type": ["string", "number"],
            "description": cls.FORM,
            "examples": list(cls.EXAMPLES),
        }


Calendar: TypeAlias = Literal["calendar", "working"]
Unit: TypeAlias = Literal["minute", "hour", "day", "week", "month", "quarter", "year"]

_UNITS: dict[str, Unit] = {}
for _unit in ("minute", "hour", "day", "week", "month", "quarter", "year"):
    _UNITS[_unit] = _UNITS[_unit + "s"] = _unit

_DURATION = re.compile(
    r"(?P<amount>\d+(?:\.\d+)?)\s+(?:(?P<calendar>working|business|calendar)\s+)?(?P<unit>[a-z]+)"
)


# Commas stand between thousands or not at all: `38,70` is no amount, and not 3,870.
_AMOUNT = r"-?(?:\d{1,3}(?:,\d{3})+|\d[\d_]*)(?:\.\d+)?"


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text.replace("_", "").replace(",", "").replace(" ", ""))
    except InvalidOperation:
        raise ValueError(f"`{text}` is not a number") from None
    if not number.is_finite() or abs(number) >= 10**15:
        raise ValueError(f"`{text[:20]}` is too large a number")
    return number


@dataclass(frozen=True, slots=True)
class Duration(Scalar):
    """A length of time and the calendar it is counted in.

    `5 working days`, `30 days` (calendar days), `3 months`, `4 hours`. The word *business*
    is read as *working* and kept in `word`, since contracts mix both (INM-125).
    """

    amount: Decimal
    unit: Unit
    calendar: Calendar = "calendar"
    word: str = ""

    FORM = (
        "a number and a unit of time, with `working` before the unit where it counts working days"
    )
    EXAMPLES = ("30 days", "5 working days", "3 months")

    @classmethod
    def parse(cls, text: str) -> Self:
        match = _DURATION.fullmatch(text.strip())
        if not match:
            raise ValueError(f"`{text}` is not a duration")
        unit = _UNITS.get(match["unit"])
        if unit is None:
            raise ValueError(f"`{match['unit']}` is not a unit of time")
        word = match["calendar"] or ""
        calendar: Calendar = "working" if word in ("working", "business") else "calendar"
        if calendar == "working" and unit in ("month", "quarter", "year"):
            raise ValueError(f"{unit}s are not counted in working time")
        return cls(_decimal(match["amount"]), unit, calendar, word)

    def __str__(self) -> str:
        plural = "" if self.amount == 1 else "s"
        return " ".join(p for p in (f"{self.amount:f}", self.word, self.unit + plural) if p)

    @property
    def in_days(self) -> Decimal:
        """A length in calendar days for comparisons: 5 working days count as 7, a month as 30."""
        per_unit = {
            "minute": Decimal(1) / 1440, "hour": Decimal(1) / 24, "day": Decimal(1),
            "week": Decimal(7), "month": Decimal(30), "quarter": Decimal(91), "year": Decimal(365),
        }  # fmt: skip
        days = self.amount * per_unit[self.unit]
        return days * Decimal(7) / 5 if self.calendar == "working" else days


@dataclass(frozen=True, slots=True)
class Money(Scalar):
    """An amount and its ISO 4217 currency: `USD 200`, `EUR 1,250.50`, `200 USD`."""

    amount: Decimal
    currency: str

    FORM = "a currency code and an amount"
    EXAMPLES = ("USD 200", "EUR 1,250.50")

    @classmethod
    def parse(cls, text: str) -> Self:
        match = re.fullmatch(rf"([A-Z]{{3}})\s*({_AMOUNT})", text.strip())
        if match:
            return cls(_decimal(match[2]), match[1])
        match = re.fullmatch(rf"({_AMOUNT})\s*([A-Z]{{3}})", text.strip())
        if match:
            return cls(_decimal(match[1]), match[2])
        if re.search(r"\d,\d{1,2}\b|\.\d+,", text):
            raise ValueError(
                f"`{text}` has a decimal comma; write a point, and commas only between thousands"
            )
        if re.fullmatch(r"-?[\d.,]+", text.strip()):
            raise ValueError(f"`{text}` has no currency")
        raise ValueError(f"`{text}` is not an amount of money")

    def __str__(self) -> str:
        return f"{self.currency} {self.amount:,f}"


@dataclass(frozen=True, slots=True)
class Percent(Scalar):
    """A percentage and what it is a percentage of: `2 % of the compensation due`."""

    value: Decimal
    base: str = ""

    FORM = "a number, a percent sign and, after `of`, the base"
    EXAMPLES = ("2 % of the compensation due", "100 %")

    @classmethod
    def parse(cls, text: str) -> Self:
        match = re.fullmatch(
            r"(-?\d+(?:\.\d+)?)\s*%(?:\s+(?:of|on)\s+(.+))?", text.strip(), re.DOTALL
        )
        if not match:
            raise ValueError(f"`{text}` is not a percentage")
        return cls(_decimal(match[1]), (match[2] or "").strip())

    def __str__(self) -> str:
        return f"{self.value:f} %" + (f" of {self.base}" if self.base else "")


@dataclass(frozen=True, slots=True)
class Clock(Scalar):
    """A duration with the event it starts from:
    `30 days after the earlier of delivery and invoice`.

    `relation` is the word before the event (`after`, `before`, `from`); `pick` says which of
    several `events` counts (`earlier`, `later`), '' where there is one.
    """

    duration: Duration
    relation: Literal["after", "before", "from"]
    events: tuple[str, ...]
    pick: Literal["", "earlier", "later"] = ""

    FORM = "a duration, then `after`, `before` or `from`, then the event it starts from"
    EXAMPLES = (
        "30 days after receipt of the invoice",
        "30 days after the earlier of delivery and invoice",
    )

    @classmethod
    def parse(cls, text: str) -> Self:
        match = re.fullmatch(r"(.+?)\s+(after|before|from)\s+(.+)", text.strip(), re.DOTALL)
        if not match:
            if _DURATION.fullmatch(text.strip()):
                raise ValueError(f"`{text}` does not say which event starts the clock")
            raise ValueError(f"`{text}` is not a duration with an event")
        duration = Duration.parse(match[1])
        relation: Literal["after", "before", "from"] = match[2]  # type: ignore[assignment]
        several = re.fullmatch(r"the (earlier|later) of (.+?) and (.+)", match[3], re.DOTALL)
        if several:
            pick: Literal["earlier", "later"] = several[1]  # type: ignore[assignment]
            return cls(duration, relation, (several[2], several[3]), pick)
        return cls(duration, relation, (match[3],))

    @property
    def event(self) -> str:
        """The event in words: `the earlier of delivery and invoice`."""
        if not self.pick:
            return self.events[0]
        return f"the {self.pick} of {self.events[0]} and {self.events[1]}"

    def __str__(self) -> str:
        return f"{self.duration} {self.relation} {self.event}"


@dataclass(frozen=True, slots=True)
class ToBeAgreed:
    """A value the parties still have to agree: printed as a placeholder, never issued.

    Written `to be agreed`, or `to be agreed: <what is missing>`.
    """

    note: str = ""

    def __str__(self) -> str:
        return "to be agreed" + (f": {self.note}" if self.note else "")


@dataclass(frozen=True, slots=True)
class NotStated:
    """A value the parties deliberately leave out of the contract: printed as such.

    Written `not stated`, or `not stated: <remark>`.
    """

    note: str = ""

    def __str__(self) -> str:
        return "not stated" + (f": {self.note}" if self.note else "")


Absent: TypeAlias = ToBeAgreed | NotStated


_ABSENT = re.compile(r"(to be agreed|not stated)(?::\s*(\S.*))?", re.DOTALL)


def parse_absent(value: object) -> Absent | None:
    """`ToBeAgreed` or `NotStated` where `value` is one or is written as one, else None."""
    if isinstance(value, ToBeAgreed | NotStated):
        return value
    if isinstance(value, str):
        text = value.strip()
        match = _ABSENT.fullmatch(text) if text.startswith(("to be", "not stated")) else None
        if match:
            note = (match[2] or "").strip()
            return ToBeAgreed(note) if match[1] == "to be agreed" else NotStated(note)
    return None


def _stated(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    absent = parse_absent(value)
    return absent if absent is not None else handler(value)


def _text(value: object) -> object:
    return value.raw if isinstance(value, RawInt | RawFloat) else value


S = TypeVar("S")


class _StatedMarker:
    """Lets a field of any type also hold *to be agreed* and *not stated*."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        kept = [a for a in get_args(source) if a not in (ToBeAgreed, NotStated)]
        inner = handler(kept[0] if len(kept) == 1 else _union(kept))
        return core_schema.no_info_wrap_validator_function(
            _stated, inner, serialization=core_schema.plain_serializer_function_ser_schema(_dump)
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        inner = handler(schema)
        if inner.get("type") == "string" and not {"enum", "pattern", "format"} & set(inner):
            return inner
        choices = inner["anyOf"] if set(inner) == {"anyOf"} else [inner]
        absent = {"type": "string", "pattern": "^(to be agreed|not stated)(: .+)?$"}
        return {"anyOf": [*choices, absent]}


def _union(kinds: list[Any]) -> Any:
    whole = kinds[0]
    for kind in kinds[1:]:
        whole |= kind
    return whole


def _dump(value: Any) -> Any:
    return str(value) if isinstance(value, Scalar | ToBeAgreed | NotStated) else value


Stated = Annotated[S | ToBeAgreed | NotStated, _StatedMarker()]
"""A field that may also be *to be agreed* or *not stated*: `Stated[Duration]`."""

Text = Annotated[str, BeforeValidator(_text)]
"""Text as written: a YAML number keeps its digits (`1.10`), and control characters are
refused when the file is loaded."""


def form(words: str, *examples: str) -> WrapValidator:
    """Says of text that does not match the field's pattern what to write, in words."""

    def check(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
        try:
            return handler(value)
        except ValidationError as problem:
            if any(e["type"] != "string_pattern_mismatch" for e in problem.errors()):
                raise
            raise PydanticCustomError(
                "text_form", "expected {form}, such as `{example}`",
                {"form": words, "example": "` or `".join(examples)},
            ) from None  # fmt: skip

    return WrapValidator(check)


def bare(kind: type[Scalar], unit: str) -> BeforeValidator:
    """A validator that reads a bare number as that many of `unit`: `45` as `45 days`."""

    def add_unit(value: object) -> object:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return kind.parse(f"{written(value)} {unit}")
        return value

    return BeforeValidator(add_unit)
