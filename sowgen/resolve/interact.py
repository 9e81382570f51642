"""What clauses say of each other: requires, conflicts, constraints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from sowgen.diagnostics import Diagnostic, Span, did_you_mean, error
from sowgen.model.clause import ChosenClause, Clause
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Tree
from sowgen.resolve.constraints import check_constraints
from sowgen.resolve.interact_decisions import check_decisions
from sowgen.resolve.interact_escalation import check_escalation
from sowgen.resolve.interact_times import check_times


def check_interactions(
    spec: ProjectSpec,
    tree: Tree,
    chosen: Mapping[str, ChosenClause],
    available: Mapping[str, Clause],
    faulty: Collection[str] = (),
) -> list[Diagnostic]:
    """Every broken relation between chosen clauses. `faulty` clauses belong to the deal, but
    have findings of their own; they count as present. Codes C202, C210, C211, C213, C214, and
    those of `interact_decisions`, `interact_escalation` and `interact_times`."""
    found: list[Diagnostic] = []
    standing = {c.clause.replaces: c for c in chosen.values() if c.clause.replaces}
    present = {*standing, *chosen, *faulty}
    found += _requires(chosen.values(), present, available, tree)
    for entry in chosen.values():
        place = _place(entry, tree)
        found += _conflicts(entry, {**standing, **chosen}, available, place, tree)
        found += check_constraints(entry, spec, chosen, place, tree)
    found += check_escalation(spec, tree, chosen)
    found += check_decisions(spec, tree, chosen)
    return [*found, *check_times(spec, tree, chosen)]


def _place(entry: ChosenClause, tree: Tree) -> Span:
    """Where the project speaks of the clause, or else where the clause is written."""
    path = ("clauses", "use", entry.clause.id)
    return tree.key_span(path) if path in tree.keys else entry.clause.span


def _known(name: str, available: Mapping[str, Clause]) -> bool:
    return name in available or any(c.replaces == name for c in available.values())


def _unknown(
    entry: ChosenClause, name: str, rule: str, available: Mapping[str, Clause]
) -> Diagnostic:
    """C202 for a clause `name` that is not there, at the `rule` of the clause that names it."""
    message = f"`{entry.clause.id}` names the clause `{name}`, which does not exist"
    hint = did_you_mean(name, available) or (
        f"was its file deleted or renamed? bring it back, or take `{name}` out of the front matter"
    )
    return error("C202", message, entry.clause.named.get(rule, entry.clause.span), hint)


def _listed(names: list[str]) -> str:
    """Ids in a sentence."""
    quoted = [f"`{name}`" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def _requires(
    chosen: Iterable[ChosenClause],
    present: Collection[str],
    available: Mapping[str, Clause],
    tree: Tree,
) -> Iterable[Diagnostic]:
    """One finding for each clause that is missing: where the project leaves it out, or else at
    the first clause that needs it."""
    missing: dict[str, list[ChosenClause]] = defaultdict(list)
    for entry in chosen:
        for name in entry.clause.requires:
            if not _known(name, available):
                yield _unknown(entry, name, name, available)
            elif name not in present:
                missing[name].append(entry)
    for name, needing in missing.items():
        path = ("clauses", "use", name)
        ids = _listed([entry.clause.id for entry in needing])
        too = f"leave `{needing[0].clause.id}` out" if len(needing) == 1 else "leave these out"
        omitted = path in tree.keys
        yield error(
            "C210",
            f"{ids} {'needs' if len(needing) == 1 else 'need'} the clause `{name}`, which is "
            "left out",
            tree.keys[path] if omitted else _place(needing[0], tree),
            (f"remove `clauses.use.{name}.omit`" if omitted else f"take `{name}` in")
            + f", or {too} with a reason",
            [(f"`{entry.clause.id}`", _place(entry, tree)) for entry in needing[:3]],
        )


def _conflicts(
    entry: ChosenClause,
    chosen: Mapping[str, ChosenClause],
    available: Mapping[str, Clause],
    place: Span,
    tree: Tree,
) -> list[Diagnostic]:
    found = []
    for rule in entry.clause.conflicts:
        mine, arrow, theirs = rule.partition("->")
        if not arrow:
            mine, theirs = "", rule
        name, _, position = theirs.strip().partition(":")
        if not _known(name, available):
            found.append(_unknown(entry, name, rule, available))
            continue
        other = chosen.get(name)
        if other is None or (mine.strip() and mine.strip() != entry.position):
            continue
        if position and position != other.position:
            continue
        found.append(
            error(
                "C211",
                f"`{entry.clause.id}` ({entry.position}) and `{other.clause.id}` "
                f"({other.position}) contradict each other",
                place if place != entry.clause.span else _place(other, tree),
                f"change `clauses.use.{entry.clause.id}.position` or "
                f"`clauses.use.{other.clause.id}.position`, or leave one of them out",
                [
                    (f"`{name}`", where)
                    for name, where in (
                        (entry.clause.id, place),
                        (other.clause.id, _place(other, tree)),
                    )
                ],
            )
        )
    return found
