"""One matter in two places: what decision rights and deliverables say, held against the terms."""

from __future__ import annotations

from collections.abc import Iterable

from sowgen.diagnostics import Diagnostic, Span
from sowgen.model.matters import DEVIATION, ORDERS, PROCESS, WINDOWS, Words, is_about
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.decisions import Decision
from sowgen.model.tree import Path, Tree, parse_path
from sowgen.model.values import Duration
from sowgen.validate.finding import find
from sowgen.validate.levels import levels_of, side_of
from sowgen.validate.walk import stated

_APPROVERS: tuple[tuple[str, Words], ...] = (
    ("materials.eoq.approved_by", ("eoq", "bulk-buy")),
    ("materials.ncnr.approved_by", ("ncnr",)),
    ("change.process.approved_by", PROCESS),
    ("change.site_move.approved_by", ("site-move",)),
    ("change.deviation.approved_by", DEVIATION),
)
_SILENCES: tuple[tuple[str, Words], ...] = (
    ("planning.orders.silence", ORDERS),
    ("planning.forecast.silence", ("forecast",)),
    ("quality.inspection.silence", ("inspection", "goods-acceptance")),
)
"""Silence on matters of trade; on approvals it is D112."""


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """M141 to M143, Q127, Q154."""
    for name, decision in spec.decisions.items():
        yield from _windows(spec, name, decision, tree)
        yield from _approvers(spec, name, decision, tree)
        yield from _silences(spec, name, decision, tree)
    yield from _goods(spec, tree)
    yield from _records(spec, tree)


def _at(spec: ProjectSpec, field: str) -> object:
    value: object = spec
    for step in field.split("."):
        value = getattr(value, step)
    return stated(value)


def _places(tree: Tree, name: str, key: str, field: str) -> tuple[Span, list[tuple[str, Span]]]:
    """Where the finding stands, and the other place. A standard decision right is no place to
    change, so there the term of the deal comes first."""
    here, there = tree.span(("decisions", name, key)), tree.span(parse_path(field))
    if here.file.startswith("templates/"):
        return there, [(f"the standard decision right `{name}`", here)]
    return here, [(f"`{field}`", there)]


def _windows(spec: ProjectSpec, name: str, decision: Decision, tree: Tree) -> Iterable[Diagnostic]:
    window = stated(decision.response_window)
    if window is None:
        return
    for fields, words in WINDOWS:
        values = [(f, v) for f in fields if isinstance(v := _at(spec, f), Duration)]
        if not is_about(name, words) or not values:
            continue
        if any((v.in_days, v.calendar) == (window.in_days, window.calendar) for _, v in values):
            continue
        field, value = values[0]
        place, related = _places(tree, name, "response_window", field)
        yield find(
            "M141",
            f"the answer takes {window} by the decision right `{name}`, and {value} by `{field}`",
            place,
            f"write `decisions.{name}.response_window: {value}`, or `{field}: {window}`",
            related,
        )


def _approvers(
    spec: ProjectSpec, name: str, decision: Decision, tree: Tree
) -> Iterable[Diagnostic]:
    for field, words in _APPROVERS:
        approver = _at(spec, field)
        if not is_about(name, words) or not isinstance(approver, str):
            continue
        party = spec.parties.get(approver)
        side = party.role if party else side_of(spec, approver)
        levels = set(levels_of(decision))
        place, related = _places(tree, name, "level", field)
        if side == "oem" and not levels & {"L3", "L4", "L5"}:
            yield find(
                "M142",
                f"`{field}` asks for the approval of the OEM, but at {decision.level} the EMS "
                "decides",
                place,
                f"write `decisions.{name}.level: L3`, or change `{field}`",
                related,
            )
        elif side == "ems" and not levels & {"L0", "L1", "L2", "L4"}:
            yield find(
                "M142",
                f"`{field}` leaves the approval to the EMS, but at {decision.level} it is the "
                "OEM's",
                place,
                f"write `decisions.{name}.level: L1`, or change `{field}`",
                related,
            )
        elif party is None and decision.approved_by not in (None, approver):
            place, related = _places(tree, name, "approved_by", field)
            yield find(
                "M142",
                f"`{decision.approved_by}` approves `{name}` as a decision right, and "
                f"`{approver}` by `{field}`",
                place,
                f"write `decisions.{name}.approved_by: {approver}`, or change `{field}`",
                related,
            )


def _silences(spec: ProjectSpec, name: str, decision: Decision, tree: Tree) -> Iterable[Diagnostic]:
    here = stated(decision.silence)
    for field, words in _SILENCES:
        there = _at(spec, field)
        if here is None or not isinstance(there, str) or not is_about(name, words):
            continue
        if here == {"accept": "approve"}.get(there, there):
            continue
        place, related = _places(tree, name, "silence", field)
        yield find(
            "M143",
            f"silence means `{here}` by the decision right `{name}`, and `{there}` by `{field}`",
            place,
            f"change `decisions.{name}.silence` or `{field}`",
            related,
        )


def _goods(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """Goods of the series; units shown at a gate are accepted by rules of their own."""
    inspection = spec.quality.inspection
    for name, deliverable in spec.deliverables.items():
        acceptance = deliverable.acceptance
        is_goods = deliverable.product is not None and acceptance.method in ("inspection", "test")
        if not is_goods or deliverable.gate is not None:
            continue
        for field, mine, theirs, other in (
            ("within", stated(acceptance.within), stated(inspection.window), "window"),
            ("silence", stated(acceptance.silence), stated(inspection.silence), "silence"),
        ):
            if mine is None or theirs is None or mine == theirs:
                continue
            at: Path = ("deliverables", name, "acceptance", field)
            yield find(
                "Q154",
                f"`{name}` is accepted with `{field}: {mine}`, and goods on receipt with "
                f"`{other}: {theirs}`",
                tree.span(at),
                f"write the same here and in `quality.inspection.{other}`, or name the `gate` "
                "where the deliverable has rules of its own",
                [("the terms on inspection", tree.span(("quality", "inspection", other)))],
            )


def _records(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    kept, audited = stated(spec.quality.records_retention), stated(spec.legal.audit.records)
    if kept and audited and kept.in_days != audited.in_days:
        longer = max(kept, audited, key=lambda time: time.in_days)
        yield find(
            "Q127",
            f"quality records are kept for {kept}, and for {audited} by the terms on audits",
            tree.span(("quality", "records_retention")),
            f"write `{longer}` in both, or say in words which records each of them means",
            [("the terms on audits", tree.span(("legal", "audit", "records")))],
        )
