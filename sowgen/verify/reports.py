"""What can be said of a file whose origin was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from sowgen.verify.passages import Change

Verdict: TypeAlias = Literal["untouched", "outdated", "resaved", "edited", "unknown"]

VERDICTS: tuple[Verdict, ...] = ("untouched", "outdated", "resaved", "edited", "unknown")
"""From best to worst."""
NO_FILE = "there is no such file"
"""The reason of a report on a path where no file is."""


@dataclass(frozen=True, slots=True)
class Since:
    """What has changed since a file was made, as the project is now. `changes` are those of its
    own words, `files` the inputs that differ, `kinds` the other documents of the package that
    would come out different. `unknown` says why that cannot be told, '' where it can."""

    changes: tuple[Change, ...] = ()
    files: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file comes from. `commit` is '' for files that were not committed, `issued` the
    version as which it went out, '' for any other file. `clauses` are id, version and position."""

    project: str
    kind: str
    format: str
    version: str = ""
    commit: str = ""
    issued: str = ""
    clauses: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The verdict on a file. `file` is its path as it was given.

    - `untouched`: these are the bytes that the project gives at `origin.commit`, or those of a file
      of an issued version that is committed;
    - `outdated`: untouched too, and the project would give another one today (`since`);
    - `resaved`: the words are as they were written, the bytes are not: another program saved it,
      or other versions of the tools made it;
    - `edited`: `changes` says where, as far as they are not too many (`more` counts the others);
    - `unknown`: nothing proves where it comes from; `reason` says why. `damaged` files cannot even
      be read.

    `notes` are remarks for people on how the verdict was found; `members` the reports on the files
    of an archive.
    """

    file: str
    verdict: Verdict
    origin: Origin | None = None
    changes: tuple[Change, ...] = ()
    more: int = 0
    since: Since | None = None
    reason: str = ""
    damaged: bool = False
    notes: tuple[str, ...] = ()
    members: tuple[Report, ...] = ()
