"""An issued version: what it holds, and who approved where it departs from the library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Deviation:
    """A departure from the library that a drafter cannot decide alone, with its approval.

    `clause` is the id of the clause, `what` how the deal departs from it, `needs` the authority
    level that this takes ('' for any). `approved_by` is a level or a contact, `approved_on` an ISO
    date, `reason` a sentence; each '' where the project does not say it.
    """

    clause: str
    what: str
    needs: str = ""
    approved_by: str = ""
    approved_on: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Seal:
    """The facts of an issued version. `commit` is the id of the commit it was made from and `date`
    the time of that commit (ISO 8601); `files` maps the name of each file in the folder, but for
    the seal itself, to the SHA-256 of its bytes in hexadecimal; `left_out` are the kinds of the
    documents that did not go out, being internal."""

    project: str
    version: str
    commit: str
    date: str
    files: Mapping[str, str]
    deviations: tuple[Deviation, ...] = ()
    left_out: tuple[str, ...] = field(default=())
