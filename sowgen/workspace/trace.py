"""What was read for a result: when all of it is the same, so is the result."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Trace:
    """`reads` maps each file read to the SHA-256 of its bytes, '' for one that is not there; for
    one that could not be read `!`, the limit in bytes, and why.
    `looks` maps each other question to a digest of its answer: `file PATH` whether it is there,
    `folders PATH` the folders in it, `files PATH SUFFIX` the files in it, `below PATH
    SUFFIX …` those in all folders below it too; NUL between the words."""

    reads: Mapping[str, str] = field(default_factory=dict)
    looks: Mapping[str, str] = field(default_factory=dict)


def answer(names: Iterable[str]) -> str:
    """A listing in at most 64 characters: as it is, or its digest."""
    listing = "\n".join(names)
    return listing if len(listing) < 64 else hashlib.sha256(listing.encode()).hexdigest()
