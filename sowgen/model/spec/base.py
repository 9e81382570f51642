"""What every part of the deal's specification shares: the base model, field types, field makers.

A scalar type named after a unit (`Days`, `WorkingDays`, `Months`) takes a bare number in that
unit, and any other written duration: `45`, `30 working days`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from sowgen.model.values import Clock, Duration, Money, Percent, Text, bare, form, written
from sowgen.model.zones import zone_names

ID_PATTERN = r"^[a-z0-9]+([._-][a-z0-9]+)*$"

_ID_FORM = "lower-case letters and digits, joined by dots, hyphens or underscores"
Id = Annotated[Text, Field(pattern=ID_PATTERN, description=_ID_FORM), form(_ID_FORM, "main-board")]
Texts = tuple[Text, ...]
Ids = tuple[Id, ...]

Hours = Annotated[Duration, bare(Duration, "hours")]
Days = Annotated[Duration, bare(Duration, "days")]
WorkingDays = Annotated[Duration, bare(Duration, "working days")]
Weeks = Annotated[Duration, bare(Duration, "weeks")]
Months = Annotated[Duration, bare(Duration, "months")]
Years = Annotated[Duration, bare(Duration, "years")]
Pct = Annotated[Percent, bare(Percent, "%")]


FIRST_YEAR, LAST_YEAR = 1900, 2199
"""The years in which dates of a deal lie; others are slips of the pen."""


def _number(value: object) -> object:
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return written(value) if plain else value


def _iso_date(value: object) -> object:
    if type(value) is date:
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()):
        try:
            day = date.fromisoformat(value.strip())
        except ValueError:
            raise _no_such_day(value.strip()) from None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise far_away(day.year)
        return day
    loose = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", str(value).strip())
    example = "-".join(part.zfill(2) for part in loose.groups()) if loose else "2027-03-31"
    raise PydanticCustomError(
        "iso_date",
        "expected a date as year-month-day with two digits for month and day, such as `{example}`",
        {"example": example},
    )


def far_away(year: int) -> PydanticCustomError:
    """The finding on a year before FIRST_YEAR or after LAST_YEAR."""
    return PydanticCustomError(
        "iso_date",
        "the year {year} is not one of a deal: {first} to {last}",
        {"year": f"{year:04}", "first": FIRST_YEAR, "last": LAST_YEAR},
    )


def _no_such_day(text: str) -> PydanticCustomError:
    year, month = int(text[:4]), int(text[5:7])
    if year < 1:
        reason = "the years are counted from 0001"
    elif not 1 <= month <= 12:
        reason = "the months are 01 to 12"
    else:
        reason = f"the days of {text[:7]} are 01 to {monthrange(year, month)[1]}"
    return PydanticCustomError(
        "iso_date", "the day {day} does not exist: {reason}", {"day": text, "reason": reason}
    )


def _time_zone(value: str) -> str:
    if value not in zone_names():
        raise PydanticCustomError(
            "time_zone", "`{zone}` is not a time zone of the IANA database, such as `{example}`",
            {"zone": value, "example": "Europe/Warsaw"},
        )  # fmt: skip
    return value


Number = Annotated[Decimal, BeforeValidator(_number, json_schema_input_type=float | str)]
YesNo = StrictBool
"""`true` or `false`; YAML 1.2 reads `yes` and `no` as text."""
Count = Annotated[int, Field(ge=0)]
Date = Annotated[date, BeforeValidator(_iso_date)]
Currency = Annotated[
    Text,
    Field(pattern=r"^[A-Z]{3}$", description="an ISO 4217 code"),
    form("the three capital letters of ISO 4217", "EUR"),
]
CountryCode = Annotated[
    Text,
    Field(pattern=r"^[A-Z]{2}$", description="an ISO 3166-1 code"),
    form("the two capital letters of ISO 3166-1", "PL"),
]
Language = Annotated[
    Text,
    Field(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$", description="a BCP 47 tag"),
    form("a language, with its country where that matters", "en", "pt-BR"),
]
TimeZone = Annotated[Text, AfterValidator(_time_zone)]


def _single(form: str, example: str) -> WrapValidator:
    """One finding for a union instead of one for each of its members."""

    def check(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
        try:
            return handler(value)
        except ValidationError:
            raise PydanticCustomError(
                "scalar_form",
                "{problem}; expected {form}, such as `{example}`",
                {"form": form, "example": example, "problem": f"`{value}` does not fit"},
            ) from None

    return WrapValidator(check)


def _no_false_date(value: object) -> object:
    """Text that looks like a date has to be one: `2027-02-31` is neither date nor id."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", value.strip()):
        return _iso_date(value)
    return value


DateOrText = Annotated[
    Date | Text, Field(union_mode="left_to_right"), BeforeValidator(_no_false_date)
]
"""A date, or the written form of one whose reading is open (`1.4.2011`)."""
Due = Annotated[
    Date | Clock | Id,
    Field(union_mode="left_to_right"),
    _single(
        "a date, a time before or after an activity, or an activity's id",
        "20 working days before smt-build",
    ),
    BeforeValidator(_no_false_date),
]
"""A date, a clock on an activity (`20 working days before smt-build`) or an activity's id."""
Measure = Annotated[Percent | Money | Duration | Text, Field(union_mode="left_to_right")]
"""A percentage, money or a length of time where it reads as one, otherwise a figure as text."""
Sum = Annotated[Money | Percent | Text, Field(union_mode="left_to_right")]
"""An amount of money, a percentage with its base, or the rule in words."""
Span = Annotated[
    Duration | Literal["unlimited"],
    Field(union_mode="left_to_right"),
    _single("a length of time, or `unlimited`", "5 years"),
]
"""A length of time, or `unlimited`."""
Times = Annotated[
    Count | Literal["unlimited"],
    Field(union_mode="left_to_right"),
    _single("a whole number, or `unlimited`", "unlimited"),
]
"""A number of times, or `unlimited`."""
Silence = Literal["approve", "reject", "escalate"]


class SpecModel(BaseModel):
    """The base of every section: frozen, and closed to keys that no model names."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True
    )

    @model_validator(mode="before")
    @classmethod
    def _empty_section(cls, value: object) -> object:
        """A key with nothing after it (`payment:`) is a section in which nothing is said."""
        return {} if value is None else value


def need(description: str, *examples: Any, alias: str | None = None) -> Any:
    """A field that must be written."""
    return Field(description=description, examples=list(examples), alias=alias)


def opt(description: str, *examples: Any, default: Any = None) -> Any:
    """A field that may be left out; `None` means that the project says nothing on it."""
    return Field(default=default, description=description, examples=list(examples))


def several(description: str, *examples: Any) -> Any:
    """A list that may be left out (empty)."""
    return Field(default=(), description=description, examples=list(examples))


def keyed(description: str, *examples: Any) -> Any:
    """A mapping by id that may be left out (empty)."""
    return Field(default_factory=dict, description=description, examples=list(examples))


def section(model: type[SpecModel], description: str, *examples: Any) -> Any:
    """A section that is always there: left out, all its fields are at their defaults."""
    return Field(default_factory=model, description=description, examples=list(examples))
