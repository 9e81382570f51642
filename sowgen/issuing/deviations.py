"""Where a deal departs from the library beyond what a drafter may decide, and who approved it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sowgen.diagnostics import Diagnostic, Span, error, info
from sowgen.model.clause import ChosenClause, Clause
from sowgen.model.parameter import within
from sowgen.model.seal import Deviation
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.clauses import ClauseUse
from sowgen.model.tree import Tree

_NO_USE = ClauseUse()
_EARLIEST_ZONE = timedelta(hours=14)
"""How far local time is ahead of UTC, at most."""


@dataclass(frozen=True, slots=True)
class Approvals:
    """The departures of a deal. `library` has the clauses by id, `chosen` those of the deal;
    `levels` go from the lowest authority to the highest."""

    spec: ProjectSpec
    tree: Tree
    library: Mapping[str, Clause]
    chosen: Mapping[str, ChosenClause]
    levels: Sequence[str]

    def deviations(self) -> tuple[Deviation, ...]:
        """Every departure that takes an approval, with the record of it, sorted by clause:

        a position other than the stance for which the library names an authority; a clause left
        out; an own clause in the place of the library's; a value outside its range."""
        found = [*self._left_out(), *(d for e in self.chosen.values() for d in self._of(e))]
        return tuple(sorted(found, key=lambda d: (d.clause, d.what)))

    def unapproved(self, deviations: Iterable[Deviation]) -> Iterator[Diagnostic]:
        """H404 for each departure whose record is not whole: who with enough authority, when,
        why."""
        for deviation in deviations:
            lacks = [
                (f"`approved_by: {deviation.needs or self._lowest()}`", problem)
                for problem in self._approver(deviation)
            ]
            lacks += [] if deviation.approved_on else [("`approved_on:`", "no day is recorded")]
            lacks += [] if deviation.reason else [("`reason:`", "no reason is recorded")]
            if lacks:
                *most, last = (key for key, _ in lacks)
                keys = f"{', '.join(most)} and {last}" if most else last
                problems = ", ".join(problem for _, problem in lacks)
                yield error(
                    "H404",
                    f"`{deviation.clause}`, {deviation.what}: {problems}",
                    self._place(deviation),
                    f"record {keys} under `clauses.use.{deviation.clause}` once it is approved",
                )

    def early(self, deviations: Iterable[Deviation], time: str) -> Iterator[Diagnostic]:
        """H412 for each approval of a day that had come nowhere on Earth at `time`, that of the
        commit: ISO 8601 in UTC."""
        latest = (datetime.fromisoformat(time) + _EARLIEST_ZONE).date().isoformat()
        for deviation in deviations:
            if deviation.approved_on > latest:
                yield info(
                    "H412",
                    f"`{deviation.clause}`, {deviation.what}: approved on {deviation.approved_on}, "
                    f"a day after the commit ({time[:10]})",
                    self._place(deviation),
                    f"see whether `clauses.use.{deviation.clause}.approved_on` is right",
                )

    def _place(self, deviation: Deviation) -> Span:
        if deviation.clause in self.spec.clauses.use:
            return self.tree.key_span(("clauses", "use", deviation.clause))
        entry = self.chosen.get(deviation.clause)
        return entry.clause.span if entry else Span(self.tree.file)

    # --- which -------------------------------------------------------------------------------

    def _left_out(self) -> Iterator[Deviation]:
        for name, use in self.spec.clauses.use.items():
            if use.omit and name in self.library:
                needs = self._highest(self.library[name].authority.values())
                yield self._recorded(name, "left out", needs, use, "")

    def _of(self, entry: ChosenClause) -> Iterator[Deviation]:
        clause, position = entry.clause, entry.position
        use = self.spec.clauses.use.get(clause.id, _NO_USE)
        level = clause.authority.get(position, "")
        named = self.library.get(clause.replaces)
        if named is not None:
            needs = level or self._highest(named.authority.values())
            what = f"in the place of `{named.id}`" if named.id != clause.id else "an own wording"
            yield self._recorded(clause.id, what, needs, use, clause.reason)
        if use.position is not None and level and position != self.spec.clauses.stance:
            yield self._recorded(clause.id, f"position `{position}`", level, use, clause.reason)
        for name, bound in entry.values.items():
            parameter = bound.parameter
            low, high = parameter.ranges.get(position, (parameter.minimum, parameter.maximum))
            if not within(bound.value, low, high):
                limits = f"{'' if low is None else low} .. {'' if high is None else high}".strip()
                what = f"`{name}` {bound.value}, outside {limits}"
                yield self._recorded(clause.id, what, level, use, clause.reason)

    def _recorded(
        self, clause: str, what: str, needs: str, use: ClauseUse, reason: str
    ) -> Deviation:
        day = use.approved_on.isoformat() if use.approved_on else ""
        why = use.reason or reason
        return Deviation(clause, what, needs, use.approved_by or "", day, why)

    # --- whether approved --------------------------------------------------------------------

    def _approver(self, deviation: Deviation) -> Iterator[str]:
        """What is wrong with who approved it."""
        given, needed = deviation.approved_by, deviation.needs
        if not given:
            yield "nobody approved it"
        elif given in self.levels:
            if needed in self.levels and self.levels.index(given) < self.levels.index(needed):
                yield f"`{given}` is not enough, it takes `{needed}`"
        elif given in self.spec.contacts:
            contact = self.spec.contacts[given]
            party = self.spec.parties.get(contact.party)
            if party is None or party.role != "oem":
                yield f"the contact `{given}` does not belong to the OEM"
            elif not contact.authority.may_commit:
                yield f"the contact `{given}` may not commit the OEM"

    def _highest(self, named: Iterable[str]) -> str:
        known = [level for level in named if level in self.levels]
        return max(known, key=self.levels.index, default="")

    def _lowest(self) -> str:
        return self.levels[0] if self.levels else "…"
