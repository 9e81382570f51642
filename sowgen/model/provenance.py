"""Where a finished file comes from, as it says itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a DOCX or PDF carries about its origin.

    `project` is the folder's name under `projects/`, `kind` the document kind (`package` for the
    bound package), `version` that of the package. `commit` is the id of the newest commit that
    changed a file the package is made of, '' where one of them was not as committed. `inputs` is a
    SHA-256 in hexadecimal of what decides this file: its words and its design. `clauses` are id,
    version and position of each clause that the document holds, in their order; `tools` maps names
    to versions. `issued` is the version as which the file went out, '' for any other file.
    """

    project: str
    kind: str
    version: str
    commit: str
    inputs: str
    clauses: tuple[tuple[str, str, str], ...] = ()
    tools: Mapping[str, str] = field(default_factory=dict)
    issued: str = ""
