"""A file of data that a document kind gives beside its documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from sowgen.model.agenda import Agenda
from sowgen.model.artifact import Format
from sowgen.model.network import Network
from sowgen.model.workbook import Workbook

Data: TypeAlias = Workbook | Agenda | Network


@dataclass(frozen=True, slots=True)
class Export:
    """The data of one export: `kind` is the document kind whose outline asks for it."""

    kind: str
    format: Format
    data: Data
