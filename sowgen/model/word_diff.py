"""What differs between two texts, word by word."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_MOST_EDITS = 300
"""Stretches without a word that both texts have once are compared up to so many insertions and
deletions; one that differs more counts as rewritten."""
_MOST_LEVELS = 40
_ISLAND = 2
"""Up to so many words that stayed are shown as rewritten where far more changes on both sides."""


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of both texts: `old` and `new` are its words, from the indexes `old_at` and
    `new_at` on. Where nothing changed they are equal; one of them may be empty, never both."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    old_at: int
    new_at: int

    @property
    def same(self) -> bool:
        """Whether the stretch is the same in both texts."""
        return self.old == self.new

    @property
    def size(self) -> int:
        """The words of the longer side."""
        return max(len(self.old), len(self.new))


def diff(old: Sequence[str], new: Sequence[str]) -> tuple[Change, ...]:
    """The stretches that make up both texts, in order, changed and unchanged ones in turn; none for
    two empty texts. Words are equal where their characters are. The time grows with the length of
    the texts, whatever they hold."""
    whole = _Stretch(0, len(old), 0, len(new))
    return _joined(_changes(old, new, _align(old, new, whole, 0)))


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The words `a0` to `a1` of the old text and `b0` to `b1` of the new one."""

    a0: int
    a1: int
    b0: int
    b1: int


def _align(
    old: Sequence[str], new: Sequence[str], at: _Stretch, level: int
) -> Iterator[tuple[int, int]]:
    """Pairs of indexes of words that stayed, rising on both sides."""
    a0, a1, b0, b1 = at.a0, at.a1, at.b0, at.b1
    while a0 < a1 and b0 < b1 and old[a0] == new[b0]:
        yield a0, b0
        a0, b0 = a0 + 1, b0 + 1
    tail = 0
    while a0 < a1 and b0 < b1 and old[a1 - 1] == new[b1 - 1]:
        a1, b1, tail = a1 - 1, b1 - 1, tail + 1
    if a0 < a1 and b0 < b1:
        rest = _Stretch(a0, a1, b0, b1)
        anchors = _anchors(old, new, rest) if level < _MOST_LEVELS else []
        if anchors:
            for i, j in anchors:
                yield from _align(old, new, _Stretch(a0, i, b0, j), level + 1)
                yield i, j
                a0, b0 = i + 1, j + 1
            yield from _align(old, new, _Stretch(a0, a1, b0, b1), level + 1)
        else:
            yield from _shortest(old, new, rest)
    yield from ((a1 + k, b1 + k) for k in range(tail))


def _anchors(old: Sequence[str], new: Sequence[str], at: _Stretch) -> list[tuple[int, int]]:
    """The words that stand once on each side, as many as keep their order."""
    left, right = Counter(old[at.a0 : at.a1]), Counter(new[at.b0 : at.b1])
    there = {new[j]: j for j in range(at.b0, at.b1)}
    pairs = [
        (i, there[old[i]])
        for i in range(at.a0, at.a1)
        if left[old[i]] == 1 and right.get(old[i]) == 1
    ]
    return _rising(pairs)


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of the pairs, sorted by their first numbers, whose second ones rise too."""
    ends: list[int] = []  # of runs of each length, the smallest last number, and its pair
    last: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [j]
        last[length : length + 1] = [index]
    chosen: list[tuple[int, int]] = []
    index = last[-1] if last else -1
    while index >= 0:
        chosen.append(pairs[index])
        index = before[index]
    return chosen[::-1]


def _shortest(old: Sequence[str], new: Sequence[str], at: _Stretch) -> list[tuple[int, int]]:
    """The pairs that leave the fewest insertions and deletions (Myers, 1986), none where these are
    more than `_MOST_EDITS`."""
    wide, high = at.a1 - at.a0, at.b1 - at.b0
    furthest = {1: 0}
    steps: list[dict[int, int]] = []
    for edits in range(min(wide + high, _MOST_EDITS) + 1):
        steps.append(furthest.copy())
        for diagonal in range(-edits, edits + 1, 2):
            x = _next(furthest, diagonal, edits)
            y = x - diagonal
            while x < wide and y < high and old[at.a0 + x] == new[at.b0 + y]:
                x, y = x + 1, y + 1
            furthest[diagonal] = x
            if x >= wide and y >= high:
                return [(at.a0 + i, at.b0 + j) for i, j in _back(steps, wide, high)]
    return []


def _next(furthest: dict[int, int], diagonal: int, edits: int) -> int:
    """How far on the diagonal one more edit leads."""
    down = diagonal == -edits or (
        diagonal != edits and furthest[diagonal - 1] < furthest[diagonal + 1]
    )
    return furthest[diagonal + 1] if down else furthest[diagonal - 1] + 1


def _back(steps: Sequence[dict[int, int]], x: int, y: int) -> list[tuple[int, int]]:
    """The pairs on the way that led to the end of both sides."""
    pairs: list[tuple[int, int]] = []
    for edits in range(len(steps) - 1, -1, -1):
        furthest, diagonal = steps[edits], x - y
        begin = _next(furthest, diagonal, edits)
        while x > begin:
            x, y = x - 1, y - 1
            pairs.append((x, y))
        if edits:
            down = begin == furthest.get(diagonal + 1) and (
                diagonal == -edits
                or (diagonal != edits and furthest[diagonal - 1] < furthest[diagonal + 1])
            )
            x, y = (x, y - 1) if down else (x - 1, y)
    return pairs[::-1]


def _changes(
    old: Sequence[str], new: Sequence[str], pairs: Iterable[tuple[int, int]]
) -> Iterator[Change]:
    """The stretches between and of words that stayed."""
    a = b = 0  # where the stretch that is not given yet begins
    kept = 0  # its words, as long as all of them stayed
    for i, j in (*pairs, (len(old), len(new))):
        if (i, j) != (a + kept, b + kept):
            if kept:
                yield Change(tuple(old[a : a + kept]), tuple(new[b : b + kept]), a, b)
                a, b = a + kept, b + kept
            yield Change(tuple(old[a:i]), tuple(new[b:j]), a, b)
            a, b, kept = i, j, 0
        kept += 1
    if kept > 1:
        yield Change(tuple(old[a:]), tuple(new[b:]), a, b)


def _joined(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes, without islands of one or two words in the midst of what was rewritten."""
    parts = list(changes)
    joined: list[Change] = []
    for index, part in enumerate(parts):
        inside = joined and not joined[-1].same and index + 1 < len(parts)
        small = part.same and part.size <= _ISLAND
        if inside and small:
            small = min(joined[-1].size, parts[index + 1].size) > 2 * part.size
        if joined and not joined[-1].same and (not part.same or (inside and small)):
            top = joined.pop()
            part = Change(top.old + part.old, top.new + part.new, top.old_at, top.new_at)
        joined.append(part)
    return tuple(joined)
