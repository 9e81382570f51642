"""The export `matrix`: responsibilities and decision rights as a spreadsheet, for those who filter
and sort; the annex is what is agreed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sowgen.assemble.cover import party_label
from sowgen.assemble.duties import Duties
from sowgen.assemble.imprint import author_of, day_of
from sowgen.assemble.ingredients import Ingredients
from sowgen.assemble.rights import LEVELS, Rights, grouped
from sowgen.assemble.vocabulary import Vocabulary
from sowgen.assemble.words import Words
from sowgen.model.plain import Branch, Leaf
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.decisions import Decision
from sowgen.model.workbook import Look, Row, Sheet, SheetCell, Workbook

_NAME, _ROLE, _TEXT, _SHORT = 48.0, 7.0, 30.0, 14.0
_LONGEST_SHORT = 12
_EMPTY = SheetCell(None)


def make(given: Ingredients, words: Words) -> Workbook | None:
    """The workbook: matrix, decisions, legend. None where the deal has neither rows nor rights."""
    spec = given.spec
    if spec.raci is None and not spec.decisions:
        return None
    sheets = [
        *([_matrix(spec, words, _names(given))] if spec.raci else []),
        *([_decisions(spec, words)] if spec.decisions else []),
        _legend(spec, words),
    ]
    return Workbook(
        title=f"{spec.package.title}: {words.word('responsibilities')}",
        author=author_of(given),
        date=day_of(spec).isoformat(),
        sheets=tuple(sheets),
    )


def _names(given: Ingredients) -> dict[str, str]:
    """The names of what a row can link to, by id."""
    spec = given.spec
    plan = spec.schedule
    clauses = {name: chosen.clause.title for name, chosen in given.clauses.items()}
    topics = {name: decision.topic for name, decision in spec.decisions.items()}
    named = (
        spec.communication.reports, plan.activities, plan.gates, plan.milestones, spec.deliverables,
        spec.documents,
    )  # fmt: skip
    found = {name: thing.name for things in named for name, thing in things.items()}
    return {**clauses, **topics, **found}


def _matrix(spec: ProjectSpec, words: Words, names: Mapping[str, str]) -> Sheet:
    """Activities down and roles across, under the party of each; the links and notes behind."""
    heads = [_short(spec, role) for role in spec.roles]
    behind = ("raci_links", "raci_note")
    rows: list[Row] = [
        (
            _head(""),
            *(_head(_party(spec, words, role)) for role in spec.roles),
            _head(""),
            _head(""),
        ),
        (
            _head(words.word("activity")),
            *(
                SheetCell(h, "header", spec.roles[r].name)
                for h, r in zip(heads, spec.roles, strict=True)
            ),
            *(_head(words.word(key)) for key in behind),
        ),
    ]
    group = ""
    for node, letters in Duties(spec, Rights(spec, words)).rows():
        row = spec.raci.activities[node.id] if spec.raci else None
        if row is None:
            continue
        if row.group and row.group != group:
            rows.append((SheetCell(row.group, "title"), *([_EMPTY] * (len(heads) + len(behind)))))
        group = row.group or ""
        rows.append(
            (
                SheetCell(row.name, "wrapped"),
                *(SheetCell(", ".join(letters.get(r, ())) or None, "letter") for r in spec.roles),
                SheetCell("; ".join(names.get(n, n) for n in row.links) or None, "wrapped"),
                SheetCell(row.note, "wrapped"),
            )
        )
    wide = [_ROLE if len(head) <= _LONGEST_SHORT else _SHORT for head in heads]
    return Sheet(
        words.word("raci_matrix_sheet"),
        (_NAME, *wide, _NAME, _TEXT),
        tuple(rows),
        frozen=2,
        frozen_columns=1,
    )


def _decisions(spec: ProjectSpec, words: Words) -> Sheet:
    """A row for each decision, every field in a column of its own."""
    columns: tuple[tuple[str, float], ...] = (
        ("decision", _NAME), ("raci_group", 20.0), ("raci_within_level", _TEXT),
        ("raci_metric", _TEXT), ("raci_limit", _SHORT), ("raci_beyond_level", _TEXT),
        ("raci_decided_by", 22.0), ("raci_asked_role", 22.0), ("deputy", 22.0),
        ("raci_window", 18.0), ("raci_inform", 18.0), ("raci_days_of", _SHORT),
        ("raci_silence_means", 24.0), ("raci_request_form", _TEXT), ("raci_evidence_shown", _TEXT),
        ("raci_emergency", _TEXT), ("raci_record", 22.0), ("raci_clause", 20.0),
        ("raci_row", _TEXT),
    )  # fmt: skip
    head = tuple(_head(words.word(key)) for key, _ in columns)
    nodes = grouped(Branch(spec.decisions, "decisions"))
    body = [tuple(_decision(node, spec, words)) for node in nodes]
    return Sheet(
        words.word("raci_decisions_sheet"),
        tuple(width for _, width in columns),
        (head, *body),
        frozen=1,
        frozen_columns=1,
        filtered=True,
    )


def _decision(node: Branch, spec: ProjectSpec, words: Words) -> Iterator[SheetCell]:
    decision: Decision = spec.decisions[node.id]
    limit, rights = decision.threshold, Rights(spec, words)
    yield SheetCell(decision.topic, "wrapped")
    yield SheetCell(decision.group)
    yield SheetCell(_level(decision.level, spec, words), "wrapped")
    if limit is None:
        yield from (_EMPTY, _EMPTY, _EMPTY)
    else:
        within = rights.sides(node.id)[0].limit
        metric = f"{limit.metric} ({limit.period})" if limit.period else limit.metric
        yield SheetCell(metric, "wrapped")
        yield _value(limit.value, words, f"{within.sign} " if within else "")
        yield SheetCell(_level(limit.above, spec, words), "wrapped")
    for role in (decision.decided_by, decision.approved_by, decision.deputy):
        yield SheetCell(str(rights.name(role)) if role else None)
    yield _value(decision.response_window, words)
    yield _value(decision.inform_within, words)
    times = {
        str(days)
        for name in ("response_window", "inform_within")
        if (days := rights.days_of(decision, Leaf(getattr(decision, name), name)))
    }
    yield SheetCell(", ".join(sorted(times)) or None, "wrapped")
    silence = decision.silence
    said = words.word(f"silence_{silence}") if isinstance(silence, str) else silence
    yield _value(said, words)
    for text in (decision.request, decision.evidence, decision.emergency, decision.record):
        yield _value(text, words)
    yield SheetCell(decision.clause)
    rows = spec.raci.activities if spec.raci else {}
    names = dict.fromkeys((decision.activity, limit.activity if limit else None))
    known = [rows[name].name for name in names if name in rows]
    yield SheetCell("; ".join(known) or None, "wrapped")


def _legend(spec: ProjectSpec, words: Words) -> Sheet:
    """The letters, the levels and the roles."""
    says = Vocabulary(spec, words)
    rows: list[Row] = []
    if spec.raci:
        variant = spec.raci.variant
        rows.append((_head(f"{words.word('legend')} ({variant})"), _head(""), _head("")))
        rows += [
            (
                SheetCell(letter, "letter"),
                SheetCell(says.letter_name(variant, letter)),
                SheetCell(says.letter_means(variant, letter), "wrapped"),
            )
            for letter in says.legend(variant)
        ]
        rows.append((_EMPTY, _EMPTY, _EMPTY))
    if spec.decisions:
        rows.append((_head(words.word("raci_levels")), _head(""), _head("")))
        rows += [
            (
                SheetCell(level),
                SheetCell(_level(level, spec, words), "wrapped"),
                SheetCell(_level(level, spec, words, ""), "wrapped"),
            )
            for level in LEVELS
        ]
        rows.append((_EMPTY, _EMPTY, _EMPTY))
    rows.append(tuple(_head(words.word(key)) for key in ("short", "role", "held_by")))
    for role in Branch(spec.roles, "roles"):
        if isinstance(role, Branch):
            holders = [words.say(Leaf(spec.contacts[c.id].name, ""))[0] for c in says.holders(role)]
            cells = (_short(spec, role.id), spec.roles[role.id].name, ", ".join(holders) or None)
            rows.append(tuple(SheetCell(cell, "wrapped") for cell in cells))
    return Sheet(words.word("raci_legend_sheet"), (_SHORT, 36.0, 70.0), tuple(rows))


def _value(value: Any, words: Words, before: str = "") -> SheetCell:
    """A stated value in words; what is to be agreed stands out."""
    if value is None:
        return _EMPTY
    text, state = words.say(Leaf(value, "", "short"))
    look: Look = "missing" if state == "open" else "quiet" if state == "silent" else "wrapped"
    return SheetCell(before + text if state == "agreed" else text, look)


def _level(level: str, spec: ProjectSpec, words: Words, form: str = "_short") -> str:
    text = words.word(f"raci_level_{level.lower()}{form}", **_sides(spec, words))
    return text[:1].upper() + text[1:]


def _sides(spec: ProjectSpec, words: Words) -> dict[str, str]:
    return {
        side: next((party_label(words, p) for p in spec.parties.values() if p.role == side), side)
        for side in ("oem", "ems")
    }


def _short(spec: ProjectSpec, role: str) -> str:
    return spec.roles[role].short or spec.roles[role].name


def _party(spec: ProjectSpec, words: Words, role: str) -> str:
    party = spec.parties.get(spec.roles[role].party)
    label = party_label(words, party) if party else ""
    return label[:1].upper() + label[1:]


def _head(text: str) -> SheetCell:
    return SheetCell(text, "header")
