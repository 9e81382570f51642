"""What makes a calendar file recognise itself when the package is issued again.

A calendar program replaces an event by one with the same UID and a higher SEQUENCE; it adds a
second one where the UID is new (RFC 5545, 3.8.4.7 and 3.8.7.4). So the UID is made from ids that
stay, never from a date or a title, and the sequence from the version of the package.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from uuid import UUID, uuid5

from sowgen.assemble.imprint import day_of
from sowgen.model.spec import ProjectSpec

_SOWGEN = UUID("6f0f8e4c-5f0a-5c57-9d1f-3a3c1d7f2b60")
_STEP = 1000
_MOST = 2146
_ALPHABET = 26
_LONGEST_LETTERING = 2


def uid(spec: ProjectSpec, *parts: str) -> str:
    """The UID of the event that `parts` name, such as `("milestone", "first-delivery")`.

    It depends on the package's id and on `parts` alone: give ids and periods, no titles or dates
    that may move.
    """
    return f"{uuid5(_SOWGEN, '/'.join((spec.package.id, *parts)))}@sowgen"


def sequence(spec: ProjectSpec) -> int:
    """A whole number that grows with the package's version: `1.10` is more than `1.9`.

    The first three parts of the version count, each a number below 1,000 (the first below
    2,147) or a letter of a revision, `B` after `A`. Words such as `draft` count nothing.
    """
    first, second, third = (*_parts(spec.package.version), 0, 0, 0)[:3]
    return (min(first, _MOST) * _STEP + second) * _STEP + third


def _parts(version: str) -> list[int]:
    found = re.findall(r"\d+|[A-Za-z]+", version)
    if len(found) > 1 and found[0].isalpha() and any(part.isdigit() for part in found):
        # `v1.2`, `Rev 3`: what stands before the first number is no part of it.
        found = found[next(at for at, part in enumerate(found) if part.isdigit()) :]
    counted = [part for part in found if part.isdigit() or len(part) <= _LONGEST_LETTERING]
    return [
        min(int(part) if part.isdigit() else _lettering(part), _STEP - 1 if at else _MOST)
        for at, part in enumerate(counted)
    ]


def _lettering(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * _ALPHABET + ord(letter) - ord("A") + 1
    return number


def stamp(spec: ProjectSpec) -> datetime:
    """The day of the package at midnight UTC, never today: its date, else its effective date."""
    return datetime.combine(day_of(spec), time(), UTC)
