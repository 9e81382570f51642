"""`manifest.json`: what an output folder holds and what it was made from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sowgen.workspace import read_bytes

NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Output:
    """A file of the package; `sha256` of its bytes in hexadecimal."""

    name: str
    kind: str
    format: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Where a package's files come from. `inputs` maps each file read to its SHA-256,
    `clauses` are dicts of id, version, position and digest, `tools` maps names to versions."""

    project: str
    reference: str
    version: str
    status: str
    inputs: Mapping[str, str] = field(default_factory=dict)
    clauses: tuple[Mapping[str, str], ...] = ()
    tools: Mapping[str, str] = field(default_factory=dict)
    outputs: tuple[Output, ...] = ()

    def to_bytes(self) -> bytes:
        """The manifest as JSON, keys sorted, one line a fact."""
        plain = {"format": FORMAT, **asdict(self)}
        return (json.dumps(plain, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def is_plain_name(name: object) -> bool:
    """Whether the name is that of a file right in the folder: nobody deletes elsewhere by
    writing another into a manifest."""
    return isinstance(name, str) and bool(name) and Path(name).name == name


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest in `folder`, None where there is none that can be read."""
    data = read_bytes(folder / NAME)
    if data is None:
        return None
    try:
        plain: dict[str, Any] = json.loads(data)
        if plain.pop("format") != FORMAT:
            return None
        outputs = tuple(Output(**output) for output in plain.pop("outputs"))
        if not all(is_plain_name(output.name) for output in outputs):
            return None
        return Manifest(**{**plain, "clauses": tuple(plain["clauses"]), "outputs": outputs})
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
