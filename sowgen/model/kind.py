"""A document kind: what stands in its documents, and how they look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from sowgen.diagnostics import Span
from sowgen.model.clause import Condition
from sowgen.model.values import Text

Audience: TypeAlias = Literal["outbound", "internal"]
"""Who may see a document: the other party as well, or the own company alone."""


class OutlineHead(BaseModel):
    """The front matter of an outline."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Text = Field(examples=["statement_of_work"])
    order: int = Field(examples=[10])
    audience: Audience = "outbound"
    signatures: bool = False
    contents: bool = True
    exports: dict[Literal["xlsx", "ics", "mspdi"], Text] = Field(
        default={}, examples=[{"xlsx": "matrix"}]
    )
    applies_when: Text | bool | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A document kind: its outline, and the names of the design files that apply to it.
    `export_spans` says where each format under `exports` is asked for."""

    id: str
    head: OutlineHead
    applies_when: Condition | None
    markdown: str
    span: Span
    word_template: str
    page: str
    export_spans: Mapping[str, Span]
