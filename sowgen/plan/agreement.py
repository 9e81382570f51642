"""What the computed days say against the agreement: its first term, and certificates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sowgen.diagnostics import Diagnostic, info, warning
from sowgen.model.schedule import Plan
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Path, Tree
from sowgen.model.values import Duration
from sowgen.plan.graph import as_date
from sowgen.plan.spans import ELAPSED, span
from sowgen.plan.working_time import OutOfRangeError, beginning, day_of


def check_agreement(spec: ProjectSpec, tree: Tree, plan: Plan | None) -> Iterator[Diagnostic]:
    """M162 and M171 to M173. Without a computed schedule the day on which the product is wanted
    stands for the first delivery, and nothing for the start of production. Where the deal keeps a
    register of certificates under `qualification`, renewals are reported there."""
    stated = as_date(spec.schedule.wanted_delivery)
    delivery = plan.first_delivery if plan else stated
    end = end_of_first_term(spec)
    if end is not None:
        yield from _after_the_term(spec, tree, end)
    yield from _certificates(spec, tree, plan.production_start if plan else None, delivery, end)


def end_of_first_term(spec: ProjectSpec) -> date | None:
    """The last day of the first term; None where start or length is open, beyond the calendar,
    or where the term is counted from another event than the effective date."""
    start, term = as_date(spec.package.effective_date), spec.legal.term
    counted = "effective" in str(term.starts or "effective")
    if start is None or not counted or not isinstance(term.initial, Duration):
        return None
    try:
        return day_of(span(term.initial, ELAPSED, week=7).after(beginning(start)) - 1)
    except OutOfRangeError:
        return None


def _after_the_term(spec: ProjectSpec, tree: Tree, end: date) -> Iterator[Diagnostic]:
    days: list[tuple[str, date | None, Path]] = [
        *(
            (f"`{name}` is counted from", as_date(kpi.starts), ("kpis", name, "starts"))
            for name, kpi in spec.kpis.items()
        ),
        *(
            (
                f"the day agreed for `{name}`",
                as_date(m.date),
                ("schedule", "milestones", name, "date"),
            )
            for name, m in spec.schedule.milestones.items()
        ),
        *(
            (f"`{name}` is due", as_date(d.due), ("deliverables", name, "due"))
            for name, d in spec.deliverables.items()
        ),
    ]
    for words, day, path in days:
        if day is None or day <= end:
            continue
        yield warning(
            "M162",
            f"{words} {day}, after the first term, which ends on {end}",
            tree.span(path),
            "lengthen `legal.term.initial`, or correct the date",
            [("the first term", tree.span(("legal", "term", "initial")))],
        )


def _certificates(
    spec: ProjectSpec,
    tree: Tree,
    production: date | None,
    delivery: date | None,
    end: date | None,
) -> Iterator[Diagnostic]:
    for name, standard in spec.quality.standards.items():
        at: Path = ("quality", "standards", name)
        by, expires = as_date(standard.certificate_by), as_date(standard.certificate_expires)
        if by and production and by > production:
            yield warning(
                "M171",
                f"the certificate for {standard.name} has to be there by {by}, but production "
                f"starts on {production}",
                tree.span((*at, "certificate_by")),
                f"write a day not later than {production}, or `not stated`",
                [("the schedule", tree.key_span(("schedule",)))],
            )
        if expires and delivery and expires < delivery:
            yield warning(
                "M172",
                f"the certificate for {standard.name} ends on {expires}, before the first "
                f"delivery on {delivery}",
                tree.span((*at, "certificate_expires")),
                "ask for the renewed certificate, and write its last day",
                [("the day wanted", tree.span(("schedule", "wanted_delivery")))],
            )
        elif expires and end and expires < end and not spec.qualification.candidates:
            yield info(
                "M173",
                f"the certificate for {standard.name} ends on {expires}, within the first term "
                f"(to {end})",
                tree.span((*at, "certificate_expires")),
                f"plan the renewal, as a rule from {expires - timedelta(days=90)}",
            )
