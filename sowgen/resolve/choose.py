"""Which clauses a deal has, and in which position."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sowgen.diagnostics import Diagnostic, Outcome, Span, did_you_mean, error, warning
from sowgen.model.clause import ChosenClause, Clause, Condition, Wording
from sowgen.model.lock import Lock
from sowgen.model.plain import Branch, Node
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.clauses import ClauseUse
from sowgen.model.tree import Tree
from sowgen.resolve.bind import bind
from sowgen.resolve.interact import check_interactions
from sowgen.resolve.locked import is_left_out, left_out, upgrade
from sowgen.sandbox import evaluate

_FALLBACK = {
    "oem": ("oem", "balanced", "ems"),
    "balanced": ("balanced", "oem", "ems"),
    "ems": ("ems", "balanced", "oem"),
}
_NO_USE = ClauseUse()


@dataclass(frozen=True, slots=True)
class Resolution:
    """The chosen clauses by id, in the order of area, `order` and id."""

    clauses: Mapping[str, ChosenClause] = field(default_factory=dict)


def resolve(
    spec: ProjectSpec,
    tree: Tree,
    library: Mapping[str, Clause],
    own: Iterable[Clause],
    authority: tuple[str, ...],
    lock: Lock | None = None,
) -> Outcome[Resolution]:
    """The clauses of the deal. `authority` lists the levels from the lowest to the highest. With a
    `lock` the deal has no clause of the library that is not pinned.

    Codes: C201 to C220, C226. A clause with an error is left out of the value, so that the
    others can still be checked.
    """
    chooser = _Chooser(spec, tree, authority, dict(Branch(spec, "").items()), lock)
    available = chooser.available(library, own)
    chooser.known_choices(available)
    chosen = {
        clause.id: made
        for clause in sorted(available.values(), key=lambda c: (c.area, c.order, c.id))
        if (made := chooser.choose(clause))
    }
    chooser.found += check_interactions(spec, tree, chosen, available, chooser.faulty)
    return Outcome(Resolution(chosen), tuple(chooser.found))


@dataclass(slots=True)
class _Chooser:
    """Decides clause by clause; `names` is what a condition on the deal can read."""

    spec: ProjectSpec
    tree: Tree
    authority: tuple[str, ...]
    names: Mapping[str, Node]
    lock: Lock | None = None
    found: list[Diagnostic] = field(default_factory=list)
    faulty: set[str] = field(default_factory=set)

    def available(self, library: Mapping[str, Clause], own: Iterable[Clause]) -> dict[str, Clause]:
        """The library with the project's own clauses in place of those they replace."""
        merged = dict(library)
        areas = {clause.area for clause in library.values()}
        for clause in own:
            if clause.replaces and clause.replaces not in library:
                self.found.append(
                    error(
                        "C202",
                        f"there is no clause `{clause.replaces}` to replace",
                        clause.span,
                        did_you_mean(clause.replaces, library),
                    )
                )
            elif clause.replaces:
                if not clause.reason:
                    self.found.append(
                        error(
                            "C203",
                            f"`{clause.id}` replaces a library clause without a reason",
                            clause.span,
                            "add `reason:` to its front matter",
                        )
                    )
                merged.pop(clause.replaces, None)
            elif clause.id in library:
                self.found.append(
                    error(
                        "C201",
                        f"the library has a clause `{clause.id}` too",
                        clause.span,
                        f"add `replaces: {clause.id}` and a `reason`, or rename the file",
                        [("in the library", library[clause.id].span)],
                    )
                )
            if areas and clause.area not in areas:
                self.found.append(
                    error(
                        "C202",
                        f"the library has no area `{clause.area}`",
                        clause.span,
                        did_you_mean(clause.area, areas)
                        or "its areas: " + ", ".join(sorted(areas)),
                    )
                )
            merged[clause.id] = clause
        for clause in merged.values():
            self.known_authority(clause)
        return merged

    def known_authority(self, clause: Clause) -> None:
        for position, level in clause.authority.items():
            if level not in self.authority:
                self.found.append(
                    error(
                        "C215",
                        f"position `{position}` of `{clause.id}` needs the authority "
                        f"`{level}`, which `sowgen.yaml` does not name",
                        clause.span,
                        did_you_mean(level, self.authority)
                        or "levels: " + ", ".join(self.authority),
                    )
                )

    def known_choices(self, available: Mapping[str, Clause]) -> None:
        replaced = {c.replaces: c.id for c in available.values() if c.replaces}
        for name in self.spec.clauses.use:
            if name not in available:
                hint = (
                    f"the project's own clause `{replaced[name]}` takes its place"
                    if name in replaced
                    else did_you_mean(name, available)
                    or "`sowgen clauses list` names the clauses there are"
                )
                span = self.tree.key_span(("clauses", "use", name))
                self.found.append(error("C202", f"there is no clause `{name}`", span, hint))

    def choose(self, clause: Clause) -> ChosenClause | None:
        """The clause as the deal has it, or None where it does not."""
        use = self.spec.clauses.use.get(clause.id, _NO_USE)
        at = ("clauses", "use", clause.id)
        place = self.tree.key_span(at) if clause.id in self.spec.clauses.use else clause.span
        departs = use.omit or use.include or use.position is not None
        if departs and not use.reason:
            self.found.append(
                error(
                    "C203",
                    f"the choice for `{clause.id}` has no reason",
                    place,
                    "add `reason:` with a sentence that a colleague will understand in a year",
                )
            )
        self.known_approver(clause, use)
        if not self.belongs(clause, use, place):
            return None
        wording = self.wording(clause, use.position)
        if wording is None:
            self.faulty |= {clause.id, clause.replaces}
            return None
        values, found = bind(clause, wording.position, use, self.spec, self.tree)
        self.found += found
        if any(d.is_error for d in found):
            self.faulty |= {clause.id, clause.replaces}
            return None
        self.authorised(clause, wording.position, use, place)
        return ChosenClause(clause, wording.position, wording, values, use.reason or clause.reason)

    def known_approver(self, clause: Clause, use: ClauseUse) -> None:
        known = (*self.authority, *self.spec.contacts)
        if use.approved_by is not None and use.approved_by not in known:
            self.found.append(
                error(
                    "C216",
                    f"`{use.approved_by}` is neither an authority level nor a contact",
                    self.tree.span(("clauses", "use", clause.id, "approved_by")),
                    did_you_mean(use.approved_by, known) or "levels: " + ", ".join(self.authority),
                )
            )

    def belongs(self, clause: Clause, use: ClauseUse, place: Span) -> bool:
        applies = True
        if clause.applies_when and not use.include:
            outcome = evaluate(clause.applies_when, self.names, "C214")
            self.found += outcome.diagnostics
            applies = outcome.value
        wanted = applies and not use.omit
        lock = self.lock if wanted and is_left_out(self.lock, clause) else None
        missing = not wanted or lock is not None
        if missing and clause.mandatory_when:
            outcome = evaluate(clause.mandatory_when, self.names, "C214")
            self.found += outcome.diagnostics
            if outcome.value:
                self.found.append(self.mandatory(clause, clause.mandatory_when, place, lock))
                return False
        if lock is not None:
            self.found.append(left_out(lock, clause))
        return not missing

    def mandatory(
        self, clause: Clause, rule: Condition, place: Span, lock: Lock | None
    ) -> Diagnostic:
        return error(
            "C212",
            f"`{clause.id}` cannot be left out: {rule.expression}",
            place,
            f"it is not in the project's lock: {upgrade(lock, clause)} takes it in"
            if lock
            else f"remove `omit` for `{clause.id}`, or replace it by an own clause",
        )

    def wording(self, clause: Clause, wanted: str | None) -> Wording | None:
        if wanted is not None:
            if wanted in clause.wordings:
                return clause.wordings[wanted]
            span = self.tree.span(("clauses", "use", clause.id, "position"))
            self.found.append(
                error(
                    "C204",
                    f"`{clause.id}` has no position `{wanted}`",
                    span,
                    did_you_mean(wanted, clause.wordings)
                    or "its positions: " + ", ".join(clause.wordings),
                )
            )
            return None
        for position in (*_FALLBACK[self.spec.clauses.stance], "standard"):
            if position in clause.wordings:
                return clause.wordings[position]
        return None

    def authorised(self, clause: Clause, position: str, use: ClauseUse, place: Span) -> None:
        """Departing from the stance to a position that needs authority needs an approval."""
        level = clause.authority.get(position)
        if use.position is None or level is None or level not in self.authority:
            return
        if position == self.spec.clauses.stance:
            return
        given = use.approved_by
        if given is None or (given in self.authority and not self.enough(given, level)):
            short = f"`{given}` is not enough" if given else "nobody approved it"
            self.found.append(
                warning(
                    "C208",
                    f"position `{position}` of `{clause.id}` needs `{level}`: {short}",
                    place,
                    f"add `approved_by: {level}` once it is approved",
                )
            )

    def enough(self, given: str, needed: str) -> bool:
        return self.authority.index(given) >= self.authority.index(needed)
