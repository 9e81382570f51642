"""The front matter of a clause file: which keys there are, and what each takes."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from sowgen.model.clause import ParameterType
from sowgen.model.spec.base import Silence
from sowgen.model.spec.decisions import Level
from sowgen.model.values import Text, form


class _Head(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PositionHead(_Head):
    """What one position says of a parameter instead of the clause."""

    default: Any = None
    range: Text | None = Field(None, examples=["15 days .. 90 days"])


class ParameterHead(_Head):
    """A parameter as written in front matter."""

    type: ParameterType = Field(examples=["duration"])
    description: Text = Field(min_length=3, examples=["Time the OEM has to pay an invoice"])
    source: Text = Field("", alias="from", examples=["commercial.payment.days"])
    value: Any = None
    default: Any = None
    range: Text | None = Field(None, examples=["15 days .. 90 days"])
    choices: tuple[Text, ...] = ()
    columns: tuple[Text, ...] = ()
    optional: bool = False
    unit: Text = ""
    positions: dict[str, PositionHead] = Field(default_factory=dict)


class ConstraintHead(_Head):
    """A condition, and the sentence shown when it does not hold."""

    check: Text
    message: Text


class RightHead(_Head):
    """What the wording says of decision rights: parameters by name, and words by position."""

    about: tuple[Text, ...] = ()
    when: Text | bool | None = None
    response_window: Text = ""
    inform_within: Text = ""
    threshold: Text = ""
    level: dict[str, tuple[Level, ...]] = Field(default_factory=dict)
    above: dict[str, tuple[Level, ...]] = Field(default_factory=dict)
    silence: dict[str, Silence] = Field(default_factory=dict)


class ClauseHead(_Head):
    """The front matter of a clause file."""

    title: Text = Field(min_length=2, examples=["Payment"])
    version: Annotated[
        Text,
        Field(pattern=r"^\d+\.\d+\.\d+$"),
        form("three whole numbers with points between", "1.0.0"),
    ] = Field(examples=["1.0.0"])
    order: int = Field(examples=[120])
    summary: Text = Field(min_length=3, examples=["When the OEM pays."])
    topics: tuple[Text, ...] = ()
    document: Text = "sow"
    area: Text = ""
    replaces: Text = ""
    reason: Text = ""
    parameters: dict[str, ParameterHead] = Field(default_factory=dict)
    requires: tuple[Text, ...] = ()
    conflicts: tuple[Text, ...] = ()
    applies_when: Text | bool | None = None
    mandatory_when: Text | bool | None = None
    constraints: tuple[ConstraintHead, ...] = ()
    decisions: tuple[RightHead, ...] = ()
    authority: dict[str, Text] = Field(default_factory=dict)
