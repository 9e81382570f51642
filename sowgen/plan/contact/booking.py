"""Puts meetings on days and at times that suit everybody, one meeting after the other.

The rules, as the annex prints them: a meeting is held on the day its rule gives, at the usual
time of its home place; where somebody does not work that day or is in another meeting, on the
next common working day of the same period, otherwise on the last one before; where the hours in
common are shorter than the meeting, outside working hours in turn (see `slots`). Half working
days are left free of meetings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sowgen.model.meetings import Cause, LocalTime, Occurrence, Skipped
from sowgen.plan.contact.closures import why_closed
from sowgen.plan.contact.pairs import shown
from sowgen.plan.contact.periods import Term
from sowgen.plan.contact.places import DAY, Place, Places, Stretch, instant, local, moment
from sowgen.plan.contact.shared import always, outside, shared
from sowgen.plan.contact.slots import Turn, nearest, next_carrier, starts, turns, usual, wall

_ONE_DAY = timedelta(days=1)
_NOON = DAY // 2


@dataclass(frozen=True, slots=True)
class Request:
    """A meeting that is to be placed.

    `people` are its participants, by contact, or by role where nobody holds it: who holds two
    roles is in one meeting at a time. `places` are where they are, home first; `zones` label and
    zone of each clock it is shown on, `home` the label of the home place's. `at` is the agreed
    minute of the day at home, None where it is computed. `allowed` says on which days it may be
    held at all.
    """

    id: str
    name: str
    people: tuple[str, ...]
    places: tuple[Place, ...]
    zones: tuple[tuple[str, str], ...]
    home: str
    length: int
    at: int | None
    outer: Stretch
    terms: tuple[Term, ...]
    allowed: Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of a request: its meetings, the periods without one, minutes outside working
    hours by meeting and party, and the usual minute of the day at home."""

    occurrences: tuple[Occurrence, ...]
    skipped: tuple[Skipped, ...]
    burdens: tuple[Turn, ...]
    usual: int | None


@dataclass(frozen=True, slots=True)
class _Slot:
    at: int
    turn: Turn | None = None
    carrier: str = ""
    clash: bool = False


@dataclass(slots=True)
class Book:
    """The meetings placed so far: who is busy when, by person and day of UTC."""

    places: Places
    busy: dict[tuple[str, int], list[tuple[int, int, str]]] = field(default_factory=dict)

    def place(self, request: Request) -> Placed:
        """Every meeting of the request, in the order of its periods."""
        return _Placing(self, request).run()

    def taken(self, people: Sequence[str], slot: Stretch) -> str:
        """The name of a meeting that one of `people` has at that time, or ''."""
        for person in people:
            for day in range(slot[0] // DAY, (slot[1] - 1) // DAY + 1):
                for lo, hi, name in self.busy.get((person, day), ()):
                    if lo < slot[1] and slot[0] < hi:
                        return name
        return ""

    def take(self, people: Sequence[str], slot: Stretch, name: str) -> None:
        """Notes that `people` are in a meeting."""
        for person in people:
            for day in range(slot[0] // DAY, (slot[1] - 1) // DAY + 1):
                self.busy.setdefault((person, day), []).append((*slot, name))


@dataclass(slots=True)
class _Placing:
    book: Book
    request: Request
    usual: int | None = None
    borne: dict[str, int] = field(default_factory=dict)
    burdens: list[Turn] = field(default_factory=list)
    long_enough: dict[date, bool] = field(default_factory=dict)

    def run(self) -> Placed:
        request = self.request
        self.usual = request.at if request.at is not None else self._usual()
        found: list[Occurrence] = []
        skipped: list[Skipped] = []
        for term in request.terms:
            day, slot = self._search(term)
            if slot is None:
                cause, name = self._cause(term.nominal)
                skipped.append(Skipped(term.key, term.nominal, cause, name))
                continue
            found.append(self._occurrence(term, day, slot))
        return Placed(tuple(found), tuple(skipped), tuple(self.burdens), self.usual)

    def _usual(self) -> int | None:
        """The time of day at home that suits most of the days which the rule gives."""
        choices = [
            (term.nominal, self._free(term.nominal))
            for term in self.request.terms
            if self._is_long_enough(term.nominal)
        ]
        return usual(choices, self.request.length, self.request.places[0].tz)

    def _is_long_enough(self, day: date) -> bool:
        """Whether the hours in common of a working day hold the meeting."""
        if day not in self.long_enough:
            stretches = shared(self.request.places, day, always)
            longest = max((hi - lo for lo, hi in stretches), default=0)
            self.long_enough[day] = longest >= self.request.length
        return self.long_enough[day]

    def _free(self, day: date) -> list[Stretch]:
        """Hours in common that no other meeting of these people takes."""
        found = list(shared(self.request.places, day, self.book.places.works))
        for person in self.request.people:
            for lo, hi, _ in self._busy(person, found):
                found = [part for each in found for part in _without(each, (lo, hi))]
        return found

    def _busy(self, person: str, found: Sequence[Stretch]) -> list[tuple[int, int, str]]:
        days = {at // DAY for stretch in found for at in stretch}
        return [busy for day in sorted(days) for busy in self.book.busy.get((person, day), ())]

    def _search(self, term: Term) -> tuple[date, _Slot | None]:
        """The day and slot of a period: first without, then with a clash. A meeting of one day
        makes room for the other and is left out."""
        days = [day for day in _by_preference(term) if self.request.allowed(day)]
        for clash in (False, True) if term.first < term.last else (False,):
            for day in days:
                slot = self._slot(day, clash=clash)
                if slot is not None:
                    return day, slot
        return term.nominal, None

    def _slot(self, day: date, *, clash: bool) -> _Slot | None:
        request = self.request
        home = request.places[0]
        if request.at is not None:
            return self._agreed(instant(home.tz, day, request.at), clash=clash)
        if self._is_long_enough(day):
            stretches = (
                shared(request.places, day, self.book.places.works) if clash else self._free(day)
            )
            wanted = instant(home.tz, day, _NOON if self.usual is None else self.usual)
            at = nearest(starts(stretches, request.length, home.tz), wanted)
            return None if at is None else _Slot(at, clash=clash)
        offered = turns(
            request.places, day, request.length, request.outer, self.book.places.works,
            lambda slot: clash or not self.book.taken(request.people, slot),
        )  # fmt: skip
        if not offered:
            return None
        carrier = next_carrier(offered, self.borne)
        return _Slot(offered[carrier].start, offered[carrier], carrier, clash)

    def _agreed(self, at: int, *, clash: bool) -> _Slot | None:
        """The slot at the agreed time of day, where everybody works that day."""
        request = self.request
        slot = (at, at + request.length)
        burdens: dict[str, int] = {}
        for place in request.places:
            there = local(place.tz, at).date()
            if not self.book.places.works(place, there):
                return None
            beyond = outside(place, slot, there)
            burdens[place.party] = max(burdens.get(place.party, 0), beyond)
        if not clash and self.book.taken(request.people, slot):
            return None
        if not any(burdens.values()):
            return _Slot(at, clash=clash)
        return _Slot(at, Turn(at, burdens), max(burdens, key=lambda p: burdens[p]), clash)

    def _occurrence(self, term: Term, day: date, slot: _Slot) -> Occurrence:
        request = self.request
        stretch = (slot.at, slot.at + request.length)
        if slot.turn:
            self.burdens.append(slot.turn)
            for party, minutes in slot.turn.burdens.items():
                self.borne[party] = self.borne.get(party, 0) + minutes
        cause, name = self._cause(term.nominal) if day != term.nominal else ("", "")
        self.book.take(request.people, stretch, request.name)
        minute = wall(request.places[0].tz, day, slot.at)
        return Occurrence(
            period=term.key,
            nominal=term.nominal,
            date=day,
            start=moment(stretch[0]),
            end=moment(stretch[1]),
            local=self._local(stretch, day),
            moved=day != term.nominal,
            shifted=slot.turn is None and minute != self.usual,
            rotated=slot.turn is not None,
            clash=slot.clash,
            carrier=slot.carrier,
            cause=cause,
            cause_name=name,
        )

    def _local(self, stretch: Stretch, day: date) -> tuple[LocalTime, ...]:
        return tuple(shown(label, tz, stretch, day) for label, tz in self.request.zones)

    def _cause(self, day: date) -> tuple[Cause, str]:
        """Why the meeting cannot be on `day`."""
        home = self.request.places[0]
        at = instant(home.tz, day, _NOON if self.usual is None else self.usual)
        for place in self.request.places:
            found = why_closed(self.book.places, place, local(place.tz, at).date())
            if found:
                return found
        taken = self.book.taken(self.request.people, (at, at + self.request.length))
        taken = taken or self._crowding(day)
        return ("clash", taken) if taken else ("hours", "")

    def _crowding(self, day: date) -> str:
        """The name of a meeting that takes hours in common which would hold this one, or ''."""
        if self.request.at is not None or not self._is_long_enough(day):
            return ""
        stretches = shared(self.request.places, day, self.book.places.works)
        names = (self.book.taken(self.request.people, stretch) for stretch in stretches)
        return next((name for name in names if name), "")


def _by_preference(term: Term) -> Iterator[date]:
    """The nominal day, those after it in the period, then those before it, nearest first."""
    yield term.nominal
    day = term.nominal + _ONE_DAY
    while day <= term.last:
        yield day
        day += _ONE_DAY
    day = term.nominal - _ONE_DAY
    while day >= term.first:
        yield day
        day -= _ONE_DAY


def _without(stretch: Stretch, busy: Stretch) -> Iterator[Stretch]:
    """What is left of a stretch beside a busy one."""
    lo, hi = stretch
    if busy[1] <= lo or hi <= busy[0]:
        yield stretch
        return
    if lo < busy[0]:
        yield lo, busy[0]
    if busy[1] < hi:
        yield busy[1], hi
