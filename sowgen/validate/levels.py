"""Levels of decision rights, and whether they agree with the responsibility matrix."""

from __future__ import annotations

from collections.abc import Iterable

from sowgen.diagnostics import Diagnostic
from sowgen.model.letters import SIGNS
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.decisions import Decision
from sowgen.model.tree import Path, Tree
from sowgen.validate.finding import find
from sowgen.validate.raci import readable_row

LEVELS = {
    "L0": "the EMS decides alone",
    "L1": "the EMS decides and informs the OEM",
    "L2": "the EMS decides after consulting the OEM",
    "L3": "the OEM has to approve",
    "L4": "both decide together",
    "L5": "the OEM decides alone",
}


def levels_of(decision: Decision) -> tuple[str, ...]:
    """The levels that can hold: the decision's own, above its limit, exactly at it."""
    limit = decision.threshold
    more = (limit.above, limit.at) if limit else ()
    return tuple(dict.fromkeys(level for level in (decision.level, *more) if level))


def rows_of(decision: Decision) -> dict[str, str]:
    """The level that holds → the row of the matrix that it belongs to, where one is named."""
    limit = decision.threshold
    rows = {decision.level: decision.activity}
    if limit is not None:
        rows[limit.above] = limit.activity or decision.activity
        if limit.at is not None:
            rows.setdefault(limit.at, decision.activity)
    return {level: row for level, row in rows.items() if row is not None}


def side_of(spec: ProjectSpec, role_id: str | None) -> str | None:
    """`oem`, `ems` or another kind of party behind a role, None where that is not known."""
    role = spec.roles.get(role_id or "")
    party = spec.parties.get(role.party) if role else None
    return party.role if party else None


def compare(spec: ProjectSpec, decision: Decision, at: Path, tree: Tree) -> Iterable[Diagnostic]:
    """R009: a level of the decision that its row of the matrix contradicts; the first one."""
    raci = spec.raci
    for level, row_id in rows_of(decision).items():
        if raci is None or row_id not in raci.activities:
            continue
        letters: dict[str, set[str]] = {"oem": set(), "ems": set()}
        for role, cell in readable_row(spec, raci, row_id).items():
            letters.setdefault(side_of(spec, role) or "", set()).update(cell)
        sign = SIGNS.get(raci.variant, "")
        problem = _contradiction(level, letters["oem"], letters["ems"], sign)
        if problem:
            above = level != decision.level
            path = (*at, "threshold", "above") if above else (*at, "level")
            yield find(
                "R009",
                f"at {level} {LEVELS[level]}, but in row `{row_id}` {problem}",
                tree.span(path),
                "change the level, or the letters of the row"
                + ("; `threshold.activity` names another row beyond the limit" if above else ""),
                [("the row", tree.key_span(("raci", "activities", row_id)))],
            )
            return


def _contradiction(level: str, oem: set[str], ems: set[str], sign: str) -> str:
    """What in the row does not fit the level, '' where all does. The letters of each side
    stand in a set; `sign` is the letter for signing off, '' in variants without one."""
    asked = oem & {"C", "V", "S", "Si", "A"}
    found = {
        "L0": [("A" not in ems, "no role of the EMS is accountable")],
        "L1": [
            ("A" not in ems, "no role of the EMS is accountable"),
            (not oem, "the OEM is not informed"),
        ],
        "L2": [
            ("A" not in ems, "no role of the EMS is accountable"),
            (not asked, "no role of the OEM is consulted"),
        ],
        "L3": [
            (
                not ({"A", sign} & oem),
                "no role of the OEM is accountable" + (f" or signs off (`{sign}`)" if sign else ""),
            )
        ],
        "L4": [
            (
                bool(sign) and not ({"A", sign} & oem and {"A", sign} & ems),
                f"not both sides sign off (`{sign}`)",
            )
        ],
        "L5": [
            ("A" not in oem, "no role of the OEM is accountable"),
            (not ems, "the EMS is not informed"),
        ],
    }[level]
    return next((words for wrong, words in found if wrong), "")
