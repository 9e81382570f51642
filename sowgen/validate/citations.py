"""Standards named in running text, held against the list of standards that the deal agrees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from sowgen.diagnostics import Diagnostic
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.quality import Standard
from sowgen.model.tree import Path, Tree
from sowgen.validate.finding import find
from sowgen.validate.tables import find_standard, known_standards
from sowgen.validate.walk import matching, stated

_TEXTS = (
    "scope.services.*.standard",
    "deliverables.*.acceptance.standard",
    "deliverables.*.acceptance.sample",
    "deliverables.*.acceptance.criteria",
    "quality.aql",
    "quality.fai_standard",
    "quality.traceability",
    "quality.esd",
    "quality.msl",
    "quality.inspection.sample",
    "warranty.conformity",
    "materials.counterfeit",
    "legal.data_security",
)


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """Q129 where edition or class differ, Q110 where a standard has been withdrawn."""
    agreed = dict(_agreed(spec))
    for pattern in _TEXTS:
        for path, value in matching(spec, pattern):
            text = stated(value)
            if isinstance(text, str):
                yield from _text(text, path, agreed, tree)


def _agreed(spec: ProjectSpec) -> Iterator[tuple[str, tuple[str, Standard, str]]]:
    """Key in the table → id, standard and edition as agreed under `quality.standards`."""
    for name, standard in spec.quality.standards.items():
        found = find_standard(standard.name)
        if found:
            known, behind = found
            yield known.key, (name, standard, stated(standard.edition) or behind)


@cache
def _citation() -> re.Pattern[str]:
    """A known designation, an edition behind it and a class, however they are set apart."""
    names = {standard.name for standard in known_standards().values()}
    forms = sorted((_loosely(name) for name in names), key=len, reverse=True)
    return re.compile(
        rf"(?<![\w-])(?P<name>{'|'.join(forms)})(?!\d|-\d)"
        r"(?:[\s,:.]*(?i:rev(?:ision)?\.?|edition)?\s*(?P<edition>[A-Z]|(?:19|20)\d\d)\b)?"
        r"(?:[^.;]{0,12}?\bclass\s+(?P<class>[123]))?",
    )


def _loosely(name: str) -> str:
    """A pattern for a designation in which spaces, hyphens and slashes stand for one another."""
    return r"[\s/-]?".join(re.escape(piece) for piece in re.split(r"[\s/-]+", name))


def _text(
    text: str, path: Path, agreed: dict[str, tuple[str, Standard, str]], tree: Tree
) -> Iterable[Diagnostic]:
    for match in _citation().finditer(text):
        found = find_standard(match["name"])
        if found is None:
            continue
        known = found[0]
        if known.status == "withdrawn":
            yield find(
                "Q110",
                f"{known.name} is named here, and has been withdrawn",
                tree.span(path),
                f"write `{known.replaced_by}` unless the old one is meant",
            )
        if known.key not in agreed:
            continue
        name, standard, edition = agreed[known.key]
        editions = re.findall(r"\b(?:[A-Z]|\d{4})\b", edition)
        classes = re.findall(r"\bclass(?:es)?\s+([123])", stated(standard.level) or "")
        for field, said, listed_there in (
            ("edition", match["edition"], editions),
            ("class", match["class"], classes),
        ):
            if said is None or not listed_there or said in listed_there:
                continue
            there = "level" if field == "class" else field
            yield find(
                "Q129",
                f"{known.name} is named here with {field} {said}, and agreed with {field} "
                f"{' and '.join(dict.fromkeys(listed_there))}",
                tree.span(path),
                f"write the same here and in `quality.standards.{name}.{there}`",
                [("the agreed one", tree.span(("quality", "standards", name, there)))],
            )
