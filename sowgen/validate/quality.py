"""Quality: standards and their editions, and what a sector or class calls for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sowgen.diagnostics import Diagnostic, Span
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.quality import Standard
from sowgen.model.tree import Path, Tree
from sowgen.validate.finding import find
from sowgen.validate.tables import KnownStandard, find_standard, squeeze
from sowgen.validate.walk import stated

_SECTORS = {
    "medical": ("iso-13485", "ISO 13485", "Q122"),
    "automotive": ("iatf-16949", "IATF 16949", "Q126"),
    "aerospace": ("as9100", "AS9100", "Q125"),
}


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """Q110 to Q126, and Q150 to Q153 on key figures."""
    for name, standard in spec.quality.standards.items():
        at: Path = ("quality", "standards", name)
        yield from _edition(standard, at, tree)
        yield from _certificate(standard, at, tree)
    yield from _products(spec, tree)
    yield from _sectors(spec, tree)
    yield from _kpis(spec, tree)


def _edition(standard: Standard, at: Path, tree: Tree) -> Iterable[Diagnostic]:
    here = tree.span((*at, "name"))
    found = find_standard(standard.name)
    edition = stated(standard.edition)
    if found is None:
        if standard.edition is None:
            yield _no_edition(standard.name, here)
        return
    known, behind = found
    if known.status == "withdrawn":
        successor = f"; {known.replaced_by} took its place" if known.replaced_by else ""
        yield find(
            "Q110",
            f"{known.name} has been withdrawn{successor}",
            here,
            f"write `name: {known.replaced_by}` unless the old one is meant",
        )
        return
    written = edition or behind
    if not written:
        if standard.edition is None and not known.unedited:
            yield _no_edition(known.name, here)
        return
    place = tree.span((*at, "edition")) if edition else here
    yield from _state(known, written, place)


def _no_edition(name: str, here: Span) -> Diagnostic:
    return find(
        "Q111",
        f"{name} without an edition",
        here,
        "add `edition:`, or `edition: not stated` where the newest counts",
    )


def _state(known: KnownStandard, written: str, place: Span) -> Iterable[Diagnostic]:
    words = re.findall(r"\b(?:[A-Z]|\d{4})\b", written)
    for edition in known.editions:
        if edition.id not in words:
            continue
        newest = next((e.id for e in known.editions if e.state == "current"), "")
        if edition.state in ("superseded", "withdrawn"):
            yield find(
                "Q112",
                f"edition {edition.id} of {known.name} has been superseded",
                place,
                f"edition {newest} is the newest known here; keep the old one only where "
                "it is meant",
            )
        elif edition.verify or known.verify:
            yield find(
                "Q113",
                f"verify {known.name}, edition {edition.id}: {edition.verify or known.verify}",
                place,
                "look it up with the publisher before the package is issued",
            )
        return


def _certificate(standard: Standard, at: Path, tree: Tree) -> Iterable[Diagnostic]:
    by, expires = stated(standard.certificate_by), stated(standard.certificate_expires)
    if by and expires and expires <= by:
        yield find(
            "Q115",
            "the certificate expires before it has to be there",
            tree.span((*at, "certificate_expires")),
            "correct `certificate_by` or `certificate_expires`",
        )
    if standard.certificate is True and standard.certificate_by is None and expires is None:
        yield find(
            "Q116",
            f"a certificate for {standard.name} is required, but not by when",
            tree.span((*at, "certificate")),
            "add `certificate_by:` with a date, or `not stated`",
        )
    if standard.status in ("superseded", "withdrawn") and find_standard(standard.name) is None:
        yield find(
            "Q110",
            f"{standard.name} is marked as {standard.status}",
            tree.span((*at, "status")),
            "name its successor unless the old one is meant",
        )


def _products(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    quality = spec.quality
    for name, product in spec.products.items():
        if stated(product.ipc_class) != 3:
            continue
        at = tree.span(("products", name, "ipc_class"))
        sampled = quality.aql is not None or stated(quality.inspection.sample) is not None
        if sampled and stated(quality.cpk_min) is None and quality.acceptance_test.name is None:
            yield find(
                "Q120",
                "class 3 is accepted by sample alone",
                at,
                "state a test of each unit under `quality.acceptance_test`, or `cpk_min`",
            )
        if quality.traceability is None:
            yield find(
                "Q121",
                "class 3 without traceability",
                at,
                "add `quality.traceability`, such as `lot of each part`",
            )


def _sectors(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    named = {
        found[0].key
        for standard in spec.quality.standards.values()
        if (found := find_standard(standard.name))
    } | {squeeze(standard.name) for standard in spec.quality.standards.values()}
    for name, product in spec.products.items():
        at = tree.span(("products", name, "sector"))
        wanted = _SECTORS.get(product.sector or "")
        if wanted and wanted[0] not in named:
            yield find(
                wanted[2],
                f"a product for the {product.sector} sector without {wanted[1]}",
                at,
                f"add it under `quality.standards`: `name: {wanted[1]}`",
            )
        if product.sector == "automotive" and spec.quality.ppap_level is None:
            yield find(
                "Q123",
                "an automotive product without a PPAP level",
                at,
                "add `quality.ppap_level: 3`, or `not stated`",
            )
        kept = spec.quality.records_retention or spec.legal.audit.records
        if product.sector == "medical" and kept is None:
            yield find(
                "Q124",
                "a medical product without a time for keeping records",
                at,
                "add `quality.records_retention: 10 years`, or `not stated`",
            )


def _kpis(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    for name, kpi in spec.kpis.items():
        counted = kpi.formula or (kpi.numerator and kpi.denominator)
        missing = [
            field
            for field, there in (
                ("formula", counted),
                ("period", kpi.period),
                ("owner", kpi.owner),
                ("source", kpi.source),
            )
            if there is None
        ]
        if missing:
            fields = ", ".join(f"`{field}`" for field in missing)
            yield find(
                "Q150",
                f"the key figure `{name}` cannot be counted without {fields}",
                tree.key_span(("kpis", name)),
                f"add {fields}",
            )
        if kpi.floor is not None and kpi.remedy is None:
            yield find(
                "Q151",
                "a floor without what follows below it",
                tree.span(("kpis", name, "floor")),
                "add `remedy:`, such as `recovery plan in 5 working days`",
            )
        if kpi.starts is None:
            yield find(
                "Q152",
                f"the key figure `{name}` is counted, but not from which day",
                tree.key_span(("kpis", name)),
                "add `starts: 2027-09-01`, or `not stated`",
            )
        remedied = stated(kpi.floor) is not None and stated(kpi.remedy) is not None
        if remedied and kpi.exclusions is None:
            yield find(
                "Q153",
                f"below the floor of `{name}` something is owed, and nothing is left out of the "
                "count",
                tree.span(("kpis", name, "remedy")),
                "add `exclusions: [lines moved by the OEM]`, or `exclusions: not stated`",
            )
