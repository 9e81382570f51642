"""What differs between two readings of a document, clause by clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

from sowgen.preview.units import Reading, Spot, Unit

Kind: TypeAlias = Literal["new", "changed", "removed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `spots` are the units in the document as it is now; for what was removed the one
    that stands there now. `before` are the words that stood there, '' for what is new."""

    kind: Kind
    spots: tuple[Spot, ...]
    before: str
    clause: str
    number: str


def compare(before: Reading, after: Reading) -> tuple[Change, ...]:
    """The changes in reading order; neighbours of one clause and kind are one change. Numbers that
    moved on, and references that followed them, are none."""
    if before.document is after.document:
        return ()
    return tuple(_joined(_changes(before.units, after.units)))


def _changes(old: Sequence[Unit], new: Sequence[Unit]) -> Iterator[Change]:
    start, end = _same_ends([u.key for u in old], [u.key for u in new])
    a, b = old[start : len(old) - end], new[start : len(new) - end]
    matcher = SequenceMatcher(None, [u.key for u in a], [u.key for u in b])
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            continue
        gone, come = a[i:j], b[k:m]
        for number, unit in enumerate(come):
            was = gone[number].text if number < len(gone) else ""
            yield _change("changed" if number < len(gone) else "new", unit, was, unit)
        if gone[len(come) :]:
            place = new[min(start + m, len(new) - 1)]
            for unit in gone[len(come) :]:
                yield _change("removed", place, unit.text, unit)


def _same_ends(a: Sequence[str], b: Sequence[str]) -> tuple[int, int]:
    """How many keys are the same at the beginning, and at the end of what is left."""
    most = min(len(a), len(b))
    start = next((i for i in range(most) if a[i] != b[i]), most)
    most -= start
    end = next((i for i in range(most) if a[-1 - i] != b[-1 - i]), most)
    return start, end


def _change(kind: Kind, place: Unit, before: str, about: Unit) -> Change:
    return Change(kind, (place.spot,), before, about.clause, about.number)


def _joined(changes: Iterator[Change]) -> Iterator[Change]:
    """Changes of one kind in one clause as one; where there is no clause, direct neighbours."""
    parts: list[Change] = []
    for change in changes:
        if parts and not _belongs(parts[-1], change):
            yield _one(parts)
            parts = []
        parts.append(change)
    if parts:
        yield _one(parts)


def _belongs(last: Change, change: Change) -> bool:
    if (last.kind, last.clause, last.number if not last.clause else "") != (
        change.kind, change.clause, change.number if not change.clause else "",
    ):  # fmt: skip
        return False
    (index, row), (at, now) = last.spots[-1], change.spots[0]
    near = at == index + 1 or (at == index and (now or 0) - (row or 0) <= 1)
    return bool(change.clause) or near


def _one(parts: Sequence[Change]) -> Change:
    spots = tuple(dict.fromkeys(part.spots[0] for part in parts))
    before = "\n".join(part.before for part in parts if part.before)
    return replace(parts[0], spots=spots, before=before)
