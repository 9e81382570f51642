"""The table of diagnostic codes: one module a family, each code with its meaning and its mend.

A code is one letter for the family and three digits. It never changes its meaning once
released; a rule that goes away leaves its number unused.

Families: `Y` YAML text, `S` shape of the specification, `P` parties, contacts and roles,
`R` RACI, `D` decision rights, `T` schedule and calendars, `M` commercial and legal terms,
`Q` products, materials, documents and quality, `N` contact: meetings, reports, channels,
`E` problems and escalation, `V` supplier qualification, `C` clauses, `O` outlines and documents,
`B` the bound package, `H` projects in git: revisions, origins, hooks, issued versions,
`W` Word and page templates, `F` files and workspace, `X` external tools.

To add a code: append it to the `CODES` tuple of its family's module. `sowgen explain`,
the documentation and the tests pick it up from here.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import cache
from typing import Literal

Severity = Literal["error", "warning", "info"]

FAMILIES = (
    "yaml", "shape", "parties", "raci", "decisions", "schedule", "planning", "commercial",
    "communication", "escalation", "qualification",
    "quality", "clauses", "outlines", "bundle", "word", "pages", "files", "tools",
    "revisions", "verify", "hooks", "issuing",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding.

    `id` is the letter and number users see; `severity` its default weight; `title` a
    line for tables; `why` what is wrong and what it would lead to; `example` a short
    input that triggers it; `mend` what to write instead. `across` names the documents that the
    rule holds against each other, by kind (`raci`, `schedule`, `sow`, …), where it is part of
    the consistency gate; empty where it looks at one matter alone. `cause`: other findings follow
    from it, in other files too, so that it is reported before them.
    """

    id: str
    severity: Severity
    title: str
    why: str
    example: str
    mend: str
    across: tuple[str, ...] = ()
    cause: bool = False


@cache
def all_codes() -> dict[str, Code]:
    """Every code by id, sorted. Raises `ValueError` on a duplicate id: a bug in sowgen."""
    found: dict[str, Code] = {}
    for family in FAMILIES:
        module = importlib.import_module(f"sowgen.codes.{family}")
        for code in module.CODES:
            if code.id in found:
                raise ValueError(f"diagnostic code {code.id} is defined twice")
            found[code.id] = code
    return dict(sorted(found.items()))
