"""Decision rights: levels, limits, windows, silence, and their agreement with the matrix."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sowgen.diagnostics import Diagnostic
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.decisions import Decision, Threshold
from sowgen.model.tree import Path, Tree
from sowgen.model.values import NotStated, ToBeAgreed
from sowgen.validate import deciders
from sowgen.validate.finding import find
from sowgen.validate.levels import LEVELS, compare, levels_of
from sowgen.validate.walk import stated

_SILENCE = {"L2": "approve", "L3": "reject", "L4": "escalate"}
_NUMBER = re.compile(r"[<>=~\s]*[-+]?[\d.,]+\s*")


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """R009, D102 to D109, D112, D113, D115. (D101, an unknown row: `references`; what
    concerns the people: `deciders`.)"""
    for name, decision in spec.decisions.items():
        at: Path = ("decisions", name)
        if decision.threshold is not None:
            yield from _threshold(decision, decision.threshold, at, tree)
        yield from _answers(spec, decision, at, tree)
        yield from compare(spec, decision, at, tree)
        yield from deciders.check(spec, decision, at, tree)
        yield from _other_silence(spec, name, decision, tree)


def _threshold(decision: Decision, limit: Threshold, at: Path, tree: Tree) -> Iterable[Diagnostic]:
    value = stated(limit.value)
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        yield find(
            "D102",
            f"`{value}` has no unit",
            tree.span((*at, "threshold", "value")),
            f"write what is counted, such as `USD {value}`, `{value} pieces` or "
            f"`{value} working days`",
        )
    if limit.above == decision.level:
        yield find(
            "D103",
            f"the level is {limit.above} on both sides of the limit",
            tree.span((*at, "threshold", "above")),
            "name the level that holds beyond the limit, or remove `threshold`",
        )
    elif limit.above < decision.level:
        yield find(
            "D104",
            f"beyond the limit {LEVELS[limit.above]} ({limit.above}), within it "
            f"{LEVELS[decision.level]} ({decision.level})",
            tree.span((*at, "threshold", "above")),
            "a larger matter as a rule needs the OEM more, not less: swap the levels, or "
            "turn `op` round",
        )
    if limit.at is not None and limit.at not in (decision.level, limit.above):
        yield find(
            "D113",
            f"exactly at the limit holds {limit.at}, which is neither the level "
            "within nor beyond it",
            tree.span((*at, "threshold", "at")),
            f"write `{decision.level}` or `{limit.above}`",
        )
    elif limit.at == limit.above and limit.op in ("<=", ">="):
        yield find(
            "D113",
            f"by `op: {limit.op}` {decision.level} holds exactly at the limit, by `at` {limit.at}",
            tree.span((*at, "threshold", "at")),
            f"write `op: '{limit.op[0]}'`, or remove `at`",
        )


def _answers(spec: ProjectSpec, decision: Decision, at: Path, tree: Tree) -> Iterable[Diagnostic]:
    levels = levels_of(decision)
    asked = next((level for level in levels if level in ("L2", "L3")), None)
    here = tree.key_span(at)
    if asked and decision.response_window is None:
        yield find(
            "D105",
            f"at {asked} {LEVELS[asked]}, but no time to answer is given",
            here,
            "add `response_window: 3 working days`, or `not stated`",
        )
    if asked and decision.silence is None:
        yield find(
            "D106",
            f"at {asked} {LEVELS[asked]}, but what silence means is not said",
            here,
            f"add `silence: {_SILENCE[asked]}`, or `not stated`",
        )
    silence = stated(decision.silence)
    if silence is not None:
        yield from _silence(silence, levels, (*at, "silence"), tree)
    undefined = stated(spec.legal.definitions.day) is None
    for name in ("response_window", "inform_within"):
        window = stated(getattr(decision, name))
        if window is not None and window.unit == "day" and not window.word and undefined:
            yield find(
                "D108",
                f"`{window}` does not say whether working or calendar days count",
                tree.span((*at, name)),
                f"write `{window.amount:f} working days`, or set `legal.definitions.day`",
            )
    if "L1" in levels and decision.inform_within is None:
        yield find(
            "D109",
            "at L1 the OEM is informed, but not by when",
            here,
            "add `inform_within: 1 working day`, or `not stated`",
        )
    elif stated(decision.emergency) is not None and decision.inform_within is None:
        yield find(
            "D115",
            "in an emergency one party acts first; nothing says when it tells the other",
            tree.span((*at, "emergency")),
            "add `inform_within: 4 hours`, or `not stated`",
        )


def _silence(silence: str, levels: tuple[str, ...], path: Path, tree: Tree) -> Iterable[Diagnostic]:
    strictest = max(levels)
    if not {"L2", "L3", "L4"} & set(levels):
        yield find(
            "D107",
            f"nobody is asked at {strictest}, so silence means nothing",
            tree.span(path),
            "remove `silence`, or choose L2 or L3",
        )
        return
    expected = _SILENCE.get(strictest)
    if expected and silence not in (expected, "escalate"):
        yield find(
            "D107",
            f"`{silence}` on silence does not fit {strictest}: {LEVELS[strictest]}",
            tree.span(path),
            f"write `silence: {expected}` or `escalate`",
        )


_FIELDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("commercial.material_price.silence", ("material-price", "part-price", "price-increase")),
    ("materials.eoq.silence", ("eoq", "bulk-buy")),
    ("materials.long_lead.silence", ("long-lead", "lli")),
    ("materials.ncnr.silence", ("ncnr",)),
    ("change.eco.silence", ("eco", "engineering-change")),
    ("change.process.silence", ("process-change", "pcn")),
    ("change.site_move.silence", ("site-move",)),
    ("change.deviation.silence", ("deviation", "waiver")),
)
"""Fields that state silence as well, and the words in a decision's id that mean the same."""


def _other_silence(
    spec: ProjectSpec, name: str, decision: Decision, tree: Tree
) -> Iterable[Diagnostic]:
    silence = stated(decision.silence)
    if silence is None:
        return
    words = re.sub(r"[._]", "-", name)
    for field, meant in _FIELDS:
        if not any(f"-{word}-" in f"-{words}-" for word in meant):
            continue
        value: object = spec
        for step in field.split("."):
            value = getattr(value, step)
        if value is None or isinstance(value, ToBeAgreed | NotStated) or value == silence:
            continue
        yield find(
            "D112",
            f"silence means `{silence}` here, but `{value}` in `{field}`",
            tree.span(("decisions", name, "silence")),
            "make the two say the same",
            [("there", tree.span(tuple(field.split("."))))],
        )
