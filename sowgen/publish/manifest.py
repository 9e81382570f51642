"""`manifest.json`: what an output folder holds and what it was made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from sowgen.model.kind import Audience
from sowgen.workspace import MANIFEST, read_bytes

FORMAT = 3
_FACTS = ("project", "reference", "version", "status", "commit", "inputs", "clauses", "tools")


@dataclass(frozen=True, slots=True)
class Output:
    """A file of the package; `sha256` of its bytes in hexadecimal. `build` names the facts that
    it was made from: `Manifest.build`, or a key of `Manifest.earlier`; `inputs` is the digest of
    what decides this one file, '' for an archive of the others."""

    name: str
    kind: str
    format: str
    sha256: str
    audience: Audience
    build: str
    inputs: str = ""


@dataclass(frozen=True)
class Manifest:
    """Where a package's files come from. `inputs` maps each file read to its SHA-256,
    `clauses` are dicts of id, version, position and digest, `tools` maps names to versions.
    `commit` is the newest commit that changed what the package is made of, '' where there is none.

    A build of a part of the package keeps the other files: the facts that those were made from
    stand under `earlier`, as far as they are others.
    """

    project: str
    reference: str
    version: str
    status: str
    commit: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)
    clauses: tuple[Mapping[str, str], ...] = ()
    tools: Mapping[str, str] = field(default_factory=dict)
    outputs: tuple[Output, ...] = ()
    earlier: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def facts(self) -> dict[str, Any]:
        """What the files of this build were made from, as plain data."""
        whole = asdict(self)
        return {name: whole[name] for name in _FACTS}

    @cached_property
    def build(self) -> str:
        """The name of these facts: the same facts, the same name."""
        return hashlib.sha256(_encoded(self.facts)).hexdigest()[:16]

    def facts_of(self, build: str) -> Mapping[str, Any] | None:
        """The facts of that name, None where they are not known."""
        return self.facts if build == self.build else self.earlier.get(build)

    def to_bytes(self) -> bytes:
        """The manifest as JSON, keys sorted, one line a fact."""
        return _encoded({"format": FORMAT, "build": self.build, **asdict(self)})


def _encoded(plain: object) -> bytes:
    return (json.dumps(plain, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def is_plain_name(name: object) -> bool:
    """Whether the name is that of a file right in the folder: nobody deletes elsewhere by
    writing another into a manifest."""
    return isinstance(name, str) and bool(name) and Path(name).name == name


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest in `folder`, None where there is none that can be read."""
    data = read_bytes(folder / MANIFEST)
    if data is None:
        return None
    try:
        plain: dict[str, Any] = {"commit": "", **json.loads(data)}
        outputs = [dict(output) for output in plain["outputs"]]
        facts = {name: plain[name] for name in _FACTS}
        facts["clauses"] = tuple(facts["clauses"])
        made = Manifest(**facts, earlier=plain.get("earlier", {}))
        if plain["format"] not in range(1, FORMAT + 1):
            return None
        for output in outputs if plain["format"] < FORMAT else ():
            # In the first form one build made all files, and all were for the other party.
            output.setdefault("audience", "outbound")
            if output.get("build") in (None, plain.get("build")):
                output["build"] = made.build  # the facts had another name before
        made = replace(made, outputs=tuple(Output(**output) for output in outputs))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return made if all(is_plain_name(output.name) for output in made.outputs) else None
