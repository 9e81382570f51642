"""Terms in time: effective date, term and notice, warranty, disputes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from sowgen.diagnostics import Diagnostic
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Path, Tree
from sowgen.validate.finding import find
from sowgen.validate.walk import matching, stated


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """M150 to M161, M163 to M168."""
    yield from _dates(spec, tree)
    yield from _term(spec, tree)
    yield from _warranty(spec, tree)
    yield from _disputes(spec, tree)
    yield from _continuity(spec, tree)


def _dates(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    effective = stated(spec.package.effective_date)
    wanted, start = stated(spec.schedule.wanted_delivery), stated(spec.schedule.start)
    at = tree.span(("package", "effective_date"))
    if isinstance(effective, str):
        yield find(
            "M151",
            f"`{effective}` can be read as more than one day",
            at,
            "write year-month-day, such as `2027-02-01`, unless the written form is meant",
        )
    if not isinstance(effective, date):
        return
    if wanted and wanted <= effective:
        yield find(
            "M150",
            "the product is wanted before the agreement counts",
            at,
            "correct `effective_date` or `schedule.wanted_delivery`",
            [("the wanted day", tree.span(("schedule", "wanted_delivery")))],
        )
    elif start and start < effective:
        yield find(
            "M152",
            "the project starts before the agreement counts",
            at,
            "start later, or agree on work before the effective date",
            [("the start", tree.span(("schedule", "start")))],
        )
    for path, day in _duties(spec):
        if day < effective:
            yield find(
                "M168",
                f"{day} is before {effective}, when the agreement begins to count",
                tree.span(path),
                "correct the date, or `package.effective_date`",
                [("the effective date", at)],
            )


def _duties(spec: ProjectSpec) -> Iterable[tuple[Path, date]]:
    """The days on which something is owed, where they are stated as days."""
    for pattern in (
        "kpis.*.starts",
        "deliverables.*.due",
        "schedule.milestones.*.date",
        "commercial.nre.*.due",
    ):
        for path, value in matching(spec, pattern):
            day = stated(value)
            if isinstance(day, date):
                yield path, day


def _term(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    term = spec.legal.term
    initial, notice = stated(term.initial), stated(term.notice)
    if initial and notice and notice.in_days >= initial.in_days:
        yield find(
            "M153",
            f"the notice ({notice}) is as long as the term ({initial})",
            tree.span(("legal", "term", "notice")),
            "shorten the notice",
        )
    if stated(term.renewal) == "automatic" and term.notice is None:
        yield find(
            "M154",
            "renewal by itself, but no notice to stop it",
            tree.span(("legal", "term", "renewal")),
            "add `notice: 90 days`, or `not stated`",
        )
    end = spec.legal.termination
    cure, sooner = stated(end.cure), stated(end.convenience_oem)
    if cure and sooner and sooner.in_days < cure.in_days:
        yield find(
            "M155",
            f"without cause the OEM may leave after {sooner}, sooner than a breach "
            f"may be cured ({cure})",
            tree.span(("legal", "termination", "convenience_oem")),
            "a cure period longer than the notice without cause has no effect",
        )


def _warranty(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    warranty = spec.warranty
    if stated(warranty.period) is not None and warranty.start is None:
        yield find(
            "M156",
            "the warranty does not say what starts it",
            tree.span(("warranty", "period")),
            "add `start: delivery`, or `not stated`",
        )
    if stated(warranty.epidemic.rate) is not None and warranty.period is None:
        yield find(
            "M157",
            "epidemic failure is covered without a warranty",
            tree.span(("warranty", "epidemic", "rate")),
            "add `warranty.period`",
        )
    inspection = spec.quality.inspection
    if stated(inspection.silence) == "accept" and inspection.latent_preserved is None:
        yield find(
            "M158",
            "silence accepts the goods, and later found defects are not kept",
            tree.span(("quality", "inspection", "silence")),
            "add `latent_preserved: true`, or `not stated`",
        )
    days = [stated(spec.warranty.repaired), stated(warranty.period)]
    if days[0] and days[1] and days[0].in_days > days[1].in_days:
        yield find(
            "M161",
            f"repaired units are covered for {days[0]}, new ones for {days[1]}",
            tree.span(("warranty", "repaired")),
            "check that the two are not exchanged",
        )

    window, period = stated(warranty.epidemic.window), stated(warranty.period)
    if window and period and window.in_days > period.in_days:
        yield find(
            "M166",
            f"epidemic failures are counted over {window}, but the warranty ends after {period}",
            tree.span(("warranty", "epidemic", "window")),
            "shorten the window, or lengthen the warranty",
            [("the warranty", tree.span(("warranty", "period")))],
        )
    if stated(warranty.start) == "acceptance" and inspection.window is inspection.silence is None:
        yield find(
            "M165",
            "the warranty starts with acceptance, but nothing says when goods count as accepted",
            tree.span(("warranty", "start")),
            "add `window` and `silence` under `quality.inspection`, or write `start: delivery`",
        )


def _disputes(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    disputes = spec.legal.disputes
    period = stated(disputes.period)
    total = sum((w.in_days for s in disputes.steps if (w := stated(s.within))), Decimal(0))
    if period and total > period.in_days:
        yield find(
            "M159",
            f"the steps take {total.normalize():f} days, but the forum is open after {period}",
            tree.span(("legal", "disputes", "period")),
            "lengthen the period, or shorten the steps",
        )
    law = spec.legal.law
    if stated(law.forum) == "arbitration" and (law.institution is None or law.seat is None):
        missing = "institution" if law.institution is None else "seat"
        yield find(
            "M160",
            f"arbitration without `{missing}`",
            tree.span(("legal", "law", "forum")),
            "name institution and seat, or write `not stated`",
        )


def _continuity(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    continuity, events = spec.legal.continuity, spec.legal.force_majeure
    recovery, leave = stated(continuity.recovery), stated(events.exit_after)
    if recovery and leave and recovery.in_days > leave.in_days:
        yield find(
            "M163",
            f"production runs again after {recovery}, but the agreement may be ended after {leave}",
            tree.span(("legal", "continuity", "recovery")),
            "recover sooner, or lengthen `force_majeure.exit_after`",
            [("the right to leave", tree.span(("legal", "force_majeure", "exit_after")))],
        )
    if stated(events.backup_after) is not None and continuity.backup_site is None:
        yield find(
            "M164",
            f"after {events.backup_after} production moves to a backup site that nobody names",
            tree.span(("legal", "force_majeure", "backup_after")),
            "add `legal.continuity.backup_site: plant-2`, or `not stated`",
        )
