"""Terms in time: effective date, term and notice, warranty, disputes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from sowgen.diagnostics import Diagnostic
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Tree
from sowgen.validate.finding import find
from sowgen.validate.walk import stated


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """M150 to M161."""
    yield from _dates(spec, tree)
    yield from _term(spec, tree)
    yield from _warranty(spec, tree)
    yield from _disputes(spec, tree)


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
